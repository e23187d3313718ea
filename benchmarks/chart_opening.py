"""Opening a family's chart from SQLite, against hand-written sqlite3 with the same decoder."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from measuring import Comparison, medians

from wraparound.codec import read, write
from wraparound.model.kinds import family_of, kind_of
from wraparound.model.record import Record
from wraparound.program import Program
from wraparound.testing.families import synthetic_family

RECORDS = 12
FAMILIES = 200
DAY = date(2026, 1, 1)
PEER = "hand-written sqlite3"


def _families() -> list[list[Record]]:
    families = []
    for seed in range(FAMILIES):
        own = [record for record in synthetic_family(seed) if family_of(record) is not None]
        own.sort(key=lambda record: kind_of(record).name != "family")
        families.append(own[:RECORDS])
    return families


def compare_chart_opening() -> Iterator[Comparison]:
    """Compare one family of 12 records among 200 families, each store warm."""
    families = _families()
    with tempfile.TemporaryDirectory() as folder:
        ours_file, theirs_file = Path(folder, "ours.db"), Path(folder, "theirs.db")
        with (
            Program.open(f"sqlite:///{ours_file}", only=(), note_reads=False) as program,
            closing(sqlite3.connect(theirs_file)) as database,
        ):
            with program.change(by="benchmark") as unit:
                for record in (each for family in families for each in family):
                    unit.add(record)
            database.execute(
                "create table record (family text, kind text, id text, body blob,"
                " primary key (family, kind, id)) without rowid"
            )
            rows = [
                (family_of(each), kind_of(each).name, each.id, write(each))  # type: ignore[attr-defined]  # stored ones have it
                for family in families
                for each in family
            ]
            database.executemany("insert into record values (?, ?, ?, ?)", rows)
            database.commit()
            wanted = str(family_of(families[FAMILIES // 2][0]))

            def by_hand() -> list[Record]:
                found = database.execute(
                    "select kind, body from record where family = ?", (wanted,)
                )
                return [read(body, kind=kind) for kind, body in found]

            chart = program.chart(wanted, as_of=DAY)
            assert len(chart.records) == len(by_hand()) == RECORDS
            ours, theirs = medians(lambda: program.chart(wanted, as_of=DAY), by_hand)
            yield Comparison(
                "open a chart of 12 records", ours, theirs, f"{PEER}, same decoder", "<= 2"
            )
            database.execute("pragma journal_mode = wal")
            database.execute("pragma synchronous = full")
            database.execute("create table trail (number integer primary key, said text)")

            def noted_by_hand() -> list[Record]:
                records = by_hand()
                said = json.dumps([(kind_of(each).name, each.id, 1) for each in records])  # type: ignore[attr-defined]  # stored ones have it
                database.execute("insert into trail (said) values (?)", (said,))
                database.commit()
                return records

            noting = Program(
                program.store, hooks=program.hooks, policy=program.policy, note_reads=True
            )
            ours, theirs = medians(lambda: noting.chart(wanted, as_of=DAY), noted_by_hand)
    yield Comparison(
        "open a chart of 12 records, noted",
        ours,
        theirs,
        f"{PEER} that keeps a line of who read",
        "<= 2",
    )
