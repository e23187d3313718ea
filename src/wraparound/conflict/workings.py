"""What was worked out once, to be used on many days and by many families."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar

_T = TypeVar("_T")

_Epoch = tuple[date, date, object]
"""The days from one up to another on which an answer holds, and the answer."""

_QUESTIONS, _EPOCHS = 10_000, 32
"""How many questions are remembered, and of how many epochs each: the latest ones."""


class Workings:
    """What was worked out once under some parameters, by what it follows from, and by its days."""

    def __init__(self, most: int | None = None) -> None:
        """Begin with nothing.

        Args:
            most: How many answers are kept, the latest ones; None for all of them.
        """
        self._most = most
        self._made: dict[Hashable, object] = {}
        self._epochs: dict[Hashable, list[_Epoch]] = {}

    def shared(self, key: Hashable, make: Callable[..., _T], *given: object) -> _T:
        """Return what belongs to a key, made the first time."""
        found = self._made.get(key)
        if found is None:
            found = make(*given)
            if self._most is not None and len(self._made) >= self._most:
                _drop_oldest(self._made)
            self._made[key] = found
        return found  # type: ignore[return-value]  # what this key was made with

    def held_on(self, key: Hashable, day: date) -> tuple[object, date] | None:
        """Return the answer to a question on a day, and until when it holds; None if not known."""
        for begin, until, answer in self._epochs.get(key, ()):
            if begin <= day < until:
                return answer, until
        return None

    def hold(self, key: Hashable, day: date, answer: object, until: date) -> None:
        """Remember the answer to a question from a day on, up to the day until which it holds.

        What is remembered of later days that overlap is of the same epoch, and the same answer.
        """
        others = list[_Epoch]()
        for epoch in self._epochs.get(key, ()):
            if epoch[0] < until and day < epoch[1]:
                until = max(until, epoch[1])
            else:
                others.append(epoch)
        if key not in self._epochs and len(self._epochs) >= _QUESTIONS:
            _drop_oldest(self._epochs)
        most = _EPOCHS if self._most is None else min(_EPOCHS, self._most)
        self._epochs[key] = [(day, until, answer), *others][:most]


def _drop_oldest(held: dict[Hashable, _T]) -> None:
    """Drop the oldest, and where there are many, a few more, so that it need not be soon again."""
    keys = list(held)  # at one blow, for another thread may be here, too
    for key in keys[: 1 + len(keys) // 8]:
        held.pop(key, None)
