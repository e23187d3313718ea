"""Life after formal help: who stays, who asks how it goes, what was tried, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum

import attrs

from wraparound.model.crisis import CrisisPlan
from wraparound.model.terms import Unknown
from wraparound.model.transition import FollowUp, TransitionPlan
from wraparound.process.indicator import known_day
from wraparound.process.stay import Stay


class Standing(Enum):
    """How something that was promised stands on a day."""

    DONE = "done"
    OPEN = "open"
    LATE = "late"
    UNKNOWN = "unknown"
    """The record does not tell."""


@attrs.frozen(kw_only=True)
class Drill:
    """A day on which a crisis plan was tried out.

    Attributes:
        plan: The version of the plan of care that it stands in.
        afterwards: Whether it was the crisis plan for the time after the team.
        on: The day.
    """

    plan: str
    afterwards: bool
    on: date


@attrs.frozen(kw_only=True)
class LastingSupport:
    """Somebody who is to stay when formal help ends.

    Attributes:
        index: The place in the transition plan's list.
        member: The team member, where it is one.
        agency: The agency, where it is one.
        needs: The needs that it carries on.
        reachable: Whether the plan says how to reach them.
        confirmed_on: When they said yes; None where they did not, as far as is known.
        standing: Done where they said yes in time, late where the end came first.
    """

    index: int
    member: str | None
    agency: str | None
    needs: tuple[str, ...]
    reachable: bool
    confirmed_on: date | None
    standing: Standing


@attrs.frozen(kw_only=True)
class PlannedFollowUp:
    """A time to ask how it goes.

    Attributes:
        index: The place in the transition plan's list.
        due_on: When; None where nobody recorded it.
        done_on: When somebody asked.
        standing: How it stands.
    """

    index: int
    due_on: date | None
    done_on: date | None
    standing: Standing


@attrs.frozen(kw_only=True)
class Afterwards:
    """What is ready for the time after formal help, in the plan in force.

    Attributes:
        plan: The version of the plan; None where none is in force.
        begun_on: When the transition began.
        planned_on: The day that it is planned for.
        drills: When the crisis plans were tried out, the earliest first.
        supports: Who stays.
        follow_ups: When somebody asks how it goes.
        way_back: Whether it says how the family can come back.
        whom_to_call: Whether it says whom to call.
        crisis_plan: Whether there is a crisis plan for afterwards.
        what_worked_given_on: When the family got its record of what worked.
    """

    plan: str | None
    begun_on: date | None = None
    planned_on: date | None = None
    drills: tuple[Drill, ...] = ()
    supports: tuple[LastingSupport, ...] = ()
    follow_ups: tuple[PlannedFollowUp, ...] = ()
    way_back: bool = False
    whom_to_call: bool = False
    crisis_plan: bool = False
    what_worked_given_on: date | None = None


def read_afterwards(stay: Stay) -> Afterwards:
    """Return what is ready for the time after formal help, as of the day of the stay.

    What lies after that day has not happened yet.
    """
    drills = tuple(sorted(_drills(stay), key=lambda each: (each.on, each.plan, each.afterwards)))
    plan, enrollment = stay.plan, stay.enrollment
    told_elsewhere = bool(enrollment and enrollment.way_back.strip())
    transition = plan.transition if plan else None
    if plan is None or transition is None:
        return Afterwards(plan=plan.id if plan else None, drills=drills, way_back=told_elsewhere)
    return Afterwards(
        plan=plan.id,
        begun_on=_past(transition.started_on, stay.as_of),
        planned_on=known_day(transition.planned_on),
        drills=drills,
        supports=tuple(_supports(transition, stay.as_of)),
        follow_ups=tuple(
            _follow_up(index, each, stay.as_of) for index, each in enumerate(transition.follow_ups)
        ),
        way_back=bool(transition.way_back.strip()) or told_elsewhere,
        whom_to_call=bool(transition.whom_to_contact.strip()),
        crisis_plan=transition.crisis_plan is not None,
        what_worked_given_on=_past(transition.what_worked_given_on, stay.as_of),
    )


def _drills(stay: Stay) -> Iterator[Drill]:
    """Yield every drill once: later versions of a plan carry those of the earlier on."""
    told: set[tuple[bool, date]] = set()
    for plan in sorted(stay.plans, key=lambda each: each.version):
        after = plan.transition.crisis_plan if plan.transition else None
        crisis_plans: tuple[tuple[bool, CrisisPlan | None], ...] = (
            (False, plan.crisis_plan),
            (True, after),
        )
        for afterwards, crisis in crisis_plans:
            for on in crisis.drills if crisis else ():
                if on <= stay.as_of and (afterwards, on) not in told:
                    told.add((afterwards, on))
                    yield Drill(plan=plan.id, afterwards=afterwards, on=on)


def _supports(transition: TransitionPlan, as_of: date) -> Iterator[LastingSupport]:
    planned = known_day(transition.planned_on)
    for index, each in enumerate(transition.supports):
        confirmed = _past(each.confirmed_on, as_of)
        if confirmed is not None:
            in_time = planned is None or confirmed <= planned
            standing = Standing.DONE if in_time else Standing.LATE
        elif isinstance(each.confirmed_on, Unknown):
            standing = Standing.UNKNOWN
        else:
            over = planned is not None and planned <= as_of
            standing = Standing.LATE if over else Standing.OPEN
        yield LastingSupport(
            index=index,
            member=each.member,
            agency=each.agency,
            needs=each.needs,
            reachable=bool(each.contact.strip()),
            confirmed_on=confirmed,
            standing=standing,
        )


def _follow_up(index: int, each: FollowUp, as_of: date) -> PlannedFollowUp:
    due, done = known_day(each.due_on), _past(each.done_on, as_of)
    if done is not None:
        standing = Standing.DONE
    elif isinstance(each.done_on, Unknown) or due is None:
        standing = Standing.UNKNOWN
    else:
        standing = Standing.LATE if due < as_of else Standing.OPEN
    return PlannedFollowUp(index=index, due_on=due, done_on=done, standing=standing)


def _past(value: date | Unknown | None, as_of: date) -> date | None:
    """Return a day that has come; what lies ahead has not happened yet."""
    day = known_day(value)
    return day if day is not None and day <= as_of else None
