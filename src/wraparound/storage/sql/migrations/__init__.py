"""How tables of an older version are brought up to date: one small file a version, run by alembic.

The version of a database stands in ``wraparound_layout``; alembic's own table only follows it, so
that a database that was never upgraded needs none. Documents are not touched: the codec reads every
older schema, and revisions are never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from wraparound.errors import StorageUnavailable
from wraparound.storage.sql.layout import NEEDED, OLDEST, begin, note_version, version_of
from wraparound.storage.sql.views import can_be_viewed, create_views, drop_views

CONNECTION = "connection"
"""Where the environment finds the connection that it runs on."""

TABLE = "wraparound_migrations"
"""Where alembic notes which version it has reached."""


def upgrade(
    engine: Engine, where: str, *, told: Callable[[str], None] = lambda _: None
) -> tuple[str, ...]:
    """Bring the tables of a database up to date, in one transaction where the database can.

    The views for reports are made anew, under the names that they had.

    Args:
        engine: The database.
        where: What to call it in an error.
        told: Told of each version as it is begun.

    Returns:
        The versions that it went through; none where it was up to date.

    Raises:
        StorageUnavailable: It has none of our tables, or of a version that cannot be upgraded.
    """
    with engine.connect() as connection:
        begin(connection)
        found = version_of(connection)
        if found is None:
            raise StorageUnavailable(
                f"the store {where} holds no records", hint="importing into it lays it out"
            )
        if not OLDEST <= found <= NEEDED:
            raise StorageUnavailable(
                f"the store {where} cannot be brought up to date from its version "
                f"{found[0]}.{found[1]}",
                hint="open it with the wraparound that wrote it, and export it",
            )
        steps = _steps(found)
        if not steps:
            return ()
        views = can_be_viewed(engine.dialect.name)
        prefix = drop_views(connection) if views else None
        config = _config()
        config.attributes[CONNECTION] = connection
        command.stamp(config, f"{found[0]}.{found[1]}")
        for step in steps:
            told(step)
            command.upgrade(config, step)
        note_version(connection)
        if views:
            create_views(connection, prefix=prefix or "")
        connection.commit()
    return steps


def _steps(found: tuple[int, int]) -> tuple[str, ...]:
    scripts = ScriptDirectory.from_config(_config())
    every = [str(each.revision) for each in scripts.walk_revisions()]
    every.reverse()
    return tuple(every[every.index(f"{found[0]}.{found[1]}") + 1 :])


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
