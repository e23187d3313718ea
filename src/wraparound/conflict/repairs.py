"""Steps that make something good: a paper signed, a list shown again, a waiver put in order.

Which of them clears what is not written here: each is supposed, and the review is asked again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import attrs

from wraparound.conflict.acts import (
    ChoiceFact,
    DisclosureFact,
    NoticeFact,
    OfferFact,
    RequestFact,
    SignatureFact,
)
from wraparound.conflict.deeds import Deed, Step, Whose
from wraparound.conflict.facts import Facts
from wraparound.conflict.kinds import (
    ApprovalFact,
    ExceptionFact,
    Fact,
    MitigationFact,
    PlanFact,
    SafeguardFact,
    ServiceFact,
    VersionFact,
)
from wraparound.model.findings import Finding
from wraparound.model.periods import Period
from wraparound.policy import Policy, WaiverKind

SUPPOSED = "supposed-"
"""How the ids of facts begin that are only supposed."""

UNANSWERED = "unanswered"
"""The reason of a finding about a request that waits."""

_SUPERVISOR = "supervisor"
_ALL_SAID = frozenset(
    {
        "service_options_given",
        "service_selection",
        "provider_options_given",
        "provider_selection_agreement",
        "plan_agreement",
        "setting_choice",
    }
)
_ALL_FORMS = ("verbal", "written")


def repairs(facts: Facts, finding: Finding, *, policy: Policy) -> Iterator[Step]:
    """Yield what could be made good about a finding, as steps to suppose.

    Args:
        facts: All facts.
        finding: The finding.
        policy: The packs, which say what a waiver must show.
    """
    held = {each.id: each for _, kind in facts.by_kind() for each in kind}
    on_path = [held[each] for each in finding.path if each in held]
    plan = next((each for each in facts.plans if each.id == finding.plan), None)
    if finding.holder in facts.ids_of("people"):
        for deed, kind in ((Deed.DISCLOSED, "interests"), (Deed.ATTESTED, "attestation")):
            signed = functools.partial(_signed, finding.holder, kind)
            yield _step(finding.holder, deed, Whose.PERSON, signed)
    if plan is not None:
        yield from _of_plan(plan, on_path)
    for each in on_path:
        if isinstance(each, RequestFact) and UNANSWERED in finding.reasons:
            yield _step(each.id, Deed.ANSWERED, Whose.PROGRAM, functools.partial(_answered, each))
    for name in dict.fromkeys((*finding.waivers, *finding.path)):
        waiver = held.get(name)
        if isinstance(waiver, ExceptionFact):
            change = functools.partial(_excepted, waiver, policy)
            yield _step(waiver.id, Deed.PUT_IN_ORDER, Whose.AUTHORITY, change)
        elif isinstance(waiver, MitigationFact):
            codes = tuple(each.code for each in waiver.safeguards)
            change = functools.partial(_secured, waiver, {*codes, *safeguards(finding, policy)})
            yield _step(waiver.id, Deed.PUT_IN_ORDER, Whose.PROGRAM, change)


def safeguarded(finding: Finding, codes: Sequence[str]) -> Step:
    """Return the step that puts safeguards in force for a finding, and for no other."""
    return Step(
        fact=finding.path[0] if finding.path else finding.plan or "",
        deed=Deed.SAFEGUARDED,
        whose=Whose.PROGRAM,
        supposed=functools.partial(_mitigated, finding, tuple(codes)),
        detail=", ".join(codes),
    )


def safeguards(finding: Finding, policy: Policy) -> tuple[str, ...]:
    """Return every safeguard that a pack which raises the finding may ask for, sorted."""
    found: set[str] = set()
    for pack in policy.packs:
        entry = pack.rules.get(finding.rule)
        if entry is None or finding.view(pack.id) is None:
            continue
        waivers = [entry.waiver, *(each.waiver for each in entry.variants.values() if each.waiver)]
        for waiver in waivers:
            if waiver.kind is WaiverKind.SAFEGUARDS:
                found.update(waiver.requires)
            if waiver.kind is WaiverKind.EXCEPTION:  # where the pack does not restrict the role
                found.update(policy.values(pack).sequence("safeguards.default"))
    return tuple(sorted(found))


_Change = Callable[[Facts, date], Facts]


def _step(fact: str | None, deed: Deed, whose: Whose, supposed: _Change) -> Step:
    return Step(fact=fact or "", deed=deed, whose=whose, supposed=supposed)


def _of_plan(plan: PlanFact, on_path: Iterable[Fact]) -> Iterator[Step]:
    yield _step(plan.id, Deed.WRITTEN_ANEW, Whose.PROGRAM, functools.partial(_anew, plan.id))
    yield _step(plan.id, Deed.GUIDED, Whose.PROGRAM, functools.partial(_guided, plan.id))
    yield _step(plan.id, Deed.NOTICE_GIVEN, Whose.PROGRAM, functools.partial(_told, plan.id))
    yield _step(plan.id, Deed.SIGNED, Whose.FAMILY, functools.partial(_consented, plan.id))
    for each in on_path:
        if isinstance(each, ServiceFact):
            chosen = functools.partial(_chosen, each)
            yield _step(each.id, Deed.CHOICE_KEPT, Whose.PROGRAM, chosen)
        elif isinstance(each, OfferFact):
            offered = functools.partial(_offered, each)
            yield _step(each.id, Deed.OFFERED_AGAIN, Whose.PROGRAM, offered)


def _with(facts: Facts, kind: str, more: Iterable[Fact]) -> Facts:
    """Return facts with more of a kind; one that has the id of another stands in its place."""
    added = {each.id: each for each in more}
    kept = [added.pop(each.id, each) for each in getattr(facts, kind)]
    changes: Any = {kind: (*kept, *added.values())}  # Any: the kind says which facts these are
    return attrs.evolve(facts, **changes)


def _signed(person: str, kind: str, facts: Facts, day: date) -> Facts:
    mine = [each for each in facts.ties if person in (each.subject, each.object)]
    employers = [
        each.object
        for each in mine
        if each.kind == "employed_by" and each.object and each.period.covers(day)
    ]
    bosses = {each.subject for each in mine if each.kind == "supervises" and each.object == person}
    bosses |= {each.holder for each in facts.duties if each.role == _SUPERVISOR}
    signed = [
        DisclosureFact(
            id=f"{SUPPOSED}{kind}-{place}",
            kind=kind,
            person=person,
            day=day,
            declares=tuple(each.id for each in mine),
            employer=employer,
            cosigned_by=tuple(sorted(bosses - {person} & facts.ids_of("people"))),
        )
        for place, employer in enumerate(employers or [None])
    ]
    return _with(facts, "disclosures", signed)


def _anew(plan: str, facts: Facts, day: date) -> Facts:
    """Suppose a version that nobody wrote of whom the records know, consented to and signed."""
    held = next(each for each in facts.plans if each.id == plan)
    version = VersionFact(id=f"{SUPPOSED}version", day=day)
    changed = attrs.evolve(held, versions=(*held.versions, version))
    return _consented(plan, _with(facts, "plans", [changed]), day)


def _guided(plan: str, facts: Facts, day: date) -> Facts:
    held = next(each for each in facts.plans if each.id == plan)
    changed = attrs.evolve(
        held,
        coi_guidelines=(*held.coi_guidelines, day),
        dispute_strategy=(*held.dispute_strategy, day),
    )
    return _with(facts, "plans", [changed])


def _told(plan: str, facts: Facts, day: date) -> Facts:
    notice = NoticeFact(
        id=f"{SUPPOSED}notice",
        kind="right_to_other_coordinator",
        plan=plan,
        day=day,
        forms=_ALL_FORMS,
    )
    return _with(facts, "notices", [notice])


def _consented(plan: str, facts: Facts, day: date) -> Facts:
    held = next(each for each in facts.plans if each.id == plan)
    providers = {
        each.provider
        for each in facts.services
        if each.plan == plan and isinstance(each.provider, str)
    }
    signed = [
        SignatureFact(id=f"{SUPPOSED}signature-{each}", plan=plan, by=each, day=day)
        for each in sorted(providers)
    ]
    changed = attrs.evolve(held, consent=(*held.consent, day))
    return _with(_with(facts, "plans", [changed]), "signatures", signed)


def _chosen(service: ServiceFact, facts: Facts, day: date) -> Facts:
    kept = ChoiceFact(
        id=f"{SUPPOSED}choice", plan=service.plan, service=service.id, day=day, said=_ALL_SAID
    )
    return _with(facts, "choices", [kept])


def _offered(offer: OfferFact, facts: Facts, day: date) -> Facts:
    """Suppose an offer of everybody on the roster where the youth lives, or may live."""
    youth = {each.youth for each in facts.plans if each.id == offer.plan}
    areas = {
        stay.area
        for each in facts.youth
        if each.id in youth
        for stay in each.areas
        if stay.period.covers(day) is not False
    }
    anywhere = not areas or None in areas
    providers = {
        each.agency
        for each in facts.roster
        if offer.category in each.offers
        and not each.fit.fails
        and each.period.covers(day) is not False
        and (anywhere or each.area in areas)
    }
    again = attrs.evolve(
        offer, id=f"{SUPPOSED}offer", day=day, providers=tuple(sorted(providers)), recorded=None
    )
    return _with(facts, "offers", [again])


def _answered(request: RequestFact, facts: Facts, day: date) -> Facts:
    answered = attrs.evolve(request, period=Period(start=request.received, end=day))
    return _with(facts, "requests", [answered])


def _excepted(waiver: ExceptionFact, policy: Policy, facts: Facts, day: date) -> Facts:
    """Suppose an exception renewed for what it covers already, and shown and approved anew."""
    terms = [each.exception for each in policy.packs if each.exception is not None]
    kinds = sorted({kind for each in terms for kind in each.approvals})
    codes = {code for each in terms for code in each.safeguards}
    renewed = attrs.evolve(
        waiver,
        period=_running(waiver.period, day),
        approvals=tuple(ApprovalFact(kind=kind, status="approved", day=day) for kind in kinds),
        demonstrated=day,
        roster_checks=(*waiver.roster_checks, day),
        safeguards=_in_force(waiver.safeguards, codes, day),
    )
    return _with(facts, "exceptions", [renewed])


def _secured(waiver: MitigationFact, codes: Iterable[str], facts: Facts, day: date) -> Facts:
    renewed = attrs.evolve(
        waiver,
        period=_running(waiver.period, day),
        safeguards=_in_force(waiver.safeguards, codes, day),
        approved_by=None,
        approved_on=None,
    )
    return _with(facts, "mitigations", [renewed])


def _mitigated(finding: Finding, codes: tuple[str, ...], facts: Facts, day: date) -> Facts:
    parties = {*facts.ids_of("people"), *facts.ids_of("agencies")}
    mitigation = MitigationFact(
        id=f"{SUPPOSED}mitigation",
        rules=(finding.rule,),
        safeguards=_in_force((), codes, day),
        holder=finding.holder if finding.holder in parties else None,
        counterparty=finding.counterparty if finding.counterparty in parties else None,
        plan=finding.plan,
        period=Period(start=day),
    )
    return _with(facts, "mitigations", [mitigation])


def _running(period: Period, day: date) -> Period:
    """Return a period that covers a day: as it is, or renewed from that day on."""
    return period if period.surely_covers(day) else Period(start=day)


def _in_force(
    held: tuple[SafeguardFact, ...], codes: Iterable[str], day: date
) -> tuple[SafeguardFact, ...]:
    wanted = {*codes, *(each.code for each in held)}
    return tuple(SafeguardFact(code=each, period=Period(start=day)) for each in sorted(wanted))
