"""Rows as envelopes, and what an envelope holds as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import cast

import msgspec

from wraparound.storage.envelopes import Envelope
from wraparound.storage.sql.tables import DIRECTORY

Rows = Sequence[tuple[str, str, str, int, bytes | None, str, str, str, str | None, str | None]]

_found_by = msgspec.json.Decoder(dict[str, tuple[str, ...]]).decode
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NOTHING_TEXT = "{}"


def envelopes_of(rows: Sequence[tuple[object, ...]]) -> tuple[Envelope, ...]:
    """Return the envelopes that rows hold, in their order.

    This is the inner loop of every read: rows of one change share one instant, and most records
    are found by nothing besides their family.
    """
    instants: dict[str, datetime] = {}
    envelopes: list[Envelope] = []
    # the columns and their order are those of ``reads``
    for kind, record_id, family, revision, body, found_by, change, at, start, end in cast(
        "Rows", rows
    ):
        recorded_at = instants.get(at)
        if recorded_at is None:
            recorded_at = instants[at] = datetime.fromisoformat(at)
        envelopes.append(
            Envelope(
                kind=kind,
                id=record_id,
                family=None if family == DIRECTORY else family,
                revision=revision,
                body=body if type(body) is bytes else _bytes_in(body),
                index=_NOTHING if found_by == _NOTHING_TEXT else _found_by(found_by),
                valid_from=None if start is None else date.fromisoformat(start),
                valid_until=None if end is None else date.fromisoformat(end),
                change=change,
                recorded_at=recorded_at,
            )
        )
    return tuple(envelopes)


def _bytes_in(body: object) -> bytes:
    """Return a body as bytes: drivers have their own kinds, and an edited one can be a text."""
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, (bytes, bytearray, memoryview)) else b""


def family_column(family: str | None) -> str:
    """Return what stands in the family's column."""
    return DIRECTORY if family is None else family


def day_column(day: date | None) -> str | None:
    """Return a day as a text of one length, in the order of days."""
    return None if day is None else day.isoformat()


def instant_column(instant: datetime) -> str:
    """Return an instant as a text of one length, in the order of time."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def found_by_column(index: Mapping[str, tuple[str, ...]]) -> str:
    """Return the values that a record is found by as one text, the same for the same values."""
    return (
        msgspec.json.encode(dict(index), order="deterministic").decode() if index else _NOTHING_TEXT
    )
