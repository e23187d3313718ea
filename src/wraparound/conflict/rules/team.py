"""Peer partners, natural supports and meetings (COI-TEA)."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.conflict.acts import MeetingFact
from wraparound.conflict.day import Day
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import PlanFact
from wraparound.conflict.needs import provided
from wraparound.conflict.network import CONTRACT, EMPLOYMENT, PAY
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.model.truth import YES, Truth, unknown

_PEER = frozenset({"peer_partner"})
_WORKS = EMPLOYMENT | {CONTRACT, PAY}
_INSIDE = frozenset({"youth", "family", "facilitator", "wraparound_staff"})
_NATURAL = "natural"


def supporter_works_for_provider(day: Day, _: Options) -> Iterator[Statement]:
    """TEA-01: a peer partner or a natural support works for a provider.

    Source: 42 CFR 441.301(c)(1)(v), 441.725(a)(5), 441.540(a)(5); specification 5.21.
    """
    for duty in day.persons_holding(_PEER):
        fact = duty.fact
        yield from _working(day, duty.plan, fact.holder, (fact.id, duty.truth), fact.role)
    for plan, active in day.plans:
        for support in day.index.supports_of_plan[plan.id]:
            if support.type == _NATURAL:
                truth = active & day.standing(support.period, support.id)
                part = (support.id, truth)
                yield from _working(day, plan, support.person, part, "natural_support")


def natural_support_paid(day: Day, _: Options) -> Iterator[Statement]:
    """TEA-02: a support that is listed as natural is paid.

    Source: 42 CFR 441.301(c)(2)(v), 441.725(b), 441.540(b)(5); specification 5.21.
    """
    for plan, active in day.plans:
        for support in day.index.supports_of_plan[plan.id]:
            listed = active & day.standing(support.period, support.id)
            for payment in support.payments if support.type == _NATURAL else ():
                yield Statement(
                    truth=listed & day.standing(payment.period, payment.id),
                    path=(support.id, payment.id),
                    plan=plan.id,
                    holder=support.person,
                    counterparty=plan.youth,
                    role="natural_support",
                )


def nobody_else_at_meeting(day: Day, _: Options) -> Iterator[Statement]:
    """TEA-03: only the family and wraparound staff came to a team meeting.

    Source: 24 Miss. Code R. 2-41.1(C); specification 5.21.
    """
    for meeting in day.happening(filter(_only_inside, day.index.meetings)):
        gap = unknown(f"unknown_attendance:{meeting.id}")
        unsure = any(each.role is None for each in meeting.attendees)
        truth = gap if unsure else YES
        yield Statement(truth=truth, path=(meeting.id,), plan=meeting.plan)


def _working(
    day: Day,
    plan: PlanFact,
    person: str,
    part: tuple[str, Truth],
    role: str,
) -> Iterator[Statement]:
    for service in day.services(plan):
        for link in day.network.links(person, service.provider):
            if link.kind in _WORKS:
                yield Statement(
                    truth=part[1] & link.truth & service.truth,
                    path=(part[0], *link.path, service.fact.id),
                    plan=plan.id,
                    holder=person,
                    counterparty=service.provider,
                    role=role,
                    service=service.fact,
                )


def _only_inside(meeting: MeetingFact) -> bool:
    roles = {each.role for each in meeting.attendees}
    return bool(roles) and roles <= _INSIDE | {None}


def _supporter_works(index: Index) -> bool:
    peers = (holder for role in _PEER for holder in index.holders_of_role.get(role, ()))
    natural = (each.person for each in index.facts.supports if each.type == _NATURAL)
    jobs = ("employed_by", "contracted_by", "compensated_by")
    return any(index.has_tie(person, *jobs) for person in (*peers, *natural))


def _some_paid(index: Index) -> bool:
    return any(each.payments for each in index.facts.supports if each.type == _NATURAL)


def _some_inside(index: Index) -> bool:
    return any(map(_only_inside, index.facts.meetings))


RULES = (
    Rule(code="COI-TEA-01", ask=supporter_works_for_provider, needs=(_supporter_works, provided)),
    Rule(code="COI-TEA-02", ask=natural_support_paid, needs=(_some_paid,)),
    Rule(code="COI-TEA-03", ask=nobody_else_at_meeting, of_plans=False, needs=(_some_inside,)),
)
