"""The step to another phase: which words a program has for it, and what the record still lacks."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from wraparound.errors import PolicyUnknown
from wraparound.model.enrollment import Phase
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.activities import Shown, read_activities
from wraparound.process.guard import OpenItem, open_activity
from wraparound.process.phases import LABELS, PhaseReading, phases_of, read_phase
from wraparound.process.stay import Stay

_ORDER = tuple(Phase)


@attrs.frozen(kw_only=True)
class PhaseGuard:
    """What a step to another phase lacks by the record. It advises, and forbids nothing.

    Attributes:
        reading: Where the stay stands by its record, beside what staff entered last.
        to: The phase that is meant, in the program's word; empty where there is none left.
        phases: The national phases that the word covers.
        is_return: Whether it lies before what the record shows: a way back needs its reason.
        open: Activities of the phases before it that the record does not show.
    """

    reading: PhaseReading
    to: str
    phases: tuple[Phase, ...]
    is_return: bool = False
    open: tuple[OpenItem, ...] = ()

    @property
    def asks_why(self) -> bool:
        """Whether staff who go on should say why."""
        return self.is_return or bool(self.open)


def program_phases(policy: ProgramPolicy) -> Mapping[str, tuple[Phase, ...]]:
    """Return a program's words for the phases in its order, with the national ones they cover.

    Programs have three of them, four, six, or a phase split in two. Where a program has no words of
    its own, those of the nearest pack that it extends are its words, and at last the national ones.
    """
    own = next((pack.phases.terms for pack in policy.packs if pack.phases), None)
    return own or {label: (phase,) for phase, label in LABELS.items()}


def guard_phase(stay: Stay, policy: ProgramPolicy, to: str = "") -> PhaseGuard:
    """Return what a step to a phase still lacks by the record.

    A step asks for the activities of every national phase that comes before the first one that the
    word covers. A step inside a phase that a program has split asks for nothing.

    Args:
        stay: The stay, as of a day.
        policy: What the program goes by.
        to: The phase in the program's word, or the national one; the next one where left out.

    Raises:
        PolicyUnknown: Neither the program nor the national model has such a phase.
    """
    reading = read_phase(stay, policy)
    words = program_phases(policy)
    word = to or _next(reading.computed, words)
    phases = phases_of(word, policy) if word else ()
    if to and not phases:
        raise PolicyUnknown(to, words, what="phase of this program")
    if not phases:
        return PhaseGuard(reading=reading, to="", phases=())
    first = min(_ORDER.index(each) for each in phases)
    return PhaseGuard(
        reading=reading,
        to=word,
        phases=phases,
        is_return=max(map(_ORDER.index, phases)) < _ORDER.index(reading.computed),
        open=tuple(
            open_activity(each)
            for each in read_activities(stay)
            if each.shown is not Shown.SHOWN and _ORDER.index(each.activity.phase) < first
        ),
    )


def _next(computed: Phase, words: Mapping[str, tuple[Phase, ...]]) -> str:
    """Return the first word whose phases all lie after where the stay is; closed is the last."""
    for word, phases in words.items():
        if min(map(_ORDER.index, phases)) > _ORDER.index(computed):
            return word
    return LABELS[Phase.CLOSED] if computed is Phase.TRANSITION else ""
