"""Who controls whom: votes and appointments, followed through everything already controlled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from math import lcm

from wraparound.conflict.bands import NOUGHT, Band
from wraparound.conflict.steps import Row, Step, steps_of
from wraparound.conflict.ways import Way, best
from wraparound.model.truth import YES, Truth

Grip = tuple[str, str, str, Truth, Band | None]
"""A tie that gives its holder votes in an entity, or control without votes: the tie's id; the
person or entity that has them; the entity that they are in; whether the tie stands; and how many
votes, or None where the tie is control itself."""


class Power:
    """All grips of a day, and the control that follows from them.

    Votes are counted in whole numbers, control without votes as more than the threshold. Votes that
    are surely more than their lower end count for a hair more: all hairs together are less than any
    other difference, so that they only decide where the sum is the threshold itself.
    """

    def __init__(self, grips: Iterable[Grip], threshold: Fraction) -> None:
        more_than_enough = Band(threshold + 1, threshold + 1)
        rows: list[Row] = []
        less: dict[str, tuple[Fraction, bool]] = {}
        self._gaps: dict[str, frozenset[str]] = {}
        for tie, holder, held, truth, votes in grips:
            band = more_than_enough if votes is None else votes
            if holder == held or truth.value is False or not band.hi.numerator:
                continue
            rows.append((holder, held, tie, *band.hi.as_integer_ratio()))
            if truth.value is None or not band.is_exact:
                less[tie] = (NOUGHT, False) if truth.value is None else (band.lo, band.lo_open)
                self._gaps[tie] = truth.reasons | band.gaps
        wholes = {row[4] for row in rows}
        wholes.update(low.denominator for low, _ in less.values())
        # one vote more or less is a hair more than all hairs
        unit = lcm(threshold.denominator, *wholes) * (len(rows) + 1)
        self._limit = threshold.numerator * unit // threshold.denominator
        self._surely = self._possibly = steps_of(rows, unit)
        if less:
            self._surely = steps_of((_at_least(row, less, unit) for row in rows), unit)
        self._unsure = {tie for tie, (low, more) in less.items() if not (low or more)}
        self._above: dict[str, frozenset[str]] = {}
        self._sets: dict[tuple[str, bool], frozenset[str]] = {}
        self._ways: dict[tuple[str, str], Way | None] = {}

    def controls(self, holder: str, entity: str) -> Way | None:
        """Return how the holder controls the entity; None where it surely does not.

        Exactly the threshold is not control, and nothing is summed over relatives or partners.
        """
        if holder == entity or holder not in self._possibly or entity not in self._holders:
            return None
        key = (holder, entity)
        if key not in self._ways:
            self._ways[key] = self._way(holder, entity)
        return self._ways[key]

    def controlled_by(self, holder: str) -> tuple[str, ...]:
        """Return every entity that the holder may control, sorted."""
        found = self._members(holder, surely=True)
        if self._possibly is not self._surely:
            found |= self._members(holder, surely=False)
        return tuple(sorted(found - {holder}))

    def common(self, one: str, other: str, *, holder: str) -> Way | None:
        """Return how two entities are under common control, not counting the holder's own."""
        below = self.controls(other, one)
        ways = [] if below is None else [below]
        for third in self._all_above(one) & self._all_above(other) - {one, other, holder}:
            first = self.controls(third, one)
            second = self.controls(third, other) if first is not None else None
            if first is not None and second is not None:
                path = tuple(sorted({*first.path, *second.path}))
                ways.append(Way(first.truth & second.truth, path))
        return best(ways)

    def _way(self, holder: str, entity: str) -> Way | None:
        for surely in (True, False):
            members = self._members(holder, surely=surely)
            if entity in members:
                path = self._support(holder, entity, members, surely=surely)
                gaps = frozenset[str]().union(*(self._gaps.get(tie, ()) for tie in path))
                return Way(YES if surely else Truth(None, gaps), path)
        return None

    @cached_property
    def _holders(self) -> dict[str, list[tuple[str, str]]]:
        """Who has a hold on each, with the tie."""
        found: dict[str, list[tuple[str, str]]] = {}
        for holder, first in self._possibly.items():
            step: Step | None = first
            while step is not None:
                held, _, tie, step = step
                found.setdefault(held, []).append((holder, tie))
        return found

    def _all_above(self, entity: str) -> frozenset[str]:
        """Return who holds votes in an entity, at any remove: nobody else controls it."""
        if entity not in self._above:
            seen, edge = {entity}, [entity]
            while edge:
                for holder, _ in self._holders.get(edge.pop(), ()):
                    if holder not in seen:
                        seen.add(holder)
                        edge.append(holder)
            self._above[entity] = frozenset(seen)
        return self._above[entity]

    def _members(self, holder: str, *, surely: bool) -> frozenset[str]:
        """Return what falls to the holder, who is one of them, one entity after another."""
        found = self._sets.get((holder, surely))
        if found is None:
            steps = self._surely if surely else self._possibly
            limit, votes = self._limit, dict[str, int]()
            members, edge = {holder}, [holder]
            while edge:
                step = steps.get(edge.pop())
                while step is not None:
                    held, size, _, step = step
                    votes[held] = size = votes.get(held, 0) + size
                    if size > limit and held not in members:
                        members.add(held)
                        edge.append(held)
            found = self._sets[holder, surely] = frozenset(members)
        return found

    def _support(
        self, holder: str, entity: str, members: frozenset[str], *, surely: bool
    ) -> tuple[str, ...]:
        """Return the ties by which members have a hold on an entity, and on each of them."""
        found: set[str] = set()
        seen, edge = {holder, entity}, [entity]
        while edge:
            for member, tie in self._holders.get(edge.pop(), ()):
                if member in members and not (surely and tie in self._unsure):
                    found.add(tie)
                    if member not in seen:
                        seen.add(member)
                        edge.append(member)
        return tuple(sorted(found))


def _at_least(row: Row, less: Mapping[str, tuple[Fraction, bool]], unit: int) -> Row:
    """Return a grip with what it counts for surely: the lower end, and a hair if it is more."""
    holder, held, tie, _, _ = row
    if tie not in less:
        return row
    low, more = less[tie]
    return (holder, held, tie, low.numerator * (unit // low.denominator) + more, unit)
