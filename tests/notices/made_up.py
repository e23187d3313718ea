"""One made-up family with everything that somebody could be told of, and those who are told."""

from __future__ import annotations

from datetime import date

from wraparound.chart import Chart, Directory
from wraparound.model import (
    ActionStep,
    Agency,
    ChangeRequest,
    Completeness,
    Consent,
    ConsentKind,
    Contact,
    ContactKind,
    ContactPoint,
    DigestRhythm,
    Duty,
    DutyRole,
    Enrollment,
    Family,
    FamilyMember,
    FamilyRole,
    Grievance,
    Handler,
    Meeting,
    Mode,
    NotificationPreference,
    Period,
    Person,
    Plan,
    PlannedService,
    PlanStatus,
    RequestKind,
    ServiceSpan,
    ServiceStatus,
    Staff,
    SupportType,
    Team,
    TeamMember,
    TeamRole,
    Tie,
    TieKind,
)

DAY = date(2026, 3, 2)
BEGUN = date(2026, 1, 5)


def mail(address, *, safe=True):
    return ContactPoint(kind=ContactKind.EMAIL, value=address, safe=safe)


def wishes(channel="smtp", **more):
    return NotificationPreference(channel=channel, **more)


def member(name, role, support, **more):
    return TeamMember(
        id=f"m-{name}", person=name, role=role, support=support, accepted_on=BEGUN, **more
    )


def directory():
    """Two agencies, the facilitator and her supervisor, a therapist of the provider."""
    return [
        Agency(id="cma", name="Open Table"),
        Agency(id="pv", name="Birch House"),
        Person(id="fac", name="Marked Facilitator", contacts=(mail("fac@cma.example"),)),
        Person(id="sup", name="Marked Supervisor", contacts=(mail("sup@cma.example"),)),
        Person(id="ther", name="Marked Therapist", contacts=(mail("ther@pv.example"),)),
        Staff(id="job-sup", person="sup", role="supervisor", employer="cma"),
        Staff(id="job-fac", person="fac", role="facilitator", employer="cma", supervisor="job-sup"),
        Tie(
            id="t-1",
            kind=TieKind.EMPLOYED_BY,
            subject="fac",
            object="pv",
            period=Period(start=date(2024, 1, 1)),
        ),
    ]


def people(**preferences):
    """The youth, the caregiver, a sister, an uncle who is a natural support."""
    named = {
        "kid": ("Marked Youth", "kid@home.example"),
        "mum": ("Marked Caregiver", "mum@home.example"),
        "sis": ("Marked Sister", "sis@home.example"),
        "uncle": ("Marked Uncle", "uncle@home.example"),
    }
    return [
        Person(
            id=person,
            family="bell",
            name=name,
            contacts=(mail(address),),
            languages=("es",) if person == "mum" else (),
            notifications=preferences.get(person),
        )
        for person, (name, address) in named.items()
    ]


def family(*more, **preferences):
    """The family's records.

    Args:
        more: Records besides; one with the id of a usual one takes its place.
        preferences: How people wish to be told, by their ids.
    """
    usual = [
        Family(
            id="bell",
            members=(
                FamilyMember(person="kid", role=FamilyRole.YOUTH),
                FamilyMember(person="mum", role=FamilyRole.CAREGIVER),
                FamilyMember(person="sis", role=FamilyRole.SIBLING),
            ),
        ),
        *people(**preferences),
        Enrollment(
            id="stay",
            family="bell",
            youth="kid",
            coordinator="fac",
            coordinator_assigned_on=BEGUN,
            enrolled_on=BEGUN,
            complete=tuple(
                Completeness(kind=kind) for kind in ("plan", "meeting", "contact", "incident")
            ),
        ),
        Contact(
            id="visit",
            family="bell",
            enrollment="stay",
            on=date(2026, 3, 1),
            mode=Mode.IN_PERSON,
            successful=True,
        ),
        Team(
            id="team",
            family="bell",
            enrollment="stay",
            members=(
                member("kid", TeamRole.YOUTH, SupportType.FAMILY_MEMBER),
                member("mum", TeamRole.CAREGIVER, SupportType.FAMILY_MEMBER),
                member("uncle", TeamRole.EXTENDED_FAMILY, SupportType.NATURAL),
                member("fac", TeamRole.FACILITATOR, SupportType.FORMAL, employer="cma"),
                member("ther", TeamRole.THERAPIST, SupportType.FORMAL, employer="pv"),
            ),
        ),
        Plan(
            id="plan-1",
            lineage="plan",
            family="bell",
            enrollment="stay",
            youth="kid",
            status=PlanStatus.ACTIVE,
            period=Period(start=date(2026, 2, 1)),
            completed_on=date(2026, 2, 1),
            steps=(
                ActionStep(
                    id="step-mum",
                    what="Marked task for mum",
                    responsible="m-mum",
                    due_on=date(2026, 3, 20),
                ),
                ActionStep(id="step-ther", what="Marked task for ther", responsible="m-ther"),
            ),
            services=(
                PlannedService(
                    id="svc",
                    category="respite",
                    provider="pv",
                    paid=True,
                    hcbs=True,
                    spans=(
                        ServiceSpan(
                            status=ServiceStatus.ACTIVE, period=Period(start=date(2026, 2, 1))
                        ),
                    ),
                ),
            ),
        ),
        Duty(
            id="d-1",
            family="bell",
            plan="plan",
            role=DutyRole.FACILITATOR,
            holder="fac",
            period=Period(start=BEGUN),
        ),
        Meeting(
            id="meet",
            family="bell",
            enrollment="stay",
            on=date(2026, 3, 9),
            place="Marked kitchen table",
        ),
        ChangeRequest(
            id="ask",
            family="bell",
            plan="plan",
            kind=RequestKind.UPDATE_PLAN,
            received_on=date(2026, 2, 10),
            handled_by="fac",
            words="Marked words",
        ),
        Grievance(
            id="complaint",
            family="bell",
            plan="plan",
            received_on=date(2026, 2, 10),
            subject="fac",
            handlers=(Handler(person="sup"),),
            words="Marked complaint",
        ),
    ]
    kept = {each.id: each for each in usual}
    return list((kept | {each.id: each for each in more}).values())


def chart(*more, as_of=DAY, staff=None, **preferences):
    return Chart.of(
        family(*more, **preferences),
        as_of=as_of,
        directory=Directory.of(directory() if staff is None else staff),
    )


def release(recipients, **more):
    """A release of information, signed and in force."""
    told = {"signed_on": BEGUN, "period": Period(start=BEGUN)} | more
    return Consent(
        id="release", family="bell", kind=ConsentKind.RELEASE, recipients=recipients, **told
    )


DAILY = DigestRhythm.DAILY
WEEKLY = DigestRhythm.WEEKLY
