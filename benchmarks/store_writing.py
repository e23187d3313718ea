"""Committing and bulk loading, against the same rows written by hand with the same durability.

The rows of the peer are those that our store wrote: they are read from its tables, and written
again into tables that are made alike, with one statement a row, in one transaction a change.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import attrs
from measuring import Comparison
from servers import postgresql_server
from sqlalchemy import create_engine, make_url, select

from wraparound.codec import write
from wraparound.model.kinds import family_of, index_of, kind_of, valid_days
from wraparound.storage import Change, Message, Put
from wraparound.storage.sql import SqlStore
from wraparound.storage.sql.tables import metadata
from wraparound.testing.families import synthetic_family

COMMITS = 300
FAMILIES = 300
AT_ONCE = 1000
START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
Rows = dict[str, list[dict[str, Any]]]


def compare_store_writing() -> Iterator[Comparison]:
    """Compare single commits and a bulk load, on SQLite and on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = f"sqlite:///{folder}/ours.db", f"sqlite:///{folder}/theirs.db"
        SqlStore.open(theirs).close()
        with closing(sqlite3.connect(Path(folder, "theirs.db"), isolation_level=None)) as raw:
            raw.execute("PRAGMA synchronous = FULL")
            raw.execute("PRAGMA foreign_keys = ON")
            by_hand = Hand(raw, "?", begin="BEGIN IMMEDIATE")
            yield from _compare("SQLite", ours, by_hand, "sqlite3", "<= 3")
    with postgresql_server() as make:
        if make is None:
            return
        import psycopg

        ours, theirs = make("ours"), make("theirs")
        SqlStore.open(theirs).close()
        plain = make_url(theirs).set(drivername="postgresql")
        address = plain.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as raw:
            by_hand = Hand(raw, "%s", begin="BEGIN", copies=True)
            yield from _compare("PostgreSQL", ours, by_hand, "psycopg", "<= 2")


@attrs.define
class Hand:
    """Rows written by hand.

    Attributes:
        raw: The driver's connection, each statement a transaction of its own unless one is begun.
        mark: What stands for a value.
        begin: What begins a transaction that writes.
        copies: Whether many rows go in with COPY.
    """

    raw: Any
    mark: str
    begin: str
    copies: bool = False

    def change(self, rows: Rows) -> None:
        """Write the rows of one change."""
        cursor = self.raw.cursor()
        cursor.execute(self.begin)
        changed = rows["wraparound_changes"][0]
        cursor.execute(
            "UPDATE wraparound_programs SET position = position + 1, entries = entries + 1,"
            f" recorded_at = {self.mark} WHERE program = {self.mark}",
            (changed["recorded_at"], changed["program"]),
        )
        if not cursor.rowcount:
            self._insert(cursor, "wraparound_programs", rows["wraparound_programs"])
        for table, listed in rows.items():
            if table != "wraparound_programs":
                self._insert(cursor, table, listed)
        cursor.execute("COMMIT")

    def load(self, rows: Rows) -> None:
        """Write many rows as fast as the driver can."""
        cursor = self.raw.cursor()
        cursor.execute(self.begin)
        for table, listed in rows.items():
            if not listed:
                continue
            names = ", ".join(f'"{name}"' for name in listed[0])
            values = [tuple(row.values()) for row in listed]
            if self.copies:
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for value in values:
                        copy.write_row(value)
            else:
                marks = ", ".join([self.mark] * len(listed[0]))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
        cursor.execute("COMMIT")

    def _insert(self, cursor: Any, table: str, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join([self.mark] * len(row))
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))

    def empty(self) -> None:
        """Remove what was written."""
        cursor = self.raw.cursor()
        for table in reversed(metadata.sorted_tables):
            if table.name != "wraparound_layout":
                cursor.execute(f"DELETE FROM {table.name}")


def _compare(
    database: str, url: str, by_hand: Hand, driver: str, goal: str
) -> Iterator[Comparison]:
    puts = _puts()
    changes = [
        Change(
            id=f"change-{number}",
            at=START + timedelta(seconds=number),
            by="facilitator-1",
            role="facilitator",
            reason="benchmark",
            puts=(put,),
            messages=(Message(id=f"m-{number}", kind="finding", body=b'{"kind":"finding"}'),),
        )
        for number, put in enumerate(puts[:COMMITS])
    ]
    with SqlStore.open(url) as store:
        for change in changes[:10]:
            store.commit(change)
        ours = [_seconds(lambda change=change: store.commit(change)) for change in changes[10:]]
    rows = _rows_by_change(url, changes)
    theirs = [_seconds(lambda each=each: by_hand.change(each)) for each in rows][10:]
    yield Comparison(
        f"commit one record on {database}",
        median(ours),
        median(theirs),
        f"the same rows by hand with {driver}",
        goal,
        "with its revision, audit entry and message",
    )
    by_hand.empty()
    parts = [puts[at : at + AT_ONCE] for at in range(0, len(puts), AT_ONCE)]
    with SqlStore.open(url, "bulk") as store:
        loaded = [
            Change(id=f"bulk-{number}", at=START, by="import", puts=tuple(part))
            for number, part in enumerate(parts)
        ]
        seconds = sum(_seconds(lambda change=change: store.commit(change)) for change in loaded)
    batches = _rows_by_change(url, loaded, program="bulk")
    how = "COPY" if by_hand.copies else "executemany"
    peer = sum(_seconds(lambda each=each: by_hand.load(each)) for each in batches)
    yield Comparison(
        f"load {len(puts):,} records on {database}",
        seconds,
        peer,
        f"the same rows with {how}",
        "<= 2.5 (0.4 x the speed)",
        f"{len(puts) / seconds:,.0f} records a second",
    )


def _puts() -> list[Put]:
    puts = []
    for seed in range(FAMILIES):
        for record in synthetic_family(seed):
            start, end = valid_days(record)
            puts.append(
                Put(
                    kind=kind_of(record).name,
                    id=record.id,  # type: ignore[attr-defined]  # stored records have one
                    family=family_of(record),
                    body=write(record),
                    index=index_of(record),
                    valid_from=start,
                    valid_until=end,
                )
            )
    return puts


def _rows_by_change(url: str, changes: Sequence[Change], *, program: str = "default") -> list[Rows]:
    """Return what our store wrote for each change, table by table."""
    engine = create_engine(url)
    found: list[Rows] = []
    with engine.connect() as connection:
        tables = {table.name: table for table in metadata.sorted_tables}

        def rows(name: str, *conditions: Any) -> list[dict[str, Any]]:
            table = tables[name]
            asked = select(table).where(table.c.program == program, *conditions)
            return [dict(row) for row in connection.execute(asked).mappings()]

        every = {name: rows(name) for name in tables if name != "wraparound_layout"}
    engine.dispose()
    position = {row["id"]: row["position"] for row in every["wraparound_changes"]}
    for change in changes:
        keys = {(put.kind, put.family or "(directory)", put.id) for put in change.puts}
        mine: Rows = {
            "wraparound_programs": every["wraparound_programs"],
            "wraparound_changes": [
                row for row in every["wraparound_changes"] if row["id"] == change.id
            ],
            "wraparound_revisions": [
                row
                for row in every["wraparound_revisions"]
                if row["position"] == position[change.id]
            ],
            "wraparound_records": [
                row for row in every["wraparound_records"] if row["change"] == change.id
            ],
            "wraparound_audit": [
                row for row in every["wraparound_audit"] if row["change"] == change.id
            ],
            "wraparound_messages": [
                row for row in every["wraparound_messages"] if row["change"] == change.id
            ],
            "wraparound_values": [
                row
                for row in every["wraparound_values"]
                if (row["kind"], row["family"], row["id"]) in keys
            ],
        }
        for kind in {put.kind for put in change.puts}:
            mine[f"wraparound_{kind}"] = [
                row
                for row in every[f"wraparound_{kind}"]
                if (kind, row["family"], row["id"]) in keys
            ]
        found.append(mine)
    if program != "default":
        for each in found[1:]:
            each["wraparound_programs"] = []
    return found


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
