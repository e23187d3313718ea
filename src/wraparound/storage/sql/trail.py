"""The feed and the audit trail as rows: what is asked of the tables, and how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

import msgspec
from sqlalchemy import Insert, bindparam, func, insert, select

from wraparound.storage.envelopes import Access, Act, AuditEntry, FeedEntry, Touched
from wraparound.storage.evidence import entry_of_read
from wraparound.storage.sql import writes
from wraparound.storage.sql.database import Rows, Transaction
from wraparound.storage.sql.reads import Question
from wraparound.storage.sql.rows import instant_column
from wraparound.storage.sql.tables import (
    DIRECTORY,
    audit,
    changes,
    revisions,
    seals,
)

LONG_AGO = instant_column(datetime.min.replace(tzinfo=UTC))
"""When a program's last change was recorded that has made none."""

_touched = msgspec.json.Decoder(tuple[Touched, ...]).decode
_fields = msgspec.json.Decoder(tuple[str, ...]).decode


def fed() -> Question:
    """The changes after a position, each with the records of it; one row where it has none."""
    page = (
        select(changes)
        .where(changes.c.program == bindparam("program"), changes.c.position > bindparam("after"))
        .order_by(changes.c.position)
        .limit(bindparam("limit"))
        .subquery("page")
    )
    return (
        select(
            page.c.position,
            page.c.id,
            page.c.recorded_at,
            page.c.by,
            page.c.reason,
            revisions.c.kind,
            revisions.c.id,
            revisions.c.family,
            revisions.c.revision,
            revisions.c.removed,
            revisions.c.fields,
        )
        .select_from(page)
        .join(
            revisions,
            (revisions.c.program == page.c.program) & (revisions.c.position == page.c.position),
            isouter=True,
        )
        .order_by(page.c.position, revisions.c.place)
    )


def feed_of(rows: Rows) -> tuple[FeedEntry, ...]:
    """Return the entries of the feed that rows hold."""
    entries: list[FeedEntry] = []
    for (position, change, at, by, reason), group in groupby(rows, key=lambda row: row[:5]):
        entries.append(
            FeedEntry(
                position=int(str(position)),
                change=str(change),
                at=datetime.fromisoformat(str(at)),
                by=str(by),
                reason=_text(reason),
                touched=tuple(_touched_in(row[5:]) for row in group if row[5] is not None),
            )
        )
    return tuple(entries)


def entries_after() -> Question:
    """The audit entries after a number."""
    return (
        select(
            audit.c.number,
            audit.c.act,
            audit.c.at,
            audit.c.by,
            audit.c.role,
            audit.c.purpose,
            audit.c.reason,
            audit.c.change,
            audit.c.touched,
            audit.c.digest,
        )
        .where(audit.c.program == bindparam("program"), audit.c.number > bindparam("after"))
        .order_by(audit.c.number)
        .limit(bindparam("limit"))
    )


def entries_of(rows: Rows) -> tuple[AuditEntry, ...]:
    """Return the audit entries that rows hold."""
    return tuple(
        AuditEntry(
            number=int(str(number)),
            act=Act(act),
            at=datetime.fromisoformat(str(at)),
            by=str(by),
            role=_text(role),
            purpose=_text(purpose),
            reason=_text(reason),
            change=None if change is None else str(change),
            touched=_touched(str(touched)),
            digest=str(digest),
        )
        for number, act, at, by, role, purpose, reason, change, touched, digest in rows
    )


def add_entry() -> Insert:
    """Append an audit entry."""
    return insert(audit)


def enter(transaction: Transaction, entry: AuditEntry, *, program: str) -> None:
    """Append an audit entry in the transaction of what it tells of."""
    transaction.do(
        add_entry,
        {
            "program": program,
            "number": entry.number,
            "act": entry.act.value,
            "at": instant_column(entry.at),
            "by": entry.by,
            "role": entry.role or None,
            "purpose": entry.purpose or None,
            "reason": entry.reason or None,
            "change": entry.change,
            "touched": msgspec.json.encode(entry.touched).decode(),
            "digest": entry.digest,
        },
    )


def note(transaction: Transaction, access: Access, *, program: str) -> AuditEntry:
    """Keep the entry of a read."""
    number = 1
    moved = transaction.move(writes.take_number, {"program": program})
    if moved:
        number = int(str(moved[0][2]))
    else:
        first = {"program": program, "position": 0, "recorded_at": LONG_AGO, "entries": 1}
        transaction.do(writes.begin_program, first)
    entry = entry_of_read(access, number)
    enter(transaction, entry, program=program)
    return entry


def add_seal() -> Insert:
    """Append a seal."""
    return insert(seals)


def last_seal() -> Question:
    """The number of a program's last seal."""
    return select(func.max(seals.c.number)).where(seals.c.program == bindparam("program"))


def seals_after() -> Question:
    """The seals after a number."""
    return (
        select(seals.c.seal)
        .where(seals.c.program == bindparam("program"), seals.c.number > bindparam("after"))
        .order_by(seals.c.number)
        .limit(bindparam("limit"))
    )


def seals_of(rows: Rows) -> tuple[bytes, ...]:
    """Return the seals that rows hold."""
    return tuple(row[0] if isinstance(row[0], bytes) else b"" for row in rows)


def keep_seal(transaction: Transaction, number: int, seal: bytes, *, program: str) -> bool:
    """Append a seal; False where its number is not the next."""
    ((last,),) = transaction.ask(last_seal, {"program": program})
    if number != int(str(last or 0)) + 1:
        return False
    transaction.do(add_seal, {"program": program, "number": number, "seal": seal})
    return True


def fields_column(fields: tuple[str, ...]) -> str | None:
    """Return the names of fields as one text."""
    return msgspec.json.encode(fields).decode() if fields else None


def _touched_in(columns: Sequence[object]) -> Touched:
    kind, record_id, family, revision, removed, fields = columns
    return Touched(
        kind=str(kind),
        id=str(record_id),
        family=None if family == DIRECTORY else str(family),
        revision=int(str(revision)),
        removed=bool(removed),
        fields=() if fields is None else _fields(str(fields)),
    )


def _text(column: object) -> str:
    return "" if column is None else str(column)
