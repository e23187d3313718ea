"""A unit of work: changes of records that are kept together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import attrs

from wraparound.codec import write
from wraparound.hooks import Notification, RecordChange
from wraparound.importing import Stored
from wraparound.model.kinds import family_of, index_of, kind_of, valid_days
from wraparound.model.record import Record
from wraparound.program.delivery import message_of
from wraparound.storage import NEW, Message, Put

_R = TypeVar("_R", bound=Record)


class Unit:
    """Changes that are kept together or not at all. ``Program.change`` makes one."""

    def __init__(self, stored: Callable[[type[Record], str], Stored]) -> None:
        """Start without any change.

        Args:
            stored: Returns a stored record with its revision.
        """
        self._stored = stored
        self._pending: dict[tuple[str, str], _Pending] = {}
        self._read: dict[tuple[str, str], Stored] = {}
        self._messages: list[Message] = []

    def add(self, *records: Record) -> None:
        """Keep new records."""
        for record in records:
            self._pending[_key(record)] = _Pending(record=record, subject=record)

    def get(self, kind: type[_R], record_id: str) -> _R:
        """Return a stored record, and remember its revision for ``replace``.

        Raises:
            RecordNotFound: There is none.
        """
        stored = self._stored(kind, record_id)
        self._read[_key(stored.record)] = stored
        return stored.record  # type: ignore[return-value]  # of the kind that was asked for

    def replace(self, record: Record, *, over: Stored | None = None) -> None:
        """Keep a changed record.

        Args:
            record: The record as it shall be.
            over: The record as it was read; left out for one read in this unit, or for the
                newest one.

        Raises:
            RecordNotFound: None was read, and none is stored.
        """
        self._replace(record, record, over)

    def remove(self, record: Record, *, over: Stored | None = None) -> None:
        """Remove a record from sight; its history stays."""
        self._replace(record, None, over)

    def tell(self, notification: Notification) -> None:
        """Keep a notification with this change; ``Program.deliver`` tells the plugins of it."""
        self._messages.append(message_of(notification))

    def described(self, *, change: str, at: datetime, by: str, reason: str) -> RecordChange:
        """Return what plugins are told of this unit."""
        pending = self._pending.items()
        return RecordChange(
            id=change,
            at=at,
            by=by,
            reason=reason,
            saved=tuple(each.record for _, each in pending if each.record is not None),
            removed=tuple(key for key, each in pending if each.record is None),
            families=frozenset(
                family for _, each in pending if (family := family_of(each.subject)) is not None
            ),
        )

    @property
    def messages(self) -> tuple[Message, ...]:
        """What is to be told, in the order it was given."""
        return tuple(self._messages)

    def puts(self) -> tuple[Put, ...]:
        """Return what the store is to keep."""
        return tuple(_put(key, each) for key, each in self._pending.items())

    def _replace(self, subject: Record, record: Record | None, over: Stored | None) -> None:
        key = _key(subject)
        before = over or self._read.get(key) or self._stored(type(subject), key[1])
        self._pending[key] = _Pending(record=record, subject=subject, before=before)


@attrs.frozen(kw_only=True)
class _Pending:
    record: Record | None
    subject: Record
    before: Stored | None = None


def _put(key: tuple[str, str], pending: _Pending) -> Put:
    kind, record_id = key
    record, before = pending.record, pending.before
    start, end = (None, None) if record is None else valid_days(record)
    return Put(
        kind=kind,
        id=record_id,
        family=family_of(pending.subject),
        body=b"" if record is None else write(record),
        index={} if record is None else index_of(record),
        valid_from=start,
        valid_until=end,
        fields=() if record is None else _changed_fields(record, before),
        expected=NEW if before is None else before.revision,
    )


def _changed_fields(record: Record, before: Stored | None) -> tuple[str, ...]:
    fields = attrs.fields(type(record))
    if before is None:
        blank = {field.name: field.default for field in fields}
        return tuple(name for name in blank if getattr(record, name) != blank[name])
    return tuple(
        field.name
        for field in fields
        if getattr(record, field.name) != getattr(before.record, field.name)
    )


def _key(record: Record) -> tuple[str, str]:
    record_id: str = getattr(record, "id", "")
    return kind_of(record).name, record_id
