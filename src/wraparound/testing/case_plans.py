"""The plans of a case as scenarios write it, as records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from wraparound.model import (
    UNKNOWN,
    ActionStep,
    AgencyId,
    ChildServingSystem,
    ContinuingSupport,
    Copy,
    CrisisPlan,
    CrisisPlanKind,
    CrisisStep,
    Criterion,
    DataPoint,
    Direction,
    FamilyId,
    FollowUp,
    Helping,
    LifeDomain,
    Mandate,
    Measure,
    MemberId,
    Need,
    NeedId,
    NeedStatus,
    Outcome,
    OutcomeId,
    OutcomeStatus,
    OwnerKind,
    PartyId,
    Payer,
    Period,
    PersonId,
    Plan,
    PlanId,
    PlannedService,
    PlannedServiceId,
    PlanStatus,
    Rating,
    Revision,
    ServiceSpan,
    ServiceStatus,
    Signature,
    SignerRole,
    StepId,
    StepStatus,
    Strategy,
    StrategyId,
    StrategyStatus,
    Strength,
    StrengthId,
    SupportType,
    Suppression,
    TransitionPlan,
    Unknown,
)
from wraparound.testing.case_words import (
    PLAN,
    STAY,
    Row,
    answer,
    day,
    known_day,
    number,
    row,
    rows,
    sure_day,
    text,
    texts,
    word,
)

_Id = TypeVar("_Id")

LIFE_DOMAINS: Final[Mapping[str, LifeDomain]] = {
    "living_situation": LifeDomain.HOME,
    "financial": LifeDomain.MONEY,
    "educational": LifeDomain.EDUCATION,
    "vocational": LifeDomain.WORK,
    "behavioural": LifeDomain.BEHAVIORAL,
    "cultural": LifeDomain.CULTURE,
}
"""Words of scenarios for parts of life that the records call otherwise."""

SYSTEMS: Final[Mapping[str, ChildServingSystem]] = {
    "developmental_disability": ChildServingSystem.DEVELOPMENTAL_DISABILITIES,
    "primary_care": ChildServingSystem.HEALTH,
    "homeless_services": ChildServingSystem.HOUSING,
}
"""Words of scenarios for public systems that the records call otherwise."""

_OUTCOMES: Final = {"met": OutcomeStatus.REACHED, "not_met": OutcomeStatus.CHANGED}
_NEEDS: Final = {"dropped": NeedStatus.DEFERRED, "closed": NeedStatus.MET}
_STRATEGIES: Final = {"completed": StrategyStatus.DONE, "replaced": StrategyStatus.CHANGED}
_SIGNERS: Final = {"therapist": SignerRole.PROVIDER}
_PAYERS: Final = {"Medicaid": Payer.MEDICAID}


def plan_of(given: Row, *, family: FamilyId, youth: PersonId) -> Plan:
    """Return one version of the plan of a case."""
    return Plan(
        id=PlanId(given["id"]),
        lineage=PLAN,
        family=family,
        enrollment=STAY,
        youth=youth,
        version=given["version"],
        status=word(given["status"], PlanStatus),
        period=Period(start=known_day(given, "effective"), end=None),
        completed_on=day(given, "completed_on"),
        change_reason=text(given.get("change_reason")),
        language=given.get("language") or UNKNOWN,
        vision=text(given.get("vision")),
        mission=text(given.get("mission")),
        ground_rules=texts(given.get("ground_rules")),
        elements=texts(given.get("elements")),
        strengths=tuple(_strength(each) for each in rows(given.get("strengths"))),
        needs=tuple(_need(each) for each in rows(given.get("needs"))),
        outcomes=tuple(_outcome(each) for each in rows(given.get("outcomes"))),
        strategies=tuple(_strategy(each) for each in rows(given.get("strategies"))),
        steps=tuple(_step(each) for each in rows(given.get("steps"))),
        services=tuple(_service(each) for each in rows(given.get("services"))),
        mandates=tuple(_mandate(each) for each in rows(given.get("mandates"))),
        crisis_plan=_crisis_plan(given.get("crisis_plan")),
        transition=_transition(given.get("transition")),
        signatures=tuple(_signature(each) for each in rows(given.get("signatures"))),
        distribution=_copies(given.get("distribution")),
        reviews=tuple(_days(given.get("reviews"))),
        suppressions=tuple(_suppression(each) for each in rows(given.get("suppressions"))),
    )


def _strength(given: Row) -> Strength:
    owner = given.get("owner_kind")
    return Strength(
        id=StrengthId(given["id"]),
        owner=_party(given.get("owner")),
        owner_kind=None if owner is None else word(owner, OwnerKind),
        description=given["description"],
        function=text(given.get("function")),
        active=given.get("active") is not False,
    )


def _need(given: Row) -> Need:
    domain, priority = given.get("domain"), given.get("priority")
    owner = given.get("owner_kind")
    return Need(
        id=NeedId(given["id"]),
        owner=_party(given.get("owner")),
        owner_kind=None if owner is None else word(owner, OwnerKind),
        statement=given["statement"],
        underlying_reason=text(given.get("underlying_reason")),
        domain=word(domain, LifeDomain, LIFE_DOMAINS) if text(domain) else None,
        priority=priority,
        status=word(given["status"], NeedStatus, _NEEDS),
        in_family_words=answer(given, "in_family_words"),
        linked_items=texts(given.get("linked_items")),
        opened_on=day(given, "opened"),
        closed_on=day(given, "closed"),
    )


def _outcome(given: Row) -> Outcome:
    direction = given.get("direction")
    status = given.get("status")
    return Outcome(
        id=OutcomeId(given["id"]),
        need=_id(NeedId, given.get("need")),
        statement=given["statement"],
        indicator=text(given.get("indicator")),
        measure_method=text(given.get("measure_method")),
        baseline=_measure(given.get("baseline"), "date"),
        target=_measure(given.get("target"), "by"),
        direction=None if direction is None else word(direction, Direction),
        status=OutcomeStatus.ACTIVE if status is None else word(status, OutcomeStatus, _OUTCOMES),
        data=tuple(
            DataPoint(on=sure_day(each, "date"), value=_data(each.get("value")))
            for each in rows(given.get("data"))
        ),
    )


def _measure(given: object, when: str) -> Measure | None:
    if not isinstance(given, Mapping):
        return None
    value = given.get("value")
    words = value if isinstance(value, str) else ""
    return Measure(value=number(value), words=words.strip(), on=day(given, when))


def _data(value: object) -> Decimal | Unknown:
    found = number(value)
    return UNKNOWN if found is None else found


def _strategy(given: Row) -> Strategy:
    support, options = given.get("support_type"), given.get("options_considered")
    return Strategy(
        id=StrategyId(given["id"]),
        need=_id(NeedId, given.get("need")),
        text=given["text"],
        options_considered=options,
        chosen_reason=text(given.get("chosen_reason")),
        strengths=tuple(StrengthId(each) for each in texts(given.get("strengths"))),
        support=UNKNOWN if support is None else word(support, SupportType),
        setting=text(given.get("setting")),
        status=word(given["status"], StrategyStatus, _STRATEGIES),
        started_on=day(given, "started_on"),
        changed_on=day(given, "changed_on"),
        ratings=tuple(
            Rating(on=sure_day(each, "date"), value=word(each["value"], Helping))
            for each in rows(given.get("ratings"))
        ),
    )


def _step(given: Row) -> ActionStep:
    return ActionStep(
        id=StepId(given["id"]),
        strategy=_id(StrategyId, given.get("strategy")),
        what=given["what"],
        responsible=_id(MemberId, given.get("responsible")),
        responsible_words=text(given.get("responsible_text")),
        due_on=day(given, "due"),
        status=word(given["status"], StepStatus),
        status_on=day(given, "status_date"),
    )


def _service(given: Row) -> PlannedService:
    support, payer = given.get("support_type"), text(given.get("payer"))
    return PlannedService(
        id=PlannedServiceId(given["id"]),
        name=text(given.get("name")),
        provider=_id(AgencyId, given.get("provider")),
        support=UNKNOWN if support is None else word(support, SupportType),
        strategy=_id(StrategyId, given.get("strategy")),
        need=_id(NeedId, given.get("need")),
        spans=(
            ServiceSpan(
                status=ServiceStatus.ACTIVE,
                period=Period(start=known_day(given, "start"), end=known_day(given, "end")),
            ),
        ),
        payer=_PAYERS.get(payer, Payer.OTHER) if payer else None,
        contact_name=text(given.get("contact_name")),
    )


def _mandate(given: Row) -> Mandate:
    system = given.get("system")
    return Mandate(
        system=None if system is None else word(system, ChildServingSystem, SYSTEMS),
        text=text(given.get("text")) or "not told",
    )


def _crisis_plan(given: object) -> CrisisPlan | None:
    if not isinstance(given, Mapping):
        return None
    kind = given.get("kind")
    return CrisisPlan(
        kind=UNKNOWN if kind is None else word(kind, CrisisPlanKind),
        completed_on=day(given, "completed_on"),
        revised=tuple(
            Revision(on=sure_day(each, "date"), reason=text(each.get("reason")))
            for each in rows(given.get("revised"))
        ),
        family_definition=text(given.get("family_definition")),
        triggers=texts(given.get("triggers")),
        early_signs=texts(given.get("early_signs")),
        prevention_steps=tuple(_crisis_step(each) for each in rows(given.get("prevention_steps"))),
        response_steps=tuple(_crisis_step(each) for each in rows(given.get("response_steps"))),
        not_to_do=texts(given.get("not_to_do")),
        worked_before=texts(given.get("worked_before")),
        line_24h=_line(given, "line_24h"),
        respite=_line(given, "respite"),
        end_benchmarks=texts(given.get("end_benchmarks")),
        linked_items=texts(given.get("linked_items")),
        copies=_copies(given.get("copies")),
    )


def _line(given: Row, key: str) -> str | Unknown | None:
    return UNKNOWN if key not in given else text(given[key]) or None


def _crisis_step(given: Row) -> CrisisStep:
    return CrisisStep(
        text=given["text"],
        who=_id(MemberId, given.get("who")),
        contact=text(given.get("contact")),
        tier=given.get("tier"),
    )


def _transition(given: object) -> TransitionPlan | None:
    if not isinstance(given, Mapping):
        return None
    record, party = row(given.get("record_of_what_worked")), row(given.get("celebration"))
    after = given.get("post_crisis_plan")
    return TransitionPlan(
        step_down=text(given.get("step_down")),
        started_on=day(given, "started_on"),
        planned_on=day(given, "planned_date"),
        notice_given_on=day(given, "notice_given_on"),
        receiving_agency=_id(AgencyId, text(given.get("receiving_agency")) or None),
        receiving_agency_present=answer(given, "receiving_agency_at_meeting"),
        criteria=tuple(Criterion(text=each) for each in texts(given.get("criteria"))),
        supports=tuple(_support(each) for each in rows(given.get("continuing_supports"))),
        way_back=text(given.get("reentry_route")),
        whom_to_contact="\n".join(texts(given.get("contacts_for_help"))),
        crisis_plan=_after(after),
        what_worked_given_on=day(record, "given_on") if record else None,
        celebration_offered=answer(party, "offered"),
        celebrated_on=day(party, "held_on"),
        follow_ups=tuple(
            FollowUp(due_on=sure_day(each, "planned_on"), done_on=day(each, "done_on"))
            for each in rows(given.get("follow_ups"))
        ),
    )


def _after(given: object) -> CrisisPlan | None:
    if not isinstance(given, Mapping):
        return None
    drill = known_day(given, "drill_date")
    return CrisisPlan(
        kind=CrisisPlanKind.POST_TRANSITION,
        completed_on=day(given, "completed_on"),
        drills=() if drill is None else (drill,),
    )


def _support(given: Row) -> ContinuingSupport:
    kind = given.get("kind")
    return ContinuingSupport(
        who=text(given.get("name")),
        needs=tuple(NeedId(each) for each in texts(given.get("needs"))),
        support=UNKNOWN if kind is None else word(kind, SupportType),
        contact=text(given.get("contact")),
        confirmed_on=day(given, "confirmed_on"),
    )


def _signature(given: Row) -> Signature:
    return Signature(
        role=word(given["role"], SignerRole, _SIGNERS),
        member=_id(MemberId, given.get("member")),
        on=day(given, "date"),
    )


def _suppression(given: Row) -> Suppression:
    return Suppression(
        code=given["code"],
        path=text(given.get("path")),
        reason=text(given.get("reason")),
        by=_id(PersonId, text(given.get("by")) or None),
        on=known_day(given, "date"),
        until=known_day(given, "expires"),
    )


def _copies(given: object) -> tuple[Copy, ...]:
    return tuple(
        Copy(member=MemberId(each["member"]), on=sure_day(each, "date")) for each in rows(given)
    )


def _days(given: object) -> list[date]:
    found = (known_day(each, "date") for each in rows(given))
    return [each for each in found if each is not None]


def _party(value: object) -> PartyId | None:
    return PartyId(text(value)) if text(value) else None


def _id(kind: Callable[[str], _Id], value: object) -> _Id | None:
    return None if value is None else kind(str(value))
