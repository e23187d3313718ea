"""The least changes that clear a finding, and what nobody may be asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wraparound.conflict import Whose, least_changes, review_conflicts
from wraparound.policy import choose_policy
from wraparound.testing.scenarios import scenario_chart

DAY = date(2026, 9, 1)
POLICY = choose_policy(["FED-1915C"])
SINCE = "2026-01-01"


def cleared_by(rule: str, **more: list[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    """What would clear the only finding of a rule, for a facilitator and a therapist's boss."""
    facts: dict[str, list[dict[str, Any]]] = {
        "people": [{"id": each, "name": each} for each in ("fac", "boss", "aide")],
        "agencies": [{"id": "pv", "name": "Larch House"}, {"id": "hub", "name": "Hub"}],
        "youth": [{"id": "kid", "name": "Kid", "areas": [{"area": "oakfield"}]}],
        "plans": [{"id": "pl", "youth": "kid", "from": SINCE}],
        "duties": [
            {"id": "duty", "plan": "pl", "role": "facilitator", "holder": "fac", "from": SINCE}
        ],
        "ties": [
            {"id": "boss-job", "kind": "employed_by", "subject": "boss", "object": "pv"},
            {"id": "aide-job", "kind": "employed_by", "subject": "aide", "object": "pv"},
            {"id": "above", "kind": "supervises", "subject": "boss", "object": "aide"},
        ],
    }
    for kind, rows in more.items():
        facts[kind] = [*facts.get(kind, ()), *rows]
    chart = scenario_chart(facts, as_of=DAY)
    found = review_conflicts(chart, policy=POLICY).current
    (finding,) = (each for each in found if each.rule == rule)
    return [
        [(fact, whose.name) for fact, whose in zip(each.facts, each.whose, strict=True)]
        for each in least_changes(chart, finding, policy=POLICY)
    ]


def test_a_complaint_is_handed_on_and_never_taken_back():
    """The least change is that somebody else handles it: the program's to arrange."""
    complaint = {
        "id": "complaint",
        "plan": "pl",
        "received": "2026-08-01",
        "subject": "boss",
        "handlers": [{"person": "aide", "from": "2026-08-02"}],
    }
    assert cleared_by("COI-GRV-01", grievances=[complaint]) == [[("complaint", Whose.PROGRAM.name)]]


def test_a_request_is_handed_on_and_never_taken_back():
    """What the subject of a request handles can pass to somebody else."""
    asked = {"id": "asked", "kind": "other", "plan": "pl", "received": "2026-08-20"}
    found = cleared_by("COI-REQ-01", requests=[{**asked, "handled_by": "boss", "about": "boss"}])
    assert found == [[("asked", Whose.PROGRAM.name)]]


@pytest.mark.parametrize("handled_by", [{}, {"handled_by": "fac"}])
def test_nothing_but_an_answer_clears_a_request_that_waits(handled_by):
    """Passing it on is no way out where the family only waits: it has to be answered."""
    asked = {"id": "asked", "kind": "other", "plan": "pl", "received": "2026-05-01", **handled_by}
    assert cleared_by("COI-REQ-01", requests=[asked]) == [[("asked", Whose.PROGRAM.name)]]


def test_a_service_comes_last_and_is_the_familys():
    """A tie can end by whoever has it; the family's service stands behind it."""
    service = {
        "id": "respite",
        "plan": "pl",
        "provider": "pv",
        "category": "respite",
        "paid": True,
        "hcbs": True,
        "spans": [{"status": "active", "from": SINCE}],
    }
    seat = {
        "id": "seat",
        "kind": "office",
        "position": "director",
        "subject": "fac",
        "object": "pv",
    }
    assert cleared_by("COI-GOV-01", services=[service], ties=[seat]) == [
        [("duty", "PROGRAM")],  # it passes on
        [("duty", "PROGRAM")],  # who holds it stays out of the decision, on record
        [("seat", "PERSON")],
        [("respite", "FAMILY")],
    ]


def test_a_job_that_a_disclosure_declares_can_end_like_any_other():
    """It ends and is not struck out: what was declared stays declared."""
    service = {
        "id": "care",
        "plan": "pl",
        "provider": "pv",
        "category": "respite",
        "paid": True,
        "hcbs": True,
        "spans": [{"status": "active", "from": SINCE}],
    }
    job = {"id": "job", "kind": "employed_by", "subject": "fac", "object": "pv", "from": SINCE}
    told = {"id": "told", "kind": "interests", "person": "fac", "date": SINCE, "declares": ["job"]}
    cleared = cleared_by("COI-EMP-01", services=[service], ties=[job], disclosures=[told])
    assert cleared == [
        [("duty", Whose.PROGRAM.name)],
        [("job", Whose.PERSON.name)],
        [("care", Whose.FAMILY.name)],
    ]
