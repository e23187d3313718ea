"""Views show a reporting tool the records as plain rows, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal

import attrs
import pytest
from sqlalchemy import create_engine

from wraparound.errors import StorageUnavailable
from wraparound.model import Meeting, Need, Plan, Unknown
from wraparound.program import Program
from wraparound.storage.sealed import FamilyKeys, Masters, MemoryShelf, SealedStore
from wraparound.storage.sql import SqlStore, caring
from wraparound.storage.sql.columns import Holds
from wraparound.storage.sql.views import VIEWS
from wraparound.testing.families import synthetic_family

RECORDS = [record for seed in range(3) for record in synthetic_family(seed)]
NAMES = [each.name for each in VIEWS]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of a database with our tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'cases.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def ask(url):
    """Ask as a reporting tool does: with SQL, on a connection of its own."""
    engine = create_engine(url)

    def run(question):
        with engine.connect() as connection:
            return [dict(row) for row in connection.exec_driver_sql(question).mappings()]

    yield run
    engine.dispose()


def fill(url, records=RECORDS):
    with Program.open(url, only=()) as program, program.change(by="office") as unit:
        unit.add(*records)


def of(kind):
    return [each for each in RECORDS if isinstance(each, kind)]


def test_every_column_can_be_asked_for_without_quotes(url, ask):
    """No name is a word of SQL, and every value has the kind that the view says."""
    fill(url)
    expected = {
        Holds.TEXT: (str,),
        Holds.WHOLE: (int,),
        Holds.NUMBER: (int, float, Decimal),
        Holds.YES_NO: (bool, int),
        Holds.DAY: (str,) if url.startswith("sqlite") else (date,),
        Holds.INSTANT: (str, object),
    }
    filled = set()
    for view in VIEWS:
        names = [name for name, _, _ in view.shown]
        assert len(names) == len(set(names))
        rows = ask(f"select {', '.join(names)} from {view.name}")  # noqa: S608 - our own names
        for name, holds, _ in view.shown:
            values = [row[name] for row in rows if row[name] is not None]
            assert all(isinstance(each, expected[holds]) for each in values), (view.name, name)
            filled |= {(view.name, name)} if values else set()
    assert len(filled) > 250


def test_the_rows_are_those_of_the_records(url, ask):
    """As many as there are, with what they say; what is not known is NULL, as is an empty text."""
    fill(url)
    needs = {(plan.id, need.id): need for plan in of(Plan) for need in plan.needs}
    rows = ask("select * from needs")
    assert {(row["plan"], row["id"]) for row in rows} == set(needs)
    for row in rows:
        need: Need = needs[row["plan"], row["id"]]
        assert row["statement"] == need.statement
        assert row["status"] == need.status.value
        known = None if isinstance(need.in_family_words, Unknown) else need.in_family_words
        assert row["in_family_words"] == known
        assert row["underlying_reason"] == (need.underlying_reason or None)
    outcomes = {each.id: each for plan in of(Plan) for each in plan.outcomes}
    for row in ask("select * from outcomes"):
        baseline = outcomes[row["id"]].baseline
        value = None if baseline is None or isinstance(baseline.value, Unknown) else baseline.value
        assert row["baseline_value"] == (None if value is None else pytest.approx(value))
    data = [point for plan in of(Plan) for each in plan.outcomes for point in each.data]
    assert len(ask("select * from outcome_data")) == len(data)


def test_what_belongs_together_can_be_joined(url, ask):
    """Which strengths carry which strategies; who came to which meeting."""
    fill(url)
    linked = ask(
        "select s.id as strategy, t.description from strategies s"
        " join strategy_strengths l on l.program = s.program and l.plan = s.plan"
        "  and l.strategy = s.id"
        " join strengths t on t.program = l.program and t.plan = l.plan and t.id = l.strength"
    )
    assert len(linked) == sum(len(each.strengths) for p in of(Plan) for each in p.strategies)
    came = ask(
        "select m.id, a.presence from meetings m"
        " join attendance a on a.program = m.program and a.meeting = m.id order by m.id, a.place"
    )
    assert came == [
        {"id": meeting.id, "presence": each.presence.value}
        for meeting in sorted(of(Meeting), key=lambda each: each.id)
        for each in meeting.attendance
    ]


def test_a_view_follows_the_records(url, ask):
    """What is replaced is shown as it is now, and what is removed is gone."""
    fill(url)
    meeting, other = of(Meeting)[:2]
    with Program.open(url, only=()) as program, program.change(by="office") as unit:
        unit.replace(attrs.evolve(meeting, place="the library"))
        unit.remove(other)
    rows = {row["id"]: row for row in ask("select id, place from meetings")}
    assert rows[meeting.id]["place"] == "the library"
    assert other.id not in rows


def test_every_program_is_shown_by_its_name(url, ask):
    """Reports of a state go over all programs, and each row says whose it is."""
    fill(url)
    with (
        Program.open(url, program="west", only=()) as program,
        program.change(by="office") as unit,
    ):
        unit.add(*RECORDS)
    rows = ask("select program, count(*) as families from families group by program")
    assert {(row["program"], row["families"]) for row in rows} == {("default", 3), ("west", 3)}


def test_of_sealed_bodies_nothing_is_shown(url, ask):
    """The views stay empty of what they cannot read, and do not fail."""
    masters = Masters(current_id="m", keys={"m": b"1" * 32})
    with Program.open("memory:", only=()) as parts:
        store = SealedStore(SqlStore.open(url), FamilyKeys(masters, MemoryShelf()))
        with Program(store, hooks=parts.hooks, policy=parts.policy) as program:
            with program.change(by="office") as unit:
                unit.add(*RECORDS)
            for view in VIEWS:
                for row in ask(f"select * from {view.name}"):  # noqa: S608 - our own names
                    assert not {"statement", "name", "description"} & {
                        name for name, value in row.items() if value is not None
                    }
            assert ask("select * from needs") == []


def test_where_the_database_uses_a_name_itself_a_prefix_helps(url, ask):
    """No view of ours stands beside a table of the host's unless it is asked to."""
    SqlStore.open(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        for name in reversed(NAMES):
            connection.exec_driver_sql(f"drop view {name}")
        connection.exec_driver_sql("drop view wraparound_documents")
        connection.exec_driver_sql("create table meetings (room text)")
    engine.dispose()
    assert caring.standing(url).views is None
    assert caring.make_views(url) == ("meetings",)
    assert caring.standing(url).views is None
    assert caring.make_views(url, prefix="wa_") == ()
    assert caring.standing(url).views == "wa_"
    fill(url)
    assert len(ask("select * from wa_meetings")) == len(of(Meeting))
    assert ask("select * from meetings") == []
    assert caring.make_views(url, prefix="care_") == ()
    assert caring.standing(url).views == "care_"


def test_a_name_that_is_taken_from_the_beginning_leaves_the_tables_whole(tmp_path):
    """An EHR that has a table of meetings can keep our records beside it."""
    file = tmp_path / "ehr.db"
    with sqlite3.connect(file) as raw:
        raw.execute("create table meetings (room text)")
    raw.close()
    url = f"sqlite:///{file}"
    fill(url)
    assert caring.standing(url).views is None
    assert caring.standing(url).fits


def test_a_prefix_is_a_plain_word(url):
    """What would have to be quoted, or could be more than a name, is refused."""
    SqlStore.open(url).close()
    for prefix in ("a b", "x;", 'q"', "Ä", "1"):
        with pytest.raises(StorageUnavailable, match="prefix"):
            caring.make_views(url, prefix=prefix)
