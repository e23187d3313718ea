"""What happens where a place answers late, wrongly or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from wraparound.errors import StorageUnavailable
from wraparound_objectstore import Bucket, ObjectStore, open_shelf

FILLS_THE_DISK = """
import resource
from datetime import datetime, timezone
from wraparound.errors import StorageUnavailable
from wraparound.storage import Change, Put

at = datetime(2026, 3, 3, tzinfo=timezone.utc)
def commit(number, size):
    put = Put(kind="plan", id=f"plan-{number}", family="f-1", body=b"x" * size)
    store.commit(Change(id=f"change-{number}", at=at, by="f", puts=(put,)))

commit(1, 10)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    commit(2, 50_000)
except StorageUnavailable as error:
    print(error)
commit(3, 10)
"""


class LosesItsAnswer(Bucket):
    """A place whose answer to the next write does not arrive."""

    lost = False

    def create(self, name, content):
        created = super().create(name, content)
        if self.lost:
            self.lost = False
            raise StorageUnavailable("the store memory cannot be used (GenericError)")
        return created


class AsksTwice(Bucket):
    """A client that sends a write again when the answer is late, and is told that it is taken."""

    late = False

    def create(self, name, content):
        created = super().create(name, content)
        return super().create(name, content) if self.late else created


def test_a_change_whose_answer_was_lost_can_be_sent_again(office):
    """Whoever does not know whether a change was kept makes it again, and it is kept once."""
    shelf = LosesItsAnswer(MemoryStore())
    change = office.change(1, office.put("plan-1", b"1"))
    with ObjectStore(shelf) as store:
        shelf.lost = True
        with pytest.raises(StorageUnavailable):
            store.commit(change)
        (kept,) = store.commit(change)
        assert (kept.revision, kept.body, store.position()) == (1, b"1", 1)


def test_a_writer_knows_its_own_change_again(office):
    """A write that was sent twice by the client is neither refused nor kept twice."""
    shelf = AsksTwice(MemoryStore())
    with ObjectStore(shelf) as store:
        shelf.late = True
        (kept,) = store.commit(office.change(1, office.put("plan-1", b"1")))
        assert (kept.revision, store.position()) == (1, 1)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks Linux what was synced")
def test_a_folder_has_what_it_names_on_the_disk(tmp_path, monkeypatch):
    """The content is on the disk before it has a name, and the name before the answer."""
    shelf = open_shelf(f"objects+file://{tmp_path}")
    shelf.create("log/1", b"first")
    done = []
    real_fsync, real_link = os.fsync, os.link

    def fsync(opened):
        done.append("folder" if Path(f"/proc/self/fd/{opened}").resolve().is_dir() else "file")
        real_fsync(opened)

    def link(staged, place):
        done.append("link")
        real_link(staged, place)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", link)
    assert shelf.create("log/2", b"second")
    assert done == ["file", "link", "folder"]
    assert not shelf.create("log/2", b"third")
    assert shelf.read("log/2") == b"second"
    assert shelf.read("log/3") is None


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no limit on the size of files")
def test_a_full_disk_loses_nothing(folder, start):
    """A change that does not fit is refused with an error; smaller ones are still kept."""
    child = start(FILLS_THE_DISK)
    told = child.communicate(timeout=60)[0]
    assert child.returncode == 0
    assert "cannot be used (EFBIG)" in told
    with folder() as store:
        assert [entry.change for entry in store.feed()] == ["change-1", "change-3"]
        assert len(store.open_family("f-1")) == 2


def test_a_stream_shows_one_moment(shelf, office):
    """What is kept while a stream runs is not in it, and nothing is missing or there twice."""
    with ObjectStore(shelf) as store:
        store.commit(office.change(1, *(office.put(f"plan-{each}", b"1") for each in range(3))))
        before = list(store.stream())
        stream = store.stream()
        store.commit(office.change(2, office.put("plan-0", b"2", expected=1)))
        store.commit(office.change(3, office.put("plan-1", b"", expected=1)))
        assert list(stream) == before
        stream = store.stream()
    with pytest.raises(StorageUnavailable, match="closed"):
        next(stream)
