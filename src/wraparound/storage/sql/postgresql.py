"""What PostgreSQL alone needs: how to open a server so that nobody waits for ever."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event

from wraparound.errors import StorageUnavailable, did_you_mean

NAME = "postgresql"
"""What SQLAlchemy calls PostgreSQL."""

BEGIN = "BEGIN"
"""Begins a transaction where each statement would be one of its own."""

UNDONE = frozenset({"40001", "40P01"})
"""The states of a transaction that was undone whole, and may be run again: an order of
transactions that cannot be, and a deadlock."""

PAUSES = (0.01, 0.03, 0.1, 0.3, 1.0)
"""Seconds before a transaction that was undone is run again."""

PATIENCE = 30
"""Seconds that a statement may take, waiting included, unless the address says otherwise."""

TO_CONNECT = 10
"""Seconds that a server may take to answer, unless the address says otherwise."""

_PSYCOPG = "psycopg"

_LAYING_OUT = 0x77726170
"""The lock that is held while tables are laid out."""


class _Switched(Protocol):
    """A connection that can be told to make each statement a transaction of its own."""

    autocommit: bool


def open_engine(url: URL) -> Engine:
    """Return an engine for a server, with a pool of connections.

    They are not tried before use, which would be one more journey each time: what meets one that
    was cut is asked again on a new one (``wraparound.storage.sql.database``). A question is one
    statement, and is sent as such; only changes begin a transaction.

    Raises:
        StorageUnavailable: The address has an option that PostgreSQL does not know.
    """
    if url.get_driver_name() == _PSYCOPG:
        _refuse_options(url)
    options = {}
    if "options" not in url.query:
        options["options"] = (
            f"-c statement_timeout={PATIENCE}s"
            f" -c idle_in_transaction_session_timeout={2 * PATIENCE}s"
        )
    if "connect_timeout" not in url.query:
        options["connect_timeout"] = str(TO_CONNECT)
    if "application_name" not in url.query:
        options["application_name"] = "wraparound"
    engine = create_engine(url, connect_args=options, hide_parameters=True)
    if engine.dialect.driver == _PSYCOPG:
        event.listen(engine, "connect", _make_each_statement_its_own)
    return engine


def _refuse_options(url: URL) -> None:
    from psycopg.pq import Conninfo  # noqa: PLC0415 - the driver may not be there

    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    for name in url.query:
        if name not in known:
            raise StorageUnavailable(
                f"an address of PostgreSQL has no option {name!r}",
                hint=did_you_mean(name, known) or "see the connection parameters of libpq",
            )


def begin_to_lay_out(connection: Connection) -> None:
    """Begin a transaction in which nobody else lays out tables."""
    if getattr(connection.connection, "autocommit", False):
        connection.exec_driver_sql(BEGIN)
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LAYING_OUT})")


def _make_each_statement_its_own(connection: _Switched, _: object) -> None:
    connection.autocommit = True
