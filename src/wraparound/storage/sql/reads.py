"""What is asked of the tables."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, exists, select

from wraparound.storage.admission import FAMILY
from wraparound.storage.sql.tables import (
    changes,
    columns_of,
    programs,
    records,
    revisions,
    searches,
    values,
)

Question = Select[*tuple[object, ...]]


def record() -> Question:
    """One record as it is: of a program, a kind and an id."""
    return _of_envelope(records).where(*_key_of(records))


def record_as_known() -> Question:
    """One record's last revision at an instant, even one that says that it is gone."""
    return (
        _of_envelope(revisions)
        .where(*_key_of(revisions), revisions.c.recorded_at <= bindparam("known_at"))
        .order_by(revisions.c.revision.desc())
        .limit(1)
    )


def records_of_family() -> Question:
    """Every record of a family: one range of the key, in its order."""
    return (
        _of_envelope(records)
        .where(records.c.program == bindparam("program"), records.c.family == bindparam("family"))
        .order_by(records.c.kind, records.c.id)
    )


def records_of_family_as_known() -> Question:
    """Every record that belonged to a family at an instant."""
    then, later = revisions.alias("then_known"), revisions.alias("later")
    superseded = exists().where(
        later.c.program == then.c.program,
        later.c.kind == then.c.kind,
        later.c.id == then.c.id,
        later.c.revision > then.c.revision,
        later.c.recorded_at <= bindparam("known_at"),
    )
    return (
        _of_envelope(then)
        .where(
            then.c.program == bindparam("program"),
            then.c.family == bindparam("family"),
            then.c.recorded_at <= bindparam("known_at"),
            then.c.removed == 0,
            ~superseded,
        )
        .order_by(then.c.kind, then.c.id)
    )


def records_found(kind: str, fields: tuple[str, ...], later: bool) -> Question:
    """The records of a kind that hold a value in each field, in the order of their ids.

    What narrows the answer most stands first, so that the database walks one index in the order
    of the answer: the kind's own columns, then the values that can be several, then the family.
    """
    columns = columns_of(kind)
    source: FromClause = records
    conditions = [records.c.kind == bindparam("kind")]
    leads: list[FromClause] = []
    if any(name in columns for name in fields):
        table = searches[kind]
        leads.append(table)
        source = source.join(
            table,
            (records.c.program == table.c.program)
            & (records.c.family == table.c.family)
            & (records.c.id == table.c.id),
        )
        conditions += [
            table.c[columns[name]] == bindparam(f"is_{name}") for name in fields if name in columns
        ]
    for name in fields:
        if name in columns or name == FAMILY:
            continue
        held = values.alias(f"holds_{name}")
        leads.append(held)
        source = source.join(
            held,
            (records.c.program == held.c.program)
            & (records.c.family == held.c.family)
            & (records.c.kind == held.c.kind)
            & (records.c.id == held.c.id),
        )
        conditions += [
            held.c.kind == bindparam("kind"),
            held.c.field == name,
            held.c.value == bindparam(f"is_{name}"),
        ]
    lead = leads[0] if leads else records
    conditions += [each.c.program == bindparam("program") for each in leads or [records]]
    if FAMILY in fields:
        conditions.append(records.c.family == bindparam(f"is_{FAMILY}"))
    if later:
        conditions.append(lead.c.id > bindparam("after"))
    return (
        _of_envelope(records)
        .select_from(source)
        .where(*conditions)
        .order_by(lead.c.id)
        .limit(bindparam("limit"))
    )


def revisions_of_record() -> Question:
    """Every revision of one record, the oldest first."""
    return _of_envelope(revisions).where(*_key_of(revisions)).order_by(revisions.c.revision)


def revisions_of_change() -> Question:
    """The revisions that one change brought, in the order in which it named them."""
    return (
        _of_envelope(revisions)
        .join(
            changes,
            (changes.c.program == revisions.c.program)
            & (changes.c.position == revisions.c.position),
        )
        .where(changes.c.program == bindparam("program"), changes.c.id == bindparam("change"))
        .order_by(revisions.c.place)
    )


def change_made() -> Question:
    """The position of a change, if it was made."""
    return select(changes.c.position).where(
        changes.c.program == bindparam("program"), changes.c.id == bindparam("change")
    )


def last_revision() -> Question:
    """What a new revision of a record must fit."""
    return (
        select(revisions.c.revision, revisions.c.removed, revisions.c.family, revisions.c.found_by)
        .where(*_key_of(revisions))
        .order_by(revisions.c.revision.desc())
        .limit(1)
    )


def turn() -> Question:
    """How far a program has come: its position, and when its last change was recorded."""
    return select(programs.c.position, programs.c.recorded_at).where(
        programs.c.program == bindparam("program")
    )


def _of_envelope(table: FromClause) -> Question:
    """The columns of an envelope, in the order in which ``envelope_of`` reads them."""
    return select(
        table.c.kind,
        table.c.id,
        table.c.family,
        table.c.revision,
        table.c.document,
        table.c.found_by,
        table.c.change,
        table.c.recorded_at,
    )


def _key_of(table: FromClause) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.program == bindparam("program"),
        table.c.kind == bindparam("kind"),
        table.c.id == bindparam("id"),
    )
