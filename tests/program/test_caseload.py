"""A whole caseload in one pass: a short run of benchmarks/caseload.py and plan_review.py."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from wraparound import Program
from wraparound.process.clock import ClockStatus

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def benchmark_file(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))

    def load(name):
        found = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
        module = importlib.util.module_from_spec(found)
        monkeypatch.setitem(sys.modules, name, module)
        found.loader.exec_module(module)
        return module

    return load


def test_due_dates_of_a_caseload_grow_with_the_families_and_memory_does_not(
    benchmark_file, tmp_path
):
    caseload = benchmark_file("caseload")
    url = f"sqlite:///{tmp_path / 'caseload.db'}"
    caseload.fill(url, 0, 20)
    few = caseload.in_own_process(url, "due")
    caseload.fill(url, 20, 120)
    many = caseload.in_own_process(url, "due")
    assert (few.families, many.families) == (20, 120)
    assert 0 < few.found < many.found
    assert many.seconds < few.seconds * 2
    assert many.megabytes - few.megabytes < caseload.FLAT


def test_the_pass_says_what_each_family_says_alone(benchmark_file, tmp_path):
    caseload = benchmark_file("caseload")
    url = f"sqlite:///{tmp_path / 'caseload.db'}"
    caseload.fill(url, 0, 15)
    with Program.open(url, only=["us-ms"], practice=caseload.PRACTICE) as program:
        told = [
            (each.family, each.due.clock, each.due.due) for each in program.due(as_of=caseload.DAY)
        ]
        alone = [
            (family, clock.name, clock.intervals[-1].due)
            for family in program.families()
            for clock in program.clocks(family, as_of=caseload.DAY)
            if clock.intervals
            and clock.intervals[-1].status in (ClockStatus.NOT_MET, ClockStatus.NOT_YET_DUE)
        ]
        assert sorted(told, key=str) == sorted(alone, key=str)
        assert told


def test_reviewing_a_plan_is_measured_against_opening_it(benchmark_file):
    plan_review = benchmark_file("plan_review")
    files = sorted(plan_review.COUNTY.glob("birch.yaml"))
    files.append(plan_review.COUNTY / "county.yaml")
    with Program.open("memory:", only=["us-ms"], practice=plan_review.PRACTICE) as program:
        program.import_files(files, by="test")
        ours, theirs = plan_review.reviewing_and_opening(program, ["birch"], rounds=2)
    assert ours > 0
    assert theirs > 0
