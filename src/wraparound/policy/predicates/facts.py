"""Facts by dotted paths: what is known, what is known not to be, and what nobody knows.

A key that is not there is one that nobody knows. None is known not to exist, or not to have
happened; so is a text of blanks. A list is complete, unless it says of itself that it is not:
``{"items": [...], "complete": False}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import attrs


class _Absent:
    """The one value of a fact that nobody knows."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
"""What a fact holds that nobody knows."""

_MAPPINGS: Final = (dict, Mapping)  # the plain one first: every step of every path asks this

AS_OF: Final = "as_of"
"""The path of the day that is asked about."""

ITEM: Final = "item"
"""Under which name the member of a list stands while it is asked about."""


@attrs.frozen(kw_only=True)
class Fact:
    """One fact that an answer used.

    Attributes:
        path: Where it stands.
        value: What it is.
        source: Who or what said it, where that is told.
        on: As of which day, where that is told.
    """

    path: str
    value: object = attrs.field(repr=False)
    source: str = ""
    on: str = ""


@attrs.frozen
class Listed:
    """A list of facts.

    Attributes:
        items: Its members.
        whole: Whether these are all of them.
    """

    items: tuple[Any, ...]  # Any: whatever the list holds
    whole: bool = True


@attrs.frozen(kw_only=True, eq=False)
class Facts:
    """Everything known about somebody, as nested mappings and lists.

    Attributes:
        held: The facts.
        as_of: The day that is asked about.
        wrapped: Whether ``{"value": ..., "source": ...}`` stands for its value.
    """

    held: Mapping[str, object] = attrs.field(repr=False)
    as_of: date
    wrapped: bool = False

    def with_item(self, item: object) -> Facts:
        """Return the same facts, with one member of a list under ``item``."""
        return attrs.evolve(self, held={**self.held, ITEM: item})

    def knows(self, path: str) -> bool:
        """Tell whether somebody knows a fact: also one of which it is known that there is none."""
        return self.find(path).value is not ABSENT

    def find(self, path: str) -> Fact:
        """Return a fact; its value is ``ABSENT`` where nobody knows it."""
        if path == AS_OF:
            return Fact(path=path, value=self.as_of)
        value: object = self.held
        source = on = ""
        for part in path.split("."):
            value = _inside(value, part)
            if (
                self.wrapped
                and isinstance(value, _MAPPINGS)
                and "value" in value
                and "source" in value
            ):
                source, on = str(value["source"] or ""), str(value.get("date") or "")
                value = value["value"]
        if isinstance(value, str) and not value.strip():
            value = None
        return Fact(path=path, value=value, source=source, on=on)


def listed(value: object) -> Listed | None:
    """Return what a value lists; nothing is an empty list, and one value a list of one.

    Returns:
        The list, or None where nobody knows it.
    """
    if value is ABSENT:
        return None
    if value is None:
        return Listed(())
    if isinstance(value, Mapping) and "items" in value and "complete" in value:
        items = value["items"]
        return Listed(
            tuple(items) if isinstance(items, Sequence) else (), value["complete"] is True
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Listed(tuple(value))
    return Listed((value,))


def day_of(value: object) -> date | None:
    """Return the day that a value tells; None where it tells none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None


def paths(prefix: str, codes: Sequence[str]) -> Iterator[str]:
    """Yield the path of each code under a prefix."""
    return (f"{prefix}.{code}" for code in codes)


def put_fact(held: dict[str, object], path: str, value: object) -> None:
    """Put a fact among nested ones, making the mappings on its way.

    Args:
        held: The facts, which are changed.
        path: Where it belongs, such as ``cans.items.anxiety``.
        value: What it is.
    """
    *above, last = path.split(".")
    for part in above:
        inner = held.get(part)
        if not isinstance(inner, dict):
            inner = held[part] = {}
        held = inner
    held[last] = value


def _inside(value: object, part: str) -> object:
    """Return what stands under one part of a path: beneath nothing there is nothing."""
    if value is None:
        return None
    if isinstance(value, _MAPPINGS):
        return value.get(part, ABSENT)
    if isinstance(value, Sequence) and not isinstance(value, str) and part.isdigit():
        return value[int(part)] if int(part) < len(value) else None
    return ABSENT
