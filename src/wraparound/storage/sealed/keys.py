"""The keys of families: made at random, wrapped by a master, kept on a shelf, and destroyed.

A body is sealed with its family's **data key**, which is random. The data key stands on a shelf,
wrapped with a key derived (HKDF) for that family from a master key. Three things follow:

- A master is rotated by wrapping the data keys again: no body is touched, no revision is made, and
  readers and writers go on. Bodies themselves could not be rotated: promise 6 keeps every old
  revision as it is, so a master that sealed bodies could never be retired.
- A family is forgotten by emptying its slot: the master alone opens nothing of it.
- A stolen shelf opens nothing without a master; a stolen master opens nothing without the shelf.

What was once unwrapped by a thief stays open to them: for that, ``renew`` gives a family a new data
key, with which everything from then on is sealed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache

import attrs
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wraparound.errors import KeyMissing, SealBroken
from wraparound.storage.keys.masters import MASTER_BYTES, KeyRing
from wraparound.storage.keys.shelf import DESTROYED, KeyShelf

KEY_ID_BYTES = 8
"""How long the id of a data key is, which stands in front of what it sealed."""
NONCE_BYTES = 12
"""How long the nonce of AES-GCM is; it is random each time."""
DIRECTORY = "directory"
"""The slot of the key of everything that belongs to no family."""
INDEX = "index"
"""The slot of the key that index values are hashed with."""

_HELD_OPEN = 4096


def slot_of(family: str | None) -> str:
    """Return the slot of a family's key, or of the directory's."""
    return DIRECTORY if family is None else f"family/{family}"


@attrs.frozen(kw_only=True)
class DataKey:
    """A key that bodies are sealed with.

    Attributes:
        id: What stands in front of what it sealed. It says nothing about the key.
        key: The key.
    """

    id: bytes
    key: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class _Wrapped:
    """A data key as it stands on the shelf.

    Attributes:
        id: The data key's id.
        master: The id of the master that it is wrapped with.
        salt: What its wrapping key was derived with.
        nonce: What it was wrapped with.
        wrapped: The data key, encrypted.
    """

    id: bytes
    master: str
    salt: bytes
    nonce: bytes
    wrapped: bytes


class FamilyKeys:
    """The data keys of one program. Safe across threads, and across processes as its shelf is."""

    def __init__(self, ring: KeyRing, shelf: KeyShelf) -> None:
        """Use the masters of a ring and the wrapped keys of a shelf.

        Args:
            ring: The master keys.
            shelf: The wrapped keys, of this program alone.
        """
        self._ring = ring
        self._shelf = shelf
        # by what stands on the shelf, which is read each time: a key that another process
        # destroyed is gone here, too
        self._opened = lru_cache(_HELD_OPEN)(self._unwrap)

    def has(self, slot: str) -> bool:
        """Tell whether a key was ever made for a slot."""
        return self._shelf.read(slot) is not None

    def found(self, slot: str) -> tuple[DataKey, ...] | None:
        """Return the keys of a slot, the one to seal with first; None where they were destroyed.

        Raises:
            KeyMissing: The slot never held a key, or its master is not on the ring.
            SealBroken: The key does not open: it was altered, or moved from another slot.
        """
        held = self._shelf.read(slot)
        if held is None:
            raise KeyMissing(slot, hint="the shelf of keys must be the one it was sealed with")
        if held == DESTROYED:
            self._opened.cache_clear()
            return None
        return self._opened(slot, held)

    def to_seal(self, slot: str) -> DataKey:
        """Return the key that a slot's bodies are sealed with now; made if there is none yet.

        Raises:
            KeyMissing: The key was destroyed, or its master is not on the ring.
        """
        if self._shelf.read(slot) is None:
            # whoever comes second finds what the first one put there
            self._shelf.write(slot, _encoded((self._wrap(slot, _made()),)), instead_of=None)
        keys = self.found(slot)
        if keys is None:
            raise KeyMissing(slot, destroyed=True)
        return keys[0]

    def destroy(self, family: str) -> bool:
        """Destroy a family's keys, so that no body of it can be read again by anybody.

        Returns:
            Whether there was something to destroy. A family that has no key yet gets none later.
        """
        slot = slot_of(family)
        while (held := self._shelf.read(slot)) != DESTROYED:
            if self._shelf.write(slot, DESTROYED, instead_of=held):
                self._opened.cache_clear()
                return held is not None
        # again, for whoever destroyed it may have died before what stood there was wiped
        self._shelf.write(slot, DESTROYED, instead_of=DESTROYED)
        return False

    def renew(self, family: str | None) -> None:
        """Seal from now on with a new data key; what is sealed opens as before.

        Raises:
            KeyMissing: The key was destroyed, or its master is not on the ring.
        """
        slot = slot_of(family)
        self.to_seal(slot)
        while (held := self._shelf.read(slot)) is not None:
            if held == DESTROYED:
                raise KeyMissing(slot, destroyed=True)
            new = (self._wrap(slot, _made()), *_decoded(slot, held))
            if self._shelf.write(slot, _encoded(new), instead_of=held):
                return

    def rewrap(self, limit: int | None = None) -> int:
        """Wrap keys with the current master that are wrapped with another, while work goes on.

        Args:
            limit: How many slots at most; all of them where left out.

        Returns:
            How many slots were rewrapped. Once it is 0, older masters may leave the ring.

        Raises:
            KeyMissing: A master that is still needed is not on the ring.
        """
        done = 0
        for slot, held in self._behind():
            if done == limit:
                break
            again = tuple(self._wrap(slot, key) for key in self._unwrap(slot, held))
            done += self._shelf.write(slot, _encoded(again), instead_of=held)
        return done

    def masters_needed(self) -> frozenset[str]:
        """Return the ids of the masters that some key is wrapped with."""
        return frozenset(
            each.master for slot, held in self._held() for each in _decoded(slot, held)
        )

    def _behind(self) -> Iterator[tuple[str, bytes]]:
        for slot, held in self._held():
            if any(each.master != self._ring.current_id for each in _decoded(slot, held)):
                yield slot, held

    def _held(self) -> Iterator[tuple[str, bytes]]:
        for slot in self._shelf.slots():
            held = self._shelf.read(slot)
            if held:
                yield slot, held

    def _wrap(self, slot: str, key: DataKey) -> _Wrapped:
        master, salt, nonce = self._ring.current_id, os.urandom(16), os.urandom(NONCE_BYTES)
        cipher = AESGCM(_wrapping_key(self._ring.master(master), salt, slot))
        wrapped = cipher.encrypt(nonce, key.key, key.id + slot.encode())
        return _Wrapped(id=key.id, master=master, salt=salt, nonce=nonce, wrapped=wrapped)

    def _unwrap(self, slot: str, held: bytes) -> tuple[DataKey, ...]:
        keys: list[DataKey] = []
        for each in _decoded(slot, held):
            cipher = AESGCM(_wrapping_key(self._ring.master(each.master), each.salt, slot))
            try:
                key = cipher.decrypt(each.nonce, each.wrapped, each.id + slot.encode())
            except (InvalidTag, ValueError):
                raise SealBroken("key", slot) from None
            keys.append(DataKey(id=each.id, key=key))
        return tuple(keys)


def _made() -> DataKey:
    return DataKey(id=os.urandom(KEY_ID_BYTES), key=os.urandom(MASTER_BYTES))


def _wrapping_key(master: bytes, salt: bytes, slot: str) -> bytes:
    info = b"wraparound wrapping key\0" + slot.encode()
    return HKDF(algorithm=SHA256(), length=MASTER_BYTES, salt=salt, info=info).derive(master)


def _encoded(keys: tuple[_Wrapped, ...]) -> bytes:
    return msgspec.json.encode(keys)


def _decoded(slot: str, held: bytes) -> tuple[_Wrapped, ...]:
    try:
        keys = msgspec.json.decode(held, type=tuple[_Wrapped, ...])
    except msgspec.MsgspecError:
        raise SealBroken("key", slot) from None
    if not keys:
        raise SealBroken("key", slot)
    return keys
