"""The care of a database: how it stands, bringing its tables up to date, its views for reports.

These take an address, and create no tables by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

from sqlalchemy import Engine

from wraparound.errors import StorageUnavailable
from wraparound.storage.sql import sqlite
from wraparound.storage.sql.database import Database
from wraparound.storage.sql.engine import open_engine, read_address
from wraparound.storage.sql.layout import Standing, change_views, standing_of


def standing(url: str) -> Standing:
    """Return what a database holds of ours.

    Raises:
        StorageUnknown: SQLAlchemy knows no such database.
        StorageUnavailable: It cannot be reached, or there is no such file.
    """
    with _opened(url) as database:
        return database.prepare(standing_of)


def upgrade(url: str, *, told: Callable[[str], None] = lambda _: None) -> tuple[str, ...]:
    """Bring the tables of a database up to date.

    Args:
        url: Its address.
        told: Told of each version as it is begun.

    Returns:
        The versions that it went through; none where it was up to date.

    Raises:
        StorageUnknown: SQLAlchemy knows no such database.
        StorageUnavailable: It cannot be reached or upgraded, or alembic is not installed.
    """
    try:
        from wraparound.storage.sql import migrations  # noqa: PLC0415 - it needs alembic
    except ModuleNotFoundError as error:
        raise StorageUnavailable(
            f"{error.name} is not installed, which brings tables up to date",
            hint="pip install 'wraparound[upgrade]'",
        ) from None

    def run(engine: Engine, where: str) -> tuple[str, ...]:
        return migrations.upgrade(engine, where, told=told)

    with _opened(url) as database:
        return database.prepare(run)


def make_views(url: str, *, prefix: str = "") -> tuple[str, ...]:
    """Create the views for reports anew.

    Args:
        url: The address of the database.
        prefix: What their names are to begin with.

    Returns:
        The names that the database uses itself; then nothing was changed.

    Raises:
        StorageUnknown: SQLAlchemy knows no such database.
        StorageUnavailable: It cannot be reached, or is of a kind for which there are no views.
    """

    def run(engine: Engine, where: str) -> tuple[str, ...]:
        return change_views(engine, where, prefix=prefix)

    with _opened(url) as database:
        return database.prepare(run)


@contextmanager
def _opened(url: str) -> Generator[Database]:
    parsed = read_address(url)
    file = sqlite.file_of(parsed) if parsed.get_backend_name() == sqlite.NAME else None
    if file is not None and not file.exists():
        raise StorageUnavailable(f"there is no store at {file}", hint="is the path correct?")
    database = Database(open_engine(url), owned=True)
    try:
        yield database
    finally:
        database.close()
