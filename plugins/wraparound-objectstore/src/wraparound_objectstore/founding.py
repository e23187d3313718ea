"""What a place says of itself, and the proof that it can carry a log."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256

import msgspec

from wraparound.errors import StorageLacks, StorageUnavailable
from wraparound_objectstore.shelf import Shelf

NAME = "wraparound.json"
"""The object that says how the others are laid out. It holds for all programs of the place."""

FORMAT = 1
"""The layout that this version reads and writes."""

BLOCK = 100
"""How many entries a table of contents tells of, where nobody chose otherwise."""

LONGEST = 180
"""How long a folder's name may be: file systems allow 255 bytes."""

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_")


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """How the objects of a place are laid out."""

    format: int
    block: int


def found(shelf: Shelf, *, block: int = BLOCK) -> int:
    """Return how many entries a block of this place has; a new place takes over the one given.

    Everything hangs on one promise: that of two who create the same object, one is refused. So it
    is tried out each time that a store opens.

    Raises:
        StorageLacks: The place wrote an object that should have been refused.
        StorageUnavailable: It cannot be reached, or a newer version of this plugin made it.
    """
    raw = shelf.read(NAME)
    if raw is None:
        mine = msgspec.json.encode(Layout(format=FORMAT, block=block))
        raw = mine if shelf.create(NAME, mine) else shelf.read(NAME) or mine
    overwritten = False
    with suppress(StorageUnavailable):  # whoever may only read, may
        overwritten = shelf.create(NAME, raw)
    if overwritten:
        raise StorageLacks("conditional writes", f"the store {shelf.where}")
    try:
        layout = msgspec.json.decode(raw, type=Layout)
    except msgspec.DecodeError:
        layout = Layout(format=0, block=0)
    if layout.format != FORMAT:
        raise StorageUnavailable(
            f"the store {shelf.where} is laid out in a way that this version does not know",
            hint="install the version of wraparound-objectstore that made it",
        )
    return layout.block


def folder_of(program: str) -> str:
    """Return what the names of a program's objects begin with.

    Two programs never share one, also where names do not tell capitals from small letters.
    """
    written = "".join(chr(each) if each in _PLAIN else f"={each:02x}" for each in program.encode())
    if len(written) > LONGEST:
        written = f"={sha256(program.encode()).hexdigest()}"
    return f"programs/{written}"
