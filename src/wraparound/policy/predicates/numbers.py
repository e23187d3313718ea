"""Numbers that are known only within limits, and how they compare."""

from __future__ import annotations

from typing import Any

import attrs

from wraparound.policy.predicates.nodes import Op


@attrs.frozen
class Range:
    """A number that lies between two others, both of which it may be.

    Attributes:
        low: The least that it can be.
        high: The most; None where there is no limit.
    """

    low: Any  # Any: a number, or a text that compares with texts
    high: Any


def compare_range(number: Range, op: Op, wanted: Any) -> bool | None:
    """Compare a number with another; only what every possible number agrees on is an answer."""
    low, high = number.low, number.high
    match op:
        case Op.AT_LEAST:
            surely, never = low >= wanted, high is not None and high < wanted
        case Op.MORE:
            surely, never = low > wanted, high is not None and high <= wanted
        case Op.AT_MOST:
            surely, never = high is not None and high <= wanted, low > wanted
        case Op.LESS:
            surely, never = high is not None and high < wanted, low >= wanted
        case Op.EQUAL:
            surely, never = _is(number, wanted), _is_not(number, wanted)
        case Op.NOT_EQUAL:
            surely, never = _is_not(number, wanted), _is(number, wanted)
    if surely:
        return True
    return False if never else None


def _is(number: Range, wanted: Any) -> bool:
    return bool(number.low == number.high == wanted)


def _is_not(number: Range, wanted: Any) -> bool:
    return bool(number.low > wanted or (number.high is not None and number.high < wanted))
