"""Scenarios on the command line: every one runs, and what is none of them is told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.policy.test_thresholds import PROGRAM, RULES, SCENARIOS

from wraparound.policy.document import parse_yaml

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
        ("packs:", "kind: tea\n  packs:", "nothing answers scenarios of the kind 'tea'"),
        ("expect:", "expct:", "either expect or expect_error"),
        ('as_of: "2025-09-01"', "as_of: someday", "as_of is 'someday'"),
        ("role: facilitator", "role: captain", "role cannot be 'captain'"),
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


PACK = """
id: US-XX
title: A state of our own
authority: state
rules:
  COI-EMP-01: {severity: high, cite: State Code 1-2-3, basis: text, confidence: found}
"""


@pytest.fixture
def own_pack(tmp_path):
    """A pack that no plugin brings."""
    file = tmp_path / "us-xx.yaml"
    file.write_text(PACK, "utf-8")
    return file


@pytest.fixture
def own_scenarios(tmp_path, scenario):
    """The first scenario of the federal packs, asked of that pack."""
    first = parse_yaml(scenario)["vectors"][0]
    first["packs"] = ["US-XX"]
    first["expect"] = [{"rule": "COI-EMP-01", "severity": "high"}]
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "own.json").write_text(json.dumps({"vectors": [first]}), "utf-8")
    return folder


def test_a_pack_is_tried_before_any_plugin_brings_it(run, own_pack, own_scenarios):
    """By its file, or by the folder that it is in; without it, nobody knows it."""
    for place in (own_pack, own_pack.parent):
        answer = run("policy", "test", own_scenarios, "--pack", place)
        assert answer.exit_code == 0, answer.output
    answer = run("policy", "test", own_scenarios)
    assert answer.exit_code == 1
    assert "there is no policy pack 'US-XX'" in " ".join(answer.output.split())


def test_a_rule_that_there_is_not_is_named(run, own_pack, own_scenarios):
    """What is wrong with a pack is told by name, and not as a code alone."""
    own_pack.write_text(PACK.replace("COI-EMP-01", "COI-EMP-99"), "utf-8")
    answer = run("policy", "test", own_scenarios, "--pack", own_pack)
    assert answer.exit_code == 1
    assert "there is no rule 'COI-EMP-99'" in " ".join(answer.output.split())


def test_a_pack_with_faults_is_bad_input(run, own_pack, own_scenarios):
    """All faults are told with their places; a file that is not there is told too."""
    own_pack.write_text(PACK.replace("high", "heavy"), "utf-8")
    answer = run("policy", "test", own_scenarios, "--pack", own_pack)
    assert answer.exit_code == 2
    assert "rules.COI-EMP-01.severity: must be one of" in answer.output
    assert run("policy", "test", own_scenarios, "--pack", "nowhere.yaml").exit_code == 2


OVERLAY = """
id: asks-more
pack: FED-TCM
cite: State Code 4-5
severity:
  COI-EMP-01: prohibited
params:
  request.max_days: 14
"""


ASKS_LESS = """
id: asks-less
pack: FED-1915C
severity:
  COI-EMP-01: none
params:
  request.max_days: 14
relaxation_basis: Waiver amendment 3
"""


@pytest.fixture
def overlay(tmp_path):
    """A file with a change to a federal pack."""
    file = tmp_path / "overlay.yaml"
    file.write_text(OVERLAY, "utf-8")
    return file


def test_an_overlay_is_tried_from_its_file(run, overlay, scenario, tmp_path):
    """Where a scenario names less of a finding than there is, only that is compared and told."""
    first = parse_yaml(scenario)["vectors"][0]
    first["packs"] = ["FED-TCM"]
    first["expect"] = [{"rule": "COI-EMP-01", "severity": "prohibited"}]
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"vectors": [first]}), "utf-8")
    assert run("policy", "test", file, "--overlay", overlay).exit_code == 0
    without = run("policy", "test", file)
    assert without.exit_code == 1
    said = " ".join(without.output.split())
    assert "unlike: COI-EMP-01: severity is 'high' and should be 'prohibited'" in said


def test_an_overlay_counts_in_a_review_and_is_named_beside_the_law(run, overlay, case):
    """The federal text does not say what somebody else made of it."""
    run("import", case)
    asked = ("review", "bell", "--policy", "FED-TCM", "--as-of", "2025-07-01")
    assert "HIGH  COI-EMP-01" in run(*asked).output
    said = " ".join(run(*asked, "--overlay", overlay).output.split())
    assert "PROHIBITED COI-EMP-01" in said
    assert "weighed by asks-more under State Code 4-5 (FED-TCM; a judgement" in said


def test_what_an_overlay_changes_stands_beside_every_answer(run, overlay, case):
    """An answer under changed packs looks like any other, unless it is told."""
    run("import", case)
    asked = ("review", "bell", "--policy", "FED-1915C", "--as-of", "2025-07-01")
    overlay.write_text(ASKS_LESS, "utf-8")
    text = " ".join(run(*asked, "--overlay", overlay).output.split())
    assert "asks-less changed FED-1915C: COI-EMP-01: not asked instead of prohibited" in text
    assert "names Waiver amendment 3; less is asked" in text
    assert "request.max_days: 14 instead of 30" in text
    said = json.loads(run(*asked, "--overlay", overlay, "--format", "json").stdout)
    assert [
        (each["overlay"], each["about"], each["asks_less"], each["stated_basis"])
        for each in said["families"][0]["changes"]
    ] == [
        ("asks-less", "COI-EMP-01", True, "Waiver amendment 3"),
        ("asks-less", "request.max_days", False, "Waiver amendment 3"),
    ]
    run("screen", "--policy", "FED-1915C")
    assert "asks-less changed FED-1915C" in run("screen", *asked[2:], "--overlay", overlay).output
    plain = json.loads(run("review", "bell", "--format", "json").stdout)
    assert plain["families"][0]["changes"] == []


def test_an_overlay_of_a_pack_that_is_not_asked_is_no_silent_mistake(run, overlay, case):
    """A wrong name would leave everything as it was."""
    run("import", case)
    overlay.write_text(OVERLAY.replace("FED-TCM", "FED-TMC"), "utf-8")
    answer = run("review", "bell", "--overlay", overlay)
    assert answer.exit_code == 2
    assert "did you mean 'FED-TCM'" in answer.output


def test_a_scenario_can_say_that_an_overlay_is_refused(run, own_scenarios):
    """To ask less of a federal pack needs a stated basis; with one, the scenario is answered."""
    file = own_scenarios / "own.json"
    held = json.loads(file.read_text("utf-8"))
    (first,) = held["vectors"]
    overlay = {"id": "milder", "pack": "FED-1915C", "severity": {"COI-EMP-01": "low"}}
    refused = {
        **{key: each for key, each in first.items() if key != "expect"},
        "packs": ["FED-1915C"],
        "overlays": [overlay],
        "expect_error": "relaxation_without_basis",
    }
    with_basis = {
        **first,
        "id": "with-basis",
        "packs": ["FED-1915C"],
        "overlays": [{**overlay, "relaxation_basis": "Waiver amendment 7 (made up)"}],
        "expect": [{"rule": "COI-EMP-01", "severity": "low"}],
    }
    file.write_text(json.dumps({"vectors": [refused, with_basis]}), "utf-8")
    answer = run("policy", "test", own_scenarios)
    assert answer.exit_code == 0, answer.output


def test_numbers_that_no_scenario_holds_are_told(run, tmp_path):
    """With --thresholds; packs that lie beside the scenarios are tried with them."""
    for name, text in (("lake", PROGRAM), ("rules", RULES), ("scenarios", SCENARIOS)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    plain = document(run("policy", "test", tmp_path, "--format", "json"))
    assert (plain["passed"], plain["thresholds"]) == (2, None)
    answer = run("policy", "test", tmp_path, "--thresholds", "--format", "json")
    assert answer.exit_code == 1
    tried = document(answer)["thresholds"]
    assert {
        "pack": "lake.entry",
        "key": "lake.age",
        "part": "years",
        "number": "21",
        "instead": "22",
    } in tried["unnoticed"]
    assert "22 changes of numbers tried" in run("policy", "test", tmp_path, "--thresholds").output
