"""How shares flow from a holder through agencies to agencies, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from fractions import Fraction
from math import lcm

from wraparound.conflict.bands import NOUGHT
from wraparound.conflict.circles import circles, circulated
from wraparound.conflict.steps import Step, Steps

Part = tuple[int, int, int]
"""What comes to an entity: how many parts of the whole; how many parts the whole is; and over which
ties of the flow, as bits."""

_ALL: Part = (1, 1, 0)
_NOTHING: Part = (0, 1, 0)


class Flow:
    """What comes to everything in a holder's reach, by one end of each stake.

    Shares are passed on from each entity once all has come to it that can. Where nothing more comes
    of itself, entities own one another in circles: each circle is worked out as a whole.

    Attributes:
        parts: What comes to each.
        ties: The ties that it comes over, as the flow met them: the holder's own come first.
        endless: The sums have no end, because what is passed round a circle does not get less.
    """

    def __init__(self, holder: str, steps: Steps, unit: int) -> None:
        """Let the shares flow.

        Args:
            holder: Where they begin.
            steps: Who owns what.
            unit: How many units are the whole.
        """
        self.parts: dict[str, Part] = {holder: _ALL}
        self.ties: list[str] = []
        self.endless = False
        self._steps = steps
        self._unit = unit
        self._waits = _ways(holder, steps)
        self._carry(holder)
        # what came back to the holder does not count, nor was it passed on again
        del self.parts[holder]

    def _carry(self, holder: str) -> None:
        steps, parts = self._steps, self.parts
        ready, left = [holder], len(self._waits)
        rings: Iterator[list[str]] | None = None
        while True:
            for name in ready:  # which grows
                if name in steps:
                    self._pass_on(parts[name], steps[name], ready)
            left -= len(ready)
            if not left:
                return
            if rings is None:
                rings = circles(self._among(self._waits.keys() - ready))
            circle = next(rings)
            left -= len(circle)
            ready = []
            for name, step in self._go_round(circle):
                self._pass_on(parts[name], step, ready)

    def _pass_on(self, part: Part, step: Step | None, ready: list[str]) -> None:
        """Pass on what somebody has, and note to whom nothing more is to come."""
        parts, ties, waits = self.parts, self.ties, self._waits
        size, whole, behind = part
        whole *= self._unit
        bit = 1 << len(ties)
        while step is not None:
            held, share, tie, step = step
            ties.append(tie)
            more, bits = size * share, behind | bit
            bit <<= 1
            if held in parts:
                before, parts_before, bits_before = parts[held]
                bits |= bits_before
                if parts_before == whole:
                    parts[held] = (before + more, whole, bits)
                else:
                    common = lcm(whole, parts_before)
                    total = before * (common // parts_before) + more * (common // whole)
                    parts[held] = (total, common, bits)
            else:
                parts[held] = (more, whole, bits)
            waits[held] = wait = waits[held] - 1
            if not wait:
                ready.append(held)

    def _among(self, names: AbstractSet[str]) -> dict[str, list[str]]:
        """Return whom of some each of them owns a part of."""
        found: dict[str, list[str]] = {}
        for name in names:
            found[name] = onward = []
            step = self._steps.get(name)
            while step is not None:
                held, _, _, step = step
                if held in names:
                    onward.append(held)
        return found

    def _go_round(self, circle: list[str]) -> list[tuple[str, Step | None]]:
        """Work out entities that own one another: all that comes to one comes to each.

        Returns:
            What each owns outside of the circle.
        """
        members = set(circle)
        given = {name: self.parts.get(name, _NOTHING) for name in circle}
        behind = 0
        for _, _, bits in given.values():
            behind |= bits
        inner: list[tuple[str, str, Fraction]] = []
        outer: list[tuple[str, Step | None]] = []
        for name in circle:
            outside: Step | None = None
            step: Step | None = self._steps[name]
            while step is not None:
                held, share, tie, step = step
                if held not in members:
                    outside = (held, share, tie, outside)
                    continue
                behind |= 1 << len(self.ties)
                self.ties.append(tie)
                if share:
                    inner.append((name, held, Fraction(share, self._unit)))
            outer.append((name, outside))
        from_outside = {name: Fraction(size, whole) for name, (size, whole, _) in given.items()}
        totals = circulated(from_outside, inner)
        if totals is None:
            self.endless, totals = True, {}
        for name in circle:
            size, whole = totals.get(name, NOUGHT).as_integer_ratio()
            self.parts[name] = (size, whole, behind)
        return outer


def _ways(holder: str, steps: Steps) -> dict[str, int]:
    """Return whatever ties lead to, with how many of them lead to each.

    The holder is there, too, with one more than lead to them: so nothing is ever ready to be passed
    on from the holder again.
    """
    ways, names = {holder: 1}, [holder]
    for name in names:  # which grows
        step = steps.get(name)
        while step is not None:
            held, _, _, step = step
            if held in ways:
                ways[held] += 1
            else:
                ways[held] = 1
                names.append(held)
    return ways
