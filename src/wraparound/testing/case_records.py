"""A case as scenarios of the process write it, as the records of one family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from wraparound.chart import Chart, Directory
from wraparound.model import (
    UNKNOWN,
    AgencyId,
    AttributeChange,
    ChildServingSystem,
    Completeness,
    DischargeReason,
    DocumentedReason,
    Duty,
    DutyId,
    DutyRole,
    Enrollment,
    Family,
    FamilyId,
    FamilyMember,
    FamilyRole,
    ImmediatePlan,
    LegalStatus,
    MemberId,
    PartnerOffer,
    PartyId,
    Pause,
    Person,
    PersonId,
    PhaseEntry,
    Record,
    RecordId,
    Staff,
    StaffCertification,
    SupportSearch,
    SupportType,
    Team,
    TeamMember,
    TeamRole,
    Unknown,
)
from wraparound.model.kinds import family_of
from wraparound.testing.case_engagement import consents_of, engagement_of
from wraparound.testing.case_happenings import MAKERS, meeting_of
from wraparound.testing.case_plans import SYSTEMS, plan_of
from wraparound.testing.case_words import (
    PLAN,
    STAY,
    TEAM,
    Row,
    answer,
    day,
    known_day,
    number,
    row,
    rows,
    span,
    sure_day,
    text,
    texts,
    word,
)

_ROLES: Final = {
    "neighbour": TeamRole.NEIGHBOR,
    "mentor_unpaid": TeamRole.MENTOR,
    "other_professional": TeamRole.OTHER,
}
_DISCHARGES: Final = {
    "behaviour": DischargeReason.BEHAVIOR,
    "noncompliance": DischargeReason.NON_COMPLIANCE,
    "failure_to_progress": DischargeReason.NO_PROGRESS,
    "parent_refused_participation_once": DischargeReason.PARENT_REFUSED_ONCE,
}
_DUTIES: Final = {"facilitator": DutyRole.FACILITATOR, "supervisor": DutyRole.SUPERVISOR}
_RECORDED: Final = {
    "plans": "plan",
    "meetings": "meeting",
    "contacts": "contact",
    "incidents": "incident",
    "assessments": "assessment",
    "placements": "placement",
    "events": "event",
}


def case_chart(case: Row, *, as_of: date) -> Chart:
    """Return the chart of the family of a case.

    Args:
        case: The case, as scenarios of the process write it.
        as_of: The day of the chart.

    Raises:
        FactsInvalid: A word in it is unknown, or a day is none.
        RecordInvalid: Something in it cannot be told as a record.
    """
    records = list(_records(case))
    return Chart.of(
        [record for record in records if family_of(record) is not None],
        as_of=as_of,
        directory=Directory.of(record for record in records if family_of(record) is None),
    )


def _records(case: Row) -> Iterator[Record]:
    youth, family = row(case["youth"]), row(case["family"])
    own, person = FamilyId(family["id"]), PersonId(youth["id"])
    team = rows(case["team"])
    yield _family(family, person, team)
    yield _youth(youth, own)
    yield _enrollment(case, own, person)
    if "engagement" in case:
        yield engagement_of(row(case["engagement"]), own)
        yield from consents_of(row(case["engagement"]), own)
    yield Team(id=TEAM, family=own, enrollment=STAY, members=tuple(_member(each) for each in team))
    for each in rows(case["plans"]):
        yield plan_of(each, family=own, youth=person)
    for each in rows(case["meetings"]):
        yield meeting_of(each, own)
    for key, make in MAKERS.items():
        for place, each in enumerate(rows(case.get(key))):
            yield make(each, RecordId(f"{key}-{place:03}"), own)
    yield from _staff(rows(case.get("staff")), own)


def _family(given: Row, youth: PersonId, team: tuple[Row, ...]) -> Family:
    caregivers = (each["person"] for each in team if each["role"] == "caregiver")
    return Family(
        id=FamilyId(given["id"]),
        members=(
            FamilyMember(person=youth, role=FamilyRole.YOUTH),
            *(
                FamilyMember(person=PersonId(each), role=FamilyRole.CAREGIVER)
                for each in dict.fromkeys(caregivers)
            ),
        ),
        vision=text(given.get("vision")),
        preferred_language=given.get("preferred_language") or UNKNOWN,
        needs_interpreter=answer(given, "needs_interpreter"),
    )


def _youth(given: Row, family: FamilyId) -> Person:
    status = given.get("legal_status")
    return Person(
        id=PersonId(given["id"]),
        family=family,
        birth_date=sure_day(given, "birth_date"),
        languages=texts(given.get("languages")),
        legal_status=UNKNOWN if status is None else word(status, LegalStatus),
        able_to_sign=answer(given, "able_to_sign"),
    )


def _enrollment(case: Row, family: FamilyId, youth: PersonId) -> Enrollment:
    given = row(case["episode"])
    partners = row(given.get("partners"))
    systems = row(given.get("systems"))
    asserted, reason = text(given.get("phase_asserted")), given.get("discharge_reason")
    efforts = given.get("diligent_efforts")
    return Enrollment(
        id=STAY,
        family=family,
        youth=youth,
        program=text(given.get("program")),
        phases=(PhaseEntry(word=asserted),) if asserted else (),
        tier=given.get("tier") or UNKNOWN,
        referral_received_on=day(given, "referral_received"),
        cme_referral_received_on=day(given, "cme_referral_received"),
        eligible_on=day(given, "eligible_on"),
        eligibility_added_on=day(given, "eligibility_added_on"),
        notified_on=day(given, "notified_on"),
        enrolled_on=day(given, "enrolled_on"),
        coordinator_assigned_on=day(given, "coordinator_assigned_on"),
        transition_on=day(given, "transition_date"),
        discharged_on=day(given, "discharged_on"),
        discharge_reason=_discharge(reason),
        systems=_systems(systems),
        systems_complete=systems.get("complete") is not False,
        family_partner=_partner(partners.get("family_partner")),
        youth_partner=_partner(partners.get("youth_partner")),
        natural_support_search=_search(given.get("natural_support_search")),
        diligent_efforts=UNKNOWN
        if efforts is None
        else tuple(
            SupportSearch(
                on=sure_day(each, "date"),
                system=word(each["system"], ChildServingSystem, SYSTEMS),
                plan=text(each.get("note")),
            )
            for each in rows(efforts)
        ),
        immediate_plans=tuple(
            ImmediatePlan(
                on=sure_day(each, "date"),
                text=text(each.get("text")),
                linked_items=texts(each.get("linked_items")),
            )
            for each in rows(case.get("immediate_plans"))
        ),
        documented_reasons=tuple(_reason(each) for each in rows(case.get("documented_reasons"))),
        pauses=tuple(
            Pause(
                reason=each["reason"],
                clock=text(each.get("clock")),
                period=span(each, "from", "to"),
            )
            for each in rows(case.get("pauses"))
        ),
        attributes=tuple(
            AttributeChange(name=name, value=str(each["value"]), on=sure_day(each, "from"))
            for name, history in row(case.get("attribute_history")).items()
            for each in rows(history)
        ),
        complete=tuple(Completeness(kind=kind) for key, kind in _RECORDED.items() if key in case),
    )


def _discharge(reason: object) -> DischargeReason | Unknown | None:
    if reason is None:
        return None
    known = {**{each.value: each for each in DischargeReason}, **_DISCHARGES}
    return known.get(str(reason), DischargeReason.OTHER)


def _systems(given: Row) -> tuple[ChildServingSystem, ...] | Unknown:
    if "items" not in given:
        return UNKNOWN
    return tuple(word(each, ChildServingSystem, SYSTEMS) for each in texts(given["items"]))


def _partner(given: object) -> PartnerOffer | None:
    if not isinstance(given, Mapping):
        return None
    member = given.get("member")
    return PartnerOffer(
        offered_on=day(given, "offered_on"),
        chosen=answer(given, "chosen"),
        member=None if member is None else MemberId(member),
    )


def _search(given: object) -> SupportSearch | None:
    if not isinstance(given, Mapping):
        return None
    return SupportSearch(on=sure_day(given, "documented_on"), plan=text(given.get("plan")))


def _reason(given: Row) -> DocumentedReason:
    approver = text(given.get("approved_by"))
    return DocumentedReason(
        clock=text(given.get("clock")) or text(given.get("rule")),
        text=text(given.get("text")),
        code=text(given.get("reason_code")),
        recorded_on=sure_day(given, "recorded"),
        interval_start=known_day(given, "interval_start"),
        approved_by=PersonId(approver) if approver else None,
        approved_on=known_day(given, "approved"),
    )


def _member(given: Row) -> TeamMember:
    support, system = given.get("support_type"), given.get("system")
    employer = text(given.get("employer"))
    return TeamMember(
        id=MemberId(given["id"]),
        person=PersonId(given["person"]),
        role=word(given["role"], TeamRole, _ROLES),
        support=UNKNOWN if support is None else word(support, SupportType),
        employer=AgencyId(employer) if employer else None,
        system=None if system is None else word(system, ChildServingSystem, SYSTEMS),
        family_approved=answer(given, "family_approved"),
        invited_on=day(given, "invited_on"),
        oriented_on=day(given, "oriented_on"),
        accepted_on=day(given, "accepted_on"),
        left_on=day(given, "left_on"),
        left_reason=text(given.get("left_reason")),
    )


def _staff(given: tuple[Row, ...], family: FamilyId) -> Iterator[Record]:
    for each in given:
        person, employer = PersonId(text(each.get("person")) or each["id"]), each.get("employer")
        yield Staff(
            id=RecordId(each["id"]),
            person=person,
            role=each["role"],
            employer=AgencyId(employer) if employer else None,
            supervisor=RecordId(each["supervisor"]) if each.get("supervisor") else None,
            full_time_part=_known_number(each.get("fte")),
            active_families=_known_count(each.get("active_families")),
            supervisees=_known_count(each.get("supervisees")),
            hired_on=sure_day(each, "hired_on"),
            certifications=tuple(
                StaffCertification(
                    type=held["type"],
                    issued_on=day(held, "issued"),
                    expires_on=day(held, "expires"),
                )
                for held in rows(each.get("certifications"))
            ),
        )
        if each["role"] in _DUTIES:
            yield Duty(
                id=DutyId(f"duty-{each['id']}"),
                family=family,
                plan=PLAN,
                role=_DUTIES[each["role"]],
                holder=PartyId(person),
            )


def _known_number(value: object) -> Decimal | Unknown:
    found = number(value)
    return UNKNOWN if found is None else found


def _known_count(value: object) -> int | Unknown:
    return value if isinstance(value, int) else UNKNOWN
