"""The point of contact: whom a family calls, day by day, and where there was nobody or two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Final

import attrs

from wraparound.model.duty import Duty, DutyRole
from wraparound.model.enrollment import CareService, Enrollment, EnrollmentState
from wraparound.model.handover import Handover
from wraparound.model.periods import Period
from wraparound.model.terms import Unknown
from wraparound.model.tie import Certainty, Tie, TieKind
from wraparound.process.spans import Span, joined, segments

_DAY: Final = timedelta(days=1)
_COORDINATES: Final = frozenset({DutyRole.FACILITATOR, DutyRole.CASE_MANAGER})
_NOBODY_NEEDED: Final = frozenset({CareService.INFORMATION_AND_REFERRAL})


class Contacts(Enum):
    """How many people a family has to call on a day."""

    NOBODY = "nobody"
    ONE = "one"
    SEVERAL = "several"
    UNKNOWN = "unknown"
    """The record does not tell."""


@attrs.frozen(kw_only=True)
class Held:
    """That somebody coordinates one stay, as far as it is known.

    Attributes:
        worker: Who.
        enrollment: The stay.
        sure: When they surely do; None where that is not sure on any day.
        possible: When they may.
        source: The record that says so: its kind and id.
    """

    worker: str
    enrollment: str
    sure: Period | None
    possible: Period
    source: str


@attrs.frozen(kw_only=True)
class ContactSpan(Span):
    """Some days on which the same people coordinate a family's help.

    Attributes:
        state: How many they are.
        workers: Who surely; sorted.
        perhaps: Who else may be, where the record does not tell.
        missing: What must be known for an answer.
    """

    state: Contacts
    workers: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def stay_period(enrollment: Enrollment) -> Period | None:
    """Return the days of a stay; None for a referral that never became one.

    On the day of the discharge the stay is over.
    """
    began = enrollment.enrolled_on
    if isinstance(began, Unknown):
        entered = [each for each in enrollment.history if each.state is EnrollmentState.ENROLLED]
        if enrollment.history and not entered:
            return None
        began = next((each.on for each in entered), began)
    if began is None:
        return None
    ended = enrollment.discharged_on
    if isinstance(began, date) and isinstance(ended, date) and ended <= began:
        return None
    return Period(start=began, end=ended)


def held_by(enrollment: Enrollment, duties: Iterable[Duty], *, as_of: date) -> tuple[Held, ...]:
    """Return who coordinates a stay, by its own record and by the duties of the family.

    A worker who takes over begins on the first day agreed, and not before having accepted. Where
    a hand-over names somebody, it counts and their duty does not; where none does, the days of
    the duty count, and not the day on which the stay's first coordinator was assigned.

    Args:
        enrollment: The stay.
        duties: The duties for the family; others than coordinating ones are left out.
        as_of: The day: the coordinator on record is the one of that day.
    """
    mine = [each for each in duties if each.role in _COORDINATES]
    mine = [each for each in mine if each.family == enrollment.family]
    changes = [each for each in enrollment.handovers if each.declined_on is None]
    named: set[str | None] = {name for each in changes for name in (each.before, each.after)}
    on_duty = {each.holder for each in mine}
    recorded = (
        each
        for each in _by_record(enrollment, changes, as_of)
        if changes or each.worker not in on_duty
    )
    return (
        *recorded,
        *(_by_duty(enrollment, each) for each in mine if each.holder not in named),
    )


def read_point_of_contact(
    enrollments: Sequence[Enrollment],
    duties: Sequence[Duty],
    *,
    as_of: date,
    same: Mapping[str, str] | None = None,
) -> tuple[ContactSpan, ...]:
    """Return whom a family had to call, from its first day to the day asked about.

    Days outside any stay are left out; so is information and referral, which nobody coordinates.

    Args:
        enrollments: Every stay of the family.
        duties: The duties for it.
        as_of: The last day.
        same: One id for each record of a person with several (``one_id_each``).
    """
    stays: dict[str, Period] = {
        each.id: period
        for each in enrollments
        if each.service not in _NOBODY_NEEDED and (period := stay_period(each)) is not None
    }
    held = [
        attrs.evolve(each, worker=(same or {}).get(each.worker, each.worker))
        for enrollment in enrollments
        if enrollment.id in stays
        for each in held_by(enrollment, duties, as_of=as_of)
    ]
    periods = [*stays.values(), *(each.possible for each in held)]
    periods += [each.sure for each in held if each.sure is not None]
    spans = (_span(start, end, stays, held) for start, end in segments(periods, last=as_of))
    return tuple(joined(each for each in spans if each is not None))


def one_id_each(ties: Iterable[Tie]) -> Mapping[str, str]:
    """Return one id for each record that somebody confirmed to be of the same person."""
    first: dict[str, str] = {}

    def root(name: str) -> str:
        while name in first:
            name = first[name]
        return name

    for tie in ties:
        if tie.kind is TieKind.SAME_PERSON_AS and tie.certainty is not Certainty.POSSIBLE:
            one, other = sorted((root(tie.subject), root(str(tie.object))))
            if one != other:
                first[other] = one
    return {name: root(name) for name in first}


def _by_record(enrollment: Enrollment, changes: Sequence[Handover], as_of: date) -> Iterator[Held]:
    source = f"enrollment:{enrollment.id}"
    first = changes[0].before if changes else enrollment.coordinator
    accepted = changes or enrollment.coordinator_accepted_on is not None
    if first is not None and accepted:
        last = changes[0].effective_on if changes else None
        sure = as_of if last is None else last - _DAY if isinstance(last, date) else None
        began = enrollment.coordinator_assigned_on
        if not isinstance(began, date):
            began = Unknown(sure_on=sure)
        period = _period(began, last)
        if period is not None:
            yield Held(
                worker=first,
                enrollment=enrollment.id,
                sure=period,
                possible=period,
                source=source,
            )
    for place, each in enumerate(changes):
        following = changes[place + 1] if place + 1 < len(changes) else None
        yield from _taken_over(each, following, enrollment.id, source)


def _taken_over(
    change: Handover, following: Handover | None, enrollment: str, source: str
) -> Iterator[Held]:
    """Yield when the worker who takes over is the point of contact: never before accepting."""
    if change.accepted_on is None:
        return
    last = following.effective_on if following else None
    days = (change.effective_on, change.accepted_on)
    known = [day for day in days if isinstance(day, date)]
    unclear = len(known) < len(days)
    possible = _period(max(known, default=None), last)
    if possible is not None:
        yield Held(
            worker=change.after,
            enrollment=enrollment,
            sure=None if unclear else possible,
            possible=possible,
            source=source,
        )


def _period(start: date | Unknown | None, end: date | Unknown | None) -> Period | None:
    """Return a period, or None where it has not a single day."""
    if isinstance(start, date) and isinstance(end, date) and end <= start:
        return None
    return Period(start=start, end=end)


def _by_duty(enrollment: Enrollment, duty: Duty) -> Held:
    return Held(
        worker=duty.holder,
        enrollment=enrollment.id,
        sure=duty.period,
        possible=duty.period,
        source=f"duty:{duty.id}",
    )


def _span(
    start: date, end: date, stays: Mapping[str, Period], held: Sequence[Held]
) -> ContactSpan | None:
    """Return who coordinates on some days; None where no stay surely runs on them."""
    running = {name for name, period in stays.items() if period.covers(start) is True}
    if not running:
        return None
    here = [each for each in held if each.enrollment in running]
    sure = {each.worker for each in here if each.sure and each.sure.covers(start) is True}
    perhaps = {each.worker for each in here if each.possible.covers(start) is not False} - sure
    if sure:
        state = Contacts.ONE if len(sure) == 1 else Contacts.SEVERAL
    else:
        state = Contacts.UNKNOWN if perhaps or not here else Contacts.NOBODY
    missing = () if state is not Contacts.UNKNOWN else _missing(here)
    return ContactSpan(
        start=start,
        end=end,
        state=state,
        workers=tuple(sorted(sure)),
        perhaps=tuple(sorted(perhaps)),
        missing=missing,
    )


def _missing(here: Sequence[Held]) -> tuple[str, ...]:
    """Return what would tell who coordinates: the days of those on record, or anybody at all."""
    return tuple(dict.fromkeys(each.source for each in here)) or ("coordinator",)
