"""An engine for an address, with every way in which that can fail in our words."""

from __future__ import annotations

import sqlite3

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from wraparound.errors import StorageUnavailable, StorageUnknown, did_you_mean
from wraparound.storage.sql import postgresql, sqlite
from wraparound.storage.sql.faults import unavailable

SCHEMES = ("sqlite", "postgresql+psycopg")

DRIVERS = {
    "psycopg": "'wraparound[postgres]'",
    "psycopg2": "'wraparound[postgres]', and write postgresql+psycopg://",
    "MySQLdb": "pymysql, and write mysql+pymysql:// or mariadb+pymysql://",
}
"""What to install for a driver, where the driver's own name does not tell."""


def open_engine(url: str) -> Engine:
    """Return an engine for an address.

    Raises:
        StorageUnknown: SQLAlchemy knows no such database.
        StorageUnavailable: The address is malformed, or the driver or the file is missing.
    """
    parsed = read_address(url)
    if parsed.get_backend_name() == sqlite.NAME:
        _refuse_options(parsed)
    try:
        if parsed.get_backend_name() == sqlite.NAME:
            return sqlite.open_engine(parsed)
        if parsed.get_backend_name() == postgresql.NAME:
            return postgresql.open_engine(parsed)
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    except StorageUnavailable:
        raise
    except NoSuchModuleError:
        raise StorageUnknown(parsed.drivername, SCHEMES) from None
    except ImportError as error:
        package = DRIVERS.get(str(error.name), str(error.name))
        raise StorageUnavailable(
            f"the driver {error.name} is not installed, or lacks a part",
            hint=f"pip install {package}",
        ) from None
    except (OSError, sqlite3.Error, SQLAlchemyError, TypeError, ValueError) as error:
        raise unavailable(error, where=_said(parsed)) from None


def read_address(url: str) -> URL:
    """Return an address in its parts.

    Raises:
        StorageUnavailable: It is malformed; nothing of it is repeated.
    """
    hint = "write it like sqlite:///cases.db or postgresql+psycopg://user@host/database"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StorageUnavailable("this address of a store cannot be read", hint=hint) from None
    if "@" in (parsed.host or ""):
        raise StorageUnavailable(
            "this address of a store cannot be read",
            hint="in a password, write @ as %40, / as %2F and : as %3A",
        )
    return parsed


def _refuse_options(url: URL) -> None:
    for name in url.query:
        if name not in sqlite.OPTIONS and not sqlite.is_uri(url):
            raise StorageUnavailable(
                f"an address of SQLite has no option {name!r}",
                hint=did_you_mean(name, sqlite.OPTIONS) or "options: " + ", ".join(sqlite.OPTIONS),
            )


def _said(url: URL) -> str:
    return url.set(query={}).render_as_string(hide_password=True)
