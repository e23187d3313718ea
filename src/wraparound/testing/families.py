"""Made-up families, whole: the same records for the same number, without Hypothesis."""

from __future__ import annotations

from decimal import Decimal

from wraparound.model import (
    UNKNOWN,
    AgendaItem,
    Assessment,
    Attendance,
    CareService,
    ChildServingSystem,
    Consent,
    Contact,
    ContactPurpose,
    CrisisOutcome,
    CrisisScreen,
    Decision,
    Discovery,
    Engagement,
    Enrollment,
    EnrollmentId,
    EnrollmentState,
    EnrollmentStep,
    Family,
    FamilyMember,
    FamilyRole,
    Identifier,
    ItemRating,
    KinNature,
    Meeting,
    Mode,
    PartnerOffer,
    PartyId,
    Payer,
    Period,
    PhaseEntry,
    Placement,
    Plan,
    Presence,
    Record,
    RecordId,
    ReferralSource,
    Relation,
    Service,
    ServiceId,
    Setting,
    SignerAuthority,
    SupportType,
    Team,
    TeamId,
    TeamMember,
    TeamRole,
    Tie,
    TieId,
    TieKind,
    Unknown,
)
from wraparound.testing import words
from wraparound.testing.cast import FAMILY_PARTS, Cast, cast_for
from wraparound.testing.office import choices, disclosures, duties, jobs, staff
from wraparound.testing.plans import plan_versions

_ROLES = {
    "youth": FamilyRole.YOUTH,
    "caregiver": FamilyRole.CAREGIVER,
    "sibling": FamilyRole.SIBLING,
    "grandparent": FamilyRole.OTHER_RELATIVE,
}
_TABLE = {
    "youth": (TeamRole.YOUTH, SupportType.FAMILY_MEMBER, None, 9),
    "caregiver": (TeamRole.CAREGIVER, SupportType.FAMILY_MEMBER, None, 9),
    "grandparent": (TeamRole.EXTENDED_FAMILY, SupportType.NATURAL, None, 16),
    "coach": (TeamRole.COACH, SupportType.INFORMAL, None, 18),
    "facilitator": (TeamRole.FACILITATOR, SupportType.FORMAL, "care", 5),
    "family-partner": (TeamRole.FAMILY_PARTNER, SupportType.FORMAL, "care", 12),
    "therapist": (TeamRole.THERAPIST, SupportType.FORMAL, "provider", 20),
    "teacher": (TeamRole.TEACHER, SupportType.FORMAL, "school", 22),
}
_TOLD_OR_NOT: tuple[bool | Unknown, ...] = (True, False, UNKNOWN)


def synthetic_family(seed: int) -> tuple[Record, ...]:
    """Return everything that is recorded about one made-up family.

    The same seed gives the same records; two seeds never share an id, so that any number of these
    families fits into one store. In about one family of four the facilitator works for the
    provider, or nobody knows whether she does.

    Examples:
        >>> [type(record).__name__ for record in synthetic_family(7)][:3]
        ['Agency', 'Agency', 'Agency']
        >>> synthetic_family(7) == synthetic_family(7)
        True
    """
    cast = cast_for(seed)
    first, second = plan_versions(cast)
    service = Service(
        id=ServiceId(cast.id("service")),
        agency=cast.agency("provider"),
        name=str(second.services[0].name),
        categories=(str(second.services[0].category),),
        areas=words.AREAS,
        payers=(Payer.MEDICAID,),
    )
    return (
        *cast.agencies.values(),
        service,
        *cast.people.values(),
        _family(cast),
        _enrollment(cast),
        _engagement(cast),
        _team(cast),
        first,
        second,
        *_meetings(cast, second),
        *_contacts(cast),
        _assessment(cast),
        _placement(cast),
        _consent(cast),
        *choices(cast, second),
        *staff(cast),
        *duties(cast, second),
        *jobs(cast),
        *disclosures(cast),
    )


def _family(cast: Cast) -> Family:
    return Family(
        id=cast.family,
        identifiers=(Identifier(system="https://example.org/household", value=cast.key),),
        members=tuple(
            FamilyMember(
                person=cast.who(part),
                role=_ROLES[part],
                at_home=part != "grandparent",
                decides=part == "caregiver",
            )
            for part in FAMILY_PARTS
        ),
        relationships=_kinship(cast),
        story=cast.one(words.STORIES),
        vision=cast.one(words.VISIONS),
        culture=cast.one(words.CULTURE),
        concerns=cast.some(words.CONCERNS, 2),
        preferred_language=cast.people["caregiver"].languages[0],
        needs_interpreter=cast.one(_TOLD_OR_NOT),
    )


def _kinship(cast: Cast) -> tuple[Tie, ...]:
    pairs = (
        ("caregiver", Relation.PARENT_OF, "youth"),
        ("caregiver", Relation.PARENT_OF, "sibling"),
        ("grandparent", Relation.PARENT_OF, "caregiver"),
    )
    return tuple(
        Tie(
            id=TieId(cast.id(f"tie.kin.{place}")),
            family=cast.family,
            kind=TieKind.KIN,
            subject=PartyId(cast.who(elder)),
            object=PartyId(cast.who(younger)),
            relation=relation,
            nature=KinNature.BLOOD,
        )
        for place, (elder, relation, younger) in enumerate(pairs, start=1)
    )


def _enrollment(cast: Cast) -> Enrollment:
    offered = cast.day(9)
    return Enrollment(
        id=EnrollmentId(cast.id("enrollment")),
        family=cast.family,
        youth=cast.who("youth"),
        program="wraparound",
        service=CareService.WRAPAROUND,
        history=tuple(
            EnrollmentStep(state=state, on=cast.day(day))
            for state, day in (
                (EnrollmentState.REFERRED, 0),
                (EnrollmentState.SCREENED, 3),
                (EnrollmentState.ENROLLED, 5),
            )
        ),
        phases=(PhaseEntry(word="Plan implementation", on=cast.day(40)),),
        tier="intensive",
        referral_source=cast.one((*ReferralSource, UNKNOWN)),
        referral_reasons=cast.some(words.REFERRAL_REASONS, 2),
        referral_received_on=cast.start,
        screened_on=cast.day(3),
        eligible_on=cast.day(4),
        notified_on=cast.day(4),
        enrolled_on=cast.day(5),
        coordinator_assigned_on=cast.day(5),
        coordinator=cast.who("facilitator"),
        systems=cast.some((ChildServingSystem.EDUCATION, ChildServingSystem.MENTAL_HEALTH), 2),
        family_partner=PartnerOffer(
            offered_on=offered, chosen=True, member=cast.member("family-partner")
        ),
        youth_partner=PartnerOffer(offered_on=offered, chosen=False),
        payers=(Payer.MEDICAID,),
    )


def _engagement(cast: Cast) -> Engagement:
    return Engagement(
        id=RecordId(cast.id("engagement")),
        family=cast.family,
        enrollment=EnrollmentId(cast.id("enrollment")),
        oriented_on=cast.day(9),
        orientation_language=cast.people["caregiver"].languages[0],
        rights_given_on=cast.day(9),
        grievance_given_on=cast.maybe(cast.day(9)) or UNKNOWN,
        crisis_screen=CrisisScreen(
            on=cast.day(9),
            asked_family=True,
            asked_referrer=cast.one(_TOLD_OR_NOT),
            outcome=CrisisOutcome.NONE,
        ),
        discovery=Discovery(on=cast.day(15), hopes=cast.one(words.VISIONS), family_reviewed=True),
    )


def _team(cast: Cast) -> Team:
    return Team(
        id=TeamId(cast.id("team")),
        family=cast.family,
        enrollment=EnrollmentId(cast.id("enrollment")),
        members=tuple(
            TeamMember(
                id=cast.member(part),
                person=cast.who(part),
                role=role,
                support=support,
                employer=None if employer is None else cast.agency(employer),
                family_approved=True,
                invited_on=cast.day(day - 2),
                oriented_on=cast.day(day),
                accepted_on=cast.day(day),
            )
            for part, (role, support, employer, day) in _TABLE.items()
        ),
    )


def _meetings(cast: Cast, plan: Plan) -> tuple[Meeting, ...]:
    count = cast.random.randint(3, 6)
    return tuple(
        Meeting(
            id=RecordId(cast.id(f"meeting.{place}")),
            family=cast.family,
            enrollment=EnrollmentId(cast.id("enrollment")),
            plan=plan.lineage,
            held=True,
            on=cast.day(28 * place),
            place="Family home",
            mode=Mode.IN_PERSON,
            chosen_by_family=True,
            notice_given_on=cast.day(28 * place - 10),
            agenda=(
                AgendaItem.ACCOMPLISHMENTS,
                AgendaItem.REVIEW,
                AgendaItem.ADJUST,
                AgendaItem.ASSIGN,
            ),
            attendance=_attendance(cast),
            accomplishments=cast.some(words.ACCOMPLISHMENTS, 2),
            decisions=(Decision(text=cast.one(words.DECISIONS), need=plan.needs[0].id),),
            minutes_sent_on=cast.maybe(cast.day(28 * place + 3)),
            next_meeting_on=cast.day(28 * place + 28),
        )
        for place in range(1, count + 1)
    )


def _attendance(cast: Cast) -> tuple[Attendance, ...]:
    always = {"youth", "caregiver", "facilitator"}
    sure = (Presence.PRESENT,)
    often = (Presence.PRESENT, Presence.PRESENT, Presence.EXCUSED, Presence.NOT_RECORDED)
    return tuple(
        Attendance(member=cast.member(part), presence=cast.one(sure if part in always else often))
        for part in _TABLE
    )


def _contacts(cast: Cast) -> tuple[Contact, ...]:
    steps = (
        (6, Mode.PHONE, ContactPurpose.FIRST_CONTACT),
        (9, Mode.IN_PERSON, ContactPurpose.ORIENTATION),
        (15, Mode.IN_PERSON, ContactPurpose.DISCOVERY),
    )
    return tuple(
        Contact(
            id=RecordId(cast.id(f"contact.{place}")),
            family=cast.family,
            enrollment=EnrollmentId(cast.id("enrollment")),
            on=cast.day(day),
            by=cast.who("facilitator"),
            with_people=(cast.who("caregiver"),),
            mode=mode,
            purpose=purpose,
            successful=True,
        )
        for place, (day, mode, purpose) in enumerate(steps, start=1)
    )


def _assessment(cast: Cast) -> Assessment:
    items = tuple(
        ItemRating(code=code, rating=cast.random.randint(0, 3)) for code in words.ITEM_CODES
    )
    return Assessment(
        id=RecordId(cast.id("assessment")),
        family=cast.family,
        enrollment=EnrollmentId(cast.id("enrollment")),
        person=cast.who("youth"),
        instrument="CANS",
        on=cast.day(14),
        assessor=cast.who("facilitator"),
        items=items,
        scores={"total": Decimal(sum(item.rating or 0 for item in items))},
    )


def _placement(cast: Cast) -> Placement:
    return Placement(
        id=RecordId(cast.id("placement")),
        family=cast.family,
        person=cast.who("youth"),
        setting=Setting.HOME,
        period=Period(start=cast.day(-900)),
    )


def _consent(cast: Cast) -> Consent:
    return Consent(
        id=RecordId(cast.id("consent")),
        family=cast.family,
        enrollment=EnrollmentId(cast.id("enrollment")),
        person=cast.who("youth"),
        signer=cast.who("caregiver"),
        authority=SignerAuthority.PARENT,
        signed_on=cast.day(9),
        period=Period(start=cast.day(9)),
    )
