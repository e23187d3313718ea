"""Opening a family, against the same rows read by hand, and against a normalised ORM schema."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from measuring import Comparison, medians
from normalised import Base, Office
from servers import postgresql_server
from sqlalchemy import create_engine, make_url

from wraparound.model.kinds import family_of
from wraparound.model.record import Record
from wraparound.program import Program
from wraparound.storage.sql import SqlStore
from wraparound.testing.families import synthetic_family

FAMILIES = 200
DAY = date(2026, 1, 1)
START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
ASKED = (
    "SELECT kind, id, family, revision, document, found_by, change, recorded_at, valid_from,"
    " valid_until FROM wraparound_records WHERE program = 'default' AND family = {mark}"
    " ORDER BY kind, id"
)


def compare_store_reading() -> Iterator[Comparison]:
    """Compare opening one family among 200."""
    families = [
        [record for record in synthetic_family(seed) if family_of(record) is not None]
        for seed in range(FAMILIES)
    ]
    wanted = str(family_of(families[FAMILIES // 2][0]))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ours.db"
        _fill(url, families)
        with (
            SqlStore.open(url) as store,
            closing(sqlite3.connect(Path(folder, "ours.db"))) as raw,
        ):
            question = ASKED.format(mark="?")
            ours, theirs = medians(
                lambda: store.open_family(wanted),
                lambda: raw.execute(question, (wanted,)).fetchall(),
            )
            yield Comparison(
                "open a family on SQLite", ours, theirs, "the same rows with sqlite3", "<= 2"
            )
        yield from _against_orm(folder, url, families, wanted)
    with postgresql_server() as make:
        if make is None:
            return
        import psycopg

        url = make("reading")
        _fill(url, families)
        plain = make_url(url).set(drivername="postgresql")
        address = plain.render_as_string(hide_password=False)
        with SqlStore.open(url) as store, psycopg.connect(address, autocommit=True) as raw:
            question = ASKED.format(mark="%s")
            ours, theirs = medians(
                lambda: store.open_family(wanted),
                lambda: raw.execute(question, (wanted,)).fetchall(),
            )
        yield Comparison(
            "open a family on PostgreSQL", ours, theirs, "the same rows with psycopg", "<= 2"
        )


def _against_orm(
    folder: str, url: str, families: list[list[Record]], wanted: str
) -> Iterator[Comparison]:
    engine = create_engine(f"sqlite:///{folder}/normalised.db")
    office = Office(engine, families[0])
    for records in families[:FAMILIES]:
        office.keep(str(family_of(records[0])), records)
    with Program.open(url, only=(), note_reads=False) as program:
        chart = program.chart(wanted, as_of=DAY)
        count = office.open(wanted)
        assert count == len(chart.records)
        ours, theirs = medians(
            lambda: program.chart(wanted, as_of=DAY), lambda: office.open(wanted), rounds=5
        )
    engine.dispose()
    yield Comparison(
        f"open a chart of {count} records",
        ours,
        theirs,
        f"SQLAlchemy ORM, {len(Base.metadata.tables)} normalised tables, selectinload",
        "<= 0.2 (5 x)",
    )


def _fill(url: str, families: list[list[Record]]) -> None:
    with Program.open(url, only=()) as program:
        for records in families:
            with program.change(by="benchmark") as unit:
                unit.add(*records)
