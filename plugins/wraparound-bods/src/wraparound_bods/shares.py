"""The size of an interest: percentages, exact or as a range, into exact parts of one."""

from __future__ import annotations

from decimal import Decimal

from wraparound.errors import Fault
from wraparound.model.shares import NOTHING, WHOLE, Share
from wraparound.model.terms import Why
from wraparound.shapes import Json


def share_in(value: Json, path: str, *, unknown: Why) -> Share | Fault:
    """Return the share that a BODS share object states, or what is wrong with it.

    Args:
        value: The object, free of faults in its parts; empty where none was given.
        path: Where it stands.
        unknown: Why the share is not known, where the object states none.
    """
    exact = _part(value, "exact")
    if exact is not None:
        return Share(low=exact, high=exact)
    low, low_open = _end(value, "minimum", "exclusiveMinimum", lowest=True)
    high, high_open = _end(value, "maximum", "exclusiveMaximum", lowest=False)
    if low is None and high is None:
        return Share(unknown=unknown)
    low = NOTHING if low is None else low
    high = WHOLE if high is None else high
    if low > high or (low == high and (low_open or high_open)):
        return Fault(path, "must be a range with a number in it")
    return Share(low=low, high=high, low_open=low_open, high_open=high_open)


def _end(value: Json, closed: str, opened: str, *, lowest: bool) -> tuple[Decimal | None, bool]:
    shut, ajar = _part(value, closed), _part(value, opened)
    if shut is None or ajar is None:
        return (ajar, True) if shut is None and ajar is not None else (shut, False)
    # both are stated: the narrower one holds
    narrower = ajar >= shut if lowest else ajar <= shut
    return (ajar, True) if narrower else (shut, False)


def _part(value: Json, key: str) -> Decimal | None:
    found = value.get(key)
    if isinstance(found, bool) or not isinstance(found, (int, Decimal)):
        return None
    percent = Decimal(found).as_tuple()
    exponent = percent.exponent
    if not isinstance(exponent, int):
        return None
    # exact, whatever the number of digits: division would round
    return Decimal((percent.sign, percent.digits, exponent - 2))
