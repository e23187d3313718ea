"""The conformance kit of stores: a test for each numbered promise of the storage contract.

A store is accepted when this passes, with pytest:

    class TestLedgerStore(StoreContract):
        @pytest.fixture
        def open_store(self, tmp_path):
            return lambda program="default": LedgerStore(tmp_path, program)

The fixture gives a function that opens the *same* place each time it is called within one test.
The tests close what they open. Promises are those of ``wraparound.storage.contract``, and the
number of a promise is in the name of each of its tests.
"""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

pytest.register_assert_rewrite(
    "wraparound.testing.store_asking",
    "wraparound.testing.store_keeping",
    "wraparound.testing.store_posting",
    "wraparound.testing.store_reading",
    "wraparound.testing.store_telling",
)

from wraparound.testing.store_asking import AskingContract  # noqa: E402 - rewritten first
from wraparound.testing.store_keeping import KeepingContract  # noqa: E402 - the same
from wraparound.testing.store_machine import store_machine  # noqa: E402 - the same
from wraparound.testing.store_posting import PostingContract  # noqa: E402 - the same
from wraparound.testing.store_reading import ReadingContract  # noqa: E402 - the same
from wraparound.testing.store_telling import TellingContract  # noqa: E402 - the same
from wraparound.testing.store_words import OpenStore  # noqa: E402 - the same

__all__ = ["OpenStore", "StoreContract"]


class StoreContract(
    KeepingContract, ReadingContract, AskingContract, TellingContract, PostingContract
):
    """Every promise. Subclass it, say in ``open_store`` how the store opens, and run pytest.

    Attributes:
        random_acts: How long random acts are played; the current Hypothesis profile unless told
            otherwise. A failing run is only made small by profiles with ``Phase.shrink``, which
            can take minutes.
    """

    random_acts: settings | None = None

    @pytest.fixture
    def open_store(self) -> OpenStore:
        """Say how the store under test opens."""
        raise NotImplementedError

    def test_random_acts_are_answered_as_by_the_memory_store(self, open_store: OpenStore) -> None:
        """Whatever is done in whatever order, the store answers as the memory store does."""
        run_state_machine_as_test(store_machine(open_store), settings=self.random_acts)
