"""Everything that one holder may own a part of, with the exact share of each part."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import compress

from wraparound.conflict.bands import ALL, Band
from wraparound.conflict.flow import Flow
from wraparound.conflict.frozen import frozen
from wraparound.conflict.stakes import Stakes
from wraparound.conflict.steps import len_of

_AS_BYTES = bytes.maketrans(b"01", b"\0\1")


@frozen
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


class Reach:
    """What a holder may own a part of, over walks of stakes that do not come back to the holder."""

    def __init__(self, holder: str, stakes: Stakes) -> None:
        self._holder = holder
        self._stakes = stakes
        flow = Flow(holder, stakes.least, stakes.unit)
        self._ties, self._least = flow.ties, flow.parts
        self._own = (1 << len_of(stakes.least[holder])) - 1
        self._vague = 0
        if stakes.vague:
            bits = (1 << place for place, tie in enumerate(self._ties) if tie in stakes.vague)
            self._vague = sum(bits)
        if self._vague:
            flow = Flow(holder, stakes.most, stakes.unit)
        self._most, self._endless = flow.parts, flow.endless

    def __iter__(self) -> Iterator[str]:
        """Iterate over the entities."""
        return iter(self._least)

    def interest(self, entity: str) -> Interest | None:
        """Return what the holder has of an entity."""
        part = self._least.get(entity)
        if part is None:
            return None
        size, whole, behind = part
        least = Fraction(size, whole)
        if self._endless or behind & self._vague:
            band = self._band(entity, least, behind)
        else:
            band = Band(least, least)
        path = tuple(sorted(compress(self._ties, _told_apart(behind))))
        return Interest(band, path, behind <= self._own)

    def _band(self, entity: str, least: Fraction, behind: int) -> Band:
        """Return the share of an entity that is not one number."""
        bands = self._bands(behind)
        size, whole, _ = self._most[entity]
        bounded = not self._endless and size <= whole
        may_be_more = any(each.lo_open for each in bands)
        return Band(
            least,
            Fraction(size, whole) if bounded else ALL,
            lo_open=may_be_more and any(each.lo_open for each in self._bands(self._surely[entity])),
            hi_open=bounded and any(each.hi_open for each in bands),
            gaps=frozenset().union(*(each.gaps for each in bands)),
        )

    def _bands(self, bits: int) -> list[Band]:
        """Return the bands of those stakes behind some bits that are not one number."""
        vague = self._stakes.vague
        return [vague[tie] for tie in compress(self._ties, _told_apart(bits & self._vague))]

    @cached_property
    def _surely(self) -> dict[str, int]:
        """The stakes behind each entity on walks of surely positive stakes only, as bits."""
        steps, vague, holder = self._stakes.least, self._stakes.vague, self._holder
        bits = {tie: 1 << place for place, tie in enumerate(self._ties)}
        found = dict.fromkeys(self._least, 0)
        waiting = [holder]
        while waiting:
            name = waiting.pop()
            step = steps.get(name)
            while step is not None:
                held, share, tie, step = step
                if held != holder and (share or vague[tie].lo_open):
                    more = found[held] | found.get(name, 0) | bits[tie]
                    if more != found[held]:
                        found[held] = more
                        waiting.append(held)
        return found


def _told_apart(bits: int) -> bytes:
    """Return bits as so many noughts and ones, the lowest first."""
    return bin(bits)[:1:-1].encode().translate(_AS_BYTES)
