"""Whether something dated stands on a day: yes, no, or not known, and when that changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from wraparound.model.periods import Period
from wraparound.model.record import typed
from wraparound.model.terms import Unknown
from wraparound.model.truth import NO, YES, Truth, unknown

DAY = timedelta(days=1)

FOREVER = date.max
"""The end of an answer that nothing changes any more."""

new_period = typed(Period)
"""A period between days that records hold."""


def lasting(period: Period, day: date, fact: str) -> tuple[Truth, date]:
    """Return whether the day lies in the period, and the first later day with another answer.

    Args:
        period: Half-open; an unknown end is sure up to the day it names.
        day: The day.
        fact: The id that a missing date is reported under.

    Returns:
        The answer, and the day until which it stays so: ``FOREVER`` where nothing changes it.
    """
    started, running, until = period.start, period.end, FOREVER
    gaps: tuple[str, ...] = ()
    if isinstance(started, Unknown):
        if started.sure_on is None or day < started.sure_on:
            gaps = (f"unknown_from:{fact}",)
            until = started.sure_on or FOREVER
    elif started is not None and day < started:
        return NO, started
    if isinstance(running, Unknown):
        if running.sure_on is None or day > running.sure_on:
            gaps = (*gaps, f"unknown_until:{fact}")
        else:
            until = min(until, next_day(running.sure_on))
    elif running is not None:
        if day >= running:
            return NO, FOREVER
        if running < until:  # noqa: PLR1730 - asked very often, and a call of min takes longer
            until = running
    return unknown(*gaps) if gaps else YES, until


def standing(period: Period, day: date, fact: str) -> Truth:
    """Return whether the day lies in the period, as ``lasting`` does."""
    return lasting(period, day, fact)[0]


def turns_of(period: Period) -> Iterator[date]:
    """Yield the days on which the answer of ``standing`` can change."""
    if isinstance(period.start, Unknown):
        if period.start.sure_on is not None:
            yield period.start.sure_on
    elif period.start is not None:
        yield period.start
    if isinstance(period.end, Unknown):
        if period.end.sure_on is not None:
            yield next_day(period.end.sure_on)
    elif period.end is not None:
        yield period.end


def next_day(day: date) -> date:
    """Return the day after, or the same day at the end of the calendar."""
    return day + DAY if day < date.max else day


def begins_by(period: Period) -> date:
    """Return the first day on which the period may have begun."""
    return period.start if isinstance(period.start, date) else date.min


def dated_end(period: Period) -> date | None:
    """Return the day on which the period ended, where that is known."""
    return period.end if isinstance(period.end, date) else None
