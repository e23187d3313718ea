"""Facts that a stored record tells about who qualifies, by the names that rules know them by.

What somebody stated (``Enrollment.facts``) comes before what is read from other records. Whatever
no record tells is left out, and the rules then say what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from wraparound.chart import Chart
from wraparound.eligibility.glossary import fact_entry
from wraparound.instruments.facts import assessment_facts, plain_number
from wraparound.instruments.instrument import Instrument, find_instrument
from wraparound.instruments.packaged import load_instruments
from wraparound.model.assessment import Assessment
from wraparound.model.enrollment import ChildServingSystem, Enrollment
from wraparound.model.fact import StatedFact
from wraparound.model.person import Payer, Person
from wraparound.model.terms import Unknown
from wraparound.policy.predicates import Fact, put_fact

_SYSTEMS: Final = MappingProxyType(
    {
        ChildServingSystem.DEVELOPMENTAL_DISABILITIES: "developmental_disability",
        ChildServingSystem.HEALTH: "primary_care",
        ChildServingSystem.HOUSING: "homeless_services",
    }
)
"""Public systems that rules call otherwise than records do."""
_COVERED: Final = MappingProxyType(
    {
        Payer.MEDICAID: "insurance.medicaid",
        Payer.PRIVATE_INSURANCE: "insurance.private",
        Payer.FLEXIBLE_FUNDS: "funding.flexible",
    }
)
"""What a coverage tells; that there is none tells nothing."""

Wrapped = dict[str, object]


def recorded_facts(chart: Chart, enrollment: str | None = None) -> Mapping[str, object]:
    """Return what a chart tells about who qualifies, as nested facts with their sources.

    Args:
        chart: The family's chart.
        enrollment: Whose facts; those of every enrollment where it is left out.
    """
    stays = [each for each in chart.enrollments if enrollment in (None, each.id)]
    youths = {each.youth for each in stays}
    people = [each for each in chart.people if each.id in youths] or list(chart.youth)
    found: dict[str, object] = {}
    for path, value in (
        *(pair for person in people for pair in _of_person(person, chart.as_of)),
        *(pair for stay in stays for pair in _of_stay(stay)),
        *_of_assessments(chart),
        *(pair for stay in stays for pair in _stated(stay, chart.as_of)),
    ):
        put_fact(found, path, value)
    return MappingProxyType(found)


def with_facts(known: Mapping[str, object], told: Iterable[Fact]) -> Mapping[str, object]:
    """Return facts with what somebody else told besides, each with its source.

    Args:
        known: What is known, as nested mappings.
        told: What was told.
    """
    found = _copied(known)
    for fact in told:
        value = {"value": fact.value, "source": fact.source or "host", "date": fact.on or None}
        put_fact(found, fact.path, value)
    return MappingProxyType(found)


def _copied(known: Mapping[str, object]) -> dict[str, object]:
    return {
        key: _copied(value) if isinstance(value, Mapping) else value for key, value in known.items()
    }


def _of_person(person: Person, day: date) -> Iterator[tuple[str, object]]:
    if isinstance(person.birth_date, date):
        yield (
            "youth.birth_date",
            _wrapped(value=person.birth_date.isoformat(), source="record", on=None),
        )
    covered = [each for each in person.coverages if each.period.covers(day)]
    for each in covered:
        if each.payer in _COVERED:
            yield _COVERED[each.payer], _wrapped(value=True, source="record", on=None)
    authorities = [each.authority for each in covered if each.authority]
    if authorities:
        # more may pay than was written down
        yield "insurance.authorities", {"items": authorities, "complete": False}


def _of_stay(stay: Enrollment) -> Iterator[tuple[str, object]]:
    if isinstance(stay.systems, Unknown):
        return
    items = [_SYSTEMS.get(each, each.value) for each in stay.systems]
    yield "systems", {"items": items, "complete": stay.systems_complete}


def _of_assessments(chart: Chart) -> Iterator[tuple[str, object]]:
    """Yield the ratings and scores of each instrument's latest assessment."""
    latest: dict[str, tuple[date, Assessment, Instrument | None]] = {}
    for each in chart.all(Assessment):
        if not isinstance(each.on, date) or each.on > chart.as_of:
            continue
        instrument = find_instrument(each.instrument, load_instruments())
        name = instrument.id if instrument else each.instrument.lower()
        if name not in latest or latest[name][0] <= each.on:
            latest[name] = (each.on, each, instrument)
    for _, assessment, instrument in latest.values():
        yield from assessment_facts(assessment, instrument)


def _stated(stay: Enrollment, day: date) -> Iterator[tuple[str, object]]:
    """Yield what somebody stated by the day, the latest word of each last."""
    seen = [each for each in stay.facts if isinstance(each.on, Unknown) or each.on <= day]
    for each in sorted(seen, key=lambda fact: _order(fact.on)):
        if not isinstance(each.value, Unknown):
            source = each.source.value if each.source else "record"
            on = each.on if isinstance(each.on, date) else None
            yield each.name, _wrapped(value=_read(each), source=source, on=on)


def _read(fact: StatedFact) -> object:
    """Return what a stated fact says, as its entry in the glossary has it."""
    text = fact.value
    if not isinstance(text, str):
        return None
    entry = fact_entry(fact.name)
    match entry.type if entry else "":
        case "bool":
            return {"true": True, "false": False}.get(text.strip().lower())
        case "int" | "code_ratings" | "number":
            try:
                number = Decimal(text)
            except InvalidOperation:
                return None
            return plain_number(number) if number.is_finite() else None
        case "list" | "dates":
            return [part.strip() for part in text.split(",") if part.strip()]
        case _:
            return text


def _wrapped(*, value: object, source: str, on: date | None) -> Wrapped:
    return {"value": value, "source": source, "date": on.isoformat() if on else None}


def _order(on: date | Unknown) -> date:
    return date.min if isinstance(on, Unknown) else on
