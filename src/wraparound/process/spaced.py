"""Clocks that keep coming back: no gap longer than so much, so often in each calendar month."""

from __future__ import annotations

from datetime import date

from wraparound.process.calendar import months_from
from wraparound.process.clock import Closed, Interval
from wraparound.process.judging import closed, judged
from wraparound.process.moments import Moment, local_day
from wraparound.process.occurrences import Occurrences
from wraparound.process.terms import Judge, Terms, Versions


def run_max_gap(versions: Versions, starts: list[Moment], seen: Occurrences) -> list[Interval]:
    """Run a clock by which something happens again within a time of the last time.

    Args:
        versions: The texts that it goes by.
        starts: When it started; the earliest is the first anchor.
        seen: Everything recorded.
    """
    anchor = local_day(starts[0], seen.zone)
    event, end = versions.any.satisfied_by, _end(versions, seen)
    occurred = [day for day in seen.days(event) if day > anchor and (end is None or day <= end)]
    intervals = []
    for start, following in zip([anchor, *occurred], [*occurred, None], strict=True):
        if end is not None and start >= end:
            break
        intervals.append(versions.judge(start, seen, _gap(start, following, end, event, seen)))
    return intervals


def run_each_month(versions: Versions, starts: list[Moment], seen: Occurrences) -> list[Interval]:
    """Run a clock by which something happens so often in each full calendar month.

    Args:
        versions: The texts that it goes by.
        starts: When it started; a month that had begun before does not count.
        seen: Everything recorded.
    """
    anchor = local_day(starts[0], seen.zone)
    event, end = versions.any.satisfied_by, _end(versions, seen)
    until = seen.today if end is None else end
    days = [day for day in seen.days(event) if end is None or day <= end]
    return [
        versions.judge(first, seen, _month(first, last, days, end, event, seen))
        for first, last in months_from(anchor, until)
    ]


def _gap(
    start: date, following: date | None, end: date | None, event: str, seen: Occurrences
) -> Judge:
    def judge(terms: Terms) -> Interval:
        interval = Interval(start=start, due=terms.due(start, seen), rule=terms.rule)
        if following is None and end is not None:
            return _ended(interval, end, event, seen)
        return judged(interval, [] if following is None else [following], event, seen)

    return judge


def _month(
    first: date, last: date, days: list[date], end: date | None, event: str, seen: Occurrences
) -> Judge:
    def judge(terms: Terms) -> Interval:
        held = [day for day in days if first <= day <= last]
        enough = held[terms.length - 1 :] if terms.length else []
        interval = Interval(start=first, due=last, rule=terms.rule)
        if not enough and end is not None and end < last:
            return closed(interval, Closed.ENDED_BEFORE_DUE)
        return judged(interval, enough[:1], event, seen, ends=end)

    return judge


def _ended(interval: Interval, end: date, event: str, seen: Occurrences) -> Interval:
    """Return the interval in which the stay ended: it is closed unless it was overdue before."""
    if interval.due is None or end <= interval.due:
        return closed(interval, Closed.ENDED_BEFORE_DUE)
    return judged(interval, [], event, seen, ends=end)


def _end(versions: Versions, seen: Occurrences) -> date | None:
    name = versions.any.end_event
    return next(iter(seen.days(name)), None) if name else None
