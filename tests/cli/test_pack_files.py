"""A state's pack in a file: checked before anybody relies on it, and given to a review."""

from __future__ import annotations

import json

import pytest

PACK = """\
id: US-XX
title: State of Aspen
authority: state
exception: {authorities: [US-XX], functions: [plan_development], safeguards: [SG-55]}
rules:
  COI-EMP-01:
    severity: prohibited
    when: [paid]
    waiver: {kind: safeguards, requires: [SG-01, SG-7]}
    cite: Aspen Admin. Code 7-3(b)
    basis: text
    confidence: found
  COI-EMP-77:
    severity: high
    waiver: {kind: none}
    cite: Aspen Admin. Code 7-4
    basis: text
    confidence: found
"""
GOOD = (
    PACK[: PACK.index("  COI-EMP-77")].replace(", safeguards: [SG-55]", "").replace("SG-7", "SG-05")
)


@pytest.fixture
def pack(tmp_path):
    def written(text=GOOD):
        file = tmp_path / "us-xx.yaml"
        file.write_text(text, "utf-8")
        return file

    return written


def concerns(ran):
    return {
        (each["concern"], each["key"], each["detail"])
        for each in json.loads(ran.stdout)["concerns"]
    }


def test_a_rule_and_safeguards_that_there_are_not_are_problems(run, pack):
    """In a review the pack would be refused, and only the first of them told."""
    ran = run("policy", "check", pack(PACK), "--format", "json")
    assert ran.exit_code == 1
    found = concerns(ran)
    assert {(each, key) for each, key, _ in found} == {
        ("unknown_rule", "COI-EMP-77"),
        ("unknown_safeguard", "COI-EMP-01"),
        ("unknown_safeguard", "exception"),
    }
    assert any("did you mean" in detail for _, _, detail in found)
    assert run("policy", "check", pack()).exit_code == 0


def test_the_name_of_a_federal_pack_is_a_problem(run, pack):
    ran = run(
        "policy",
        "check",
        pack(GOOD.replace("US-XX\ntitle", "FED-1915C\ntitle")),
        "--format",
        "json",
    )
    assert ran.exit_code == 1
    assert ("taken_name", "id", "FED-1915C") in concerns(ran)


@pytest.mark.parametrize("command", ["review", "screen", "what-if", "requests", "due"])
def test_every_command_that_reviews_takes_the_file_of_a_pack(run, pack, case, command):
    run("import", case)
    words = {
        "review": ("bell",),
        "what-if": ("--without", "tie:t1"),
        "requests": ("bell",),
    }.get(command, ())
    ran = run(command, *words, "--policy", pack(), "--as-of", "2025-07-01")
    assert ran.exit_code in {0, 1}, ran.output
    if command == "review":
        assert "prohibited under Aspen Admin. Code 7-3(b) (US-XX)" in " ".join(ran.output.split())


def test_a_file_that_is_no_pack_says_how_to_give_it(run, pack, case):
    run("import", case)
    ran = run("review", "bell", "--policy", pack("id: x\npack: FED-TCM\nparams: {}\n"))
    assert ran.exit_code == 2
    ran = run("review", "bell", "--policy", pack("policy: x\n"))
    assert ran.exit_code == 2
    assert "--practice" in ran.output
    ran = run("review", "bell", "--policy", "nowhere.yaml")
    assert ran.exit_code == 2
    assert "nowhere.yaml" in ran.output


def test_a_name_in_the_wrong_case_is_answered_with_the_right_one(run, case):
    run("import", case)
    ran = run("review", "bell", "--policy", "fed-1915c")
    assert ran.exit_code == 2
    assert "did you mean 'FED-1915C'?" in ran.output


def test_what_is_kept_as_shown_is_shown_today(run, case):
    """A list of another day would be kept as if the family saw it."""
    run("import", case)
    ran = run("options", "bell", "respite", "--keep", "fac", "--as-of", "2025-07-01")
    assert ran.exit_code == 2
    assert "does not go with --as-of" in ran.output
