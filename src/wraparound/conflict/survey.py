"""Facts looked through once: their ids and parts, and everybody whom they name."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter

import attrs
from attrs import AttrsInstance

from wraparound.conflict.references import HOLDS_PARTS, REFERS

Kinds = frozenset[str]
"""The lists of facts that an id may be found in."""


@attrs.frozen
class Shape:
    """What a kind of fact, or of part, is made of.

    Attributes:
        references: The fields that hold ids, each with where the ids may be found.
        nested: The fields that hold parts.
        has_id: Whether it has an id of its own.
    """

    references: tuple[tuple[str, Kinds], ...]
    nested: tuple[str, ...]
    has_id: bool


@functools.cache
def shape_of(part: type[AttrsInstance]) -> Shape:
    """Return what a kind of fact, or of part, is made of."""
    fields = attrs.fields(part)
    return Shape(
        tuple(
            (field.name, frozenset(field.metadata[REFERS]))
            for field in fields
            if REFERS in field.metadata
        ),
        tuple(field.name for field in fields if HOLDS_PARTS in field.metadata),
        "id" in {field.name for field in fields},
    )


@attrs.frozen
class Survey:
    """What a look through all facts found.

    Attributes:
        ids: The id of every fact, and of every part that has one, as often as it occurs.
        mentioned: The ids that facts refer to, by where each may be found.
    """

    ids: list[str] = attrs.field(factory=list)
    mentioned: dict[Kinds, set[str]] = attrs.field(factory=dict)

    def beside(self, other: Survey) -> Survey:
        """Return what both found."""
        mentioned = {kinds: set(held) for kinds, held in other.mentioned.items()}
        for kinds, held in self.mentioned.items():
            mentioned.setdefault(kinds, set()).update(held)
        return Survey([*self.ids, *other.ids], mentioned)

    def look_at(self, held: Sequence[AttrsInstance]) -> None:
        """Note what there is about facts of one kind, or about parts of one kind, field by field.

        Args:
            held: The facts or the parts, all of one class.
        """
        shape = shape_of(type(held[0]))
        if shape.has_id:
            self.ids.extend(map(attrgetter("id"), held))
        for name, kinds in shape.references:
            mentioned = self.mentioned.setdefault(kinds, set())
            for value in map(attrgetter(name), held):
                if isinstance(value, str):
                    mentioned.add(value)
                elif isinstance(value, tuple):  # what is unknown names nobody
                    mentioned.update(value)
        for name in shape.nested:
            parts = tuple(chain.from_iterable(map(attrgetter(name), held)))
            if parts:
                self.look_at(parts)


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
