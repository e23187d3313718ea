"""Referrals: tasks and service requests that send a family to help outside a plan of care."""

from __future__ import annotations

from functools import partial
from typing import Any

from wraparound.model.ids import RecordId
from wraparound.model.referral import Referral, ReferralState, ReferralStep
from wraparound.model.terms import UNKNOWN
from wraparound_fhir.case import Case, Held, Reading
from wraparound_fhir.directory import Directory
from wraparound_fhir.people import People
from wraparound_fhir.words import codes_of, day_of, said_in, url_tail, words_of

_TASKS = {
    "draft": ReferralState.DRAFT,
    "requested": ReferralState.SENT,
    "received": ReferralState.SENT,
    "accepted": ReferralState.ACCEPTED,
    "ready": ReferralState.ACCEPTED,
    "rejected": ReferralState.REFUSED,
    "in-progress": ReferralState.ACCEPTED,
    "on-hold": ReferralState.WAITING,
    "completed": ReferralState.COMPLETED,
    "cancelled": ReferralState.CANCELLED,
    "failed": ReferralState.CANCELLED,
}
_REQUESTS = {
    "draft": ReferralState.DRAFT,
    "active": ReferralState.SENT,
    "on-hold": ReferralState.WAITING,
    "revoked": ReferralState.CANCELLED,
    "completed": ReferralState.COMPLETED,
}
_SOCIAL = frozenset({"sdoh", "410606002", "3457005"})
"""Categories of requests that refer somebody: social determinants, social service, referral."""
_BSER = "BSeR-ReferralServiceRequest"


def is_referral(held: Held) -> bool:
    """Tell whether a service request refers somebody to help, and is no clinical order."""
    concepts = [*held.data.get("category", []), held.data.get("code", {})]
    if any(code in _SOCIAL for _, code in codes_of(*concepts)) or "referral" in said_in(*concepts):
        return True
    profiles = held.data.get("meta", {}).get("profile", [])
    return any(url_tail(str(each)) == _BSER for each in profiles)


def take_referrals(case: Case, people: People, directory: Directory, used: set[str]) -> None:
    """Read every referral that is not part of a plan.

    Args:
        case: The case.
        people: Everybody of the case.
        directory: Its agencies and services.
        used: The resources that a plan has taken.
    """
    sent: set[str] = set()
    for held in case.all("Task"):
        if held.key in used:
            continue
        focus = case.target(held.data.get("focus"), held)
        request = focus.held if focus is not None else None
        if focus is None or focus.type != "ServiceRequest":
            case.leave("Task", "is a step of no plan and no referral")
            continue
        if request is not None and not is_referral(request):
            case.leave("Task", "carries out an order that is no referral")
            continue
        if request is not None:
            sent.add(request.key)
        _refer(case, people, directory, held, request)
    for held in case.all("ServiceRequest"):
        if held.key in used or held.key in sent:
            continue
        if held.data.get("intent") in {"proposal", "option"} or not is_referral(held):
            case.leave("ServiceRequest", "is an order that is on no plan of care and no referral")
            continue
        _refer(case, people, directory, held, held)


def _refer(
    case: Case, people: People, directory: Directory, held: Held, request: Held | None
) -> None:
    reading = case.open(held)
    reading.take("intent")
    youth = people.patient(case.target(reading.take("for") or reading.take("subject"), held))
    if youth is None and request is not None:
        youth = people.patient(case.target(request.data.get("subject"), request))
    if youth is None:
        case.leave(held.type, "is about nobody in person")
        return
    fields: dict[str, Any] = {}
    asked = case.open(request) if request is not None and request is not held else reading
    concept = asked.take("code") if request is not None else None
    for key in ("intent", "subject", "status", "category"):
        asked.take(key)
    fields["category"] = words_of(concept)
    by = case.target(reading.take("requester") or asked.take("requester"), request or held)
    person = people.person(by)
    if person is not None:
        fields["by"] = person
    _provider(case, directory, reading, asked, held, fields)
    made = day_of(reading.take("authoredOn") or asked.take("authoredOn"))
    fields["on"] = made
    reason = "; ".join(words_of(each) for each in asked.items("reasonCode") if words_of(each))
    states = _TASKS if held.type == "Task" else _REQUESTS
    if held.type == "Task":
        reading.take("code")
        reading.take("focus")
    state = states.get(reading.text("status"))
    steps: list[ReferralStep] = []
    if state is not None:
        changed = reading.take("lastModified")
        note = words_of(reading.take("statusReason"))
        on = day_of(changed) if changed else (made if state is ReferralState.SENT else UNKNOWN)
        steps.append(ReferralStep(state=state, on=on, note=note))
    identifiers = case.identifiers(held)
    case.add(
        held,
        partial(
            Referral,
            id=RecordId(case.id_of("referral", held)),
            family=people.family(youth),
            identifiers=identifiers,
            person=youth,
            steps=tuple(steps),
            reason=reason,
            **fields,
        ),
    )


def _provider(
    case: Case,
    directory: Directory,
    reading: Reading,
    asked: Reading,
    held: Held,
    fields: dict[str, Any],
) -> None:
    owner = reading.take("owner")
    named = [owner] if owner is not None else asked.items("performer")
    for each in named:
        target = case.target(each, held)
        agency = directory.agency(target)
        service = directory.service(target)
        if service is not None:
            fields["directory_service"] = service
        if agency is not None:
            fields.setdefault("provider", agency)
        else:
            case.leave(f"{reading.path}.performer", "a referral goes to an agency; this is none")
