"""Moments of a record: a day, or an instant where somebody wrote down the time as well."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

import attrs

Moment = date | datetime
"""A day, or an instant with its time zone. (In Python an instant is a day, too.)"""

_LAST = timedelta(microseconds=1)


@attrs.frozen
class Span:
    """The instants at which something may have happened.

    Attributes:
        first: The first of them.
        end: The first instant that is surely later; the same as ``first`` where it is exact.
    """

    first: datetime
    end: datetime

    @property
    def exact(self) -> bool:
        """Whether the instant is known."""
        return self.first == self.end


def local_day(moment: Moment, zone: tzinfo) -> date:
    """Return the day of a moment, where the program is."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(zone).date()


def span_of(moment: Moment, zone: tzinfo) -> Span:
    """Return the instants that a moment may mean: for a day, every instant of it."""
    if isinstance(moment, datetime):
        return Span(moment, moment)
    return Span(_midnight(moment, zone), _midnight(moment + timedelta(days=1), zone))


def last_instant(moment: Moment, zone: tzinfo) -> datetime:
    """Return the instant itself, or the last instant of a day."""
    return moment if isinstance(moment, datetime) else span_of(moment, zone).end - _LAST


def is_later(moment: Moment, than: Moment, zone: tzinfo) -> bool:
    """Tell whether a moment surely lies after another; within one day only instants are told."""
    if isinstance(moment, datetime) and isinstance(than, datetime):
        return moment > than
    return local_day(moment, zone) > local_day(than, zone)


def in_order(moments: list[Moment], zone: tzinfo) -> list[Moment]:
    """Return moments from the earliest to the latest; a day comes before its instants."""
    if len(moments) < 2:
        return moments
    return sorted(moments, key=lambda each: (span_of(each, zone).first, not _is_day(each)))


def _is_day(moment: Moment) -> bool:
    return not isinstance(moment, datetime)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
