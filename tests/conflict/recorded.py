"""Records of each kind that families have, with all of their fields, and the fact of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from wraparound.conflict import acts
from wraparound.model.assessment import Assessment
from wraparound.model.choice import (
    Notice,
    NoticeForm,
    NoticeKind,
    OfferedOption,
    ServiceChoice,
    ServiceCondition,
    ServiceOffer,
)
from wraparound.model.contact import BillingNature, Contact
from wraparound.model.duty import FlexFundRequest
from wraparound.model.grievance import ChangeRequest, Grievance, Handler, RequestKind
from wraparound.model.incident import Event
from wraparound.model.meeting import Attendance, AttendedAs, Meeting, Presence
from wraparound.model.periods import Period
from wraparound.model.record import Record

ON = date(2026, 3, 1)
LATER = date(2026, 4, 1)
NOTED = date(2026, 3, 9)
FOR_A_TIME = Period(start=ON, end=LATER)

FAMILY_RECORDS: dict[str, tuple[Record, Any]] = {
    "offers": (
        ServiceOffer(
            id="x",
            family="fam",
            plan="pl",
            category="respite",
            on=ON,
            offered_by="fac",
            options=(OfferedOption(provider="pv"),),
            recorded_on=NOTED,
        ),
        acts.OfferFact(
            id="x",
            recorded=NOTED,
            plan="pl",
            category="respite",
            day=ON,
            offered_by="fac",
            providers=("pv",),
        ),
    ),
    "choices": (
        ServiceChoice(
            id="x",
            family="fam",
            plan="pl",
            service="s",
            on=ON,
            service_selection=True,
            plan_agreement=True,
            recorded_on=NOTED,
        ),
        acts.ChoiceFact(
            id="x",
            recorded=NOTED,
            plan="pl",
            service="s",
            day=ON,
            said=frozenset({"service_selection", "plan_agreement"}),
        ),
    ),
    "notices": (
        Notice(
            id="x",
            family="fam",
            plan="pl",
            kind=NoticeKind.RIGHT_TO_OTHER_COORDINATOR,
            on=ON,
            forms=(NoticeForm.WRITTEN, NoticeForm.SPOKEN),
            recorded_on=NOTED,
        ),
        acts.NoticeFact(
            id="x",
            recorded=NOTED,
            kind="right_to_other_coordinator",
            plan="pl",
            day=ON,
            forms=("written", "verbal"),
        ),
    ),
    "conditions": (
        ServiceCondition(
            id="x",
            family="fam",
            plan="pl",
            imposed_by="pv",
            requires="respite",
            to_receive="wraparound",
            period=FOR_A_TIME,
            recorded_on=NOTED,
        ),
        acts.ConditionFact(id="x", recorded=NOTED, plan="pl", imposed_by="pv", period=FOR_A_TIME),
    ),
    "events": (
        Event(
            id="x",
            family="fam",
            plan="pl",
            type="coordinator_changed",
            on=ON,
            by="boss",
            requested_by_family=True,
            recorded_on=NOTED,
        ),
        acts.EventFact(
            id="x",
            recorded=NOTED,
            kind="coordinator_changed",
            plan="pl",
            day=ON,
            by="boss",
            requested_by_family=True,
        ),
    ),
    "requests": (
        ChangeRequest(
            id="x",
            family="fam",
            plan="pl",
            kind=RequestKind.CHANGE_PROVIDER,
            received_on=ON,
            answered_on=LATER,
            handled_by="boss",
            about="fac",
            recorded_on=NOTED,
        ),
        acts.RequestFact(
            id="x",
            recorded=NOTED,
            kind="change_provider",
            plan="pl",
            received=ON,
            period=FOR_A_TIME,
            handled_by="boss",
            about="fac",
        ),
    ),
    "grievances": (
        Grievance(
            id="x",
            family="fam",
            plan="pl",
            received_on=ON,
            resolved_on=LATER,
            subject="pv",
            involved=("fac",),
            handlers=(Handler(person="boss", period=FOR_A_TIME),),
            recorded_on=NOTED,
        ),
        acts.GrievanceFact(
            id="x",
            recorded=NOTED,
            plan="pl",
            received=ON,
            period=FOR_A_TIME,
            subject="pv",
            involved=("fac",),
            handlers=(acts.HandlerFact(person="boss", period=FOR_A_TIME),),
        ),
    ),
    "assessments": (
        Assessment(
            id="x",
            family="fam",
            plan="pl",
            instrument="made-up",
            on=ON,
            assessor="fac",
            sets_rate_for="pv",
            recorded_on=NOTED,
        ),
        acts.AssessmentFact(
            id="x", recorded=NOTED, plan="pl", by="fac", day=ON, sets_rate_for="pv"
        ),
    ),
    "activities": (
        Contact(
            id="x",
            family="fam",
            plan="pl",
            on=ON,
            by="fac",
            billed_as="case_management",
            nature=BillingNature.DIRECT_SERVICE,
            recorded_on=NOTED,
        ),
        acts.ActivityFact(
            id="x",
            recorded=NOTED,
            plan="pl",
            person="fac",
            day=ON,
            billed_as="case_management",
            nature="direct_service",
        ),
    ),
    "flex_funds": (
        FlexFundRequest(
            id="x",
            family="fam",
            plan="pl",
            on=ON,
            requester="fac",
            approvers=("boss",),
            payee="pv",
            recorded_on=NOTED,
        ),
        acts.FlexFundFact(
            id="x",
            recorded=NOTED,
            plan="pl",
            day=ON,
            requester="fac",
            approvers=("boss",),
            payee="pv",
        ),
    ),
    "meetings": (
        Meeting(
            id="x",
            family="fam",
            plan="pl",
            held=True,
            on=ON,
            attendance=(
                Attendance(member="m-aunt", presence=Presence.PRESENT),
                Attendance(member="m-fac", presence=Presence.PRESENT),
                Attendance(member="m-left", presence=Presence.ABSENT),
                Attendance(
                    person="boss", presence=Presence.PRESENT, took_part_as=AttendedAs.PROVIDER
                ),
                Attendance(member="m-kid", presence=Presence.NOT_RECORDED),
                Attendance(person="uncle", presence=Presence.PRESENT),
            ),
            recorded_on=NOTED,
        ),
        acts.MeetingFact(
            id="x",
            recorded=NOTED,
            plan="pl",
            day=ON,
            attendees=(
                acts.AttendeeFact(who="aunt", role="family"),
                acts.AttendeeFact(who="fac", role="facilitator"),
                acts.AttendeeFact(who="boss", role="provider"),
                acts.AttendeeFact(who="kid", role=None),
                acts.AttendeeFact(who="uncle", role=None),
            ),
        ),
    ),
}
"""A record of each kind that families have, with its fact."""
