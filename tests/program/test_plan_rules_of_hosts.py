"""A host's own rules stand in the plan review beside the library's."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound import hookimpl
from wraparound.model import (
    Plan,
    PlanFinding,
    PlanSeverity,
    RecordPlace,
    RuleWords,
    Suppression,
)
from wraparound.quality.telling import review_as_json, review_as_sarif, tell

DAY = date(2024, 9, 10)
WORDS = RuleWords(
    title="Own", facilitator="For {who}.", family="For you.", hint="Act.", source="House rule 1"
)


class Rule:
    name = "house"

    def __init__(self, *told):
        self.told = told

    @hookimpl
    def check_plan(self, chart, practice):
        assert practice.pack.id == "us-ms"
        assert chart.plan.id == "p1"
        return self.told


def finding(**more):
    given = {
        "rule": "HOUSE-1",
        "severity": PlanSeverity.ERROR,
        "place": RecordPlace(kind="plan", id="p1", pointer="/mission"),
        "params": {"who": "staff"},
        "words": WORDS,
    }
    return PlanFinding(**{**given, **more})


def test_its_words_are_told_everywhere(willow):
    review = willow(plugins=[Rule(finding())]).review_plan("willow", as_of=DAY)
    (own,) = [each for each in review.findings if each.rule == "HOUSE-1"]
    assert tell(own).facilitator == "For staff."
    told = {each["rule"]: each for each in review_as_json(review)["findings"]}
    assert (told["HOUSE-1"]["title"], told["HOUSE-1"]["hint"]) == ("Own", "Act.")
    (run,) = review_as_sarif(review)["runs"]
    assert "HOUSE-1" in {each["id"] for each in run["tool"]["driver"]["rules"]}
    assert review.unanswered == ()


def test_a_plan_can_mark_it_as_looked_at(willow):
    program = willow(plugins=[Rule(finding())])
    mark = Suppression(code="HOUSE-1", reason="We know and wait", by="ward", on=date(2024, 9, 1))
    with program.change(by="office", reason="test") as unit:
        unit.replace(attrs.evolve(program.get(Plan, "p1"), suppressions=(mark,)))
    review = program.review_plan("willow", as_of=DAY)
    assert [each.rule for each in review.suppressed] == ["HOUSE-1"]
    assert "HOUSE-1" not in {each.rule for each in review.findings}


@pytest.mark.parametrize("told", [3, "HOUSE-1"])
def test_a_rule_that_fails_is_named_and_hides_no_other(willow, told):
    review = willow(plugins=[Rule(finding(), told)]).review_plan("willow", as_of=DAY)
    assert review.unanswered == ("house",)
    assert "HOUSE-1" in {each.rule for each in review.findings}
    assert review_as_json(review)["unanswered"] == ["house"]


def test_a_finding_without_words_is_told_all_the_same(willow):
    bare = [finding(words=None), finding(rule="PLAN-02", words=None)]
    review = willow(plugins=[Rule(*bare)]).review_plan("willow", as_of=DAY)
    said = {each.rule: tell(each) for each in review.findings}
    assert "HOUSE-1" in said["HOUSE-1"].facilitator
    assert said["PLAN-02"].rule.title == "No team mission"
