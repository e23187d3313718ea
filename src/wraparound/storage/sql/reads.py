"""What is asked of the tables."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Select,
    String,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from wraparound.storage.sql.tables import changes, programs, records, revisions

Question = Select[*tuple[object, ...]]


def record() -> Question:
    """One record as it is: of a program, a kind and an id."""
    return of_envelope(records).where(*_key_of(records))


def record_as_known() -> Question:
    """One record's last revision at an instant, even one that says that it is gone."""
    return (
        of_envelope(revisions)
        .where(*_key_of(revisions), revisions.c.recorded_at <= bindparam("known_at"))
        .order_by(revisions.c.revision.desc())
        .limit(1)
    )


def records_of_family(valid: bool) -> Question:
    """Every record of a family: one range of the key, in its order."""
    return (
        of_envelope(records)
        .where(
            records.c.program == bindparam("program"),
            records.c.family == bindparam("family"),
            *valid_on(records, asked=valid),
        )
        .order_by(records.c.kind, records.c.id)
    )


def records_of_family_as_known(valid: bool) -> Question:
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
        of_envelope(then)
        .where(
            then.c.program == bindparam("program"),
            then.c.family == bindparam("family"),
            then.c.recorded_at <= bindparam("known_at"),
            then.c.removed == 0,
            ~superseded,
            *valid_on(then, asked=valid),
        )
        .order_by(then.c.kind, then.c.id)
    )


def revisions_of_record() -> Question:
    """Every revision of one record, the oldest first."""
    return of_envelope(revisions).where(*_key_of(revisions)).order_by(revisions.c.revision)


def revisions_of_change() -> Question:
    """The revisions that one change brought, in the order in which it named them."""
    return (
        of_envelope(revisions)
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
    """What a new revision of a record must fit: read from the end, however long its history."""
    return _of_last().where(*_key_of(revisions)).order_by(revisions.c.revision.desc()).limit(1)


def last_revisions(count: int) -> Question:
    """What new revisions of so many records of one kind must fit: ``id_0``, ``id_1``, and on."""
    asked = (
        revisions.c.program == bindparam("program"),
        revisions.c.kind == bindparam("kind"),
        revisions.c.id.in_([bindparam(f"id_{place}", type_=String) for place in range(count)]),
    )
    last = (
        select(revisions.c.id, func.max(revisions.c.revision).label("revision"))
        .where(*asked)
        .group_by(revisions.c.id)
        .subquery("last")
    )
    of_last = (revisions.c.id == last.c.id) & (revisions.c.revision == last.c.revision)
    return _of_last().join(last, of_last).where(*asked[:2])


def _of_last() -> Question:
    return select(
        revisions.c.id,
        revisions.c.revision,
        revisions.c.removed,
        revisions.c.family,
        revisions.c.found_by,
    )


def turn() -> Question:
    """How far a program has come: its position, when its last change was recorded, its entries."""
    return select(*turn_columns()).where(programs.c.program == bindparam("program"))


def turn_columns() -> tuple[Column[object], ...]:
    """The columns that tell how far a program has come."""
    return (programs.c.position, programs.c.recorded_at, programs.c.entries)


def valid_on(table: FromClause, *, asked: bool) -> tuple[ColumnElement[bool], ...]:
    """The conditions of being valid on a day, where one is asked for."""
    if not asked:
        return ()
    start, end, day = table.c.valid_from, table.c.valid_until, bindparam("valid_on", type_=String)
    return (or_(start.is_(None), start <= day), or_(end.is_(None), end > day))


def of_envelope(table: FromClause) -> Question:
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
        table.c.valid_from,
        table.c.valid_until,
    )


def _key_of(table: FromClause) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.program == bindparam("program"),
        table.c.kind == bindparam("kind"),
        table.c.id == bindparam("id"),
    )
