"""What shows that an organization coordinates care, and that it serves: the best piece of each."""

from __future__ import annotations

from wraparound.conflict.day import ORGANIZING, Day, community_based, paid
from wraparound.conflict.frozen import frozen
from wraparound.conflict.ways import Way
from wraparound.model.truth import NO, YES, Truth


@frozen(kw_only=True)
class Showing(Way):
    """One piece of evidence about an agency.

    Attributes:
        agency: The agency that it names.
    """

    agency: str


def coordinating(day: Day) -> dict[str, Showing]:
    """Return, for each legal entity that may coordinate, the best evidence of it."""
    plans = _active_plans(day)
    shown = [
        Showing(
            plans.get(duty.plan, NO) & day.standing(duty.period, duty.id),
            (duty.id,),
            agency=duty.holder,
        )
        for duty in day.index.facts.duties
        if duty.role in ORGANIZING and not day.index.is_person(duty.holder)
    ]
    return _best_by_entity(day, [*shown, *_certified(day, "care_coordination")])


def serving(day: Day) -> dict[str, Showing]:
    """Return, for each legal entity that may serve for money, the best evidence of it."""
    plans = _active_plans(day)
    shown = [
        Showing(
            plans.get(service.plan, NO)
            & day.live(service)
            & paid(service)
            & community_based(service),
            (service.id,),
            agency=service.provider,
        )
        for service in day.index.services.values()
        if isinstance(service.provider, str)
    ]
    return _best_by_entity(day, [*shown, *_certified(day, "hcbs_provider")])


def _active_plans(day: Day) -> dict[str | None, Truth]:
    """Return the plans that may be active; no plan at all stands for the whole program."""
    return {None: YES, **{plan.id: truth for plan, truth in day.plans}}


def _certified(day: Day, role: str) -> list[Showing]:
    return [
        Showing(day.standing(each.period, each.id), (each.id,), agency=each.agency)
        for each in day.index.certified[role]
    ]


def _best_by_entity(day: Day, shown: list[Showing]) -> dict[str, Showing]:
    found: dict[str, Showing] = {}
    for each in shown:
        entity = day.network.entities.of(each.agency)
        if not each.truth.fails and (entity not in found or each.rank < found[entity].rank):
            found[entity] = each
    return dict(sorted(found.items()))
