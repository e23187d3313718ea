"""Reviewing the conflicts of an opened chart, against opening that chart.

Ours is ``Program.review`` of a chart that has just been opened; the peer is the ``Program.chart``
that opened it, out of a SQLite file. Each chart is reviewed once and thrown away, so that nothing
is counted that a chart remembers of an earlier review. What is worked out once for a policy, or for
a part of the directory, is there by then, as it is when one family is opened after another.

It is done under the four federal packs for each family of the example county, for all nine one
after another, and for the ten families of the example year, whose charts hold what a year leaves:
meetings, versions, signatures. A chart is opened as ``Program.open`` has it, which notes in the
trail who read; the lines that say so are against the shorter way, which notes nothing. Both are
timed in the processor's time, so that other work on the machine counts little, and waiting for the
disk counts nothing.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from measuring import ROUNDS, Comparison

from wraparound.program import Program

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
COUNTY = EXAMPLES / "oakfield"
YEAR = EXAMPLES / "year"
DAY = date(2026, 11, 1)
AT_ONCE = 9  # charts of a round
GOAL = "<= 0.5"
PEER = "opening it"


def compare_conflict_review() -> Iterator[Comparison]:
    """Compare each family of the example county, all of them, and all of the example year."""
    files = sorted(each for each in COUNTY.iterdir() if each.suffix in {".yaml", ".json"})
    with tempfile.TemporaryDirectory() as folder:
        county = f"sqlite:///{Path(folder, 'county.db')}"
        with Program.open(county, note_reads=False) as program:
            program.import_files(files, by="benchmark")
            families = tuple(program.families())
            assert len(families) == AT_ONCE
            for family in families:
                ours, theirs = _reviewing_and_opening(program, [family] * AT_ONCE)
                peer = f"{PEER}, not noted"
                yield Comparison(f"review an opened chart, {family}", ours, theirs, peer, GOAL)
        yield from _of_all(county, "all nine")
        year = f"sqlite:///{Path(folder, 'year.db')}"
        _play(year)
        yield from _of_all(year, "a year of each")


def _of_all(url: str, which: str) -> Iterator[Comparison]:
    """Compare all families of a store, opened without a note in the trail, and with one."""
    for noted in (False, True):
        with Program.open(url, only=(), note_reads=noted) as program:
            ours, theirs = _reviewing_and_opening(program, tuple(program.families()))
        peer = PEER if noted else f"{PEER}, not noted"
        yield Comparison(f"review an opened chart, {which}", ours, theirs, peer, GOAL)


def _play(url: str) -> None:
    """Play the example year, whose folder is no package, into a store."""
    sys.path.insert(0, str(YEAR))
    try:
        with importlib.import_module("year").play(url).program:
            pass
    finally:
        sys.path.remove(str(YEAR))


def _reviewing_and_opening(program: Program, families: Sequence[str]) -> tuple[float, float]:
    """Return the median seconds of reviewing and of opening one of these, timed in turns."""
    reviewing, opening = [], []
    for number in range(ROUNDS + 1):
        started = time.process_time()
        charts = [program.chart(family, as_of=DAY) for family in families]
        opened = time.process_time()
        reviews = [program.review(chart) for chart in charts]
        reviewed = time.process_time()
        assert all(review.findings or review.clear for review in reviews)
        if number:  # the first round warms both
            opening.append((opened - started) / len(families))
            reviewing.append((reviewed - opened) / len(families))
    return statistics.median(reviewing), statistics.median(opening)
