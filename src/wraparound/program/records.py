"""A program's records: read for somebody, changed as one, assembled into charts."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Self, TypeVar

from wraparound.chart import Chart, Directory
from wraparound.errors import RecordNotFound, StorageLacks
from wraparound.hooks import Hooks
from wraparound.importing import Stored
from wraparound.model.ids import new_id
from wraparound.model.kinds import kind_of_class
from wraparound.model.record import Record
from wraparound.program.keeping import record_in, stored_in
from wraparound.program.reads import NOBODY, Reader, Reads
from wraparound.program.unit import Unit
from wraparound.storage import Change, Envelope, Put, Store
from wraparound.storage.contract import Forgets
from wraparound.storage.envelopes import AuditEntry
from wraparound.storage.evidence import whole_trail

_R = TypeVar("_R", bound=Record)


def utc_now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


class Records:
    """The records of one program, in whatever store keeps them.

    Use it as a context manager, or close it. One thread uses it at a time.
    """

    def __init__(
        self,
        store: Store,
        *,
        hooks: Hooks,
        now: Callable[[], datetime] = utc_now,
        reader: Reader = NOBODY,
        note_reads: bool = True,
    ) -> None:
        """Look after the records of a store."""
        self.store = store
        self.hooks = hooks
        self._now = now
        self._reads = Reads(store, reader, now=now, noted=note_reads)
        self._directory: tuple[tuple[int, datetime | None], Directory] | None = None

    @property
    def reader(self) -> Reader:
        """For whom records are read."""
        return self._reads.reader

    def __enter__(self) -> Self:
        """Return the program itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the program."""
        self.close()

    def close(self) -> None:
        """Close the store. Closing twice does no harm."""
        self.store.close()

    def today(self) -> date:
        """Return the present day, by the program's clock."""
        return self._now().date()

    def present(self) -> datetime:
        """Return the present instant, by the program's clock."""
        return self._now()

    def _day(self, as_of: date | None) -> date:
        if as_of is None:
            return self.today()
        if type(as_of) is not date:
            message = (
                f"as_of must be a date, such as date(2026, 1, 31), not a {type(as_of).__name__}"
            )
            raise TypeError(message)
        return as_of

    def stored(
        self, kind: type[Record], record_id: str, *, known_at: datetime | None = None
    ) -> Stored:
        """Return a record with its revision, as it is or as it was known at an instant.

        Raises:
            RecordNotFound: There is none.
        """
        name = kind_of_class(kind).name
        envelope = self._reads.record(name, record_id, known_at=known_at)
        if envelope is None:
            raise RecordNotFound(name, record_id)
        return stored_in(envelope)

    def get(self, kind: type[_R], record_id: str, *, known_at: datetime | None = None) -> _R:
        """Return a record.

        Raises:
            RecordNotFound: There is none.
        """
        return self.stored(kind, record_id, known_at=known_at).record  # type: ignore[return-value]  # of that kind

    def find(self, kind: type[_R], **where: str) -> Iterator[_R]:
        """Yield the records of a kind whose index holds these values, in the order of their ids.

        Raises:
            IndexUnknown: The kind is not searched by one of the fields.
        """
        for envelope in self._reads.found(kind_of_class(kind).name, where):
            yield record_in(envelope)  # type: ignore[misc]  # of that kind

    @contextmanager
    def change(
        self,
        *,
        by: str,
        role: str = "",
        purpose: str = "",
        reason: str = "",
        change_id: str | None = None,
    ) -> Generator[Unit]:
        """Keep everything that is changed in the ``with`` block at once, or nothing of it.

        Args:
            by: Who changes it, as an id.
            role: In which role, as a short code.
            purpose: For what, as a short code.
            reason: Why, without personal values.
            change_id: The change's own id; the same one is applied once.

        Raises:
            ChangeRefused: A plugin said no, or failed to answer.
            RecordChanged: Somebody saved one of the records first.
        """
        unit = Unit(self.stored)
        yield unit
        told = unit.described(change=change_id or new_id(), at=self._now(), by=by, reason=reason)
        if not told.saved and not told.removed and not unit.messages:
            return
        self.hooks.before_commit(told)
        self.store.commit(
            Change(
                id=told.id,
                at=told.at,
                by=by,
                role=role,
                purpose=purpose,
                reason=reason,
                puts=unit.puts(),
                messages=unit.messages,
            )
        )
        self.hooks.after_commit(told)

    def forget(self, family: str, *, by: str, role: str = "", reason: str = "") -> bool:
        """Remove a family and destroy its key: no body of it is read again, from any copy.

        What remains are ids, revisions and times, and the audit trail, which tells of this first.
        What the family was found by is removed with its records.

        Returns:
            Whether there was a key to destroy.

        Raises:
            StorageLacks: The store is not sealed, so that there is no key to destroy.
        """
        if not isinstance(self.store, Forgets):
            raise StorageLacks("sealing", repr(self.store))
        words = f"forgets family {family}" + (f": {reason}" if reason else "")
        held = self.store.open_family(family)
        self.store.commit(
            Change(
                id=new_id(),
                at=self._now(),
                by=by,
                role=role,
                purpose="erasure",
                reason=words,
                puts=tuple(
                    Put(
                        kind=each.kind,
                        id=each.id,
                        family=each.family,
                        body=b"",
                        expected=each.revision,
                    )
                    for each in held
                ),
            )
        )
        self._directory = None
        return self.store.forget(family)

    def accesses(self, family: str) -> Iterator[AuditEntry]:
        """Yield who read or changed a family's records: the entries of the audit trail about it.

        Raises:
            StorageLacks: The store has no audit trail.
        """
        for entry in whole_trail(self.store):
            if any(each.family == family for each in entry.touched):
                yield entry

    def directory(self, *, known_at: datetime | None = None) -> Directory:
        """Return everything that belongs to no family; it is read again only after a change."""
        key = (self.store.position(), known_at)
        if self._directory is None or self._directory[0] != key:
            envelopes = self.store.open_directory(known_at=known_at)
            records = map(record_in, envelopes)
            self._directory = (key, Directory.of(records))
        return self._directory[1]

    def chart(
        self, family: str, *, as_of: date | None = None, known_at: datetime | None = None
    ) -> Chart:
        """Return everything about one family as of a day.

        Args:
            family: The family's id.
            as_of: The day that reviews ask about; today where left out.
            known_at: Leave out what was recorded after this instant.

        Raises:
            RecordNotFound: There is no such family.
        """
        envelopes = self._reads.family(family, known_at=known_at)
        if not any(each.kind == "family" for each in envelopes):
            raise RecordNotFound("family", family, hint="`wraparound families` lists them")
        return Chart.of(
            map(record_in, envelopes),
            as_of=self._day(as_of),
            directory=self.directory(known_at=known_at),
            known_at=known_at,
        )

    def envelopes(self, family: str, *, known_at: datetime | None = None) -> tuple[Envelope, ...]:
        """Return a family's records as they are kept; the read is noted like any other."""
        return self._reads.family(family, known_at=known_at)

    def of_families(self, *kinds: type[Record]) -> Iterator[tuple[Record, ...]]:
        """Yield the records of some kinds for every family, family after family.

        Only these kinds are read, and in bounded memory.
        """
        names = [kind_of_class(kind).name for kind in kinds]
        for envelopes in self._reads.of_families(self.families(), *names):
            yield tuple(map(record_in, envelopes))

    def families(self) -> Iterator[str]:
        """Yield the id of every family, in order."""
        after: str | None = None
        while True:
            page = self.store.find("family", after=after)
            yield from (envelope.id for envelope in page.envelopes)
            after = page.after
            if after is None:
                return
