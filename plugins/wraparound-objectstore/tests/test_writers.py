"""Several who write at once lose nothing of one another's."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import obstore
import pytest
from obstore.store import MemoryStore

from wraparound.errors import RecordChanged, StorageError
from wraparound_objectstore import Bucket, ObjectStore

COUNTS_UP = """
from datetime import datetime, timezone
from wraparound.errors import RecordChanged
from wraparound.storage import Change, Put

me, refused = sys.argv[1], 0
print("ready", flush=True)
sys.stdin.readline()
for number in range(40):
    while True:
        plan = store.get("plan", "plan-1")
        put = Put(kind="plan", id="plan-1", family="f-1", expected=plan.revision,
                  body=b"%d" % (int(plan.body) + 1))
        change = Change(id=f"{me}-{number}", at=datetime.now(timezone.utc), by=me, puts=(put,))
        try:
            store.commit(change)
            break
        except RecordChanged:
            refused += 1
print(refused)
"""


def count_up(open_store, office):
    """Let two stores count to forty together, and return where they ended and what was kept."""
    with open_store() as store:
        store.commit(office.change(0, office.put("plan-1", b"0")))
    gate = threading.Barrier(2)

    def count(base):
        with open_store() as store:
            for number in range(20):
                gate.wait(5)
                while True:
                    plan = store.get("plan", "plan-1")
                    more = office.put(
                        "plan-1", b"%d" % (int(plan.body) + 1), expected=plan.revision
                    )
                    try:
                        store.commit(office.change(base + number, more))
                        break
                    except RecordChanged:
                        pass

    threads = [threading.Thread(target=count, args=(base,)) for base in (100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_store() as store:
        return int(store.get("plan", "plan-1").body), store.position()


def test_two_processes_lose_no_update(folder, office, start):
    """Each of two processes adds one forty times; eighty were added, each change once."""
    with folder() as store:
        store.commit(office.change(0, office.put("plan-1", b"0")))
        children = [start(COUNTS_UP, name) for name in ("east", "west")]
        for child in children:
            assert child.stdout.readline() == "ready\n"
        for child in children:
            child.stdin.write("go\n")
            child.stdin.flush()
        refusals = [int(child.communicate(timeout=120)[0]) for child in children]
        assert sum(refusals) > 0, "the two never met: this test shows nothing"
        assert store.get("plan", "plan-1").body == b"80"
        assert [int(each.body) for each in store.history("plan", "plan-1")] == list(range(81))
        told = [entry.change for entry in store.feed()]
        made = {f"{name}-{number}" for name in ("east", "west") for number in range(40)}
        assert len(told) == 81
        assert set(told[1:]) == made


def test_two_stores_in_one_process_lose_no_update(shelf, office):
    """The same holds for two stores in threads."""
    assert count_up(lambda: ObjectStore(shelf, block=4), office) == (40, 41)


class Overwrites(Bucket):
    """A place that heeds conditions while it is tried out, and no longer then."""

    def create(self, name, content):
        if name == "wraparound.json":
            return super().create(name, content)
        time.sleep(0.005)
        obstore.put(self._objects, name, content)
        return True


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_place_that_overwrites_is_found_out(office):
    """The test above sees what is lost where two can create the same object."""
    bad = Overwrites(MemoryStore())
    with suppress(StorageError):
        assert count_up(lambda: ObjectStore(bad, block=1000), office) != (40, 41)


def test_a_change_made_in_two_stores_is_made_once(shelf, office):
    """Whoever sends the same change through another store gets the same answer."""
    change = office.change(1, office.put("plan-1", b"1"), office.put("plan-2", b"2"))
    with ObjectStore(shelf) as here, ObjectStore(shelf) as there:
        kept = here.commit(change)
        assert there.commit(change) == kept
        assert here.position() == there.position() == 1


def test_an_interrupt_at_any_moment_does_no_harm(shelf, office, monkeypatch):
    """A store that was interrupted between writing and taking over reads the log anew."""
    with ObjectStore(shelf) as store:
        store.commit(office.change(1, office.put("plan-1", b"1")))
        with monkeypatch.context() as patch:

            def interrupt(*_):
                raise KeyboardInterrupt

            patch.setattr(store._index, "take", interrupt)
            with pytest.raises(KeyboardInterrupt):
                store.commit(office.change(2, office.put("plan-1", b"2", expected=1)))
        with pytest.raises(RecordChanged):
            store.commit(office.change(3, office.put("plan-1", b"3", expected=1)))
        assert [each.body for each in store.history("plan", "plan-1")] == [b"1", b"2"]
