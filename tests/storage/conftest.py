"""The kit, run on stores that break a promise."""

from __future__ import annotations

import pytest
from hypothesis import settings

from wraparound.errors import WraparoundError
from wraparound.storage import Memory
from wraparound.testing.storage import StoreContract

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
