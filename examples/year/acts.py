"""What people do in the story: refer, welcome, agree, meet, answer a crisis, leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import attrs
from families import Cast, people
from minutes import TABLE, meeting_today, next_meeting, plan_in_force
from plans import way_out
from stage import Stage

from wraparound.model import (
    ChildServingSystem,
    Completeness,
    Contact,
    ContactPurpose,
    Copy,
    CrisisOutcome,
    CrisisPlan,
    CrisisScreen,
    DataPoint,
    DischargeReason,
    Discovery,
    DocumentedReason,
    Duty,
    DutyRole,
    Engagement,
    Enrollment,
    EnrollmentState,
    EnrollmentStep,
    Incident,
    IncidentType,
    Meeting,
    MeetingType,
    Minutes,
    Mode,
    NeedStatus,
    OutcomeStatus,
    Period,
    Placement,
    ReferralSource,
    Revision,
    Setting,
    Signature,
    SignerRole,
    StepStatus,
)


def refer(stage: Stage, cast: Cast) -> None:
    """Somebody sends the family; the office opens a record."""
    stay = Enrollment(
        id=f"{cast.id}-stay",
        family=cast.id,
        youth=f"{cast.id}-youth",
        program="oakfield-county",
        history=(EnrollmentStep(state=EnrollmentState.REFERRED, on=stage.today),),
        referral_source=stage.chance.choice((ReferralSource.SCHOOL, ReferralSource.FAMILY)),
        referral_received_on=stage.today,
        systems=(ChildServingSystem.EDUCATION,),
        complete=tuple(Completeness(kind=each) for each in ("contact", "meeting", "plan")),
    )
    stage.add(*people(cast), stay)
    stage.note(cast, "referral")


def welcome(stage: Stage, cast: Cast, facilitator: str) -> None:
    """Call, explain, listen, and begin."""
    today, stay = stage.today, stage.enrollment(cast)
    stage.add(
        Contact(
            id=f"{cast.id}-contact-1",
            family=cast.id,
            enrollment=stay.id,
            on=today,
            by=facilitator,
            with_people=(f"{cast.id}-caregiver",),
            mode=Mode.IN_PERSON,
            purpose=ContactPurpose.FIRST_CONTACT,
            successful=True,
        ),
        Engagement(
            id=f"{cast.id}-engagement",
            family=cast.id,
            enrollment=stay.id,
            oriented_on=today,
            orientation_language="en",
            rights_given_on=today,
            grievance_given_on=today,
            crisis_screen=CrisisScreen(
                on=today, asked_family=True, asked_referrer=True, outcome=CrisisOutcome.NONE
            ),
            discovery=Discovery(on=today, story="Told at the kitchen table.", vision="Supper."),
        ),
        Duty(
            id=f"{cast.id}-duty",
            plan=f"{cast.id}-plan",
            role=DutyRole.FACILITATOR,
            holder=facilitator,
            period=Period(start=today),
        ),
        by=facilitator,
    )
    step = EnrollmentStep(state=EnrollmentState.ENROLLED, on=today)
    stage.replace(
        attrs.evolve(
            stay,
            history=(*stay.history, step),
            enrolled_on=today,
            coordinator=facilitator,
            coordinator_assigned_on=today,
        )
    )
    stage.program.enter_phase(cast.id, "engagement", by=facilitator, on=today)
    stage.note(cast, "enrolled")


def plan_meeting(stage: Stage, cast: Cast, on: date) -> None:
    """The family says when the team meets next; everybody is invited."""
    stage.add(
        Meeting(
            id=next_meeting(stage, cast),
            family=cast.id,
            enrollment=f"{cast.id}-stay",
            plan=f"{cast.id}-plan",
            on=on,
            chosen_by_family=True,
            notice_given_on=stage.today,
        )
    )


def hold_meeting(stage: Stage, cast: Cast, what: str, minutes: Minutes | None = None) -> None:
    """Hold a meeting and keep what it decided, in one change."""
    held = minutes or Minutes(meeting=meeting_today(stage, cast, MeetingType.TEAM))
    recorded = stage.program.record_meeting(held, by="office")
    stage.note(cast, f"meeting: {what}")
    if recorded.is_revision and recorded.plan is not None:
        sign(stage, cast, recorded.plan.id)
        stage.note(cast, f"plan {recorded.plan.version}")


def agree_on_plan(stage: Stage, cast: Cast, facilitator: str) -> None:
    """Everybody says yes, signs, and gets a copy."""
    plan, today = f"{cast.id}-plan-1", stage.today
    stage.program.agree_plan(plan, by=facilitator, on=today)
    stage.program.start_plan(plan, by=facilitator, on=today)
    sign(stage, cast, plan)
    stage.program.enter_phase(cast.id, "implementation", by=facilitator, on=today)
    stage.note(cast, "plan 1")


def sign(stage: Stage, cast: Cast, plan: str) -> None:
    """Everybody who answers for a version signs it, and everybody gets a copy."""
    for part, role in (
        ("youth", SignerRole.YOUTH),
        ("caregiver", SignerRole.CAREGIVER),
        ("facilitator", SignerRole.FACILITATOR),
        ("friend", SignerRole.TEAM_MEMBER),
        ("teacher", SignerRole.TEAM_MEMBER),
    ):
        signed = Signature(role=role, member=f"{cast.id}-m-{part}", on=stage.today)
        stage.program.sign_plan(plan, signed, by="office")
    members = [f"{cast.id}-m-{part}" for part in TABLE]
    stage.program.hand_out_plan(plan, members, by="office", on=stage.today)


def explain_lateness(stage: Stage, cast: Cast, last: date) -> None:
    """Write down why the meeting after the last one is late, while it still counts."""
    stay = stage.enrollment(cast)
    why = DocumentedReason(
        clock="team_meeting_max_gap",
        text="The youth had the flu; the family asked to wait.",
        recorded_on=last + timedelta(days=28),
        interval_start=last,
    )
    stage.replace(attrs.evolve(stay, documented_reasons=(*stay.documented_reasons, why)))


def crisis(stage: Stage, cast: Cast) -> Iterator[date]:
    """Play three nights in a hospital, and the meeting that answers them within a day."""
    yield stage.today + timedelta(days=9)
    happened = stage.today
    stage.add(
        Incident(
            id=f"{cast.id}-incident",
            family=cast.id,
            enrollment=f"{cast.id}-stay",
            person=f"{cast.id}-youth",
            type=IncidentType.CRISIS,
            on=happened,
            at=datetime.combine(happened, time(20, tzinfo=UTC)),
        ),
        Placement(
            id=f"{cast.id}-placement",
            family=cast.id,
            enrollment=f"{cast.id}-stay",
            person=f"{cast.id}-youth",
            setting=Setting.INPATIENT,
            period=Period(start=happened, end=happened + timedelta(days=3)),
        ),
    )
    stage.note(cast, "crisis")
    yield happened + timedelta(days=1)
    plan = plan_in_force(stage, cast)
    crisis_plan = attrs.evolve(
        plan.crisis_plan or CrisisPlan(),
        copies=tuple(Copy(member=f"{cast.id}-m-{part}", on=stage.today) for part in TABLE),
        revised=(Revision(on=stage.today, reason="The night of the crisis."),),
        early_signs=("no answer twice", "the phone stays off"),
    )
    minutes = Minutes(
        meeting=meeting_today(stage, cast, MeetingType.EMERGENCY),
        reason="The crisis plan did not name the first sign.",
        crisis_plan=crisis_plan,
    )
    hold_meeting(stage, cast, "crisis", minutes)
    incident = stage.program.get(Incident, f"{cast.id}-incident")
    stage.replace(attrs.evolve(incident, plan_updated=plan_in_force(stage, cast).id))


def prepare_to_leave(stage: Stage, cast: Cast, leaves: date) -> None:
    """Hold the meeting in which family and team decide that it is time."""
    plan, today = plan_in_force(stage, cast), stage.today
    outcomes = tuple(
        attrs.evolve(
            each,
            status=OutcomeStatus.REACHED,
            data=(*each.data, DataPoint(on=today, value=Decimal(6), source="calendar")),
        )
        for each in plan.outcomes
    )
    done = tuple(
        attrs.evolve(each, status=StepStatus.DONE, status_on=today)
        for each in plan.steps
        if each.status is StepStatus.NOT_STARTED
    )
    needs = tuple(attrs.evolve(each, status=NeedStatus.MET, closed_on=today) for each in plan.needs)
    follow_ups = [leaves + timedelta(days=days) for days in (30, 90)]
    minutes = Minutes(
        meeting=meeting_today(stage, cast, MeetingType.TRANSITION),
        reason="Family and team decided that it is time.",
        needs=needs,
        outcomes=outcomes,
        steps=done,
        transition=way_out(cast, today, leaves, follow_ups),
    )
    hold_meeting(stage, cast, "transition", minutes)
    stage.program.enter_phase(cast.id, "transition", by="office", on=today)


def leave(stage: Stage, cast: Cast) -> None:
    """Formal help ends, and the door stays open."""
    stay = stage.enrollment(cast)
    step = EnrollmentStep(state=EnrollmentState.CLOSED, on=stage.today, reason="Needs met.")
    stage.replace(
        attrs.evolve(
            stay,
            history=(*stay.history, step),
            discharged_on=stage.today,
            discharge_reason=DischargeReason.NEEDS_MET,
            way_back="Call Open Table; no new application is needed.",
        )
    )
    stage.note(cast, "discharged")
