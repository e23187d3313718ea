"""A family in an ORM schema that is normalised the usual way: a table a noun, a row a part.

The classes are made from the library's own records, so that both hold the same family: each record
and each part of one is a table, each list of parts a relationship, each list of words a table of
words, each small record in a field a row of its own.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import attrs
from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    Numeric,
    String,
    select,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Session,
    mapped_column,
    relationship,
    selectinload,
)

from wraparound.model.kinds import kind_of
from wraparound.model.record import Record
from wraparound.model.terms import Unknown


class Base(DeclarativeBase):
    """The base of every class."""


_TYPES = {
    bool: Boolean,
    int: Integer,
    Decimal: Numeric,
    datetime: DateTime,
    date: Date,
    str: String,
}


@attrs.define
class Noun:
    """A class of the schema and the record that it was made from.

    Attributes:
        mapped: The class.
        plain: The fields that are columns.
        parts: The fields that are lists of rows, each with the noun of its rows; None for words.
    """

    mapped: Any
    plain: list[str]
    parts: dict[str, Noun | None]


def noun_of(record: type[Record], *, name: str = "", owner: str = "") -> Noun:
    """Return the class of a record or of a part of one."""
    name = name or record.__name__.lower()
    columns: dict[str, Any] = {
        "__tablename__": name,
        "key": mapped_column(Integer, primary_key=True),
    }
    if owner:
        columns["owner"] = mapped_column(ForeignKey(f"{owner}.key"), index=True)
        columns["place"] = mapped_column(Integer)
    else:
        columns["of_family"] = mapped_column(String, index=True)
    plain: list[str] = []
    parts: dict[str, Noun | None] = {}
    for field, hint in get_type_hints(record).items():
        if field.startswith("__"):
            continue
        kind = _kind(hint)
        if kind in _TYPES:
            columns[f"{field}_"] = mapped_column(_TYPES[kind], nullable=True)
            plain.append(field)
        elif isinstance(kind, type) and attrs.has(kind):
            parts[field] = noun_of(kind, name=f"{name}_{field}", owner=name)
        elif kind is tuple:
            parts[field] = None
    for field, noun in parts.items():
        target = noun or _words(f"{name}_{field}", owner=name)
        if noun is None:
            parts[field] = Noun(target, ["word"], {})
            target = parts[field]
        columns[f"{field}_rows"] = relationship(target.mapped, order_by=target.mapped.place)
    return Noun(type(name.title(), (Base,), columns), plain, parts)


def _words(name: str, *, owner: str) -> Any:
    columns = {
        "__tablename__": name,
        "key": mapped_column(Integer, primary_key=True),
        "owner": mapped_column(ForeignKey(f"{owner}.key"), index=True),
        "place": mapped_column(Integer),
        "word_": mapped_column(String),
    }
    return type(name.title(), (Base,), columns)


def _kind(hint: Any) -> Any:
    """Return the plain type of a field, the class of its part, ``tuple`` for words, or None."""
    if get_origin(hint) in {Union, types.UnionType}:
        hints = [each for each in get_args(hint) if each not in {Unknown, type(None)}]
        return _kind(hints[0]) if hints else None
    if get_origin(hint) is tuple:
        inner = _kind(get_args(hint)[0])
        return inner if isinstance(inner, type) and attrs.has(inner) else tuple
    if isinstance(hint, NewType):
        return str
    if isinstance(hint, type):
        if issubclass(hint, Enum):
            return str
        return hint if hint in _TYPES or attrs.has(hint) else None
    return None


class Office:
    """Families in such a schema, in one database."""

    def __init__(self, engine: Engine, records: Sequence[Record]) -> None:
        """Make the tables of the records' kinds."""
        self.engine = engine
        self.nouns = {kind_of(each).name: type(each) for each in records}
        self.made = {name: noun_of(record) for name, record in self.nouns.items()}
        Base.metadata.create_all(engine)

    def keep(self, family: str, records: Sequence[Record]) -> None:
        """Keep a family."""
        with Session(self.engine) as session:
            for record in records:
                row = _row(self.made[kind_of(record).name], record)
                row.of_family = family
                session.add(row)
            session.commit()

    def open(self, family: str) -> int:
        """Open a family, every row of it, and return how many records it has."""
        count = 0
        with Session(self.engine) as session:
            for noun in self.made.values():
                asked = select(noun.mapped).where(noun.mapped.of_family == family)
                found = session.scalars(asked.options(*_loads(noun))).all()
                count += len(found)
        return count


def _loads(noun: Noun) -> list[Any]:
    """Return the options that load every part with its owner, as one does."""
    loads = []
    for field, inner in noun.parts.items():
        load = selectinload(getattr(noun.mapped, f"{field}_rows"))
        deeper = _loads(inner) if inner else []
        loads.append(load.options(*deeper) if deeper else load)
    return loads


def _row(noun: Noun, record: Any) -> Any:
    row = noun.mapped()
    for field in noun.plain:
        setattr(row, f"{field}_", _plain(getattr(record, field)))
    for field, inner in noun.parts.items():
        value = getattr(record, field)
        listed = value if isinstance(value, tuple) else (value,) if value is not None else ()
        rows = []
        for place, each in enumerate(listed):
            if isinstance(each, Unknown) or inner is None:
                continue
            part = (
                inner.mapped(word_=str(_plain(each)))
                if not attrs.has(type(each))
                else _row(inner, each)
            )
            part.place = place
            rows.append(part)
        setattr(row, f"{field}_rows", rows)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, Unknown):
        return None
    return value.value if isinstance(value, Enum) else value
