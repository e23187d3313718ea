"""How much of something is held: exact shares, ranges of shares, and unknown ones."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import attrs

from wraparound.errors import Fault
from wraparound.model.checks import FRACTION
from wraparound.model.record import Record
from wraparound.model.sensitivity import STAFF_TIE, labelled
from wraparound.model.terms import Why

NOTHING = Decimal(0)
WHOLE = Decimal(1)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class Share(Record):
    """A part of a whole, from 0 to 1, as exact decimals.

    An exact share has equal ends. Registers often publish a range ("more than 25 % up to 50 %");
    the reviews compute with both ends. A share that nobody disclosed runs from 0 to 1 and says why.

    Attributes:
        low: The least it can be.
        high: The most it can be.
        low_open: It is strictly more than ``low``.
        high_open: It is strictly less than ``high``.
        unknown: Why the share is not known; None when something is known of it.
    """

    low: Decimal = attrs.field(default=NOTHING, metadata=STAFF_TIE | FRACTION)
    high: Decimal = attrs.field(default=WHOLE, metadata=STAFF_TIE | FRACTION)
    low_open: bool = attrs.field(default=False, metadata=STAFF_TIE)
    high_open: bool = attrs.field(default=False, metadata=STAFF_TIE)
    unknown: Why | None = attrs.field(default=None, metadata=STAFF_TIE)

    def contradictions(self) -> Iterator[Fault]:
        """Yield faults of a share that no number could be."""
        if self.low > self.high:
            yield Fault("high", "must not be less than low")
        elif self.low == self.high and (self.low_open or self.high_open):
            yield Fault("high", "must be more than low where an end is left out")

    @property
    def exact(self) -> bool:
        """Whether the share is one number."""
        return self.low == self.high


def exactly(part: str) -> Share:
    """Return the share that is one number, written as a decimal text such as ``"0.05"``."""
    number = Decimal(part)
    return Share(low=number, high=number)


UNDISCLOSED = Share(unknown=Why.NOT_RECORDED)
"""A share of which nothing is known: anything from nothing to the whole."""
