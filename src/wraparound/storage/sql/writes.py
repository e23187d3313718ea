"""What is written into the tables. A name that begins with ``at_`` finds the row."""

from __future__ import annotations

from sqlalchemy import (
    Delete,
    Insert,
    String,
    Table,
    Update,
    bindparam,
    case,
    delete,
    insert,
    update,
)

from wraparound.storage.sql.reads import turn_columns
from wraparound.storage.sql.tables import (
    changes,
    programs,
    records,
    revisions,
    searches,
    values,
)


def take_turn(told: bool) -> Update:
    """Move a program one position and one audit entry on; whoever comes next waits for it.

    The change is recorded at its own time, or at that of the change before it where that is later.

    Args:
        told: Whether the database tells what it moved to, as ``reads.turn`` does.
    """
    at = bindparam("at", type_=String())
    moved = (
        update(programs)
        .where(programs.c.program == bindparam("program"))
        .values(
            position=programs.c.position + 1,
            entries=programs.c.entries + 1,
            recorded_at=case((programs.c.recorded_at < at, at), else_=programs.c.recorded_at),
        )
    )
    return moved.returning(*turn_columns()) if told else moved


def take_number(told: bool) -> Update:
    """Move a program one audit entry on; whoever comes next waits until this one is kept."""
    moved = (
        update(programs)
        .where(programs.c.program == bindparam("program"))
        .values(entries=programs.c.entries + 1)
    )
    return moved.returning(*turn_columns()) if told else moved


def begin_program() -> Insert:
    """Keep a program's first position."""
    return insert(programs)


def add_change() -> Insert:
    """Keep who changed what when, and why."""
    return insert(changes)


def add_revision() -> Insert:
    """Append a revision."""
    return insert(revisions)


def add_record() -> Insert:
    """Keep a record as it is."""
    return insert(records)


def replace_record() -> Update:
    """Put a record's new revision in the place of the former."""
    return (
        update(records)
        .where(
            records.c.program == bindparam("at_program"),
            records.c.family == bindparam("at_family"),
            records.c.kind == bindparam("at_kind"),
            records.c.id == bindparam("at_id"),
        )
        .values(
            {
                name: bindparam(f"to_{name}")
                for name in (
                    "family",
                    "revision",
                    "change",
                    "recorded_at",
                    "found_by",
                    "document",
                    "valid_from",
                    "valid_until",
                )
            }
        )
    )


def remove_record() -> Delete:
    """Take a record away; its revisions stay."""
    return delete(records).where(
        records.c.program == bindparam("at_program"),
        records.c.family == bindparam("at_family"),
        records.c.kind == bindparam("at_kind"),
        records.c.id == bindparam("at_id"),
    )


def add_search(kind: str) -> Insert:
    """Keep what a record is found by in its kind's table."""
    return insert(searches[kind])


def remove_search(kind: str) -> Delete:
    """Take away what a record is found by."""
    table: Table = searches[kind]
    return delete(table).where(
        table.c.program == bindparam("at_program"),
        table.c.family == bindparam("at_family"),
        table.c.id == bindparam("at_id"),
    )


def add_value() -> Insert:
    """Keep one of several values that a record is found by."""
    return insert(values)


def remove_values() -> Delete:
    """Take away the values that a record is found by."""
    return delete(values).where(
        values.c.program == bindparam("at_program"),
        values.c.family == bindparam("at_family"),
        values.c.kind == bindparam("at_kind"),
        values.c.id == bindparam("at_id"),
    )
