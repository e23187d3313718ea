"""Setbacks: what happened, which version of the plan answered it, and how soon."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

import attrs

from wraparound.model.incident import Incident, IncidentType
from wraparound.model.plan import Plan
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.clock import ClockStatus, Interval
from wraparound.process.clocks import run_clock
from wraparound.process.moments import Moment, in_order, is_later, local_day, span_of
from wraparound.process.occurrences import Occurrences
from wraparound.process.recorded import occurrences_of
from wraparound.process.stay import Stay

AFTER_CRISIS: Final = "crisis_plan_after_crisis"
"""The clock by which a crisis plan is looked at again after a crisis."""
_NOTHING: Final = timedelta(0)


class AnswerBasis(Enum):
    """How it is known which version of a plan answered a setback."""

    RECORDED = "recorded"
    """Somebody recorded it."""
    BY_DAY = "by_day"
    """Nobody did: it is the first version that was finished afterwards."""


@attrs.frozen(kw_only=True)
class Setback:
    """One incident, and what the plan made of it.

    Attributes:
        incident: The incident's id.
        type: What kind of thing happened.
        happened: The instant or day; None where nobody recorded it.
        plan: The version of the plan that answered it; None where none did, as far as is known.
        version: The number of that version.
        basis: How that is known.
        looked_again: When the crisis plan was first looked at again afterwards; None for not yet.
        took_least: How long that took at least: a day without a time may be any instant of it.
        took_most: How long it took at most.
        due: The last moment that the program allows; None where it sets no limit.
        status: What the program's limit says of it; None where it sets none for this kind.
        citation: The text that sets the limit.
        missing: What must be known for an answer.
    """

    incident: str
    type: IncidentType
    happened: Moment | None
    plan: str | None = None
    version: int | None = None
    basis: AnswerBasis | None = None
    looked_again: Moment | None = None
    took_least: timedelta | None = None
    took_most: timedelta | None = None
    due: Moment | None = None
    status: ClockStatus | None = None
    citation: str = ""
    missing: tuple[str, ...] = ()


def read_setbacks(stay: Stay, policy: ProgramPolicy) -> tuple[Setback, ...]:
    """Return every incident of a stay by the day, the earliest first, with what answered it.

    A setback changes the plan, never the family's standing (persistence, the ninth principle).
    The limit is the program's own, for crises alone: other incidents are answered, not timed.

    Args:
        stay: The stay, as of a day.
        policy: What the program goes by.
    """
    seen = occurrences_of(stay, policy)
    clock = run_clock(policy, AFTER_CRISIS, seen)
    limits = {moment_key(each.start, seen): each for each in clock.intervals}
    found = [
        _setback(each, stay, seen, limits)
        for each in stay.incidents
        if not _lies_ahead(_moment(each), seen)
    ]
    return tuple(sorted(found, key=lambda each: (_order(each, seen), each.incident)))


def moment_key(moment: Moment, seen: Occurrences) -> str:
    """Return what one crisis has in common with the interval that it began."""
    if isinstance(moment, datetime):
        return moment.astimezone(seen.zone).isoformat()
    return moment.isoformat()


def _setback(
    incident: Incident, stay: Stay, seen: Occurrences, limits: dict[str, Interval]
) -> Setback:
    happened = _moment(incident)
    plan, basis = _answering(incident, happened, stay, seen)
    again = None if happened is None else _looked_again(happened, seen)
    least, most = _took(happened, again, seen)
    interval = None
    if happened is not None and incident.type is IncidentType.CRISIS:
        interval = limits.get(moment_key(happened, seen))
    missing = [] if happened is not None else ["on"]
    if incident.plan_updated is not None and plan is None:
        missing.append(f"plan:{incident.plan_updated}")
    return Setback(
        incident=incident.id,
        type=incident.type,
        happened=happened,
        plan=plan.id if plan else None,
        version=plan.version if plan else None,
        basis=basis,
        looked_again=again,
        took_least=least,
        took_most=most,
        due=interval.due if interval else None,
        status=interval.status if interval else None,
        citation=interval.rule.citation if interval and interval.rule else "",
        missing=(*missing, *(interval.missing if interval else ())),
    )


def _answering(
    incident: Incident, happened: Moment | None, stay: Stay, seen: Occurrences
) -> tuple[Plan | None, AnswerBasis | None]:
    """Return the version of the plan that answered an incident, and how that is known."""
    if incident.plan_updated is not None:
        named = next((each for each in stay.plans if each.id == incident.plan_updated), None)
        return named, AnswerBasis.RECORDED if named else None
    if happened is None:
        return None, None
    day = local_day(happened, seen.zone)
    later = [
        (finished, each.version, each)
        for each in stay.plans
        if (finished := each.completed_on) is not None
        and isinstance(finished, date)
        and day <= finished <= seen.today
        and each.version > 1
    ]
    if not later:
        return None, None
    return min(later, key=lambda each: each[:2])[2], AnswerBasis.BY_DAY


def _looked_again(happened: Moment, seen: Occurrences) -> Moment | None:
    """Return when the crisis plan was first looked at again, and not surely before."""
    revised = in_order(seen.seen("crisis_plan_revised"), seen.zone)
    return next((each for each in revised if not is_later(happened, each, seen.zone)), None)


def _took(
    happened: Moment | None, again: Moment | None, seen: Occurrences
) -> tuple[timedelta | None, timedelta | None]:
    if happened is None or again is None:
        return None, None
    start, end = span_of(happened, seen.zone), span_of(again, seen.zone)
    return max(_NOTHING, end.first - start.end), max(_NOTHING, end.end - start.first)


def _moment(incident: Incident) -> Moment | None:
    when = incident.at or incident.on
    return None if isinstance(when, Unknown) else when


def _lies_ahead(moment: Moment | None, seen: Occurrences) -> bool:
    return moment is not None and local_day(moment, seen.zone) > seen.today


def _order(setback: Setback, seen: Occurrences) -> date:
    """Return the day by which setbacks are sorted; those without one come last."""
    return date.max if setback.happened is None else local_day(setback.happened, seen.zone)
