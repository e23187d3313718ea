"""Records kept in memory: the store for notebooks and tests, and the measure of all others."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from heapq import nsmallest
from typing import Self

import attrs

from wraparound.errors import StorageUnavailable
from wraparound.storage.admission import (
    FAMILY,
    admit_change,
    admit_instant,
    admit_key,
    admit_question,
    admit_text,
    refuse_unfit,
)
from wraparound.storage.contract import Change, Envelope, Page, Put

Key = tuple[str, str]
"""The kind and the id of a record."""


@attrs.define(eq=False)
class Memory:
    """Where memory stores keep their records; stores that share one see the same records.

    Attributes:
        lock: Held for the length of each call.
        ledgers: What each program has kept.
    """

    lock: threading.RLock = attrs.field(factory=threading.RLock, repr=False)
    ledgers: dict[str, _Ledger] = attrs.field(
        factory=lambda: defaultdict[str, _Ledger](_Ledger), repr=False
    )


@attrs.define(eq=False)
class _Ledger:
    """What one program has kept.

    Attributes:
        history: Every revision of every record.
        changes: What each change answered, by its id.
        of_family: The records that ever belonged to a family, or to the directory (None).
        ids: The stored records of each kind.
        found: The stored records that hold a value, by kind, field and value.
        recorded_at: When the last change was recorded.
    """

    history: dict[Key, list[Envelope]] = attrs.field(factory=lambda: defaultdict(list))
    changes: dict[str, tuple[Envelope, ...]] = attrs.field(factory=dict)
    of_family: dict[str | None, set[Key]] = attrs.field(factory=lambda: defaultdict(set))
    ids: dict[str, set[str]] = attrs.field(factory=lambda: defaultdict(set))
    found: dict[tuple[str, str, str], set[str]] = attrs.field(factory=lambda: defaultdict(set))
    recorded_at: datetime | None = None

    def latest(self, key: Key) -> Envelope | None:
        """Return the last revision of a record, even one that says that it is gone."""
        return self.history[key][-1] if key in self.history else None

    def as_known(self, key: Key, known_at: datetime | None) -> Envelope | None:
        """Return the record as it is, or was known at an instant; None if it was not there."""
        envelope = self.latest(key)
        if envelope is not None and known_at is not None and envelope.recorded_at > known_at:
            known = [each for each in self.history[key] if each.recorded_at <= known_at]
            envelope = known[-1] if known else None
        return None if envelope is None or envelope.removed else envelope

    def keep(self, change: Change) -> tuple[Envelope, ...]:
        """Append the revisions of a change that was found to fit."""
        at = max(change.at, self.recorded_at or change.at)
        kept = tuple(self._append(put, change=change.id, recorded_at=at) for put in change.puts)
        self.changes[change.id] = kept
        self.recorded_at = at
        return kept

    def _append(self, put: Put, *, change: str, recorded_at: datetime) -> Envelope:
        key = (put.kind, put.id)
        before = self.latest(key)
        envelope = Envelope(
            kind=put.kind,
            id=put.id,
            family=put.family,
            revision=before.revision + 1 if before else 1,
            body=put.body,
            index=put.index,
            change=change,
            recorded_at=recorded_at,
        )
        if before is not None:
            self.ids[before.kind].discard(before.id)
            for value in _values(before):
                self.found[value].discard(before.id)
        if not envelope.removed:
            self.ids[envelope.kind].add(envelope.id)
            for value in _values(envelope):
                self.found[value].add(envelope.id)
        self.of_family[put.family].add(key)
        self.history[key].append(envelope)
        return envelope


class MemoryStore:
    """One program's records, kept in memory and gone with it."""

    def __init__(self, program: str = "default", *, memory: Memory | None = None) -> None:
        """Open a program's records.

        Args:
            program: Whose records these are.
            memory: Where they are kept; a memory of its own unless stores are to share one.
        """
        admit_text("program", program)
        self.program = program
        self._memory = memory or Memory()
        self._closed = False

    def __repr__(self) -> str:
        return f"MemoryStore(program={self.program!r})"

    def commit(self, change: Change) -> tuple[Envelope, ...]:
        """Keep every record of the change, or none."""
        admitted = admit_change(change)
        with self._memory.lock:
            ledger = self._ledger()
            if admitted.id in ledger.changes:
                return ledger.changes[admitted.id]
            for put in admitted.puts:
                stored = ledger.as_known((put.kind, put.id), None)
                refuse_unfit(put, stored.revision if stored else None)
            return ledger.keep(admitted)

    def get(
        self, kind: str, record_id: str, *, known_at: datetime | None = None
    ) -> Envelope | None:
        """Return the record as it is, or as it was known at an instant; None if not there."""
        admit_key(kind, record_id)
        instant = None if known_at is None else admit_instant(known_at)
        with self._memory.lock:
            return self._ledger().as_known((kind, record_id), instant)

    def find(
        self,
        kind: str,
        where: Mapping[str, str] | None = None,
        *,
        limit: int = 1000,
        after: str | None = None,
    ) -> Page:
        """Return the records of a kind whose index holds all these values."""
        where = where or {}
        admit_question(kind, where, limit=limit, after=after)
        with self._memory.lock:
            ledger = self._ledger()
            ids = ledger.ids.get(kind, set[str]())
            for field, value in where.items():
                ids = ids & ledger.found.get((kind, field, value), set[str]())
            later = ids if after is None else (each for each in ids if each > after)
            page = nsmallest(limit + 1, later)
            envelopes = tuple(ledger.history[kind, each][-1] for each in page[:limit])
        return Page(envelopes=envelopes, after=page[limit - 1] if len(page) > limit else None)

    def open_family(self, family: str, *, known_at: datetime | None = None) -> tuple[Envelope, ...]:
        """Return every record of one family, in the order of kind and id."""
        admit_text("family", family)
        return self._open(family, known_at)

    def open_directory(self, *, known_at: datetime | None = None) -> tuple[Envelope, ...]:
        """Return every record that belongs to no family, in the order of kind and id."""
        return self._open(None, known_at)

    def history(self, kind: str, record_id: str) -> tuple[Envelope, ...]:
        """Return every revision of a record, the oldest first; empty if it was never stored."""
        admit_key(kind, record_id)
        with self._memory.lock:
            return tuple(self._ledger().history.get((kind, record_id), ()))

    def position(self) -> int:
        """Return a number that grows with every change of the program, and with nothing else."""
        with self._memory.lock:
            return len(self._ledger().changes)

    def close(self) -> None:
        """Let go of the memory. Closing twice does no harm."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self, family: str | None, known_at: datetime | None) -> tuple[Envelope, ...]:
        instant = None if known_at is None else admit_instant(known_at)
        with self._memory.lock:
            ledger = self._ledger()
            keys = sorted(ledger.of_family.get(family, ()))
            known = (ledger.as_known(key, instant) for key in keys)
            return tuple(each for each in known if each is not None and each.family == family)

    def _ledger(self) -> _Ledger:
        if self._closed:
            raise StorageUnavailable("the store is closed", hint="open it again")
        return self._memory.ledgers[self.program]


def _values(envelope: Envelope) -> Iterable[tuple[str, str, str]]:
    for field, values in envelope.index.items():
        for value in values:
            yield envelope.kind, field, value
    if envelope.family is not None:
        yield envelope.kind, FAMILY, envelope.family
