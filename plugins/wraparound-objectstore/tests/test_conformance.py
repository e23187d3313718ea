"""Records kept as objects keep every promise but those about messages."""

from __future__ import annotations

import pytest
from obstore.store import MemoryStore

from wraparound.testing.storage import StoreContract
from wraparound_objectstore import Bucket, ObjectStore, open_shelf


class TestFolder(StoreContract):
    @pytest.fixture
    def open_store(self, tmp_path):
        url = f"objects+file://{tmp_path / 'cases'}"
        return lambda program="default": ObjectStore(open_shelf(url), program)


class TestMemory(StoreContract):
    @pytest.fixture
    def open_store(self):
        shelf = Bucket(MemoryStore())
        return lambda program="default": ObjectStore(shelf, program)


class TestSmallBlocks(StoreContract):
    """The same with contents every two and every four entries, side by side as if far away."""

    @pytest.fixture
    def open_store(self):
        shelf = Bucket(MemoryStore(), far=True)
        return lambda program="default": ObjectStore(shelf, program, block=2)
