"""What was worked out from a record is kept beside it, for as long as the record itself lives."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar
from weakref import ReferenceType, ref

_Of = TypeVar("_Of")
_Made = TypeVar("_Made")


def once_for_each(make: Callable[[_Of], _Made]) -> Callable[[_Of], _Made]:
    """Return a function that works out its answer once for each object that it is given.

    It goes by which object it is, and not by whether two are equal: comparing would cost more than
    the work. It suits what never changes, such as records, and forgets what nobody holds any more:
    so an answer must not hold the object that it was worked out from.
    """
    made: dict[int, tuple[ReferenceType[_Of], _Made]] = {}

    @functools.wraps(make)
    def remembered(record: _Of) -> _Made:
        key = id(record)
        held = made.get(key)
        if held is not None and held[0]() is record:
            return held[1]
        answer = make(record)
        made[key] = ref(record, lambda _: made.pop(key, None)), answer
        return answer

    return remembered
