"""What each fact of a path says, in words and ids: the links of the chain that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from wraparound.conflict.acts import GrievanceFact, RequestFact
from wraparound.conflict.facts import Facts
from wraparound.conflict.kinds import Fact, ServiceFact, TieFact
from wraparound.conflict.projected_directory import tie_facts
from wraparound.conflict.standing import next_day
from wraparound.model.findings import Evidence
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.tie import Tie

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

_WITH_PARTS = frozenset({"plans", "supports"})
"""Facts whose parts a path can name too."""

_NATURES = {"step": "step-relation: ", "adoption": "by adoption: ", "foster": "foster: "}


def evidence_of(facts: Facts, named: frozenset[str]) -> dict[str, Evidence]:
    """Return what the facts say that are named, by id.

    Most facts are in no path, and putting them into words would take longer than a review.
    """
    few = {
        kind: tuple([fact for fact in getattr(facts, kind) if fact.id in named])
        for kind, ids in facts.ids.items()
        if kind not in _WITH_PARTS and not named.isdisjoint(ids)
    }
    plans = [
        attrs.evolve(plan, versions=tuple(each for each in plan.versions if each.id in named))
        for plan in facts.plans
        if _names(named, plan, plan.versions)
    ]
    supports = [each for each in facts.supports if _names(named, each, each.payments)]
    told = Facts(**few, plans=tuple(plans), supports=tuple(supports))
    return {each.id: each for each in _all(told)}


def _names(named: frozenset[str], fact: Fact, parts: Iterable[Fact]) -> bool:
    return fact.id in named or any(part.id in named for part in parts)


def tie_evidence(ties: Iterable[Tie]) -> tuple[Evidence, ...]:
    """Return what ties say, in the words of findings, without any family or plan."""
    return tuple(map(_tie, tie_facts(ties)))


def _said(
    id: str,  # noqa: A002 - the word that evidence uses
    kind: str,
    says: str,
    ends: tuple[str | None, str | None],
    period: Period = ALWAYS,
) -> Evidence:
    return Evidence(id=id, kind=kind, says=says, subject=ends[0], object=ends[1], period=period)


def _all(facts: Facts) -> Iterator[Evidence]:
    for duty in facts.duties:
        role = duty.role.replace("_", " ")
        yield _said(duty.id, "duty", f"{role} of", (duty.holder, duty.plan), duty.period)
    for tie in facts.ties:
        yield _tie(tie)
    for service in facts.services:
        says = "delivers a service of"
        provider = service.provider if isinstance(service.provider, str) else None
        yield _said(service.id, "service", says, (provider, service.plan), _lived(service))
    for plan in facts.plans:
        yield _said(plan.id, "plan", "plan for", (plan.id, plan.youth), plan.period)
        for version in plan.versions:
            author = version.authors[0] if len(version.authors) == 1 else None
            when = Period(start=version.day)
            yield _said(version.id, "version", "wrote a version of", (author, plan.id), when)
    yield from _standing(facts)
    yield from _choosing(facts)
    yield from _happened(facts)


def _standing(facts: Facts) -> Iterator[Evidence]:
    for interest in facts.unspecified_interests:
        says = "owners not told: " + interest.reason.replace("_", " ")
        yield _said(interest.id, "disclosure", says, (interest.agency, None), interest.period)
    for held in facts.certifications:
        says = "certified for " + held.role.replace("_", " ")
        yield _said(held.id, "certification", says, (held.agency, None), held.period)
    for exception in facts.exceptions:
        says = "holds an exception"
        yield _said(exception.id, "exception", says, (exception.entity, None), exception.period)
    for each in facts.mitigations:
        says = "safeguards are recorded for"
        yield _said(each.id, "mitigation", says, (each.holder, each.counterparty), each.period)
    for condition in facts.conditions:
        ends = (condition.imposed_by, condition.plan)
        yield _said(condition.id, "condition", "set a condition in", ends, condition.period)
    for support in facts.supports:
        helps = (support.person, support.plans[0] if len(support.plans) == 1 else None)
        yield _said(support.id, "support", f"{support.type} support of", helps, support.period)
        for payment in support.payments:
            yield _said(payment.id, "payment", "is paid for", helps, payment.period)


def _choosing(facts: Facts) -> Iterator[Evidence]:
    for offer in facts.offers:
        yield _on(
            offer.id, "offer", "offered providers for", offer.offered_by, offer.plan, offer.day
        )
    for choice in facts.choices:
        yield _on(
            choice.id, "choice", "choice recorded for", choice.plan, choice.service, choice.day
        )
    for notice in facts.notices:
        yield _on(notice.id, "notice", "notice of rights for", None, notice.plan, notice.day)
    for each in facts.disclosures:
        says = "disclosed interests" if each.kind == "interests" else "attested independence"
        yield _on(each.id, "disclosure", says, each.person, each.employer, each.day)
    for referral in facts.referrals:
        says = f"referred in {referral.quarter} to"
        yield _said(referral.id, "referral", says, (referral.by, referral.provider))


def _happened(facts: Facts) -> Iterator[Evidence]:
    for event in facts.events:
        yield _on(event.id, "event", event.kind.replace("_", " "), event.by, event.plan, event.day)
    for request in facts.requests:
        ends = (request.handled_by, request.about)
        yield _said(request.id, "request", "handles a request about", ends, _open(request))
    for grievance in facts.grievances:
        parties = (grievance.plan, grievance.subject)
        yield _said(grievance.id, "grievance", "complaint about", parties, _open(grievance))
    for each in facts.assessments:
        says = "sets the rate of" if each.sets_rate_for else "assessed for"
        yield _on(each.id, "assessment", says, each.by, each.sets_rate_for or each.plan, each.day)
    for act in facts.activities:
        says = "billed as " + act.billed_as.replace("_", " ")
        yield _on(act.id, "activity", says, act.person, act.plan, act.day)
    for fund in facts.flex_funds:
        yield _on(
            fund.id, "flex_fund", "flexible funds asked for", fund.requester, fund.payee, fund.day
        )
    for meeting in facts.meetings:
        yield _on(meeting.id, "meeting", "team met for", None, meeting.plan, meeting.day)
    for gift in facts.gifts:
        period = gift.period if gift.day is None else _day(gift.day)
        ends = (gift.giver, gift.receiver)
        yield _said(gift.id, "gift", f"gave a {gift.kind} to", ends, period)


def _on(
    id: str,  # noqa: A002 - the word that evidence uses
    kind: str,
    says: str,
    subject: str | None,
    object_id: str | None,
    day: date,
) -> Evidence:
    return _said(id, kind, says, (subject, object_id), _day(day))


def _day(day: date) -> Period:
    after = next_day(day)
    return Period(start=day, end=after if after > day else None)


def _open(matter: RequestFact | GrievanceFact) -> Period:
    return matter.period or _day(matter.received)


def _tie(tie: TieFact) -> Evidence:
    return _said(tie.id, "tie", _tie_says(tie), (tie.subject, tie.object), tie.period)


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
