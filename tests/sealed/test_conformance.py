"""A sealed store keeps every promise that the store inside keeps."""

from __future__ import annotations

from collections import defaultdict

import pytest

from wraparound.storage.memory import Memory, MemoryStore
from wraparound.storage.sealed import FamilyKeys, FolderShelf, Masters, MemoryShelf, SealedStore
from wraparound.storage.sql import SqlStore
from wraparound.testing.storage import StoreContract

MASTERS = Masters(current_id="m-1", keys={"m-1": b"1" * 32})


class TestSealedMemoryStore(StoreContract):
    @pytest.fixture
    def open_store(self):
        memory, shelves = Memory(), defaultdict(MemoryShelf)

        def open_store(program="default"):
            keys = FamilyKeys(MASTERS, shelves[program])
            return SealedStore(MemoryStore(program, memory=memory), keys)

        return open_store


class TestSealedSqlStore(StoreContract):
    @pytest.fixture
    def open_store(self, tmp_path):
        url = f"sqlite:///{tmp_path / 'cases.db'}"

        def open_store(program="default"):
            keys = FamilyKeys(MASTERS, FolderShelf(tmp_path / "keys" / program))
            return SealedStore(SqlStore.open(url, program), keys)

        return open_store
