"""Rules about needs and strengths: whose they are, how they are worded, what they lack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wraparound.model.assessment import Assessment, ItemRating
from wraparound.model.need import Need, NeedStatus
from wraparound.model.outcome import OutcomeStatus
from wraparound.model.plan import Plan
from wraparound.model.plan_findings import RecordPlace
from wraparound.model.strategy import StrategyStatus
from wraparound.model.strength import OwnerKind, Strength
from wraparound.model.terms import Unknown
from wraparound.quality.look import (
    Judgement,
    Look,
    at,
    cannot_tell,
    finds,
    is_blank,
    share_of,
)
from wraparound.quality.wording import Named, blames, is_functional
from wraparound.quality.words import normalised

_OPEN: Final = frozenset({NeedStatus.IDENTIFIED, NeedStatus.ACTIVE})
_OF_FAMILY: Final = frozenset({OwnerKind.CAREGIVER, OwnerKind.FAMILY})
_OF_OTHERS: Final = _OF_FAMILY | {OwnerKind.SIBLING}
_ACTIONABLE: Final = 2
_AT_ONCE: Final = 3


def only_a_service(look: Look) -> Judgement:
    """NEED-01: the need is a service."""
    yield from _worded(look, Named.SERVICE_ONLY)


def service_with_reason(look: Look) -> Judgement:
    """NEED-02: the need names a service next to its reason."""
    yield from _worded(look, Named.SERVICE_WITH_REASON)


def blaming(look: Look) -> Judgement:
    """NEED-03: the need blames or labels."""
    for place, need in _open_needs(look):
        if blames(need.statement, look.words):
            yield finds(place, statement=need.statement)


def incomplete(look: Look) -> Judgement:
    """NEED-04: the need lacks its owner, its domain or its priority."""
    for place, need in _open_needs(look):
        unset = need.status is NeedStatus.ACTIVE and not isinstance(need.priority, int)
        missing = [
            name
            for name, lacks in (
                ("owner", is_blank(need.owner)),
                ("domain", need.domain is None or isinstance(need.domain, Unknown)),
                ("priority", unset),
            )
            if lacks
        ]
        if missing:
            yield finds(place, missing=missing)


def too_many_domains(look: Look) -> Judgement:
    """NEED-05: the plan works on more parts of life than the program wants at once."""
    if look.plan is None:
        return
    domains = {need.domain for _, need in active_needs(look)} - {None}
    domains = {each for each in domains if not isinstance(each, Unknown)}
    for limit in look.numbers("active_domains_max")[:1]:
        if len(domains) > limit:
            yield finds(at(look.plan, "needs"), n=len(domains), max=limit)


def only_of_the_youth(look: Look) -> Judgement:
    """NEED-06: every need is the young person's."""
    needs = [need for _, need in active_needs(look)]
    if look.plan and needs and not any(each.owner_kind in _OF_OTHERS for each in needs):
        yield finds(at(look.plan, "needs"))


def not_in_family_words(look: Look) -> Judgement:
    """NEED-07: the family has not confirmed the wording."""
    for place, need in active_needs(look):
        if need.in_family_words is False:
            yield finds(place)
        elif isinstance(need.in_family_words, Unknown):
            yield cannot_tell(place, "in_family_words")


def item_not_used(look: Look) -> Judgement:
    """NEED-08: the assessment found something that the plan does not answer."""
    covered = {
        code for need in (look.plan.needs if look.plan else ()) for code in need.linked_items
    }
    for place, item, assessment in _rated(look, _ACTIONABLE):
        waits = {each.item for each in assessment.deferrals if not is_blank(each.reason)}
        if item.code not in covered | waits:
            yield finds(place, code=item.code, rating=item.rating)


def no_safety_step(look: Look) -> Judgement:
    """NEED-09: something needs action at once, and no plan has a step for it."""
    plan, enrollment = look.plan, look.stay.enrollment
    covered = set(plan.crisis_plan.linked_items) if plan and plan.crisis_plan else set()
    for each in enrollment.immediate_plans if enrollment else ():
        covered |= set(each.linked_items)
    for place, item, _ in _rated(look, _AT_ONCE):
        if item.code not in covered:
            yield finds(place, code=item.code)


def no_reason_beneath(look: Look) -> Judgement:
    """NEED-10: nobody wrote what lies beneath."""
    for place, need in active_needs(look):
        if is_blank(need.underlying_reason):
            yield finds(place)


def written_twice(look: Look) -> Judgement:
    """NEED-11: the same need of the same person stands there twice."""
    seen: set[tuple[str, object]] = set()
    for place, need in active_needs(look):
        key = (normalised(need.statement), need.owner)
        if key in seen:
            yield finds(place)
        seen.add(key)


def met_without_outcome(look: Look) -> Judgement:
    """NEED-12: the need is marked met, and none of its outcomes is."""
    for place, need in look.needs:
        outcomes = look.plan.outcomes if look.plan else ()
        reached = any(
            each.need == need.id and each.status is OutcomeStatus.REACHED for each in outcomes
        )
        if need.status is NeedStatus.MET and not reached:
            yield finds(place)


def strengths_missing(look: Look) -> Judgement:
    """STR-01: no strength of the young person, or none of the family."""
    if look.plan is None:
        return
    kinds = {strength.owner_kind for _, strength in active_strengths(look)}
    place = at(look.plan, "strengths")
    if OwnerKind.YOUTH not in kinds:
        yield finds(place, missing_kind="youth")
    if not kinds & _OF_FAMILY:
        yield finds(place, missing_kind="family")


def not_functional(look: Look) -> Judgement:
    """STR-02: the strength does not say what it does, or when."""
    for place, strength in active_strengths(look):
        if not is_functional(strength.description, strength.function, look.words):
            yield finds(place, description=strength.description)


def strengths_unused(look: Look) -> Judgement:
    """STR-03: strengths are listed, and few of them are used."""
    plan = look.plan
    strengths = [strength for _, strength in active_strengths(look)]
    if plan is None or plan.version <= 1 or not strengths:
        return
    used = used_strengths(plan)
    count = sum(each.id in used for each in strengths)
    for limit in look.numbers("strength_use_min")[:1]:
        if count < limit * len(strengths):
            yield finds(at(plan, "strengths"), share=share_of(count, len(strengths)))


def absence_of_a_problem(look: Look) -> Judgement:
    """STR-04: the strength only says what is not wrong."""
    for place, strength in active_strengths(look):
        if look.words.absence.search(normalised(strength.description)):
            yield finds(place, description=strength.description)


def active_needs(look: Look) -> Iterator[tuple[RecordPlace, Need]]:
    """Yield the active needs of the plan in force, each with its place."""
    return ((place, need) for place, need in look.needs if need.status is NeedStatus.ACTIVE)


def active_strengths(look: Look) -> Iterator[tuple[RecordPlace, Strength]]:
    """Yield the active strengths of the plan in force, each with its place."""
    return (placed for placed in look.strengths if placed[1].active)


def used_strengths(plan: Plan) -> frozenset[str]:
    """Return the strengths that an active strategy names."""
    return frozenset(
        name
        for strategy in plan.strategies
        if strategy.status is StrategyStatus.ACTIVE
        for name in strategy.strengths
    )


def _open_needs(look: Look) -> Iterator[tuple[RecordPlace, Need]]:
    return ((place, need) for place, need in look.needs if need.status in _OPEN)


def _worded(look: Look, wanted: Named) -> Judgement:
    for place, need in _open_needs(look):
        if look.named_in(need.statement) is wanted:
            yield finds(place, statement=need.statement)


def _rated(look: Look, least: int) -> Iterator[tuple[RecordPlace, ItemRating, Assessment]]:
    """Yield the items of each instrument's latest assessment that are rated so high."""
    latest: dict[str, Assessment] = {}
    for each in look.stay.assessments:
        if not look.was_by(each.on):
            continue
        known = latest.get(each.instrument)
        if known is None or str(each.on) >= str(known.on):
            latest[each.instrument] = each
    for each in look.stay.assessments:
        if latest.get(each.instrument) is not each or isinstance(each.items, Unknown):
            continue
        for item in each.items:
            rated = item.rating is not None and item.rating >= least
            if rated and item.code not in each.strength_items:
                yield at(each, "items", item.code), item, each


RULES: Final = {
    "NEED-01": only_a_service,
    "NEED-02": service_with_reason,
    "NEED-03": blaming,
    "NEED-04": incomplete,
    "NEED-05": too_many_domains,
    "NEED-06": only_of_the_youth,
    "NEED-07": not_in_family_words,
    "NEED-08": item_not_used,
    "NEED-09": no_safety_step,
    "NEED-10": no_reason_beneath,
    "NEED-11": written_twice,
    "NEED-12": met_without_outcome,
    "STR-01": strengths_missing,
    "STR-02": not_functional,
    "STR-03": strengths_unused,
    "STR-04": absence_of_a_problem,
}
"""The rules of this file by their codes."""
