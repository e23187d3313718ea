"""Reviewing the plan and running the clocks of an opened chart, against opening that chart.

Ours is ``Program.review_plan`` and ``Program.clocks`` of a chart that has just been opened, each
chart once; the peer is the ``Program.chart`` that opened it, out of a SQLite file. It is done for
each family of the example county, and for all nine one after another, under the program pack of a
state with clocks of many kinds. What counts is the CPU time of the process.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from measuring import ROUNDS, Comparison

from wraparound.program import Program

COUNTY = Path(__file__).resolve().parents[1] / "examples" / "oakfield"
DAY = date(2026, 11, 1)
AT_ONCE = 9  # charts of a round
GOAL = "<= 1"
PEER = "opening it"
PRACTICE = "us-ms"


def compare_plan_review() -> Iterator[Comparison]:
    """Compare each family of the example county, then all of them."""
    files = sorted(each for each in COUNTY.iterdir() if each.suffix in {".yaml", ".json"})
    with (
        tempfile.TemporaryDirectory() as folder,
        Program.open(
            f"sqlite:///{Path(folder, 'county.db')}", practice=PRACTICE, note_reads=False
        ) as program,
    ):
        program.import_files(files, by="benchmark")
        families = tuple(program.families())
        for family in families:
            ours, theirs = reviewing_and_opening(program, [family] * AT_ONCE)
            name = f"review the plan of {family}, with its clocks"
            yield Comparison(name, ours, theirs, PEER, GOAL)
        ours, theirs = reviewing_and_opening(program, families)
        yield Comparison("review the plans of all nine, with clocks", ours, theirs, PEER, GOAL)


def reviewing_and_opening(
    program: Program, families: Sequence[str], *, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Return the median CPU seconds of reviewing and of opening one of these, timed in turns."""
    reviewing, opening = [], []
    for number in range(rounds + 1):
        started = time.process_time()
        charts = [program.chart(family, as_of=DAY) for family in families]
        opened = time.process_time()
        told = [(program.review_plan(chart), program.clocks(chart)) for chart in charts]
        reviewed = time.process_time()
        assert all(clocks for _, clocks in told)
        if number:  # the first round warms both
            opening.append((opened - started) / len(families))
            reviewing.append((reviewed - opened) / len(families))
    return statistics.median(reviewing), statistics.median(opening)
