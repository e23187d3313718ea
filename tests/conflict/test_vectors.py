"""Every shared vector, loaded into records and a chart, answered by the review of families."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.states import PACKS

from wraparound.testing.scenario_run import differences_of
from wraparound.testing.scenarios import read_scenarios

HOUSE = Path(__file__).parents[2]
SHARED = Path(os.environ.get("WRAPAROUND_SHARED", HOUSE.parent / "shared"))
FOLDER = SHARED / "vectors" / "conflict"

NOT_YET: Mapping[str, str] = {}
"""Vectors that cannot be answered yet, with the reason. One that passes must leave the list."""

ALL = {
    f"{file.stem[:2]}-{vector['id']}": vector
    for file in sorted(FOLDER.glob("*.yaml"))
    for vector in read_scenarios(file)
}


@pytest.mark.skipif(not ALL, reason=f"the shared vectors are not at {FOLDER}")
def test_no_vector_is_left_out():
    """All twelve files are read, and what is not answered is listed by name."""
    assert len(ALL) == 209
    assert NOT_YET.keys() <= {vector["id"] for vector in ALL.values()}


@pytest.mark.parametrize("name", ALL)
def test_a_vector_has_its_findings(name: str):
    """The review finds exactly what the vector expects: no more, no less, no other dates."""
    vector = ALL[name]
    differences = differences_of(vector, packs=PACKS)
    if vector["id"] in NOT_YET:
        assert differences, f"{vector['id']} passes now: take it off the list"
        pytest.skip(NOT_YET[vector["id"]])
    assert differences == []
