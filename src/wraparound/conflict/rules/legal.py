"""Guardians and others who decide or pay for somebody (COI-LEG)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wraparound.conflict.agency_roles import coordinating
from wraparound.conflict.day import AGENTS, ORGANIZING, PLANNING, Day, category_in, paid
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import PlanFact, TieFact
from wraparound.conflict.needs import delivered, provided, tie_of, tied_holder
from wraparound.conflict.network import CONTRACT, EMPLOYMENT, INTEREST, OFFICE
from wraparound.conflict.possible import kinds_of_links
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.conflict.ways import Way, best
from wraparound.model.truth import NO, YES, Truth, any_of

_PAYS = ("financially_responsible_for",)
_DECIDES = ("guardian_of", "health_proxy_of", "rep_payee_of")
_GUARDS = "guardian_of"
_GUARDIAN_LINKS = EMPLOYMENT | {CONTRACT, OFFICE, INTEREST}
_COORDINATES = AGENTS | ORGANIZING
_PARENT = frozenset({"D"})
_SPOUSE = frozenset({"S"})


def pays_for_youth(day: Day, _: Options) -> Iterator[Statement]:
    """LEG-01: who plans, assesses or coordinates is financially responsible for the person.

    Source: 42 CFR 441.730(b)(2), 441.555(c)(2); specification 5.14.
    """
    yield from _authority(day, _PAYS)


def decides_for_youth(day: Day, _: Options) -> Iterator[Statement]:
    """LEG-02: who plans, assesses or coordinates can decide on money or health for the person.

    Source: 42 CFR 441.730(b)(3), 441.555(c)(3); specification 5.14.
    """
    yield from _authority(day, _DECIDES)


def organization_is_guardian(day: Day, _: Options) -> Iterator[Statement]:
    """LEG-03: an organization that coordinates is guardian of an applicant or member.

    Source: 10 CCR 2505-10-8.7201; specification 5.14.
    """
    of = day.network.entities.of
    coordinators = coordinating(day)
    for tie, truth in day.network.of_kind(_GUARDS):
        evidence = coordinators.get(of(tie.subject))
        if evidence is not None and tie.object is not None and _is_member(day, tie.object):
            yield Statement(
                truth=evidence.truth & truth,
                path=(*evidence.path, tie.id),
                holder=evidence.agency,
                counterparty=tie.object,
                role="coordinating_org",
            )


def guardian_tied_to_provider(day: Day, options: Options) -> Iterator[Statement]:
    """LEG-04: the guardian works for, owns or runs a provider.

    Source: 8.314.5.11(C)(1) NMAC; Wyo. Medicaid Rules ch. 45 s. 31(b)-(c); specification 5.14.
    """
    for plan, active in day.plans:
        for tie, truth in _guardianships(day, plan):
            guards = active & truth
            if options.kin_exempt:
                kin = day.network.kinship.between(tie.subject, plan.youth)
                guards &= YES if kin is None else ~kin.truth
            yield from _guardian_links(day, plan, tie, guards)
            if options.spouse_link:
                yield from _guardian_spouses(day, plan, tie, guards)


def paid_parent_without_free_planner(day: Day, _: Options) -> Iterator[Statement]:
    """LEG-05: a parent or guardian is paid for personal care and no planner is free of ties.

    Source: Wyo. Medicaid Rules ch. 45 s. 31(g); specification 5.14.
    """
    for plan, active in day.plans:
        nobody_free: Truth | None = None
        for service, live in day.lived(plan):
            care = live & paid(service) & category_in(service, _PERSONAL_CARE)
            for person in dict.fromkeys(each.person for each in service.performers):
                way = best(_parental(day, plan, person))
                truth = care & day.performing(service, person)
                if way is None or truth.fails:
                    continue
                if nobody_free is None:
                    nobody_free = ~_somebody_free(day, plan, active)
                yield Statement(
                    truth=active & truth & way.truth & nobody_free,
                    path=(*way.path, service.id),
                    plan=plan.id,
                    holder=person,
                    counterparty=plan.youth,
                    role="parent",
                    service=service,
                )


_PERSONAL_CARE = ("personal_care",)


def _authority(day: Day, kinds: Iterable[str]) -> Iterator[Statement]:
    for duty in day.holding(_COORDINATES):
        person = day.index.is_person(duty.fact.holder)
        if not person and duty.fact.role not in ORGANIZING:
            continue
        for kind in kinds:
            for tie, truth in day.network.of_holder(kind, duty.fact.holder):
                if tie.object == duty.plan.youth:
                    yield Statement(
                        truth=duty.truth & truth,
                        path=(duty.fact.id, tie.id),
                        plan=duty.plan.id,
                        holder=duty.fact.holder,
                        counterparty=duty.plan.youth,
                        role=duty.fact.role,
                    )


def _is_member(day: Day, person: str) -> bool:
    known = day.index.people.get(person)
    return person in day.index.youth or (known is not None and known.member)


def _guardianships(day: Day, plan: PlanFact) -> Iterator[tuple[TieFact, Truth]]:
    for tie, truth in day.network.to_party(_GUARDS, plan.youth):
        if day.index.is_person(tie.subject):
            yield tie, truth


def _guardian_links(day: Day, plan: PlanFact, tie: TieFact, guards: Truth) -> Iterator[Statement]:
    for service in day.services(plan):
        for link in day.network.links(tie.subject, service.provider):
            if link.kind in _GUARDIAN_LINKS:
                yield Statement(
                    truth=guards & link.truth & service.truth,
                    path=(tie.id, *link.path, service.fact.id),
                    plan=plan.id,
                    holder=tie.subject,
                    counterparty=service.provider,
                    role="guardian",
                    service=service.fact,
                )


def _guardian_spouses(
    day: Day,
    plan: PlanFact,
    tie: TieFact,
    guards: Truth,
) -> Iterator[Statement]:
    for service in day.services(plan):
        for person in dict.fromkeys(each.person for each in service.fact.performers):
            married = day.network.kinship.worded(tie.subject, person, _SPOUSE)
            if married is not None:
                performs = day.performing(service.fact, person)
                yield Statement(
                    truth=guards & married.truth & performs & service.truth,
                    path=(tie.id, *married.path, service.fact.id),
                    plan=plan.id,
                    holder=tie.subject,
                    counterparty=service.provider,
                    role="guardian",
                    service=service.fact,
                    variant="spouse",
                    court_order=tie.court_order,
                )


def _parental(day: Day, plan: PlanFact, person: str) -> Iterator[Way]:
    parent = day.network.kinship.worded(person, plan.youth, _PARENT)
    if parent is not None:
        yield parent
    for tie, truth in day.network.from_party(_GUARDS, person):
        if tie.object == plan.youth:
            yield Way(truth, (tie.id,))


def _somebody_free(day: Day, plan: PlanFact, active: Truth) -> Truth:
    duties = (
        duty
        for duty in day.duties(plan, active)
        if duty.fact.role in PLANNING and day.index.is_person(duty.fact.holder)
    )
    return any_of(duty.truth & ~_tied(day, plan, duty.fact.holder) for duty in duties)


def _tied(day: Day, plan: PlanFact, person: str) -> Truth:
    """Return whether a planner has any tie to the family or the plan, waivers left aside."""
    answer: Truth = NO
    for service in day.services(plan):
        counts = service.truth & paid(service.fact)
        tied = day.network.tied(person, service.provider)
        answer |= counts & (tied | day.performing(service.fact, person))
    for relative, truth in ((plan.youth, YES), *_caregivers(day, plan)):
        kin = day.network.kinship.between(person, relative)
        answer |= NO if kin is None else truth & kin.truth
    for kind in (*_PAYS, *_DECIDES):
        for tie, truth in day.network.from_party(kind, person):
            if tie.object == plan.youth:
                answer |= truth
    return answer


def _agency_guards(index: Index) -> bool:
    return any(not index.is_person(tie.subject) for tie in index.ties_of[_GUARDS])


def _guardian_may_be_tied(index: Index) -> bool:
    """Tell whether the guardian of a plan's youth, or their spouse, may stand by a provider."""
    for plan in index.plans.values():
        providers = frozenset([agency for _, agency in index.provided(plan.id)])
        for tie in index.ties_to[_GUARDS, plan.youth]:
            if "kin" in index.tie_kinds[tie.subject] and index.delivers:
                return True
            if not _GUARDIAN_LINKS.isdisjoint(kinds_of_links(index, tie.subject, providers)):
                return True
    return False


def _caregivers(day: Day, plan: PlanFact) -> Iterator[tuple[str, Truth]]:
    return ((each.person, each.truth) for each in day.caregivers(plan))


RULES = (
    Rule(code="COI-LEG-01", ask=pays_for_youth, needs=(tied_holder(_COORDINATES, *_PAYS),)),
    Rule(code="COI-LEG-02", ask=decides_for_youth, needs=(tied_holder(_COORDINATES, *_DECIDES),)),
    Rule(
        code="COI-LEG-03",
        ask=organization_is_guardian,
        of_plans=False,
        needs=(tie_of(_GUARDS), _agency_guards),
    ),
    Rule(
        code="COI-LEG-04",
        ask=guardian_tied_to_provider,
        needs=(tie_of(_GUARDS), provided, _guardian_may_be_tied),
    ),
    Rule(code="COI-LEG-05", ask=paid_parent_without_free_planner, needs=(delivered,)),
)
