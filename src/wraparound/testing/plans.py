"""The plan of a made-up family: two versions, in the words of the practice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from wraparound.model import (
    UNKNOWN,
    ActionStep,
    Copy,
    CrisisPlan,
    CrisisPlanKind,
    CrisisStep,
    DataPoint,
    Direction,
    EnrollmentId,
    Helping,
    LifeDomain,
    LineageId,
    Measure,
    Need,
    NeedId,
    NeedStatus,
    Option,
    Outcome,
    OutcomeId,
    OwnerKind,
    PartyId,
    Payer,
    Performer,
    Period,
    Plan,
    PlanId,
    PlannedService,
    PlannedServiceId,
    PlanStatus,
    Rating,
    ServiceSpan,
    ServiceStatus,
    Signature,
    SignerRole,
    StepId,
    StepStatus,
    Strategy,
    StrategyId,
    Strength,
    StrengthId,
    StrengthSource,
    SupportType,
    TransitionPlan,
)
from wraparound.testing import words
from wraparound.testing.cast import Cast

_OWNERS = (("youth", OwnerKind.YOUTH), ("caregiver", OwnerKind.CAREGIVER))
_CARRIERS = (
    ("grandparent", SupportType.NATURAL),
    ("coach", SupportType.INFORMAL),
    ("therapist", SupportType.FORMAL),
)
_SIGNERS = (
    ("youth", SignerRole.YOUTH),
    ("caregiver", SignerRole.CAREGIVER),
    ("facilitator", SignerRole.FACILITATOR),
)
_TABLE = ("youth", "caregiver", "grandparent", "coach", "facilitator", "therapist")


def plan_versions(cast: Cast) -> tuple[Plan, Plan]:
    """Return the first version of a family's plan, replaced, and the one in force."""
    agreed, changed = cast.day(31), cast.day(31 + cast.random.randint(60, 100))
    first = _version(cast, agreed)
    second = attrs.evolve(
        first,
        id=PlanId(cast.id("plan.2")),
        version=2,
        status=PlanStatus.ACTIVE,
        period=Period(start=changed),
        dated_on=changed,
        completed_on=changed,
        replaces=first.id,
        change_reason="Mornings got easier; the nights need something else.",
        outcomes=tuple(_measured(cast, each) for each in first.outcomes),
        signatures=_signatures(cast, changed),
        distribution=_copies(cast, changed),
        reviews=(cast.day(31 + 30), changed),
    )
    replaced = attrs.evolve(
        first, status=PlanStatus.REPLACED, period=Period(start=agreed, end=changed)
    )
    return replaced, second


def _version(cast: Cast, agreed: date) -> Plan:
    strengths = _strengths(cast)
    needs = _needs(cast)
    strategies = tuple(
        _strategy(cast, place, need, strengths) for place, need in enumerate(needs, start=1)
    )
    return Plan(
        id=PlanId(cast.id("plan.1")),
        lineage=LineageId(cast.id("plan")),
        family=cast.family,
        enrollment=EnrollmentId(cast.id("enrollment")),
        youth=cast.who("youth"),
        dated_on=agreed,
        completed_on=agreed,
        authors=(cast.who("facilitator"),),
        language=cast.people["caregiver"].languages[0],
        vision=cast.one(words.VISIONS),
        mission=cast.one(words.MISSIONS),
        ground_rules=cast.some(words.GROUND_RULES, 3),
        strengths=strengths,
        needs=needs,
        outcomes=tuple(_outcome(cast, place, need) for place, need in enumerate(needs, start=1)),
        strategies=strategies,
        steps=tuple(_step(cast, place, each) for place, each in enumerate(strategies, start=1)),
        services=(_service(cast, strategies[0], agreed),),
        mandates=(),
        crisis_plan=_crisis_plan(cast),
        transition=TransitionPlan(step_down="Fewer meetings once two months are calm."),
        signatures=_signatures(cast, agreed),
        distribution=_copies(cast, agreed),
        consent_on=cast.day(9),
        conflict_guidelines_on=cast.maybe(cast.day(9)),
        dispute_strategy_on=cast.maybe(cast.day(9)),
    )


def _strengths(cast: Cast) -> tuple[Strength, ...]:
    chosen = cast.random.sample(words.STRENGTHS, 3)
    return tuple(
        Strength(
            id=StrengthId(cast.id(f"strength.{place}")),
            owner=PartyId(cast.who(_OWNERS[place % 2][0])),
            owner_kind=_OWNERS[place % 2][1],
            description=description,
            function=function,
            source=StrengthSource.FAMILY,
        )
        for place, (description, function) in enumerate(chosen, start=1)
    )


def _needs(cast: Cast) -> tuple[Need, ...]:
    count = cast.random.randint(2, 3)
    said: list[str] = list(cast.random.sample(words.NEEDS, count))
    if cast.random.randrange(4) == 0:
        said[-1] = cast.one(words.DISGUISED_SERVICES)
    return tuple(_need(cast, place, statement) for place, statement in enumerate(said, start=1))


def _need(cast: Cast, place: int, statement: str) -> Need:
    part, kind = _OWNERS[(place + 1) % 2]
    name = cast.people[part].name
    return Need(
        id=NeedId(cast.id(f"need.{place}")),
        owner=PartyId(cast.who(part)),
        owner_kind=kind,
        statement=f"{name} {statement}" if isinstance(name, str) else statement,
        underlying_reason=cast.maybe(cast.one(words.REASONS_BENEATH)) or "",
        domain=cast.one(tuple(LifeDomain)),
        priority=place,
        status=NeedStatus.ACTIVE,
        in_family_words=cast.maybe(True) or UNKNOWN,  # noqa: FBT003 - the fact itself
        opened_on=cast.day(31),
    )


def _outcome(cast: Cast, place: int, need: Need) -> Outcome:
    statement, indicator, unit, low, high = cast.one(words.OUTCOMES)
    return Outcome(
        id=OutcomeId(cast.id(f"outcome.{place}")),
        need=need.id,
        statement=statement,
        indicator=indicator,
        unit=unit,
        measure_method="A chart on the refrigerator",
        baseline=Measure(value=Decimal(low), on=cast.day(31)),
        target=Measure(value=Decimal(high), on=cast.day(240)),
        direction=Direction.INCREASE,
    )


def _measured(cast: Cast, outcome: Outcome) -> Outcome:
    points = tuple(
        DataPoint(on=cast.day(day), value=Decimal(cast.random.randint(0, 6)))
        for day in (55, 80, 110)
    )
    return attrs.evolve(outcome, data=points)


def _strategy(cast: Cast, place: int, need: Need, strengths: tuple[Strength, ...]) -> Strategy:
    _, support = _CARRIERS[place % len(_CARRIERS)]
    text = cast.one(words.STRATEGIES)
    ideas = cast.some(words.OTHER_IDEAS, 3)
    return Strategy(
        id=StrategyId(cast.id(f"strategy.{place}")),
        need=need.id,
        text=text,
        options=(Option(text=text, chosen=True), *(Option(text=idea) for idea in ideas)),
        options_considered=1 + len(ideas),
        chosen_reason="It was the family's own idea",
        strengths=tuple(each.id for each in cast.some(strengths, 2)),
        support=support,
        setting="home",
        started_on=cast.day(31),
        ratings=(Rating(on=cast.day(70), value=cast.one(tuple(Helping))),),
    )


def _step(cast: Cast, place: int, strategy: Strategy) -> ActionStep:
    part, _ = _CARRIERS[place % len(_CARRIERS)]
    done = cast.random.randrange(2) == 0
    return ActionStep(
        id=StepId(cast.id(f"step.{place}")),
        strategy=strategy.id,
        what=cast.one(words.TASKS),
        responsible=cast.member(part),
        due_on=cast.day(60 + 7 * place),
        status=StepStatus.DONE if done else StepStatus.DOING,
        status_on=cast.day(58),
    )


def _service(cast: Cast, strategy: Strategy, agreed: date) -> PlannedService:
    category = cast.one(words.CATEGORIES)
    return PlannedService(
        id=PlannedServiceId(cast.id("planned-service")),
        name=words.SERVICE_NAMES[category],
        category=category,
        provider=cast.agency("provider"),
        support=SupportType.FORMAL,
        strategy=strategy.id,
        spans=(
            ServiceSpan(
                status=ServiceStatus.PROPOSED, period=Period(start=cast.day(24), end=agreed)
            ),
            ServiceSpan(status=ServiceStatus.ACTIVE, period=Period(start=agreed)),
        ),
        performers=(Performer(person=cast.who("therapist"), period=Period(start=agreed)),),
        paid=True,
        hcbs=cast.maybe(True) or UNKNOWN,  # noqa: FBT003 - the fact itself
        payer=Payer.MEDICAID,
        authority="1915(c)",
    )


def _crisis_plan(cast: Cast) -> CrisisPlan:
    grandparent, facilitator = cast.member("grandparent"), cast.member("facilitator")
    return CrisisPlan(
        kind=CrisisPlanKind.COMBINED,
        completed_on=cast.day(12),
        family_definition="When somebody leaves the house at night, or anybody feels unsafe",
        triggers=cast.some(words.TRIGGERS, 2),
        early_signs=cast.some(words.EARLY_SIGNS, 2),
        prevention_steps=(
            CrisisStep(text=cast.one(words.PREVENTION), who=cast.member("caregiver")),
        ),
        response_steps=(
            CrisisStep(text=words.RESPONSES[1], who=grandparent, contact="555-0102", tier=1),
            CrisisStep(text=words.RESPONSES[2], who=facilitator, contact="555-0103", tier=2),
        ),
        not_to_do=cast.some(words.NOT_TO_DO, 2),
        worked_before=cast.some(words.PREVENTION, 2),
        line_24h="555-0100",
        end_benchmarks=("Everybody is home and sitting down",),
        copies=_copies(cast, cast.day(13)),
    )


def _signatures(cast: Cast, on: date) -> tuple[Signature, ...]:
    return tuple(Signature(role=role, member=cast.member(part), on=on) for part, role in _SIGNERS)


def _copies(cast: Cast, on: date) -> tuple[Copy, ...]:
    return tuple(Copy(member=cast.member(part), on=on) for part in _TABLE)
