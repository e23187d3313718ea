"""The stores that come with the library keep every promise."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine

from wraparound.storage import Memory, MemoryStore
from wraparound.storage.sql import SqlStore
from wraparound.storage.sql.engine import open_engine
from wraparound.testing.storage import StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def open_store(self):
        memory = Memory()
        return lambda program="default": MemoryStore(program, memory=memory)


class TestSqliteFile(StoreContract):
    @pytest.fixture
    def open_store(self, tmp_path):
        url = f"sqlite:///{tmp_path / 'cases.db'}"
        return lambda program="default": SqlStore.open(url, program)


class TestSqliteInMemory(StoreContract):
    @pytest.fixture
    def open_store(self):
        engine = open_engine("sqlite://")
        yield lambda program="default": SqlStore(engine, program)
        engine.dispose()


class TestPostgreSql(StoreContract):
    @pytest.fixture
    def open_store(self, postgres_url):
        return lambda program="default": SqlStore.open(postgres_url, program)


class TestPostgreSqlThroughAnEngineOfTheCaller(StoreContract):
    @pytest.fixture
    def open_store(self, postgres_url):
        engine = create_engine(postgres_url, isolation_level="SERIALIZABLE")
        yield lambda program="default": SqlStore(engine, program)
        engine.dispose()
