"""Whether a database has our tables, which version of them, and how they are brought up to date."""

from __future__ import annotations

import re

import attrs
from sqlalchemy import Connection, Engine, delete, insert, inspect, select

from wraparound.errors import StorageUnavailable
from wraparound.storage.sql import postgresql, sqlite
from wraparound.storage.sql.tables import MAJOR, MINOR, layouts, metadata, programs, shape
from wraparound.storage.sql.views import can_be_viewed, create_views, drop_views, prefix_of

Version = tuple[int, int]
"""The major and the minor version of the tables."""

NEEDED: Version = (MAJOR, MINOR)
"""The version that this library reads and writes."""

OLDEST: Version = (1, 1)
"""The oldest version that can be brought up to date."""


_PREFIX = re.compile(r"([a-z][a-z0-9_]{0,20})?")


@attrs.frozen(kw_only=True)
class Standing:
    """What a database holds of ours.

    Attributes:
        where: The database, without a password.
        tables: The version of its tables; None where it has none.
        needed: The version that this library reads and writes.
        fits: Whether it can be used as it is.
        programs: How many changes each program has made, by its name.
        views: What the names of its views for reports begin with; None where it has none.
    """

    where: str
    tables: str | None
    needed: str
    fits: bool
    programs: dict[str, int]
    views: str | None


def lay_out(engine: Engine, where: str) -> None:
    """Create the tables in a database that has none; refuse those that this version cannot use.

    The views for reports come with them, unless the database uses one of their names itself.

    Raises:
        StorageUnavailable: The tables were made by another version.
    """
    with engine.connect() as connection:
        if _are_there(connection):
            _refuse_others(connection, where)
            return
    with engine.connect() as connection:
        begin(connection)
        if not _are_there(connection):
            metadata.create_all(connection)
            note_version(connection)
            if can_be_viewed(connection.dialect.name):
                create_views(connection)
        connection.commit()
        _refuse_others(connection, where)


def standing_of(engine: Engine, where: str) -> Standing:
    """Return what a database holds of ours; nothing is created."""
    with engine.connect() as connection:
        there = _are_there(connection)
        version, same = _version(connection) if there else ((0, 0), False)
        counted: dict[str, int] = {}
        if there:
            rows = connection.execute(select(programs.c.program, programs.c.position))
            counted = {str(row.program): int(row.position) for row in rows}
        return Standing(
            where=where,
            tables=_said(version) if there else None,
            needed=_said(NEEDED),
            fits=version[0] == MAJOR and (version[1] > MINOR or (version == NEEDED and same)),
            programs=dict(sorted(counted.items())),
            views=prefix_of(connection) if can_be_viewed(connection.dialect.name) else None,
        )


def change_views(engine: Engine, where: str, *, prefix: str) -> tuple[str, ...]:
    """Create the views for reports anew, with what their names are to begin with.

    Returns:
        The names that the database uses itself; then nothing was changed.

    Raises:
        StorageUnavailable: There are no views for this kind of database, or the prefix would
            have to be quoted.
    """
    if _PREFIX.fullmatch(prefix) is None:
        raise StorageUnavailable(
            "the views cannot be made: the prefix must be small letters, digits and _",
            hint="such as --prefix wa_",
        )
    if not can_be_viewed(engine.dialect.name):
        raise StorageUnavailable(
            f"there are no views for a database such as {where}",
            hint="views are written for SQLite and PostgreSQL",
        )
    with engine.connect() as connection:
        begin(connection)
        if not _are_there(connection):
            raise StorageUnavailable(
                f"the store {where} holds no records", hint="importing into it lays it out"
            )
        drop_views(connection)
        taken = create_views(connection, prefix=prefix)
        if taken:
            connection.rollback()
        else:
            connection.commit()
        return taken


def begin(connection: Connection) -> None:
    """Begin a transaction in which nobody else lays out tables, where the database can do that."""
    if connection.dialect.name == sqlite.NAME:
        connection.exec_driver_sql(sqlite.BEGIN)
    elif connection.dialect.name == postgresql.NAME:
        postgresql.begin_to_lay_out(connection)


def version_of(connection: Connection) -> Version | None:
    """Return the version of the tables of a database; None where it has none."""
    return _version(connection)[0] if _are_there(connection) else None


def note_version(connection: Connection) -> None:
    """Keep that the tables are of the version that this library needs."""
    connection.execute(delete(layouts))
    connection.execute(insert(layouts).values(major=MAJOR, minor=MINOR, shape=shape()))


def _are_there(connection: Connection) -> bool:
    return inspect(connection).has_table(layouts.name)


def _version(connection: Connection) -> tuple[Version, bool]:
    """Return the version of the tables, and whether they have the shape of that version."""
    row = connection.execute(
        select(layouts.c.major, layouts.c.minor, layouts.c.shape).order_by(layouts.c.major.desc())
    ).first()
    if row is None:
        return (0, 0), False
    return (int(row.major), int(row.minor)), row.shape == shape()


def _refuse_others(connection: Connection, where: str) -> None:
    found, same = _version(connection)
    if found[0] > MAJOR:
        raise StorageUnavailable(
            f"the store {where} was written by a newer wraparound (tables {_said(found)}, "
            f"this one reads {_said(NEEDED)})",
            hint="install the newer wraparound",
        )
    if found >= NEEDED and (same or found > NEEDED):
        return
    hint = "open it with that one and export it, then import it into a new store"
    if OLDEST <= found < NEEDED:
        hint = "make a backup, then bring it up to date: wraparound storage upgrade URL"
    raise StorageUnavailable(
        f"the store {where} was written by another wraparound (tables {_said(found)}, "
        f"this one needs {_said(NEEDED)})",
        hint=hint,
    )


def _said(version: Version) -> str:
    return f"{version[0]}.{version[1]}"
