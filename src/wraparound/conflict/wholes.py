"""How much is owned of each agency in all: nothing is owned more than once over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from wraparound.conflict.bands import NOUGHT
from wraparound.conflict.kinds import TieFact


@attrs.frozen
class Shares:
    """The least that is owned of each agency, in all and whenever, by each way of owning.

    Attributes:
        sums: The least, by agency and way.
    """

    sums: Mapping[tuple[str | None, str], Fraction]
    _fitting: dict[frozenset[str], bool] = attrs.field(factory=dict, init=False, eq=False)

    @classmethod
    def among(cls, ties: Sequence[TieFact]) -> Shares:
        """Add up what ties own."""
        sums: dict[tuple[str | None, str], Fraction] = {}
        for tie in ties:
            if tie.kind == "owns":
                way = tie.object, tie.via
                sums[way] = sums.get(way, NOUGHT) + tie.share_band.lo
        return cls(sums)

    def beside(self, other: Shares) -> Shares:
        """Add up two; nothing of it is another's where this has none."""
        if not self.sums:
            return other
        more = {way: share + other.sums.get(way, NOUGHT) for way, share in self.sums.items()}
        return Shares({**other.sums, **more})

    def fit(self, excluded: frozenset[str]) -> bool:
        """Tell whether no agency is owned more than once over, some ways of owning left out."""
        if excluded not in self._fitting:
            sums: dict[str | None, Fraction] = {}
            for (agency, via), share in self.sums.items():
                if via not in excluded:
                    sums[agency] = sums.get(agency, NOUGHT) + share
            self._fitting[excluded] = all(total <= 1 for total in sums.values())
        return self._fitting[excluded]
