"""An engine for an address, with every way in which that can fail in our words."""

from __future__ import annotations

import sqlite3

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from wraparound.errors import StorageUnavailable, StorageUnknown, did_you_mean
from wraparound.storage.sql import postgresql, sqlite
from wraparound.storage.sql.faults import unavailable

SCHEMES = ("sqlite", "postgresql+psycopg")


def open_engine(url: str) -> Engine:
    """Return an engine for an address.

    Raises:
        StorageUnknown: SQLAlchemy knows no such database.
        StorageUnavailable: The address is malformed, or the driver or the file is missing.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StorageUnavailable(
            "this address of a store cannot be read",
            hint="write it like sqlite:///cases.db or postgresql+psycopg://user@host/database",
        ) from None
    if parsed.get_backend_name() == sqlite.NAME:
        _refuse_options(parsed)
    try:
        if parsed.get_backend_name() == sqlite.NAME:
            return sqlite.open_engine(parsed)
        if parsed.get_backend_name() == postgresql.NAME:
            return postgresql.open_engine(parsed)
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    except NoSuchModuleError:
        raise StorageUnknown(parsed.drivername, SCHEMES) from None
    except ModuleNotFoundError as error:
        raise StorageUnavailable(
            f"the driver {error.name} is not installed", hint=f"pip install {error.name}"
        ) from None
    except (OSError, sqlite3.Error, SQLAlchemyError, TypeError, ValueError) as error:
        raise unavailable(error, where=_said(parsed)) from None


def _refuse_options(url: URL) -> None:
    for name in url.query:
        if name not in sqlite.OPTIONS and not sqlite.is_uri(url):
            raise StorageUnavailable(
                f"an address of SQLite has no option {name!r}",
                hint=did_you_mean(name, sqlite.OPTIONS) or "options: " + ", ".join(sqlite.OPTIONS),
            )


def _said(url: URL) -> str:
    return url.set(query={}).render_as_string(hide_password=True)
