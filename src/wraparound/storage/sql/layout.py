"""Whether a database has our tables, and which version of them."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, insert, inspect, select

from wraparound.errors import StorageUnavailable
from wraparound.storage.sql import postgresql, sqlite
from wraparound.storage.sql.tables import MAJOR, MINOR, layouts, metadata, shape


def lay_out(engine: Engine, where: str) -> None:
    """Create the tables in a database that has none; refuse those that this version cannot use.

    Raises:
        StorageUnavailable: The tables were made by another version.
    """
    with engine.connect() as connection:
        if _are_there(connection):
            _refuse_others(connection, where)
            return
    with engine.connect() as connection:
        if engine.dialect.name == sqlite.NAME:
            connection.exec_driver_sql(sqlite.BEGIN)
        elif engine.dialect.name == postgresql.NAME:
            postgresql.begin_to_lay_out(connection)
        if not _are_there(connection):
            metadata.create_all(connection)
            connection.execute(insert(layouts).values(major=MAJOR, minor=MINOR, shape=shape()))
        connection.commit()
        _refuse_others(connection, where)


def _are_there(connection: Connection) -> bool:
    return inspect(connection).has_table(layouts.name)


def _refuse_others(connection: Connection, where: str) -> None:
    row = connection.execute(
        select(layouts.c.major, layouts.c.minor, layouts.c.shape).order_by(layouts.c.major.desc())
    ).first()
    found = (int(row.major if row else 0), int(row.minor if row else 0))
    if found[0] > MAJOR:
        raise StorageUnavailable(
            f"the store {where} was written by a newer wraparound (tables {_said(found)}, "
            f"this one reads {_said((MAJOR, MINOR))})",
            hint="install the newer wraparound",
        )
    same = row is not None and row.shape == shape()
    if found < (MAJOR, MINOR) or (found == (MAJOR, MINOR) and not same):
        raise StorageUnavailable(
            f"the store {where} was written by another wraparound (tables {_said(found)}, "
            f"this one needs {_said((MAJOR, MINOR))})",
            hint="open it with that one and export it, then import it into a new store",
        )


def _said(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"
