"""Patterns of referral over a quarter: a signal over many families, never proof (COI-REF)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import comb

from wraparound.conflict.acts import ReferralFact
from wraparound.conflict.bands import exact_text
from wraparound.conflict.day import Day
from wraparound.conflict.needs import some
from wraparound.conflict.standing import DAY
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.model.findings import Disposition, FindingMeasure, MeasureValue
from wraparound.model.truth import YES

_Question = tuple[str, str, str]
"""Quarter, category, area."""


def above_baseline(day: Day, _: Options) -> Iterator[Statement]:
    """REF-01: somebody refers to a provider they are tied to more than untied people do.

    An exact one-sided binomial test against the share of untied referrers, with no sample too
    small. Source: no legal threshold exists; specification 5.18.
    """
    quarters: dict[_Question, list[ReferralFact]] = {}
    for each in day.index.referrals:
        first, after = quarter_days(each.quarter)
        if day.has_come(first) and not day.has_come(after):
            quarters.setdefault((each.quarter, each.category, each.area), []).append(each)
    for question, held in quarters.items():
        then = day.at(quarter_days(question[0])[1] - DAY)
        for referrer in sorted({each.by for each in held}):
            entities: dict[str, str] = {}
            for provider in sorted({each.provider for each in held if each.by == referrer}):
                entities.setdefault(then.network.entities.of(provider), provider)
            for provider in entities.values():
                yield from _pattern(then, held, referrer, provider)


def _pattern(
    day: Day,
    held: Sequence[ReferralFact],
    referrer: str,
    provider: str,
) -> Iterator[Statement]:
    if not day.network.tied(referrer, provider).holds:
        return
    of = day.network.entities.of
    own = [each for each in held if each.by == referrer]
    there = [each for each in own if of(each.provider) == of(provider)]
    free = [each for each in held if day.network.tied(each.by, provider).fails]
    n, k, m = _count(own), _count(there), _count(free)
    j = _count([each for each in free if of(each.provider) == of(provider)])
    least = day.values.count("referral.min_n") or 0
    if n < least or m < least or m == 0:
        return
    baseline = min(Fraction(1), Fraction(j, m) + day.values.number("referral.delta"))
    if _at_least(k, n, baseline) < day.values.number("referral.alpha"):
        numbers = (("n", str(n)), ("k", str(k)), ("baseline", exact_text(baseline)))
        yield Statement(
            truth=YES,
            path=tuple(sorted(each.id for each in there)),
            holder=referrer,
            counterparty=provider,
            role="facilitator",
            becomes=Disposition.POTENTIAL,
            reasons=frozenset({"above_baseline"}),
            measure=FindingMeasure(
                name="referrals",
                values=tuple(MeasureValue(name=name, value=text) for name, text in numbers),
            ),
        )


def _count(referrals: Sequence[ReferralFact]) -> int:
    return sum(each.count for each in referrals)


def _at_least(k: int, n: int, chance: Fraction) -> Fraction:
    """Return the exact probability of k or more of n, each with the same chance."""
    hit, miss = chance.numerator, chance.denominator - chance.numerator
    ways = sum(comb(n, each) * hit**each * miss ** (n - each) for each in range(k, n + 1))
    return Fraction(ways, chance.denominator**n)


def quarter_days(quarter: str) -> tuple[date, date]:
    """Return the first day of a quarter such as ``2025Q1``, and the first day after it."""
    year, number = int(quarter[:4]), int(quarter[5:])
    first = date(year, 3 * number - 2, 1)
    return first, date(year + number // 4, 3 * number % 12 + 1, 1)


RULES = (
    Rule(
        code="COI-REF-01",
        ask=above_baseline,
        of_plans=False,
        needs=(some("referrals"),),
        own=frozenset({"referral.alpha", "referral.delta", "referral.min_n"}),
    ),
)
