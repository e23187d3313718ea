"""Statements written with SQLAlchemy, turned into the driver's own text once and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

import attrs
from sqlalchemy import Delete, Insert, Select, Update
from sqlalchemy.engine import Dialect

Written = Select[*tuple[object, ...]] | Insert | Update | Delete
"""A statement in SQLAlchemy's words."""

Bound = tuple[object, ...] | dict[str, object]
"""The values of a statement, in the shape that the driver takes."""


@attrs.frozen
class Prepared:
    """A statement in the driver's own text.

    Attributes:
        text: The text.
        names: The names of its values in their order; None where the driver takes them by name.
        fixed: The values that never differ.
    """

    text: str
    names: tuple[str, ...] | None
    fixed: Mapping[str, object]

    def bind(self, given: Mapping[str, object]) -> Bound:
        """Return the values in the shape that the driver takes."""
        if self.names is None:
            return {**self.fixed, **given}
        fixed = self.fixed
        return tuple([given[name] if name in given else fixed[name] for name in self.names])


class Statements:
    """What was prepared so far for one kind of database."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self.tells = bool(dialect.update_returning)
        """Whether the database tells at once what an update changed."""
        self._kept: dict[tuple[Hashable, ...], Prepared] = {}

    def prepare(self, write: Callable[..., Written], *parts: Hashable) -> Prepared:
        """Return the statement that ``write(*parts)`` writes; it is written once."""
        key = (write, *parts)
        prepared = self._kept.get(key)
        if prepared is None:
            prepared = self._kept[key] = self._prepare(write(*parts))
        return prepared

    def _prepare(self, written: Written) -> Prepared:
        compiled = written.compile(dialect=self._dialect)
        names = compiled.positiontup if compiled.positional else None
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        return Prepared(compiled.string, None if names is None else tuple(names), fixed)
