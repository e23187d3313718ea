"""Every shared vector, loaded into records and a chart, answered by the review of families."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from wraparound.conflict import compare, review_conflicts
from wraparound.errors import FactsInvalid, PolicyInvalid, PolicyUnknown
from wraparound.model.findings import Finding, Review
from wraparound.policy import Policy, choose_policy
from wraparound.testing.scenarios import (
    finding_in_words,
    read_scenarios,
    scenario_chart,
    scenario_overlays,
)

HOUSE = Path(__file__).parents[2]
SHARED = Path(os.environ.get("WRAPAROUND_SHARED", HOUSE.parent / "shared"))
FOLDER = SHARED / "vectors" / "conflict"

NOT_YET: Mapping[str, str] = {}
"""Vectors that cannot be answered yet, with the reason. One that passes must leave the list."""

ALL = {
    f"{file.stem[:2]}-{vector['id']}": vector
    for file in sorted(FOLDER.glob("*.yaml"))
    for vector in read_scenarios(file)
}


@pytest.mark.skipif(not ALL, reason=f"the shared vectors are not at {FOLDER}")
def test_no_vector_is_left_out():
    """All twelve files are read, and what is not answered is listed by name."""
    assert len(ALL) == 209
    assert NOT_YET.keys() <= {vector["id"] for vector in ALL.values()}


@pytest.mark.parametrize("name", ALL)
def test_a_vector_has_its_findings(name: str):
    """The review finds exactly what the vector expects: no more, no less, no other dates."""
    vector = ALL[name]
    differences = _differences(vector)
    if vector["id"] in NOT_YET:
        assert differences, f"{vector['id']} passes now: take it off the list"
        pytest.skip(NOT_YET[vector["id"]])
    assert differences == []


def _differences(vector: Mapping[str, Any]) -> list[object]:
    wanted = vector.get("expect_error")
    try:
        policy = choose_policy(
            vector["packs"],
            overlays=scenario_overlays(vector.get("overlays", ())),
        )
        review = _review(vector["facts"], vector, policy)
    except PolicyUnknown:
        return _unless(wanted == "unknown_pack", "unknown_pack")
    except PolicyInvalid as error:
        first = error.faults[0].message
        return _unless(wanted is not None and first.startswith(wanted), first)
    except FactsInvalid as error:
        return _unless(error.code == wanted, error.code)
    if wanted is not None:
        return [f"no {wanted}"]
    found: list[object] = [
        *_unlike(review.findings, vector["expect"], vector),
        *_present(review, vector.get("absent", ())),
        *_unless(_questions(review) == vector.get("expect_reviews", []), _questions(review)),
    ]
    if "expect_clear" in vector:
        found += _unless(_clear(review) == vector["expect_clear"], _clear(review))
    if "what_if" in vector:
        found += _what_if(review, vector, policy)
    return found


def _unless(holds: bool, difference: object) -> list[object]:
    return [] if holds else [difference]


def _review(facts: Mapping[str, Any], vector: Mapping[str, Any], policy: Policy) -> Review:
    as_of = date.fromisoformat(vector["as_of"])
    known = vector.get("known_as_of")
    return review_conflicts(
        scenario_chart(facts, as_of=as_of),
        policy=policy,
        known_as_of=None if known is None else date.fromisoformat(known),
    )


def _unlike(
    found: tuple[Finding, ...],
    expected: list[dict[str, Any]],
    vector: Mapping[str, Any],
) -> list[object]:
    shown = [finding_in_words(each) for each in found]
    shown = [each for each in shown if not _left_out(each["rule"], vector.get("skip", ()))]
    missing: list[object] = []
    for wanted in expected:
        match = next((each for each in shown if _matches(each, wanted)), None)
        if match is None:
            missing.append(("missing", wanted))
        else:
            shown.remove(match)
    return [*missing, *(("unexpected", each) for each in shown)]


def _matches(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(found[key] == value for key, value in wanted.items())


def _left_out(rule: str, skip: tuple[str, ...]) -> bool:
    code = rule.removeprefix("COI-")
    return code in skip or code[:3] in skip


def _present(review: Review, absent: tuple[str, ...]) -> list[object]:
    return [("present", each.rule) for each in review.findings if each.rule in absent]


def _questions(review: Review) -> list[dict[str, Any]]:
    return [{"kind": each.kind.value, "ids": list(each.ids)} for each in review.questions]


def _clear(review: Review) -> list[dict[str, Any]]:
    return [
        {
            "disposition": "clear",
            "plan": each.plan,
            "holder": each.holder,
            "counterparty": each.counterparty,
            "relied_on": list(each.relied_on),
        }
        for each in review.clear
    ]


def _what_if(review: Review, vector: Mapping[str, Any], policy: Policy) -> list[object]:
    change = vector["what_if"]
    removed = change.get("remove", ())
    facts = {
        kind: [row for row in rows if row["id"] not in removed]
        for kind, rows in vector["facts"].items()
    }
    for kind, rows in change.get("add", {}).items():
        facts[kind] = [*facts.get(kind, ()), *rows]
    changed = {**vector, "as_of": change.get("as_of", vector["as_of"])}
    difference = compare(review, _review(facts, changed, policy))
    expected = vector["expect_diff"]
    return [
        *_unlike(difference.added, expected["added"], vector),
        *_unlike(difference.removed, expected["removed"], vector),
    ]
