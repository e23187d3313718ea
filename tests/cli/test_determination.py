"""``wraparound determination``: decisions kept, asked again, and how they are appealed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import wraparound_us_ms
from wraparound import Program
from wraparound.policy.rule_sets import read_rule_files

DAY = ("--as-of", "2026-02-01")
WHEN = date(2026, 2, 1)
RULES = Path(wraparound_us_ms.__file__).parent / "eligibility" / "us-ms.yaml"


@pytest.fixture
def kept(run, case):
    """Keep a decision; return its id and the means to ask for more."""
    assert run("import", case).exit_code == 0
    line = ("determination", "record", "bell", "--rules", "us-ms-mypac.entry", *DAY, "--by", "ada")
    ran = run(*line, "--format", "json")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert told["document"] == "determination recorded"
    return told["determination"]["id"]


def test_a_kept_decision_is_listed(run, kept):
    listed = json.loads(run("determination", "list", "bell", "--format", "json").stdout)
    (row,) = listed["determinations"]
    assert row["determination"] == kept
    assert row["rules"] == "us-ms-mypac.entry"
    before = run("determination", "list", "bell", "--as-of", "2026-01-31")
    assert "No decision is on file." in before.output


def test_the_same_comes_out_again(run, kept):
    ran = run("determination", "replay", kept, "--compare", *DAY)
    assert ran.exit_code == 0, ran.output
    assert "the very same is at hand" in ran.output
    assert "Not a clinical determination" in " ".join(ran.output.split())
    told = json.loads(run("determination", "replay", kept, "--format", "json").stdout)
    assert (told["document"], told["outcome"], told["same_rules"]) == ("replay", "same", True)
    assert all(each["same"] for each in told["reasons"])


def test_values_of_facts_are_shown_only_where_asked_for(run, kept):
    line = ("determination", "replay", kept, "--compare", *DAY)
    hidden = run(*line, "--format", "json").stdout
    told = json.loads(hidden)
    assert told["facts"]
    assert all("value" not in each["then"] for each in told["facts"])
    assert "2012-05-05" not in hidden + run(*line).output
    shown = run(*line, "--format", "json", "--personal").stdout
    assert "2012-05-05" in shown


def test_other_rules_end_with_exit_code_1_and_the_file_of_that_time_with_0(
    run, kept, url, tmp_path
):
    """The decision was made by a file whose age limit the installed rules do not have."""
    text = RULES.read_text("utf-8").replace("years: 21", "years: 10")
    file = tmp_path / "then.yaml"
    file.write_text(text, "utf-8")
    with Program.open(url) as program:
        then = read_rule_files([file])
        found = program.eligibility("bell", rules="us-ms-mypac.entry", as_of=WHEN, changed=then)
        other = program.record_determination(found, family="bell", by="ada")
    ran = run("determination", "replay", other.id)
    assert ran.exit_code == 1, ran.output
    said = " ".join(ran.output.split())
    assert "that version says something else now. At hand: 1 (" in said
    assert "years: 10" in said
    assert "then no, now yes" in said
    same = run("determination", "replay", other.id, "--rules-file", file)
    assert same.exit_code == 0, same.output
    assert run("determination", "replay", kept, "--rules-file", file).exit_code == 0


def test_what_a_family_was_told_and_asked_is_kept(run, kept):
    line = ("determination", "appeal", kept)
    ran = run(*line, "--told-on", "2026-02-02", "--mailed-on", "2026-02-02", "--form", "written")
    assert ran.exit_code == 0, ran.output
    asked = ("--asked-on", "2026-02-09", "--asked-by", "mum", "--route", "us-ms.medicaid-hearing")
    assert run(*line, *asked, "--go-on").exit_code == 0
    done = ("--outcome", "changed", "--decided-on", "2026-03-20", "--format", "json")
    told = json.loads(run(*line, *done).stdout)["appeal"]
    assert told["told_on"] == "2026-02-02"
    assert told["forms"] == ["written"]
    assert told["routes"][0]["ask_by"] == "2026-03-04"
    assert (told["asked_on"], told["outcome"]) == ("2026-02-09", "changed")
    assert told["wants_services_to_go_on"] is True
    said = " ".join(run(*line, "--for", "family").output.split())
    assert "Ask by 2026-03-04" in said
    assert "Miss. Code" not in said


@pytest.mark.parametrize(
    "wrong",
    [
        ("--route", "somewhere"),
        ("--asked-on", "2026-02-09", "--not-asked"),
        ("--outcome", "won"),
    ],
)
def test_wrong_use_keeps_nothing(run, kept, wrong):
    assert run("determination", "appeal", kept, *wrong).exit_code == 2
    told = json.loads(run("determination", "appeal", kept, "--format", "json").stdout)
    assert told["appeal"]["asked_on"] is None


def test_a_decision_of_the_earlier_shape_says_why_it_cannot_be_replayed(run, case):
    old = """\
determination:
  - id: old
    family: bell
    rule_set: us-ms-mypac.entry
    rule_version: "1"
    "on": "2025-02-01"
    answer: eligible
    inputs: [{name: dx.sed, value: "True", source: record}]
"""
    case.write_text(case.read_text("utf-8") + old, "utf-8")
    assert run("import", case).exit_code == 0
    ran = run("determination", "replay", "old")
    assert ran.exit_code == 2
    assert "kept as text, without their types: dx.sed" in " ".join(ran.output.split())
    told = json.loads(run("determination", "replay", "old", "--format", "json").stdout)
    assert told["outcome"] == "cannot_be_replayed"
    assert told["same_rules"] is None


def test_the_command_for_eligibility_tells_how_to_appeal(run, kept):
    said = run("eligibility", "bell", "--rules", "us-ms-mypac.entry", *DAY).output
    assert "Ask within 30 days" in " ".join(said.split())
