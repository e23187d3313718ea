"""``wraparound eligibility --program``: whose rules are asked, and where the family is kept."""

from __future__ import annotations

import json

DAY = ("--as-of", "2026-02-01", "--format", "json")


def asked(ran):
    assert ran.exit_code == 0, ran.output
    return [each["rule_set"] for each in json.loads(ran.stdout)["determinations"]]


def test_every_set_of_the_program_is_asked_of_a_family_of_the_only_program(run, case):
    assert run("import", case).exit_code == 0
    by_practice = asked(run("eligibility", "bell", "--practice", "us-ms", *DAY))
    assert len(by_practice) > 2
    assert asked(run("eligibility", "bell", "--program", "us-ms", *DAY)) == by_practice


def test_a_program_of_that_name_in_the_store_comes_first(run, case):
    assert run("import", case, "--program", "us-ms").exit_code == 0
    assert asked(run("eligibility", "bell", "--program", "us-ms", *DAY))
    elsewhere = run("eligibility", "bell", "--practice", "us-ms", *DAY)
    assert elsewhere.exit_code == 2
    assert "no family with the id bell" in elsewhere.output


def test_who_is_in_neither_is_not_found_and_a_program_without_rules_is_named(run, case):
    assert run("import", case).exit_code == 0
    nobody = run("eligibility", "nobody", "--program", "us-ms", *DAY)
    assert "no family with the id nobody" in nobody.output
    unknown = run("eligibility", "bell", "--program", "us-zz", *DAY)
    assert unknown.exit_code == 2
    assert "us-zz" in unknown.output
