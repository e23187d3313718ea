"""Days away from home: counted once however many placements overlap, and never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import attrs

from wraparound.model.incident import Placement, Setting
from wraparound.model.terms import Unknown

_DAY: Final = timedelta(days=1)
_Days = tuple[date, date]
"""The first day, and the first day after."""


@attrs.frozen(kw_only=True)
class AwayStay:
    """One placement away from home, as far as it lies in the period asked about.

    Attributes:
        placement: The placement's id.
        setting: What kind of place.
        start: The first day in the period; None where nobody recorded when it began.
        end: The first day on which it surely no longer counts; None where that is not known.
        open: Whether it still runs on the last day asked about.
        least: How many days it surely lasted in the period.
        most: How many days it may have lasted.
    """

    placement: str
    setting: Setting
    start: date | None
    end: date | None
    open: bool
    least: int
    most: int


@attrs.frozen(kw_only=True)
class DaysAway:
    """How long somebody lived away from home in a period.

    Attributes:
        start: The first day of the period.
        end: The first day after it; never later than the day of the record.
        least: How many days were surely spent away, each day once.
        most: How many days may have been.
        by_setting: How many days surely, by the kind of place; overlapping ones count in each.
        stays: The placements, in the order in which they began.
        missing: What must be known for one number: ids of placements, or ``placement`` where
            nobody said that all of them are on file.
    """

    start: date
    end: date
    least: int
    most: int
    by_setting: Mapping[Setting, int] = attrs.field(factory=dict, hash=False)
    stays: tuple[AwayStay, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def days(self) -> int | None:
        """The number of days; None where what is recorded does not tell."""
        return None if self.missing else self.least


def count_days_away(
    placements: Iterable[Placement],
    *,
    start: date,
    end: date,
    as_of: date,
    kin_is_home: bool = False,
    complete: bool = True,
) -> DaysAway:
    """Return how many days were spent away from home in a period.

    A placement without an end still runs, up to the day of the record. A day is spent away if a
    placement runs on it; the day on which it ends is a day at home again (as in
    ``out_of_home_days`` of the process indicators).

    Args:
        placements: Where the youth lived.
        start: The first day of the period.
        end: The first day after it.
        as_of: The day of the record: later days have not happened yet.
        kin_is_home: Whether living with kin counts as living at home.
        complete: Whether every placement is on file; without that, the number is the least.
    """
    last = min(end, as_of)
    home = {Setting.HOME, Setting.KIN} if kin_is_home else {Setting.HOME}
    away = [each for each in placements if each.setting not in home and _touches(each, start, last)]
    sure = {each.id: list(_sure(each, start, last)) for each in away}
    possible = {each.id: list(_possible(each, start, last)) for each in away}
    unclear = [each.id for each in away if sure[each.id] != possible[each.id]]
    return DaysAway(
        start=start,
        end=last,
        least=_length(span for spans in sure.values() for span in spans),
        most=_length(span for spans in possible.values() for span in spans),
        by_setting={
            setting: _length(s for each in away if each.setting is setting for s in sure[each.id])
            for setting in dict.fromkeys(each.setting for each in away)
        },
        stays=tuple(
            sorted(
                (_stay(each, start, last, sure[each.id], possible[each.id]) for each in away),
                key=lambda stay: (stay.start or date.min, stay.placement),
            )
        ),
        missing=(*unclear, *(() if complete else ("placement",))),
    )


def _touches(placement: Placement, start: date, end: date) -> bool:
    """Tell whether a placement may lie in a period."""
    return any(_possible(placement, start, end))


def _sure(placement: Placement, start: date, end: date) -> Iterator[_Days]:
    """Yield the days of a placement that are known, within a period."""
    began, ended = placement.period.start, placement.period.end
    first = began.sure_on if isinstance(began, Unknown) else (began or date.min)
    if isinstance(ended, Unknown):
        known = ended.sure_on
        after = None if known is None else known + _DAY
        if after is None and isinstance(began, date):
            after = began + _DAY  # it held on the day on which it began
    else:
        after = ended or date.max
    if first is not None and after is not None:
        yield from _within(first, after, start, end)


def _possible(placement: Placement, start: date, end: date) -> Iterator[_Days]:
    """Yield the days of a placement that are known or may be, within a period."""
    began, ended = placement.period.start, placement.period.end
    first = date.min if isinstance(began, Unknown) else (began or date.min)
    after = date.max if isinstance(ended, Unknown) else (ended or date.max)
    yield from _within(first, after, start, end)


def _within(first: date, after: date, start: date, end: date) -> Iterator[_Days]:
    begins, ends = max(first, start), min(after, end)
    if begins < ends:
        yield begins, ends


def _length(spans: Iterable[_Days]) -> int:
    """Return how many days some spans cover, each day once."""
    days, reached = 0, date.min
    for first, after in sorted(spans):
        begins = max(first, reached)
        days += max(0, (after - begins).days)
        reached = max(reached, after)
    return days


def _stay(
    placement: Placement, start: date, end: date, sure: list[_Days], possible: list[_Days]
) -> AwayStay:
    began, ended = placement.period.start, placement.period.end
    return AwayStay(
        placement=placement.id,
        setting=placement.setting,
        start=None if isinstance(began, Unknown) else max(began or start, start),
        end=min(ended, end) if isinstance(ended, date) else None,
        open=ended is None or (isinstance(ended, date) and ended > end),
        least=_length(sure),
        most=_length(possible),
    )
