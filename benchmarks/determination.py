"""Saying who qualifies, with the full explanation, against opening the chart that it is read from.

Ours asks one set of rules of an opened chart, and writes the tree of reasons, what to ask first and
every least change that would turn the answer. The peer is the ``Program.chart`` that opened it, out
of a SQLite file with 200 families. Seconds are of CPU.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from measuring import ROUNDS, Comparison

from wraparound.chart import Chart
from wraparound.eligibility.explaining import explain
from wraparound.program import Program
from wraparound.testing.families import synthetic_family

FAMILIES = 200
AT_ONCE = 20
DAY = date(2026, 2, 1)
RULES = ("us-ms-mypac.entry", "us-nj-cmo.entry", "us-wa-wise.entry")
GOAL = "<= 1"


def compare_determination() -> Iterator[Comparison]:
    """Compare a short, a middling and a long set of rules of a state."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Program.open(f"sqlite:///{Path(folder, 'state.db')}", note_reads=False) as program,
    ):
        with program.change(by="benchmark") as unit:
            for seed in range(FAMILIES):
                for record in synthetic_family(seed):
                    unit.add(record)
        families = tuple(program.families())[:AT_ONCE]
        size = statistics.median(len(program.chart(each, as_of=DAY).records) for each in families)
        for rules in RULES:
            ours, theirs = _determining_and_opening(program, families, rules)
            peer = f"opening the chart of {size:.0f} records"
            yield Comparison(f"determine and explain {rules}", ours, theirs, peer, GOAL)


def _determining_and_opening(
    program: Program, families: tuple[str, ...], rules: str
) -> tuple[float, float]:
    determining, opening = [], []
    for number in range(ROUNDS + 1):
        started = time.process_time()
        charts = [program.chart(family, as_of=DAY) for family in families]
        opened = time.process_time()
        told = [_whole(program, chart, rules) for chart in charts]
        determined = time.process_time()
        assert len(told) == len(families)
        if number:  # the first round warms up
            opening.append((opened - started) / len(families))
            determining.append((determined - opened) / len(families))
    return statistics.median(determining), statistics.median(opening)


def _whole(program: Program, chart: Chart, rules: str) -> object:
    found = program.eligibility(chart, rules=rules)
    return explain(found), found.to_become(wanted=True), found.to_become(wanted=False)
