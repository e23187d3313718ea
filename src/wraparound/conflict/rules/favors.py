"""Gifts, loans and rents between planner and family or provider (COI-GFT)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from wraparound.conflict.acts import GiftFact
from wraparound.conflict.day import PLANNING, Day, Duty
from wraparound.conflict.needs import duty_of, some
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.model.truth import NO, YES, Truth, any_of
from wraparound.policy import Age

_YEAR = Age(months=12)


def gift_above_nominal(day: Day, _: Options) -> Iterator[Statement]:
    """GFT-01: a gift above the nominal value, or any loan or rent, to or from a planner.

    Source: Fla. Admin. Code 58L-1.006 as an analogy; nominal values from federal guidance on
    inducements (background); specification 5.22.
    """
    for duty in day.persons_holding(PLANNING):
        holder = duty.fact.holder
        for gift in day.index.gifts:
            other = {gift.giver: gift.receiver, gift.receiver: gift.giver}.get(holder)
            counts = NO if other is None else _counts(day, gift)
            if other is None or counts.fails:
                continue
            known, variant = _other_side(day, duty, other)
            yield Statement(
                truth=duty.truth & counts & known,
                path=(duty.fact.id, gift.id),
                plan=duty.plan.id,
                holder=holder,
                counterparty=other,
                role=duty.fact.role,
                variant=variant,
            )


def _other_side(day: Day, duty: Duty, other: str) -> tuple[Truth, str | None]:
    youth = day.index.youth.get(duty.plan.youth)
    family = () if youth is None else youth.family
    if other == duty.plan.youth or other in family:
        return YES, None
    of = day.network.entities.of
    live = any_of(
        service.truth for service in day.services(duty.plan) if of(service.provider) == of(other)
    )
    return (YES, "provider") if live.holds else (NO, None)


def _counts(day: Day, gift: GiftFact) -> Truth:
    if gift.kind != "gift":
        return day.standing(gift.period, gift.id)
    if gift.day is None or not day.is_on(gift.day):
        return NO
    if Fraction(gift.value) > day.values.number("gift.nominal_item"):
        return YES
    total = sum(
        (Fraction(each.value) for each in day.index.gifts if _within_year(each, gift, gift.day)),
        Fraction(0),
    )
    return YES if total > day.values.number("gift.nominal_year") else NO


def _within_year(each: GiftFact, gift: GiftFact, day: date) -> bool:
    pair = each.giver == gift.giver and each.receiver == gift.receiver
    if each.kind != "gift" or each.day is None or not pair:
        return False
    return each.day <= day < _YEAR.after(each.day)


RULES = (
    Rule(
        code="COI-GFT-01",
        ask=gift_above_nominal,
        needs=(some("gifts"), duty_of(PLANNING)),
        own=frozenset({"gift.nominal_item", "gift.nominal_year"}),
    ),
)
