"""Records kept in a SQL database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Self

from sqlalchemy import Engine

from wraparound.storage.admission import (
    admit_access,
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
)
from wraparound.storage.bookmarks import order_of
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
from wraparound.storage.sql import outbox, reads, trail
from wraparound.storage.sql.commit import keep
from wraparound.storage.sql.database import Database
from wraparound.storage.sql.engine import open_engine
from wraparound.storage.sql.finding import Search, find_in_order, records_found
from wraparound.storage.sql.layout import lay_out
from wraparound.storage.sql.rows import envelopes_of, family_column, instant_column
from wraparound.storage.sql.streaming import stream
from wraparound.storage.validity import covers

_MOST = 2**31 - 2
"""More than any page holds; databases count no further."""


class SqlStore:
    """One program's records, kept in a SQL database that several programs can share."""

    def __init__(self, engine: Engine, program: str = "default", *, owned: bool = False) -> None:
        """Open a program's records through an engine, and create the tables where there are none.

        The engine stays as it is set up. On SQLite it should be told what
        ``wraparound.storage.sql.sqlite.PRAGMAS`` says, and its pool must not hand one
        connection to two threads at once.

        Args:
            engine: Where connections come from.
            program: Whose records these are.
            owned: Whether closing the store disposes of the engine.

        Raises:
            StorageUnavailable: The database cannot be reached, or its tables are of another
                version.
        """
        admit_text("program", program)
        self.program = program
        self._database = Database(engine, owned=owned)
        try:
            self._database.prepare(lay_out)
        except BaseException:
            self._database.close()
            raise

    @classmethod
    def open(cls, url: str, program: str = "default") -> Self:
        """Open a program's records at an address.

        Raises:
            StorageUnknown: SQLAlchemy knows no such database.
            StorageUnavailable: The database cannot be reached, is none, or its tables are of
                another version.
        """
        return cls(open_engine(url), program, owned=True)

    def __repr__(self) -> str:
        return f"SqlStore({self._database.where!r}, program={self.program!r})"

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What this store is able to do: everything."""
        return EVERYTHING

    def commit(self, change: Change) -> tuple[Envelope, ...]:
        """Keep every record of the change, or none."""
        admitted = admit_change(change)
        return self._database.write(partial(keep, change=admitted, program=self.program))

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
        given: dict[str, object] = {"program": self.program, "kind": kind, "id": record_id}
        if known_at is None:
            rows = self._database.ask(reads.record, given)
        else:
            given["known_at"] = instant_column(admit_instant(known_at))
            rows = self._database.ask(reads.record_as_known, given)
        found = envelopes_of(rows)
        there = found and not found[0].removed and covers(found[0], valid_on)
        return found[0] if there else None

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
        limit = min(limit, _MOST)
        given: dict[str, object] = {f"is_{name}": value for name, value in where.items()}
        given |= {"program": self.program, "kind": kind, "limit": limit + 1}
        search = Search(kind, tuple(sorted(where)), self._days(given, valid_on))
        if order is not None:
            asked = order_of(kind, where, order, valid_on=valid_on)
            return find_in_order(self._database, search, asked, given=given, after=after)
        if after is not None:
            given["after"] = after
        rows = self._database.ask(records_found, given, search, after is not None)
        found = envelopes_of(rows[:limit])
        return Page(envelopes=found, after=found[-1].id if len(rows) > limit else None)

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
        given = {"program": self.program, "kind": kind, "id": record_id}
        return envelopes_of(self._database.ask(reads.revisions_of_record, given))

    def position(self) -> int:
        """Return a number that grows with every change of the program, and with nothing else."""
        rows = self._database.ask(reads.turn, {"program": self.program})
        return int(str(rows[0][0])) if rows else 0

    def feed(self, after: int = 0, *, limit: int = 1000) -> tuple[FeedEntry, ...]:
        """Return the changes after a position, in the order in which they were committed."""
        return trail.feed_of(self._database.ask(trail.fed, self._page(after, limit)))

    def stream(self) -> Iterator[Envelope]:
        """Yield every record, the directory first, then family by family, by kind and id."""
        self._database.refuse_closed()
        return stream(self._database, self.program)

    def note_read(self, access: Access) -> AuditEntry:
        """Keep an entry of a read in the audit trail; only then may its answer be handed out."""
        admitted = admit_access(access)
        return self._database.write(partial(trail.note, access=admitted, program=self.program))

    def audit_trail(self, after: int = 0, *, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """Return the audit entries after a number, in order."""
        return trail.entries_of(self._database.ask(trail.entries_after, self._page(after, limit)))

    def keep_seal(self, number: int, seal: bytes) -> bool:
        """Keep a seal over the audit trail; False where its number is not the next."""
        admit_seal(seal)
        return self._database.write(
            partial(trail.keep_seal, number=number, seal=seal, program=self.program)
        )

    def seals(self, after: int = 0, *, limit: int = 1000) -> tuple[bytes, ...]:
        """Return the seals after a number, in order."""
        return trail.seals_of(self._database.ask(trail.seals_after, self._page(after, limit)))

    def take_messages(
        self, worker: str, *, at: datetime, lease: timedelta, limit: int = 100
    ) -> tuple[HeldMessage, ...]:
        """Hand out messages that are due, the oldest first, to one worker until the lease ends."""
        now = admit_lease(worker, at=at, lease=lease, limit=limit)
        return self._database.write(
            partial(
                outbox.hand_out,
                worker=worker,
                program=self.program,
                at=now,
                lease=lease,
                limit=min(limit, _MOST),
            )
        )

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
        due = admit_settlement(message_id, worker, state=state, due_at=due_at, reason=reason)
        given: dict[str, object] = {
            "at_program": self.program,
            "at_id": message_id,
            "at_worker": worker,
            "to_state": state.value,
            "to_reason": reason or None,
        }
        if due is not None:
            given["to_due_at"] = instant_column(due)
        return self._database.write(
            lambda transaction: bool(transaction.do(outbox.settle_message, given, due is not None))
        )

    def release_message(self, message_id: str, *, at: datetime) -> bool:
        """Let a parked message wait again; False where there is no such parked message."""
        admit_text("message_id", message_id)
        due = instant_column(admit_instant(at, place="at"))
        given = {"at_program": self.program, "at_id": message_id, "to_due_at": due}
        return self._database.write(
            lambda transaction: bool(transaction.do(outbox.release_message, given))
        )

    def messages(
        self, state: MessageState | None = None, *, limit: int = 1000
    ) -> tuple[HeldMessage, ...]:
        """Return messages of a state, or all, the oldest first."""
        given = self._page(0, limit)
        if state is not None:
            given["state"] = state.value
        rows = self._database.ask(outbox.messages_of_state, given, state is not None)
        return outbox.messages_of(rows)

    def close(self) -> None:
        """Let go of the connections. Closing twice does no harm."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(
        self, family: str | None, known_at: datetime | None, valid_on: date | None
    ) -> tuple[Envelope, ...]:
        given: dict[str, object] = {"program": self.program, "family": family_column(family)}
        valid = self._days(given, valid_on)
        if known_at is None:
            return envelopes_of(self._database.ask(reads.records_of_family, given, valid))
        given["known_at"] = instant_column(admit_instant(known_at))
        return envelopes_of(self._database.ask(reads.records_of_family_as_known, given, valid))

    def _page(self, after: int, limit: int) -> dict[str, object]:
        admit_limit(limit)
        return {"program": self.program, "after": max(after, 0), "limit": min(limit, _MOST)}

    @staticmethod
    def _days(given: dict[str, object], valid_on: date | None) -> bool:
        """Say on which day what is asked for is to be valid, and whether there is such a day."""
        admit_day(valid_on)
        if valid_on is not None:
            given["valid_on"] = valid_on.isoformat()
        return valid_on is not None
