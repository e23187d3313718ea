"""A wrapper that seals what any store keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Self

import attrs
import msgspec

from wraparound.errors import Fault, KeyMissing, RequestInvalid, SealBroken
from wraparound.model.kinds import kind_named
from wraparound.storage.admission import admit_change, admit_text
from wraparound.storage.contract import Store
from wraparound.storage.envelopes import (
    Access,
    AuditEntry,
    Capability,
    Change,
    Envelope,
    FeedEntry,
    HeldMessage,
    MessageState,
    Page,
)
from wraparound.storage.sealed.bodies import (
    open_envelope,
    open_message,
    seal_message,
    seal_put,
)
from wraparound.storage.sealed.hidden import hash_of, hidden_fields
from wraparound.storage.sealed.keys import INDEX, DataKey, FamilyKeys, slot_of

DESTROYED = "the key of its family was destroyed"
"""Why a message is parked that nobody can read any more."""
BROKEN = "it does not open: it was altered or moved"
"""Why a message is parked that was tampered with."""


class SealedStore:
    """Any store, with its bodies sealed and its personal index values hashed.

    It keeps the promises that the store inside keeps, but one: records are not put in the order of
    a field whose values are hashed. Records of a family whose key was destroyed read as removed:
    they are neither got, found nor opened, and each revision in their history has an empty body.
    """

    def __init__(self, inner: Store, keys: FamilyKeys) -> None:
        """Seal what a store keeps from now on. The store inside is closed with this one.

        Raises:
            KeyMissing: The store holds records, and the keys are not those that they were sealed
                with, or they were kept without being sealed.
        """
        self._inner = inner
        self._keys = keys
        if not keys.has(INDEX) and inner.position() and not keys.has(INDEX):
            raise KeyMissing(
                INDEX, hint="open it with its own shelf of keys, or copy its records into a new one"
            )
        keys.to_seal(INDEX)

    def __repr__(self) -> str:
        return f"SealedStore({self._inner!r})"

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the store inside is able to do."""
        return self._inner.capabilities

    def commit(self, change: Change) -> tuple[Envelope, ...]:
        """Keep every record of the change, sealed, or none.

        Raises:
            KeyMissing: The key of one of its families was destroyed, or a master is not there.
        """
        admitted = admit_change(change)
        named = {put.family for put in admitted.puts if put.body}
        named |= {message.family for message in admitted.messages}
        keys = {family: self._keys.to_seal(slot_of(family)) for family in named}
        index_key = self._index_key()
        puts = tuple(
            seal_put(put, change=admitted.id, key=keys[put.family], index_key=index_key)
            if put.body
            else put
            for put in admitted.puts
        )
        messages = tuple(
            seal_message(message, change=admitted.id, key=keys[message.family])
            for message in admitted.messages
        )
        return self._opened(
            self._inner.commit(attrs.evolve(admitted, puts=puts, messages=messages))
        )

    def get(
        self,
        kind: str,
        record_id: str,
        *,
        known_at: datetime | None = None,
        valid_on: date | None = None,
    ) -> Envelope | None:
        """Return the record as it is, or was known at an instant; None if it was not there."""
        found = self._inner.get(kind, record_id, known_at=known_at, valid_on=valid_on)
        return None if found is None else next(self._stored((found,)), None)

    def find(
        self,
        kind: str,
        where: Mapping[str, str] | None = None,
        *,
        order: str | None = None,
        limit: int = 1000,
        after: str | None = None,
        valid_on: date | None = None,
    ) -> Page:
        """Return the records of a kind whose index holds all these values.

        Pages may be short, or empty before the last, where keys of families were destroyed.

        Raises:
            RequestInvalid: They are to be in the order of a field whose values are hashed.
        """
        kind_named(kind)
        hidden = hidden_fields(kind)
        field = (order or "").removeprefix("-")
        if field in hidden:
            words = f"must not be {field!r}: its values are kept as hashes, which have no order"
            raise RequestInvalid("this search", [Fault("order", words)])
        asked = dict(where or {})
        for name in hidden & asked.keys():
            admit_text(name, asked[name])
            asked[name] = hash_of(asked[name], kind=kind, field=name, key=self._index_key())
        page = self._inner.find(
            kind, asked, order=order, limit=limit, after=after, valid_on=valid_on
        )
        return Page(envelopes=tuple(self._stored(page.envelopes)), after=page.after)

    def open_family(
        self, family: str, *, known_at: datetime | None = None, valid_on: date | None = None
    ) -> tuple[Envelope, ...]:
        """Return every record of one family, in the order of kind and id."""
        found = self._inner.open_family(family, known_at=known_at, valid_on=valid_on)
        return tuple(self._stored(found))

    def open_directory(
        self, *, known_at: datetime | None = None, valid_on: date | None = None
    ) -> tuple[Envelope, ...]:
        """Return every record that belongs to no family, in the order of kind and id."""
        found = self._inner.open_directory(known_at=known_at, valid_on=valid_on)
        return tuple(self._stored(found))

    def history(self, kind: str, record_id: str) -> tuple[Envelope, ...]:
        """Return every revision of a record, the oldest first; empty if it was never stored."""
        return self._opened(self._inner.history(kind, record_id))

    def position(self) -> int:
        """Return a number that grows with every change of the program, and with nothing else."""
        return self._inner.position()

    def feed(self, after: int = 0, *, limit: int = 1000) -> tuple[FeedEntry, ...]:
        """Return the changes after a position, in the order in which they were committed."""
        return self._inner.feed(after, limit=limit)

    def stream(self) -> Iterator[Envelope]:
        """Yield every record, the directory first, then family by family, by kind and id."""
        return self._stored(self._inner.stream())

    def note_read(self, access: Access) -> AuditEntry:
        """Keep an entry of a read in the audit trail."""
        return self._inner.note_read(access)

    def audit_trail(self, after: int = 0, *, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """Return the audit entries after a number, in order."""
        return self._inner.audit_trail(after, limit=limit)

    def keep_seal(self, number: int, seal: bytes) -> bool:
        """Keep a seal over the audit trail; False where its number is not the next."""
        return self._inner.keep_seal(number, seal)

    def seals(self, after: int = 0, *, limit: int = 1000) -> tuple[bytes, ...]:
        """Return the seals after a number, in order."""
        return self._inner.seals(after, limit=limit)

    def take_messages(
        self, worker: str, *, at: datetime, lease: timedelta, limit: int = 100
    ) -> tuple[HeldMessage, ...]:
        """Hand out messages that are due; those that cannot be opened are parked instead."""
        ring = _Ring(self._keys)
        taken: list[HeldMessage] = []
        for held in self._inner.take_messages(worker, at=at, lease=lease, limit=limit):
            try:
                opened = _readable(held, ring)
            except SealBroken:
                opened, reason = None, BROKEN
            else:
                reason = DESTROYED
            if opened is None:
                self._inner.settle_message(
                    held.message.id, worker, state=MessageState.PARKED, reason=reason
                )
            else:
                taken.append(opened)
        return tuple(taken)

    def settle_message(
        self,
        message_id: str,
        worker: str,
        *,
        state: MessageState,
        due_at: datetime | None = None,
        reason: str = "",
    ) -> bool:
        """Say what became of a message that one has."""
        return self._inner.settle_message(
            message_id, worker, state=state, due_at=due_at, reason=reason
        )

    def release_message(self, message_id: str, *, at: datetime) -> bool:
        """Let a parked message wait again; False where there is no such parked message."""
        return self._inner.release_message(message_id, at=at)

    def messages(
        self, state: MessageState | None = None, *, limit: int = 1000
    ) -> tuple[HeldMessage, ...]:
        """Return messages of a state, or all; without its body one that nobody can read any more.

        Raises:
            SealBroken: One that is not parked was altered or moved.
        """
        ring = _Ring(self._keys)
        return tuple(_shown(each, ring) for each in self._inner.messages(state, limit=limit))

    def forget(self, family: str) -> bool:
        """Destroy the key of a family: no body of it is read again, from any copy of the store.

        Returns:
            Whether there was a key to destroy.
        """
        return self._keys.destroy(family)

    def close(self) -> None:
        """Close the store inside. Closing twice does no harm."""
        self._inner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _index_key(self) -> bytes:
        return self._keys.to_seal(INDEX).key

    def _opened(self, envelopes: Iterable[Envelope]) -> tuple[Envelope, ...]:
        """Return all revisions, those of families that were forgotten without what they said."""
        ring = _Ring(self._keys)
        return tuple(self._open(each, ring) for each in envelopes)

    def _stored(self, envelopes: Iterable[Envelope]) -> Iterator[Envelope]:
        """Yield the records of families that were not forgotten."""
        ring = _Ring(self._keys)
        for each in envelopes:
            opened = self._open(each, ring)
            if not opened.removed:
                yield opened

    def _open(self, envelope: Envelope, ring: _Ring) -> Envelope:
        if envelope.removed:
            return envelope
        keys = ring.of(envelope.family)
        if keys is None:
            return msgspec.structs.replace(envelope, body=b"", index={})
        return open_envelope(envelope, keys=keys, history=self._inner.history)


@attrs.define
class _Ring:
    """The keys that one call needs. It looks at the shelf once where records follow by family."""

    _keys: FamilyKeys
    _family: str | None = None
    _held: tuple[DataKey, ...] | None = None
    _known: bool = False

    def of(self, family: str | None) -> tuple[DataKey, ...] | None:
        """Return the keys of a family or of the directory; None where they were destroyed."""
        if not self._known or self._family != family:
            self._held = self._keys.found(slot_of(family))
            self._family, self._known = family, True
        return self._held


def _readable(held: HeldMessage, ring: _Ring) -> HeldMessage | None:
    """Return the message opened; None where its family was forgotten."""
    keys = ring.of(held.message.family)
    if keys is None:
        return None
    return attrs.evolve(held, message=open_message(held.message, change=held.change, keys=keys))


def _shown(held: HeldMessage, ring: _Ring) -> HeldMessage:
    try:
        opened = _readable(held, ring)
    except SealBroken:
        if held.state is not MessageState.PARKED:
            raise
        opened = None
    return opened or attrs.evolve(held, message=attrs.evolve(held.message, body=b""))
