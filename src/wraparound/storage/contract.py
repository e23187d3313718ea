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
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol, Self, runtime_checkable

import attrs

NEW = 0
"""The expected revision of a record that is not stored yet."""


@attrs.frozen(kw_only=True)
class Envelope:
    """One revision of one record, as a store keeps it.

    Attributes:
        kind: The kind of record, such as ``plan``.
        id: The record's id, unique among its kind in its program.
        family: The family that it belongs to; None in the directory.
        revision: 1 for the first, then one more for each change.
        body: The document, as bytes; empty when the record was removed.
        index: The values that it is found by, as texts, by field.
        change: The id of the change that brought this revision.
        recorded_at: When that was.
    """

    kind: str
    id: str
    family: str | None = None
    revision: int
    body: bytes = attrs.field(repr=False)
    index: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, repr=False)
    change: str
    recorded_at: datetime

    @property
    def removed(self) -> bool:
        """Whether this revision says that the record is gone."""
        return not self.body


@attrs.frozen(kw_only=True)
class Put:
    """One record of a change: what to keep, and which revision it replaces.

    Attributes:
        kind: The kind of record.
        id: The record's id.
        family: The family; None in the directory.
        body: The document; empty to remove the record.
        index: The values that it is found by. The fields are those that its kind declares; only
            ``identifier`` and fields that the kind declares as lists hold several values. Ids and
            values are texts that are not empty and hold no NUL.
        expected: The revision that was read; ``NEW`` for a record not stored yet.
    """

    kind: str
    id: str
    family: str | None = None
    body: bytes = attrs.field(repr=False)
    index: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, repr=False)
    expected: int = NEW


@attrs.frozen(kw_only=True)
class Change:
    """Records that are kept together or not at all, with who, when and why.

    Attributes:
        id: The change's id; the same id is applied once.
        at: When it is made (aware, UTC).
        by: Who makes it, as an id.
        reason: Why, as a short code or words without personal values.
        puts: The records. No record appears twice.
    """

    id: str
    at: datetime
    by: str
    reason: str = ""
    puts: tuple[Put, ...] = ()


@attrs.frozen(kw_only=True)
class Page:
    """Some of the records found, and where to go on.

    Attributes:
        envelopes: The records, in the order of their ids.
        after: What to pass as ``after`` for the next page; None on the last one.
    """

    envelopes: tuple[Envelope, ...]
    after: str | None = None


@runtime_checkable
class Store(Protocol):
    """A place where one program's records are kept. Every call keeps the numbered promises."""

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
        self, kind: str, record_id: str, *, known_at: datetime | None = None
    ) -> Envelope | None:
        """Return the record as it is, or was known at an instant; None if it was not there."""
        ...

    def find(
        self,
        kind: str,
        where: Mapping[str, str] | None = None,
        *,
        limit: int = 1000,
        after: str | None = None,
    ) -> Page:
        """Return the records of a kind whose index holds all these values.

        Raises:
            IndexUnknown: The kind does not declare one of the fields.
        """
        ...

    def open_family(self, family: str, *, known_at: datetime | None = None) -> tuple[Envelope, ...]:
        """Return every record of one family, in the order of kind and id."""
        ...

    def open_directory(self, *, known_at: datetime | None = None) -> tuple[Envelope, ...]:
        """Return every record that belongs to no family, in the order of kind and id."""
        ...

    def history(self, kind: str, record_id: str) -> tuple[Envelope, ...]:
        """Return every revision of a record, the oldest first; empty if it was never stored."""
        ...

    def position(self) -> int:
        """Return a number that grows with every change of the program, and with nothing else."""
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
