"""What a crash, a full disk, a read-only file and eight writers at once do to what was stored.

    python benchmarks/faults                 everything, as long as it should take
    python benchmarks/faults kill --kills 20 --store sqlite

Prints a line for each trial and ends with exit code 1 if anything was lost or is half there.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from crowd import crowd
from disks import full_disk, read_only
from places import Server, folder, opened, start_writer
from story import wrongs

FRESH = 20
"""After so many kills, a new place is begun, so that looking at all of it stays quick."""

STORES = ("sqlite", "postgresql", "objects")


def main() -> int:
    """Run the trials that were asked for."""
    parser = argparse.ArgumentParser(prog="python benchmarks/faults", description=__doc__)
    parser.add_argument("which", nargs="?", choices=["kill", "server", "disk", "crowd"])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--server-kills", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--store", choices=STORES, action="append")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    stores = asked.store or STORES
    dice = random.Random(asked.seed)
    needs_server = "postgresql" in stores and asked.which != "disk"
    server = Server() if needs_server else None
    wrong = 0
    try:
        if asked.which in {None, "kill"}:
            for store in stores:
                wrong += told(f"kill the writer, {store}", kills(store, asked.kills, dice, server))
        if asked.which in {None, "server"} and server is not None:
            trial = server_kills(asked.server_kills, dice, server)
            wrong += told("kill the server, postgresql", trial)
        if asked.which in {None, "disk"}:
            wrong += told("full disk, sqlite", full_disk("sqlite"))
            wrong += told("full disk, objects", full_disk("objects"))
            wrong += told("read-only file, sqlite", read_only())
        if asked.which in {None, "crowd"}:
            for store in stores:
                wrong += told(f"eight writers, {store}", crowd(store, asked.seconds, server))
    finally:
        if server is not None:
            server.stop()
    return 1 if wrong else 0


def told(name: str, lines: Iterator[str]) -> int:
    """Print what a trial says, and return how often something was wrong."""
    began = time.monotonic()
    wrong = 0
    for line in lines:
        wrong += line.startswith("WRONG")
        print(f"{name}: {line}", flush=True)
    state = "nothing lost" if not wrong else f"{wrong} times something was wrong"
    print(f"{name}: {state} ({time.monotonic() - began:.0f} s)", flush=True)
    return wrong


def kills(store: str, count: int, dice: random.Random, server: Server | None) -> Iterator[str]:
    """Kill a writer at random moments; after each, look at everything."""
    written = torn = 0
    done = 0
    while done < count:
        with folder() as place:
            url = address(store, place, server)
            first = 1
            for _ in range(min(FRESH, count - done)):
                last = killed(url, first, dice)
                with opened(url) as reopened:
                    found = wrongs(reopened, name="w", acknowledged=last, begun=1)
                    stored = reopened.position()
                for each in found:
                    yield f"WRONG after kill {done + 1}: {each}"
                written += last - first + 1
                torn += stored > last
                first = stored + 1
                done += 1
    yield (
        f"{done} kills, {written} changes acknowledged and there, "
        f"{torn} kept whose answer did not arrive"
    )


def killed(url: str, first: int, dice: random.Random) -> int:
    """Start a writer, kill it at a random moment, and return the last change it acknowledged."""
    writer = start_writer(url, "w", first)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"ready\n"
    time.sleep(dice.uniform(0, 0.12))
    writer.kill()
    said = writer.stdout.read().split(b"\n")
    writer.wait()
    # the last line may be cut off: what is behind the last line end was not acknowledged
    numbers = [int(line) for line in said[:-1] if line.isdigit()]
    return numbers[-1] if numbers else first - 1


def server_kills(count: int, dice: random.Random, server: Server) -> Iterator[str]:
    """Kill the whole server under a writer; it recovers by itself."""
    url = server.new_database()
    opened(url).close()
    first = 1
    written = 0
    for done in range(1, count + 1):
        writer = start_writer(url, "w", first)
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(dice.uniform(0.05, 0.5))
        server.kill()
        said = writer.stdout.read().decode().splitlines()
        writer.wait()
        numbers = [int(line) for line in said if line.isdigit()]
        last = numbers[-1] if numbers else first - 1
        if not any(line.startswith("refused") for line in said):
            yield f"WRONG after kill {done}: the writer was not told in words: {said[-1:]}"
        with opened(url) as reopened:
            for each in wrongs(reopened, name="w", acknowledged=last, begun=1):
                yield f"WRONG after kill {done}: {each}"
            first, written = reopened.position() + 1, written + last - first + 1
    yield f"{count} kills of the server, {written} changes acknowledged and there"


def address(store: str, place: Path, server: Server | None) -> str:
    """Return the address of a new store."""
    if store == "sqlite":
        url = f"sqlite:///{place / 'cases.db'}"
    elif store == "objects":
        return f"objects+file://{place / 'cases'}"
    else:
        assert server is not None
        url = server.new_database()
    opened(url).close()
    return url


if __name__ == "__main__":
    sys.exit(main())
