"""What SQLite alone needs: how to open a file so that nothing committed is ever lost."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Engine, QueuePool, create_engine, event

NAME = "sqlite"
"""What SQLAlchemy calls SQLite."""

BEGIN = "BEGIN IMMEDIATE"
"""Takes the right to write before anything is read, so that what was read stays true."""

PRAGMAS = (
    "PRAGMA synchronous = FULL",  # a commit that was answered survives a power cut, in WAL too
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",  # a file from elsewhere runs no functions of its own
)
"""What every connection is told."""

OPTIONS = ("cached_statements", "timeout")
"""What an address may say behind its question mark; a URI of SQLite's own may say more."""

PATIENCE = 30.0
"""Seconds that a writer waits for another one, unless the address says otherwise."""

OWNER_ONLY = 0o600
"""Nobody but the owner may read or write the file; SQLite gives its side files the same rights."""


def open_engine(url: URL) -> Engine:
    """Return an engine for a file, or for a database in memory that all threads share.

    Raises:
        OSError: The file cannot be created.
        sqlite3.Error: The file is not a database, or cannot be opened.
    """
    file = file_of(url)
    if file is not None:
        _create(file)
        _write_ahead(file)
    # In memory (and who knows what a URI names) a second connection would be a second database:
    # there is one, taken in turns.
    in_turns = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    patience = {} if "timeout" in url.query else {"timeout": PATIENCE}
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False} | patience,
        hide_parameters=True,
        **({} if file is not None else in_turns),
    )
    event.listen(engine, "connect", _tell)
    return engine


def file_of(url: URL) -> Path | None:
    """Return the file of an address; None for a database in memory or a URI of SQLite's own."""
    if is_uri(url) or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def is_uri(url: URL) -> bool:
    """Whether the address hands SQLite a URI of its own (``file:…?uri=true``)."""
    return (url.database or "").startswith("file:")


def _create(file: Path) -> None:
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY)
    except FileExistsError:
        return
    os.close(descriptor)


def _write_ahead(file: Path) -> None:
    """Let readers read while somebody writes (write-ahead log); the file remembers it."""
    for pause in (0.01, 0.05, 0.2, 1.0, None):
        try:
            with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # Two that open a new file at once get in each other's way here without waiting.
            if pause is None or error.sqlite_errorname != "SQLITE_BUSY":
                raise
            time.sleep(pause)
        else:
            return


def _tell(connection: sqlite3.Connection, _: object) -> None:
    with closing(connection.cursor()) as cursor:
        for pragma in PRAGMAS:
            cursor.execute(pragma)
