"""Indicators of many stays together: sums that grow stay by stay, and hold no stay itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import attrs

from wraparound.process.indicator import IndicatorStatus, Measured
from wraparound.process.indicators import INDICATORS

_SCALES: Final[Mapping[str, int]] = MappingProxyType({"meetings_per_30_days": 30})
"""What a share is multiplied with, where it is told per so many days."""

_PLACES: Final = 4


@attrs.define(kw_only=True)
class IndicatorTotal:
    """One indicator over many stays.

    A share is the sum of its parts over the sum of its wholes. A number of days, or a count, is the
    mean over the stays that have one: the sum of them over how many there are.

    Attributes:
        numerator: The sum of what was counted.
        denominator: Out of what.
        families: How many families have a part in it.
        excluded: How many records were left out because they do not tell.
        without: How many stays have no value, because the record lacks what it is made of.
        of_stays: Whether the denominator counts stays.
    """

    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)
    families: int = 0
    excluded: int = 0
    without: int = 0
    of_stays: bool = False

    def add(self, measured: Measured) -> bool:
        """Add what an indicator says of one stay, and tell whether it had a part."""
        self.excluded += measured.excluded
        if measured.value is None:
            self.without += 1
            return False
        if measured.numerator is None or measured.denominator is None:
            self.numerator += measured.value
            self.denominator += 1
            self.of_stays = True
        else:
            self.numerator += measured.numerator
            self.denominator += measured.denominator
        return True

    def value(self, name: str) -> Decimal | None:
        """Return the value as it is shown: rounded to four places; None where there is none."""
        if not self.denominator:
            return None
        exact = self.numerator / self.denominator * _SCALES.get(name, 1)
        return round(Decimal(exact.numerator) / Decimal(exact.denominator), _PLACES)


@attrs.define
class IndicatorTotals:
    """Every indicator over the stays of one group, or of all of them.

    Attributes:
        families: How many families are counted.
        by_name: The totals by indicator.
    """

    families: int = 0
    by_name: dict[str, IndicatorTotal] = attrs.field(
        factory=lambda: {name: IndicatorTotal() for name in INDICATORS}
    )

    def add_family(self, stays: Iterator[Mapping[str, Measured]]) -> None:
        """Add one family, whatever number of stays it has in the period."""
        took_part: set[str] = set()
        seen = False
        for measured in stays:
            seen = True
            for name, each in measured.items():
                if self.by_name[name].add(each):
                    took_part.add(name)
        self.families += seen
        for name in took_part:
            self.by_name[name].families += 1


def status_of(total: IndicatorTotal) -> IndicatorStatus:
    """Return whether a total has a value."""
    if total.denominator:
        return IndicatorStatus.OK
    return IndicatorStatus.MISSING if total.without else IndicatorStatus.NO_DENOMINATOR
