"""Waivers, disclosures, offers, complaints and the rest of a scenario, made into records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from wraparound.model import (
    agency,
    assessment,
    choice,
    contact,
    directory,
    disclosure,
    duty,
    exception,
    grievance,
    incident,
    meeting,
    referral,
    team,
)
from wraparound.model.ids import EnrollmentId, TeamId
from wraparound.model.record import Record
from wraparound.model.terms import UNKNOWN
from wraparound.testing.scenario_records import Maker
from wraparound.testing.scenario_rows import (
    FAMILY,
    Row,
    Rows,
    answer,
    day,
    known_day,
    period,
    recorded,
)


def _unspecified(row: Row, _: Rows) -> Iterator[Record]:
    yield disclosure.UnspecifiedInterest(
        id=row["id"],
        agency=row["agency"],
        reason=disclosure.UnspecifiedReason(row["reason"]),
        period=period(row),
        recorded_on=recorded(row),
    )


def _certification(row: Row, _: Rows) -> Iterator[Record]:
    yield agency.Certification(
        id=row["id"],
        agency=row["agency"],
        certified_as=agency.CertifiedAs(row["as"]),
        period=period(row),
        recorded_on=recorded(row),
    )


def _safeguards(row: Row) -> tuple[exception.Safeguard, ...]:
    return tuple(
        exception.Safeguard(code=each["code"], period=period(each))
        for each in row.get("safeguards", ())
    )


def _exception(row: Row, _: Rows) -> Iterator[Record]:
    yield exception.SoleProviderException(
        id=row["id"],
        agency=row["entity"],
        authorities=tuple(row["authorities"]),
        functions=tuple(row["functions"]),
        areas=tuple(row["areas"]),
        plans=tuple(row.get("plans", ())),
        approvals=tuple(
            exception.Approval(
                kind=each["kind"],
                status=_APPROVALS[each["status"]],
                on=known_day(each["date"]),
                by=each.get("by"),
            )
            for each in row.get("approvals", ())
        ),
        demonstrated_on=known_day(row.get("demonstrated")),
        roster_checks=tuple(date.fromisoformat(each) for each in row.get("roster_checks", ())),
        safeguards=_safeguards(row),
        period=period(row),
        recorded_on=recorded(row),
    )


_APPROVALS = {
    "pending": exception.ApprovalStatus.REQUESTED,
    "approved": exception.ApprovalStatus.APPROVED,
    "denied": exception.ApprovalStatus.DENIED,
    "withdrawn": exception.ApprovalStatus.WITHDRAWN,
}


def _mitigation(row: Row, _: Rows) -> Iterator[Record]:
    yield exception.Mitigation(
        id=row["id"],
        rules=tuple(row["rules"]),
        safeguards=_safeguards(row),
        holder=row.get("holder"),
        counterparty=row.get("counterparty"),
        plan=row.get("plan"),
        approved_by=row.get("approved_by"),
        approved_on=known_day(row.get("approved_on")),
        period=period(row),
        recorded_on=recorded(row),
    )


def _offer(row: Row, _: Rows) -> Iterator[Record]:
    yield choice.ServiceOffer(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        category=row["category"],
        on=date.fromisoformat(row["date"]),
        offered_by=row["offered_by"],
        options=tuple(choice.OfferedOption(provider=each) for each in row["providers"]),
        recorded_on=recorded(row),
    )


def _roster(row: Row, _: Rows) -> Iterator[Record]:
    yield directory.RosterEntry(
        id=row["id"],
        agency=row["agency"],
        offers=tuple(row["offers"]),
        area=row["area"],
        willing=answer(row["willing"]),
        qualified=answer(row["qualified"]),
        period=period(row),
        recorded_on=recorded(row),
    )


def _choice(row: Row, _: Rows) -> Iterator[Record]:
    names = (
        "service_options_given",
        "service_selection",
        "provider_options_given",
        "provider_selection_agreement",
        "plan_agreement",
        "setting_choice",
    )
    yield choice.ServiceChoice(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        service=row["service"],
        on=date.fromisoformat(row["date"]),
        recorded_on=recorded(row),
        **{name: row[name] for name in names if name in row},
    )


def _notice(row: Row, _: Rows) -> Iterator[Record]:
    yield choice.Notice(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        kind=choice.NoticeKind(row["kind"]),
        on=date.fromisoformat(row["date"]),
        forms=tuple(choice.NoticeForm(form) for form in row["forms"]),
        recorded_on=recorded(row),
    )


def _condition(row: Row, _: Rows) -> Iterator[Record]:
    yield choice.ServiceCondition(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        imposed_by=row["imposed_by"],
        requires=row["requires"],
        to_receive=row["for"],
        period=period(row),
        recorded_on=recorded(row),
    )


def _disclosure(row: Row, _: Rows) -> Iterator[Record]:
    yield disclosure.Disclosure(
        id=row["id"],
        kind=disclosure.DisclosureKind(row["kind"]),
        person=row["person"],
        on=date.fromisoformat(row["date"]),
        declares=tuple(row.get("declares", ())),
        employer=row.get("employer"),
        cosigned_by=tuple(row.get("cosigned_by", ())),
        reviewed_by=row.get("reviewed_by"),
        recorded_on=recorded(row),
    )


def _event(row: Row, _: Rows) -> Iterator[Record]:
    yield incident.Event(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        type=row["kind"],
        on=date.fromisoformat(row["date"]),
        by=row.get("by"),
        requested_by_family=row.get("requested_by_family", False),
        recorded_on=recorded(row),
    )


def _request(row: Row, rows: Rows) -> Iterator[Record]:
    about = row.get("about")
    of_service = about in rows.services
    kind = "update_plan" if row["kind"] == "update" else row["kind"]
    yield grievance.ChangeRequest(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        kind=grievance.RequestKind(kind),
        received_on=date.fromisoformat(row["received"]),
        answered_on=known_day(row.get("answered")),
        handled_by=row.get("handled_by"),
        about=None if of_service else about,
        about_service=about if of_service else None,
        recorded_on=recorded(row),
    )


def _grievance(row: Row, _: Rows) -> Iterator[Record]:
    yield grievance.Grievance(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        received_on=date.fromisoformat(row["received"]),
        resolved_on=known_day(row.get("resolved")),
        subject=row["subject"],
        involved=tuple(row.get("involved", ())),
        handlers=tuple(
            grievance.Handler(person=each["person"], period=period(each))
            for each in row.get("handlers", ())
        ),
        recorded_on=recorded(row),
    )


def _referral(row: Row, _: Rows) -> Iterator[Record]:
    yield referral.ReferralTally(
        id=row["id"],
        by=row["by"],
        provider=row["provider"],
        category=row["category"],
        area=row["area"],
        quarter=row["quarter"],
        count=row["count"],
        recorded_on=recorded(row),
    )


def _support(row: Row, _: Rows) -> Iterator[Record]:
    held = period(row)
    natural = row["type"] == "natural"
    yield team.Team(
        id=TeamId(f"{row['id']}.team"),
        family=FAMILY,
        enrollment=EnrollmentId(f"{row['plan']}.stay"),
        members=(
            team.TeamMember(
                id=row["id"],
                person=row["person"],
                role=team.TeamRole.OTHER,
                support=team.SupportType.NATURAL if natural else team.SupportType.FORMAL,
                accepted_on=date.min if held.start is None else held.start,
                left_on=held.end,
                payments=tuple(
                    team.SupportPayment(
                        id=each["id"],
                        payer_words=each["payer"],
                        period=period(each),
                    )
                    for each in row.get("payments", ())
                ),
                recorded_on=recorded(row),
            ),
        ),
    )


def _assessment(row: Row, _: Rows) -> Iterator[Record]:
    yield assessment.Assessment(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        instrument="not named",
        on=date.fromisoformat(row["date"]),
        assessor=row["by"],
        sets_rate_for=row.get("sets_rate_for"),
        recorded_on=recorded(row),
    )


def _activity(row: Row, _: Rows) -> Iterator[Record]:
    nature = row["nature"]
    yield contact.Contact(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        on=date.fromisoformat(row["date"]),
        by=row["person"],
        billed_as=row["billed_as"],
        nature=UNKNOWN if nature == "unknown" else contact.BillingNature(nature),
        recorded_on=recorded(row),
    )


def _flex_fund(row: Row, _: Rows) -> Iterator[Record]:
    yield duty.FlexFundRequest(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        on=date.fromisoformat(row["date"]),
        requester=row["requester"],
        approvers=tuple(row["approvers"]),
        payee=row["payee"],
        amount=Decimal(row["amount"]) if "amount" in row else None,
        recorded_on=recorded(row),
    )


def _meeting(row: Row, _: Rows) -> Iterator[Record]:
    yield meeting.Meeting(
        id=row["id"],
        family=FAMILY,
        plan=row["plan"],
        held=True,
        on=day(row["date"]) or UNKNOWN,
        attendance=tuple(
            meeting.Attendance(
                person=each["who"],
                presence=meeting.Presence.PRESENT,
                took_part_as=meeting.AttendedAs(each["as"]),
            )
            for each in row["attendees"]
        ),
        recorded_on=recorded(row),
    )


def _gift(row: Row, _: Rows) -> Iterator[Record]:
    yield disclosure.Gift(
        id=row["id"],
        kind=disclosure.GiftKind(row["kind"]),
        giver=row["giver"],
        receiver=row["receiver"],
        value=Decimal(row["value"]),
        on=known_day(row.get("date")),
        period=period(row),
        recorded_on=recorded(row),
    )


MAKERS: Mapping[str, Maker] = {
    "unspecified_interests": _unspecified,
    "certifications": _certification,
    "exceptions": _exception,
    "mitigations": _mitigation,
    "offers": _offer,
    "roster": _roster,
    "choices": _choice,
    "notices": _notice,
    "conditions": _condition,
    "disclosures": _disclosure,
    "events": _event,
    "requests": _request,
    "grievances": _grievance,
    "referrals": _referral,
    "supports": _support,
    "assessments": _assessment,
    "activities": _activity,
    "flex_funds": _flex_fund,
    "meetings": _meeting,
    "gifts": _gift,
}
"""How the rows of each kind become records."""
