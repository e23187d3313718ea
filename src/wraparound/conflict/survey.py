"""Facts looked through once: their ids and parts, and everybody whom they name."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from operator import attrgetter

import attrs
from attrs import AttrsInstance

from wraparound.conflict.references import HOLDS_PARTS, REFERS

_ID = attrgetter("id")

Kinds = frozenset[str]
"""The lists of facts that an id may be found in."""


Mentioned = Mapping[Kinds, AbstractSet[str]]
"""Ids that facts refer to, by where each may be found."""


@attrs.frozen
class Shape:
    """What a kind of fact, or of part, is made of.

    Attributes:
        references: The fields that hold ids, each with where the ids may be found.
        nested: The fields that hold parts.
        has_id: Whether it has an id of its own.
        reading: The references, each with what reads the field.
        reading_nested: What reads each of the fields that hold parts.
    """

    references: tuple[tuple[str, Kinds], ...]
    nested: tuple[str, ...]
    has_id: bool
    reading: tuple[tuple[Callable[[object], object], Kinds], ...]
    reading_nested: tuple[Callable[[object], tuple[AttrsInstance, ...]], ...]


@functools.cache
def shape_of(part: type[AttrsInstance]) -> Shape:
    """Return what a kind of fact, or of part, is made of."""
    fields = attrs.fields(part)
    references = tuple(
        (field.name, frozenset(field.metadata[REFERS]))
        for field in fields
        if REFERS in field.metadata
    )
    nested = tuple(field.name for field in fields if HOLDS_PARTS in field.metadata)
    return Shape(
        references,
        nested,
        "id" in {field.name for field in fields},
        tuple((attrgetter(name), kinds) for name, kinds in references),
        tuple(map(attrgetter, nested)),
    )


class Survey:
    """What a look through all facts found.

    Attributes:
        ids: The id of every fact, and of every part that has one.
        of_kind: The ids of the facts of each kind that there is any of.
        repeated: Those that occur more than once.
        mentioned: The ids that facts refer to, by where each may be found.
    """

    def __init__(self) -> None:
        self._ids: list[str] = []
        self.of_kind: dict[str, frozenset[str]] = {}
        self.mentioned: dict[Kinds, set[str]] = {}

    @functools.cached_property
    def ids(self) -> frozenset[str]:
        """The ids, each once."""
        return frozenset(self._ids)

    @property
    def repeated(self) -> frozenset[str]:
        """The ids that occur more than once."""
        if len(self.ids) == len(self._ids):
            return frozenset()
        return frozenset(each for each, count in Counter(self._ids).items() if count > 1)

    def look_at(self, kind: str, held: Sequence[AttrsInstance]) -> None:
        """Note what there is about the facts of one kind, field by field.

        Args:
            kind: The kind.
            held: The facts, at least one.
        """
        ids = list(map(_ID, held))
        self._ids += ids
        self.of_kind[kind] = frozenset(ids)
        self._look_into(shape_of(type(held[0])), held)

    def _look_into(self, shape: Shape, held: Sequence[AttrsInstance]) -> None:
        for read, kinds in shape.reading:
            mentioned = self.mentioned.get(kinds)
            if mentioned is None:
                mentioned = self.mentioned[kinds] = set()
            for value in map(read, held):
                if isinstance(value, str):
                    mentioned.add(value)
                elif isinstance(value, tuple):  # what is unknown names nobody
                    mentioned.update(value)
        for read_parts in shape.reading_nested:
            parts = tuple(chain.from_iterable(map(read_parts, held)))
            if parts:
                inner = shape_of(type(parts[0]))
                if inner.has_id:
                    self._ids += map(_ID, parts)
                self._look_into(inner, parts)


def loose_among(mentioned: Mentioned, ids: Mapping[str, frozenset[str]]) -> Mentioned:
    """Return the ids that are mentioned and not to be found.

    Args:
        mentioned: The ids, by where each may be found.
        ids: What is to be found in each place.
    """
    found: dict[Kinds, AbstractSet[str]] = {}
    for kinds, held in mentioned.items():
        rest: AbstractSet[str] = held
        for kind in kinds:
            if rest and kind in ids:
                rest = rest - ids[kind]
        if rest:
            found[kinds] = rest
    return found


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
