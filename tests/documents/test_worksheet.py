"""The worksheet of a record reviewer: facts, where they stand, and nothing that is not ours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path

import attrs
import pytest

from wraparound.documents import review_worksheet
from wraparound.model import Assessment
from wraparound.policy import choose_program
from wraparound.policy.document import parse_yaml
from wraparound.process.activities import load_activities
from wraparound.process.indicators import INDICATORS
from wraparound.process.stay import stay_of
from wraparound.testing.case_records import case_chart
from wraparound.testing.case_words import patched

CASE = Path(str(resources.files("wraparound.policy"))) / "scenarios/practice/fixtures/willow.yaml"
DAY = date(2024, 9, 10)


def willow(*changes):
    return case_chart(patched(parse_yaml(CASE.read_bytes()), changes), as_of=DAY)


def worksheet(chart):
    return review_worksheet(stay_of(chart), choose_program("nwi-model"))


def rows(paper):
    return {
        row[0]: row
        for section in paper.sections
        for block in section.blocks
        for row in getattr(block, "rows", ())
    }


def test_every_activity_and_indicator_has_its_row_and_room_for_notes():
    found = rows(worksheet(willow()))
    for activity in load_activities():
        assert found[f"{activity.code} {activity.title}"][-1] == ""
    assert {name.replace("_", " ") for name in INDICATORS} <= found.keys()


@pytest.mark.parametrize(
    ("change", "shown", "facts"),
    [
        (None, "shown", "engagement.oriented_on: 2024-03-08"),
        (
            {"op": "replace", "path": "/engagement/oriented_on", "value": None},
            "not shown",
            "engagement.oriented_on: none",
        ),
        (
            {"op": "remove", "path": "/engagement/oriented_on"},
            "the record does not tell",
            "engagement.oriented_on: not recorded",
        ),
    ],
)
def test_facts_and_their_record_are_named(change, shown, facts):
    row = rows(worksheet(willow(*([change] if change else []))))[
        "1.1a Explain the process to family and youth"
    ]
    assert row[1] == shown
    assert facts in row[2]
    if shown != "the record does not tell":
        assert row[3].startswith("engagement ")


def test_meetings_and_versions_are_told_with_what_is_open():
    found = rows(worksheet(willow()))
    assert found["t2"][1:7] == ("2024-08-14", "yes", "yes", "1", "0", "2024-08-16")
    assert found["1 (p1)"][4] == "m-aunt, m-coach"


def test_no_words_of_the_family_and_no_score_are_in_it():
    chart = willow()
    scored = Assessment(
        id="w1", family="willow", instrument="WFI-EZ", on=DAY, scores={"total": Decimal("73.5")}
    )
    paper = worksheet(attrs.evolve(chart, records=type(chart.records).of([*chart.records, scored])))
    told = paper.as_text() + paper.as_html() + str(paper.as_document())
    for words in ("lake", "river", "beside Ivo", "73.5", "mornings"):
        assert words not in told
    assert rows(paper)["WFI-EZ"][4] == "1"
    assert "no fidelity instrument" in told


def test_a_page_has_its_headings_and_captions():
    page = worksheet(willow()).as_html()
    assert page.count("<h1") == 1
    assert page.count("<caption") >= 7
