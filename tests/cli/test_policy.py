"""Scenarios on the command line: every one runs, and what is none of them is told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
SHARED = Path(os.environ.get("WRAPAROUND_SHARED", HOUSE.parent / "shared"))
VECTORS = SHARED / "vectors" / "conflict"
OWN = HOUSE / "src" / "wraparound" / "policy" / "scenarios"


@pytest.fixture
def scenario():
    """A scenario of the library's own, as text that can be changed."""
    return (OWN / "federal.yaml").read_text("utf-8")


def document(result):
    return json.loads(result.stdout)


def test_the_packs_of_the_library_pass_their_own_scenarios(run):
    """Without a folder, what ships with the packs is run."""
    answer = run("policy", "test", "--format", "json")
    assert answer.exit_code == 0
    assert document(answer)["good"]
    ids = {each["id"] for each in document(answer)["scenarios"]}
    assert {"FED-1915C-tied", "US-MS-free", "GOOD-tied"} <= ids


@pytest.mark.skipif(not VECTORS.is_dir(), reason=f"the shared vectors are not at {VECTORS}")
def test_the_shared_vectors_pass(run):
    """All of them, by the same command."""
    answer = document(run("policy", "test", VECTORS, "--format", "json"))
    assert (answer["passed"], answer["failed"], answer["errors"]) == (209, 0, [])


def test_a_difference_can_be_read(run, scenario, tmp_path):
    """What is unlike is named field by field; the exit code is 1."""
    file = tmp_path / "changed.yaml"
    file.write_text(scenario.replace("severity: prohibited", "severity: low", 1), "utf-8")
    answer = run("policy", "test", file)
    assert answer.exit_code == 1
    said = " ".join(answer.output.split())
    assert "severity is 'prohibited' and should be 'low'" in said
    assert "1 failed" in said


def test_what_is_missing_or_too_much_is_told(run, scenario, tmp_path):
    """A finding that nobody expects, and one that does not come."""
    file = tmp_path / "changed.yaml"
    file.write_text(scenario.replace("rule: COI-EMP-01", "rule: COI-EMP-02", 1), "utf-8")
    answer = document(run("policy", "test", tmp_path, "--format", "json"))
    (failure,) = answer["failures"]
    assert [each.partition(":")[0] for each in failure["differences"]] == ["missing", "unexpected"]


def test_a_changed_fact_makes_a_scenario_fail(run, scenario, tmp_path):
    """The facts are really asked: a job that ended before is no conflict."""
    file = tmp_path / "changed.yaml"
    began = '      from: "2024-01-01"\n'
    text = scenario.replace(began, f'{began}      until: "2024-06-01"\n', 1)
    assert text != scenario
    file.write_text(text, "utf-8")
    assert run("policy", "test", file).exit_code == 1


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.yaml", "just: words", "list of scenarios"),
        ("a.yaml", "vectors: []", "holds no scenario"),
        ("a.yaml", "a: [", "line"),
        ("a.json", "{", "is not JSON"),
        ("a.csv", "a,b", "is not a file of scenarios"),
    ],
)
def test_a_file_without_scenarios_is_an_error(run, scenario, tmp_path, name, text, says):
    """It is never passed over, also where all other scenarios pass."""
    (tmp_path / "good.yaml").write_text(scenario, "utf-8")
    (tmp_path / name).write_text(text)
    answer = run("policy", "test", tmp_path, "--format", "json")
    assert answer.exit_code == 1
    (error,) = document(answer)["errors"]
    assert says in error["message"]
    assert name in error["source"]
    assert document(answer)["failed"] == 0


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("as_of:", "as_off:", "did you mean 'as_of'"),
        ("packs:", "kind: clock\n  packs:", "nothing answers scenarios of the kind 'clock'"),
        ("expect:", "expct:", "either expect or expect_error"),
        ('as_of: "2025-09-01"', "as_of: someday", "malformed"),
        ("role: facilitator", "role: captain", "malformed"),
    ],
)
def test_a_malformed_scenario_fails_in_words(run, scenario, tmp_path, old, new, says):
    """A misspelt key, another kind, a wrong value: the scenario is named with what is wrong."""
    file = tmp_path / "bad.yaml"
    file.write_text(scenario.replace(old, new, 1), "utf-8")
    answer = run("policy", "test", file, "--format", "json")
    assert answer.exit_code == 1
    (failure,) = document(answer)["failures"]
    assert failure["verdict"] == "malformed"
    assert any(says in each for each in failure["differences"])


def test_nothing_is_not_success(run, tmp_path):
    """An empty folder, a folder that is not there, two scenarios of one name."""
    assert run("policy", "test", tmp_path).exit_code == 1
    assert run("policy", "test", tmp_path / "none").exit_code == 1
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text((OWN / "good-practice.yaml").read_text("utf-8"), "utf-8")
    twice = run("policy", "test", tmp_path)
    assert twice.exit_code == 1
    assert "a name of its own" in " ".join(twice.output.split())
