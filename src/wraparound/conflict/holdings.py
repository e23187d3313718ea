"""What somebody owns of an agency, directly and through other agencies, exactly."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from wraparound.conflict.bands import ALL, Band
from wraparound.conflict.reach import Interest, Reach
from wraparound.conflict.stakes import Stake, Stakes
from wraparound.conflict.steps import shares_in

_KEPT = 512
"""How many holders' reaches are kept at once: more than a review asks about."""


class Holdings:
    """All stakes of a day, and the interests that follow from them."""

    def __init__(self, stakes: Iterable[Stake]) -> None:
        self._stakes = Stakes(stakes)
        self._reach: dict[str, Reach] = {}

    def direct(self, holder: str, entity: str) -> Interest | None:
        """Return the sum of the holder's own stakes; None where there are none."""
        stakes = self._stakes
        own = shares_in(entity, stakes.least.get(holder))
        if not own:
            return None
        path = tuple(sorted(own))
        bands = [stakes.vague[tie] for tie in path if tie in stakes.vague]
        high = sum(shares_in(entity, stakes.most.get(holder)).values())
        bounded = high <= stakes.unit
        band = Band(
            Fraction(sum(own.values()), stakes.unit),
            Fraction(high, stakes.unit) if bounded else ALL,
            lo_open=any(each.lo_open for each in bands),
            hi_open=bounded and any(each.hi_open for each in bands),
            gaps=frozenset().union(*(each.gaps for each in bands)),
        )
        return Interest(band, path, only_direct=True)

    def interest(self, holder: str, entity: str) -> Interest | None:
        """Return the interest over all walks that do not come back to the holder."""
        reach = self._reach.get(holder) or self._reach_of(holder)
        return None if reach is None else reach.interest(entity)

    def held_by(self, holder: str) -> tuple[str, ...]:
        """Return every entity that the holder may own a part of, at any remove, sorted."""
        reach = self._reach_of(holder)
        return () if reach is None else tuple(sorted(reach))

    def _reach_of(self, holder: str) -> Reach | None:
        """Return all that somebody may own a part of; None where that is nothing."""
        reach = self._reach.get(holder)
        if reach is None and holder in self._stakes.least:
            if len(self._reach) >= _KEPT:
                self._reach.clear()
            reach = self._reach[holder] = Reach(holder, self._stakes)
        return reach
