"""Clocks in hours: elapsed time, and an honest answer where only the day was written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs

from wraparound.process.clock import ClockStatus, Interval
from wraparound.process.moments import Moment, Span, is_later, span_of
from wraparound.process.occurrences import Occurrences

TIME_OF_DAY = "time_of_day"
"""What is missing where a limit in hours cannot be judged by days."""


@attrs.frozen
class _Limit:
    """A limit in hours from a start that may be known by its day only.

    Attributes:
        began: When it may have begun.
        earliest: The earliest moment that it may end.
        latest: The latest.
    """

    began: Span
    earliest: datetime
    latest: datetime

    def is_kept(self, instants: Span) -> bool:
        """Tell whether something surely happened in time."""
        return instants.end <= self.earliest

    def is_over(self, instant: datetime) -> bool:
        """Tell whether an instant is surely too late."""
        return instant > self.latest if self.began.exact else instant >= self.latest


def judged_by_hours(start: Moment, hours: int, event: str, seen: Occurrences) -> Interval:
    """Return the interval of a limit in hours.

    A day without a time stands for every instant of it. What is surely in time is met, what is
    surely late is not, and everything between is not known.

    Args:
        start: When it began.
        hours: The limit; elapsed time, whatever the clocks on the wall did.
        event: The event that it waits for.
        seen: Everything recorded.
    """
    began, length = span_of(start, seen.zone), timedelta(hours=hours)
    limit = _Limit(began, _after(began.first, length, seen), _after(began.end, length, seen))
    interval = Interval(start=_shown(start, seen), due=limit.earliest)
    if not began.exact:
        interval = Interval(start=start, due_earliest=limit.earliest, due_latest=limit.latest)
    waited = [each for each in seen.seen(event) if not is_later(start, each, seen.zone)]
    return _waited_for(interval, limit, waited, event, seen)


def _waited_for(
    interval: Interval, limit: _Limit, waited: list[Moment], event: str, seen: Occurrences
) -> Interval:
    spans = [(each, span_of(each, seen.zone)) for each in waited]
    kept = next((each for each, span in spans if limit.is_kept(span)), None)
    if kept is not None:
        return attrs.evolve(interval, satisfied=_shown(kept, seen), status=ClockStatus.MET)
    unclear = next((each for each, span in spans if not limit.is_over(span.first)), None)
    if unclear is not None:
        return _unknown(attrs.evolve(interval, satisfied=_shown(unclear, seen)), TIME_OF_DAY)
    if not seen.is_recorded(event) or seen.has_undated(event):
        return _unknown(interval, f"{event}.date" if seen.is_recorded(event) else event)
    if waited:
        late = _shown(waited[0], seen)
        return attrs.evolve(interval, satisfied=late, status=ClockStatus.NOT_MET)
    return _nothing_happened(interval, limit, seen)


def _nothing_happened(interval: Interval, limit: _Limit, seen: Occurrences) -> Interval:
    if seen.now <= limit.earliest:
        return attrs.evolve(interval, status=ClockStatus.NOT_YET_DUE)
    if not limit.is_over(seen.now):
        return _unknown(interval, TIME_OF_DAY)
    return attrs.evolve(interval, status=ClockStatus.NOT_MET)


def _unknown(interval: Interval, missing: str) -> Interval:
    return attrs.evolve(interval, status=ClockStatus.UNKNOWN, missing=(missing,))


def _after(instant: datetime, length: timedelta, seen: Occurrences) -> datetime:
    # in UTC: adding to a local time would count hours on the wall
    return (instant.astimezone(UTC) + length).astimezone(seen.zone)


def _shown(moment: Moment, seen: Occurrences) -> Moment:
    return moment.astimezone(seen.zone) if isinstance(moment, datetime) else moment
