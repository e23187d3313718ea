"""Databases that an older version laid out are brought up to date, and lose nothing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from wraparound.codec import read
from wraparound.errors import StorageUnavailable
from wraparound.storage.evidence import is_intact
from wraparound.storage.sql import SqlStore, caring
from wraparound.storage.sql.layout import NEEDED
from wraparound.storage.sql.tables import metadata

LAYOUTS = Path(__file__).parent / "layouts"
VERSIONS = sorted(file.stem for file in LAYOUTS.glob("*.json"))
OLDER = [each for each in VERSIONS if tuple(map(int, each.split("."))) < NEEDED]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'cases.db'}"
    return request.getfixturevalue("empty_postgres_url")


@pytest.fixture
def lay(url):
    """Lay the database out as a version did, with the rows that it left."""

    def run(version):
        kept = json.loads((LAYOUTS / f"{version}.json").read_text("utf-8"))
        engine = create_engine(url)
        with engine.begin() as connection:
            for statement in kept["statements"][engine.dialect.name]:
                connection.exec_driver_sql(statement)
            held = {table.name: table for table in metadata.sorted_tables}
            order = sorted(kept["rows"], key=list(held).index)
            for name in order:
                for row in kept["rows"][name]:
                    binary = {
                        key: value.encode()
                        if held[name].c[key].type.python_type is bytes
                        else value
                        for key, value in row.items()
                        if value is not None
                    }
                    columns = ", ".join(f'"{key}"' for key in binary)
                    marks = ", ".join(f":{key}" for key in binary)
                    connection.execute(
                        text(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})'),  # noqa: S608 - of the fixture
                        binary,
                    )
        engine.dispose()
        return kept["rows"]

    return run


def columns_of(url):
    engine = create_engine(url)
    inspector = inspect(engine)
    found = {
        name: {(each["name"], str(each["type"])) for each in inspector.get_columns(name)}
        for name in inspector.get_table_names()
        if name != "wraparound_migrations"
    }
    indexes = {
        (name, each["name"], tuple(each["column_names"]))
        for name in found
        for each in inspector.get_indexes(name)
    }
    views = set(inspector.get_view_names())
    engine.dispose()
    return found, indexes, views


def test_every_released_layout_is_kept_for_these_tests():
    """The version that this library writes is among them, so that the next one has it to test."""
    assert f"{NEEDED[0]}.{NEEDED[1]}" in VERSIONS


@pytest.mark.parametrize("version", OLDER)
def test_an_older_database_is_refused_until_it_is_upgraded(url, lay, version):
    """The error names the command that helps, and nothing was changed."""
    lay(version)
    with pytest.raises(StorageUnavailable) as refused:
        SqlStore.open(url)
    assert "wraparound storage upgrade" in refused.value.hint
    stands = caring.standing(url)
    assert (stands.tables, stands.fits) == (version, False)


@pytest.mark.parametrize("version", OLDER)
def test_an_upgraded_database_is_like_a_new_one_and_lost_nothing(
    url, lay, version, request, tmp_path
):
    """Tables, columns, indexes and views are those of a new one; every revision and entry stays."""
    rows = lay(version)
    seen = []
    assert caring.upgrade(url, told=seen.append)[-1] == ".".join(map(str, NEEDED))
    assert seen
    assert caring.upgrade(url) == ()
    with SqlStore.open(url) as store:
        records = {(each.kind, each.id): each for each in store.stream()}
        assert {(row["kind"], row["id"]) for row in rows["wraparound_records"]} == set(records)
        for each in records.values():
            read(each.body, kind=each.kind)
        for row in rows["wraparound_revisions"]:
            history = store.history(row["kind"], row["id"])
            assert history[row["revision"] - 1].body == (row["document"] or "").encode()
        entries = store.audit_trail()
        assert [each.digest for each in entries] == [
            row["digest"] for row in rows["wraparound_audit"]
        ]
        assert all(is_intact(each) for each in entries)
        assert len(store.messages()) == len(rows["wraparound_messages"])
        assert store.keep_seal(1, b"seal")
    if url.startswith("sqlite"):
        new = f"sqlite:///{tmp_path / 'new.db'}"
        SqlStore.open(new).close()
        assert columns_of(url) == columns_of(new)
    else:
        assert columns_of(url)[0].keys() == {each.name for each in metadata.sorted_tables}
    assert caring.standing(url).fits
    assert caring.standing(url).views == ""


def test_an_upgrade_that_fails_changes_nothing(url, lay, monkeypatch):
    """It is one transaction: half of an upgrade does not stay."""
    from wraparound.storage.sql import migrations  # noqa: PLC0415 - it needs alembic

    lay(OLDER[0])
    before = columns_of(url)

    def fail(connection):
        connection.exec_driver_sql("SELECT * FROM no_such_table")

    monkeypatch.setattr(migrations, "note_version", fail)
    with pytest.raises(StorageUnavailable):
        caring.upgrade(url)
    assert columns_of(url) == before
    assert caring.standing(url).tables == OLDER[0]


def test_a_database_without_our_tables_is_not_upgraded(url):
    """There is nothing to upgrade, and no table of ours appears."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
            raw.execute("CREATE TABLE patients (id TEXT)")
    with pytest.raises(StorageUnavailable, match="holds no records"):
        caring.upgrade(url)
    assert caring.standing(url).tables is None
    assert not {name for name in columns_of(url)[0] if name.startswith("wraparound")}


def test_a_newer_database_is_not_taken_back(url):
    """A version that this library does not know is left alone."""
    SqlStore.open(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE wraparound_layout SET minor = 99")
    engine.dispose()
    with pytest.raises(StorageUnavailable, match="cannot be brought up to date"):
        caring.upgrade(url)
    assert caring.standing(url).fits


def test_without_alembic_the_error_says_what_to_install(url, monkeypatch):
    """The rest of the library does without it."""
    import sys  # noqa: PLC0415 - for this test alone

    monkeypatch.setitem(sys.modules, "alembic", None)
    monkeypatch.delitem(sys.modules, "wraparound.storage.sql.migrations", raising=False)
    import wraparound.storage.sql as room  # noqa: PLC0415 - for this test alone

    monkeypatch.delattr(room, "migrations", raising=False)
    with pytest.raises(StorageUnavailable) as refused:
        caring.upgrade(url)
    assert "wraparound[upgrade]" in refused.value.hint


def test_no_file_is_made_by_looking_for_one(tmp_path):
    """A path that leads nowhere is an error, not a new database."""
    with pytest.raises(StorageUnavailable, match="no store"):
        caring.standing(f"sqlite:///{tmp_path / 'none.db'}")
    assert list(tmp_path.iterdir()) == []
