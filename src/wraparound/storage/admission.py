"""What every store refuses at its door, so that all of them refuse the same things."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
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
)
from wraparound.model.kinds import IDENTIFIER, KINDS, kind_named
from wraparound.storage.contract import NEW, Change, Put

FAMILY = "family"
"""The field that every family's record is found by, without being told so in its index."""


def admit_change(change: Change) -> Change:
    """Return the change as stores keep it: in UTC, with tidy index values.

    A field without values is left out, a value given twice is kept once, and a removed record is
    found by nothing.

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
        puts=tuple(attrs.evolve(put, index=_tidy(put)) for put in change.puts),
    )


def admit_instant(known_at: datetime) -> datetime:
    """Return the instant in UTC.

    Raises:
        RequestInvalid: It does not say which time zone it is in.
    """
    if known_at.utcoffset() is None:
        raise RequestInvalid("this read", [Fault("known_at", "must name its time zone")])
    return known_at.astimezone(UTC)


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
    kind: str, where: Mapping[str, str], *, limit: int, after: str | None = None
) -> None:
    """Refuse a question that has no answer.

    Raises:
        IndexUnknown: The kind does not declare one of the fields.
        KindUnknown: There is no such kind of record.
        RequestInvalid: A value is not a text that can be kept, or the page would be empty.
    """
    fields = kind_named(kind).searchable
    for name, value in where.items():
        if name not in fields:
            raise IndexUnknown(kind, name, fields)
        admit_text(name, value)
    if after is not None:
        admit_text("after", after)
    if limit < 1:
        raise RequestInvalid("this search", [Fault("limit", "must be 1 or more")])


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


def _tidy(put: Put) -> Mapping[str, tuple[str, ...]]:
    if not put.body:
        return MappingProxyType({})
    tidy = {name: tuple(dict.fromkeys(values)) for name, values in put.index.items() if values}
    return MappingProxyType(tidy)


def _faults_of(change: Change) -> Iterator[Fault]:
    for place, text in (("id", change.id), ("by", change.by), ("reason", change.reason or "-")):
        if not _is_storable(text):
            yield Fault(place, _STORABLE)
    if change.at.utcoffset() is None:
        yield Fault("at", "must name its time zone")
    seen: set[tuple[str, str]] = set()
    for number, put in enumerate(change.puts):
        place = f"puts[{number}]"
        key = (put.kind, put.id)
        if key in seen:
            yield Fault(place, "must not name a record that the change names already")
        seen.add(key)
        for fault in _faults_of_put(put):
            yield attrs.evolve(fault, path=f"{place}.{fault.path}")


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
