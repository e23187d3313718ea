"""A way from one fact to another: how sure it is, and over which facts it goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from wraparound.conflict.frozen import frozen
from wraparound.model.truth import YES, Truth


@frozen
class Way:
    """A path of facts with its answer.

    Attributes:
        truth: Whether it stands.
        path: The ids of the facts, in order.
    """

    truth: Truth = YES
    path: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[bool, int, tuple[str, ...]]:
        """What orders ways: the sure before the unsure, then the shorter, then the smaller ids."""
        return not self.truth.holds, len(self.path), self.path


_Any = TypeVar("_Any", bound=Way)

NOWHERE = Way()
"""The way from something to itself."""


def best(ways: Iterable[_Any]) -> _Any | None:
    """Return the best of the ways that may stand; None where none may."""
    return min((way for way in ways if not way.truth.fails), key=_rank, default=None)


def _rank(way: Way) -> tuple[bool, int, tuple[str, ...]]:
    return way.rank
