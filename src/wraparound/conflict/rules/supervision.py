"""Bosses, and pay that depends on use (COI-SUP)."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.conflict import possible
from wraparound.conflict.day import ASSESSING, PLANNING, Day, Service
from wraparound.conflict.index import Index
from wraparound.conflict.needs import provided, tie_of, tied_holder
from wraparound.conflict.network import Link
from wraparound.conflict.rules.asking import over_services
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.conflict.ways import Way, best

_RUNS = frozenset({"officer", "managing_employee"})


def boss_on_both_sides(day: Day, _: Options) -> Iterator[Statement]:
    """SUP-01: the planner's boss also leads, runs or supervises the provider's side.

    Source: separation of functions in the exception clauses of 42 CFR 441.301(c)(1)(vi),
    441.730(b), 441.555(c); specification 5.15.
    """
    depth = day.values.count("supervision.depth")
    for duty in day.persons_holding(PLANNING):
        for boss, chain in day.network.superiors(duty.fact.holder, depth).items():
            for service in day.services(duty.plan):
                way = best(_provider_side(day, boss, service, duty.fact.holder))
                if way is not None:
                    yield Statement(
                        truth=duty.truth & chain.truth & way.truth & service.truth,
                        path=(duty.fact.id, *chain.path, *way.path, service.fact.id),
                        plan=duty.plan.id,
                        holder=boss,
                        counterparty=service.provider,
                        role="planner_supervisor",
                        service=service.fact,
                    )


def pay_depends_on_use(day: Day, _: Options) -> Iterator[Statement]:
    """SUP-02: who plans or assesses is paid by how much a provider is used, whoever pays.

    Source: 42 CFR 441.730(b)(4) with 411.354, 441.555(c)(4) ("benefit financially"); specification
    5.15.
    """
    for _link, statement in over_services(
        day, day.persons_holding(PLANNING | ASSESSING), _dependent
    ):
        yield statement


def _provider_side(day: Day, boss: str, service: Service, planner: str) -> Iterator[Way]:
    of = day.network.entities.of
    provider = of(service.provider)
    for tie, truth in day.network.from_party("leads", boss):
        if of(tie.object or "") == provider:
            yield Way(truth, (tie.id,))
    for tie, truth in day.network.from_party("office", boss):
        if tie.position in _RUNS and of(tie.object or "") == provider:
            yield Way(truth, (tie.id,))
    depth = day.values.count("supervision.depth")
    for person in dict.fromkeys(each.person for each in service.fact.performers):
        chain = day.network.superiors(person, depth).get(boss) if person != planner else None
        if chain is not None:
            yield Way(chain.truth & day.performing(service.fact, person), chain.path)


def _dependent(day: Day, person: str, agency: str) -> Iterator[Link]:
    of = day.network.entities.of
    for tie, truth in day.network.from_party("compensated_by", person):
        if tie.depends_on is not None and of(tie.depends_on) == of(agency):
            yield Link(truth, (tie.id,))


def _may_lead_both(index: Index) -> bool:
    return possible.boss_on_both_sides(index, PLANNING)


RULES = (
    Rule(
        code="COI-SUP-01",
        ask=boss_on_both_sides,
        needs=(tie_of("supervises"), _may_lead_both),
        own=frozenset({"supervision.depth"}),
    ),
    Rule(
        code="COI-SUP-02",
        ask=pay_depends_on_use,
        needs=(tied_holder(PLANNING | ASSESSING, "compensated_by"), provided),
    ),
)
