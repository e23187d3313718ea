"""Facts looked through once: their ids and parts, their periods, and everybody whom they name."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

import attrs
from attrs import AttrsInstance

from wraparound.conflict.references import HOLDS_PARTS, REFERS
from wraparound.model.periods import Period

Kinds = frozenset[str]
"""The lists of facts that an id may be found in."""


@attrs.frozen
class Shape:
    """What a kind of fact, or of part, is made of.

    Attributes:
        references: The fields that hold ids, each with where the ids may be found.
        nested: The fields that hold parts.
        has_id: Whether it has an id of its own.
        has_period: Whether it stands for a time.
    """

    references: tuple[tuple[str, Kinds], ...]
    nested: tuple[str, ...]
    has_id: bool
    has_period: bool


@functools.cache
def shape_of(part: type[AttrsInstance]) -> Shape:
    """Return what a kind of fact, or of part, is made of."""
    fields = attrs.fields(part)
    names = {field.name for field in fields}
    return Shape(
        tuple(
            (field.name, frozenset(field.metadata[REFERS]))
            for field in fields
            if REFERS in field.metadata
        ),
        tuple(field.name for field in fields if HOLDS_PARTS in field.metadata),
        "id" in names,
        "period" in names,
    )


@attrs.frozen
class Survey:
    """What a look through all facts found.

    Attributes:
        ids: The id of every fact, and of every part that has one, as often as it occurs.
        periods: Every period, with the id of the fact that it belongs to.
        mentioned: The ids that facts refer to, by where each may be found.
    """

    ids: list[str] = attrs.field(factory=list)
    periods: list[tuple[str, Period]] = attrs.field(factory=list)
    mentioned: dict[Kinds, set[str]] = attrs.field(factory=dict)

    def look_at(self, fact: str, part: AttrsInstance) -> None:
        """Note what there is about a fact, or about a part of one.

        Args:
            fact: The id of the fact.
            part: The fact itself, or its part.
        """
        shape = shape_of(type(part))
        if shape.has_id:
            self.ids.append(part.id)  # type: ignore[attr-defined]  # the shape says so
        if shape.has_period:
            period = part.period  # type: ignore[attr-defined]  # the shape says so
            if period is not None:
                self.periods.append((fact, period))
        for name, kinds in shape.references:
            value = getattr(part, name)
            if value is not None:
                self.mentioned.setdefault(kinds, set()).update(_ids(value))
        for name in shape.nested:
            for each in getattr(part, name):
                self.look_at(fact, each)


def references_in(part: AttrsInstance) -> Iterator[tuple[Kinds, str]]:
    """Yield every id in a fact or a part of one, with the kinds that it may stand for."""
    for name, kinds in shape_of(type(part)).references:
        for each in _ids(getattr(part, name)):
            yield kinds, each


def parts_of(fact: AttrsInstance) -> Iterator[AttrsInstance]:
    """Yield the fact and each of its parts."""
    yield fact
    for name in shape_of(type(fact)).nested:
        yield from getattr(fact, name)


def _ids(value: object) -> Iterable[str]:
    """Return the ids in a field; what is unknown names nobody."""
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()
