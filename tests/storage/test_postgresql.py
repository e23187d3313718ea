"""Records in PostgreSQL: what a server, several writers and a lost connection can do to them."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import event, make_url

from wraparound.errors import StorageUnavailable
from wraparound.storage.sql import SqlStore, postgresql
from wraparound.testing.store_words import at_once, change, everything, message, minute, put

psycopg = pytest.importorskip("psycopg", reason="no psycopg")


@pytest.fixture
def raw(postgres_url):
    """A connection of somebody else."""
    plain = make_url(postgres_url).set(drivername="postgresql")
    address = plain.render_as_string(hide_password=False)
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        yield connection


def counted(store):
    """Count the runs of transactions from now on."""
    runs = []
    event.listen(store._database.engine, "checkout", lambda *_: runs.append(1))
    return runs


@pytest.mark.parametrize("state", sorted(postgresql.UNDONE))
def test_a_change_that_was_undone_for_another_is_made_once(postgres_url, raw, state):
    """The server undoes the first two tries of a change; the third is kept, and only it."""
    with SqlStore.open(postgres_url) as store:
        raw.execute("CREATE SEQUENCE tries")
        raw.execute(
            "CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF nextval('tries') < 3 THEN "
            f"RAISE EXCEPTION 'undone' USING ERRCODE = '{state}'; END IF; RETURN NEW; END $$"
        )
        raw.execute(
            "CREATE TRIGGER undo BEFORE INSERT ON wraparound_audit "
            "FOR EACH ROW EXECUTE FUNCTION undo()"
        )
        runs = counted(store)
        store.commit(change(1, put("plan-1"), messages=(message("m-1"),)))
        assert len(runs) == 3
        assert store.position() == 1
        assert len(store.history("plan", "plan-1")) == 1
        assert [each.number for each in store.audit_trail()] == [1]
        assert len(store.messages()) == 1


def test_a_change_that_is_undone_again_and_again_is_refused(postgres_url, raw, monkeypatch):
    """After the last try there is one clear error, and nothing is kept."""
    monkeypatch.setattr(postgresql, "PAUSES", (0.001, 0.001))
    with SqlStore.open(postgres_url) as store:
        raw.execute(
            "CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'undone' USING ERRCODE = '40P01'; END $$"
        )
        raw.execute(
            "CREATE TRIGGER undo BEFORE INSERT ON wraparound_audit "
            "FOR EACH ROW EXECUTE FUNCTION undo()"
        )
        runs = counted(store)
        with pytest.raises(StorageUnavailable, match="40P01"):
            store.commit(change(1, put("plan-1")))
        assert len(runs) == 3
        assert store.position() == 0


def test_a_statement_that_waits_too_long_is_stopped(postgres_url, raw):
    """Where another transaction does not end, a writer gives up with a hint, and can go on."""
    patient = make_url(postgres_url).update_query_dict({"options": "-c statement_timeout=200"})
    with SqlStore.open(patient.render_as_string(hide_password=False)) as store:
        store.commit(change(1, put("plan-1")))
        raw.execute("BEGIN")
        raw.execute("SELECT * FROM wraparound_programs FOR UPDATE")
        with pytest.raises(StorageUnavailable, match="57014"):
            store.commit(change(2, put("plan-2")))
        raw.execute("ROLLBACK")
        store.commit(change(2, put("plan-2")))
        assert store.position() == 2


def test_every_connection_has_a_timeout_and_a_name(postgres_url, raw):
    """A store tells the server how long a statement may take, and who asks."""
    with (
        SqlStore.open(postgres_url) as store,
        closing(store._database.engine.raw_connection()) as connection,
    ):
        asked = ("statement_timeout", "application_name")
        told = [connection.cursor().execute(f"SHOW {each}").fetchone()[0] for each in asked]
    assert told == ["30s", "wraparound"]


def test_a_connection_that_was_cut_is_replaced(postgres_url, raw):
    """After the server ends every connection, the next question is answered."""
    with SqlStore.open(postgres_url) as store:
        store.commit(change(1, put("plan-1")))
        raw.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert store.position() == 1
        store.commit(change(2, put("plan-2")))
        assert store.position() == 2


def test_a_writer_that_is_cut_in_the_middle_leaves_nothing(postgres_url, raw):
    """A connection that ends before its transaction does leaves the store as it was."""
    with SqlStore.open(postgres_url) as store:
        store.commit(change(1, put("plan-1")))
        before = everything(store)
        raw.execute(
            "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$"
        )
        raw.execute(
            "CREATE TRIGGER cut BEFORE INSERT ON wraparound_messages "
            "FOR EACH ROW EXECUTE FUNCTION cut()"
        )
        lost = change(2, put("plan-2"), messages=(message("m-1"),))
        with pytest.raises(StorageUnavailable):
            store.commit(lost)
        assert everything(store) == before
        raw.execute("DROP TRIGGER cut ON wraparound_messages")
        store.commit(lost)
        assert store.position() == 2


def test_several_that_open_an_empty_database_at_once_all_succeed(empty_postgres_url):
    """The tables are laid out once, whoever comes first."""

    def open_and_write(number):
        with SqlStore.open(empty_postgres_url) as store:
            store.commit(change(number, put(f"plan-{number}")))

    assert at_once(4, open_and_write) == [None] * 4
    with SqlStore.open(empty_postgres_url) as store:
        assert store.position() == 4


def test_a_worker_does_not_wait_for_what_another_one_is_taking(postgres_url, raw):
    """What is being taken at this moment is passed over, and not waited for."""
    with SqlStore.open(postgres_url) as store:
        store.commit(change(1, messages=(message("m-1"), message("m-2"))))
        raw.execute("BEGIN")
        raw.execute("SELECT * FROM wraparound_messages WHERE id = 'm-1' FOR UPDATE")
        taken = []
        worker = threading.Thread(
            target=lambda: taken.extend(
                store.take_messages("a", at=minute(5), lease=timedelta(minutes=1))
            )
        )
        worker.start()
        worker.join(timeout=10)
        assert not worker.is_alive()
        raw.execute("ROLLBACK")
        assert [each.message.id for each in taken] == ["m-2"]


def test_a_server_that_is_not_there_is_answered_with_a_hint():
    """No server, and no word of the address's password."""
    with pytest.raises(StorageUnavailable) as refused:
        SqlStore.open("postgresql+psycopg://me:hush@127.0.0.1:1/cases")
    assert "is the server running" in refused.value.hint
    assert "hush" not in str(refused.value)
