"""What every store promises: the contract that adapters keep and the kit proves.

A store keeps **envelopes**: a body of bytes with its kind, id, family and index values. It never
sees a typed record and knows no rule. Writing an adapter is a day's work: keep these promises,
subclass ``wraparound.testing.storage.StoreContract``, and it is accepted when the kit passes.

1. What was committed can be read back, byte for byte, by anybody who opens the store again.
2. One change is kept whole or not at all, however many records it holds.
3. A new record gets revision 1, and each change of it the next number, without a gap; a record
    that comes back after it was removed goes on counting.
4. A change that names another revision than the stored one is refused, and leaves no trace.
5. A new record whose id is already stored is refused, and leaves no trace.
6. Nothing is overwritten: every revision stays readable in the record's history, oldest first.
7. A record can be read as it was known at any instant; before its first change it is not there.
8. All records of a family open in one call, and nothing of another family or program with them.
9. All records without a family (the directory) open in one call.
10. Records are found by the index fields of their kind (and by their family), by equal values, in
    the order of the code points of their ids, in pages; a field that the kind does not declare is
    an error, not an empty answer.
11. A change carries its own id; applied a second time it changes nothing and answers as before.
12. The position grows with every change and with nothing else; equal positions mean equal content.
13. Times are aware, in UTC; changes are recorded in the order in which they were committed: at
    their own time, or at that of the change before them where that is later.
14. A removed record is no longer found or opened; its history, with a last empty body, stays.
15. One store holds several programs, and no call sees another program's records.
16. Errors are those of ``wraparound.errors`` and hold ids, never bodies or index values.
17. A record can be asked for as it is valid on a day: one whose days do not cover that day is left
    out, and one without days is valid on every day. Both clocks can be asked at once: as valid on
    a day, by what was known at an instant.
18. Records that are found can be put in the order of a field, up or down, those without a value
    last; records with equal values follow in the order of their ids, and pages go on where the one
    before ended, whatever was kept in between.
19. Every change stands in the feed once, in the order in which it was committed; whoever comes
    back with the position that they have seen gets everything after it and nothing twice.
20. Everything that a program keeps can be read in one stream, family by family, without holding
    more than a little of it in memory.
21. Every change leaves an entry in the audit trail, in the same breath as its records: who, in
    which role, for what, when, which records and which of their fields by name, and the hash of
    what was kept; and no value.
22. A read that is noted is in the audit trail before its answer is handed out; if it cannot be
    noted, there is no answer.
23. Audit entries are numbered without a gap, in the order in which they were kept, and each
    carries the hash of its own content; none is ever changed or removed.
24. Messages are kept with the records of their change, or not at all.
25. A message is handed to one worker at a time, for as long as its lease lasts; one that is not
    settled by then is handed out again, and one that is settled is not.
26. A message that failed waits as long as its worker said; one that is parked stays, with the
    reason, until somebody releases it.
27. A store names the capabilities that it has; asking for one that it lacks is refused in words,
    and nothing is half done.
28. Seals over the audit trail are kept beside it, numbered from 1 without a gap. Of two that are
    kept at once under one number, one is refused; none is ever changed or removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Protocol, Self, runtime_checkable

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


@runtime_checkable
class Store(Protocol):
    """A place where one program's records are kept. Every call keeps the numbered promises."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What this store is able to do; ``EVERYTHING`` for one that keeps every promise."""
        ...

    def commit(self, change: Change) -> tuple[Envelope, ...]:
        """Keep every record of the change, or none.

        Returns:
            The new revisions, in the order of the change's puts.

        Raises:
            RecordExists: A record expected to be new is stored.
            RecordChanged: A record is at another revision than expected.
            RecordNotFound: A record to replace or remove is not stored.
            RequestInvalid: The change names a record twice, a time without a zone, several values
                where one belongs, or a text that cannot be kept.
            StorageUnavailable: The store cannot be reached.
        """
        ...

    def get(
        self,
        kind: str,
        record_id: str,
        *,
        known_at: datetime | None = None,
        valid_on: date | None = None,
    ) -> Envelope | None:
        """Return the record as it is, or was known at an instant; None if it was not there.

        With ``valid_on`` it is None, too, where what it says is not valid on that day.
        """
        ...

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

        Args:
            kind: The kind of record.
            where: The values, by field.
            order: A field of one value to put them in the order of, with ``-`` before it for the
                greatest first; by id where left out.
            limit: How many at most.
            after: Where to go on: what the page before said.
            valid_on: Leave out what is not valid on this day.

        Raises:
            IndexUnknown: The kind does not declare one of the fields.
            RequestInvalid: ``after`` comes from another question, or a limit is not 1 or more.
        """
        ...

    def open_family(
        self, family: str, *, known_at: datetime | None = None, valid_on: date | None = None
    ) -> tuple[Envelope, ...]:
        """Return every record of one family, in the order of kind and id."""
        ...

    def open_directory(
        self, *, known_at: datetime | None = None, valid_on: date | None = None
    ) -> tuple[Envelope, ...]:
        """Return every record that belongs to no family, in the order of kind and id."""
        ...

    def history(self, kind: str, record_id: str) -> tuple[Envelope, ...]:
        """Return every revision of a record, the oldest first; empty if it was never stored."""
        ...

    def position(self) -> int:
        """Return a number that grows with every change of the program, and with nothing else."""
        ...

    def feed(self, after: int = 0, *, limit: int = 1000) -> tuple[FeedEntry, ...]:
        """Return the changes after a position, in the order in which they were committed.

        Raises:
            StorageLacks: The store has no feed.
        """
        ...

    def stream(self) -> Iterator[Envelope]:
        """Yield every record, the directory first, then family by family, by kind and id.

        What is kept while the stream runs may or may not be in it.
        """
        ...

    def note_read(self, access: Access) -> AuditEntry:
        """Keep an entry of a read in the audit trail; only then may its answer be handed out.

        Raises:
            StorageLacks: The store has no audit trail.
        """
        ...

    def audit_trail(self, after: int = 0, *, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """Return the audit entries after a number, in order.

        Raises:
            StorageLacks: The store has no audit trail.
        """
        ...

    def keep_seal(self, number: int, seal: bytes) -> bool:
        """Keep a seal over the audit trail (see ``wraparound.storage.seals``) under its number.

        Returns:
            Whether it was kept; False where the number is taken, or is not the next.

        Raises:
            StorageLacks: The store has no audit trail.
        """
        ...

    def seals(self, after: int = 0, *, limit: int = 1000) -> tuple[bytes, ...]:
        """Return the seals after a number, in order.

        Raises:
            StorageLacks: The store has no audit trail.
        """
        ...

    def take_messages(
        self, worker: str, *, at: datetime, lease: timedelta, limit: int = 100
    ) -> tuple[HeldMessage, ...]:
        """Hand out messages that are due, the oldest first, to one worker until the lease ends.

        Args:
            worker: Who takes them, as an id.
            at: Now (aware, UTC).
            lease: How long the worker has them to itself.
            limit: How many at most.

        Raises:
            StorageLacks: The store has no outbox.
        """
        ...

    def settle_message(
        self,
        message_id: str,
        worker: str,
        *,
        state: MessageState,
        due_at: datetime | None = None,
        reason: str = "",
    ) -> bool:
        """Say what became of a message that one has: delivered, waiting again, or parked.

        Args:
            message_id: The message.
            worker: Who has it.
            state: What became of it; never ``LEASED``.
            due_at: For ``WAITING``: when it may be handed out again.
            reason: Why it failed, without personal values.

        Returns:
            Whether it was settled; False where the worker does not have it (any more).
        """
        ...

    def release_message(self, message_id: str, *, at: datetime) -> bool:
        """Let a parked message wait again; False where there is no such parked message."""
        ...

    def messages(
        self, state: MessageState | None = None, *, limit: int = 1000
    ) -> tuple[HeldMessage, ...]:
        """Return messages of a state, or all, the oldest first."""
        ...

    def close(self) -> None:
        """Let go of everything that is held open. Closing twice does no harm."""
        ...

    def __enter__(self) -> Self:
        """Return the store itself."""
        ...

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        ...


@runtime_checkable
class Forgets(Protocol):
    """A store that can make a family's records unreadable for good (see ``storage.sealed``)."""

    def forget(self, family: str) -> bool:
        """Destroy the key of a family; tell whether there was one."""
        ...
