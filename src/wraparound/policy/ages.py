"""How old something may be: months and days, counted on the calendar."""

from __future__ import annotations

import functools
import re
from datetime import date, timedelta

import attrs

from wraparound.policy.days import add_months

_WRITTEN = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


@functools.lru_cache(maxsize=4096)
def _after(day: date, months: int, days: int) -> date:
    """Return the day so much later; a review asks it of the same few days again and again."""
    if months > (date.max.year - day.year) * 12 + 12 - day.month:
        return date.max
    reached = add_months(day, months)
    if date.max - reached < timedelta(days):
        return date.max
    return reached + timedelta(days)


@attrs.frozen(order=False)
class Age:
    """A length of time in calendar months and days, as ISO 8601 writes it (``P12M``, ``P90D``).

    Attributes:
        months: Months, added first; the day number is kept, or clipped to the end of the month.
        days: Days, added after the months.
    """

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Age:
        """Return the age that the text writes.

        Raises:
            ValueError: The text is not a duration of years, months, weeks and days.
        """
        match = _WRITTEN.fullmatch(text)
        if match is None or text == "P":
            raise ValueError("must be a duration such as P12M or P30D")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        return cls(12 * years + months, 7 * weeks + days)

    def after(self, day: date) -> date:
        """Return the day on which something of this day reaches the age."""
        return _after(day, self.months, self.days)

    @property
    def rough_days(self) -> int:
        """The length in days with months of thirty, good only for telling longer from shorter."""
        return 30 * self.months + self.days
