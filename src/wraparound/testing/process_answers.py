"""Answers to scenarios of the process: clocks, events, phases, activities, indicators, reviews.

A case becomes the records of a family and a chart, and what answers is what reads a stored one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs

from wraparound.errors import FactsInvalid
from wraparound.model.plan_findings import PlanFinding, RecordPlace
from wraparound.policy.document import parse_yaml
from wraparound.policy.program_pack import ParameterValue, ProgramPack
from wraparound.policy.program_policy import ProgramPolicy, choose_program
from wraparound.process.activities import read_activities
from wraparound.process.clock import Clock, Interval
from wraparound.process.clocks import run_clock
from wraparound.process.indicator import IndicatorOptions
from wraparound.process.indicators import measure
from wraparound.process.moments import Moment
from wraparound.process.occurrences import (
    AttributeValue,
    Excuse,
    Occurrences,
    PausedTime,
)
from wraparound.process.phases import read_phase
from wraparound.process.principles import principle_label, principle_of
from wraparound.process.recorded import RecordedEvents
from wraparound.process.stay import Stay, stay_of
from wraparound.quality.look import OtherFamily
from wraparound.quality.review import review_plan
from wraparound.testing.case_records import case_chart
from wraparound.testing.case_words import Row, patched, read_day, row, rows, text, texts

_PLACES: Final = 4

Packs = Mapping[str, ProgramPack]
Shown = Any  # Any: what a scenario expects, as its file holds it


@attrs.frozen(kw_only=True)
class Given:
    """What a scenario gives.

    Attributes:
        facts: The mapping under ``given``.
        file: The file of the scenario; its fixtures lie beside it.
        packs: Program packs besides the library's own.
    """

    facts: Row
    file: Path | None = None
    packs: Packs = MappingProxyType({})

    @property
    def policy(self) -> ProgramPolicy:
        """What the program goes by."""
        return choose_program(self.facts["policy"], packs=self.packs)

    @property
    def case(self) -> Row:
        """The case, with its changes made."""
        named = self.facts.get("fixture")
        case = read_fixture(str(named), self.file) if named is not None else self.facts["case"]
        return row(patched(case, rows(self.facts.get("patch"))))

    @property
    def stay(self) -> Stay:
        """The stay of the case, out of its records."""
        return stay_of(case_chart(self.case, as_of=read_day(self.facts["as_of"])))


def read_fixture(name: str, file: Path | None) -> Row:
    """Return a case that scenarios share, out of a folder ``fixtures`` beside them or above.

    Raises:
        FactsInvalid: There is none.
    """
    for folder in (file.parent, *file.parents) if file is not None else ():
        path = folder / "fixtures" / f"{name}.yaml"
        if path.is_file():
            held = row(parse_yaml(path.read_bytes()))
            if "base" not in held:
                return held
            return row(patched(read_fixture(str(held["base"]), file), rows(held.get("patch"))))
    raise FactsInvalid("no_such_fixture", [name])


def clock_shown(given: Given) -> Row:
    """Return what a clock says, as scenarios write it."""
    facts = given.facts
    return _clock(run_clock(given.policy, facts["clock"], occurrences_given(facts, given.policy)))


def occurrences_given(facts: Row, policy: ProgramPolicy) -> Occurrences:
    """Return everything that a clock goes by, as a scenario gives it."""
    return Occurrences(
        happened={
            name: tuple(map(_moment, times))
            for name, times in row(facts.get("events")).items()
            if times is not None
        },
        as_of=_known(facts["as_of"]),
        zone=ZoneInfo(policy.pack.timezone),
        pauses=tuple(
            PausedTime(
                reason=each["reason"],
                start=read_day(each["from"]),
                end=None if each.get("to") is None else read_day(each["to"]),
                clock=text(each.get("clock")),
            )
            for each in rows(facts.get("pauses"))
        ),
        excuses=tuple(_excuse(each) for each in rows(facts.get("reasons"))),
        attributes=tuple(
            AttributeValue(name=name, value=str(each["value"]), start=read_day(each["from"]))
            for name, history in row(facts.get("attributes")).items()
            for each in rows(history)
        ),
    )


def parameter_shown(given: Given) -> Row:
    """Return what a program says about a parameter on a day, as scenarios write it."""
    found = given.policy.on(given.facts["name"], read_day(given.facts["date"]))
    return {
        "status": found.lookup.value,
        "values": [_plain(value) for value in found.values],
        "pack": found.pack or None,
    }


def events_shown(given: Given) -> Row:
    """Return when the events of a case happened, as scenarios write it."""
    events = RecordedEvents(given.stay, given.policy)
    return {"events": _Named(events)}


def phase_shown(given: Given) -> Row:
    """Return where a case stands, as scenarios write it."""
    found = read_phase(given.stay, given.policy)
    return {
        "computed": found.computed.name,
        "asserted": found.asserted or None,
        "mapped": [phase.name for phase in found.mapped],
        "agrees": found.agrees,
        "evidence": {phase.name: day.isoformat() for phase, day in found.evidence.items()},
        "undated": [phase.name for phase in found.undated],
    }


def activity_shown(given: Given) -> Row:
    """Return what the record of a case shows of an activity, as scenarios write it."""
    (found,) = read_activities(given.stay, given.facts["activity"])
    return {"status": found.shown.value, "missing": list(found.missing)}


def principle_shown(given: Given) -> Row:
    """Return the key of a principle by its name, or its name in a jurisdiction."""
    facts = given.facts
    if "term" in facts:
        found = principle_of(facts["term"])
        return {"key": found.key if found else None}
    return {"label": principle_label(facts["key"], facts.get("jurisdiction", ""))}


def indicator_shown(given: Given) -> Row:
    """Return what an indicator says of a case, as scenarios write it."""
    chosen = row(given.facts.get("options"))
    options = IndicatorOptions(
        start=None if chosen.get("from") is None else read_day(chosen["from"]),
        end=None if chosen.get("to") is None else read_day(chosen["to"]),
        kin_is_home=chosen.get("kin_is_home") is True,
        exclude_family=chosen.get("exclude_family") is True,
        instrument=text(chosen.get("instrument")) or "CANS",
    )
    found = measure(given.facts["indicator"], given.stay, given.policy, options)
    return {
        "value": _plain(found.rounded),
        "numerator": _plain(found.numerator),
        "denominator": _plain(found.denominator),
        "excluded": found.excluded,
        "status": found.status.value,
    }


def quality_shown(given: Given) -> Row:
    """Return what the rules of the plan review say of a case, as scenarios write it."""
    facts, case = given.facts, given.case
    review = review_plan(
        given.stay,
        policy=given.policy,
        codes=texts(facts["codes"]) if "codes" in facts else None,
        overrides={name: _parameter(value) for name, value in row(facts.get("overrides")).items()},
        others=[
            OtherFamily(family=each["family"], texts=texts(each["texts"]))
            for each in rows(facts["cohort"])
        ]
        if "cohort" in facts
        else None,
    )
    return {
        name: [_finding(each, case) for each in found]
        for name, found in (
            ("findings", review.findings),
            ("unknown", review.unknown),
            ("suppressed", review.suppressed),
        )
    }


def _clock(clock: Clock) -> Row:
    return {
        "applies": "unknown" if clock.applies is None else clock.applies,
        "status": clock.status.value if clock.status else None,
        "current": clock.current.value if clock.current else None,
        "why": clock.why.value if clock.why else None,
        "missing": list(clock.missing),
        "ignored_early": [each.isoformat() for each in clock.ignored_early],
        "intervals": [_interval(each) for each in clock.intervals],
    }


def _interval(interval: Interval) -> Row:
    return {
        "start": interval.start.isoformat(),
        "due": _said(interval.due),
        "due_earliest": _said(interval.due_earliest),
        "due_latest": _said(interval.due_latest),
        "window_from": _said(interval.window_from),
        "satisfied": _said(interval.satisfied),
        "status": interval.status.value if interval.status else None,
        "days_late": interval.days_late,
        "closed": interval.closed.value if interval.closed else None,
        "reason": interval.reason or None,
        "paused": interval.paused,
    }


def _finding(finding: PlanFinding, case: Row) -> Row:
    return {
        "code": finding.rule,
        "path": case_path(finding.place, case),
        "severity": finding.severity.value,
        "params": {name: _plain(value) for name, value in finding.params.items()},
    }


_LISTS: Final = {
    "plan": "plans",
    "meeting": "meetings",
    "staff": "staff",
    "assessment": "assessments",
}
_NUMBERED: Final = {
    "incident": "incidents",
    "event": "events",
    "determination": "eligibility_decisions",
}
_ENROLLMENT: Final = {
    "/family_partner": "/episode/partners/family_partner",
    "/youth_partner": "/episode/partners/youth_partner",
    "/phases": "/episode/phase_asserted",
}


def case_path(place: RecordPlace, case: Row) -> str:
    """Return a place in a record as the place in the case that it was made of."""
    pointer = place.pointer.replace("/transition/supports", "/transition/continuing_supports")
    match place.kind:
        case "team":
            return "/team" + pointer.removeprefix("/members")
        case "person":
            return "/youth" + pointer
        case "enrollment":
            return _stay_path(pointer)
        case "incident" | "event" | "determination":
            return f"/{_NUMBERED[place.kind]}/{int(place.id.rpartition('-')[2])}{pointer}"
        case _:
            listed = _LISTS[place.kind]
            ids = [each.get("id") for each in rows(case.get(listed))]
            return f"/{listed}/{ids.index(place.id)}{pointer}"


def _stay_path(pointer: str) -> str:
    if pointer.startswith("/clocks"):
        return pointer
    if pointer.startswith("/systems"):
        return pointer.replace("/systems", "/episode/systems/items", 1)
    return _ENROLLMENT.get(pointer, "/episode" + pointer)


class _Named(dict[str, Shown]):
    """Events, shown when a scenario asks for them."""

    def __init__(self, events: RecordedEvents) -> None:
        super().__init__()
        self._events = events

    def get(self, name: str, default: Shown = None) -> Shown:
        found = self._events.get(name)
        return default if found is None else [_said(each) for each in found]


def _excuse(given: Row) -> Excuse:
    day = {
        key: None if given.get(key) is None else read_day(given[key])
        for key in ("recorded", "interval_start", "approved")
    }
    return Excuse(
        clock=text(given.get("clock")),
        code=text(given.get("reason_code")),
        said=bool(text(given.get("text"))),
        recorded_on=day["recorded"],
        interval_start=day["interval_start"],
        approved=bool(text(given.get("approved_by"))),
        approved_on=day["approved"],
    )


def _moment(value: object) -> Moment | None:
    return None if value is None else _known(value)


def _known(value: object) -> Moment:
    return datetime.fromisoformat(str(value)) if "T" in str(value) else read_day(value)


def _said(moment: Moment | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _parameter(value: object) -> ParameterValue:
    if isinstance(value, bool):
        return value
    return texts(value) if isinstance(value, list) else Decimal(str(value))


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return round(value.numerator / value.denominator, _PLACES)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, (tuple, list)) else value


SHOWN: Final[Mapping[str, Callable[[Given], Row]]] = MappingProxyType(
    {
        "clock": clock_shown,
        "parameter": parameter_shown,
        "events": events_shown,
        "phase": phase_shown,
        "activity": activity_shown,
        "principle": principle_shown,
        "indicator": indicator_shown,
        "quality": quality_shown,
    }
)
"""What answers a scenario of the process, by its kind."""
