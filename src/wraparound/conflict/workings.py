"""What was worked out once, to be used on many days and by many families."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

_T = TypeVar("_T")


class Workings:
    """What was worked out once, for every day under the same parameters."""

    def __init__(self) -> None:
        self._made: dict[Hashable, object] = {}

    def shared(self, key: Hashable, make: Callable[..., _T], *given: object) -> _T:
        """Return what belongs to a key, made the first time."""
        if key not in self._made:
            self._made[key] = make(*given)
        return self._made[key]  # type: ignore[return-value]  # what this key was made with
