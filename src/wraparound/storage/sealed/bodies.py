"""How a body is sealed, and bound to the row that it stands in.

A sealed body is a mark, the id of its data key, a nonce, and what AES-GCM made of the body together
with its hidden index values and the revision that the writer had read. It opens only beside the
same kind, id, family, valid days, stored index and **change id**: those are its associated data.

Why the change id stands there and not the revision: the revision is not known before the commit
where a record is new, for one that was removed before goes on counting (promise 3). A change names
no record twice and is applied once (promise 11), so kind, id and change name one revision of one
record. A body moved to another record, family, or revision finds another change there, and does not
open. There remains a *whole row* copied over a later one of the same record, its change id with it.
Against that:

- the revision that the writer had read is sealed inside. If it had read one, the row must be the
  next: no copy of it fits elsewhere in the record.
- if it had read none, the row must be the first, or stand right after a removal in a history that
  counts from 1 without a gap, begins with a body, and holds no change twice.

To roll a record back, somebody must thus rewrite its history from the first revision on. That
leaves a record that contradicts the audit trail, which says which change made which revision; the
trail's own seals (``wraparound.storage.seals``) are what holds there. A removal has no body
(promise 14) and so nothing to seal: that somebody with the rights to write has removed or deleted
rows, encryption does not show. The program is not part of what a body is bound to, and need not be:
each program has its own shelf, whose keys are random.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date

import attrs
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wraparound.errors import SealBroken
from wraparound.storage.envelopes import NEW, SEALED_MARK, Envelope, Message, Put
from wraparound.storage.sealed.hidden import hidden_fields, hide
from wraparound.storage.sealed.keys import KEY_ID_BYTES, NONCE_BYTES, DataKey

History = Callable[[str, str], tuple[Envelope, ...]]
"""Gives every revision of a record, as it stands in the store."""

_MARK = SEALED_MARK  # the next form of sealed bodies begins otherwise
_HEAD = len(_MARK) + KEY_ID_BYTES
_Index = Mapping[str, tuple[str, ...]]


@attrs.frozen(kw_only=True)
class _Inside:
    """What is encrypted of a record.

    Attributes:
        expected: The revision that the writer had read.
        hidden: The index values that stand in the store as hashes only.
        body: The document.
    """

    expected: int
    hidden: dict[str, tuple[str, ...]] = attrs.field(repr=False)
    body: bytes = attrs.field(repr=False)


def seal_put(put: Put, *, change: str, key: DataKey, index_key: bytes) -> Put:
    """Return the record as a store may see it. A removal has nothing to seal."""
    if not put.body:
        return put
    hidden = hidden_fields(put.kind)
    inside = _Inside(
        expected=put.expected,
        hidden={name: values for name, values in put.index.items() if name in hidden},
        body=put.body,
    )
    index = hide(put.index, kind=put.kind, key=index_key)
    row = _row(put, change=change, index=index)
    return attrs.evolve(put, index=index, body=_seal(msgspec.msgpack.encode(inside), key, row))


def open_envelope(envelope: Envelope, *, keys: tuple[DataKey, ...], history: History) -> Envelope:
    """Return the revision as it was before it was sealed.

    Raises:
        SealBroken: It was altered, or stands elsewhere than it was put.
    """
    if envelope.removed:
        return envelope
    broken = SealBroken(envelope.kind, envelope.id)
    row = _row(envelope, change=envelope.change, index=envelope.index)
    text = _open(envelope.body, keys, row)
    if text is None:
        raise broken
    inside = msgspec.msgpack.decode(text, type=_Inside)
    if inside.expected != NEW:
        fits = envelope.revision == inside.expected + 1
    else:
        fits = envelope.revision == 1 or _came_back(envelope, history(envelope.kind, envelope.id))
    if not fits:
        raise broken
    index = {name: inside.hidden.get(name, values) for name, values in envelope.index.items()}
    return msgspec.structs.replace(envelope, body=inside.body, index=index)


def seal_message(message: Message, *, change: str, key: DataKey) -> Message:
    """Return the message as a store may see it."""
    return attrs.evolve(message, body=_seal(message.body, key, _line(message, change)))


def open_message(message: Message, *, change: str, keys: tuple[DataKey, ...]) -> Message:
    """Return the message as it was before it was sealed.

    Raises:
        SealBroken: It was altered, or is not the message of this change.
    """
    body = _open(message.body, keys, _line(message, change))
    if body is None:
        raise SealBroken("message", message.id)
    return attrs.evolve(message, body=body)


def _came_back(envelope: Envelope, history: tuple[Envelope, ...]) -> bool:
    """Tell whether a record that was put as new can have this revision."""
    until = history[: envelope.revision]
    return (
        [each.revision for each in until] == list(range(1, envelope.revision + 1))
        and len({each.change for each in until}) == envelope.revision
        and not until[0].removed
        and until[-2].removed
    )


def _seal(text: bytes, key: DataKey, bound_to: bytes) -> bytes:
    head, nonce = _MARK + key.id, os.urandom(NONCE_BYTES)
    return head + nonce + AESGCM(key.key).encrypt(nonce, text, head + bound_to)


def _open(sealed: bytes, keys: tuple[DataKey, ...], bound_to: bytes) -> bytes | None:
    head, nonce = sealed[:_HEAD], sealed[_HEAD : _HEAD + NONCE_BYTES]
    if not head.startswith(_MARK) or len(nonce) != NONCE_BYTES:
        return None
    for key in keys:
        if key.id == head[len(_MARK) :]:
            try:
                return AESGCM(key.key).decrypt(
                    nonce, sealed[_HEAD + NONCE_BYTES :], head + bound_to
                )
            except InvalidTag:
                return None
    return None


def _row(row: Put | Envelope, *, change: str, index: _Index) -> bytes:
    days = [_day(row.valid_from), _day(row.valid_until)]
    values = sorted((name, sorted(each)) for name, each in index.items())
    return msgspec.msgpack.encode(["record", row.kind, row.id, row.family, change, days, values])


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _line(message: Message, change: str) -> bytes:
    return msgspec.msgpack.encode(
        ["message", message.id, message.kind, message.recipient, message.family, change]
    )
