"""Days and periods in words, as people say them: the last day is a day that still counts."""

from __future__ import annotations

from datetime import date, timedelta

from wraparound.model.periods import Period
from wraparound.model.terms import Unknown

_DAY = timedelta(days=1)


def period_in_words(period: Period) -> str:
    """Return a period in words; an empty text where nothing bounds it.

    Examples:
        >>> from datetime import date
        >>> period_in_words(Period(start=date(2025, 1, 1), end=date(2025, 2, 1)))
        'from 2025-01-01 to 2025-01-31'
    """
    start, end = period.start, period.end
    if isinstance(start, date) and isinstance(end, date):
        last = end - _DAY
        return f"on {start}" if last == start else f"from {start} to {last}"
    began = _beginning(start)
    ended = _ending(end)
    return ", ".join(part for part in (began, ended) if part)


def _beginning(start: date | Unknown | None) -> str:
    if start is None or start == date.min:
        return ""  # the first day of the calendar stands for a day before all that is recorded
    if isinstance(start, Unknown):
        sure = f", at the latest {start.sure_on}" if start.sure_on else ""
        return f"since a day that nobody recorded{sure}"
    return f"since {start}"


def _ending(end: date | Unknown | None) -> str:
    if end is None:
        return ""
    if isinstance(end, Unknown):
        sure = f", not before {end.sure_on + _DAY}" if end.sure_on else ""
        return f"ended on a day that nobody recorded{sure}"
    return f"until {end - _DAY}"
