"""Master keys: the protocol that a host implements, a plain ring, and the keys of a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import attrs

from wraparound.errors import Fault, KeyMissing, RequestInvalid
from wraparound.storage.keys.shelf import KeyShelf

MASTER_BYTES = 32
"""How long a master key is."""


class KeyRing(Protocol):
    """The master keys of a program. They never stand beside the records or beside the shelf."""

    @property
    def current_id(self) -> str:
        """The id of the master that new keys are wrapped with."""
        ...

    def master(self, key_id: str) -> bytes:
        """Return a master key of 32 random bytes.

        Raises:
            KeyMissing: There is no such master (any more).
        """
        ...


@attrs.frozen(kw_only=True)
class Masters:
    """Master keys that the host holds in memory, having them from wherever it keeps secrets.

    Attributes:
        current_id: The id of the master that new keys are wrapped with.
        keys: Each master of 32 random bytes, by its id; old ones stay until nothing needs them.
    """

    current_id: str
    keys: Mapping[str, bytes] = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a ring without its current master, and masters that are too short or too long.

        Raises:
            KeyMissing: The current master is not on the ring.
            RequestInvalid: A master is not 32 bytes long.
        """
        self.master(self.current_id)
        faults = [
            Fault(f"keys[{key_id}]", f"must be {MASTER_BYTES} random bytes")
            for key_id, key in self.keys.items()
            if len(key) != MASTER_BYTES
        ]
        if faults:
            raise RequestInvalid("this ring of keys", faults)

    def master(self, key_id: str) -> bytes:
        """Return a master key.

        Raises:
            KeyMissing: It is not on the ring.
        """
        if key_id not in self.keys:
            raise KeyMissing(key_id, hint="put this master on the ring again")
        return self.keys[key_id]


@attrs.frozen(kw_only=True)
class ProgramKeys:
    """The keys that one program's records are sealed with.

    Attributes:
        ring: The master keys.
        shelf: The families' own keys, wrapped with a master. It belongs to this program alone.
    """

    ring: KeyRing = attrs.field(repr=False)
    shelf: KeyShelf = attrs.field(repr=False)
