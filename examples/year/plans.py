"""What the teams of the story write down: the team itself, the first plan, the way out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from families import CARE_AGENCY, PROVIDERS, SCHOOL, Cast

from wraparound.model import (
    ActionStep,
    ChildServingSystem,
    ContinuingSupport,
    Copy,
    CrisisPlan,
    CrisisPlanKind,
    CrisisStep,
    Criterion,
    Direction,
    FollowUp,
    LifeDomain,
    Measure,
    Need,
    NeedStatus,
    Option,
    Outcome,
    OwnerKind,
    Performer,
    Period,
    Plan,
    PlannedService,
    ServiceSpan,
    ServiceStatus,
    Strategy,
    StrategyStatus,
    Strength,
    SupportType,
    Team,
    TeamMember,
    TeamRole,
    TransitionPlan,
)


def team(cast: Cast, facilitator: str, on: date) -> Team:
    """Return the people whom the family picked, beside those who are paid."""
    who = (
        ("youth", f"{cast.id}-youth", TeamRole.YOUTH, SupportType.FAMILY_MEMBER, None),
        ("caregiver", f"{cast.id}-caregiver", TeamRole.CAREGIVER, SupportType.FAMILY_MEMBER, None),
        ("friend", f"{cast.id}-friend", TeamRole.FRIEND, SupportType.NATURAL, None),
        ("facilitator", facilitator, TeamRole.FACILITATOR, SupportType.FORMAL, CARE_AGENCY),
        ("teacher", "teacher", TeamRole.TEACHER, SupportType.FORMAL, SCHOOL),
    )
    members = tuple(
        TeamMember(
            id=f"{cast.id}-m-{part}",
            person=person,
            role=role,
            support=support,
            employer=employer,
            system=ChildServingSystem.EDUCATION if part == "teacher" else None,
            family_approved=True,
            invited_on=on,
            oriented_on=on,
            accepted_on=on,
        )
        for part, person, role, support, employer in who
    )
    stay = f"{cast.id}-stay"
    return Team(id=f"{cast.id}-team", family=cast.id, enrollment=stay, members=members)


def first_plan(cast: Cast, on: date) -> Plan:
    """Return the plan as the team writes it at its first meeting; a draft."""
    need, strength = f"{cast.id}-need", f"{cast.id}-strength"
    return Plan(
        id=f"{cast.id}-plan-1",
        lineage=f"{cast.id}-plan",
        family=cast.id,
        enrollment=f"{cast.id}-stay",
        youth=f"{cast.id}-youth",
        language="en",
        vision="We laugh at supper again.",
        mission=f"The team helps until the family says: {cast.outcome.lower()}.",
        ground_rules=("One speaks, all listen.",),
        strengths=(
            Strength(
                id=strength,
                owner=f"{cast.id}-youth",
                owner_kind=OwnerKind.YOUTH,
                description=cast.strength,
                function=f"{cast.strength}; it calms within minutes, at home and at school",
            ),
            Strength(
                id=f"{cast.id}-strength-home",
                owner=cast.id,
                owner_kind=OwnerKind.FAMILY,
                description="The family laughs at itself",
                function="A joke at supper ends most quarrels before they begin",
            ),
        ),
        needs=(
            Need(
                id=need,
                owner=f"{cast.id}-youth",
                owner_kind=OwnerKind.YOUTH,
                statement=cast.need,
                domain=LifeDomain.EMOTIONAL,
                priority=1,
                status=NeedStatus.ACTIVE,
                in_family_words=True,
                opened_on=on,
            ),
        ),
        outcomes=(
            Outcome(
                id=f"{cast.id}-outcome",
                need=need,
                statement=cast.outcome,
                indicator="days on which it happened",
                unit="days a week",
                measure_method="the caregiver keeps a calendar",
                baseline=Measure(value=Decimal(1), on=on),
                target=Measure(value=Decimal(6), on=on + timedelta(days=300)),
                direction=Direction.INCREASE,
            ),
        ),
        strategies=(
            Strategy(
                id=f"{cast.id}-strategy-1",
                need=need,
                text=cast.strategy,
                options=(
                    Option(text=cast.strategy, by=f"{cast.id}-m-friend", chosen=True),
                    Option(text="A point card at school", by=f"{cast.id}-m-teacher"),
                    Option(text="An hour with a mentor", by=f"{cast.id}-m-facilitator"),
                ),
                chosen_reason="It is what they do anyway.",
                strengths=(strength,),
                support=SupportType.NATURAL,
                status=StrategyStatus.ACTIVE,
                started_on=on,
            ),
        ),
        steps=(task(cast, 1, on, "Ask for a key to the room", "friend"),),
        services=(service(cast, 1, PROVIDERS[0], on),),
        mandates=(),
        crisis_plan=crisis_plan(cast, on),
        transition=TransitionPlan(step_down="When six days a week go well for two months."),
    )


def crisis_plan(cast: Cast, on: date, kind: CrisisPlanKind = CrisisPlanKind.COMBINED) -> CrisisPlan:
    """Return what everybody does before, in and after a hard moment; who has a part has a copy."""
    return CrisisPlan(
        kind=kind,
        completed_on=on,
        family_definition="Somebody could get hurt.",
        triggers=("a shouted no",),
        early_signs=("no answer twice",),
        prevention_steps=(CrisisStep(text="Go outside together", who=f"{cast.id}-m-caregiver"),),
        response_steps=(
            CrisisStep(text="Call", who=f"{cast.id}-m-friend", contact="555-0100", tier=1),
            CrisisStep(text="Come", who_words="the crisis team", contact="555-0199", tier=2),
        ),
        not_to_do=("Stand in the door",),
        worked_before=("music",),
        line_24h="555-0199",
        end_benchmarks=("supper at the table",),
        copies=tuple(
            Copy(member=f"{cast.id}-m-{part}", on=on) for part in ("youth", "caregiver", "friend")
        ),
        drills=(on + timedelta(days=7),),
    )


def task(cast: Cast, number: int, on: date, what: str, who: str) -> ActionStep:
    """Return a task that is due within a month."""
    return ActionStep(
        id=f"{cast.id}-step-{number}",
        strategy=f"{cast.id}-strategy-1",
        what=what,
        responsible=f"{cast.id}-m-{who}",
        due_on=on + timedelta(days=28),
    )


def service(cast: Cast, number: int, provider: str, on: date) -> PlannedService:
    """Return mentoring by a provider from a day on."""
    return PlannedService(
        id=f"{cast.id}-service-{number}",
        name="Mentoring",
        category="mentoring",
        provider=provider,
        support=SupportType.FORMAL,
        need=f"{cast.id}-need",
        spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=Period(start=on)),),
        performers=(Performer(person="teacher", period=Period(start=on)),),
        paid=True,
    )


def way_out(cast: Cast, on: date, leaving: date, follow_ups: Sequence[date]) -> TransitionPlan:
    """Return what a family takes with it."""
    return TransitionPlan(
        step_down="When six days a week go well for two months.",
        started_on=on,
        planned_on=leaving,
        criteria=(Criterion(need=f"{cast.id}-need", text=cast.outcome, met_on=on),),
        supports=(
            ContinuingSupport(
                member=f"{cast.id}-m-friend",
                needs=(f"{cast.id}-need",),
                support=SupportType.NATURAL,
                contact="555-0100",
                confirmed_on=on,
            ),
        ),
        crisis_plan=crisis_plan(cast, on, CrisisPlanKind.POST_TRANSITION),
        way_back="Call Open Table; no new application is needed.",
        whom_to_contact="Open Table, 555-0150",
        what_worked=cast.strategy,
        what_worked_given_on=leaving,
        future_plan="Go on with what works.",
        celebration="Pizza in the park.",
        celebration_offered=True,
        follow_ups=tuple(FollowUp(due_on=each, who="Open Table") for each in follow_ups),
    )
