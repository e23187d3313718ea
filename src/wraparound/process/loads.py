"""Loads day by day: what somebody carries, against what the program allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

import attrs

from wraparound.model.periods import Period
from wraparound.process.limits import LimitRule, Load
from wraparound.process.spans import Span, joined, segments

_DAY: Final = timedelta(days=1)


class LoadOf(Enum):
    """Whose load it is."""

    COORDINATOR = "coordinator"
    TEAM = "team"
    """A team that shares its people, as in assertive community treatment."""
    SUPERVISOR = "supervisor"


class LoadState(Enum):
    """How a load stands to the program's limit."""

    OVER = "over"
    WITHIN = "within"
    UNKNOWN = "unknown"
    """The record does not tell."""
    NO_LIMIT = "no_limit"
    """The program sets none."""


@attrs.frozen(kw_only=True)
class LoadSpan(Span):
    """Some days on which a load is the same.

    Attributes:
        least: How many families surely: people for a team, coordinators for a supervisor.
        most: How many perhaps.
        parts_least: How many full caseloads they make up, surely; None without a limit.
        parts_most: The same, perhaps.
        capacity: How many full caseloads there may be: the part of a full week that is worked;
            1 for a supervisor; None where nobody recorded it.
        state: How the load stands to the limit.
        missing: What must be known for an answer.
    """

    least: int
    most: int
    parts_least: Fraction | None
    parts_most: Fraction | None
    capacity: Decimal | None
    state: LoadState
    missing: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Caseload:
    """How much somebody has to carry over a period, day by day.

    Attributes:
        of: Whose load it is.
        holder: Who: a person, or for a team its agency and unit.
        jobs: Their staff records.
        rules: The versions of the limit that may hold, with the texts; empty for none.
        spans: The days, in order.
        stated: The number that staff records state, where they do.
    """

    of: LoadOf
    holder: str
    jobs: tuple[str, ...]
    rules: tuple[LimitRule, ...]
    spans: tuple[LoadSpan, ...]
    stated: int | None = None

    @property
    def over(self) -> tuple[LoadSpan, ...]:
        """The days on which the load was over the limit."""
        return tuple(each for each in self.spans if each.state is LoadState.OVER)


@attrs.frozen(kw_only=True)
class Allowance:
    """What somebody may carry on a day.

    Attributes:
        limited: Whether the program sets a limit.
        capacity: How many full caseloads there may be; None where that is not known.
        at_most: The most that there may be where it is not known; None for no bound.
        missing: What would tell.
    """

    limited: bool
    capacity: Decimal | None
    at_most: Decimal | None = None
    missing: tuple[str, ...] = ()


@attrs.define
class LoadChanges:
    """What is carried, by the days on which it changes."""

    _by_day: dict[date, Load] = attrs.field(factory=dict, init=False)

    def add(self, first: date, after: date, load: Load) -> None:
        """Add something to carry on some days."""
        self._by_day[first] = self._by_day.get(first, Load()).plus(load)
        self._by_day[after] = self._by_day.get(after, Load()).plus(load, -1)

    def spans(
        self,
        turns: Iterable[Period],
        *,
        start: date,
        end: date,
        allowed: Callable[[date], Allowance],
    ) -> tuple[LoadSpan, ...]:
        """Return the load of a period, the days on which it is the same as one.

        Args:
            turns: Periods, at whose ends what is allowed may change.
            start: The first day.
            end: The first day after.
            allowed: What may be carried on a day.
        """
        held = Load()
        found = []
        periods = [*turns, *(Period(start=day) for day in (start, *self._by_day))]
        for first, after in segments(periods, last=end - _DAY):
            held = held.plus(self._by_day.get(first, Load()))
            if first >= start:
                found.append(_span(first, after, held, allowed(first)))
        return tuple(joined(found))


def _span(first: date, after: date, held: Load, allowed: Allowance) -> LoadSpan:
    state = _state(held, allowed) if allowed.limited else LoadState.NO_LIMIT
    missing: tuple[str, ...] = ()
    if state is LoadState.UNKNOWN:
        unclear = held.least != held.most or held.parts_least != held.parts_most
        missing = (*allowed.missing, *(("families",) if unclear else ()))
    return LoadSpan(
        start=first,
        end=after,
        least=held.least,
        most=held.most,
        parts_least=held.parts_least if allowed.limited else None,
        parts_most=held.parts_most if allowed.limited else None,
        capacity=allowed.capacity,
        state=state,
        missing=missing,
    )


def _state(held: Load, allowed: Allowance) -> LoadState:
    """Return how a load stands to the limit; over only where every reading of the record is."""
    capacity = allowed.capacity
    least = Decimal(0) if capacity is None else capacity
    most = allowed.at_most if capacity is None else capacity
    if most is not None and held.parts_least > Fraction(most):
        return LoadState.OVER
    return LoadState.WITHIN if held.parts_most <= Fraction(least) else LoadState.UNKNOWN
