"""The waivers, registers and disclosures of a chart as facts: what holds for a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

import attrs

from wraparound.chart import Chart
from wraparound.conflict.acts import (
    ConditionFact,
    PaymentFact,
    SupportFact,
)
from wraparound.conflict.beside import once_for_each
from wraparound.conflict.facts import OfKinds
from wraparound.conflict.kinds import (
    ApprovalFact,
    ExceptionFact,
    MitigationFact,
    SafeguardFact,
)
from wraparound.conflict.standing import new_period
from wraparound.model.choice import ServiceCondition
from wraparound.model.exception import Mitigation, Safeguard, SoleProviderException
from wraparound.model.family import FamilyRole
from wraparound.model.periods import Period
from wraparound.model.plan import Plan
from wraparound.model.team import SupportType, Team
from wraparound.model.terms import Unknown

_KINDS_OF_SUPPORT: dict[object, str] = {
    SupportType.FAMILY_MEMBER: "family",
    SupportType.NATURAL: "natural",
    SupportType.INFORMAL: "natural",
    SupportType.COMMUNITY: "natural",
    SupportType.FORMAL: "paid",
}


def waiver_facts(chart: Chart, plans: Sequence[Plan], lineages: Collection[str]) -> OfKinds:
    """Return everything of a family that holds for a time and is no duty or tie, by kind.

    Args:
        chart: The chart.
        plans: All versions of its plans.
        lineages: The ids of the plans that the family's facts tell of.
    """
    all_of = chart.directory.records.all
    return {
        "exceptions": tuple([_exception(each, lineages) for each in all_of(SoleProviderException)]),
        "mitigations": tuple(
            [
                _mitigation(each)
                for each in all_of(Mitigation)
                if each.plan is None or each.plan in lineages
            ]
        ),
        "conditions": tuple(
            [
                ConditionFact(
                    id=each.id,
                    recorded=each.recorded_on,
                    plan=each.plan,
                    imposed_by=each.imposed_by,
                    period=each.period,
                )
                for each in chart.all(ServiceCondition)
                if each.plan in lineages
            ]
        ),
        "supports": tuple(_supports(chart, plans, lineages)),
    }


def _exception(exception: SoleProviderException, plans: Collection[str]) -> ExceptionFact:
    fact = _any_exception(exception)
    if fact.plans is None or all(plan in plans for plan in fact.plans):
        return fact
    return attrs.evolve(fact, plans=tuple(plan for plan in fact.plans if plan in plans))


@once_for_each
def _any_exception(exception: SoleProviderException) -> ExceptionFact:
    return ExceptionFact(
        id=exception.id,
        recorded=exception.recorded_on,
        entity=exception.agency,
        authorities=exception.authorities,
        functions=exception.functions,
        areas=exception.areas,
        plans=exception.plans or None,
        approvals=tuple(
            ApprovalFact(kind=each.kind, status=each.status.value, day=each.on, by=each.by)
            for each in exception.approvals
            if each.on is not None
        ),
        demonstrated=exception.demonstrated_on,
        roster_checks=exception.roster_checks,
        safeguards=_safeguards(exception.safeguards),
        period=exception.period,
    )


@once_for_each
def _mitigation(mitigation: Mitigation) -> MitigationFact:
    return MitigationFact(
        id=mitigation.id,
        recorded=mitigation.recorded_on,
        rules=mitigation.rules,
        safeguards=_safeguards(mitigation.safeguards),
        holder=mitigation.holder,
        counterparty=mitigation.counterparty,
        plan=mitigation.plan,
        approved_by=mitigation.approved_by,
        approved_on=mitigation.approved_on,
        period=mitigation.period,
    )


def _safeguards(safeguards: Iterable[Safeguard]) -> tuple[SafeguardFact, ...]:
    return tuple(SafeguardFact(code=each.code, period=each.period) for each in safeguards)


def _supports(
    chart: Chart, plans: Sequence[Plan], lineages: Collection[str]
) -> Iterator[SupportFact]:
    """Yield who supports, for the plans of the stay that their team serves."""
    youth = {plan.youth for plan in plans}.union(chart.family.people_as(FamilyRole.YOUTH))
    for team in chart.all(Team):
        served = tuple(
            dict.fromkeys(
                [
                    plan.lineage
                    for plan in plans
                    if plan.lineage in lineages and team.enrollment in {None, plan.enrollment}
                ]
            ),
        )
        periods: dict[object, Period | None] = {}  # members mostly come together
        for member in team.members:
            kind = _KINDS_OF_SUPPORT.get(member.support)
            if kind is None or member.person in youth:
                continue
            days = (member.accepted_on, member.left_on)
            if days not in periods:
                periods[days] = _membership(*days)
            period = periods[days]
            if period is not None:
                yield SupportFact(
                    id=member.id,
                    recorded=member.recorded_on,
                    plans=served,
                    person=member.person,
                    type=kind,
                    payments=tuple(
                        [PaymentFact(id=each.id, period=each.period) for each in member.payments]
                    ),
                    period=period,
                )


def _membership(start: date | Unknown | None, end: date | Unknown | None) -> Period | None:
    if start is None:
        return None
    if isinstance(start, date) and isinstance(end, date) and end <= start:
        return None
    return new_period(start=start, end=end)
