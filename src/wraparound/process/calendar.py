"""Counting days: calendar days, business days and months, with days on which a clock stands still.

The first day is day 0, and the due day still belongs to the time allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

import attrs

from wraparound.policy.days import add_months
from wraparound.policy.program_pack import Unit

_DAY = timedelta(days=1)
_SATURDAY = 5


@attrs.frozen
class Stop:
    """Days on which a clock stands still, ``[start, end)``.

    Attributes:
        start: The first of them.
        end: The first day that counts again; None where it is not known yet.
    """

    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        """Tell whether the clock stands still on a day."""
        return self.start <= day and (self.end is None or day < self.end)


def is_business_day(day: date, holidays: frozenset[date]) -> bool:
    """Tell whether a day is from Monday to Friday and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def next_business_day(day: date, holidays: frozenset[date]) -> date:
    """Return the day itself where it is a business day, or else the next one."""
    while not is_business_day(day, holidays):
        day += _DAY
    return day


def due_day(
    start: date,
    length: int,
    unit: Unit,
    *,
    holidays: frozenset[date] = frozenset(),
    stops: Iterable[Stop] = (),
) -> date | None:
    """Return the last day of a length of time that begins on a day.

    Args:
        start: Day 0.
        length: How many of the unit.
        unit: Calendar days, business days or months.
        holidays: Days that are no business days, besides weekends.
        stops: Days that do not count.

    Returns:
        The day, or None where the clock stands still and nobody knows how long.
    """
    standing = tuple(each for each in stops if each.end is None or each.end > start)
    if unit is Unit.BUSINESS_DAYS:
        if length == 0:
            return next_business_day(start, holidays)
        return _counted(start, length, standing, lambda day: is_business_day(day, holidays))
    due = add_months(start, length) if unit is Unit.MONTHS else start + length * _DAY
    if not standing:
        return due
    return _counted(start, (due - start).days, standing, lambda _: True)


def months_from(start: date, until: date) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each full calendar month, up to the month of a day."""
    first = start if start.day == 1 else add_months(start.replace(day=1), 1)
    while first <= until:
        yield first, add_months(first, 1) - _DAY
        first = add_months(first, 1)


def _counted(
    start: date, length: int, stops: tuple[Stop, ...], counts: Callable[[date], bool]
) -> date | None:
    """Return the day on which the length is full, counting only days on which time runs."""
    day, left = start, length
    while left:
        day += _DAY
        if any(each.end is None and each.start <= day for each in stops):
            return None
        if counts(day) and not any(each.covers(day) for each in stops):
            left -= 1
    return day
