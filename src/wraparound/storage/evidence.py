"""What an audit entry is known again by: the hash of its content, computed the same way for ever.

The content is written as one line of JSON: keys in the order of the alphabet, no spaces, every
character as itself in UTF-8, instants in UTC to the microsecond, acts as their written values. The
hash of a body that was kept is left out where there is none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

import attrs

from wraparound.storage.contract import Store
from wraparound.storage.envelopes import (
    Access,
    Act,
    AuditEntry,
    Change,
    Envelope,
    FeedEntry,
    Put,
    Touched,
)


def digest_of(  # noqa: PLR0913 - what an entry says, each by its name
    *,
    number: int,
    act: Act,
    at: datetime,
    by: str,
    role: str = "",
    purpose: str = "",
    reason: str = "",
    change: str | None = None,
    touched: tuple[Touched, ...] = (),
) -> str:
    """Return the SHA-256 of an audit entry's content, as hex.

    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 3, 3, tzinfo=UTC)
    >>> digest_of(number=1, act=Act.READ, at=at, by="facilitator-1")[:12]
    '448a784e915c'
    """
    content = {
        "number": number,
        "act": act.value,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": by,
        "role": role,
        "purpose": purpose,
        "reason": reason,
        "change": change,
        "touched": [_content_of(each) for each in touched],
    }
    line = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(line.encode()).hexdigest()


def _content_of(touched: Touched) -> dict[str, object]:
    content: dict[str, object] = {
        "kind": touched.kind,
        "id": touched.id,
        "family": touched.family,
        "revision": touched.revision,
        "removed": touched.removed,
        "fields": list(touched.fields),
    }
    # entries from before there was a hash of what was kept are known again without one
    return content | {"content": touched.content} if touched.content else content


def entry_of_change(
    change: Change, number: int, *, at: datetime, touched: tuple[Touched, ...]
) -> AuditEntry:
    """Return the audit entry of a change.

    Args:
        change: The change.
        number: The entry's number.
        at: When the change was recorded.
        touched: The records of the change, as they were kept.
    """
    entry = AuditEntry(
        number=number,
        act=Act.CHANGE,
        at=at,
        by=change.by,
        role=change.role,
        purpose=change.purpose,
        reason=change.reason,
        change=change.id,
        touched=touched,
        digest="",
    )
    return with_digest(entry)


def entry_of_read(access: Access, number: int) -> AuditEntry:
    """Return the audit entry of a read."""
    entry = AuditEntry(
        number=number,
        act=Act.READ,
        at=access.at,
        by=access.by,
        role=access.role,
        purpose=access.purpose,
        touched=access.touched,
        digest="",
    )
    return with_digest(entry)


def touched_by(put: Put, kept: Envelope) -> Touched:
    """Return what the audit trail tells of a put; the feed tells it without the hash."""
    return Touched(
        kind=kept.kind,
        id=kept.id,
        family=kept.family,
        revision=kept.revision,
        removed=kept.removed,
        fields=put.fields,
        content=hash_of_kept(
            hash_of_body(put.body),
            index=put.index,
            valid_from=put.valid_from,
            valid_until=put.valid_until,
        ),
    )


def hash_of_body(body: bytes) -> str:
    """Return the SHA-256 of a body, as hex; nothing for that of a removed record."""
    return hashlib.sha256(body).hexdigest() if body else ""


def hash_of_kept(
    body: str,
    *,
    index: Mapping[str, tuple[str, ...]],
    valid_from: date | None,
    valid_until: date | None,
) -> str:
    """Return what an audit entry knows a revision by; nothing for that of a removed record.

    Args:
        body: The hash of its body.
        index: The values that it is found by.
        valid_from: The first day on which it is valid.
        valid_until: The first day on which it no longer is.
    """
    if not body:
        return ""
    days = [each and each.isoformat() for each in (valid_from, valid_until)]
    found = {name: list(values) for name, values in index.items()}
    content = [body, found, *days]
    line = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(line.encode()).hexdigest()


def with_digest(entry: AuditEntry) -> AuditEntry:
    """Return an audit entry that carries the hash of its content."""
    return attrs.evolve(entry, digest=_digest_again(entry))


def whole_trail(store: Store, after: int = 0) -> Iterator[AuditEntry]:
    """Yield every audit entry of a store after a number, in order, some at a time.

    Raises:
        StorageLacks: The store has no audit trail.
    """
    while entries := store.audit_trail(after):
        yield from entries
        after = entries[-1].number


def every_seal(store: Store, after: int = 0) -> Iterator[bytes]:
    """Yield every seal of a store after a number, in order, some at a time.

    Raises:
        StorageLacks: The store has no audit trail.
    """
    while found := store.seals(after):
        yield from found
        after += len(found)


_CHANGES_AT_ONCE = 20


def every_change(store: Store, after: int = 0) -> Iterator[FeedEntry]:
    """Yield every change of a store after a position, in order, some at a time.

    Not many at a time: each tells of all that it touched, which may be hundreds of records.

    Raises:
        StorageLacks: The store has no feed.
    """
    while found := store.feed(after, limit=_CHANGES_AT_ONCE):
        yield from found
        after = found[-1].position


def is_intact(entry: AuditEntry) -> bool:
    """Whether an entry still says what it said when its hash was computed."""
    return entry.digest == _digest_again(entry)


def _digest_again(entry: AuditEntry) -> str:
    return digest_of(
        number=entry.number,
        act=entry.act,
        at=entry.at,
        by=entry.by,
        role=entry.role,
        purpose=entry.purpose,
        reason=entry.reason,
        change=entry.change,
        touched=entry.touched,
    )
