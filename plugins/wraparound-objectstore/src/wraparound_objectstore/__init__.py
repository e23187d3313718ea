"""Records kept as objects: in a folder, S3, Azure or Google Cloud Storage."""

from __future__ import annotations

from wraparound.hooks import hookimpl
from wraparound_objectstore.addresses import open_shelf
from wraparound_objectstore.shelf import Bucket, Shelf
from wraparound_objectstore.store import CAPABILITIES, ObjectStore

__all__ = ["CAPABILITIES", "Bucket", "ObjectStore", "Shelf", "open_shelf", "resolve_storage"]


@hookimpl
def resolve_storage(url: str, program: str) -> ObjectStore | None:
    """Open the store at an address that begins with ``objects+``."""
    shelf = open_shelf(url)
    return None if shelf is None else ObjectStore(shelf, program)
