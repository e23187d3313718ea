"""Steps from those who hold to what they hold, in whole numbers: shares and votes alike."""

from __future__ import annotations

from collections.abc import Iterable

Row = tuple[str, str, str, int, int]
"""A tie: who holds, what is held, the tie's id, and how much, as a numerator and a denominator."""

Step = tuple[str, int, str, "Step | None"]
"""A tie of somebody: what is held, how many units, the tie's id; and another tie of theirs.

A state has many ties and most have few by the same holder: chains of plain values cost the least.
"""

Steps = dict[str, Step]
"""The first step of everybody who holds anything."""


def steps_of(rows: Iterable[Row], unit: int) -> Steps:
    """Return the steps of everybody.

    Args:
        rows: The ties.
        unit: How many units are one: a multiple of every denominator.
    """
    first: Steps = {}
    for holder, held, tie, size, whole in rows:
        first[holder] = (held, size * unit // whole, tie, first.get(holder))
    return first


def shares_in(held: str, step: Step | None) -> dict[str, int]:
    """Return how much somebody has of one of those that they hold, by tie, from a first step."""
    found: dict[str, int] = {}
    while step is not None:
        name, size, tie, step = step
        if name == held:
            found[tie] = size
    return found


def len_of(step: Step | None) -> int:
    """Return how many ties somebody has, from a first step."""
    found = 0
    while step is not None:
        found, step = found + 1, step[3]
    return found
