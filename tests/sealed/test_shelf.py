"""A shelf holds slots, and a slot is written only by whoever read what it holds."""

from __future__ import annotations

import threading

import pytest

from wraparound.errors import StorageUnavailable
from wraparound.storage.sealed import FolderShelf, MemoryShelf


@pytest.fixture(params=["memory", "folder"])
def shelf(request, tmp_path):
    return MemoryShelf() if request.param == "memory" else FolderShelf(tmp_path / "keys")


SLOTS = ["directory", "family/f-1", "family/é 日本", "family/../../etc", "family/" + "x" * 500]


def test_slots_hold_what_was_written(shelf):
    for each in SLOTS:
        assert shelf.read(each) is None
        assert shelf.write(each, each.encode(), instead_of=None)
    assert [shelf.read(each) for each in SLOTS] == [each.encode() for each in SLOTS]
    assert sorted(shelf.slots()) == sorted(SLOTS)


def test_a_slot_that_somebody_else_wrote_is_left_alone(shelf):
    assert shelf.write("a", b"1", instead_of=None)
    assert not shelf.write("a", b"2", instead_of=None)
    assert not shelf.write("a", b"2", instead_of=b"0")
    assert shelf.write("a", b"2", instead_of=b"1")
    assert shelf.write("a", b"", instead_of=b"2")
    assert shelf.read("a") == b""
    assert not shelf.write("a", b"3", instead_of=b"2")


def test_of_several_writers_at_once_one_writes(shelf):
    """And readers see what was written before or after, never something between."""
    shelf.write("a", b"0", instead_of=None)
    seen, done = set(), threading.Event()

    def look():
        while not done.is_set():
            seen.add(shelf.read("a"))

    reader = threading.Thread(target=look)
    reader.start()
    for turn in range(1, 20):
        before, won = b"%d" % (turn - 1), []
        gate = threading.Barrier(3)

        def write(turn=turn, before=before, won=won, gate=gate):
            gate.wait()
            won.append(shelf.write("a", b"%d" % turn, instead_of=before))

        writers = [threading.Thread(target=write) for _ in range(3)]
        for each in writers:
            each.start()
        for each in writers:
            each.join()
        assert sorted(won) == [False, False, True]
    done.set()
    reader.join()
    assert shelf.read("a") == b"19"
    assert seen <= {b"%d" % turn for turn in range(20)}


def test_what_a_slot_held_before_is_wiped(tmp_path):
    shelf = FolderShelf(tmp_path / "keys")
    shelf.write("a", b"first", instead_of=None)
    shelf.write("a", b"second", instead_of=b"first")
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert len([each for each in files if each.read_bytes()]) == 1


def test_files_and_folders_are_for_their_owner_only(tmp_path):
    FolderShelf(tmp_path / "keys").write("a", b"1", instead_of=None)
    every = [tmp_path / "keys", *(tmp_path / "keys").rglob("*")]
    assert all(each.stat().st_mode & 0o077 == 0 for each in every)


def test_a_writer_that_died_before_its_file_counted_leaves_the_slot_as_it_was(tmp_path):
    shelf = FolderShelf(tmp_path / "keys")
    shelf.write("a", b"1", instead_of=None)
    (folder,) = (tmp_path / "keys").glob("*/*")
    (folder / ".draft").write_bytes(b"half of a f")
    assert shelf.read("a") == b"1"
    assert list(shelf.slots()) == ["a"]


def test_a_folder_that_cannot_be_used_is_a_house_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageUnavailable):
        FolderShelf(tmp_path / "file")
    shelf = FolderShelf(tmp_path / "keys")
    shelf.write("a", b"1", instead_of=None)
    (folder,) = (tmp_path / "keys").glob("*/*")
    for broken in (b"not JSON", b"", b"\0" * 9):
        (folder / "1").write_bytes(broken)
        with pytest.raises(StorageUnavailable):
            shelf.read("a")
        with pytest.raises(StorageUnavailable):
            list(shelf.slots())
