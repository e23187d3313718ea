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

    @property
    def is_exact(self) -> bool:
        """Whether the tie surely stands, and its votes are one number."""
        votes = self.votes
        one = votes is None or votes.lo is votes.hi or votes.lo == votes.hi
        return one and self.truth.holds and not (votes is not None and votes.lo_open)

    def counts(self, *, surely: bool) -> bool:
        """Tell whether it gives any power: surely, or possibly."""
        if surely:
            return self.truth.holds and (self.votes is None or self.votes.surely_positive)
        return self.votes is None or self.votes.hi > 0


@attrs.define
class _Votes:
    """The votes in an entity that are counted so far.

    Attributes:
        total: How many.
        more: They are surely more than that.
    """

    total: Fraction = NOUGHT
    more: bool = False

    def carry(self, grip: Grip, threshold: Fraction, *, surely: bool) -> bool:
        """Count one more grip, and tell whether all together are control."""
        if grip.votes is None:
            return True
        self.total += grip.votes.lo if surely else grip.votes.hi
        self.more |= surely and grip.votes.lo_open
        return self.total > threshold or (self.more and self.total == threshold)


class Power:
    """All grips of a day, and the control that follows from them."""

    def __init__(self, grips: Iterable[Grip], threshold: Fraction) -> None:
        self._threshold = threshold
        self._into: dict[str, list[Grip]] = {}
        self._from: dict[str, list[Grip]] = {}
        self._exact = True
        for grip in grips:
            holder, held = grip.holder, grip.held
            if holder != held and grip.truth.value is not False:
                self._into.setdefault(held, []).append(grip)
                self._from.setdefault(holder, []).append(grip)
                self._exact = self._exact and grip.is_exact
        self._above: dict[str, frozenset[str]] = {}
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

    def controlled_by(self, holder: str) -> tuple[str, ...]:
        """Return every entity that the holder may control, sorted."""
        found = self._members(holder, surely=True)
        if not self._exact:  # else nobody falls to a holder possibly who does not surely
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
                support = self._support(holder, entity, members, surely=surely)
                gaps = frozenset[str]().union(*(grip.gaps for grip in support))
                truth = YES if surely else Truth(None, gaps)
                return Way(truth, tuple(sorted({grip.tie for grip in support})))
        return None

    def _all_above(self, entity: str) -> frozenset[str]:
        """Return who holds votes in an entity, at any remove: nobody else controls it."""
        if entity not in self._above:
            seen, edge = {entity}, [entity]
            while edge:
                for grip in self._into.get(edge.pop(), ()):
                    if grip.holder not in seen:
                        seen.add(grip.holder)
                        edge.append(grip.holder)
            self._above[entity] = frozenset(seen)
        return self._above[entity]

    def _members(self, holder: str, *, surely: bool) -> frozenset[str]:
        """Return what falls to the holder, who is one of them, one entity after another."""
        key = (holder, surely)
        if key not in self._sets:
            members, votes, edge = {holder}, dict[str, _Votes](), [holder]
            while edge:
                for grip in self._from.get(edge.pop(), ()):
                    if grip.held in members or (surely and not grip.truth.holds):
                        continue
                    held = votes.setdefault(grip.held, _Votes())
                    if held.carry(grip, self._threshold, surely=surely):
                        members.add(grip.held)
                        edge.append(grip.held)
            self._sets[key] = frozenset(members)
        return self._sets[key]

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
