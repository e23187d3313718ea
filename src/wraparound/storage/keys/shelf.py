"""Where the wrapped keys of families stand: the protocol, a shelf in memory, and one in a folder.

A shelf holds nothing that is readable without a master key, but whoever loses it loses every body:
back it up, apart from the records. Because destroying a family's key means emptying its slot, its
backups must not live longer than a program may take to forget a family.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Protocol

import attrs
import msgspec

from wraparound.errors import StorageUnavailable

DESTROYED = b""
"""What a slot holds whose key was destroyed. It stays so: no key is ever made for it again."""


class KeyShelf(Protocol):
    """Slots of bytes, each written by compare and swap. One shelf belongs to one program."""

    def read(self, slot: str) -> bytes | None:
        """Return what a slot holds, ``DESTROYED`` where it was emptied; None if it never held."""
        ...

    def write(self, slot: str, held: bytes, *, instead_of: bytes | None) -> bool:
        """Put into a slot, durably, if it still holds what was read; say whether that was so.

        What it held before must not be readable afterwards.
        """
        ...

    def slots(self) -> Iterator[str]:
        """Yield the name of every slot, the emptied ones too, in any order."""
        ...


class MemoryShelf:
    """A shelf in memory, for notebooks and tests: its keys, and so all bodies, go with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, bytes] = {}

    def read(self, slot: str) -> bytes | None:
        """Return what a slot holds."""
        with self._lock:
            return self._held.get(slot)

    def write(self, slot: str, held: bytes, *, instead_of: bytes | None) -> bool:
        """Put into a slot if it still holds what was read."""
        with self._lock:
            if self._held.get(slot) != instead_of:
                return False
            self._held[slot] = held
            return True

    def slots(self) -> Iterator[str]:
        """Yield the name of every slot."""
        with self._lock:
            names = tuple(self._held)
        yield from names


@attrs.frozen
class _Held:
    """What a file of the folder says.

    Attributes:
        slot: The slot.
        held: What it holds.
    """

    slot: str
    held: bytes


class FolderShelf:
    """A shelf in a folder that several processes of one machine may use at once.

    Each slot is a folder of numbered files, of which the last one counts. A number is taken by
    linking a finished file to it, which of several writers only one can do; the files before it are
    then overwritten and cut to nothing, and keep their numbers. On disks and file systems that
    write elsewhere instead of over (flash, snapshots, copy on write) the old bytes live until the
    disk itself forgets them: there, encrypt the disk, or keep the shelf elsewhere.
    """

    def __init__(self, folder: Path) -> None:
        """Use a folder, which is made where there is none, for the owner's eyes only.

        Raises:
            StorageUnavailable: The folder cannot be made.
        """
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _unavailable() from error

    def read(self, slot: str) -> bytes | None:
        """Return what a slot holds.

        Raises:
            StorageUnavailable: It cannot be read.
        """
        try:
            last = _last(self._of(slot))[1]
        except (OSError, msgspec.MsgspecError) as error:
            raise _unavailable() from error
        return None if last is None else last.held

    def write(self, slot: str, held: bytes, *, instead_of: bytes | None) -> bool:
        """Put into a slot if it still holds what was read.

        Raises:
            StorageUnavailable: It cannot be written.
        """
        folder = self._of(slot)
        try:
            number, last = _last(folder)
            if (None if last is None else last.held) != instead_of:
                return False
            for each in (folder.parent, folder):
                each.mkdir(mode=0o700, exist_ok=True)
            if not _take(folder, number + 1, msgspec.json.encode(_Held(slot, held))):
                return False
            for old in range(1, number + 1):
                _wipe(folder / str(old))
        except (OSError, msgspec.MsgspecError) as error:
            raise _unavailable() from error
        return True

    def slots(self) -> Iterator[str]:
        """Yield the name of every slot.

        Raises:
            StorageUnavailable: The folder cannot be read.
        """
        try:
            for folder in self._folder.glob("*/*"):
                held = _last(folder)[1]
                if held is not None:
                    yield held.slot
        except (OSError, msgspec.MsgspecError) as error:
            raise _unavailable() from error

    def _of(self, slot: str) -> Path:
        # ids may be longer than a file name, and hold what no file name can
        name = hashlib.sha256(slot.encode()).hexdigest()
        return self._folder / name[:2] / name


def _unavailable() -> StorageUnavailable:
    return StorageUnavailable(
        "the shelf of keys cannot be read or written", hint="look at the folder and its rights"
    )


def _last(folder: Path) -> tuple[int, _Held | None]:
    """Return the last number of a slot and its file; 0 and None where there is none."""
    seen = 0
    while True:
        number = max((int(each.name) for each in folder.glob("[0-9]*")), default=0)
        if not number:
            return 0, None
        text = (folder / str(number)).read_bytes()
        # wiped between the look and the reading: then there is a later one, or the file is broken
        if text.strip(b"\0") or number == seen:
            return number, msgspec.json.decode(text, type=_Held)
        seen = number


def _take(folder: Path, number: int, text: bytes) -> bool:
    """Write a finished file under a number, unless somebody else has it."""
    draft = folder / f".{token_hex(8)}"
    try:
        with open(draft, "xb", opener=_for_the_owner) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, folder / str(number))
        except FileExistsError:
            return False
    finally:
        draft.unlink(missing_ok=True)
    _sync(folder)
    return True


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _wipe(path: Path) -> None:
    size = path.stat().st_size
    if not size:
        return
    with path.open("r+b") as file:
        file.write(b"\0" * size)
        file.flush()
        os.fsync(file.fileno())
        os.ftruncate(file.fileno(), 0)
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return  # folders cannot be opened there, and links are written through
    for each in (folder, folder.parent, folder.parent.parent):
        opened = os.open(each, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
