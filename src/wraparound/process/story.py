"""One story out of several stays: stages, passages, who was there, and where help broke off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

import attrs

from wraparound.chart import Chart
from wraparound.model.enrollment import (
    CareService,
    CaseManagementModel,
    DischargeReason,
    Enrollment,
)
from wraparound.model.incident import Placement, Setting
from wraparound.model.terms import Unknown
from wraparound.policy.days import completed_years
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.point_of_contact import held_by, one_id_each, stay_period

STAGE: Final = "stage"
"""The attribute of an enrollment that says which stage somebody is in, in the program's words."""
_SHUT_IN: Final = frozenset(
    {Setting.RESIDENTIAL, Setting.PRTF, Setting.INPATIENT, Setting.DETENTION, Setting.JAIL}
)


class Passage(Enum):
    """How one stay goes over into the next."""

    FIRST = "first"
    """Nothing came before."""
    WITHOUT_A_BREAK = "without_a_break"
    OVERLAPPING = "overlapping"
    WITH_A_BREAK = "with_a_break"
    """There are days between on which nobody was in charge."""
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class Stage:
    """What a program calls the part of the way that somebody is on, from a day on.

    Attributes:
        name: The program's word, such as ``early_recovery``.
        start: The first day; None where nobody recorded it.
    """

    name: str
    start: date | None


@attrs.frozen(kw_only=True)
class Chapter:
    """One stay, as a chapter of a family's story.

    Attributes:
        enrollment: The stay.
        person: Whom it is for.
        service: Which kind of coordination.
        model: For case management, which way of doing it.
        program: The program, by its code.
        start: The first day; None where nobody recorded it.
        end: The last day; None while it runs, or where nobody recorded it.
        ended: Why it ended.
        age: How old the person was on the first day, in completed years.
        workers: Who coordinated it, in the order recorded.
        stages: The stages of it.
        follows: The stay that it goes on from: as recorded, or else the one before it for the
            same person.
        passage: How it goes on from there.
        days_between: How many days lay between; None where that is not known.
        out_of: For somebody who came home or was let out: the kind of place; None for nobody.
        past_age_limit: Whether the person passed the program's age limit in between; None where
            the program sets none, or the days are not known.
    """

    enrollment: str
    person: str
    service: CareService
    model: CaseManagementModel | None
    program: str
    start: date | None
    end: date | None
    ended: DischargeReason | None
    age: int | None
    workers: tuple[str, ...]
    stages: tuple[Stage, ...]
    follows: str | None
    passage: Passage
    days_between: int | None
    out_of: Setting | None
    past_age_limit: bool | None


@attrs.frozen(kw_only=True)
class Story:
    """A family's stays as one story, by a day.

    Attributes:
        chapters: The stays that began, the earliest first; one without a day comes last.
        broken: Stays that go on from one that is not on record, or in a circle.
    """

    chapters: tuple[Chapter, ...] = ()
    broken: tuple[str, ...] = ()


def read_story(chart: Chart, policy: ProgramPolicy) -> Story:
    """Return the stays of a family as one story: over stages, re-entry, and from child to adult.

    Args:
        chart: The family's chart, as of a day.
        policy: What the program goes by: it may set an age limit (``age_below``).
    """
    begun = sorted(
        (each for each in chart.enrollments if _has_begun(each, chart.as_of)),
        key=lambda each: (_start(each) or date.max, each.id),
    )
    known = {each.id: each for each in begun}
    before: dict[str, Enrollment | None] = {each.id: _before(each, begun) for each in begun}
    broken = [
        each.id
        for each in begun
        if (each.follows is not None and each.follows not in known) or _is_circle(each.id, before)
    ]
    return Story(
        chapters=tuple(
            _chapter(each, None if each.id in broken else before[each.id], chart, policy)
            for each in begun
        ),
        broken=tuple(broken),
    )


def age_limit(policy: ProgramPolicy, day: date) -> int | None:
    """Return the age at which a program no longer takes somebody; None where that is not sure."""
    ages = {each for each in policy.on("age_below", day).values if isinstance(each, Decimal)}
    return int(ages.pop()) if len(ages) == 1 else None


def _has_begun(enrollment: Enrollment, as_of: date) -> bool:
    period = stay_period(enrollment)
    return period is not None and not (isinstance(period.start, date) and period.start > as_of)


def _start(enrollment: Enrollment) -> date | None:
    period = stay_period(enrollment)
    return period.start if period is not None and isinstance(period.start, date) else None


def _end(enrollment: Enrollment) -> date | None:
    return enrollment.discharged_on if isinstance(enrollment.discharged_on, date) else None


def _before(enrollment: Enrollment, begun: Sequence[Enrollment]) -> Enrollment | None:
    """Return the stay that one goes on from: as recorded, or the last that began before it."""
    if enrollment.follows is not None:
        return next((each for each in begun if each.id == enrollment.follows), None)
    start = _start(enrollment)
    earlier = [
        (began, each.id, each)
        for each in begun
        if each.youth == enrollment.youth
        and start is not None
        and (began := _start(each)) is not None
        and began < start
    ]
    return max(earlier, key=lambda found: found[:2])[2] if earlier else None


def _is_circle(name: str, before: dict[str, Enrollment | None]) -> bool:
    told, place = {name}, before[name]
    while place is not None:
        if place.id in told:
            return True
        told.add(place.id)
        place = before[place.id]
    return False


def _chapter(
    enrollment: Enrollment, before: Enrollment | None, chart: Chart, policy: ProgramPolicy
) -> Chapter:
    start, end = _start(enrollment), _end(enrollment)
    ended_before = _end(before) if before else None
    reason = enrollment.discharge_reason
    same = one_id_each(chart.ties)
    held = held_by(enrollment, chart.duties, as_of=chart.as_of)
    return Chapter(
        enrollment=enrollment.id,
        person=enrollment.youth,
        service=enrollment.service,
        model=enrollment.model,
        program=enrollment.program,
        start=start,
        end=end if end is not None and end <= chart.as_of else None,
        ended=reason if isinstance(reason, DischargeReason) else None,
        age=_age(enrollment, chart, start),
        workers=tuple(dict.fromkeys(same.get(each.worker, each.worker) for each in held)),
        stages=tuple(_stages(enrollment, chart.as_of)),
        follows=before.id if before else None,
        passage=_passage(before, start, ended_before),
        days_between=_days_between(ended_before, start),
        out_of=_out_of(enrollment, chart.all(Placement), ended_before, start),
        past_age_limit=_past_limit(enrollment, chart, policy, before, start),
    )


def _passage(before: Enrollment | None, start: date | None, ended: date | None) -> Passage:
    if before is None:
        return Passage.FIRST
    if start is None or isinstance(before.discharged_on, Unknown):
        return Passage.UNKNOWN
    if ended is None or start < ended:
        return Passage.OVERLAPPING
    return Passage.WITH_A_BREAK if _days_between(ended, start) else Passage.WITHOUT_A_BREAK


def _days_between(ended: date | None, start: date | None) -> int | None:
    """Return how many days lie between a last and a first day; none where they overlap."""
    return None if ended is None or start is None else max(0, (start - ended).days - 1)


def _stages(enrollment: Enrollment, as_of: date) -> Iterator[Stage]:
    for each in enrollment.attributes:
        day = each.on if isinstance(each.on, date) else None
        if each.name == STAGE and not (day is not None and day > as_of):
            yield Stage(name=each.value, start=day)


def _birth(enrollment: Enrollment, chart: Chart) -> date | None:
    born = [each.birth_date for each in chart.everyone if each.id == enrollment.youth]
    return next((day for day in born if isinstance(day, date)), None)


def _age(enrollment: Enrollment, chart: Chart, day: date | None) -> int | None:
    born = _birth(enrollment, chart)
    return None if born is None or day is None else completed_years(born, day)


def _past_limit(
    enrollment: Enrollment,
    chart: Chart,
    policy: ProgramPolicy,
    before: Enrollment | None,
    start: date | None,
) -> bool | None:
    """Tell whether somebody passed the age limit between the first days of two stays."""
    first = _start(before) if before else None
    if first is None or start is None:
        return None
    limit = age_limit(policy, start)
    then, now = _age(enrollment, chart, first), _age(enrollment, chart, start)
    return None if limit is None or then is None or now is None else then < limit <= now


def _out_of(
    enrollment: Enrollment,
    placements: Sequence[Placement],
    ended_before: date | None,
    start: date | None,
) -> Setting | None:
    """Return the restrictive place that somebody came out of, at or just before a first day.

    That is a place in which they still were on that day, or which they left since the stay
    before ended.
    """
    if start is None:
        return None
    since = start if ended_before is None else min(ended_before, start)
    left = [
        (ended if isinstance(ended, date) else date.max, each.setting)
        for each in placements
        if each.setting in _SHUT_IN
        and each.person in (None, enrollment.youth)
        and isinstance(began := each.period.start, date)
        and began <= start
        and not isinstance(ended := each.period.end, Unknown)
        and (ended is None or ended >= since)
    ]
    return max(left, key=lambda found: found[0])[1] if left else None
