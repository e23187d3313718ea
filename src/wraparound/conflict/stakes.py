"""Who owns parts of whom on a day, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from math import lcm

from wraparound.conflict.bands import NOUGHT, Band
from wraparound.conflict.steps import Row, steps_of
from wraparound.model.truth import Truth

Stake = tuple[str, str, str, Band]
"""An ``owns`` tie on a day: the tie's id; the person or entity that owns; the entity that is owned;
and how much, with nothing at the low end where the tie itself is not sure."""


def stake_band(band: Band, truth: Truth) -> Band:
    """Return the band of a share that may not stand: then it may be nothing."""
    if truth.holds:
        return band
    return Band(
        NOUGHT, band.hi, lo_open=False, hi_open=band.hi_open, gaps=band.gaps | truth.reasons
    )


class Stakes:
    """The stakes that may be more than nothing, with both ends of each in whole numbers.

    Attributes:
        unit: How many units are the whole: every end of a share is so many of them, exactly.
        least: The stakes of everybody, by their lower ends.
        most: The same by the upper ends.
        vague: The bands of those that are not one number, by their ties.
    """

    def __init__(self, stakes: Iterable[Stake]) -> None:
        rows: list[Row] = []
        self.vague: dict[str, Band] = {}
        for tie, holder, held, band in stakes:
            if holder == held or not band.hi.numerator:
                continue
            rows.append((holder, held, tie, *band.lo.as_integer_ratio()))
            if not band.is_exact:
                self.vague[tie] = band
        wholes = {row[4] for row in rows}
        wholes.update(band.hi.denominator for band in self.vague.values())
        self.unit = lcm(*wholes)
        self.least = self.most = steps_of(rows, self.unit)
        if self.vague:
            self.most = steps_of(map(self._at_most, rows), self.unit)

    def _at_most(self, row: Row) -> Row:
        holder, held, tie, *_ = row
        band = self.vague.get(tie)
        return row if band is None else (holder, held, tie, *band.hi.as_integer_ratio())
