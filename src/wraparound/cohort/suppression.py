"""Counts of people that may be shown: small ones are hidden, and so is what would tell them.

After the cell size suppression policy of the Centers for Medicare & Medicaid Services (CMS): no
count of 1 to 10 is shown, zero may be, and nothing from which such a count could be derived by
adding, subtracting or dividing.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, Generic, TypeVar

import attrs

from wraparound.policy.program_policy import ProgramPolicy, choose_program

K = TypeVar("K", bound=Hashable)

LEAST_SHOWN: Final = "small_cell_min"
"""The parameter of a program pack: the least count of people, above zero, that is shown."""

_NATIONAL: Final = "nwi-model"
"""The pack that says it where a program's own pack is silent."""


@attrs.frozen
class Sum(Generic[K]):
    """A count that is the sum of others, as a reader of the table can see.

    Attributes:
        whole: The name of the count.
        parts: The names of those that it sums up.
    """

    whole: K
    parts: tuple[K, ...]


def least_shown(practice: ProgramPolicy, *, on: date) -> int:
    """Return the least count of people, above zero, that a program may show on a day.

    The strictest of several versions counts. A pack that says nothing, or nothing for the day,
    takes nothing away: then the national pack's holds.
    """
    for policy in (practice, choose_program(_NATIONAL)):
        held = [int(e) for e in policy.on(LEAST_SHOWN, on).values if isinstance(e, Decimal)]
        if held:
            return max(held)
    message = f"the pack {_NATIONAL} has no {LEAST_SHOWN}"
    raise LookupError(message)


def suppress(
    counts: Mapping[K, int], *, least: int, sums: Iterable[Sum[K]] = ()
) -> dict[K, int | None]:
    """Return what may be shown of a table of counts: None where a count is hidden.

    Every count from 1 to ``least - 1`` is hidden. Then the smallest others that it takes, until
    whoever knows the sums, and that whatever is hidden is not zero, can neither work out a hidden
    count nor narrow it down to fewer than ``least - 1`` numbers. Where nothing else helps, a total
    is hidden too. The same table gives the same answer.

    >>> suppress(
    ...     {"north": 40, "south": 3, "west": 12, "all": 55},
    ...     least=11,
    ...     sums=[Sum("all", ("north", "south", "west"))],
    ... )
    {'north': 40, 'south': None, 'west': None, 'all': 55}

    Args:
        counts: The counts by name, none of them negative. Every sum that is shown, or that a
            reader can know, is one of them.
        least: The least count above zero that may be shown.
        sums: How counts add up.

    Raises:
        ValueError: A count is negative, a sum names a count that is not there, or does not add up.
    """
    known = tuple(sums)
    _check(counts, known)
    hidden = {name for name, count in counts.items() if 0 < count < least}
    while told := _told(counts, hidden, known, least):
        more = _next_to_hide(counts, hidden, known, told, least)
        if more is None:
            break
        hidden.add(more)
    return {name: None if name in hidden else count for name, count in counts.items()}


def suppress_share(part: int, whole: int, *, least: int) -> tuple[int | None, int | None]:
    """Return what may be shown of so many out of so many: both, the whole alone, or neither.

    A percentage may be shown only where both are: together with the whole it is the part, and the
    rest besides.

    >>> suppress_share(30, 60, least=11)
    (30, 60)
    >>> suppress_share(58, 60, least=11)
    (None, 60)

    Args:
        part: How many.
        whole: Out of how many.
        least: The least count above zero that may be shown.
    """
    counts = {"part": part, "rest": whole - part, "whole": whole}
    shown = suppress(counts, least=least, sums=[Sum("whole", ("part", "rest"))])
    return shown["part"], shown["whole"]


def sums_of_table(
    rows: Sequence[str], columns: Sequence[str], *, total: str
) -> tuple[Sum[tuple[str, str]], ...]:
    """Return how a table of two ways adds up, its counts named ``(row, column)``.

    Args:
        rows: The names of its rows.
        columns: The names of its columns.
        total: What the row and the column of totals are called.
    """
    across = (Sum((row, total), tuple((row, each) for each in columns)) for row in (*rows, total))
    down = (
        Sum((total, column), tuple((each, column) for each in rows)) for column in (*columns, total)
    )
    return (*across, *down)


def _check(counts: Mapping[K, int], sums: Iterable[Sum[K]]) -> None:
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count of people cannot be negative")
    for each in sums:
        if not {each.whole, *each.parts} <= counts.keys():
            message = f"the sum {each.whole!r} names a count that is not in the table"
            raise ValueError(message)
        if counts[each.whole] != sum(counts[part] for part in each.parts):
            message = f"{each.whole!r} is not the sum of its parts"
            raise ValueError(message)


def _told(counts: Mapping[K, int], hidden: set[K], sums: tuple[Sum[K], ...], least: int) -> list[K]:
    """Return the hidden counts that the shown ones tell, or nearly."""
    bounds = _bounds(counts, hidden, sums)
    narrow = {name for name in hidden if bounds[name][1] - bounds[name][0] + 1 < least - 1}
    narrow |= _worked_out(counts, hidden, sums)
    return [name for name in counts if name in narrow]


def _bounds(
    counts: Mapping[K, int], hidden: set[K], sums: tuple[Sum[K], ...]
) -> dict[K, tuple[float, float]]:
    """Return between which two numbers each count lies, for whoever sees the shown ones."""
    held = {
        name: (1, math.inf) if name in hidden else (float(count), float(count))
        for name, count in counts.items()
    }
    for _ in range(len(counts) + 1):  # narrowing further than that gains less than it costs
        before = dict(held)
        for each in sums:
            _narrow(held, each)
        if held == before:
            break
    return held


def _narrow(held: dict[K, tuple[float, float]], each: Sum[K]) -> None:
    """Narrow the bounds of a sum by its parts, and of each part by the sum and the others."""
    low = sum(held[part][0] for part in each.parts)
    high = sum(held[part][1] for part in each.parts if held[part][1] < math.inf)
    endless = sum(held[part][1] == math.inf for part in each.parts)
    held[each.whole] = _within(held[each.whole], low, math.inf if endless else high)
    least, most = held[each.whole]
    for part in each.parts:  # the sums of the others are kept up, so that a long table stays cheap
        own = held[part]
        is_endless = own[1] == math.inf
        others_low = low - own[0]
        others_high = high - (0 if is_endless else own[1])
        if endless - is_endless:
            others_high = math.inf
        now = held[part] = _within(own, least - others_high, most - others_low)
        low = others_low + now[0]
        if now[1] < math.inf:
            high += now[1] - (0 if is_endless else own[1])
            endless -= is_endless


def _within(known: tuple[float, float], low: float, high: float) -> tuple[float, float]:
    return max(known[0], low), min(known[1], high)


def _worked_out(counts: Mapping[K, int], hidden: set[K], sums: tuple[Sum[K], ...]) -> set[K]:
    """Return the hidden counts that the sums determine, all of them taken together."""
    names = [name for name in counts if name in hidden]
    place = {name: index for index, name in enumerate(names)}
    rows = []
    for each in sums:
        row = [Fraction(0)] * len(names)
        if each.whole in place:
            row[place[each.whole]] += 1
        for part in each.parts:
            if part in place:
                row[place[part]] -= 1
        rows.append(row)
    factors = ([place for place, each in enumerate(row) if each] for row in _reduced(rows))
    return {names[places[0]] for places in factors if len(places) == 1}


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return equations solved as far as they can be (Gauss and Jordan)."""
    done: list[list[Fraction]] = []
    left = rows
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in left if row[column]), None)
        if pivot is None:
            continue
        left = [row for row in left if row is not pivot]
        own = [each / pivot[column] for each in pivot]
        done = [_without(row, own, column) for row in done] + [own]
        left = [_without(row, own, column) for row in left]
    return done


def _without(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    factor = row[column]
    if not factor:
        return row
    return [own - factor * other for own, other in zip(row, pivot, strict=True)]


def _next_to_hide(
    counts: Mapping[K, int], hidden: set[K], sums: tuple[Sum[K], ...], told: list[K], least: int
) -> K | None:
    """Return the shown count whose hiding costs least and keeps a hidden one from being told.

    Parts go before totals, and small counts before large ones. They are looked for in a sum that
    tells a hidden count by itself; where none does, beside those that are told.
    """
    wholes = {each.whole for each in sums}
    shown = [name for name, count in counts.items() if count and name not in hidden]
    beside = [each for each in sums if not {each.whole, *each.parts}.isdisjoint(told)]
    tight = [each for each in beside if _tells(each, counts, hidden, least)]
    near = {name for each in tight or beside for name in (each.whole, *each.parts)}
    return min(
        [name for name in shown if name in near] or shown,
        key=lambda name: (name in wholes, counts[name]),
        default=None,
    )


def _tells(each: Sum[K], counts: Mapping[K, int], hidden: set[K], least: int) -> bool:
    """Tell whether a sum by itself gives away a hidden count in it, or nearly."""
    parts = [part for part in each.parts if part in hidden]
    if each.whole in hidden:
        return not parts
    slack = sum(counts[part] for part in parts) - (len(parts) - 1)
    return bool(parts) and (len(parts) == 1 or slack < least - 1)
