"""Where records are kept: the contract, and the stores that come with the library."""

from __future__ import annotations

from wraparound.storage.addresses import no_store_opens, open_store, resolve_store
from wraparound.storage.contract import NEW, Change, Envelope, Page, Put, Store
from wraparound.storage.memory import Memory, MemoryStore

__all__ = [
    "NEW",
    "Change",
    "Envelope",
    "Memory",
    "MemoryStore",
    "Page",
    "Put",
    "Store",
    "no_store_opens",
    "open_store",
    "resolve_store",
]
