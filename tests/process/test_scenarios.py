"""Scenarios of the process: our own, and every shared one, answered by what reads a chart."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.states import EVERY_RULE, PROGRAMS

from wraparound.quality.catalogue import load_rules
from wraparound.quality.review import RULES
from wraparound.testing.process_answers import SHOWN
from wraparound.testing.scenario_run import run_scenarios

HOUSE = Path(__file__).parents[2]
OWN = HOUSE / "src" / "wraparound" / "policy" / "scenarios" / "practice"
SHARED = Path(os.environ.get("WRAPAROUND_SHARED", HOUSE.parent / "shared"))
VECTORS = SHARED / "vectors" / "process"
COUNTS = {"clocks": 161, "quality": 221, "indicators": 35, "eligibility": 142, "decision": 19}


def test_our_own_scenarios_pass():
    """Each was counted by hand; the folder is an example of how a program writes its own."""
    report = run_scenarios([OWN])
    assert [(each.id, each.differences) for each in report.failed] == []
    assert report.good
    assert len(report.passed) == 43


@pytest.mark.skipif(not VECTORS.is_dir(), reason=f"the shared vectors are not at {VECTORS}")
@pytest.mark.parametrize(("folder", "count"), COUNTS.items())
def test_every_shared_vector_passes(folder: str, count: int):
    """Clocks, events, phases, activities, lookups, plan reviews and indicators."""
    report = run_scenarios([VECTORS / folder], programs=PROGRAMS, rule_sets=EVERY_RULE)
    assert [(each.id, each.differences) for each in report.failed] == []
    assert len(report.passed) == count


def test_every_rule_has_its_words_and_its_judgement():
    """A rule without words cannot be shown, and words without a judgement promise too much."""
    assert set(load_rules()) == set(RULES)


SCENARIO = """\
vectors:
  - id: X-1
    kind: quality
    title: Only a service
    why: therapy is one
    tags: []
    given:
      fixture: willow
      policy: nwi-model
      as_of: "2024-09-10"
      codes: [NEED-01]
      patch: [{op: replace, path: /plans/0/needs/0/statement, value: Ivo needs therapy}]
    expect: {findings: [{code: NEED-01, path: /plans/0/needs/0}]}
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("code: NEED-01", "code: NEED-02", "missing {'code': 'NEED-02'"),
        ("findings: [", "findings: [{code: TEAM-01, path: /team}, ", "missing"),
        ("findings:", "finding:", "finding is nothing that answers"),
        ("Ivo needs therapy", "Ivo needs his friends", "missing"),
        ("fixture: willow", "fixture: oak", "no_such_fixture"),
        ("needs/0/statement", "wants/7/statement", "no_such_place"),
        ("kind: quality", "kind: qualities", "did you mean 'quality'"),
    ],
)
def test_a_scenario_that_does_not_hold_fails_in_words(tmp_path, old, new, says):
    """Break one thing, and the difference names it."""
    (tmp_path / "fixtures").mkdir()
    willow = OWN / "fixtures" / "willow.yaml"
    (tmp_path / "fixtures" / "willow.yaml").write_bytes(willow.read_bytes())
    file = tmp_path / "one.yaml"
    file.write_text(SCENARIO, "utf-8")
    assert run_scenarios([file]).good
    assert old in SCENARIO
    file.write_text(SCENARIO.replace(old, new, 1), "utf-8")
    (failed,) = run_scenarios([file]).failed
    assert any(says in each for each in failed.differences), failed.differences


def test_every_kind_of_scenario_is_tried():
    """A kind that nothing here asks for would be a promise without a proof."""
    report = run_scenarios([OWN])
    told = "".join(path.read_text("utf-8") for path in (OWN).glob("*.yaml"))
    assert all(f"kind: {kind}," in told for kind in SHOWN)
    assert report.good
