"""What each fact of a path says, in words and ids: the links of the chain that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from wraparound.conflict.acts import (
    ActivityFact,
    AssessmentFact,
    ChoiceFact,
    ConditionFact,
    DisclosureFact,
    EventFact,
    FlexFundFact,
    GiftFact,
    GrievanceFact,
    MeetingFact,
    NoticeFact,
    OfferFact,
    ReferralFact,
    RequestFact,
    SupportFact,
)
from wraparound.conflict.facts import Facts
from wraparound.conflict.kinds import (
    CertificationFact,
    DutyFact,
    ExceptionFact,
    MitigationFact,
    PlanFact,
    ServiceFact,
    TieFact,
    UnspecifiedInterestFact,
)
from wraparound.conflict.projected_directory import tie_facts
from wraparound.conflict.standing import next_day
from wraparound.model.findings import Evidence
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.record import typed
from wraparound.model.tie import Tie

_new_evidence = typed(Evidence)

_TIES = {
    "employed_by": "employed by",
    "contracted_by": "under contract with",
    "compensated_by": "paid by",
    "employment_offer": "accepted a job with",
    "owns": "owns a share of",
    "controls": "controls",
    "secured_debt": "holds a debt secured by",
    "management_contract": "manages",
    "landlord_of": "landlord of",
    "org_contract": "buys from",
    "same_legal_entity_as": "same legal entity as",
    "household": "shares a home with",
    "supervises": "supervises",
    "leads": "leads",
    "guardian_of": "guardian of",
    "health_proxy_of": "decides on health for",
    "rep_payee_of": "receives benefits for",
    "financially_responsible_for": "financially responsible for",
}

_KIN = {
    "parent_of": "parent of",
    "grandparent_of": "grandparent of",
    "aunt_uncle_of": "aunt or uncle of",
    "sibling_of": "sibling of",
    "cousin_of": "cousin of",
    "spouse_of": "married to",
    "godparent_of": "godparent of",
}

_NATURES = {"step": "step-relation: ", "adoption": "by adoption: ", "foster": "foster: "}


def evidence_of(facts: Facts, named: Iterable[str]) -> dict[str, Evidence]:
    """Return what the facts say that are named, by id. What no kind of fact has is left out."""
    found: dict[str, Evidence] = {}
    for each in named:
        place = facts.place_of(each)
        if place is not None and place[0] in _TELLING:
            kind, fact = place
            found[each] = _TELLING[kind](fact, each)
    return found


def tie_evidence(ties: Iterable[Tie]) -> tuple[Evidence, ...]:
    """Return what ties say, in the words of findings, without any family or plan."""
    return tuple(_tie(tie, tie.id) for tie in tie_facts(ties))


def _said(
    id: str,  # noqa: A002 - the word that evidence uses
    kind: str,
    says: str,
    ends: tuple[str | None, str | None],
    period: Period = ALWAYS,
) -> Evidence:
    return _new_evidence(
        id=id, kind=kind, says=says, subject=ends[0], object=ends[1], period=period
    )


def _duty(duty: DutyFact, _: str) -> Evidence:
    role = duty.role.replace("_", " ")
    return _said(duty.id, "duty", f"{role} of", (duty.holder, duty.plan), duty.period)


def _tie(tie: TieFact, _: str) -> Evidence:
    return _said(tie.id, "tie", _tie_says(tie), (tie.subject, tie.object), tie.period)


def _service(service: ServiceFact, _: str) -> Evidence:
    says = "delivers a service of"
    provider = service.provider if isinstance(service.provider, str) else None
    return _said(service.id, "service", says, (provider, service.plan), _lived(service))


def _plan(plan: PlanFact, named: str) -> Evidence:
    for version in plan.versions:
        if version.id == named:
            author = version.authors[0] if len(version.authors) == 1 else None
            when = Period(start=version.day)
            return _said(version.id, "version", "wrote a version of", (author, plan.id), when)
    return _said(plan.id, "plan", "plan for", (plan.id, plan.youth), plan.period)


def _interest(interest: UnspecifiedInterestFact, _: str) -> Evidence:
    says = "owners not told: " + interest.reason.replace("_", " ")
    return _said(interest.id, "disclosure", says, (interest.agency, None), interest.period)


def _certification(held: CertificationFact, _: str) -> Evidence:
    says = "certified for " + held.role.replace("_", " ")
    return _said(held.id, "certification", says, (held.agency, None), held.period)


def _exception(held: ExceptionFact, _: str) -> Evidence:
    return _said(held.id, "exception", "holds an exception", (held.entity, None), held.period)


def _mitigation(held: MitigationFact, _: str) -> Evidence:
    ends = (held.holder, held.counterparty)
    return _said(held.id, "mitigation", "safeguards are recorded for", ends, held.period)


def _condition(condition: ConditionFact, _: str) -> Evidence:
    ends = (condition.imposed_by, condition.plan)
    return _said(condition.id, "condition", "set a condition in", ends, condition.period)


def _support(support: SupportFact, named: str) -> Evidence:
    helps = (support.person, support.plans[0] if len(support.plans) == 1 else None)
    for payment in support.payments:
        if payment.id == named:
            return _said(payment.id, "payment", "is paid for", helps, payment.period)
    return _said(support.id, "support", f"{support.type} support of", helps, support.period)


def _offer(offer: OfferFact, _: str) -> Evidence:
    ends = (offer.offered_by, offer.plan)
    return _on(offer.id, "offer", "offered providers for", ends, offer.day)


def _choice(choice: ChoiceFact, _: str) -> Evidence:
    return _on(
        choice.id, "choice", "choice recorded for", (choice.plan, choice.service), choice.day
    )


def _notice(notice: NoticeFact, _: str) -> Evidence:
    return _on(notice.id, "notice", "notice of rights for", (None, notice.plan), notice.day)


def _disclosure(told: DisclosureFact, _: str) -> Evidence:
    says = "disclosed interests" if told.kind == "interests" else "attested independence"
    return _on(told.id, "disclosure", says, (told.person, told.employer), told.day)


def _referral(referral: ReferralFact, _: str) -> Evidence:
    says = f"referred in {referral.quarter} to"
    return _said(referral.id, "referral", says, (referral.by, referral.provider))


def _event(event: EventFact, _: str) -> Evidence:
    says = event.kind.replace("_", " ")
    return _on(event.id, "event", says, (event.by, event.plan), event.day)


def _request(request: RequestFact, _: str) -> Evidence:
    ends = (request.handled_by, request.about)
    return _said(request.id, "request", "handles a request about", ends, _open(request))


def _grievance(grievance: GrievanceFact, _: str) -> Evidence:
    ends = (grievance.plan, grievance.subject)
    return _said(grievance.id, "grievance", "complaint about", ends, _open(grievance))


def _assessment(made: AssessmentFact, _: str) -> Evidence:
    says = "sets the rate of" if made.sets_rate_for else "assessed for"
    return _on(made.id, "assessment", says, (made.by, made.sets_rate_for or made.plan), made.day)


def _activity(act: ActivityFact, _: str) -> Evidence:
    says = "billed as " + act.billed_as.replace("_", " ")
    return _on(act.id, "activity", says, (act.person, act.plan), act.day)


def _flex_fund(fund: FlexFundFact, _: str) -> Evidence:
    ends = (fund.requester, fund.payee)
    return _on(fund.id, "flex_fund", "flexible funds asked for", ends, fund.day)


def _meeting(meeting: MeetingFact, _: str) -> Evidence:
    return _on(meeting.id, "meeting", "team met for", (None, meeting.plan), meeting.day)


def _gift(gift: GiftFact, _: str) -> Evidence:
    period = gift.period if gift.day is None else _day(gift.day)
    return _said(gift.id, "gift", f"gave a {gift.kind} to", (gift.giver, gift.receiver), period)


def _on(
    id: str,  # noqa: A002 - the word that evidence uses
    kind: str,
    says: str,
    ends: tuple[str | None, str | None],
    day: date,
) -> Evidence:
    return _said(id, kind, says, ends, _day(day))


def _day(day: date) -> Period:
    after = next_day(day)
    return Period(start=day, end=after if after > day else None)


def _open(matter: RequestFact | GrievanceFact) -> Period:
    return matter.period or _day(matter.received)


def _tie_says(tie: TieFact) -> str:
    if tie.kind == "kin":
        return _NATURES.get(tie.nature, "") + _KIN.get(tie.relation or "", "related to")
    if tie.kind == "office":
        return f"{(tie.position or 'office').replace('_', ' ')} of"
    return _TIES.get(tie.kind, tie.kind.replace("_", " "))


def _lived(service: ServiceFact) -> Period:
    """Return the days of the first to the last span in which the service was active."""
    spans = [span.period for span in service.spans if span.status == "active"]
    if len(spans) == 1:
        return spans[0]
    starts = [period.start for period in spans]
    ends = [period.end for period in spans]
    start = min((s for s in starts if isinstance(s, date)), default=None)
    end = max((e for e in ends if isinstance(e, date)), default=None)
    if not spans or None in ends or any(not isinstance(e, date) for e in ends):
        end = None
    return Period(start=None if None in starts else start, end=end)


_TELLING: Mapping[str, Callable[[Any, str], Evidence]] = {  # Any: facts of that kind
    "plans": _plan,
    "duties": _duty,
    "services": _service,
    "ties": _tie,
    "unspecified_interests": _interest,
    "certifications": _certification,
    "exceptions": _exception,
    "mitigations": _mitigation,
    "offers": _offer,
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
"""What tells a fact of each kind, or the part of it that is named."""
