"""Spans of days: cut where something changes, and joined where nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, TypeVar

import attrs

from wraparound.model.periods import Period
from wraparound.model.terms import Unknown

_DAY: Final = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Span:
    """Some days on which something is the same.

    Attributes:
        start: The first day.
        end: The first day after.
    """

    start: date
    end: date


_Span = TypeVar("_Span", bound=Span)


def segments(periods: Iterable[Period], *, last: date) -> Iterator[tuple[date, date]]:
    """Yield the longest runs of days on which each period says the same, the earliest first.

    Args:
        periods: The periods.
        last: The last day of the last run.
    """
    after = last + _DAY
    days = {day for period in periods for day in _turns(period) if day < after}
    ordered = sorted({*days, after})
    for place, start in enumerate(ordered[:-1]):
        yield start, ordered[place + 1]


def _turns(period: Period) -> Iterator[date]:
    """Yield the days on which what a period says of a day may change."""
    for end, shift in ((period.start, timedelta(0)), (period.end, _DAY)):
        if isinstance(end, date):
            yield end
        elif isinstance(end, Unknown) and end.sure_on is not None:
            yield end.sure_on + shift


def joined(spans: Iterable[_Span]) -> Iterator[_Span]:
    """Yield spans in order, those that follow one another and say the same as one."""
    last: _Span | None = None
    for each in spans:
        if last is not None and last.end == each.start:
            longer = attrs.evolve(last, end=each.end)
            if attrs.evolve(each, start=last.start) == longer:
                last = longer
                continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last
