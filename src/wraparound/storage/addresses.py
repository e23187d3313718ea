"""Which store an address (a URL) opens."""

from __future__ import annotations

from wraparound.errors import StorageUnknown, did_you_mean
from wraparound.storage.contract import Store
from wraparound.storage.memory import MemoryStore

SQL_SCHEMES = ("sqlite", "postgresql", "mariadb", "mysql", "mssql", "oracle")
"""What addresses of SQL databases start with; those behind PostgreSQL are yours to prove."""

SCHEMES = ("memory", *SQL_SCHEMES)
"""What the addresses of the built-in stores start with."""

_OBJECTS, _PLUGIN = "objects", "wraparound-objectstore"
_SERVICES = frozenset({"az", "file", "gs", "s3"})


def resolve_store(url: str, *, program: str = "default") -> Store | None:
    """Open the built-in store at an address; None if the address is not of a built-in scheme."""
    scheme, colon, _ = url.partition(":")
    kind = scheme.partition("+")[0]
    if not colon or kind not in SCHEMES:
        return None
    if kind == "memory":
        return MemoryStore(program)
    # loaded here, because most of what imports wraparound never opens a database
    from wraparound.storage.sql import SqlStore  # noqa: PLC0415

    return SqlStore.open(url, program=program)


def open_store(url: str, *, program: str = "default") -> Store:
    """Open the built-in store at an address.

    ``memory:`` keeps nothing after it is closed. ``sqlite:///cases.db`` is a file beside you,
    ``sqlite:////srv/cases.db`` one with its whole path, ``sqlite://`` a database in memory.
    Any other address is handed to SQLAlchemy.

    Raises:
        StorageUnknown: No built-in store has such addresses.
        StorageUnavailable: The store cannot be opened.
    """
    store = resolve_store(url, program=program)
    if store is None:
        raise no_store_opens(url)
    return store


def no_store_opens(url: str, *, others: tuple[str, ...] = ()) -> StorageUnknown:
    """Return the error that says that no store opens an address, with the package that would.

    Args:
        url: The address. Nothing behind its scheme is repeated: it can hold a password.
        others: The schemes that plugins open.
    """
    scheme, colon, _ = url.partition(":")
    known = (*SCHEMES, *others)
    if not colon or len(scheme) <= 1:
        return StorageUnknown("", known, hint="write it like sqlite:///cases.db")
    kind, plus, service = scheme.partition("+")
    if scheme in _SERVICES:
        words = f"write it as {_OBJECTS}+{scheme}:…, and pip install {_PLUGIN}"
        return StorageUnknown(scheme, known, hint=words)
    if kind == _OBJECTS or did_you_mean(kind, (_OBJECTS, *known)) == did_you_mean(
        _OBJECTS, [_OBJECTS]
    ):
        near = "" if kind == _OBJECTS else f"did you mean {_OBJECTS}{plus}{service}:…? "
        return StorageUnknown(scheme, known, hint=f"{near}pip install {_PLUGIN}")
    return StorageUnknown(scheme, known)
