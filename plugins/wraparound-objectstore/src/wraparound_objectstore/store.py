"""The store: the contract of stores, kept with a log of objects and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Never, Self

from wraparound.errors import StorageError, StorageLacks, StorageUnavailable
from wraparound.storage.admission import (
    admit_access,
    admit_capabilities_of,
    admit_change,
    admit_day,
    admit_instant,
    admit_key,
    admit_limit,
    admit_question,
    admit_seal,
    admit_text,
    refuse_unfit,
)
from wraparound.storage.bookmarks import order_of
from wraparound.storage.envelopes import (
    EVERYTHING,
    Access,
    Act,
    AuditEntry,
    Capability,
    Change,
    Envelope,
    FeedEntry,
    HeldMessage,
    MessageState,
    Page,
)
from wraparound_objectstore.founding import BLOCK, folder_of, found
from wraparound_objectstore.index import Held, Index, Key, held_by
from wraparound_objectstore.lines import Line, line_of_change, line_of_read
from wraparound_objectstore.log import Log
from wraparound_objectstore.pages import page_of
from wraparound_objectstore.shelf import Shelf

CAPABILITIES = EVERYTHING - {Capability.OUTBOX}
"""What this store is able to do. A message's lease changes again and again; a log does not."""

TRIES = 1000
"""How often a writer begins again because another was faster, before it gives up."""

AT_A_TIME = 1_000_000
"""How many bytes of a stream are in memory at once, with ``OF_EACH`` for every record besides."""

OF_EACH = 4_000


class ObjectStore:
    """One program's records, kept as objects that are written once."""

    def __init__(self, shelf: Shelf, program: str = "default", *, block: int = BLOCK) -> None:
        """Open a program's records.

        Args:
            shelf: Where the objects lie.
            program: Whose records these are.
            block: How many changes a table of contents tells of, where the place is new.

        Raises:
            StorageLacks: The place does not keep to the condition of a conditional write.
            StorageUnavailable: It cannot be reached, or a newer version of this plugin made it.
        """
        admit_text("program", program)
        self.program = program
        self._where = shelf.where
        self._lock = threading.RLock()
        self._log = Log(shelf, folder_of(program), block=found(shelf, block=block))
        self._index = Index()
        self._closed = False

    def __repr__(self) -> str:
        return f"ObjectStore({self._where!r}, program={self.program!r})"

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What this store is able to do: all but messages."""
        return CAPABILITIES

    def commit(self, change: Change) -> tuple[Envelope, ...]:
        """Keep every record of the change, or none: creating one object is what keeps it."""
        admitted = admit_change(change)
        admit_capabilities_of(admitted, CAPABILITIES, repr(self))
        with self._lock:
            for attempt in range(TRIES):
                # at first by what is known: if that is not the latest, the number is taken
                known = attempt == 0 and self._log.head > 0
                index = self._opened() if known else self._fresh()
                made = index.position_of(admitted.id)
                if made is not None:
                    return self._answer(made)
                try:
                    line = self._next_line(admitted)
                except StorageError:
                    if known:
                        continue
                    raise
                length = self._log.append(line, [put.body for put in admitted.puts])
                if length:
                    index.take(line, length)
                    held = held_by(line, length)
                    bodies = (put.body for put in admitted.puts)
                    return tuple(map(index.envelope, held, bodies))
        raise self._busy()

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
        with self._lock:
            index = self._fresh()
            wanted = index.as_of([(kind, record_id)], index.position_at(instant))
        there = (held for held in self._revisions(wanted) if held.there and held.valid_on(valid_on))
        return next(iter(self._with_bodies(list(there))), None)

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
        with self._lock:
            matching = self._fresh().search(kind, where)
            valid = [held for held in matching if held.valid_on(valid_on)]
        asked = order_of(kind, where, order, valid_on=valid_on) if order else None
        page, mark = page_of(valid, asked, limit=limit, after=after)
        return Page(envelopes=self._with_bodies(page), after=mark)

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
        key = (kind, record_id)
        with self._lock:
            positions = self._fresh().positions(key)
        return self._with_bodies(self._revisions([(key, each) for each in positions]))

    def position(self) -> int:
        """Return a number that grows with every change of the program, and with nothing else."""
        with self._lock:
            return self._fresh().position

    def feed(self, after: int = 0, *, limit: int = 1000) -> tuple[FeedEntry, ...]:
        """Return the changes after a position, in the order in which they were committed."""
        admit_limit(limit)
        with self._lock:
            index = self._fresh()
            first, last = max(after, 0) + 1, min(index.position, max(after, 0) + limit)
            if last < first:
                return ()
            numbers = index.number(first), index.number(last)
        lines = self._log.stretch(*numbers)
        return tuple(line.feed_entry() for line in lines if line.act is Act.CHANGE)

    def stream(self) -> Iterator[Envelope]:
        """Yield every record, the directory first, then family by family, by kind and id."""
        with self._lock:
            index = self._fresh()
            families, until = index.families(), index.position
        return self._stream(families, until)

    def note_read(self, access: Access) -> AuditEntry:
        """Keep an entry of a read in the audit trail; only then may its answer be handed out."""
        admitted = admit_access(access)
        with self._lock:
            for _ in range(TRIES):
                index, log = self._fresh(), self._log
                line = line_of_read(admitted, log.head + 1, index.position, log.tip)
                length = log.append(line, ())
                if length:
                    index.take(line, length)
                    return line.audit_entry()
        raise self._busy()

    def audit_trail(self, after: int = 0, *, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """Return the audit entries after a number, in order: they are the log itself."""
        admit_limit(limit)
        with self._lock:
            self._fresh()
            first, last = max(after, 0) + 1, min(self._log.head, max(after, 0) + limit)
        return tuple(line.audit_entry() for line in self._log.stretch(first, last))

    def keep_seal(self, number: int, seal: bytes) -> bool:
        """Keep a seal over the audit trail; False where its number is not the next."""
        admit_seal(seal)
        with self._lock:
            self._opened()
            return self._log.keep_seal(number, seal)

    def seals(self, after: int = 0, *, limit: int = 1000) -> tuple[bytes, ...]:
        """Return the seals after a number, in order."""
        admit_limit(limit)
        with self._lock:
            self._opened()
            return tuple(self._log.seals(max(after, 0), limit))

    def take_messages(
        self, worker: str, *, at: datetime, lease: timedelta, limit: int = 100
    ) -> tuple[HeldMessage, ...]:
        """Refuse: there are no messages here."""
        del worker, at, lease, limit
        self._lack_messages()

    def settle_message(
        self,
        message_id: str,
        worker: str,
        *,
        state: MessageState,
        due_at: datetime | None = None,
        reason: str = "",
    ) -> bool:
        """Refuse: there are no messages here."""
        del message_id, worker, state, due_at, reason
        self._lack_messages()

    def release_message(self, message_id: str, *, at: datetime) -> bool:
        """Refuse: there are no messages here."""
        del message_id, at
        self._lack_messages()

    def messages(
        self, state: MessageState | None = None, *, limit: int = 1000
    ) -> tuple[HeldMessage, ...]:
        """Refuse: there are no messages here."""
        del state, limit
        self._lack_messages()

    def close(self) -> None:
        """Let go of what is held open. Closing twice does no harm."""
        with self._lock:
            self._closed = True
            self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fresh(self) -> Index:
        """Read what others wrote since, and return the index; the lock is held."""
        self._opened()
        for line, length in self._log.catch_up():
            self._index.take(line, length)
        return self._index

    def _opened(self) -> Index:
        if self._closed:
            raise StorageUnavailable("the store is closed", hint="open it again")
        if self._index.head != self._log.head:  # an interrupt came between reading and taking over
            self._log, self._index = self._log.again(), Index()
        return self._index

    def _next_line(self, change: Change) -> Line:
        """Return the line of a change that fits what is stored."""
        index, log = self._index, self._log
        revisions: list[int] = []
        for put in change.puts:
            held = index.held((put.kind, put.id))
            refuse_unfit(put, held.kept.revision if held and held.there else None)
            revisions.append(held.kept.revision + 1 if held else 1)
        position = index.position + 1
        at = max(change.at, index.at(index.position)) if index.position else change.at
        return line_of_change(change, revisions, log.head + 1, position, log.tip, at=at)

    def _answer(self, position: int) -> tuple[Envelope, ...]:
        number = self._index.number(position)
        line = self._log.lines([number])[number]
        return self._with_bodies(list(held_by(line, self._log.length(number))))

    def _open(
        self, family: str | None, known_at: datetime | None, valid_on: date | None
    ) -> tuple[Envelope, ...]:
        admit_day(valid_on)
        instant = None if known_at is None else admit_instant(known_at)
        with self._lock:
            until = self._fresh().position_at(instant)
        there = self._family(family, until)
        return self._with_bodies([held for held in there if held.valid_on(valid_on)])

    def _stream(self, families: Iterable[str | None], until: int) -> Iterator[Envelope]:
        """Yield everything as it was at a position, whatever is kept meanwhile."""
        batch: list[Held] = []
        room = AT_A_TIME
        for held in chain.from_iterable(self._family(each, until) for each in families):
            batch.append(held)
            room -= OF_EACH + held.kept.size
            if room < 0:
                yield from self._with_bodies(batch)
                batch, room = [], AT_A_TIME
        yield from self._with_bodies(batch)

    def _family(self, family: str | None, until: int) -> list[Held]:
        with self._lock:
            index = self._opened()
            wanted = index.as_of(index.ever_of(family), until)
        return [held for held in self._revisions(wanted) if held.is_of(family)]

    def _revisions(self, wanted: Sequence[tuple[Key, int]]) -> list[Held]:
        """Return the revisions that changes made of records; those of old are read."""
        index, log = self._index, self._log
        latest = [index.held(key) for key, _ in wanted]
        old = {
            index.number(position)
            for (_, position), held in zip(wanted, latest, strict=True)
            if held is None or held.position != position
        }
        read = {
            (held.key, held.position): held
            for number, line in log.lines(old).items()
            for held in held_by(line, log.length(number))
        }
        return [
            held if held is not None and held.position == asked[1] else read[asked]
            for asked, held in zip(wanted, latest, strict=True)
        ]

    def _with_bodies(self, revisions: Sequence[Held]) -> tuple[Envelope, ...]:
        index = self._index
        bodies = self._log.bodies([index.place(held) for held in revisions])
        return tuple(map(index.envelope, revisions, bodies))

    def _busy(self) -> StorageUnavailable:
        return StorageUnavailable(
            f"others write to the store {self._where} all the time", hint="try again later"
        )

    def _lack_messages(self) -> Never:
        raise StorageLacks(Capability.OUTBOX.value, repr(self))
