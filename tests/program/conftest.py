"""What several tests of programs work on: a made-up family whose record is whole."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from wraparound import Program
from wraparound.model.kinds import kind_of
from wraparound.policy.document import parse_yaml
from wraparound.testing.case_records import case_chart

OWN = Path(str(resources.files("wraparound.policy").joinpath("scenarios", "practice")))
CASE = OWN / "fixtures" / "willow.yaml"
DAY = date(2024, 9, 10)


@pytest.fixture
def willow():
    """Open a program of some practice that holds the family willow."""
    opened = []

    def opening(practice="us-ms", url="memory:", **more):
        chart = case_chart(parse_yaml(CASE.read_bytes()), as_of=DAY)
        program = Program.open(url, practice=practice, only=["us-ms", "us-states"], **more)
        opened.append(program)
        with program.change(by="office", reason="test") as unit:
            for record in (chart.family, *chart.records, *chart.directory.records):
                if kind_of(record).name != "family" or record is chart.family:
                    unit.add(record)
        return program

    yield opening
    for program in opened:
        program.close()
