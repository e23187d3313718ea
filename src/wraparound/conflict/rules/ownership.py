"""Shares, control, secured debt, and what nobody disclosed (COI-OWN)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

import attrs

from wraparound.conflict.acts import DisclosureFact
from wraparound.conflict.bands import Band, band_of, exact_text
from wraparound.conflict.day import (
    AGENTS,
    ASSESSING,
    ORGANIZING,
    PLANNING,
    Day,
    Duty,
    Service,
    paid,
)
from wraparound.conflict.frozen import frozen
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import PlanFact
from wraparound.conflict.needs import duty_of, provided, tied_holder
from wraparound.conflict.network import Link
from wraparound.conflict.rules.asking import Links, over_services
from wraparound.conflict.standing import FOREVER, begins_by, standing
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.model.findings import Disposition, FindingMeasure, MeasureValue
from wraparound.model.truth import YES
from wraparound.policy import Age, Values

_OWNERS = PLANNING | ASSESSING | ORGANIZING
_OWN_BOSS = frozenset({"facilitator", "planner", "supervisor"})
_DECLARED = ("employed_by", "contracted_by", "compensated_by", "owns", "office", "secured_debt")

_GRADED = "at_or_above_grade"


@frozen(kw_only=True)
class _Held(Link):
    """A holding as a link, with its size."""

    band: Band
    name: str


def owns_directly(day: Day, _: Options) -> Iterator[Statement]:
    """OWN-01: who plans, assesses or coordinates owns a share of a provider in their own name.

    Source: 42 CFR 441.730(b)(4) with 411.354, 441.555(c)(4), 441.301(c)(1)(vi); specification 5.10.
    """
    yield from _measured(day, _direct, graded=True)


def small_indirect_interest(day: Day, _: Options) -> Iterator[Statement]:
    """OWN-02: an interest through other agencies, below the size that grades it as serious.

    Also the signal that the provider and an agency the holder owns a part of are under one control.
    Source: 42 CFR 441.730(b)(4) with 411.354 (no floor); specification 5.10.
    """
    yield from _measured(day, _small)
    yield from _sisters(day)


def total_interest(day: Day, _: Options) -> Iterator[Statement]:
    """OWN-03: an interest, direct part included, of the size that grades it as serious.

    Source: 42 CFR 441.730(b)(4), 441.555(c)(4); graded by 455.101-.102; specification 5.10.
    """
    yield from _measured(day, _total)


def controls_provider(day: Day, _: Options) -> Iterator[Statement]:
    """OWN-04: who plans, assesses or coordinates controls a provider.

    Source: 42 CFR 441.730(b)(4), 441.555(c)(4), 441.301(c)(1)(vi); specification 5.10.
    """
    for _link, statement in over_services(day, day.holding(_OWNERS), _control):
        yield statement


def secured_debt(day: Day, _: Options) -> Iterator[Statement]:
    """OWN-05: a debt that is secured by a provider's property.

    Source: 42 CFR 441.730(b)(4) with 411.354(b)(1); graded by 455.102(b); specification 5.10.
    """
    yield from _measured(day, _debts, graded=True)


def interest_cannot_be_told(day: Day, _: Options) -> Iterator[Statement]:
    """OWN-06: the owners of a provider, or the interests of who plans, are not disclosed.

    Source: no text; that nobody disclosed a tie does not mean that there is none; specification
    5.11.
    """
    for duty in day.persons_holding(AGENTS):
        if not duty.truth.holds:
            continue
        sure, providers = day.kept(("paid", duty.plan.id), _surely_paid, day, duty.plan)
        if sure:
            if day.index.unspecified:
                yield from _unspecified(day, duty, sure)
            found = _unreliable(day, duty, providers)
            if found is not None:
                yield found


def owns_employer(day: Day, _: Options) -> Iterator[Statement]:
    """OWN-07: who plans or supervises owns most of the agency that employs them.

    Source: ARM 37.40.1125(1)(f); specification 5.10.
    """
    limit = day.values.number("control.threshold")
    for duty in day.persons_holding(_OWN_BOSS):
        for job, truth in day.network.employers(duty.fact.holder):
            held = day.network.interest(duty.fact.holder, job.object or "")
            if held is not None:
                yield Statement(
                    truth=duty.truth & truth & held[0].band.above(limit),
                    path=(duty.fact.id, job.id, *held[0].path),
                    plan=duty.plan.id,
                    holder=duty.fact.holder,
                    counterparty=job.object,
                    role=duty.fact.role,
                    measure=_measure("look_through", held[0].band),
                )


def _measured(
    day: Day,
    held: Links,
    *,
    graded: bool = False,
) -> Iterator[Statement]:
    grade = day.values.number("grade.threshold")
    for link, statement in over_services(day, day.holding(_OWNERS), held):
        if isinstance(link, _Held):
            serious = graded and link.band.at_least(grade).holds
            yield attrs.evolve(
                statement,
                measure=_measure(link.name, link.band),
                variant=_GRADED if serious else None,
            )


def _measure(name: str, band: Band) -> FindingMeasure:
    ends = (("lo", band.lo), ("hi", band.hi))
    values = tuple(MeasureValue(name=end, value=exact_text(number)) for end, number in ends)
    return FindingMeasure(name=name, values=values)


def _direct(day: Day, holder: str, agency: str) -> Iterator[Link]:
    of = day.network.entities.of
    held = day.network.holdings.direct(of(holder), of(agency))
    if held is not None and of(holder) != of(agency):
        truth = held.band.above(day.values.number("interest.threshold"))
        yield _Held(truth, held.path, band=held.band, name="direct_share")


def _total(day: Day, holder: str, agency: str) -> Iterator[Link]:
    held = day.network.interest(holder, agency)
    if held is not None:
        truth = held[0].band.at_least(day.values.number("grade.threshold"))
        yield _Held(truth, held[0].path, band=held[0].band, name="look_through")


def _small(day: Day, holder: str, agency: str) -> Iterator[Link]:
    held = day.network.interest(holder, agency)
    if held is None or held[0].only_direct:
        return
    interest, truth = held
    truth &= ~interest.band.at_least(day.values.number("grade.threshold"))
    yield _Held(truth, interest.path, band=interest.band, name="look_through")


def _control(day: Day, holder: str, agency: str) -> Iterator[Link]:
    of = day.network.entities.of
    way = day.network.power.controls(of(holder), of(agency))
    if way is not None:
        yield Link(way.truth, way.path)


def _debts(day: Day, holder: str, agency: str) -> Iterator[Link]:
    of = day.network.entities.of
    if of(holder) == of(agency):
        return
    for tie, truth in day.network.of_holder("secured_debt", holder):
        if tie.object is None or of(tie.object) != of(agency):
            continue
        band = _product(tie.share_band, band_of(tie.assets, tie.id))
        stands = truth & band.above(day.values.number("interest.threshold"))
        yield _Held(stands, (tie.id,), band=band, name="secured_debt")


def _product(share: Band, assets: Band) -> Band:
    sure = share.surely_positive and assets.surely_positive
    return Band(
        share.lo * assets.lo,
        share.hi * assets.hi,
        lo_open=sure and (share.lo_open or assets.lo_open),
        hi_open=share.hi_open or assets.hi_open,
        gaps=share.gaps | assets.gaps,
    )


def _sisters(day: Day) -> Iterator[Statement]:
    for _link, statement in over_services(day, day.holding(_OWNERS), _sister_links):
        yield attrs.evolve(
            statement,
            variant="sister",
            becomes=Disposition.POTENTIAL,
            reasons=frozenset({"common_control_only"}),
        )


def _sister_links(day: Day, holder: str, agency: str) -> Iterator[Link]:
    network = day.network
    owner, provider = network.entities.of(holder), network.entities.of(agency)
    own = network.interest(owner, provider)
    if owner == provider or (own is not None and not own[1].fails):
        return
    for entity in network.holdings.held_by(owner):
        held = network.interest(owner, entity)
        control = network.power.controls(entity, provider)
        if entity == provider or held is None or (control is not None and control.truth.holds):
            continue
        common = network.power.common(entity, provider, holder=owner)
        if common is not None:
            path = tuple(sorted({*held[0].path, *common.path}))
            yield Link(held[1] & common.truth, path)


def _surely_paid(day: Day, plan: PlanFact) -> tuple[tuple[Service, ...], frozenset[str]]:
    """Return the services of a plan that are surely live and paid, and who provides them."""
    of = day.network.entities.of
    sure = tuple([s for s in day.services(plan) if s.truth.holds and paid(s.fact).holds])
    return sure, frozenset([of(service.provider) for service in sure])


def _unspecified(day: Day, duty: Duty, services: Iterable[Service]) -> Iterator[Statement]:
    of = day.network.entities.of
    for service in services:
        for fact in day.index.unspecified:
            if of(fact.agency) != of(service.provider) or fact.reason == "no_beneficial_owners":
                continue
            if not day.standing(fact.period, fact.id).fails:
                yield Statement(
                    truth=YES,
                    path=(duty.fact.id, fact.id, service.fact.id),
                    plan=duty.plan.id,
                    holder=duty.fact.holder,
                    counterparty=service.provider,
                    role=duty.fact.role,
                    service=service.fact,
                    becomes=Disposition.INDETERMINATE,
                    reasons=frozenset({f"unspecified_owner:{fact.reason}"}),
                )


def _unreliable(day: Day, duty: Duty, providers: frozenset[str]) -> Statement | None:
    holder = duty.fact.holder
    latest, reasons = day.kept(("unreliable", holder, providers), _doubts, day, holder, providers)
    if not reasons:
        return None
    return Statement(
        truth=YES,
        path=(duty.fact.id,) if latest is None else (duty.fact.id, latest.id),
        plan=duty.plan.id,
        holder=holder,
        role=duty.fact.role,
        becomes=Disposition.INDETERMINATE,
        reasons=reasons,
    )


def _doubts(
    day: Day, person: str, providers: frozenset[str]
) -> tuple[DisclosureFact | None, frozenset[str]]:
    """Return the latest disclosure of a person, and why it cannot be relied on."""
    latest = latest_disclosure(day, person)
    if latest is None:
        return None, frozenset({"no_disclosure"})
    reasons = {f"disclosure_contradicted:{tie}" for tie in _hidden(day, latest, providers)}
    if is_stale(day, latest):
        reasons.add("stale_disclosure")
    return latest, frozenset(reasons)


def latest_disclosure(day: Day, person: str) -> DisclosureFact | None:
    """Return the latest disclosure of a person's interests on or before the day."""
    made = [
        each
        for each in day.index.disclosures_of[person]
        if each.kind == "interests" and day.has_come(each.day)
    ]
    return made[-1] if made else None


def is_stale(day: Day, disclosure: DisclosureFact) -> bool:
    """Tell whether a disclosure is too old to rely on."""
    oldest = day.values.age("disclosure.max_age")
    return oldest is not None and day.has_come(oldest.after(disclosure.day))


def _all_disclosed(index: Index, values: Values) -> date:
    """Return the first day on which interests may not be told, for OWN-06."""
    if index.aliased:
        return date.min
    untold = {fact.agency for fact in index.unspecified if fact.reason != "no_beneficial_owners"}
    age, found = values.age("disclosure.max_age"), FOREVER
    for name, plan in index.plans.items():
        provided_by: dict[str, list[date]] = {}
        for service, provider in index.provided(name):
            provided_by.setdefault(provider, []).extend(begins_by(s.period) for s in service.spans)
        starts = [start for held in provided_by.values() for start in held]
        if not starts:
            continue
        live = max(begins_by(plan.period), min(starts))
        for duty in index.duties_of_plan[name]:
            begin = max(live, begins_by(duty.period))
            if begin < found and duty.role in AGENTS and index.is_person(duty.holder):
                if untold.isdisjoint(provided_by):
                    begin = _reliable_until(index, duty.holder, provided_by.keys(), begin, age)
                found = min(found, begin)
    return found


def _reliable_until(
    index: Index, person: str, providers: Collection[str], begin: date, age: Age | None
) -> date:
    """Return until when a person's disclosures can be relied on from a day on, without a gap."""
    made = [each for each in index.disclosures_of[person] if each.kind == "interests"]
    kinds = index.tie_kinds.get(person, frozenset())
    for kind in _DECLARED:
        for tie in () if kind not in kinds else index.ties_from[kind, person]:
            if tie.object in providers and not all(tie.id in each.declares for each in made):
                return begin
    until = begin
    for each in made:
        if each.day > until:
            break
        until = max(until, FOREVER if age is None else age.after(each.day))
    return until


def _hidden(day: Day, disclosure: DisclosureFact, providers: frozenset[str]) -> Iterator[str]:
    of = day.network.entities.of
    kinds = day.index.tie_kinds.get(disclosure.person, frozenset())
    for kind in _DECLARED:
        for tie in () if kind not in kinds else day.index.ties_from[kind, disclosure.person]:
            declared = tie.id in disclosure.declares or tie.object is None
            if declared or of(tie.object or "") not in providers:
                continue
            then = standing(tie.period, disclosure.day, tie.id)
            if then.holds and day.standing(tie.period, tie.id).holds:
                yield tie.id


RULES = (
    Rule(code="COI-OWN-01", ask=owns_directly, needs=(tied_holder(_OWNERS, "owns"), provided)),
    Rule(
        code="COI-OWN-02",
        ask=small_indirect_interest,
        needs=(tied_holder(_OWNERS, "owns"), provided),
    ),
    Rule(code="COI-OWN-03", ask=total_interest, needs=(tied_holder(_OWNERS, "owns"), provided)),
    Rule(
        code="COI-OWN-04",
        ask=controls_provider,
        needs=(tied_holder(_OWNERS, "owns", "controls"), provided),
    ),
    Rule(
        code="COI-OWN-05",
        ask=secured_debt,
        needs=(tied_holder(_OWNERS, "secured_debt"), provided),
    ),
    Rule(
        code="COI-OWN-06",
        ask=interest_cannot_be_told,
        needs=(duty_of(AGENTS), provided),
        quiet_until=_all_disclosed,
    ),
    Rule(code="COI-OWN-07", ask=owns_employer, needs=(tied_holder(_OWN_BOSS, "owns"),)),
)
