"""What an indicator says, with the numbers that it was made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

import attrs

from wraparound.model.team import SupportType, TeamMember
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.stay import Stay

_PLACES = 4


class IndicatorStatus(Enum):
    """Whether an indicator has a value."""

    OK = "ok"
    NO_DENOMINATOR = "no_denominator"
    """There is nothing to divide by."""
    MISSING = "missing"
    """The record lacks what it is made of."""


@attrs.frozen(kw_only=True)
class IndicatorOptions:
    """What can be chosen about an indicator.

    Attributes:
        start: The first day of the period.
        end: The first day after it.
        kin_is_home: Whether living with kin counts as living at home.
        exclude_family: Whether the family is left out of who was there.
        instrument: The assessment that is read.
    """

    start: date | None = None
    end: date | None = None
    kin_is_home: bool = False
    exclude_family: bool = False
    instrument: str = "CANS"


@attrs.frozen(kw_only=True)
class Measured:
    """What one indicator says of one stay.

    Attributes:
        value: The number; None where there is none.
        numerator: What was counted.
        denominator: Out of what.
        excluded: How many records were left out because they do not tell.
        status: Whether there is a value, and why not.
    """

    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    excluded: int = 0
    status: IndicatorStatus = IndicatorStatus.OK

    @property
    def rounded(self) -> Decimal | None:
        """The value as it is shown: rounded to four places."""
        if self.value is None:
            return None
        exact = Decimal(self.value.numerator) / Decimal(self.value.denominator)
        return round(exact, _PLACES)


MISSING = Measured(value=None, status=IndicatorStatus.MISSING)
"""What an indicator says whose facts nobody recorded."""


Indicator = Callable[[Stay, ProgramPolicy, IndicatorOptions], Measured]
"""What computes one indicator of a stay."""

FREE: Final = frozenset({SupportType.NATURAL, SupportType.INFORMAL})
"""Supports that nobody pays for."""


def number(value: int) -> Measured:
    """Return an indicator that is a count, or a number of days."""
    return Measured(value=Fraction(value))


def days_between(start: date | None, end: date | None) -> Measured:
    """Return the days from one day to another."""
    return MISSING if start is None or end is None else number((end - start).days)


def ratio(part: Fraction | int, whole: Fraction | int, excluded: int = 0) -> Measured:
    """Return a part of a whole, with both."""
    if not whole:
        return Measured(
            value=None,
            numerator=Fraction(part),
            denominator=Fraction(whole),
            excluded=excluded,
            status=IndicatorStatus.NO_DENOMINATOR,
        )
    return Measured(
        value=Fraction(part) / Fraction(whole),
        numerator=Fraction(part),
        denominator=Fraction(whole),
        excluded=excluded,
    )


def share_of(answers: Sequence[bool | None]) -> Measured:
    """Return how many of some answers are yes, out of those that are known."""
    known = [each for each in answers if each is not None]
    return ratio(sum(known), len(known), len(answers) - len(known))


def known_day(value: date | Unknown | None) -> date | None:
    """Return a day, or None where there is none or nobody knows it."""
    return value if isinstance(value, date) else None


def supported(members: Iterable[TeamMember], wanted: frozenset[SupportType]) -> Measured:
    """Return how many of some members are of some kinds of support, where that is known."""
    return share_of(
        [None if isinstance(each.support, Unknown) else each.support in wanted for each in members]
    )
