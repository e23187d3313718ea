"""Where records are kept: the contract, and the stores that come with the library."""

from __future__ import annotations

from wraparound.storage.addresses import no_store_opens, open_store, resolve_store
from wraparound.storage.contract import Store
from wraparound.storage.envelopes import (
    NEW,
    Change,
    Envelope,
    HeldMessage,
    Message,
    MessageState,
    Page,
    Put,
)
from wraparound.storage.memory import Memory, MemoryStore

__all__ = [
    "NEW",
    "Change",
    "Envelope",
    "HeldMessage",
    "Memory",
    "MemoryStore",
    "Message",
    "MessageState",
    "Page",
    "Put",
    "Store",
    "no_store_opens",
    "open_store",
    "resolve_store",
]
