"""What was done for a family as facts: offers, choices, requests, complaints, meetings and more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from wraparound.chart import Chart
from wraparound.conflict.acts import (
    ActivityFact,
    AssessmentFact,
    AttendeeFact,
    ChoiceFact,
    EventFact,
    FlexFundFact,
    GrievanceFact,
    HandlerFact,
    MeetingFact,
    NoticeFact,
    OfferFact,
    RequestFact,
    SignatureFact,
)
from wraparound.conflict.closings import closing_events
from wraparound.conflict.facts import OfKinds
from wraparound.conflict.frozen import frozen
from wraparound.conflict.standing import new_period
from wraparound.model.assessment import Assessment
from wraparound.model.choice import Notice, NoticeKind, ServiceChoice, ServiceOffer
from wraparound.model.contact import Contact
from wraparound.model.duty import FlexFundRequest
from wraparound.model.grievance import ChangeRequest, Grievance
from wraparound.model.incident import Event
from wraparound.model.meeting import Attendance, AttendedAs, Meeting, Presence
from wraparound.model.periods import Period
from wraparound.model.plan import Plan, Signature
from wraparound.model.team import Team, TeamMember, TeamRole
from wraparound.model.terms import Unknown

_INDICATORS = (
    "service_options_given",
    "service_selection",
    "provider_options_given",
    "provider_selection_agreement",
    "plan_agreement",
    "setting_choice",
)

_SEATS = {
    TeamRole.YOUTH: AttendedAs.YOUTH,
    TeamRole.CAREGIVER: AttendedAs.FAMILY,
    TeamRole.SIBLING: AttendedAs.FAMILY,
    TeamRole.EXTENDED_FAMILY: AttendedAs.FAMILY,
    TeamRole.FACILITATOR: AttendedAs.FACILITATOR,
    TeamRole.FAMILY_PARTNER: AttendedAs.WRAPAROUND_STAFF,
    TeamRole.YOUTH_PARTNER: AttendedAs.WRAPAROUND_STAFF,
    TeamRole.SUPERVISOR: AttendedAs.WRAPAROUND_STAFF,
}
"""The part in which a team member sits at the table where the meeting does not say."""


@frozen
class _Plans:
    """The plans of the chart; what names none is about the only one, where there is only one."""

    known: Collection[str]

    def about(self, plan: str | None) -> str | None:
        """Return the plan that a record is about, or None."""
        if plan is None and len(self.known) == 1:
            return next(iter(self.known))
        return plan if plan in self.known else None


def act_facts(
    chart: Chart, lineages: Mapping[str, Sequence[Plan]], services: Collection[str]
) -> OfKinds:
    """Return everything of a chart that was done on a day, by kind.

    Args:
        chart: The chart.
        lineages: The versions of each plan that the family's facts tell of.
        services: The ids of the services on these plans.
    """
    plans, all_of = _Plans(lineages.keys()), chart.records.all
    events = tuple(_events(all_of(Event), plans))
    everybody = [each for team in all_of(Team) for each in team.members]
    members: dict[str, TeamMember] = {each.id: each for each in everybody}
    return {
        "offers": tuple(_offers(all_of(ServiceOffer), plans)),
        "choices": tuple(
            [
                ChoiceFact(
                    id=each.id,
                    recorded=each.recorded_on,
                    plan=each.plan,
                    service=each.service,
                    day=each.on,
                    said=frozenset([name for name in _INDICATORS if getattr(each, name) is True]),
                )
                for each in all_of(ServiceChoice)
                if each.plan in plans.known and each.service in services
            ]
        ),
        "notices": tuple(
            [
                NoticeFact(
                    id=each.id,
                    recorded=each.recorded_on,
                    kind=each.kind.value,
                    plan=plans.about(each.plan),
                    day=each.on,
                    forms=tuple([form.value for form in each.forms]),
                )
                for each in all_of(Notice)
                if each.kind is NoticeKind.RIGHT_TO_OTHER_COORDINATOR
            ]
        ),
        "events": (*events, *closing_events(chart, lineages, events)),
        "requests": tuple([_request(each, plans, services) for each in all_of(ChangeRequest)]),
        "grievances": tuple([_grievance(each, plans) for each in all_of(Grievance)]),
        "assessments": tuple(_assessments(all_of(Assessment), plans)),
        "activities": tuple(_activities(all_of(Contact), plans)),
        "flex_funds": tuple(
            [
                FlexFundFact(
                    id=each.id,
                    recorded=each.recorded_on,
                    plan=each.plan,
                    day=each.on,
                    requester=each.requester,
                    approvers=each.approvers,
                    payee=each.payee,
                )
                for each in all_of(FlexFundRequest)
                if each.plan in plans.known
            ]
        ),
        "meetings": tuple(_meetings(all_of(Meeting), plans, members)),
        "signatures": tuple(_signatures(lineages, members)),
    }


def _offers(held: Iterable[ServiceOffer], plans: _Plans) -> Iterable[OfferFact]:
    for each in held:
        plan = plans.about(each.plan)
        if plan is not None:
            yield OfferFact(
                id=each.id,
                recorded=each.recorded_on,
                plan=plan,
                category=each.category,
                day=each.on,
                offered_by=each.offered_by,
                providers=tuple(option.provider for option in each.options),
            )


def _events(held: Iterable[Event], plans: _Plans) -> Iterable[EventFact]:
    for each in held:
        plan = plans.about(each.plan)
        if plan is not None and not isinstance(each.on, Unknown):
            yield EventFact(
                id=each.id,
                recorded=each.recorded_on,
                kind=each.type,
                plan=plan,
                day=each.on,
                by=each.by,
                requested_by_family=each.requested_by_family,
            )


def _request(request: ChangeRequest, plans: _Plans, services: Collection[str]) -> RequestFact:
    service = request.about_service if request.about_service in services else None
    return RequestFact(
        id=request.id,
        recorded=request.recorded_on,
        kind=request.kind.value,
        plan=plans.about(request.plan),
        received=request.received_on,
        period=_until(request.received_on, request.answered_on),
        handled_by=request.handled_by,
        about=service or request.about,
    )


def _grievance(grievance: Grievance, plans: _Plans) -> GrievanceFact:
    return GrievanceFact(
        id=grievance.id,
        recorded=grievance.recorded_on,
        plan=plans.about(grievance.plan),
        received=grievance.received_on,
        period=_until(grievance.received_on, grievance.resolved_on),
        subject=grievance.subject,
        involved=grievance.involved,
        handlers=tuple(
            HandlerFact(person=each.person, period=each.period) for each in grievance.handlers
        ),
    )


def _until(start: date, end: date | Unknown | None) -> Period | None:
    """Return the days from receiving to settling; None for what was settled at once."""
    if isinstance(end, date) and end <= start:
        return None
    return new_period(start=start, end=end)


def _assessments(held: Iterable[Assessment], plans: _Plans) -> Iterable[AssessmentFact]:
    for each in held:
        plan = plans.about(each.plan)
        if plan is not None and each.assessor is not None and not isinstance(each.on, Unknown):
            yield AssessmentFact(
                id=each.id,
                recorded=each.recorded_on,
                plan=plan,
                by=each.assessor,
                day=each.on,
                sets_rate_for=each.sets_rate_for,
            )


def _activities(held: Iterable[Contact], plans: _Plans) -> Iterable[ActivityFact]:
    for each in held:
        plan = plans.about(each.plan)
        if plan is None or each.by is None or isinstance(each.on, Unknown) or not each.billed_as:
            continue
        yield ActivityFact(
            id=each.id,
            recorded=each.recorded_on,
            plan=plan,
            person=each.by,
            day=each.on,
            billed_as=each.billed_as,
            nature=None if isinstance(each.nature, Unknown) else each.nature.value,
        )


def _meetings(
    held: Iterable[Meeting],
    plans: _Plans,
    members: Mapping[str, TeamMember],
) -> Iterable[MeetingFact]:
    for each in held:
        plan = plans.about(each.plan)
        if plan is None or isinstance(each.on, Unknown) or each.held is False:
            continue
        yield MeetingFact(
            id=each.id,
            recorded=each.recorded_on,
            plan=plan,
            day=each.on,
            attendees=tuple(
                _attendee(seat, members.get(seat.member or ""))
                for seat in each.attendance
                if seat.presence is Presence.PRESENT or seat.presence is Presence.NOT_RECORDED
            ),
        )


def _attendee(seat: Attendance, member: TeamMember | None) -> AttendeeFact:
    role = seat.took_part_as
    if role is None and member is not None:
        role = _SEATS.get(member.role, AttendedAs.OTHER)
    if seat.presence is Presence.NOT_RECORDED:
        role = None
    who = seat.person if member is None else member.person
    return AttendeeFact(who=who, role=None if role is None else role.value)


def _signatures(
    lineages: Mapping[str, Iterable[Plan]],
    members: Mapping[str, TeamMember],
) -> Iterable[SignatureFact]:
    for name, versions in lineages.items():
        for version in versions:
            for place, signature in enumerate(version.signatures):
                by = _signer(signature, members)
                if by is not None and isinstance(signature.on, date):
                    yield SignatureFact(
                        id=signature.id or f"{version.id}.signatures.{place}",
                        recorded=signature.recorded_on,
                        plan=name,
                        by=by,
                        day=signature.on,
                    )


def _signer(signature: Signature, members: Mapping[str, TeamMember]) -> str | None:
    """Return whom a signature binds: the agency where one is named, else who signed."""
    if signature.agency is not None:
        return signature.agency
    member = members.get(signature.member or "")
    return signature.person if member is None else member.person
