"""What happened and when: the events that clocks run from, wait for and end with.

An event that is not there at all is one that nobody recorded. One with nothing listed is known not
to have happened, and None in its list stands for a time that it did on a day that nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

import attrs

from wraparound.process.calendar import Stop
from wraparound.process.moments import Moment, in_order, last_instant, local_day

Happened = Mapping[str, Sequence[Moment | None]]
"""Events by their names in the policy."""


@attrs.frozen(kw_only=True)
class PausedTime:
    """A time that may not count against clocks.

    Attributes:
        reason: The program's code for it.
        start: The first day.
        end: The first day that counts again; None where it is not known.
        clock: The one clock that stands still; empty for every clock that may.
    """

    reason: str
    start: date
    end: date | None = None
    clock: str = ""


@attrs.frozen(kw_only=True)
class Excuse:
    """A documented reason for being late.

    Attributes:
        clock: The clock that it is about.
        code: The program's code for it.
        said: Whether there are words in it; blank ones count for nothing.
        recorded_on: When it was written down.
        interval_start: The start of the interval that it belongs to, where it names one.
        approved: Whether somebody approved it.
        approved_on: When.
    """

    clock: str
    code: str = ""
    said: bool = True
    recorded_on: date | None = None
    interval_start: date | None = None
    approved: bool = False
    approved_on: date | None = None


@attrs.frozen(kw_only=True)
class AttributeValue:
    """A value of something that clocks depend on, from a day on.

    Attributes:
        name: Which, such as ``tier``.
        value: The value.
        start: The first day of it.
    """

    name: str
    value: str
    start: date


@attrs.frozen(kw_only=True)
class Occurrences:
    """Everything that clocks go by, as it was known at a moment.

    Attributes:
        happened: Events by name.
        as_of: The moment; later things are not seen. A day stands for its end.
        zone: The time zone of the program.
        pauses: Times that may not count.
        excuses: Documented reasons.
        attributes: What clocks depend on, over time.
    """

    happened: Happened
    as_of: Moment
    zone: tzinfo
    pauses: tuple[PausedTime, ...] = ()
    excuses: tuple[Excuse, ...] = ()
    attributes: tuple[AttributeValue, ...] = ()

    @property
    def today(self) -> date:
        """The day of the moment."""
        return local_day(self.as_of, self.zone)

    @property
    def now(self) -> datetime:
        """The last instant that is seen."""
        return last_instant(self.as_of, self.zone)

    def is_recorded(self, name: str) -> bool:
        """Tell whether anybody recorded if and when an event happened."""
        return name in self.happened

    def has_undated(self, name: str) -> bool:
        """Tell whether an event happened on a day that nobody knows."""
        return any(each is None for each in self.happened.get(name, ()))

    def seen(self, name: str) -> list[Moment]:
        """Return when an event happened, as far as it is seen, from the earliest on."""
        found = [each for each in self.happened.get(name, ()) if each is not None]
        return in_order([each for each in found if self._sees(each)], self.zone)

    def planned(self, name: str) -> list[Moment]:
        """Return when an event is to happen: a day that lies ahead is known by its plan."""
        found = [each for each in self.happened.get(name, ()) if each is not None]
        return in_order(found, self.zone)

    def days(self, name: str) -> list[date]:
        """Return the days on which an event happened, each once, from the earliest on."""
        return sorted({local_day(each, self.zone) for each in self.seen(name)})

    def stops(self, clock: str, reasons: Sequence[str]) -> tuple[Stop, ...]:
        """Return the days on which a clock stands still that may do so for some reasons."""
        today = self.today
        return tuple(
            Stop(each.start, each.end if each.end is not None and each.end <= today else None)
            for each in self.pauses
            if each.reason in reasons and each.clock in ("", clock) and each.start <= today
        )

    def attribute(self, name: str, day: date) -> str | None:
        """Return the value of an attribute on a day; None where it is not known."""
        known = [each for each in self.attributes if each.name == name and each.start <= day]
        known = [each for each in known if each.start <= self.today]
        return max(known, key=lambda each: each.start).value if known else None

    def _sees(self, moment: Moment) -> bool:
        if isinstance(moment, datetime):
            return moment <= self.now
        return moment <= self.today
