"""What somebody owns of an agency, directly and through other agencies, exactly."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from wraparound.conflict.bands import ALL, NOUGHT, Band
from wraparound.model.truth import Truth


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
        self._from: dict[str, list[Stake]] = {}
        self._into: dict[str, list[Stake]] = {}
        for stake in sorted(stakes, key=lambda each: each.tie):
            if stake.band.hi > 0 and stake.holder != stake.held:
                self._from.setdefault(stake.holder, []).append(stake)
                self._into.setdefault(stake.held, []).append(stake)
        self._reach: dict[str, _Reach] = {}

    def direct(self, holder: str, entity: str) -> Interest | None:
        """Return the sum of the holder's own stakes; None where there are none."""
        stakes = [each for each in self._from.get(holder, ()) if each.held == entity]
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
        if holder == entity or holder not in self._from or entity not in self._into:
            return None
        if holder not in self._reach:
            self._reach[holder] = _Reach(holder, self._from)
        reach = self._reach[holder]
        if entity not in reach.nodes:
            return None
        contributing = reach.leading_to(entity, self._into, surely=False)
        high = reach.high.get(entity)
        band = Band(
            reach.low[entity],
            ALL if high is None else min(ALL, high),
            lo_open=self._strictly_more(reach, entity),
            hi_open=high is not None
            and high <= 1
            and any(stake.band.hi_open for stake in contributing),
            gaps=frozenset().union(*(stake.band.gaps for stake in contributing)),
        )
        return Interest(
            band,
            tuple(sorted(stake.tie for stake in contributing)),
            only_direct=all(s.holder == holder and s.held == entity for s in contributing),
        )

    def held_by(self, holder: str) -> tuple[str, ...]:
        """Return every entity that the holder may own a part of, at any remove, sorted."""
        if holder not in self._from:
            return ()
        if holder not in self._reach:
            self._reach[holder] = _Reach(holder, self._from)
        return tuple(sorted(self._reach[holder].nodes))

    def _strictly_more(self, reach: _Reach, entity: str) -> bool:
        sure = reach.leading_to(entity, self._into, surely=True)
        return any(stake.band.lo_open for stake in sure)


class _Reach:
    """Everything that one holder can own a part of, with both ends of each part."""

    def __init__(self, holder: str, stakes: dict[str, list[Stake]]) -> None:
        self.holder = holder
        self.nodes = _spread(holder, stakes, surely=False)
        self.sure_nodes = _spread(holder, stakes, surely=True)
        inside = [
            stake
            for node in sorted({holder, *self.nodes})
            for stake in stakes.get(node, ())
            if stake.held != holder
        ]
        self.low = _sums(
            holder, self.nodes, [(s, s.band.lo) for s in inside if s.band.lo > 0]
        ) or dict.fromkeys(self.nodes, NOUGHT)
        self.high = _sums(holder, self.nodes, [(s, s.band.hi) for s in inside]) or {}

    def leading_to(
        self,
        entity: str,
        into: dict[str, list[Stake]],
        *,
        surely: bool,
    ) -> list[Stake]:
        """Return the stakes on some walk from the holder to the entity."""
        nodes = self.sure_nodes if surely else self.nodes
        found: list[Stake] = []
        seen, edge = {entity}, [entity]
        if entity not in nodes:
            return found
        while edge:
            for stake in into.get(edge.pop(), ()):
                if surely and not stake.band.surely_positive:
                    continue
                if stake.holder != self.holder and stake.holder not in nodes:
                    continue
                found.append(stake)
                if stake.holder != self.holder and stake.holder not in seen:
                    seen.add(stake.holder)
                    edge.append(stake.holder)
        return found


def _spread(holder: str, stakes: dict[str, list[Stake]], *, surely: bool) -> set[str]:
    seen: set[str] = set()
    edge = [holder]
    while edge:
        for stake in stakes.get(edge.pop(), ()):
            if stake.held in seen or stake.held == holder:
                continue
            if surely and not stake.band.surely_positive:
                continue
            seen.add(stake.held)
            edge.append(stake.held)
    return seen


def _sums(
    holder: str,
    nodes: set[str],
    weighted: list[tuple[Stake, Fraction]],
) -> dict[str, Fraction] | None:
    """Return the sum over all walks for each node; None where the sum has no end."""
    start: dict[str, Fraction] = dict.fromkeys(nodes, NOUGHT)
    step: dict[str, dict[str, Fraction]] = {node: {} for node in nodes}
    for stake, share in weighted:
        if stake.holder == holder:
            start[stake.held] += share
        else:
            row = step[stake.held]
            row[stake.holder] = row.get(stake.holder, NOUGHT) + share
    order = _in_order(step)
    if order is not None:
        done: dict[str, Fraction] = {}
        for node in order:
            done[node] = start[node] + sum(
                (done[other] * share for other, share in step[node].items()),
                NOUGHT,
            )
        return done
    return _solved(start, step)


def _in_order(step: dict[str, dict[str, Fraction]]) -> list[str] | None:
    """Return the nodes so that each comes after those it takes from; None where they circle."""
    waiting = {node: set(takes) for node, takes in step.items()}
    order: list[str] = []
    while waiting:
        ready = sorted(node for node, takes in waiting.items() if not takes)
        if not ready:
            return None
        order.extend(ready)
        for node in ready:
            del waiting[node]
        for takes in waiting.values():
            takes.difference_update(ready)
    return order


def _solved(
    start: dict[str, Fraction],
    step: dict[str, dict[str, Fraction]],
) -> dict[str, Fraction] | None:
    """Solve ``w = start + step w`` exactly; a sum without end has no solution of shares."""
    names = sorted(start)
    place = {name: number for number, name in enumerate(names)}
    rows = []
    for name in names:
        row = [NOUGHT] * (len(names) + 1)
        row[place[name]] += 1
        for other, share in step[name].items():
            row[place[other]] -= share
        row[-1] = start[name]
        rows.append(row)
    for column in range(len(names)):
        pivot = next((r for r in range(column, len(rows)) if rows[r][column] != 0), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        lead = rows[column][column]
        rows[column] = [each / lead for each in rows[column]]
        for number, row in enumerate(rows):
            if number != column and row[column] != 0:
                factor = row[column]
                rows[number] = [a - factor * b for a, b in zip(row, rows[column], strict=True)]
    solution = {name: rows[place[name]][-1] for name in names}
    return None if any(value < 0 for value in solution.values()) else solution
