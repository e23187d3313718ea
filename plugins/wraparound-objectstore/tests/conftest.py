"""Places to keep objects in, and children that write there until they are stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from obstore.store import MemoryStore

from wraparound.storage import Change, Put
from wraparound_objectstore import Bucket, ObjectStore, open_shelf

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


class Office:
    """Writes down changes as somebody does who keeps records all day."""

    @staticmethod
    def put(record_id, body=b"{}", *, expected=0, **more):
        return Put(kind="plan", id=record_id, body=body, family="f-1", expected=expected, **more)

    @staticmethod
    def change(number, *puts):
        at = START + timedelta(minutes=number)
        return Change(id=f"change-{number}", at=at, by="facilitator-1", puts=puts)

    def fill(self, store, changes, *, start=1):
        for number in range(start, start + changes):
            store.commit(self.change(number, self.put(f"plan-{number}", b"body %d" % number)))


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def shelf():
    return Bucket(MemoryStore())


@pytest.fixture
def folder(tmp_path):
    """Return a function that opens the store in one and the same folder, in small blocks."""
    url = f"objects+file://{tmp_path / 'cases'}"
    return lambda: ObjectStore(open_shelf(url), block=4)


@pytest.fixture
def start(tmp_path):
    """Return a function that starts a child on the same folder; what is left is stopped."""
    children = []

    def start(script, *arguments):
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
        opening = (
            "import sys\n"
            "from wraparound_objectstore import ObjectStore, open_shelf\n"
            f"store = ObjectStore(open_shelf('objects+file://{tmp_path / 'cases'}'), block=4)\n"
        )
        child = subprocess.Popen(
            [sys.executable, "-c", opening + script, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()
