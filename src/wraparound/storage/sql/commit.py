"""How a change is written: checked against the last revisions, then kept whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from wraparound.storage.admission import refuse_unfit
from wraparound.storage.envelopes import AuditEntry, Change, Envelope, Put
from wraparound.storage.evidence import entry_of_change, touched_by
from wraparound.storage.sql import reads, writes
from wraparound.storage.sql.database import Transaction
from wraparound.storage.sql.outbox import keep_messages
from wraparound.storage.sql.rows import (
    day_column,
    envelopes_of,
    family_column,
    found_by_column,
    instant_column,
)
from wraparound.storage.sql.tables import columns_of
from wraparound.storage.sql.trail import enter, fields_column

Row = dict[str, object]

_AT_ONCE = (8, 100)
"""So many records are asked about at once: few sizes, since each is a statement of its own."""


def keep(transaction: Transaction, change: Change, *, program: str) -> tuple[Envelope, ...]:
    """Keep every record of an admitted change, or raise.

    Returns:
        The new revisions in the order of the puts; those of the first time if the change was made
        before.
    """
    of_change: Row = {"program": program, "change": change.id}
    position, recorded_at, number = _take_turn(transaction, program, at=change.at)
    if transaction.ask(reads.change_made, of_change):
        return envelopes_of(transaction.undo_and_ask(reads.revisions_of_change, of_change))
    rows = _Rows(program=program, change=change.id, position=position, recorded_at=recorded_at)
    last = _last_of(transaction, change.puts, program)
    kept = tuple(rows.take(put, last.get((put.kind, put.id), _Last())) for put in change.puts)
    touched = tuple(map(touched_by, change.puts, kept))
    entry = entry_of_change(change, number, at=recorded_at, touched=touched)
    rows.write(transaction, change, entry)
    enter(transaction, entry, program=program)
    if change.messages:
        keep_messages(transaction, change, program=program, position=position)
    return kept


def _take_turn(
    transaction: Transaction, program: str, *, at: datetime
) -> tuple[int, datetime, int]:
    """Return the change's position, when it is recorded, and the number of its audit entry.

    It is never recorded before the change before it.
    """
    given: Row = {"program": program, "at": instant_column(at)}
    moved = transaction.move(writes.take_turn, given)
    if not moved:
        first: Row = {"position": 1, "recorded_at": given["at"], "entries": 1}
        transaction.do(writes.begin_program, first | {"program": program})
        return 1, at, 1
    ((position, recorded_at, number),) = moved
    return int(str(position)), datetime.fromisoformat(str(recorded_at)), int(str(number))


@attrs.frozen
class _Last:
    """The last revision of a record, even one that says that it is gone.

    Attributes:
        revision: Its number; 0 if there is none.
        stored: Whether the record is stored now.
        family: What stands in its family's column.
        found_by: What it is found by, as one text.
    """

    revision: int = 0
    stored: bool = False
    family: str = ""
    found_by: str = ""


def _last_of(
    transaction: Transaction, puts: Iterable[Put], program: str
) -> dict[tuple[str, str], _Last]:
    """Return the last revision of each record that has one, by kind and id."""
    ids: dict[str, list[str]] = defaultdict(list)
    for put in puts:
        ids[put.kind].append(put.id)
    return {
        (kind, str(record_id)): _Last(int(str(revision)), not removed, str(family), str(found_by))
        for kind, of_kind in ids.items()
        for start in range(0, len(of_kind), _AT_ONCE[-1])
        for record_id, revision, removed, family, found_by in _ask_of_last(
            transaction, program, kind, of_kind[start : start + _AT_ONCE[-1]]
        )
    }


def _ask_of_last(
    transaction: Transaction, program: str, kind: str, ids: Sequence[str]
) -> Sequence[tuple[object, ...]]:
    given: Row = {"program": program, "kind": kind}
    if len(ids) == 1:
        return transaction.ask(reads.last_revision, given | {"id": ids[0]})
    count = next(size for size in _AT_ONCE if size >= len(ids))
    padded = [*ids, *[ids[-1]] * (count - len(ids))]
    given |= {f"id_{place}": each for place, each in enumerate(padded)}
    return transaction.ask(reads.last_revisions, given, count)


@attrs.define
class _Rows:
    """The rows that a change writes, gathered table by table."""

    program: str
    change: str
    position: int
    recorded_at: datetime
    revisions: list[Row] = attrs.field(factory=list)
    added: list[Row] = attrs.field(factory=list)
    replaced: list[Row] = attrs.field(factory=list)
    removed: list[Row] = attrs.field(factory=list)
    no_longer_found: list[Row] = attrs.field(factory=list)
    searches: dict[str, list[Row]] = attrs.field(factory=lambda: defaultdict(list))
    values: list[Row] = attrs.field(factory=list)

    def take(self, put: Put, last: _Last) -> Envelope:
        """Gather the rows of one record, and return its new revision.

        Raises:
            RecordExists: It is to be new and is stored.
            RecordNotFound: It is to be replaced or removed and is not stored.
            RecordChanged: It is stored at another revision than was read.
        """
        refuse_unfit(put, last.revision if last.stored else None)
        envelope = Envelope(
            kind=put.kind,
            id=put.id,
            family=put.family,
            revision=last.revision + 1,
            body=put.body,
            index=put.index,
            valid_from=put.valid_from,
            valid_until=put.valid_until,
            change=self.change,
            recorded_at=self.recorded_at,
        )
        row = self._row_of(envelope)
        place = len(self.revisions)
        self.revisions.append(
            row
            | {
                "document": envelope.body or None,
                "removed": int(envelope.removed),
                "position": self.position,
                "place": place,
                "fields": fields_column(put.fields),
            }
        )
        was: Row = {
            "at_program": self.program,
            "at_family": last.family,
            "at_kind": put.kind,
            "at_id": put.id,
        }
        if envelope.removed:
            self.removed.append(was)
        elif last.stored:
            self.replaced.append(was | {f"to_{name}": value for name, value in row.items()})
        else:
            self.added.append(row)
        self._find(envelope, row, was if last.stored else None, last)
        return envelope

    def write(self, transaction: Transaction, change: Change, entry: AuditEntry) -> None:
        """Write every row."""
        recorded_at = instant_column(self.recorded_at)
        transaction.do(
            writes.add_change,
            {
                "program": self.program,
                "position": self.position,
                "id": change.id,
                "at": instant_column(change.at),
                "recorded_at": recorded_at,
                "by": change.by,
                "reason": change.reason or None,
                "entry": entry.number,
            },
        )
        transaction.do_all(writes.add_revision, self.revisions)
        transaction.do_all(writes.remove_record, self.removed)
        transaction.do_all(writes.replace_record, self.replaced)
        transaction.do_all(writes.add_record, self.added)
        transaction.do_all(writes.remove_values, self.no_longer_found)
        for kind in {str(row["at_kind"]) for row in self.no_longer_found}:
            gone = (row for row in self.no_longer_found if row["at_kind"] == kind)
            transaction.do_all(writes.remove_search, gone, kind)
        for kind, rows in self.searches.items():
            transaction.do_all(writes.add_search, rows, kind)
        transaction.do_all(writes.add_value, self.values)

    def _row_of(self, envelope: Envelope) -> Row:
        return {
            "program": self.program,
            "family": family_column(envelope.family),
            "kind": envelope.kind,
            "id": envelope.id,
            "revision": envelope.revision,
            "change": envelope.change,
            "recorded_at": instant_column(envelope.recorded_at),
            "found_by": found_by_column(envelope.index),
            "document": envelope.body,
            "valid_from": day_column(envelope.valid_from),
            "valid_until": day_column(envelope.valid_until),
        }

    def _find(self, envelope: Envelope, row: Row, was: Row | None, last: _Last) -> None:
        """Gather what the record is found by, unless that is what it was found by before."""
        if was is not None:
            same = last.family == row["family"] and last.found_by == row["found_by"]
            if same and not envelope.removed:
                return
            self.no_longer_found.append(was)
        if envelope.removed:
            return
        key: Row = {name: row[name] for name in ("program", "family", "id")}
        columns = columns_of(envelope.kind)
        search = key | dict.fromkeys(columns.values())
        for field, values in envelope.index.items():
            if field in columns:
                search[columns[field]] = values[0]
            else:
                self.values += [
                    key | {"kind": envelope.kind, "field": field, "value": value}
                    for value in values
                ]
        self.searches[envelope.kind].append(search)
