"""What the tests of sealing share: a sealed database that can be opened twice and tampered with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from wraparound.storage.envelopes import Change, Message, Put
from wraparound.storage.sealed import FamilyKeys, FolderShelf, Masters, SealedStore
from wraparound.storage.sql import SqlStore

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
OLD = Masters(current_id="m-1", keys={"m-1": b"1" * 32})


class Place:
    """A database and a shelf of keys, which can be opened any number of times."""

    def __init__(self, folder):
        self.folder = folder
        self.database = folder / "cases.db"

    def inner(self):
        return SqlStore.open(f"sqlite:///{self.database}", "north")

    def keys(self, masters=OLD):
        return FamilyKeys(masters, FolderShelf(self.folder / "keys"))

    def open(self, masters=OLD):
        return SealedStore(self.inner(), self.keys(masters))

    def tamper(self, sql, *values):
        """Write past the library, as somebody with the rights of the database would."""
        with closing(sqlite3.connect(self.database)) as database:
            touched = database.execute(sql, values).rowcount
            database.commit()
        assert touched

    def bytes_on_disk(self):
        return b"".join(each.read_bytes() for each in self.folder.rglob("*") if each.is_file())


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def _change(number, *puts, messages=()):
    return Change(
        id=f"change-{number}",
        at=START + timedelta(minutes=number),
        by="facilitator-1",
        puts=puts,
        messages=messages,
    )


def _put(record_id="plan-1", body=b"{}", *, kind="plan", family="family-1", expected=0, **index):
    values = {name: (value,) for name, value in index.items()}
    return Put(kind=kind, id=record_id, family=family, body=body, expected=expected, index=values)


def _message(number, body=b"told", family="family-1"):
    return Message(id=f"message-{number}", kind="finding", family=family, body=body)


@pytest.fixture
def say():
    """The words of these tests."""
    return SimpleNamespace(change=_change, put=_put, message=_message, start=START)
