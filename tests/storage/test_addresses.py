"""Which store an address opens, and what a wrong address is answered."""

from __future__ import annotations

import subprocess
import sys

import pytest

from wraparound.errors import StorageUnavailable, StorageUnknown
from wraparound.storage import MemoryStore, Store, open_store, resolve_store
from wraparound.storage.sql import SqlStore
from wraparound.testing.store_words import change, put


@pytest.mark.parametrize(
    ("url", "store"),
    [
        ("memory:", MemoryStore),
        ("memory://", MemoryStore),
        ("sqlite://", SqlStore),
        ("sqlite:///{folder}/cases.db", SqlStore),
        ("sqlite+pysqlite:///{folder}/cases.db", SqlStore),
        ("sqlite:///{folder}/cases.db?timeout=5", SqlStore),
        ("sqlite:///file:{folder}/cases.db?uri=true", SqlStore),
    ],
)
def test_an_address_opens_its_store(url, store, tmp_path):
    """Each built-in scheme opens the store of its name, which does what the contract says."""
    with open_store(url.format(folder=tmp_path), program="east") as opened:
        assert isinstance(opened, store)
        assert isinstance(opened, Store)
        assert opened.program == "east"
        opened.commit(change(1, put("plan-1")))
        assert opened.position() == 1


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("sqlit:///cases.db", "'sqlite'"),
        ("postgres://somewhere/cases", "'postgresql'"),
        ("s3://bucket", "objects+s3:…, and pip install wraparound-objectstore"),
        ("objects+s3://bucket", "pip install wraparound-objectstore"),
        ("object+s3://bucket", "did you mean objects+s3"),
        ("http://somewhere", "known schemes"),
        ("cases.db", "sqlite:///cases.db"),
        ("C:\\cases.db", "sqlite:///cases.db"),
        ("sqlite+nodriver:///cases.db", "sqlite"),
    ],
)
def test_an_unknown_scheme_is_answered_with_the_nearest(url, hint):
    """The error names a scheme that there is, and repeats nothing that stands behind the scheme."""
    with pytest.raises(StorageUnknown) as refused:
        open_store(url)
    assert hint in refused.value.hint


def test_other_schemes_are_left_to_plugins():
    """What a built-in store does not open is not answered, so that somebody else can."""
    assert resolve_store("objectstore:s3://bucket") is None


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("sqlite:cases.db", "sqlite:///"),
        ("sqlite://?tiemout=5", "'timeout'"),
        ("postgresql+pg8000://me:hush@somewhere/cases", "pip install pg8000"),
        ("postgresql+psycopg2://me:hush@somewhere/cases", "wraparound[postgres]"),
        ("postgresql+psycopg://me:hush@somewhere/cases?conect_timeout=3", "'connect_timeout'"),
        ("postgresql://me:hush@somewhere/cases?colour=blue", "libpq"),
        ("mysql://me:hush@somewhere/cases", "pymysql"),
    ],
)
def test_an_address_that_cannot_be_opened_says_what_to_do(url, hint):
    """A malformed address, a wrong option, a missing driver: one error with a hint."""
    with pytest.raises(StorageUnavailable) as refused:
        open_store(url)
    assert hint in refused.value.hint
    assert "hush" not in str(refused.value)


def test_a_store_does_not_show_its_password():
    """A store tells where it is, without the word that opens it."""
    with pytest.raises(StorageUnavailable) as refused:
        open_store("sqlite://me:hush@somewhere/nowhere/cases.db")
    assert "hush" not in str(refused.value)


def test_memory_needs_no_database_library():
    """SQLAlchemy is loaded when a SQL store opens, and not before."""
    script = """if True:
        import sys
        from wraparound.storage import open_store
        open_store("memory:").close()
        assert "sqlalchemy" not in sys.modules
        open_store("sqlite://").close()
        assert "sqlalchemy" in sys.modules
    """
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)
