"""Reviewing the conflicts of an opened chart, against opening that chart.

Ours is ``Program.review`` of a chart that has just been opened; the peer is the ``Program.chart``
that opened it, out of a SQLite file. Each chart is reviewed once and thrown away, so that nothing
is counted that a chart remembers of an earlier review. What is worked out once for a policy, or for
a record of the directory, is there by then, as it is when one family is opened after another.

It is done for each family of the example county under the four federal packs, and for all nine one
after another. The peer does not note who read, which is the shorter way to open; the last line is
against one that does. Both are timed in the processor's time, so that other work on the machine
counts little, and waiting for the disk counts nothing.
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
GOAL = "<= 0.5"
PEER = "opening it"


def compare_conflict_review() -> Iterator[Comparison]:
    """Compare each family of the example county, then all of them."""
    files = sorted(each for each in COUNTY.iterdir() if each.suffix in {".yaml", ".json"})
    with (
        tempfile.TemporaryDirectory() as folder,
        Program.open(f"sqlite:///{Path(folder, 'county.db')}", note_reads=False) as program,
    ):
        program.import_files(files, by="benchmark")
        families = tuple(program.families())
        assert len(families) == AT_ONCE
        for family in families:
            ours, theirs = _reviewing_and_opening(program, [family] * AT_ONCE)
            yield Comparison(f"review an opened chart, {family}", ours, theirs, PEER, GOAL)
        ours, theirs = _reviewing_and_opening(program, families)
        yield Comparison("review an opened chart, all nine", ours, theirs, PEER, GOAL)
        noting = Program(program.store, hooks=program.hooks, policy=program.policy)
        ours, theirs = _reviewing_and_opening(noting, families)
        peer = f"{PEER}, noted in the trail"
        yield Comparison("review an opened chart, all nine", ours, theirs, peer, GOAL)


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
