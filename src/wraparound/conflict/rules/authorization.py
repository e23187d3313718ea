"""Who says yes: to services, to money, to rates (COI-AUT)."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.conflict.acts import FlexFundFact
from wraparound.conflict.day import Day
from wraparound.conflict.index import Index
from wraparound.conflict.needs import duty_of, linked_holder, some
from wraparound.conflict.network import ALIAS, ALL_LINKS, EMPLOYMENT, PARENT
from wraparound.conflict.rules.asking import linked, over_services
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.conflict.ways import NOWHERE, Way, best
from wraparound.model.findings import Disposition

_AUTHORIZER = frozenset({"authorizer"})
_MANAGES = frozenset({"case_manager", "facilitator"})
_OWN_STAFF = EMPLOYMENT | {ALIAS, PARENT}


def authorizer_manages(day: Day, _: Options) -> Iterator[Statement]:
    """AUT-01: the person or unit that authorizes services also manages the case.

    Source: 42 CFR 441.18(a)(6); specification 5.16.
    """
    for plan, active in day.plans:
        duties = day.duties(plan, active)
        for one in duties:
            for other in duties if one.fact.role in _AUTHORIZER else ():
                same = one.fact.holder == other.fact.holder
                unit = one.fact.unit is not None and one.fact.unit == other.fact.unit
                if other.fact.role in _MANAGES and (same or unit):
                    yield Statement(
                        truth=one.truth & other.truth,
                        path=(one.fact.id, other.fact.id),
                        plan=plan.id,
                        holder=one.fact.holder,
                        counterparty=other.fact.holder,
                        role=one.fact.role,
                    )


def authorizer_tied(day: Day, _: Options) -> Iterator[Statement]:
    """AUT-02: who authorizes a service is tied to its provider.

    Source: 42 CFR 441.18(a)(6) read with separation of duties; specification 5.16.
    """
    for duty in day.persons_holding(_AUTHORIZER):
        for _link, statement in over_services(day, (duty,), linked(ALL_LINKS)):
            service = statement.service
            limits = duty.fact.services
            if limits is None or (service is not None and service.id in limits):
                yield statement


def flexible_funds(day: Day, _: Options) -> Iterator[Statement]:
    """AUT-03: who approved flexible funds asked for them, received them, or is tied to who did.

    A second approver who surely is none of these mitigates it.
    Source: 24 Miss. Code R. 2-41.1(D), the separation being inferred; specification 5.16.
    """
    for fund in day.happening(day.index.flex_funds):
        ways = {each: _best_tie(day, fund, each) for each in fund.approvers}
        for approver, found in ways.items():
            if found is None:
                continue
            way, reason = found
            checked = any(other is None for each, other in ways.items() if each != approver)
            yield Statement(
                truth=way.truth,
                path=(fund.id, *way.path),
                plan=fund.plan,
                holder=approver,
                counterparty=fund.payee,
                role="flex_fund_approver",
                becomes=Disposition.MITIGATED if checked else Disposition.CONFLICT,
                reasons=frozenset({reason}),
            )


def rating_sets_own_rate(day: Day, _: Options) -> Iterator[Statement]:
    """AUT-04: an assessment sets the rate of the assessor's own organization.

    Source: no text; specification 5.16.
    """
    for plan, active in day.plans:
        made = [each for each in day.index.assessments_of[plan.id] if day.has_come(each.day)]
        latest = max((each.day for each in made), default=None)
        for assessment in made:
            agency = assessment.sets_rate_for
            if assessment.day != latest or agency is None:
                continue
            for link in day.at(assessment.day).network.links(assessment.by, agency):
                if link.kind in _OWN_STAFF:
                    yield Statement(
                        truth=active & link.truth,
                        path=(assessment.id, *link.path),
                        plan=plan.id,
                        holder=assessment.by,
                        counterparty=agency,
                        role="assessor",
                    )


def _best_tie(day: Day, fund: FlexFundFact, approver: str) -> tuple[Way, str] | None:
    if approver == fund.requester:
        return NOWHERE, "self_approval"
    if approver == fund.payee:
        return NOWHERE, "payee_is_approver"
    if day.index.is_person(fund.payee):
        way: Way | None = day.network.kinship.between(approver, fund.payee)
    else:
        way = best(day.network.links(approver, fund.payee))
    return None if way is None else (way, "tied_to_payee")


def _may_be_one(index: Index) -> bool:
    """Tell whether somebody, or some unit, authorizes and manages under the same plan."""
    return any(
        other.role in _MANAGES
        and (one.holder == other.holder or (one.unit is not None and one.unit == other.unit))
        for role in _AUTHORIZER
        for one in index.duties_as[role]
        for other in index.duties_of_plan[one.plan]
    )


def _sets_a_rate(index: Index) -> bool:
    return any(each.sets_rate_for is not None for each in index.facts.assessments)


RULES = (
    Rule(code="COI-AUT-01", ask=authorizer_manages, needs=(duty_of(_AUTHORIZER), _may_be_one)),
    Rule(code="COI-AUT-02", ask=authorizer_tied, needs=(linked_holder(_AUTHORIZER, ALL_LINKS),)),
    Rule(code="COI-AUT-03", ask=flexible_funds, of_plans=False, needs=(some("flex_funds"),)),
    Rule(code="COI-AUT-04", ask=rating_sets_own_rate, needs=(_sets_a_rate,)),
)
