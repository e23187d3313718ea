"""What a million families cost: opening one of them, and streaming them, against ten thousand.

    python benchmarks/growth.py                      10,000, 200,000 and 1,000,000 families (30 GB)
    python benchmarks/growth.py --most 200000 --keep /big/disk

Fills one SQLite file family by family, through the store, and stops at each size to measure.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from wraparound.storage import Change, Put
from wraparound.storage.sql import SqlStore

SIZES = (10_000, 200_000, 1_000_000)
AT_ONCE = 500  # families in a change
OPENED = 2000
START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--keep", type=Path, help="the folder to work in; it stays")
    parser.add_argument("--stream", metavar="URL", help=argparse.SUPPRESS)
    parser.add_argument("--families", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stream:
        stream(asked.stream, asked.families)
        return
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="growth-"))
    try:
        grow(f"sqlite:///{folder / 'families.db'}", [each for each in SIZES if each <= asked.most])
    finally:
        if asked.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def grow(url: str, sizes: list[int]) -> None:
    """Measure at each size, and print the ratios to the first one."""
    first: dict[str, float] = {}
    held = 0
    for size in sizes:
        began = time.perf_counter()
        with SqlStore.open(url) as store:
            for change in changes(held, size):
                store.commit(change)
        loaded = (size - held) * 4 / (time.perf_counter() - began)
        held = size
        opening = opened(url, size)
        answer = subprocess.run(
            [sys.executable, __file__, "--stream", url, "--families", str(min(size, 200_000))],
            capture_output=True,
            check=True,
        )
        told = json.loads(answer.stdout)
        now = {"open": opening, "megabytes": told["megabytes"], "each": told["seconds"]}
        first = first or now
        print(
            f"{size:,} families ({loaded:,.0f} records a second loaded): opening one "
            f"{opening * 1e6:.0f} µs, ratio {opening / first['open']:.2f} (goal <= 1.3 at a "
            f"million); streaming {told['families']:,} of them holds {told['megabytes']:.0f} MB, "
            f"{told['megabytes'] - first['megabytes']:+.0f} MB (goal <= 50), "
            f"{told['seconds'] * 1e6:.0f} µs a family, ratio {told['seconds'] / first['each']:.2f}",
            flush=True,
        )


def changes(start: int, stop: int) -> Iterator[Change]:
    """Yield the changes that bring the families from one number to another."""
    for at in range(start, stop, AT_ONCE):
        yield Change(
            id=f"change-{at}",
            at=START + timedelta(seconds=at),
            by="import",
            puts=tuple(
                put for number in range(at, min(at + AT_ONCE, stop)) for put in family(number)
            ),
        )


def family(number: int) -> Iterator[Put]:
    """Yield the records of one family: of four kinds, about 3 kB."""
    name = f"f-{number:07}"
    for kind, size, index in (
        ("family", 300, {}),
        ("person", 500, {"identifier": (f"mrn|{number}",)}),
        ("team", 700, {"enrollment": (f"{name}-stay",)}),
        ("plan", 1500, {"lineage": (f"{name}-plan",), "status": ("active",)}),
    ):
        filling = f'{{"record":"{kind}","schema":"1.0","id":"{name}","notes":"{"x" * size}"}}'
        key = name if kind == "family" else f"{name}-{kind}"
        yield Put(kind=kind, id=key, family=name, body=filling.encode(), index=index)


def opened(url: str, size: int) -> float:
    """Return the median seconds of opening a family, each time another one."""
    dice = random.Random(0)
    wanted = [f"f-{dice.randrange(size):07}" for _ in range(OPENED)]
    with SqlStore.open(url) as store:
        for each in wanted:  # so that the pages of all are in memory, at every size
            store.open_family(each)
        seconds = []
        for each in wanted:
            started = time.perf_counter()
            found = store.open_family(each)
            seconds.append(time.perf_counter() - started)
            assert len(found) == 4
    return statistics.median(seconds)


def stream(url: str, families: int) -> None:
    """Stream so many families in a process of its own, and print its peak of memory."""
    with SqlStore.open(url) as store:
        started = time.perf_counter()
        count = sum(1 for _ in islice(store.stream(), families * 4))
        seconds = (time.perf_counter() - started) / families
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"families": count // 4, "megabytes": peak, "seconds": seconds}))


if __name__ == "__main__":
    main()
