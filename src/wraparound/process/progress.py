"""Progress: is an outcome getting better, and if not, did the strategy change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

import attrs

from wraparound.model.outcome import DataPoint, Direction, Measure, Outcome, OutcomeStatus
from wraparound.model.strategy import Strategy
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.stay import Stay

CHECKS: Final = "no_progress_reviews"
"""The parameter: after how many checks without progress the strategy should change."""
_WANTED: Final = frozenset({Direction.INCREASE, Direction.DECREASE})

Measured = tuple[date, DataPoint]
"""A measurement with its day."""


class Trend(Enum):
    """How the last measurement of an outcome compares with where it started."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"
    """There is no number to compare, or nobody said which way is better."""


@attrs.frozen(kw_only=True)
class OutcomeProgress:
    """How one outcome of the plan in force is doing on a day.

    Attributes:
        outcome: The outcome's id.
        need: The need that it belongs to.
        direction: Which way it should go; where nobody said, as its baseline and target say.
        baseline: Where it started.
        target: Where it should be.
        latest: The last number.
        latest_on: The day of it.
        checks: How many times it was measured.
        checks_since_best: How many of these came after the best one so far.
        trend: How the last number compares with the baseline.
        way: How much of the way to the target is done: 0 none, 1 all; below 0 it got worse.
        strategy_changed_on: When a strategy for the same need last began or changed.
        change_strategy: Whether it is time to change the strategy, by the program's rule; None
            where the program has no such rule, or what is recorded does not decide it.
    """

    outcome: str
    need: str | None
    direction: Direction | None
    baseline: Decimal | None
    target: Decimal | None
    latest: Decimal | None
    latest_on: date | None
    checks: int
    checks_since_best: int | None
    trend: Trend
    way: Fraction | None
    strategy_changed_on: date | None
    change_strategy: bool | None


def read_progress(stay: Stay, policy: ProgramPolicy) -> tuple[OutcomeProgress, ...]:
    """Return how each open outcome of the plan in force is doing, in the order of the plan.

    Where nothing gets better over as many checks as the program says (``no_progress_reviews``),
    it is the strategy that should change, not the family (rule OUT-05 of the plan review).

    Args:
        stay: The stay, as of a day.
        policy: What the program goes by.
    """
    plan = stay.plan
    if plan is None:
        return ()
    limits = [
        int(each) for each in policy.on(CHECKS, stay.as_of).values if isinstance(each, Decimal)
    ]
    return tuple(
        _progress(each, plan.strategies, limits, stay.as_of)
        for each in plan.outcomes
        if each.status is OutcomeStatus.ACTIVE
    )


def measurements(outcome: Outcome, as_of: date) -> list[Measured]:
    """Return the measurements made by a day, from the earliest on."""
    known = [
        (each.on, each) for each in outcome.data if isinstance(each.on, date) and each.on <= as_of
    ]
    return sorted(known, key=lambda point: point[0])


def stands_still(
    outcome: Outcome, strategies: Iterable[Strategy], checks: int, as_of: date
) -> bool | None:
    """Tell whether nothing got better over some checks, and no strategy changed meanwhile.

    Args:
        outcome: The outcome.
        strategies: The strategies of its plan.
        checks: Over how many measurements after the first.
        as_of: The day.

    Returns:
        None where there are not as many measurements, or nobody said which way is better.
    """
    last = measurements(outcome, as_of)[-(checks + 1) :]
    if outcome.direction not in _WANTED or len(last) <= checks:
        return None
    if _any_better(last, outcome.direction):
        return False
    changed = _changed_on(outcome, strategies)
    return changed is None or changed <= last[0][0]


def way_done(outcome: Outcome, as_of: date) -> Fraction | None:
    """Return how far an outcome has come from where it started to where it should be.

    Returns:
        From -1, as far in the wrong direction, to 1, all the way; None without the numbers.
    """
    start, goal = _number(outcome.baseline), _number(outcome.target)
    numbers = _numbers(outcome, as_of)
    if start is None or goal is None or start == goal or not numbers:
        return None
    done = Fraction(_latest(numbers)[1] - start) / Fraction(goal - start)
    return max(Fraction(-1), min(Fraction(1), done))


def _numbers(outcome: Outcome, as_of: date) -> list[tuple[date, Decimal]]:
    return [
        (day, each.value)
        for day, each in measurements(outcome, as_of)
        if isinstance(each.value, Decimal)
    ]


def _latest(numbers: list[tuple[date, Decimal]]) -> tuple[date, Decimal]:
    return max(numbers, key=lambda point: point[0])


def _progress(
    outcome: Outcome, strategies: Sequence[Strategy], limits: list[int], as_of: date
) -> OutcomeProgress:
    numbers = _numbers(outcome, as_of)
    baseline, target = _number(outcome.baseline), _number(outcome.target)
    direction = outcome.direction or _implied(baseline, target)
    latest_on, latest = _latest(numbers) if numbers else (None, None)
    answers = {stands_still(outcome, strategies, checks, as_of) for checks in limits}
    return OutcomeProgress(
        outcome=outcome.id,
        need=outcome.need,
        direction=direction,
        baseline=baseline,
        target=target,
        latest=latest,
        latest_on=latest_on,
        checks=len(measurements(outcome, as_of)),
        checks_since_best=_since_best([value for _, value in numbers], direction),
        trend=_trend(baseline, latest, direction),
        way=way_done(outcome, as_of),
        strategy_changed_on=_changed_on(outcome, strategies),
        change_strategy=answers.pop() if len(answers) == 1 else None,
    )


def _number(measure: Measure | None) -> Decimal | None:
    return measure.value if measure is not None and isinstance(measure.value, Decimal) else None


def _implied(baseline: Decimal | None, target: Decimal | None) -> Direction | None:
    if baseline is None or target is None:
        return None
    if baseline == target:
        return Direction.MAINTAIN
    return Direction.INCREASE if target > baseline else Direction.DECREASE


def _since_best(values: list[Decimal], direction: Direction | None) -> int | None:
    """Return how many measurements came after the first of the best ones."""
    if not values or direction not in _WANTED:
        return None
    best = max(values) if direction is Direction.INCREASE else min(values)
    return len(values) - 1 - values.index(best)


def _trend(baseline: Decimal | None, latest: Decimal | None, direction: Direction | None) -> Trend:
    if baseline is None or latest is None or direction is None:
        return Trend.UNKNOWN
    if latest == baseline:
        return Trend.SAME
    if direction is Direction.MAINTAIN:
        return Trend.UNKNOWN
    went_up = latest > baseline
    return Trend.BETTER if went_up is (direction is Direction.INCREASE) else Trend.WORSE


def _any_better(last: list[Measured], direction: Direction) -> bool:
    """Tell whether a later measurement is better than the first of them."""
    values = [point.value for _, point in last]
    first, later = values[0], [each for each in values[1:] if isinstance(each, Decimal)]
    if not isinstance(first, Decimal):
        return True
    if direction is Direction.INCREASE:
        return any(each > first for each in later)
    return any(each < first for each in later)


def _changed_on(outcome: Outcome, strategies: Iterable[Strategy]) -> date | None:
    """Return when a strategy for the same need last began or changed."""
    days = (
        day
        for each in strategies
        if each.need == outcome.need
        for day in (each.started_on, each.changed_on)
    )
    return max((day for day in days if isinstance(day, date)), default=None)
