"""Phases: where a stay stands by its own record, beside the word that staff entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

import attrs

from wraparound.model.enrollment import Phase
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.attendance import family_was_present
from wraparound.process.stay import TEAM_MEETINGS, Stay

LABELS: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.NOT_STARTED: "Not started",
        Phase.ENGAGEMENT: "Engagement and team preparation",
        Phase.PLANNING: "Initial plan development",
        Phase.IMPLEMENTATION: "Plan implementation",
        Phase.TRANSITION: "Transition",
        Phase.CLOSED: "Closed",
    }
)
"""What the national model calls the phases."""

PHASE_RETURN = "phase_return"
"""The event by which a team goes back to an earlier phase, with its reason."""

_ORDER = tuple(Phase)


@attrs.frozen(kw_only=True)
class PhaseReading:
    """Where a stay stands.

    Attributes:
        computed: The phase that the record shows.
        evidence: The day on which the record first shows each phase.
        asserted: The word that staff entered; empty where there is none.
        mapped: The phases that the word stands for.
        agrees: Whether the two agree; None where the word is not known, or missing.
        undated: Later phases that the record shows without a day.
    """

    computed: Phase
    evidence: Mapping[Phase, date] = MappingProxyType({})
    asserted: str = ""
    mapped: tuple[Phase, ...] = ()
    agrees: bool | None = None
    undated: tuple[Phase, ...] = ()


def read_phase(stay: Stay, policy: ProgramPolicy) -> PhaseReading:
    """Return where a stay stands by its record, beside what staff entered.

    Args:
        stay: The stay.
        policy: What the program goes by: its words for the phases.
    """
    returned = list(_returns(stay))
    evidence: dict[Phase, date] = {}
    undated: list[Phase] = []
    for phase, days in _evidence(stay).items():
        known = sorted(
            day
            for day in days
            if isinstance(day, date) and day <= stay.as_of and _counts(phase, day, returned)
        )
        if known:
            evidence[phase] = known[0]
        elif any(isinstance(day, Unknown) for day in days):
            undated.append(phase)
    computed = max(evidence, key=_ORDER.index, default=Phase.NOT_STARTED)
    asserted = _asserted(stay)
    mapped = phases_of(asserted, policy) if asserted else ()
    return PhaseReading(
        computed=computed,
        evidence=MappingProxyType(evidence),
        asserted=asserted,
        mapped=mapped,
        agrees=computed in mapped if mapped else None,
        undated=tuple(each for each in undated if _ORDER.index(each) > _ORDER.index(computed)),
    )


def phases_of(word: str, policy: ProgramPolicy) -> tuple[Phase, ...]:
    """Return the national phases that a program's word stands for; none where it is not known.

    The program's own words come first, then those of the packs that it extends, then the national
    names.
    """
    wanted = _plain(word)
    for pack in policy.packs:
        for term, phases in (pack.phases.terms if pack.phases else {}).items():
            if _plain(term) == wanted:
                return phases
    national = (
        phase for phase, label in LABELS.items() if wanted in (_plain(label), _plain(phase.name))
    )
    return tuple(national)[:1]


def _evidence(stay: Stay) -> dict[Phase, list[date | Unknown]]:
    enrollment, engagement = stay.enrollment, stay.engagement
    found: dict[Phase, list[date | Unknown | None]] = {
        Phase.ENGAGEMENT: [
            enrollment.enrolled_on if enrollment else None,
            engagement.oriented_on if engagement else None,
        ],
        Phase.PLANNING: [
            each.on
            for each in stay.meetings
            if each.held is True
            and each.type in TEAM_MEETINGS
            and family_was_present(each, stay).holds
        ],
        Phase.IMPLEMENTATION: [each.completed_on for each in stay.plans],
        Phase.TRANSITION: [
            each.transition.started_on for each in stay.plans if each.transition is not None
        ],
        Phase.CLOSED: [enrollment.discharged_on if enrollment else None],
    }
    return {phase: [day for day in days if day is not None] for phase, days in found.items()}


def _returns(stay: Stay) -> Iterator[tuple[date, Phase]]:
    """Yield each return to an earlier phase that somebody gave a reason for."""
    names = {phase.name: phase for phase in Phase}
    for event in stay.events:
        target = names.get(event.target.upper())
        if event.type != PHASE_RETURN or target is None or not event.reason.strip():
            continue
        if isinstance(event.on, date) and event.on <= stay.as_of:
            yield event.on, target


def _counts(phase: Phase, day: date, returned: list[tuple[date, Phase]]) -> bool:
    """Tell whether no later return hides the evidence of a phase."""
    return not any(
        day < on and _ORDER.index(phase) > _ORDER.index(target) for on, target in returned
    )


def _asserted(stay: Stay) -> str:
    """Return the word that staff entered last, by the day."""
    entries = stay.enrollment.phases if stay.enrollment else ()
    seen = [each for each in entries if isinstance(each.on, Unknown) or each.on <= stay.as_of]
    last = max(
        seen,
        key=lambda each: each.on if isinstance(each.on, date) else date.min,
        default=None,
    )
    return last.word if last else ""


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())
