"""The commands that list, show, compare and check packs."""

from __future__ import annotations

import json

import pytest
from tests.policy.test_looking_at_packs import gap
from tests.policy.test_pack_folder import EXPECTED, write_bad_packs

HEAD = """\
policy: lake
title: A county
jurisdiction: US-XX
legal_force: program_policy
compiled_on: "2026-11-01"
timezone: America/Chicago
extends: [us-ms]
parameters:
"""


def document(ran, kind):
    answer = json.loads(ran.stdout)
    assert answer["document"] == kind
    return answer


def test_list_names_every_kind(run):
    rows = document(run("policy", "list", "--format", "json"), "policy list")["packs"]
    assert {"conflict", "program", "eligibility", "payers"} == {each["kind"] for each in rows}
    told = run("policy", "list", "mississippi", "--kind", "program").output
    assert "us-ms-mypac" in told
    assert "us-nj" not in told


def test_show_tells_what_stands_behind_each_line(run):
    told = run("policy", "show", "us-ms@2025-01-01").output
    assert "24 Miss. Code R. 2-41.1(C)" in told
    assert "nwi-model" in told
    assert "not legal advice" in told
    shown = document(run("policy", "show", "FED-TCM", "--format", "json"), "policy show")
    (pack,) = shown["packs"]
    rules = {each["key"]: each for each in pack["entries"]}
    assert rules["COI-EMP-01"]["cite"].startswith("42 CFR 441.18")


def test_diff_tells_two_days_of_one_pack_apart(run):
    ran = run("policy", "diff", "us-ms@2024-06-01", "us-ms@2025-01-01", "--format", "json")
    assert ran.exit_code == 1
    changes = document(ran, "policy diff")["differences"]
    told = {(each["field"], each["before"], each["after"]) for each in changes}
    assert ("value", "9", "0") in told
    same = run("policy", "diff", "us-ms", "us-ms")
    assert (same.exit_code, "Nothing is different." in same.output) == (0, True)


def test_check_of_a_file(run, tmp_path):
    file = tmp_path / "lake.yaml"
    file.write_text(HEAD + gap(name="team_meeting_max_gap", event="team_meeting_valid", value=45))
    ran = run("policy", "check", str(file), "--format", "json")
    assert ran.exit_code == 1
    (concern,) = document(ran, "policy check")["concerns"]
    assert (concern["concern"], concern["problem"]) == ("lowered_floor", True)
    assert concern["place"] == "lake.yaml, line 9"
    told = run("policy", "check", str(file)).output
    assert "asks less" in told
    assert "line 9" in told
    file.write_text(HEAD + gap(name="team_meeting_max_gap", event="team_meeting_valid", value=21))
    assert run("policy", "check", str(file)).exit_code == 0


def test_a_file_of_rules_and_one_of_conflict_rules_are_read(run, tmp_path):
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "title: Who\nprogram: lake\njurisdiction: US-XX\ncompiled_on: '2026-11-01'\nrulesets:\n"
        "- {id: lake.entry, version: '1', purpose: entry, confidence: found, citation: c,\n"
        "   if_true: y, if_false: n, root: {id: a, rule: us-xx.no}}\n"
    )
    ran = run("policy", "check", str(rules), "--format", "json")
    assert [each["concern"] for each in document(ran, "policy check")["concerns"]] == [
        "unknown_rules"
    ]


def test_a_wrong_name_and_a_wrong_day_are_answered_with_help(run):
    wrong = run("policy", "show", "us-mss")
    assert wrong.exit_code == 2
    assert "did you mean 'us-ms'" in wrong.output
    assert "2026-01-31" in run("policy", "show", "us-ms@soon").output


@pytest.mark.parametrize("words", [("check", "."), ("test", ".", "--pack", ".")])
def test_the_command_tells_all_of_them_and_runs_nothing(run, tmp_path, monkeypatch, words):
    write_bad_packs(tmp_path)
    monkeypatch.chdir(tmp_path)
    ran = run("policy", *words)
    assert ran.exit_code == 2
    told = " ".join(ran.output.split())
    for source, path, message in EXPECTED:
        assert message in told
        assert f"{source}: {path}".rstrip(": ") in told
    assert "passed" not in told


def test_everything_at_hand_is_free_of_problems(run):
    ran = run("policy", "check")
    assert ran.exit_code == 0
    assert "0 problems" in ran.output
