"""What is wrong with how a scenario is written: all of it at once, by kind, id and field."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
import yaml

from wraparound.testing.scenario_run import Verdict, run_scenarios
from wraparound.testing.scenario_shape import scenario_faults, shape_faults

GOOD = {
    "id": "one",
    "packs": ["FED-1915C"],
    "as_of": "2026-03-01",
    "skip": ["CHO", "PRC", "OWN-06"],
    "facts": {
        "people": [{"id": "fac", "name": "Fay"}],
        "agencies": [{"id": "pv", "name": "Larch House"}],
        "youth": [{"id": "kid", "name": "Kid"}],
        "plans": [{"id": "pl", "youth": "kid"}],
        "duties": [{"id": "d", "plan": "pl", "role": "facilitator", "holder": "fac"}],
        "ties": [{"id": "t", "kind": "employed_by", "subject": "fac", "object": "pv"}],
        "services": [
            {
                "id": "s",
                "plan": "pl",
                "provider": "pv",
                "category": "respite",
                "paid": True,
                "hcbs": True,
                "spans": [{"status": "active", "from": "2026-01-01"}],
            }
        ],
    },
    "expect": [
        {
            "rule": "COI-EMP-01",
            "plan": "pl",
            "holder": "fac",
            "counterparty": "pv",
            "severity": "prohibited",
            "disposition": "conflict",
            "reasons": [],
            "from": "2026-01-01",
            "until": None,
            "path": ["d", "t", "s"],
        }
    ],
}


def written(tmp_path, *scenarios, name="own.yaml"):
    file = tmp_path / name
    file.write_text(yaml.safe_dump({"vectors": list(scenarios)}), "utf-8")
    return file


def ran(tmp_path, **changes):
    (told,) = run_scenarios([written(tmp_path, {**GOOD, **changes})]).ran
    return told


def test_what_is_written_well_runs(tmp_path):
    told = ran(tmp_path)
    assert (told.verdict, told.differences) == (Verdict.PASSED, ())


@pytest.mark.parametrize(
    ("kind", "change", "says"),
    [
        (
            "ties",
            {"until_": "2026-02-01"},
            "ties t: until_ is no field of it; did you mean 'until'",
        ),
        ("services", {"paid": "yess"}, "services s: paid is 'yess', and must be true, false or"),
        (
            "services",
            {"paid": None},
            "services s: paid is None, and must be true, false or unknown",
        ),
        ("ties", {"kind": "employd_by"}, "ties t: kind cannot be 'employd_by'; did you mean"),
        ("duties", {"role": "boss"}, "duties d: role cannot be 'boss'; it may be assessor,"),
        ("ties", {"from": "soon"}, "ties t: from is 'soon', and must be a day such as"),
        ("duties", {"id": 7}, "duties[0]: id is 7, and must be a text"),
        ("plans", {"youth": ["kid"]}, "plans pl: youth is ['kid'], and must be a text"),
        (
            "services",
            {"spans": [{"state": "active"}]},
            "services s: spans[0]: state is no field of it; did you mean 'status'",
        ),
        (
            "services",
            {"spans": [{"state": "active"}]},
            "services s: spans[0]: status must be given",
        ),
        ("services", {"spans": "active"}, "services s: spans must be a list"),
    ],
)
def test_a_field_that_is_wrong_is_told_with_its_fact(kind, change, says):
    facts = deepcopy(GOOD["facts"])
    facts[kind][0].update(change)
    assert any(says in each for each in shape_faults(facts)), list(shape_faults(facts))


def test_a_field_that_is_missing_is_told_with_its_fact():
    facts = deepcopy(GOOD["facts"])
    del facts["ties"][0]["subject"], facts["people"][0]["id"]
    assert list(shape_faults(facts)) == [
        "people[0]: id must be given",
        "ties t: subject must be given",
    ]


def test_everything_that_is_wrong_is_told_at_once_and_without_words_of_python(tmp_path):
    facts = deepcopy(GOOD["facts"])
    facts["ties"][0]["until_"] = "2026-02-01"
    facts["services"][0]["paid"] = "yess"
    facts["duties"] = {"d": 1}
    told = ran(tmp_path, facts=facts, packs=[], skip=["ABC"], as_of="2026-13-01")
    assert told.verdict is Verdict.MALFORMED
    said = "\n".join(told.differences)
    for words in ("until_", "paid is 'yess'", "duties must be a list", "packs must be a list"):
        assert words in said
    assert "skip names 'ABC', and there is no such rule" in said
    assert "as_of is '2026-13-01'" in said
    assert "Error" not in said


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"absent": ["COI-EMP-1"]}, "absent names 'COI-EMP-1', and there is no such rule; did you"),
        ({"expect": {"rule": "COI-EMP-01"}}, "expect must be a list of findings"),
        ({"expect": [{"plan": "pl"}]}, "expect[0] must be a finding with its rule"),
        (
            {"expect": [{"rule": "COI-EMP-01", "weight": "high"}]},
            "expect[0]: weight is no field of a finding",
        ),
        ({"facts": []}, "facts must be a mapping of kinds to lists"),
        ({"what_if": {"add": {"ties": [{"id": "x"}]}}}, "ties x: kind must be given"),
    ],
)
def test_what_is_expected_is_looked_at_too(changes, says):
    assert any(says in each for each in scenario_faults({**GOOD, **changes}))


def test_what_the_review_refuses_itself_is_left_to_it(tmp_path):
    """A scenario may expect it."""
    gone = {key: value for key, value in GOOD.items() if key != "expect"}
    facts = {**GOOD["facts"], "tie": [{"id": "x"}]}
    file = written(tmp_path, {**gone, "facts": facts, "expect_error": "unknown_fact_kind"})
    assert run_scenarios([file]).good


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_key_that_stands_twice_is_an_error(tmp_path, ending):
    """The second `expect` would silently take the place of the first."""
    text = json.dumps({"vectors": [GOOD]}, indent=1)
    twice = text.replace('"expect": [', '"expect": [],\n "expect": [')
    file = tmp_path / f"own.{ending}"
    file.write_text(twice, "utf-8")
    (error,) = run_scenarios([file]).errors
    assert error.message.startswith("is given twice; keep one:")
    assert error.message.endswith("expect")


@pytest.mark.parametrize("name", ["notes.txt", "conflicts.md", "plan.rst", "notes"])
def test_a_text_among_scenarios_is_an_error(tmp_path, name):
    """It may be scenarios under the wrong name, which would never run."""
    written(tmp_path, GOOD)
    (tmp_path / name).write_text("vectors: []", "utf-8")
    report = run_scenarios([tmp_path])
    assert [error.source.endswith(name) for error in report.errors] == [True]
    assert not report.good


@pytest.mark.parametrize("name", ["README.md", "readme.txt", ".notes", ".git/config"])
def test_what_says_that_it_is_none_is_left_alone_and_named(tmp_path, name):
    written(tmp_path, GOOD)
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("vectors: []", "utf-8")
    report = run_scenarios([tmp_path])
    assert report.good
    (alone,) = report.left_alone
    assert alone == str(tmp_path / name.partition("/")[0])


@pytest.mark.parametrize(
    ("kind", "basis"),
    [("compensated_by", "retainer"), ("compensated_by", "salary"), ("controls", "charter")],
)
def test_a_basis_may_be_called_by_any_word(tmp_path, kind, basis):
    """The specification leaves the list open: what is not on it is another basis."""
    paid = {"id": "t2", "kind": kind, "subject": "fac", "object": "pv", "basis": basis}
    facts = {**GOOD["facts"], "ties": [*GOOD["facts"]["ties"], paid]}
    told = ran(tmp_path, facts=facts)
    assert told.verdict is not Verdict.MALFORMED, told.differences


def test_a_member_of_the_team_has_a_duty_too(tmp_path):
    more = {"id": "d2", "plan": "pl", "role": "team_member", "holder": "fac"}
    facts = {**GOOD["facts"], "duties": [*GOOD["facts"]["duties"], more]}
    assert ran(tmp_path, facts=facts).verdict is Verdict.PASSED
