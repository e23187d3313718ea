"""Records encrypted at rest, in any store: a wrapper, the keys of families, and where they stand.

    keys = FamilyKeys(Masters(current_id="2026", keys=...), FolderShelf(Path("/srv/keys/north")))
    store = SealedStore(open_store("postgresql://..."), keys)

What is protected. Whoever gets hold of the store's files, database, replicas or backups, without a
master key and the shelf of wrapped keys, reads no body of a record or message and no personal index
value. Whoever can also write there cannot alter a body, its valid days or what it is found by, nor
move it to another record, family or revision, without its failing to open. A family whose key was
destroyed is read by nobody again, neither from the store nor from any copy of it.

What is not protected:

- Ids, families, revisions, times, who made which change, valid days, the lengths of bodies, the
  names of changed fields, and index values that are public or administrative: they are readable.
- Which records share a hashed value. Whoever has the index key can try values out, and for fields
  with few values the counts alone may tell. Hashes and ids stay when a family's key is destroyed.
- That rows are removed, left out or rolled back as a whole: see ``wraparound.storage.seals``, and
  keep anchors elsewhere.
- A running program: it holds keys and readable records in memory. So do exports and logs of others.
- Relational views and reports of the database over bodies: there is nothing to read there.
"""

from __future__ import annotations

from wraparound.storage.keys import (
    FolderShelf,
    KeyRing,
    KeyShelf,
    Masters,
    MemoryShelf,
    ProgramKeys,
)
from wraparound.storage.sealed.keys import FamilyKeys
from wraparound.storage.sealed.store import SealedStore

__all__ = [
    "FamilyKeys",
    "FolderShelf",
    "KeyRing",
    "KeyShelf",
    "Masters",
    "MemoryShelf",
    "ProgramKeys",
    "SealedStore",
]
