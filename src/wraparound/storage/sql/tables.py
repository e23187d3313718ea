"""The tables: one of all records as they are, one of all revisions, and one of searches a kind.

A family opens with one range of one key (``wraparound_records``), whatever kinds it holds. What a
kind is searched by stands in columns of a table of its own (``wraparound_plan``), ready to be
joined by any reporting tool; fields that hold several values, and outside identifiers, stand in
``wraparound_values``. Revisions and audit entries are only ever appended. Program, then family,
lead every key of family data, so that a distributed database can shard by them.

Only texts, whole numbers and bytes are used, which every driver takes and gives alike. Texts are
compared by code point, as Python does, so that the order of ids is the same in every database.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine

from wraparound.model.kinds import KINDS, Kind
from wraparound.storage.admission import listed

MAJOR = 1
"""The version that tells whether these tables can be read at all."""
MINOR = 2
"""The version within the major one; a newer minor one only adds."""

DIRECTORY = "(directory)"
"""Stands in the family's column for no family; no id can be this, for the brackets."""

_KEY_COLUMNS = ("program", "family", "id")


def _text(length: int) -> TypeEngine[str]:
    """Return a text type whose order is that of code points where the database lets us say so."""
    return (
        String(length)
        .with_variant(Text(), "sqlite")
        .with_variant(Text(collation="C"), "postgresql")
        .with_variant(String(length, collation="utf8mb4_nopad_bin"), "mariadb")
        .with_variant(String(length, collation="utf8mb4_0900_bin"), "mysql")
    )


def _long_text() -> TypeEngine[str]:
    """Return a text type without a limit, where databases know several."""
    return Text().with_variant(mysql.LONGTEXT(), "mariadb", "mysql")


def _bytes() -> TypeEngine[bytes]:
    """Return a type for bytes without a limit, where databases know several."""
    return LargeBinary().with_variant(mysql.LONGBLOB(), "mariadb", "mysql")


def _column(name: str, length: int = 128, *, optional: bool = False) -> Column[str]:
    return Column(name, _text(length), nullable=optional)


metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_key",
        "uq": "%(table_name)s_%(column_0_N_name)s_once",
        "fk": "%(table_name)s_of_%(referred_table_name)s",
    }
)

layouts = Table(
    "wraparound_layout",
    metadata,
    Column("major", Integer, primary_key=True, autoincrement=False),
    Column("minor", Integer, nullable=False),
    _column("shape", 64),
)

programs = Table(
    "wraparound_programs",
    metadata,
    _column("program", 64),
    Column("position", BigInteger, nullable=False),
    _column("recorded_at", 32),
    Column("entries", BigInteger, nullable=False),
    PrimaryKeyConstraint("program"),
)

changes = Table(
    "wraparound_changes",
    metadata,
    _column("program", 64),
    Column("position", BigInteger, nullable=False),
    _column("id"),
    _column("at", 32),
    _column("recorded_at", 32),
    Column("by", _text(128), nullable=False),
    Column("reason", _long_text(), nullable=True),
    Column("entry", BigInteger, nullable=False),
    PrimaryKeyConstraint("program", "position"),
    UniqueConstraint("program", "id"),
)

records = Table(
    "wraparound_records",
    metadata,
    _column("program", 64),
    _column("family"),
    _column("kind", 64),
    _column("id"),
    Column("revision", Integer, nullable=False),
    _column("change"),
    _column("recorded_at", 32),
    Column("found_by", _long_text(), nullable=False),
    Column("document", _bytes(), nullable=False),
    _column("valid_from", 10, optional=True),
    _column("valid_until", 10, optional=True),
    PrimaryKeyConstraint("program", "family", "kind", "id"),
    UniqueConstraint("program", "kind", "id"),
)

revisions = Table(
    "wraparound_revisions",
    metadata,
    _column("program", 64),
    _column("family"),
    _column("kind", 64),
    _column("id"),
    Column("revision", Integer, nullable=False),
    _column("change"),
    _column("recorded_at", 32),
    Column("found_by", _long_text(), nullable=False),
    Column("document", _bytes(), nullable=True),
    Column("removed", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("place", Integer, nullable=False),
    _column("valid_from", 10, optional=True),
    _column("valid_until", 10, optional=True),
    Column("fields", _long_text(), nullable=True),
    PrimaryKeyConstraint("program", "family", "kind", "id", "revision"),
    UniqueConstraint("program", "kind", "id", "revision"),
    UniqueConstraint("program", "position", "place"),
    ForeignKeyConstraint(
        ["program", "position"], ["wraparound_changes.program", "wraparound_changes.position"]
    ),
)

values = Table(
    "wraparound_values",
    metadata,
    _column("program", 64),
    _column("family"),
    _column("kind", 64),
    _column("id"),
    _column("field", 64),
    _column("value", 255),
    PrimaryKeyConstraint("program", "family", "kind", "id", "field", "value"),
    Index("wraparound_values_found", "program", "kind", "field", "value", "id"),
)

audit = Table(
    "wraparound_audit",
    metadata,
    _column("program", 64),
    Column("number", BigInteger, nullable=False),
    _column("act", 16),
    _column("at", 32),
    Column("by", _text(128), nullable=False),
    Column("role", _long_text(), nullable=True),
    Column("purpose", _long_text(), nullable=True),
    Column("reason", _long_text(), nullable=True),
    _column("change", optional=True),
    Column("touched", _long_text(), nullable=False),
    _column("digest", 64),
    PrimaryKeyConstraint("program", "number"),
)

seals = Table(
    "wraparound_seals",
    metadata,
    _column("program", 64),
    Column("number", BigInteger, nullable=False),
    Column("seal", _bytes(), nullable=False),
    PrimaryKeyConstraint("program", "number"),
)

messages = Table(
    "wraparound_messages",
    metadata,
    _column("program", 64),
    _column("id"),
    Column("position", BigInteger, nullable=False),
    Column("place", Integer, nullable=False),
    _column("kind", 64),
    _column("recipient", optional=True),
    _column("family", optional=True),
    Column("body", _bytes(), nullable=False),
    _column("change"),
    _column("state", 16),
    Column("tries", Integer, nullable=False),
    _column("due_at", 32),
    _column("worker", optional=True),
    Column("reason", _long_text(), nullable=True),
    PrimaryKeyConstraint("program", "id"),
    Index("wraparound_messages_due", "program", "state", "due_at"),
    Index("wraparound_messages_in_order", "program", "position", "place"),
)


def column_of(field: str) -> str:
    """Return the column of a field in its kind's table; a key has the better right to a name."""
    return f"{field}_value" if field in _KEY_COLUMNS else field


def columns_of(kind: str) -> dict[str, str]:
    """Return the column of every field that holds one value, by field."""
    return {name: column_of(name) for name in KINDS[kind].index if name not in listed(kind)}


def _searches(kind: Kind) -> Table:
    name = f"wraparound_{kind.name}"
    fields = columns_of(kind.name)
    return Table(
        name,
        metadata,
        _column("program", 64),
        _column("family"),
        _column("id"),
        *(_column(column, 255, optional=True) for column in fields.values()),
        PrimaryKeyConstraint("program", "family", "id"),
        *(Index(f"{name}_{column}_found", "program", column, "id") for column in fields.values()),
    )


searches = {kind.name: _searches(kind) for kind in KINDS.values()}
"""The table of each kind."""


def shape() -> str:
    """Return a short text that changes whenever the tables or their columns do."""
    lines = [
        f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
