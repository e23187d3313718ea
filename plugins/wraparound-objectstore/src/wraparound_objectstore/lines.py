"""The log as bytes: an object for each change, with one line that tells of it, then its bodies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256

import msgspec

from wraparound.errors import StorageUnavailable
from wraparound.storage.envelopes import (
    Access,
    Act,
    AuditEntry,
    Change,
    FeedEntry,
    Put,
    Touched,
)
from wraparound.storage.evidence import digest_of, hash_of_kept

START = "0" * 64
"""What the first line of a log names as the one before it."""


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One revision, as a line tells of it; its body lies behind the line."""

    kind: str
    id: str
    family: str | None = None
    revision: int
    size: int = 0
    sha256: str = ""
    index: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None
    fields: tuple[str, ...] = ()

    @property
    def content(self) -> str:
        """What the audit entry knows this revision by."""
        return hash_of_kept(
            self.sha256,
            index=self.index,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of the log: a change, or a read that was noted.

    Attributes:
        number: Where it stands in the log: 1 for the first, without a gap.
        position: How many changes there are up to here.
        act: A change or a read.
        at: When it was recorded.
        by: Who.
        role: In which role.
        purpose: For what.
        reason: Why.
        change: The id of the change.
        kept: What the change keeps, in its order.
        seen: What was read.
        hashed: Whether the digest covers the hashes of what is kept; not so in lines of old.
        digest: The hash that its audit entry carries.
        before: SHA-256 of the line before.
    """

    number: int
    position: int
    act: Act
    at: datetime
    by: str
    role: str = ""
    purpose: str = ""
    reason: str = ""
    change: str = ""
    kept: tuple[Kept, ...] = ()
    seen: tuple[Touched, ...] = ()
    hashed: bool = False
    digest: str = ""
    before: str

    def touched(self, *, hashed: bool) -> tuple[Touched, ...]:
        """Return the records that were changed or read, without what they say."""
        return self.seen or tuple(
            Touched(
                kind=each.kind,
                id=each.id,
                family=each.family,
                revision=each.revision,
                removed=not each.size,
                fields=each.fields,
                content=each.content if hashed else "",
            )
            for each in self.kept
        )

    def feed_entry(self) -> FeedEntry:
        """Return what the feed tells of this change."""
        return FeedEntry(
            position=self.position,
            change=self.change,
            at=self.at,
            by=self.by,
            reason=self.reason,
            touched=self.touched(hashed=False),
        )

    def audit_entry(self) -> AuditEntry:
        """Return what the audit trail tells of this change or read."""
        return AuditEntry(
            number=self.number,
            act=self.act,
            at=self.at,
            by=self.by,
            role=self.role,
            purpose=self.purpose,
            reason=self.reason,
            change=self.change or None,
            touched=self.touched(hashed=self.hashed),
            digest=self.digest,
        )


def line_of_change(
    change: Change, revisions: list[int], number: int, position: int, before: str, *, at: datetime
) -> Line:
    """Return the line of a change that was admitted and fits."""
    kept = tuple(map(_kept, change.puts, revisions))
    line = Line(
        number=number,
        position=position,
        act=Act.CHANGE,
        at=at,
        by=change.by,
        role=change.role,
        purpose=change.purpose,
        reason=change.reason,
        change=change.id,
        kept=kept,
        hashed=True,
        before=before,
    )
    return _sealed(line)


def line_of_read(access: Access, number: int, position: int, before: str) -> Line:
    """Return the line of a read that was admitted."""
    line = Line(
        number=number,
        position=position,
        act=Act.READ,
        at=access.at,
        by=access.by,
        role=access.role,
        purpose=access.purpose,
        seen=access.touched,
        before=before,
    )
    return _sealed(line)


def _kept(put: Put, revision: int) -> Kept:
    return Kept(
        kind=put.kind,
        id=put.id,
        family=put.family,
        revision=revision,
        size=len(put.body),
        sha256=mark(put.body) if put.body else "",
        index=dict(put.index),
        valid_from=put.valid_from,
        valid_until=put.valid_until,
        fields=put.fields,
    )


def _sealed(line: Line) -> Line:
    digest = digest_of(
        number=line.number,
        act=line.act,
        at=line.at,
        by=line.by,
        role=line.role,
        purpose=line.purpose,
        reason=line.reason,
        change=line.change or None,
        touched=line.touched(hashed=line.hashed),
    )
    return msgspec.structs.replace(line, digest=digest)


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Line)


def written(line: Line) -> bytes:
    """Return the line as bytes; it ends where they end."""
    return _encoder.encode(line) + b"\n"


def read_line(raw: bytes, *, number: int, before: str | None, where: str) -> Line:
    """Return the line of these bytes; with ``before``, only as the one that follows it.

    Raises:
        StorageUnavailable: It is not the one that follows, or is not whole.
    """
    try:
        line = _decoder.decode(raw)
    except msgspec.DecodeError:
        raise damaged(where, number) from None
    if line.number != number or (before is not None and line.before != before):
        raise damaged(where, number)
    return line


def split(raw: bytes) -> Iterator[bytes]:
    """Yield the lines of a table of contents."""
    start = 0
    while start < len(raw):
        end = raw.index(b"\n", start) + 1
        yield raw[start:end]
        start = end


def mark(raw: bytes) -> str:
    """Return the hash by which bytes are known again."""
    return sha256(raw).hexdigest()


def damaged(where: str, number: int) -> StorageUnavailable:
    """Return the error that says which entry of the log is not what was written."""
    return StorageUnavailable(
        f"entry {number} of the log in {where} is damaged or was altered",
        hint="restore that object from a backup; nothing else needs to be touched",
    )
