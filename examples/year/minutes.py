"""What teams decide at their meetings: an ordinary month, a setback, another provider."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import attrs
from families import PROVIDERS, Cast
from plans import service, task
from stage import Stage

from wraparound.model import (
    AgendaItem,
    Attendance,
    DataPoint,
    Decision,
    Helping,
    Meeting,
    MeetingType,
    Minutes,
    Mode,
    Option,
    Period,
    Plan,
    PlanStatus,
    Presence,
    Rating,
    ServiceSpan,
    ServiceStatus,
    StepStatus,
    StrategyStatus,
)

TABLE = ("youth", "caregiver", "friend", "facilitator", "teacher")
"""Who sits at the table of each family."""


def next_meeting(stage: Stage, cast: Cast) -> str:
    """Return the id of a family's next ordinary meeting."""
    mine = [each.what for each in stage.played if each.family == cast.id]
    held = [each for each in mine if "meeting" in each and each != "meeting: crisis"]
    return f"{cast.id}-meeting-{len(held) + 1}"


def meeting_today(stage: Stage, cast: Cast, kind: MeetingType, *decisions: Decision) -> Meeting:
    """Return a meeting of the whole table on the day that is played."""
    return Meeting(
        id=f"{cast.id}-crisis" if kind is MeetingType.EMERGENCY else next_meeting(stage, cast),
        family=cast.id,
        enrollment=f"{cast.id}-stay",
        plan=f"{cast.id}-plan",
        type=kind,
        held=True,
        on=stage.today,
        mode=Mode.IN_PERSON,
        chosen_by_family=True,
        agenda=(
            AgendaItem.ACCOMPLISHMENTS,
            AgendaItem.REVIEW,
            AgendaItem.ADJUST,
            AgendaItem.ASSIGN,
        ),
        attendance=tuple(
            Attendance(member=f"{cast.id}-m-{part}", presence=Presence.PRESENT) for part in TABLE
        ),
        accomplishments=("Everybody came.",),
        decisions=decisions,
        minutes_sent_on=stage.today,
        next_meeting_on=stage.today + timedelta(days=26),
    )


def plan_in_force(stage: Stage, cast: Cast) -> Plan:
    """Return the plan in force."""
    plans = stage.program.stay(cast.id).plans
    (plan,) = (each for each in plans if each.status is PlanStatus.ACTIVE)
    return plan


def went_well(stage: Stage, cast: Cast, number: int) -> Minutes:
    """Return minutes of a month that went well: measured, a task done, the next one taken."""
    plan, today = plan_in_force(stage, cast), stage.today
    outcome = plan.outcomes[0]
    value = Decimal(min(6, 1 + number))
    data = (*outcome.data, DataPoint(on=today, value=value, source="calendar"))
    done = tuple(
        attrs.evolve(each, status=StepStatus.DONE, status_on=today)
        for each in plan.steps
        if each.status is StepStatus.NOT_STARTED
    )
    new = task(cast, len(plan.steps) + 1, today, "Plan the next Friday", "caregiver")
    return Minutes(
        meeting=meeting_today(stage, cast, MeetingType.TEAM),
        outcomes=(attrs.evolve(outcome, data=data),),
        steps=(*done, new),
    )


def changed_strategy(stage: Stage, cast: Cast) -> Minutes:
    """Return minutes in which a strategy did not help: the plan changes, the family stays."""
    plan, today = plan_in_force(stage, cast), stage.today
    first = plan.strategies[0]
    over = attrs.evolve(
        first,
        status=StrategyStatus.CHANGED,
        changed_on=today,
        changed_reason="Fridays are too late in the week.",
        ratings=(*first.ratings, Rating(on=today, value=Helping.NOT_HELPING)),
    )
    text = f"{cast.strategy}, on two days a week"
    new = attrs.evolve(
        first,
        id=f"{cast.id}-strategy-2",
        text=text,
        options=(Option(text=text, chosen=True), Option(text="Every day by phone")),
        started_on=today,
        replaces=first.id,
    )
    decided = Decision(text="Two days a week.", strategy=new.id, decided_by=(f"{cast.id}-m-youth",))
    return Minutes(
        meeting=meeting_today(stage, cast, MeetingType.TEAM, decided),
        reason="One day a week did not help.",
        did_not_work=(first.id,),
        strategies=(over, new),
    )


def changed_provider(stage: Stage, cast: Cast) -> Minutes:
    """Return minutes in which the family chose another provider."""
    plan, today = plan_in_force(stage, cast), stage.today
    old = plan.services[0]
    start = old.spans[0].period.start
    spans = (
        ServiceSpan(status=ServiceStatus.ACTIVE, period=Period(start=start, end=today)),
        ServiceSpan(status=ServiceStatus.ENDED, period=Period(start=today)),
    )
    decided = Decision(
        text="The family chose River-Bend.",
        options=(
            Option(text="Stay with Birch-House"),
            Option(text="Change to River-Bend", chosen=True),
        ),
        decided_by=(f"{cast.id}-m-caregiver", f"{cast.id}-m-youth"),
    )
    return Minutes(
        meeting=meeting_today(stage, cast, MeetingType.TEAM, decided),
        reason="The family asked for another mentor.",
        services=(attrs.evolve(old, spans=spans), service(cast, 2, PROVIDERS[1], today)),
    )
