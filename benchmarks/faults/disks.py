"""Disks that are full, and files that may only be read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from places import folder, opened
from story import change_of, wrongs

from wraparound.errors import StorageUnavailable


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path | None]:
    """Yield a folder on a disk of so many megabytes; None where none may be mounted."""
    with folder() as place:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(place)],
            capture_output=True,
            check=False,
        )
        if mounted.returncode:
            yield None
            return
        try:
            yield place
        finally:
            subprocess.run(["umount", "-l", str(place)], check=False)


def full_disk(kind: str) -> Iterator[str]:
    """Write until the disk is full; then make room and go on."""
    with small_disk(3) as place:
        if place is None:
            yield "left out: a small disk cannot be mounted here (it needs root)"
            return
        ballast = place / "ballast"
        ballast.write_bytes(b"\0" * 1_000_000)
        url = f"sqlite:///{place / 'cases.db'}" if kind == "sqlite" else f"objects+file://{place}/c"
        number, refusal = 1, ""
        with opened(url) as store:
            while not refusal and number < 100_000:
                try:
                    store.commit(change_of("w", number, store))
                    number += 1
                except StorageUnavailable as error:
                    refusal = str(error).replace("\n", " ")
            if "ENOSPC" not in refusal and "FULL" not in refusal:
                yield f"WRONG: a full disk is told as: {refusal}"
            if "free some space" not in refusal:
                yield f"WRONG: without a hint: {refusal}"
            stored = number - 1
        with opened(url) as store:
            yield from (
                f"WRONG: {each}" for each in wrongs(store, name="w", acknowledged=stored, begun=1)
            )
        ballast.unlink()
        with opened(url) as store:
            store.commit(change_of("w", number, store))
            yield from (
                f"WRONG afterwards: {each}"
                for each in wrongs(store, name="w", acknowledged=number, begun=1)
            )
        yield f"{stored} changes fitted; refused in words; one more went in once there was room"


def read_only() -> Iterator[str]:
    """Write to a file that may only be read: refused in words, and what is there stays."""
    with folder() as place:
        file = place / "cases.db"
        url = f"sqlite:///{file}"
        with opened(url) as store:
            for number in range(1, 6):
                store.commit(change_of("w", number, store))
        file.chmod(0o400)
        place.chmod(0o500)
        pid = os.fork()
        if pid == 0:
            os._exit(_as_somebody_else(url))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        place.chmod(0o700)
        file.chmod(0o600)
        if code == 2:
            yield "left out: nobody else can be become here (it needs root)"
            return
        if code:
            yield f"WRONG: writing to a read-only file ended with {code}"
        with opened(url) as store:
            yield from (
                f"WRONG: {each}" for each in wrongs(store, name="w", acknowledged=5, begun=1)
            )
        yield "refused in words, and nothing was lost"


def _as_somebody_else(url: str) -> int:
    """Write as a user who may read the file and not write it: root may always write."""
    if os.geteuid() == 0:
        try:
            file = Path(url.removeprefix("sqlite:///"))
            os.chown(file, 65534, 65534)
            os.chown(file.parent, 65534, 65534)
            os.setuid(65534)
        except OSError:
            return 2
    try:
        with opened(url) as store:
            store.commit(change_of("w", 6, store))
    except StorageUnavailable as error:
        return 0 if "Hint:" in str(error) else 4
    return 3
