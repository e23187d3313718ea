"""How the log is laid out: what opening reads, and what is noticed when objects are not right."""

from __future__ import annotations

import os
import time

import obstore
import pytest
from obstore.store import MemoryStore

from wraparound.errors import StorageLacks, StorageUnavailable
from wraparound_objectstore import Bucket, ObjectStore


class Counting(Bucket):
    """A place that knows what it was asked."""

    def __init__(self, objects):
        super().__init__(objects)
        self.asked = []

    def read(self, name, length=None):
        self.asked.append(name)
        return super().read(name, length)


class Torn(Bucket):
    """A place that keeps only the first half of what it is given."""

    def create(self, name, content):
        kept = content if name == "wraparound.json" else content[: len(content) // 2]
        return super().create(name, kept)


class Overwriting(Bucket):
    """A place that knows no conditions."""

    def create(self, name, content):
        obstore.put(self._objects, name, content)
        return True


class ReadOnly(Bucket):
    """A place where this account may only read."""

    def create(self, name, content):
        raise StorageUnavailable("the store memory cannot be used (PermissionDeniedError)")


def names(objects):
    return sorted(each["path"] for batch in obstore.list(objects) for each in batch)


def entry(number, room="log"):
    return f"programs/default/{room}/{number:015}"


def seen(store):
    return store.position(), store.open_family("f-1"), store.feed(), store.audit_trail()


def test_a_change_is_one_object_that_people_can_read(office):
    """The first line tells of the change, the bodies follow."""
    objects = MemoryStore()
    with ObjectStore(Bucket(objects)) as store:
        store.commit(office.change(1, office.put("plan-1", b"one"), office.put("plan-2", b"two")))
    assert names(objects) == [entry(1), "wraparound.json"]
    line, bodies = bytes(obstore.get(objects, entry(1)).bytes()).split(b"\n", 1)
    assert b'"change":"change-1"' in line
    assert bodies == b"onetwo"


def test_opening_reads_contents_instead_of_entries(office):
    """After 130 changes in blocks of 10, opening asks for far fewer objects than there are."""
    objects = MemoryStore()
    with ObjectStore(Bucket(objects), block=10) as store:
        office.fill(store, 134)
        before = seen(store)
    counting = Counting(objects)
    with ObjectStore(counting) as store:
        assert store.position() == 134
        assert len(counting.asked) < 30
        counting.asked.clear()
        store.position()
        assert counting.asked == [entry(135)]
        assert seen(store) == before


@pytest.mark.parametrize("lost", [("contents-1", 3), ("contents-2", 0), ("contents-1", 12)])
def test_missing_contents_are_written_again(office, lost):
    """A writer that died before it wrote contents leaves them to whoever comes next."""
    objects = MemoryStore()
    with ObjectStore(Bucket(objects), block=10) as store:
        office.fill(store, 134)
        before = seen(store)
    if lost[0] == "contents-1" and lost[1] < 10:
        obstore.delete(objects, entry(0, "contents-2"))
    room, number = lost
    content = bytes(obstore.get(objects, entry(number, room)).bytes())
    obstore.delete(objects, entry(number, room))
    with ObjectStore(Bucket(objects)) as store:
        assert seen(store) == before
    assert bytes(obstore.get(objects, entry(number, room)).bytes()) == content


@pytest.mark.parametrize("room", ["contents-1", "contents-2"])
def test_contents_that_are_not_right_are_not_believed(office, room):
    """The log is read where its contents were damaged or altered."""
    objects = MemoryStore()
    with ObjectStore(Bucket(objects), block=3) as store:
        office.fill(store, 10)
        before = seen(store)
    raw = bytes(obstore.get(objects, entry(0, room)).bytes())
    for bad in (raw.replace(b"facilitator-1", b"facilitator-2", 1), raw[:-9], b"\xff\n", b"{}"):
        obstore.put(objects, entry(0, room), bad)
        if room == "contents-1":
            obstore.put(objects, entry(0, "contents-2"), b"none")
        with ObjectStore(Bucket(objects)) as store:
            assert (store.position(), store.open_family("f-1")) == before[:2]


@pytest.mark.parametrize(
    "alter",
    [
        lambda raw: raw.replace(b"facilitator-1", b"facilitator-2"),
        lambda raw: raw[:-1] + b"!",
        lambda raw: raw[:40],
        lambda raw: b"",
    ],
    ids=["line", "body", "cut", "empty"],
)
def test_an_altered_entry_is_named(office, alter):
    """Nothing is shown that was not committed; the error says which object to restore."""
    objects = MemoryStore()
    with ObjectStore(Bucket(objects)) as store:
        office.fill(store, 5)
    raw = bytes(obstore.get(objects, entry(3)).bytes())
    obstore.put(objects, entry(3), alter(raw))
    with (
        pytest.raises(StorageUnavailable, match=r"entry [34] of the log"),
        ObjectStore(Bucket(objects)) as store,
    ):
        store.open_family("f-1")


@pytest.mark.parametrize("room", ["log", "contents-1"])
def test_what_was_altered_since_is_not_shown(office, room):
    """An entry that was right at opening, or stood in the contents, is compared again."""
    objects = MemoryStore()
    with ObjectStore(Bucket(objects), block=3) as store:
        office.fill(store, 4)
    with ObjectStore(Bucket(objects)) as store:
        assert store.position() == 4
        raw = bytes(obstore.get(objects, entry(int(room == "log"), room)).bytes())
        altered = raw.replace(b"facilitator-1", b"facilitator-2", 1)
        obstore.put(objects, entry(int(room == "log"), room), altered)
        with pytest.raises(StorageUnavailable, match="entry 1 of the log"):
            store.audit_trail(limit=1 if room == "log" else 3)


def test_a_torn_write_is_noticed(office):
    """A place that does not keep what it was given is found out at the first reading."""
    objects = MemoryStore()
    with ObjectStore(Torn(objects)) as store:
        store.commit(office.change(1, office.put("plan-1", b"x" * 5000)))
    with (
        pytest.raises(StorageUnavailable, match=r"entry 1 of the log|GenericError"),
        ObjectStore(Bucket(objects)) as store,
    ):
        store.get("plan", "plan-1")


def test_a_place_without_conditional_writes_is_refused():
    """No record is ever kept where two could create the same object."""
    with pytest.raises(StorageLacks, match="conditional writes"):
        ObjectStore(Overwriting(MemoryStore()))


def test_who_may_only_read_can_read(office):
    """Opening and reading need no right to write; a commit says what is missing."""
    objects = MemoryStore()
    with ObjectStore(Bucket(objects), block=3) as store:
        office.fill(store, 10)
        before = seen(store)
    obstore.delete(objects, entry(1, "contents-1"))
    with ObjectStore(ReadOnly(objects)) as store:
        assert seen(store) == before
        with pytest.raises(StorageUnavailable, match="PermissionDenied"):
            office.fill(store, 1, start=11)
        assert seen(store) == before


def test_another_layout_is_refused(shelf):
    """A place that a newer version laid out is left alone."""
    shelf.create("wraparound.json", b'{"format":2,"block":100}')
    with pytest.raises(StorageUnavailable, match="does not know"):
        ObjectStore(shelf)


def test_programs_have_folders_of_their_own(tmp_path, office):
    """Names that a file system takes for one are two; none leads out of the place."""
    objects = MemoryStore()
    programs = ["east", "East", "..", "a/b", "日本", "=65ast", "x" * 400, "X" * 400]
    for number, name in enumerate(programs, 1):
        with ObjectStore(Bucket(objects), name) as store:
            office.fill(store, number)
    for number, name in enumerate(programs, 1):
        with ObjectStore(Bucket(objects), name) as store:
            assert store.position() == number
    folders = {each.split("/")[1] for each in names(objects) if "/" in each}
    assert len(folders) == len(programs) == len({each.lower() for each in folders})
    assert max(map(len, folders)) <= 180


def test_what_a_dead_writer_left_is_swept_after_a_day(folder, tmp_path, office):
    """Staged files are never read; those of yesterday go, those of today may be in use."""
    with folder() as store:
        office.fill(store, 2)
    staging = tmp_path / "cases" / "staging"
    assert list(staging.iterdir()) == []
    for name, age in (("today", 60), ("yesterday", 100_000)):
        (staging / name).write_bytes(b"half a cha")
        then = time.time() - age
        os.utime(staging / name, (then, then))
    with folder() as store:
        assert store.position() == 2
    assert [each.name for each in staging.iterdir()] == ["today"]
