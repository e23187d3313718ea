"""A store of objects that breaks a promise is caught by the kit."""

from __future__ import annotations

import attrs
import pytest
from obstore.store import MemoryStore

from wraparound.errors import WraparoundError
from wraparound.storage import NEW
from wraparound.testing.storage import StoreContract
from wraparound_objectstore import Bucket, ObjectStore


class Forgetful(Bucket):
    """A place where each opening begins anew."""

    def __init__(self, _):
        super().__init__(MemoryStore())


class WritesRecordByRecord(ObjectStore):
    def commit(self, change):
        kept = [
            super(WritesRecordByRecord, self).commit(
                attrs.evolve(change, id=f"{change.id}-{number}", puts=(put,))
            )
            for number, put in enumerate(change.puts)
        ]
        return tuple(each for one in kept for each in one)


class LastWriterWins(ObjectStore):
    def _next_line(self, change):
        puts = []
        for put in change.puts:
            held = self._index.held((put.kind, put.id))
            stored = held.kept.revision if held and held.there else NEW
            puts.append(attrs.evolve(put, expected=stored) if put.expected else put)
        return super()._next_line(attrs.evolve(change, puts=tuple(puts)))


class BelievesEveryClock(ObjectStore):
    def _next_line(self, change):
        self._index._times = type(self._index._times)("q", [0] * self._index.position)
        return super()._next_line(change)


class LosesTheOrderOfItsFeed(ObjectStore):
    def feed(self, after=0, *, limit=1000):
        return super().feed(after, limit=limit)[::-1]


class NotesReadsForItselfAlone(ObjectStore):
    def note_read(self, access):
        with ObjectStore(Bucket(MemoryStore()), self.program) as elsewhere:
            return elsewhere.note_read(access)


FAULTS = [
    (1, ObjectStore, Forgetful),
    (2, WritesRecordByRecord, Bucket),
    (4, LastWriterWins, Bucket),
    (13, BelievesEveryClock, Bucket),
    (19, LosesTheOrderOfItsFeed, Bucket),
    (22, NotesReadsForItselfAlone, Bucket),
]


@pytest.mark.parametrize(("promise", "store", "place"), FAULTS)
def test_a_broken_promise_is_caught_by_its_own_test(promise, store, place):
    """The kit's tests of a promise fail on a store that breaks it, and pass on ours."""
    kit = StoreContract()
    tests = [name for name in dir(kit) if name.startswith(f"test_promise_{promise:02}_")]

    def failing(store, place):
        for name in tests:
            objects = MemoryStore()
            try:
                getattr(kit, name)(
                    lambda program="default", objects=objects: store(place(objects), program)
                )
            except (AssertionError, pytest.fail.Exception, WraparoundError, ValueError):
                yield name

    assert list(failing(ObjectStore, Bucket)) == []
    assert list(failing(store, place)) != []
