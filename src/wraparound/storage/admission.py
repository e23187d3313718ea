"""What every store refuses at its door, so that all of them refuse the same things."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import get_origin, get_type_hints

import attrs

from wraparound.errors import (
    Fault,
    IndexUnknown,
    RecordChanged,
    RecordExists,
    RecordNotFound,
    RequestInvalid,
    StorageLacks,
)
from wraparound.model.kinds import IDENTIFIER, KINDS, kind_named
from wraparound.storage.bookmarks import refuse_bookmark
from wraparound.storage.envelopes import (
    NEW,
    Access,
    Capability,
    Change,
    Message,
    MessageState,
    Put,
    Touched,
)

TOLD_ALREADY = "must not be the id of a message that is kept already"
"""What is wrong with a message whose id is taken."""

FAMILY = "family"
"""The field that every family's record is found by, without being told so in its index."""


def admit_change(change: Change) -> Change:
    """Return the change as stores keep it: in UTC, with tidy index values.

    A field without values is left out, a value given twice is kept once, and a removed record is
    found by nothing and valid on no days of its own.

    Raises:
        RequestInvalid: With every fault of the change.
        IndexUnknown: A record is to be found by a field that its kind does not declare.
        KindUnknown: There is no such kind of record.
    """
    for put in change.puts:
        kind = kind_named(put.kind)
        fields = (IDENTIFIER, *kind.index)
        for name in put.index:
            if name not in fields:
                raise IndexUnknown(put.kind, name, fields)
    faults = list(_faults_of(change))
    if faults:
        raise RequestInvalid("this change", faults)
    return attrs.evolve(
        change,
        at=change.at.astimezone(UTC),
        puts=tuple(_admitted(put) for put in change.puts),
    )


def admit_access(access: Access) -> Access:
    """Return a read as the audit trail keeps it: in UTC.

    Raises:
        RequestInvalid: With every fault of it.
    """
    faults = [Fault("by", _STORABLE)] if not _is_storable(access.by) else []
    faults += _faults_of_texts({"role": access.role, "purpose": access.purpose})
    if access.at.utcoffset() is None:
        faults.append(Fault("at", _ZONED))
    for number, touched in enumerate(access.touched):
        place = f"touched[{number}]"
        faults += [_below(place, fault) for fault in _faults_of_touched(touched)]
    if faults:
        raise RequestInvalid("this note of a read", faults)
    return attrs.evolve(access, at=access.at.astimezone(UTC))


def admit_capability(wanted: Capability, had: frozenset[Capability], store: str) -> None:
    """Refuse what a store says that it cannot do.

    Raises:
        StorageLacks: The store lacks the capability.
    """
    if wanted not in had:
        raise StorageLacks(wanted.value, store)


def admit_capabilities_of(change: Change, had: frozenset[Capability], store: str) -> None:
    """Refuse a change that a store says that it cannot keep.

    Raises:
        StorageLacks: It needs a capability that the store lacks.
    """
    if len(change.puts) > 1:
        admit_capability(Capability.WHOLE_CHANGES, had, store)
    if change.messages:
        admit_capability(Capability.OUTBOX, had, store)


def admit_day(valid_on: date | None) -> None:
    """Refuse an instant where a day belongs.

    Raises:
        RequestInvalid: It is one.
    """
    if isinstance(valid_on, datetime):
        raise RequestInvalid("this read", [Fault("valid_on", _DAY)])


def admit_lease(worker: str, *, at: datetime, lease: timedelta, limit: int) -> datetime:
    """Return the instant in UTC at which messages are handed out.

    Raises:
        RequestInvalid: With every fault of the request.
    """
    faults = [] if _is_storable(worker) else [Fault("worker", _STORABLE)]
    if at.utcoffset() is None:
        faults.append(Fault("at", _ZONED))
    if lease <= timedelta(0):
        faults.append(Fault("lease", "must last some time"))
    if limit < 1:
        faults.append(Fault("limit", _ONE_OR_MORE))
    if faults:
        raise RequestInvalid("this handing out of messages", faults)
    return at.astimezone(UTC)


def admit_limit(limit: int) -> None:
    """Refuse an answer without room for anything.

    Raises:
        RequestInvalid: The limit is less than 1.
    """
    if limit < 1:
        raise RequestInvalid("this read", [Fault("limit", _ONE_OR_MORE)])


def admit_seal(seal: bytes) -> None:
    """Refuse a seal that says nothing.

    Raises:
        RequestInvalid: It is empty.
    """
    if not seal:
        raise RequestInvalid("this seal", [Fault("seal", "must not be empty")])


def admit_settlement(
    message_id: str, worker: str, *, state: MessageState, due_at: datetime | None, reason: str
) -> datetime | None:
    """Return the instant in UTC at which a message that waits is due; None for the others.

    Raises:
        RequestInvalid: With every fault of the request.
    """
    faults = _faults_of_texts({"reason": reason})
    for place, text in (("message_id", message_id), ("worker", worker)):
        if not _is_storable(text):
            faults.append(Fault(place, _STORABLE))
    if state is MessageState.LEASED:
        faults.append(Fault("state", "must be what became of the message, not LEASED"))
    if state is MessageState.WAITING and due_at is None:
        faults.append(Fault("due_at", "must say until when the message waits"))
    if due_at is not None and due_at.utcoffset() is None:
        faults.append(Fault("due_at", _ZONED))
    if faults:
        raise RequestInvalid("this settling of a message", faults)
    return due_at.astimezone(UTC) if due_at and state is MessageState.WAITING else None


def admit_instant(instant: datetime, *, place: str = "known_at") -> datetime:
    """Return the instant in UTC.

    Raises:
        RequestInvalid: It does not say which time zone it is in.
    """
    if instant.utcoffset() is None:
        raise RequestInvalid("this request", [Fault(place, _ZONED)])
    return instant.astimezone(UTC)


def admit_key(kind: str, record_id: str) -> None:
    """Refuse a kind that does not exist and an id that cannot be one.

    Raises:
        KindUnknown: There is no such kind of record.
        RequestInvalid: The id is not a text that every store can keep.
    """
    if kind not in KINDS:
        kind_named(kind)
    admit_text("id", record_id)


def admit_question(
    kind: str,
    where: Mapping[str, str],
    *,
    order: str | None = None,
    limit: int,
    after: str | None = None,
    valid_on: date | None = None,
) -> None:
    """Refuse a question that has no answer.

    Raises:
        IndexUnknown: The kind does not declare one of the fields.
        KindUnknown: There is no such kind of record.
        RequestInvalid: A value is not a text that can be kept, the page would be empty, or the
            order is that of a field with several values, or of the family.
    """
    fields = kind_named(kind).searchable
    for name, value in where.items():
        if name not in fields:
            raise IndexUnknown(kind, name, fields)
        admit_text(name, value)
    if order is not None:
        name = order.removeprefix("-")
        if name not in fields:
            raise IndexUnknown(kind, name, fields)
        if name == FAMILY or name in listed(kind):
            raise RequestInvalid("this search", [Fault("order", _ONE_VALUE)])
    if after is not None:
        admit_text("after", after)
        if order is None:
            refuse_bookmark(after)
    if limit < 1:
        raise RequestInvalid("this search", [Fault("limit", _ONE_OR_MORE)])
    admit_day(valid_on)


def admit_text(place: str, text: str) -> None:
    """Refuse a text that some store could not keep as it is.

    Raises:
        RequestInvalid: The text is empty, holds NUL or a character that is no character.
    """
    if not _is_storable(text):
        raise RequestInvalid("this request", [Fault(place, _STORABLE)])


def refuse_unfit(put: Put, stored: int | None) -> None:
    """Refuse a put that does not fit what is stored.

    Args:
        put: What is to be kept.
        stored: The revision of the stored record; None where none is stored.

    Raises:
        RecordExists: It is to be new and is stored.
        RecordNotFound: It is to be replaced or removed and is not stored.
        RecordChanged: It is stored at another revision than was read.
    """
    if stored is None:
        if put.expected != NEW or not put.body:
            raise RecordNotFound(put.kind, put.id)
    elif put.expected == NEW:
        raise RecordExists(put.kind, put.id)
    elif put.expected != stored:
        raise RecordChanged(put.kind, put.id, expected=put.expected, found=stored)


@functools.cache
def listed(kind: str) -> frozenset[str]:
    """Return the fields of a kind that hold any number of values, not one."""
    hints = get_type_hints(KINDS[kind].record)
    many = {name for name in KINDS[kind].index if get_origin(hints[name]) is tuple}
    return frozenset({IDENTIFIER, *many})


_STORABLE = "must be a text that is not empty, without NUL and without broken characters"
_ZONED = "must name its time zone"
_DAY = "must be a day, not an instant"
_ONE_OR_MORE = "must be 1 or more"
_ONE_VALUE = "must be a field of the kind that holds one value"
_FIELD_NAME = "must be the name of a field: letters, digits and the marks _ . - [ ]"
_NAME = re.compile(r"[A-Za-z0-9_.\[\]-]{1,128}")


def _is_storable(text: str) -> bool:
    if not text or "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _admitted(put: Put) -> Put:
    if not put.body:
        return attrs.evolve(put, index=_tidy(put), valid_from=None, valid_until=None)
    return attrs.evolve(put, index=_tidy(put))


def _tidy(put: Put) -> Mapping[str, tuple[str, ...]]:
    given = put.index.items() if put.body else ()
    tidy = {name: tuple(dict.fromkeys(values)) for name, values in given if values}
    return MappingProxyType(tidy)


def _faults_of(change: Change) -> Iterator[Fault]:
    for place, text in (("id", change.id), ("by", change.by)):
        if not _is_storable(text):
            yield Fault(place, _STORABLE)
    yield from _faults_of_texts(
        {"role": change.role, "purpose": change.purpose, "reason": change.reason}
    )
    if change.at.utcoffset() is None:
        yield Fault("at", _ZONED)
    seen: set[tuple[str, str]] = set()
    for number, put in enumerate(change.puts):
        place = f"puts[{number}]"
        key = (put.kind, put.id)
        if key in seen:
            yield Fault(place, "must not name a record that the change names already")
        seen.add(key)
        for fault in _faults_of_put(put):
            yield _below(place, fault)
    told: set[str] = set()
    for number, message in enumerate(change.messages):
        place = f"messages[{number}]"
        if message.id in told:
            yield Fault(f"{place}.id", TOLD_ALREADY)
        told.add(message.id)
        for fault in _faults_of_message(message):
            yield _below(place, fault)


def _faults_of_put(put: Put) -> Iterator[Fault]:
    if not _is_storable(put.id):
        yield Fault("id", _STORABLE)
    if put.family is not None and not _is_storable(put.family):
        yield Fault("family", _STORABLE)
    if put.expected < 0:
        yield Fault("expected", "must be a revision, or NEW")
    for name, values in put.index.items():
        if len(set(values)) > 1 and name not in listed(put.kind):
            yield Fault(f"index.{name}", "must hold one value: the kind declares no list here")
        if not all(map(_is_storable, values)):
            yield Fault(f"index.{name}", _STORABLE)
    yield from _faults_of_fields(put.fields)
    if put.valid_from is not None or put.valid_until is not None:
        yield from _faults_of_days(put.valid_from, put.valid_until)


def _faults_of_days(start: date | None, end: date | None) -> Iterator[Fault]:
    days = {"valid_from": start, "valid_until": end}
    instants = [name for name, day in days.items() if isinstance(day, datetime)]
    for name in instants:
        yield Fault(name, _DAY)
    if not instants and start is not None and end is not None and end <= start:
        yield Fault("valid_until", "must be a day after valid_from")


def _faults_of_message(message: Message) -> Iterator[Fault]:
    for place, text in (
        ("id", message.id),
        ("kind", message.kind),
        ("recipient", message.recipient),
        ("family", message.family),
    ):
        if text is not None and not _is_storable(text):
            yield Fault(place, _STORABLE)


def _faults_of_touched(touched: Touched) -> Iterator[Fault]:
    for place, text in (("kind", touched.kind), ("id", touched.id), ("family", touched.family)):
        if text is not None and not _is_storable(text):
            yield Fault(place, _STORABLE)
    if touched.revision < 0:
        yield Fault("revision", "must be a revision")
    yield from _faults_of_fields(touched.fields)


def _faults_of_fields(fields: Iterable[str]) -> Iterator[Fault]:
    for number, name in enumerate(fields):
        if not _NAME.fullmatch(name):
            yield Fault(f"fields[{number}]", _FIELD_NAME)


def _faults_of_texts(texts: Mapping[str, str]) -> list[Fault]:
    return [
        Fault(place, _STORABLE) for place, text in texts.items() if text and not _is_storable(text)
    ]


def _below(place: str, fault: Fault) -> Fault:
    return attrs.evolve(fault, path=f"{place}.{fault.path}")
