"""What was worked out once, to be used on many days and by many families."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

_T = TypeVar("_T")


class Workings:
    """What was worked out once under some parameters, by what it follows from."""

    def __init__(self, most: int | None = None) -> None:
        """Begin with nothing.

        Args:
            most: How many answers are kept, the latest ones; None for all of them.
        """
        self._most = most
        self._made: dict[Hashable, object] = {}

    def shared(self, key: Hashable, make: Callable[..., _T], *given: object) -> _T:
        """Return what belongs to a key, made the first time."""
        found = self._made.get(key)
        if found is None:
            found = make(*given)
            if self._most is not None and len(self._made) >= self._most:
                oldest, *_ = self._made  # at one blow, for another thread may be here, too
                self._made.pop(oldest, None)
            self._made[key] = found
        return found  # type: ignore[return-value]  # what this key was made with
