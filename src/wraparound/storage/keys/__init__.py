"""Where the keys of sealed stores come from: masters, the shelf of families' keys, and key files.

Nothing here knows how anything is sealed (``wraparound.storage.sealed`` does), so that a host can
hand its keys over without the libraries that seal.
"""

from __future__ import annotations

from wraparound.storage.keys.files import KeyFile, add_master, make_key_file, read_key_file
from wraparound.storage.keys.masters import KeyRing, Masters, ProgramKeys
from wraparound.storage.keys.shelf import FolderShelf, KeyShelf, MemoryShelf

__all__ = [
    "FolderShelf",
    "KeyFile",
    "KeyRing",
    "KeyShelf",
    "Masters",
    "MemoryShelf",
    "ProgramKeys",
    "add_master",
    "make_key_file",
    "read_key_file",
]
