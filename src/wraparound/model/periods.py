"""When something holds: half-open periods of days, whose ends may be unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from wraparound.errors import Fault
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, labelled
from wraparound.model.terms import Unknown


@attrs.frozen(kw_only=True, field_transformer=labelled)
class Period(Record):
    """The days from ``start`` up to, but not including, ``end``.

    A start of None means "as far back as anybody asks", an end of None means "until further
    notice". ``Unknown`` means that there is such a day and that nobody recorded it; its
    ``sure_on`` names a day on which the thing surely held.

    Attributes:
        start: The first day.
        end: The first day on which it no longer holds.
    """

    start: date | Unknown | None = attrs.field(default=None, metadata=ADMINISTRATIVE)
    end: date | Unknown | None = attrs.field(default=None, metadata=ADMINISTRATIVE)

    def contradictions(self) -> Iterator[Fault]:
        """Yield a fault for a period without a single day."""
        if isinstance(self.start, date) and isinstance(self.end, date) and self.end <= self.start:
            yield Fault("end", "must be a day after the start")

    def covers(self, day: date) -> bool | None:
        """Tell whether the day lies in the period; None where that is not known."""
        return covers(self.start, self.end, day)

    def surely_covers(self, day: date) -> bool:
        """Tell whether the day is known to lie in the period."""
        return self.covers(day) is True


def covers(start: date | Unknown | None, end: date | Unknown | None, day: date) -> bool | None:
    """Tell whether a day lies from a start up to an end; None where that is not known."""
    started = _on_or_before(start, day)
    running = _runs_on(end, day)
    if started is False or running is False:
        return False
    return None if started is None or running is None else True


def _on_or_before(start: date | Unknown | None, day: date) -> bool | None:
    if start is None:
        return True
    if isinstance(start, Unknown):
        return True if start.sure_on is not None and day >= start.sure_on else None
    return day >= start


def _runs_on(end: date | Unknown | None, day: date) -> bool | None:
    if end is None:
        return True
    if isinstance(end, Unknown):
        return True if end.sure_on is not None and day <= end.sure_on else None
    return day < end


ALWAYS = Period()
"""No beginning and no end that anybody knows of."""
