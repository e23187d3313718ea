"""The driver's errors as errors of the house: one table, and no word of the driver's own.

Drivers quote rows and values in their messages, so only the name of the error is taken over.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

from wraparound.errors import StorageUnavailable

_BUSY = "another process is writing; try again"
_NOT_OURS = "is this a database? name another file, or restore a backup"
_NOT_OPEN = "does the folder exist, and may you write there?"
_READ_ONLY = "the database may only be read; ask for the right to write, or copy it"
_FULL = "free some space and try again; what was stored before is safe"
_NO_SERVER = "is the server running, and is its address correct?"
_DISK = "look at the disk, and restore a backup if it is damaged"

HINTS = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_NOTADB": _NOT_OURS,
    "SQLITE_CORRUPT": _NOT_OURS,
    "SQLITE_CANTOPEN": _NOT_OPEN,
    "SQLITE_PERM": _NOT_OPEN,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _DISK,
    "OperationalError": _NO_SERVER,
    "FileNotFoundError": _NOT_OPEN,
    "NotADirectoryError": _NOT_OPEN,
    "PermissionError": _NOT_OPEN,
    "TypeError": "is an option of the address misspelt?",
    "TimeoutError": "every connection is in use; close what you no longer need",
    "08": _NO_SERVER,
    "28": "are the user's name and password correct?",
    "3D": "create the database first",
    "40": "others wrote at the same time; try again",
    "42": "may this user create and write tables here?",
    "53": "the server lacks memory, space or connections; try again later",
    "57": "the server is going down or stopped the statement; try again",
}
"""What to do, by the name of SQLite's error or the first two letters of an SQLSTATE."""


_UNNAMED = {
    "authentication failed": "28P01",
    "no password supplied": "28P01",
    "role ": "28000",
    "does not exist": "3D000",
}
"""What PostgreSQL says of a connection that it refuses, which drivers give no SQLSTATE for."""


def unavailable(error: BaseException, *, where: str) -> StorageUnavailable:
    """Return the error of the house for an error of the driver.

    Args:
        error: What the driver raised.
        where: The store, without a password.
    """
    name = _name_of(error)
    name = next((known for words, known in _UNNAMED.items() if words in str(error)), name)
    hint = HINTS.get(name) or HINTS.get("_".join(name.split("_")[:2])) or HINTS.get(name[:2], "")
    return StorageUnavailable(f"the store {where} cannot be used ({name})", hint=hint)


def _name_of(error: BaseException) -> str:
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", None)
    else:
        name = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    return name if isinstance(name, str) and name else type(error).__name__
