"""MariaDB needs no code of its own: it keeps every promise, where there is a server to try."""

from __future__ import annotations

import os

import pytest
from sqlalchemy import create_engine, make_url

from wraparound.model.ids import new_id
from wraparound.storage.sql import SqlStore, caring
from wraparound.testing.storage import StoreContract

NAMED = os.environ.get("WRAPAROUND_TEST_MARIADB", "")

if not NAMED:
    pytest.skip("no WRAPAROUND_TEST_MARIADB names a server", allow_module_level=True)


@pytest.fixture
def mariadb_url():
    """The address of an empty database, on the server whose user may create some."""
    server = make_url(NAMED)
    name = f"wraparound_{new_id().replace('-', '')}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name}")
    engine.dispose()


class TestMariaDb(StoreContract):
    @pytest.fixture
    def open_store(self, mariadb_url):
        return lambda program="default": SqlStore.open(mariadb_url, program)


def test_its_standing_is_told_without_views(mariadb_url):
    """Views are written for SQLite and PostgreSQL; nothing is pretended."""
    SqlStore.open(mariadb_url).close()
    stands = caring.standing(mariadb_url)
    assert stands.fits
    assert stands.views is None
