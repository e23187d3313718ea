"""Records in a SQLite file: what a file, several processes and a crash can do to them."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
from contextlib import closing

import pytest
from sqlalchemy import create_engine, event

from wraparound.errors import StorageUnavailable
from wraparound.storage.sql import SqlStore
from wraparound.storage.sql.sqlite import PRAGMAS
from wraparound.testing.store_words import access, change, everything, put

POSIX = os.name == "posix"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cases.db"


@pytest.fixture
def url(file):
    return f"sqlite:///{file}"


def start(script, *arguments):
    """Start another process that runs a script."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


COUNTING = """
    import sys
    from wraparound.errors import RecordChanged
    from wraparound.storage.sql import SqlStore
    from wraparound.testing.store_words import change, put

    url, number = sys.argv[1], int(sys.argv[2])
    refused = 0
    with SqlStore.open(url) as store:
        for each in range(30):
            while True:
                plan = store.get("plan", "plan-1")
                body = b"%d" % (int(plan.body) + 1)
                try:
                    store.commit(change(
                        number * 100 + each,
                        put("plan-1", body, status="draft", expected=plan.revision),
                    ))
                except RecordChanged:
                    refused += 1
                else:
                    break
    print(refused)
"""


def test_two_processes_neither_lose_nor_double_a_revision(url):
    """Two processes add one to the same record, 30 times each, and 60 is what comes out."""
    with SqlStore.open(url) as store:
        store.commit(change(1, put("plan-1", b"0")))
        writers = [start(COUNTING, url, number) for number in (1, 2)]
        told = [writer.communicate(timeout=60) for writer in writers]
        assert [writer.returncode for writer in writers] == [0, 0], told
        history = store.history("plan", "plan-1")
        assert [each.revision for each in history] == list(range(1, 62))
        assert [int(each.body) for each in history] == list(range(61))
        assert store.position() == 61


def test_processes_that_open_a_new_file_at_once_all_succeed(url):
    """The tables are laid out once, whoever comes first."""
    opening = """
        import sys
        from wraparound.storage.sql import SqlStore
        from wraparound.testing.store_words import change, put

        with SqlStore.open(sys.argv[1]) as store:
            store.commit(change(int(sys.argv[2]), put(f"plan-{sys.argv[2]}")))
    """
    openers = [start(opening, url, number) for number in range(4)]
    told = [opener.communicate(timeout=60) for opener in openers]
    assert [opener.returncode for opener in openers] == [0] * 4, told
    with SqlStore.open(url) as store:
        assert store.position() == 4


KILLED = """
    import os, signal, sys
    from sqlalchemy import event
    from wraparound.storage.sql import SqlStore
    from wraparound.storage.sql.engine import open_engine
    from wraparound.testing.store_words import change, message, put

    url, moment = sys.argv[1:]

    def die(statement):
        if statement.startswith(moment):
            os.kill(os.getpid(), signal.SIGKILL)

    engine = open_engine(url)
    store = SqlStore(engine)
    event.listen(engine, "checkout", lambda connection, *_: connection.set_trace_callback(die))
    store.commit(change(
        2,
        put("plan-1", b"after", status="signed", expected=1),
        put("plan-2", b"x" * 100_000, identifier="mrn|2"),
        messages=(message("m-1"),),
    ))
"""


@pytest.mark.skipif(not POSIX, reason="a process is killed with SIGKILL")
@pytest.mark.parametrize(
    "moment",
    [
        "INSERT INTO wraparound_changes",
        "UPDATE wraparound_records",
        "INSERT INTO wraparound_values",
        "INSERT INTO wraparound_audit",
        "INSERT INTO wraparound_messages",
        "COMMIT",
    ],
)
def test_a_change_that_is_killed_leaves_nothing(url, moment):
    """A process killed with SIGKILL in the middle of a change leaves the store as it was."""
    with SqlStore.open(url) as store:
        store.commit(change(1, put("plan-1", b"before", status="draft")))
        before = everything(store)
    writer = start(KILLED, url, moment)
    _, told = writer.communicate(timeout=60)
    assert writer.returncode == -signal.SIGKILL, told
    with SqlStore.open(url) as store:
        assert everything(store) == before
        assert store.find("plan", {"status": "signed"}).envelopes == ()
        store.commit(change(2, put("plan-1", b"after", expected=1)))
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.skipif(not POSIX, reason="rights are those of POSIX")
def test_nobody_but_the_owner_may_read_the_file(file, url):
    """The file, its log and its index are created for the owner only."""
    with SqlStore.open(url) as store:
        store.commit(change(1, put("plan-1")))
        made = sorted(file.parent.iterdir())
        assert len(made) == 3
        assert {stat.S_IMODE(each.stat().st_mode) for each in made} == {0o600}


@pytest.mark.skipif(not POSIX, reason="rights are those of POSIX")
def test_the_rights_of_an_existing_file_are_left_alone(file, url):
    """Whoever opened a file to a group had a reason."""
    SqlStore.open(url).close()
    file.chmod(0o640)
    SqlStore.open(url).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_commit_that_was_answered_is_on_the_disk(url):
    """Every connection writes ahead, waits for the disk, and waits for other writers."""
    with SqlStore.open(url) as store, closing(store._database.engine.raw_connection()) as raw:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        told = [raw.cursor().execute(f"PRAGMA {each}").fetchone()[0] for each in asked]
        assert told == ["wal", 2, 1, 30000]


def broken_files(tmp_path):
    nonsense = tmp_path / "nonsense.db"
    nonsense.write_bytes(b"Zwetschgenkuchen " * 1000)
    cut = tmp_path / "cut.db"
    with SqlStore.open(f"sqlite:///{cut}") as store:
        store.commit(change(1, put("plan-1", b"Zwetschgenkuchen")))
    cut.write_bytes(cut.read_bytes()[:5000])
    return {
        "is this a database": nonsense,
        "restore a backup": cut,
        "does the folder exist": tmp_path / "nowhere" / "cases.db",
        "may you write there": tmp_path,
    }


@pytest.mark.parametrize("number", range(4))
def test_what_is_not_a_database_is_refused_with_a_hint(tmp_path, number):
    """Nonsense, half a file, no folder, a folder: one clear error, without a word of the driver."""
    hint, place = list(broken_files(tmp_path).items())[number]
    with pytest.raises(StorageUnavailable) as refused:
        SqlStore.open(f"sqlite:///{place}").find("plan")
    assert hint in refused.value.hint
    assert refused.value.__suppress_context__
    assert "Zwetschgenkuchen" not in str(refused.value)


def test_a_file_that_may_only_be_read_is_read(file, url):
    """Reading works; writing without the right to write says so and changes nothing."""
    with SqlStore.open(url) as store:
        store.commit(change(1, put("plan-1")))
    with SqlStore.open(f"sqlite:///file:{file}?mode=ro&uri=true") as store:
        before = everything(store)
        with pytest.raises(StorageUnavailable) as refused:
            store.commit(change(2, put("plan-2")))
        assert "may only be read" in refused.value.hint
        assert everything(store) == before


def test_a_store_that_others_hold_is_busy(file, url):
    """Where another process writes and does not end, a writer gives up with a hint."""
    with SqlStore.open(f"{url}?timeout=0.1") as store:
        with closing(sqlite3.connect(file)) as raw:
            raw.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageUnavailable) as refused:
                store.commit(change(1, put("plan-1")))
            assert store.position() == 0
        assert "another process is writing" in refused.value.hint
        store.commit(change(1, put("plan-1")))
        assert store.position() == 1


@pytest.mark.parametrize(
    ("version", "hint"),
    [((2, 0), "install the newer"), ((0, 9), "export"), ((1, 0), "export")],
)
def test_tables_of_another_version_are_refused(file, url, version, hint):
    """A newer major version asks for the newer library; an older or unlike one, for an export."""
    SqlStore.open(url).close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE wraparound_layout SET major = ?, minor = ?, shape = 'other'", version)
        raw.commit()
    with pytest.raises(StorageUnavailable) as refused:
        SqlStore.open(url)
    assert hint in refused.value.hint


def test_tables_of_a_newer_minor_version_are_opened(file, url):
    """A newer minor version only adds what older ones need not know."""
    with SqlStore.open(url) as store:
        store.commit(change(1, put("plan-1")))
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE wraparound_layout SET minor = minor + 1, shape = 'other'")
        raw.execute("ALTER TABLE wraparound_plan ADD COLUMN mood TEXT")
        raw.commit()
    with SqlStore.open(url) as store:
        store.commit(change(2, put("plan-1", b"2", expected=1)))
        assert [each.body for each in store.open_family("family-1")] == [b"2"]


def test_a_database_of_somebody_else_is_shared(file, url):
    """Our tables stand beside those of an application, whatever it calls its own."""
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE plan (id INTEGER)")
        raw.execute("INSERT INTO plan VALUES (7)")
        raw.commit()
    with SqlStore.open(url) as store:
        store.commit(change(1, put("plan-1")))
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("SELECT id FROM plan").fetchall() == [(7,)]


def test_an_engine_of_the_caller_stays_open(url):
    """Closing the store closes the store; the engine is its owner's to close."""
    engine = create_engine(url)
    told = []
    event.listen(engine, "connect", lambda *_: told.append("connected"))
    with SqlStore(engine) as store:
        store.commit(change(1, put("plan-1")))
    with pytest.raises(StorageUnavailable, match="closed"):
        store.position()
    with engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM wraparound_records").scalar()
    assert (count, told) == (1, ["connected"])
    engine.dispose()


def test_a_family_opens_with_one_statement(url):
    """However many kinds of record a family has, one statement opens it."""
    asked = []
    with SqlStore.open(url) as store:
        store.commit(change(1, put("a"), put("b", kind="team"), put("family-1", kind="family")))
        event.listen(
            store._database.engine,
            "checkout",
            lambda connection, *_: connection.set_trace_callback(asked.append),
        )
        assert len(store.open_family("family-1")) == 3
    assert len([each for each in asked if each.startswith("SELECT")]) == 1


def test_what_a_kind_is_searched_by_stands_in_columns_of_its_own(file, url):
    """Any reporting tool can join a kind's table to the records."""
    with SqlStore.open(url, "east") as store:
        store.commit(
            change(
                1,
                put("plan-1", b"{}", status="draft", lineage="l-1"),
                put("e-1", kind="enrollment", program="wraparound", youth="y-1"),
            )
        )
    with closing(sqlite3.connect(file)) as raw:
        plans = raw.execute("SELECT program, family, id, status FROM wraparound_plan").fetchall()
        assert plans == [("east", "family-1", "plan-1", "draft")]
        found = raw.execute("SELECT program, program_value FROM wraparound_enrollment").fetchall()
        assert found == [("east", "wraparound")]


def test_a_read_that_cannot_be_noted_is_not_answered(file, url):
    """Where the file may only be read, noting a read is an error."""
    with SqlStore.open(url) as store:
        store.commit(change(1, put("plan-1")))
    with SqlStore.open(f"sqlite:///file:{file}?mode=ro&uri=true") as store:
        with pytest.raises(StorageUnavailable):
            store.note_read(access(2))
        assert len(store.audit_trail()) == 1


@pytest.mark.parametrize("order", ["lineage", "-lineage"])
def test_an_ordered_page_walks_an_index(file, url, order):
    """Whatever the order, and however far the pages went, no statement goes through the table."""
    asked = []
    with SqlStore.open(url) as store:
        store.commit(change(1, *(put(f"p-{each}", lineage=f"{each:02}") for each in range(20))))
        store.commit(change(2, *(put(f"q-{each}") for each in range(20))))
        event.listen(
            store._database.engine,
            "checkout",
            lambda connection, *_: connection.set_trace_callback(asked.append),
        )
        after = None
        while True:
            page = store.find("plan", order=order, limit=7, after=after)
            after = page.after
            if after is None:
                break
    with closing(sqlite3.connect(file)) as raw:
        for each in {each for each in asked if each.startswith("SELECT")}:
            plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {each}")]
            assert not [step for step in plan if step.startswith("SCAN")], plan


def test_the_pragmas_explain_themselves():
    """Each thing that SQLite is told is one statement of its own."""
    assert all(each.startswith("PRAGMA ") and ";" not in each for each in PRAGMAS)
