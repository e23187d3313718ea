"""The commands of the practice: next, plan-review, clocks, due, indicators."""

from __future__ import annotations

import json

import pytest

DAY = ("--as-of", "2025-06-01")


@pytest.mark.parametrize(
    ("line", "document", "keys"),
    [
        (("next", "bell"), "next", {"family", "as_of", "practice", "phase", "steps"}),
        (("plan-review", "bell"), "plan review", {"findings", "unknown", "suppressed", "program"}),
        (("clocks", "bell"), "clocks", {"family", "as_of", "practice", "clocks"}),
        (("due",), "due", {"due"}),
        (("indicators", "bell"), "indicators", {"family", "notice", "indicators"}),
    ],
)
def test_every_answer_is_one_document_without_names(filled, line, document, keys):
    options = DAY if line[0] != "due" else (*DAY, "--practice", "us-ms")
    ran = filled(*line, *options, "--format", "json")
    assert ran.exit_code == 0, ran.output
    answer = json.loads(ran.stdout)
    assert answer["document"] == document
    assert keys <= answer.keys()
    told = filled(*line, *options)
    assert told.exit_code == 0, told.output
    assert "Marked" not in ran.output + told.output


def test_what_a_plan_lacks_is_told_to_both(filled):
    told = filled("plan-review", "bell", *DAY).output
    assert "PLAN-01 No family vision" in told
    assert "The plan does not say what you hope for." in told
    assert "Not a clinical or legal determination" in told


def test_sarif_names_rules_and_places(filled):
    ran = filled("plan-review", "bell", *DAY, "--sarif")
    (run,) = json.loads(ran.stdout)["runs"]
    rules = {each["id"] for each in run["tool"]["driver"]["rules"]}
    assert {each["ruleId"] for each in run["results"]} == rules
    places = [
        each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for each in run["results"]
    ]
    assert "plan/plan-v1/vision" in places


def test_the_exit_code_can_say_what_weighs(filled):
    assert filled("plan-review", "bell", *DAY, "--fail-on", "error").exit_code == 1
    assert filled("plan-review", "bell", *DAY).exit_code == 0


def test_a_wrong_program_pack_names_the_nearest(filled):
    ran = filled("clocks", "bell", "--practice", "us-mss")
    assert ran.exit_code == 2
    assert "us-ms" in ran.output
