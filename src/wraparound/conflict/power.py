"""Who controls whom: votes and appointments, followed through everything already controlled."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from wraparound.conflict.bands import NOUGHT, Band
from wraparound.conflict.ways import Way, best
from wraparound.model.truth import YES, Truth


@attrs.frozen
class Grip:
    """A tie that gives its holder votes in an entity, or control without votes.

    Attributes:
        tie: The tie.
        holder: The person or entity that has the votes.
        held: The entity that they are votes in.
        truth: Whether the tie stands.
        votes: How many; None where the tie is control itself.
    """

    tie: str
    holder: str
    held: str
    truth: Truth
    votes: Band | None = None

    @property
    def gaps(self) -> frozenset[str]:
        """What is not known about it."""
        return self.truth.reasons | (self.votes.gaps if self.votes is not None else frozenset())

    def counts(self, *, surely: bool) -> bool:
        """Tell whether it gives any power: surely, or possibly."""
        if surely:
            return self.truth.holds and (self.votes is None or self.votes.surely_positive)
        return self.votes is None or self.votes.hi > 0


class Power:
    """All grips of a day, and the control that follows from them."""

    def __init__(self, grips: Iterable[Grip], threshold: Fraction) -> None:
        self._threshold = threshold
        self._into: dict[str, list[Grip]] = {}
        self._from: dict[str, list[Grip]] = {}
        for grip in grips:
            if grip.holder != grip.held and not grip.truth.fails:
                self._into.setdefault(grip.held, []).append(grip)
                self._from.setdefault(grip.holder, []).append(grip)
        self._sets: dict[tuple[str, bool], frozenset[str]] = {}
        self._ways: dict[tuple[str, str], Way | None] = {}

    def controls(self, holder: str, entity: str) -> Way | None:
        """Return how the holder controls the entity; None where it surely does not.

        Exactly the threshold is not control, and nothing is summed over relatives or partners.
        """
        if holder == entity or holder not in self._from or entity not in self._into:
            return None
        key = (holder, entity)
        if key not in self._ways:
            self._ways[key] = self._way(holder, entity)
        return self._ways[key]

    def common(self, one: str, other: str, *, holder: str) -> Way | None:
        """Return how two entities are under common control, not counting the holder's own."""
        if other not in self._into and one not in self._into:
            return None
        below = self.controls(other, one)
        ways = [] if below is None else [below]
        for third in sorted(self._from):
            if third in {one, other, holder}:
                continue
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
                support = self._support(holder, entity, members, surely=surely)
                gaps = frozenset[str]().union(*(grip.gaps for grip in support))
                truth = YES if surely else Truth(None, gaps)
                return Way(truth, tuple(sorted({grip.tie for grip in support})))
        return None

    def _members(self, holder: str, *, surely: bool) -> frozenset[str]:
        key = (holder, surely)
        if key not in self._sets:
            members, grown = {holder}, True
            while grown:
                touched = {grip.held for each in members for grip in self._from.get(each, ())}
                more = {
                    entity
                    for entity in touched - members
                    if self._falls_to(entity, members, surely=surely)
                }
                members |= more
                grown = bool(more)
            self._sets[key] = frozenset(members)
        return self._sets[key]

    def _falls_to(self, entity: str, members: set[str], *, surely: bool) -> bool:
        grips = [grip for grip in self._into[entity] if grip.holder in members]
        if surely:
            grips = [grip for grip in grips if grip.truth.holds]
        if any(grip.votes is None for grip in grips):
            return True
        bands = [grip.votes for grip in grips if grip.votes is not None]
        if not surely:
            return sum((band.hi for band in bands), NOUGHT) > self._threshold
        total = sum((band.lo for band in bands), NOUGHT)
        more = any(band.lo_open for band in bands)
        return total > self._threshold or (total == self._threshold and more)

    def _support(
        self,
        holder: str,
        entity: str,
        members: frozenset[str],
        *,
        surely: bool,
    ) -> list[Grip]:
        found: list[Grip] = []
        seen, edge = {entity}, [entity]
        while edge:
            for grip in self._into.get(edge.pop(), ()):
                if grip.holder not in members or not grip.counts(surely=surely):
                    continue
                found.append(grip)
                if grip.holder != holder and grip.holder not in seen:
                    seen.add(grip.holder)
                    edge.append(grip.holder)
        return found
