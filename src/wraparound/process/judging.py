"""Judging one interval by days: in time, late, still open, or not to be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs

from wraparound.process.clock import ClockStatus, Closed, Interval
from wraparound.process.occurrences import Occurrences


def judged(
    interval: Interval,
    happened: Sequence[date],
    event: str,
    seen: Occurrences,
    *,
    ends: date | None = None,
) -> Interval:
    """Return an interval with what came of it.

    Args:
        interval: Its start and due day; without a due day the clock stands still.
        happened: On which days the event that counts happened, from the earliest on.
        event: The event's name.
        seen: Everything recorded.
        ends: The day on which lateness stops, where nothing happened.
    """
    due = interval.due
    if due is None:
        return _standing(interval, happened, event, seen)
    in_time = next((day for day in happened if day <= due), None)
    if in_time is not None:
        return attrs.evolve(interval, satisfied=in_time, status=ClockStatus.MET)
    late = next(iter(happened), None)
    unclear = _unless_recorded(event, seen)
    if unclear:
        return attrs.evolve(
            interval, satisfied=late, status=ClockStatus.UNKNOWN, missing=(unclear,)
        )
    if seen.today <= due:
        return attrs.evolve(interval, status=ClockStatus.NOT_YET_DUE)
    last = late or ends or seen.today
    return attrs.evolve(
        interval, satisfied=late, status=ClockStatus.NOT_MET, days_late=(last - due).days
    )


def superseded(interval: Interval, on: date) -> Interval:
    """Return an interval that a new start ended, unless something had come of it before."""
    if interval.satisfied is not None:
        return interval
    if interval.due is None or on <= interval.due:
        return closed(interval, Closed.SUPERSEDED)
    return interval


def closed(interval: Interval, why: Closed) -> Interval:
    """Return an interval that was closed before anything could be said of it."""
    return attrs.evolve(interval, status=None, closed=why, days_late=None, missing=(), reason="")


def _standing(
    interval: Interval, happened: Sequence[date], event: str, seen: Occurrences
) -> Interval:
    """Return an interval whose clock stands still: nothing can be late, and work may be done."""
    if happened:
        return attrs.evolve(interval, satisfied=happened[0], status=ClockStatus.MET, paused=True)
    if not seen.is_recorded(event):
        return attrs.evolve(interval, status=ClockStatus.UNKNOWN, missing=(event,), paused=True)
    return attrs.evolve(interval, status=ClockStatus.NOT_YET_DUE, paused=True)


def _unless_recorded(event: str, seen: Occurrences) -> str:
    """Return what is missing of an event: whether it happened, or the day of it."""
    if not seen.is_recorded(event):
        return event
    return f"{event}.date" if seen.has_undated(event) else ""
