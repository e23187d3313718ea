"""A unit of work: changes of records that are kept together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from wraparound.codec import write
from wraparound.hooks import RecordChange
from wraparound.importing import Stored
from wraparound.model.kinds import family_of, index_of, kind_of
from wraparound.model.record import Record
from wraparound.storage import NEW, Put

_R = TypeVar("_R", bound=Record)


class Unit:
    """Changes that are kept together or not at all. ``Program.change`` makes one."""

    def __init__(self, stored: Callable[[type[Record], str], Stored]) -> None:
        """Start without any change.

        Args:
            stored: Returns a stored record with its revision.
        """
        self._stored = stored
        self._puts: dict[tuple[str, str], tuple[Record | None, int, str | None]] = {}
        self._read: dict[tuple[str, str], int] = {}

    def add(self, *records: Record) -> None:
        """Keep new records."""
        for record in records:
            self._puts[_key(record)] = (record, NEW, family_of(record))

    def get(self, kind: type[_R], record_id: str) -> _R:
        """Return a stored record, and remember its revision for ``replace``.

        Raises:
            RecordNotFound: There is none.
        """
        stored = self._stored(kind, record_id)
        self._read[_key(stored.record)] = stored.revision
        return stored.record  # type: ignore[return-value]  # of the kind that was asked for

    def replace(self, record: Record, *, revision: int | None = None) -> None:
        """Keep a changed record.

        Args:
            record: The record as it shall be.
            revision: The revision that was read; left out for one read in this unit.

        Raises:
            RecordNotFound: No revision is known, and none is stored.
        """
        key = _key(record)
        if revision is None:
            revision = self._read.get(key)
        if revision is None:
            revision = self._stored(type(record), key[1]).revision
        self._puts[key] = (record, revision, family_of(record))

    def remove(self, record: Record, *, revision: int | None = None) -> None:
        """Remove a record from sight; its history stays."""
        self.replace(record, revision=revision)
        key = _key(record)
        self._puts[key] = (None, self._puts[key][1], family_of(record))

    def described(self, *, change: str, at: datetime, by: str, reason: str) -> RecordChange:
        """Return what plugins are told of this unit."""
        return RecordChange(
            id=change,
            at=at,
            by=by,
            reason=reason,
            saved=tuple(record for record, _, _ in self._puts.values() if record is not None),
            removed=tuple(key for key, (record, _, _) in self._puts.items() if record is None),
            families=frozenset(family for _, _, family in self._puts.values() if family),
        )

    def puts(self) -> tuple[Put, ...]:
        """Return what the store is to keep."""
        return tuple(
            Put(
                kind=kind,
                id=record_id,
                family=family,
                body=b"" if record is None else write(record),
                index={} if record is None else index_of(record),
                expected=revision,
            )
            for (kind, record_id), (record, revision, family) in self._puts.items()
        )


def _key(record: Record) -> tuple[str, str]:
    record_id: str = getattr(record, "id", "")
    return kind_of(record).name, record_id
