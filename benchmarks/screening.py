"""Screening a state's families: a hundred thousand of them against ten thousand, and again.

    python benchmarks/screening.py                          10,000 and 100,000 families (1 GB)
    python benchmarks/screening.py --sizes 100 400          a small one, in seconds

Each size is a SQLite file of its own with the same directory. A first run reviews every family;
then one tie of somebody changes, and the next run reviews the families that it touches. Each run
is a process of its own, so that its peak of memory is its own. Seconds are the processor's.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

from wraparound.errors import RecordNotFound
from wraparound.importing import Stored
from wraparound.model.record import Record
from wraparound.model.tie import Tie
from wraparound.program import Program
from wraparound.program.unit import Unit
from wraparound.storage import Change, Put
from wraparound.storage.sql import SqlStore
from wraparound.testing.scenario_rows import FAMILY
from wraparound.testing.scenarios import scenario_chart

SIZES = (10_000, 100_000)
STAFF = 500
AGENCIES = 50
AT_ONCE = 500  # families in a change
DAY = date(2026, 6, 1)
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def main() -> None:
    """Fill, screen and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="FAMILIES")
    parser.add_argument("--keep", type=Path, help="the folder to work in; it stays")
    parser.add_argument("--run", metavar="URL", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        print(json.dumps(screened(asked.run)))
        return
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="screening-"))
    try:
        for line in measured(folder, asked.sizes):
            print(line, flush=True)
    finally:
        if asked.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def measured(folder: Path, sizes: Iterable[int]) -> Iterator[str]:
    """Yield a line for each size, with the ratios to the first one."""
    first: dict[str, Any] = {}
    for size in sizes:
        url = f"sqlite:///{(folder / f'{size}.db').as_posix()}"
        fill(url, size)
        whole = in_a_process(url)
        assert whole["families"] == size
        change_one_tie(url)
        again = in_a_process(url)
        idle = in_a_process(url)
        assert idle["families"] == 0
        first = first or whole
        each = whole["seconds"] / size
        yield (
            f"{size:,} families: {each * 1e3:.2f} ms a family, ratio "
            f"{each / (first['seconds'] / first['families']):.2f} (goal <= 1.15), "
            f"{whole['megabytes']:.0f} MB, {whole['megabytes'] - first['megabytes']:+.0f} MB; "
            f"{whole['new']:,} findings"
        )
        yield (
            f"  after one tie changed: {again['families']} families touched, "
            f"{again['seconds']:.2f} s, which is {again['seconds'] / whole['seconds']:.4f} of the "
            f"whole for {again['families'] / size:.4f} of the families; nothing changed: "
            f"{idle['seconds']:.2f} s"
        )


def in_a_process(url: str) -> dict[str, Any]:
    """Return what a run in a process of its own came to."""
    answer = subprocess.run(
        [sys.executable, __file__, "--run", url], capture_output=True, check=True, text=True
    )
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def screened(url: str) -> dict[str, Any]:
    """Screen, and return the figures."""
    with Program.open(url, only=(), note_reads=False) as program:
        program.families().__next__()  # so that everything is loaded
        started = time.process_time()
        report = program.screen(by="benchmark", as_of=DAY)
        seconds = time.process_time() - started
    assert not report.failed
    return {
        "families": report.families,
        "new": report.new,
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def fill(url: str, size: int) -> None:
    """Keep the directory and so many families."""
    with SqlStore.open(url) as store:
        for number, puts in enumerate(changes(size)):
            store.commit(
                Change(
                    id=f"change-{number}",
                    at=START + timedelta(seconds=number),
                    by="import",
                    puts=puts,
                )
            )


def changes(size: int) -> Iterator[tuple[Put, ...]]:
    """Yield what is kept at once: the directory first, then the families, some at a time."""
    chart = scenario_chart(template(), as_of=DAY)
    family = _puts([chart.family, *chart.records])
    around = _puts(chart.directory.records)
    staff = [put for put in around if b"STAFF" in put.body]
    agencies = [put for put in around if b"STAFF" not in put.body]
    yield (
        *(_as(put, AGENCY=number) for number in range(AGENCIES) for put in agencies),
        *(
            _as(put, STAFF=number, AGENCY=number % AGENCIES)
            for number in range(STAFF)
            for put in staff
        ),
    )
    for at in range(0, size, AT_ONCE):
        yield tuple(
            _as(put, FAMILY=number, STAFF=number % STAFF, AGENCY=number * 7 % AGENCIES)
            for number in range(at, min(at + AT_ONCE, size))
            for put in family
        )


def _puts(records: Iterable[Record]) -> tuple[Put, ...]:
    unit = Unit(_missing)
    unit.add(*records)
    return unit.puts()


def _missing(kind: type[Record], name: str) -> Stored:
    raise RecordNotFound(kind.__name__, name)


def _as(put: Put, **numbers: int) -> Put:
    """Return the same record of another family, with another facilitator and provider."""

    def renamed(text: str) -> str:
        text = text.replace(FAMILY, "FAMILY")
        for word, number in numbers.items():
            text = text.replace(word, f"{word.lower()}-{number:06}")
        return text

    return attrs.evolve(
        put,
        id=renamed(put.id),
        family=None if put.family is None else renamed(put.family),
        body=renamed(put.body.decode()).encode(),
        index={name: tuple(map(renamed, values)) for name, values in put.index.items()},
    )


def change_one_tie(url: str) -> None:
    """Let the first facilitator's job end: it touches the families that they guide."""
    with Program.open(url, only=(), note_reads=False) as program:
        tie = program.get(Tie, "staff-000000-job")
        with program.change(by="benchmark") as unit:
            unit.replace(attrs.evolve(tie, period=attrs.evolve(tie.period, end=date(2027, 1, 1))))


def template() -> dict[str, list[dict[str, Any]]]:
    """Return the facts of one family: a youth, a plan, two services, a facilitator, an offer."""
    since = "2026-01-05"
    service = {
        "plan": "FAMILY-plan",
        "provider": "AGENCY",
        "paid": True,
        "hcbs": True,
        "spans": [{"status": "active", "from": "2026-02-01"}],
    }
    return {
        "people": [
            {"id": "STAFF", "name": "STAFF"},
            {"id": "FAMILY-parent", "name": "FAMILY parent"},
        ],
        "agencies": [{"id": "AGENCY", "name": "AGENCY"}],
        "youth": [
            {
                "id": "FAMILY-youth",
                "name": "FAMILY youth",
                "family": ["FAMILY-parent"],
                "areas": [{"area": "county"}],
            }
        ],
        "plans": [{"id": "FAMILY-plan", "youth": "FAMILY-youth", "from": since}],
        "duties": [
            {
                "id": "FAMILY-duty",
                "plan": "FAMILY-plan",
                "role": "facilitator",
                "holder": "STAFF",
                "from": since,
            }
        ],
        "services": [
            {"id": "FAMILY-s1", "category": "respite", **service},
            {"id": "FAMILY-s2", "category": "mentoring", **service},
        ],
        "ties": [
            {"id": "STAFF-job", "kind": "employed_by", "subject": "STAFF", "object": "AGENCY"}
        ],
        "disclosures": [
            {
                "id": "STAFF-disclosure",
                "kind": "interests",
                "person": "STAFF",
                "date": since,
                "declares": ["STAFF-job"],
            }
        ],
        "offers": [
            {
                "id": "FAMILY-offer",
                "plan": "FAMILY-plan",
                "category": "respite",
                "date": since,
                "offered_by": "STAFF",
                "providers": ["AGENCY"],
            }
        ],
    }


if __name__ == "__main__":
    main()
