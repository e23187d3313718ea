"""What somebody owns of an agency, directly and through other agencies, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm
from operator import attrgetter

import attrs

from wraparound.conflict.bands import ALL, NOUGHT, Band
from wraparound.conflict.circles import circulated
from wraparound.model.truth import Truth

_KEPT = 512
"""How many holders' reaches are kept at once: more than a review asks about."""


@attrs.frozen
class Stake:
    """An ``owns`` tie on a day: who, of what, how much.

    Attributes:
        tie: The tie.
        holder: The person or entity that owns.
        held: The entity that is owned.
        band: How much, with nothing at the low end where the tie itself is not sure.
    """

    tie: str
    holder: str
    held: str
    band: Band


def stake_band(band: Band, truth: Truth) -> Band:
    """Return the band of a share that may not stand: then it may be nothing."""
    if truth.holds:
        return band
    return Band(
        NOUGHT, band.hi, lo_open=False, hi_open=band.hi_open, gaps=band.gaps | truth.reasons
    )


@attrs.frozen
class Interest:
    """What a holder owns of an entity over every walk of stakes.

    Attributes:
        band: How much.
        path: Every tie that can contribute, sorted.
        only_direct: No contributing tie goes through another agency.
    """

    band: Band
    path: tuple[str, ...]
    only_direct: bool


class Holdings:
    """All stakes of a day, and the interests that follow from them."""

    def __init__(self, stakes: Iterable[Stake]) -> None:
        held = [each for each in stakes if each.band.hi.numerator and each.holder != each.held]
        held.sort(key=attrgetter("tie"))
        wholes = {each.band.lo.denominator for each in held}
        wholes.update([each.band.hi.denominator for each in held])
        self._graph = _Graph(unit=lcm(*wholes))
        for stake in held:
            self._graph.add(stake)
        self._reach: dict[str, _Reach] = {}

    def direct(self, holder: str, entity: str) -> Interest | None:
        """Return the sum of the holder's own stakes; None where there are none."""
        into = self._graph.into.get(entity, ())
        stakes = [each.stake for each in into if each.holder == holder]
        if not stakes:
            return None
        high = sum((each.band.hi for each in stakes), NOUGHT)
        band = Band(
            sum((each.band.lo for each in stakes), NOUGHT),
            min(ALL, high),
            lo_open=any(each.band.lo_open for each in stakes),
            hi_open=high <= 1 and any(each.band.hi_open for each in stakes),
            gaps=frozenset().union(*(each.band.gaps for each in stakes)),
        )
        return Interest(band, tuple(each.tie for each in stakes), only_direct=True)

    def interest(self, holder: str, entity: str) -> Interest | None:
        """Return the interest over all walks that do not come back to the holder."""
        if holder not in self._graph.onward or entity not in self._graph.into:
            return None
        return self._reach_of(holder).interest(entity)

    def held_by(self, holder: str) -> tuple[str, ...]:
        """Return every entity that the holder may own a part of, at any remove, sorted."""
        return tuple(sorted(self._reach_of(holder))) if holder in self._graph.onward else ()

    def _reach_of(self, holder: str) -> _Reach:
        reach = self._reach.get(holder)
        if reach is None:
            if len(self._reach) >= _KEPT:
                self._reach.clear()
            reach = self._reach[holder] = _Reach(holder, self._graph)
        return reach


@attrs.define(eq=False)
class _Edge:
    """A stake in whole numbers.

    Attributes:
        holder: Who owns.
        low: The lower end, in units of the graph.
        high: The upper end, in units of the graph.
        sure: Whether it is surely more than nothing.
        exact: Whether it is one number.
        stake: The stake itself.
    """

    holder: str
    low: int
    high: int
    sure: bool
    exact: bool
    stake: Stake


@attrs.frozen
class _Graph:
    """Who owns parts of whom.

    Attributes:
        unit: How many units are the whole: every end of a share is so many of them, exactly.
        onward: What each owns a part of.
        into: The stakes in each entity.
    """

    unit: int
    onward: dict[str, list[str]] = attrs.field(factory=dict)
    into: dict[str, list[_Edge]] = attrs.field(factory=dict)

    def add(self, stake: Stake) -> None:
        """Add a stake."""
        band, holder = stake.band, stake.holder
        lo, hi = band.lo, band.hi
        low = high = lo.numerator * self.unit // lo.denominator
        if hi is not lo:
            high = hi.numerator * self.unit // hi.denominator
        exact = not (band.gaps or band.lo_open or band.hi_open or low < high)
        edge = _Edge(holder, low, high, low > 0 or band.lo_open, exact, stake)
        self.into.setdefault(stake.held, []).append(edge)
        self.onward.setdefault(holder, []).append(stake.held)


_Part = tuple[int, int, int, int, int]
"""Both ends as numerators, their denominator, the stakes that can contribute, and those of them
on walks of surely positive stakes only. Stakes are bits, numbered as the reach meets them."""

_HIMSELF_BIT = 1
_HIMSELF: _Part = (1, 1, 1, _HIMSELF_BIT, _HIMSELF_BIT)
"""The holder, at whom every walk begins: the first bit stands for that."""


_NOTHING: _Part = (0, 0, 1, 0, 0)


class _Reach:
    """Everything that one holder can own a part of, with both ends of each part.

    Entities are looked at in the order in which shares flow: each after all that own a part of it.
    Those that own one another in a circle are looked at together.
    """

    def __init__(self, holder: str, graph: _Graph) -> None:
        self._graph = graph
        self._holder = holder
        self._edges: list[_Edge] = []
        self._inexact = 0
        self._own = 0
        self._endless = False
        self._parts: dict[str, _Part] = {holder: _HIMSELF}
        order = _order(holder, graph.onward)
        self._inside = frozenset(order)
        for entity in reversed(order):
            if entity not in self._parts:
                part = self._part(graph.into[entity])
                if part is None:
                    self._go_round(self._circle(entity))
                else:
                    self._parts[entity] = part

    def __iter__(self) -> Iterator[str]:
        """Iterate over the entities."""
        return iter(self._inside)

    def interest(self, entity: str) -> Interest | None:
        """Return what the holder has of an entity."""
        if entity not in self._inside:
            return None
        low, high, whole, given, sure = self._parts[entity]
        edges = self._behind(given)
        least = Fraction(low, whole)
        if not self._endless and low == high and not given & self._inexact:
            band = Band(least, least)
        else:
            bounded = not self._endless and high <= whole
            band = Band(
                least,
                Fraction(high, whole) if bounded else ALL,
                lo_open=any(each.stake.band.lo_open for each in self._behind(sure)),
                hi_open=bounded and any(each.stake.band.hi_open for each in edges),
                gaps=frozenset().union(*(each.stake.band.gaps for each in edges)),
            )
        direct = not given & ~(self._own | _HIMSELF_BIT)
        return Interest(band, tuple(sorted([each.stake.tie for each in edges])), direct)

    def _behind(self, bits: int) -> list[_Edge]:
        """Return the stakes that some bits stand for."""
        found = []
        bits >>= 1
        while bits:
            least = bits & -bits
            found.append(self._edges[least.bit_length() - 1])
            bits ^= least
        return found

    def _bit(self, edge: _Edge) -> int:
        self._edges.append(edge)
        bit = 1 << len(self._edges)
        if not edge.exact:
            self._inexact |= bit
        if edge.holder == self._holder:
            self._own |= bit
        return bit

    def _part(self, edges: Iterable[_Edge]) -> _Part | None:
        """Return what comes over some stakes; None if one of their holders is not done yet."""
        low = high = given = sure = 0
        whole = 1
        for edge in edges:
            part = self._parts.get(edge.holder)
            if part is None:
                if edge.holder in self._inside:
                    return None
                continue
            from_low, from_high, from_whole, from_given, from_sure = part
            bit = self._bit(edge)
            given |= from_given | bit
            if from_sure and edge.sure:
                sure |= from_sure | bit
            scale = 1
            if from_whole != whole:
                common = lcm(whole, from_whole)
                low, high = low * (common // whole), high * (common // whole)
                scale, whole = common // from_whole, common
            low += from_low * edge.low * scale
            high += from_high * edge.high * scale
        return low, high, whole * self._graph.unit, given, sure

    def _circle(self, entity: str) -> frozenset[str]:
        """Return all that lead to an entity and are not done.

        They are those that it leads to as well: whatever else leads to it, is done by now.
        """
        found, waiting = {entity}, [entity]
        while waiting:
            for edge in self._graph.into[waiting.pop()]:
                holder = edge.holder
                if holder in self._inside and holder not in self._parts and holder not in found:
                    found.add(holder)
                    waiting.append(holder)
        return frozenset(found)

    def _go_round(self, circle: frozenset[str]) -> None:
        """Work out entities that own one another: all that comes to one comes to each."""
        from_outside: dict[str, _Part] = {}
        inner: list[tuple[_Edge, int]] = []
        given = 0
        for entity in circle:
            edges = self._graph.into[entity]
            outer = [each for each in edges if each.holder not in circle]
            from_outside[entity] = self._part(outer) or _NOTHING
            inner += ((each, self._bit(each)) for each in edges if each.holder in circle)
            given |= from_outside[entity][3]
        for _, bit in inner:
            given |= bit
        unit = self._graph.unit
        least = circulated(
            {name: Fraction(low, whole) for name, (low, _, whole, *_) in from_outside.items()},
            [(e.holder, e.stake.held, Fraction(e.low, unit)) for e, _ in inner if e.low],
        )
        most = circulated(
            {name: Fraction(high, whole) for name, (_, high, whole, *_) in from_outside.items()},
            [(e.holder, e.stake.held, Fraction(e.high, unit)) for e, _ in inner],
        )
        self._endless |= most is None
        sure = _spread_surely({name: part[4] for name, part in from_outside.items()}, inner)
        for name in circle:
            low, high = (least or {}).get(name, NOUGHT), (most or {}).get(name, ALL)
            whole = lcm(low.denominator, high.denominator)
            below = low.numerator * (whole // low.denominator)
            above = high.numerator * (whole // high.denominator)
            self._parts[name] = (below, above, whole, given, sure[name])


def _spread_surely(sure: dict[str, int], inner: list[tuple[_Edge, int]]) -> dict[str, int]:
    """Carry the sure stakes round a circle until nothing is added."""
    grown = True
    while grown:
        grown = False
        for edge, bit in inner:
            if edge.sure and sure[edge.holder]:
                more = sure[edge.stake.held] | sure[edge.holder] | bit
                grown |= more != sure[edge.stake.held]
                sure[edge.stake.held] = more
    return sure


def _order(holder: str, onward: Mapping[str, list[str]]) -> list[str]:
    """Return what can be reached, each before what leads to it, where there is no circle."""
    seen, order = {holder}, []
    path = [(holder, iter(onward[holder]))]
    while path:
        entity, following = path[-1]
        for held in following:
            if held not in seen:
                seen.add(held)
                if held in onward:
                    path.append((held, iter(onward[held])))
                    break
                order.append(held)
        else:
            order.append(entity)
            path.pop()
    del order[-1]
    return order
