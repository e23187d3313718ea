"""Exact ranges of shares: where the true number must lie, and whether an end itself is possible."""

from __future__ import annotations

from fractions import Fraction

from wraparound.conflict.frozen import frozen
from wraparound.model.shares import Share
from wraparound.model.truth import NO, YES, Truth

NOUGHT = Fraction(0)
ALL = Fraction(1)


@frozen
class Band:
    """A number between two exact ends.

    Attributes:
        lo: The least it can be.
        hi: The most it can be.
        lo_open: It is strictly more than ``lo``.
        hi_open: It is strictly less than ``hi``.
        gaps: Why it is not one number, as reasons.
    """

    lo: Fraction = NOUGHT
    hi: Fraction = ALL
    lo_open: bool = False
    hi_open: bool = False
    gaps: frozenset[str] = frozenset()

    def above(self, limit: Fraction) -> Truth:
        """Return whether the number is more than the limit."""
        if self.lo > limit or (self.lo == limit and self.lo_open):
            return YES
        return NO if self.hi <= limit else Truth(None, self.gaps)

    def at_least(self, limit: Fraction) -> Truth:
        """Return whether the number is the limit or more."""
        if self.lo >= limit:
            return YES
        below = self.hi < limit or (self.hi == limit and self.hi_open)
        return NO if below else Truth(None, self.gaps)

    @property
    def is_exact(self) -> bool:
        """Whether it is one number."""
        one = self.lo is self.hi or self.lo == self.hi
        return one and not (self.lo_open or self.hi_open or self.gaps)

    @property
    def surely_positive(self) -> bool:
        """Whether the number is more than nothing."""
        return self.lo > 0 or self.lo_open


def band_of(share: Share | None, tie: str) -> Band:
    """Return the band of a recorded share; a share that is missing can be anything."""
    if share is None or share.unknown is not None:
        return Band(gaps=frozenset({f"unknown_share:{tie}"}))
    lo = Fraction(share.low)
    if share.low == share.high:
        return Band(lo, lo, share.low_open, share.high_open)
    gaps = frozenset({f"share_range:{tie}"})
    return Band(lo, Fraction(share.high), share.low_open, share.high_open, gaps)


def exact_text(number: Fraction) -> str:
    """Return the number as a decimal text where that is exact, else as ``n/d``."""
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    places = max(twos, fives)
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
