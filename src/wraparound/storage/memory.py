"""Records kept in memory: the store for notebooks and tests, and the measure of all others."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from heapq import nsmallest
from typing import Self

import attrs

from wraparound.errors import StorageUnavailable
from wraparound.storage.admission import (
    admit_access,
    admit_capabilities_of,
    admit_capability,
    admit_change,
    admit_day,
    admit_instant,
    admit_key,
    admit_lease,
    admit_limit,
    admit_question,
    admit_seal,
    admit_settlement,
    admit_text,
    refuse_unfit,
)
from wraparound.storage.bookmarks import Order, order_of
from wraparound.storage.envelopes import (
    EVERYTHING,
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
from wraparound.storage.ledger import Ledger
from wraparound.storage.validity import covers


@attrs.define(eq=False)
class Memory:
    """Where memory stores keep their records; stores that share one see the same records.

    Attributes:
        lock: Held for the length of each call.
        ledgers: What each program has kept.
    """

    lock: threading.RLock = attrs.field(factory=threading.RLock, repr=False)
    ledgers: dict[str, Ledger] = attrs.field(
        factory=lambda: defaultdict[str, Ledger](Ledger), repr=False
    )


class MemoryStore:
    """One program's records, kept in memory and gone with it."""

    def __init__(
        self,
        program: str = "default",
        *,
        memory: Memory | None = None,
        capabilities: frozenset[Capability] = EVERYTHING,
    ) -> None:
        """Open a program's records.

        Args:
            program: Whose records these are.
            memory: Where they are kept; a memory of its own unless stores are to share one.
            capabilities: What the store says that it can do: fewer, to stand in for a store that
                can do less.
        """
        admit_text("program", program)
        self.program = program
        self._memory = memory or Memory()
        self._capabilities = capabilities
        self._closed = False

    def __repr__(self) -> str:
        return f"MemoryStore(program={self.program!r})"

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What this store is able to do: everything, unless it was told to do less."""
        return self._capabilities

    def commit(self, change: Change) -> tuple[Envelope, ...]:
        """Keep every record of the change, or none."""
        admitted = admit_change(change)
        admit_capabilities_of(admitted, self._capabilities, repr(self))
        with self._memory.lock:
            ledger = self._ledger()
            if admitted.id in ledger.changes:
                return ledger.changes[admitted.id]
            for put in admitted.puts:
                stored = ledger.as_known((put.kind, put.id))
                refuse_unfit(put, stored.revision if stored else None)
            ledger.refuse_messages(admitted)
            return ledger.keep(admitted, audited=Capability.AUDIT in self._capabilities)

    def get(
        self,
        kind: str,
        record_id: str,
        *,
        known_at: datetime | None = None,
        valid_on: date | None = None,
    ) -> Envelope | None:
        """Return the record as it is, or as it was known at an instant; None if not there."""
        admit_key(kind, record_id)
        admit_day(valid_on)
        instant = None if known_at is None else admit_instant(known_at)
        with self._memory.lock:
            return self._ledger().as_known((kind, record_id), instant, valid_on)

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
        """Return the records of a kind whose index holds all these values."""
        where = where or {}
        admit_question(kind, where, order=order, limit=limit, after=after, valid_on=valid_on)
        with self._memory.lock:
            ledger = self._ledger()
            ids = ledger.ids.get(kind, set[str]())
            for field, value in where.items():
                ids = ids & ledger.found.get((kind, field, value), set[str]())
            found = (ledger.history[kind, each][-1] for each in ids)
            valid = (each for each in found if covers(each, valid_on))
            if order is not None:
                asked = order_of(kind, where, order, valid_on=valid_on)
                return _in_order(valid, asked, limit=limit, after=after)
            later = (each for each in valid if after is None or each.id > after)
            page = nsmallest(limit + 1, later, key=lambda each: each.id)
        more = len(page) > limit
        return Page(envelopes=tuple(page[:limit]), after=page[limit - 1].id if more else None)

    def open_family(
        self, family: str, *, known_at: datetime | None = None, valid_on: date | None = None
    ) -> tuple[Envelope, ...]:
        """Return every record of one family, in the order of kind and id."""
        admit_text("family", family)
        return self._open(family, known_at, valid_on)

    def open_directory(
        self, *, known_at: datetime | None = None, valid_on: date | None = None
    ) -> tuple[Envelope, ...]:
        """Return every record that belongs to no family, in the order of kind and id."""
        return self._open(None, known_at, valid_on)

    def history(self, kind: str, record_id: str) -> tuple[Envelope, ...]:
        """Return every revision of a record, the oldest first; empty if it was never stored."""
        admit_key(kind, record_id)
        with self._memory.lock:
            return tuple(self._ledger().history.get((kind, record_id), ()))

    def position(self) -> int:
        """Return a number that grows with every change of the program, and with nothing else."""
        with self._memory.lock:
            return len(self._ledger().changes)

    def feed(self, after: int = 0, *, limit: int = 1000) -> tuple[FeedEntry, ...]:
        """Return the changes after a position, in the order in which they were committed."""
        self._need(Capability.FEED)
        admit_limit(limit)
        start = max(after, 0)
        with self._memory.lock:
            return tuple(self._ledger().feed[start : start + limit])

    def stream(self) -> Iterator[Envelope]:
        """Yield every record, the directory first, then family by family, by kind and id."""
        with self._memory.lock:
            families = self._ledger().of_family
            named = sorted(family for family in families if family is not None)
        return self._stream((None, *named))

    def note_read(self, access: Access) -> AuditEntry:
        """Keep an entry of a read in the audit trail; only then may its answer be handed out."""
        self._need(Capability.AUDIT)
        admitted = admit_access(access)
        with self._memory.lock:
            return self._ledger().note(admitted)

    def audit_trail(self, after: int = 0, *, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """Return the audit entries after a number, in order."""
        self._need(Capability.AUDIT)
        admit_limit(limit)
        start = max(after, 0)
        with self._memory.lock:
            return tuple(self._ledger().trail[start : start + limit])

    def keep_seal(self, number: int, seal: bytes) -> bool:
        """Keep a seal over the audit trail; False where its number is not the next."""
        self._need(Capability.AUDIT)
        admit_seal(seal)
        with self._memory.lock:
            return self._ledger().keep_seal(number, seal)

    def seals(self, after: int = 0, *, limit: int = 1000) -> tuple[bytes, ...]:
        """Return the seals after a number, in order."""
        self._need(Capability.AUDIT)
        admit_limit(limit)
        start = max(after, 0)
        with self._memory.lock:
            return tuple(self._ledger().seals[start : start + limit])

    def take_messages(
        self, worker: str, *, at: datetime, lease: timedelta, limit: int = 100
    ) -> tuple[HeldMessage, ...]:
        """Hand out messages that are due, the oldest first, to one worker until the lease ends."""
        self._need(Capability.OUTBOX)
        now = admit_lease(worker, at=at, lease=lease, limit=limit)
        with self._memory.lock:
            return self._ledger().hand_out(worker, at=now, lease=lease, limit=limit)

    def settle_message(
        self,
        message_id: str,
        worker: str,
        *,
        state: MessageState,
        due_at: datetime | None = None,
        reason: str = "",
    ) -> bool:
        """Say what became of a message that one has: delivered, waiting again, or parked."""
        self._need(Capability.OUTBOX)
        due = admit_settlement(message_id, worker, state=state, due_at=due_at, reason=reason)
        with self._memory.lock:
            ledger = self._ledger()
            return ledger.settle(message_id, worker, state=state, due_at=due, reason=reason)

    def release_message(self, message_id: str, *, at: datetime) -> bool:
        """Let a parked message wait again; False where there is no such parked message."""
        self._need(Capability.OUTBOX)
        admit_text("message_id", message_id)
        due = admit_instant(at, place="at")
        with self._memory.lock:
            return self._ledger().release(message_id, at=due)

    def messages(
        self, state: MessageState | None = None, *, limit: int = 1000
    ) -> tuple[HeldMessage, ...]:
        """Return messages of a state, or all, the oldest first."""
        self._need(Capability.OUTBOX)
        admit_limit(limit)
        with self._memory.lock:
            every = self._ledger().messages.values()
            return tuple(each for each in every if state in {None, each.state})[:limit]

    def close(self) -> None:
        """Let go of the memory. Closing twice does no harm."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(
        self, family: str | None, known_at: datetime | None, valid_on: date | None
    ) -> tuple[Envelope, ...]:
        admit_day(valid_on)
        instant = None if known_at is None else admit_instant(known_at)
        with self._memory.lock:
            ledger = self._ledger()
            keys = sorted(ledger.of_family.get(family, ()))
            known = (ledger.as_known(key, instant, valid_on) for key in keys)
            return tuple(each for each in known if each is not None and each.family == family)

    def _stream(self, families: Iterable[str | None]) -> Iterator[Envelope]:
        for family in families:
            yield from self._open(family, None, None)

    def _need(self, capability: Capability) -> None:
        admit_capability(capability, self._capabilities, repr(self))

    def _ledger(self) -> Ledger:
        if self._closed:
            raise StorageUnavailable("the store is closed", hint="open it again")
        return self._memory.ledgers[self.program]


def _in_order(found: Iterable[Envelope], order: Order, *, limit: int, after: str | None) -> Page:
    """Return a page in the order of a field: what has no value last, then by id."""

    def value_of(envelope: Envelope) -> str | None:
        return next(iter(envelope.index.get(order.field, ())), None)

    by_id = sorted(found, key=lambda each: each.id)
    valued = [each for each in by_id if value_of(each) is not None]
    valued.sort(key=lambda each: value_of(each) or "", reverse=order.descending)  # keeps ids' order
    every = [*valued, *(each for each in by_id if value_of(each) is None)]
    place = order.find(after)
    if place is not None:

        def is_later(envelope: Envelope) -> bool:
            value = value_of(envelope)
            if value == place.value:
                return envelope.id > place.id
            if value is None or place.value is None:
                return value is None
            return value < place.value if order.descending else value > place.value

        every = [each for each in every if is_later(each)]
    page = every[:limit]
    more = len(every) > limit
    return Page(
        envelopes=tuple(page),
        after=order.mark(value_of(page[-1]), page[-1].id) if more else None,
    )
