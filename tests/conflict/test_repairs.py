"""What could be made good about a finding, beside what could end: each is supposed and reviewed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.states import PACKS

from wraparound.conflict import Deed, Whose, least_changes, review_conflicts
from wraparound.policy import choose_policy
from wraparound.testing.scenarios import scenario_chart

DAY = date(2026, 9, 1)
SINCE = "2026-01-01"
RESPITE = {
    "id": "respite",
    "plan": "pl",
    "provider": "pv",
    "category": "respite",
    "paid": True,
    "hcbs": True,
    "spans": [{"status": "active", "from": SINCE}],
}
JOB = {"id": "job", "kind": "employed_by", "subject": "fac", "object": "pv", "from": SINCE}
TOLD = {"id": "told", "kind": "interests", "person": "fac", "date": "2026-08-01"}
EXCEPTION = {
    "id": "ex",
    "entity": "pv",
    "authorities": ["FED-1915C"],
    "functions": ["case_management", "plan_development"],
    "areas": ["oakfield"],
    "approvals": [{"kind": "cms_approved", "status": "approved", "date": SINCE}],
    "demonstrated": SINCE,
    "roster_checks": [SINCE],
    "safeguards": [{"code": "SG-01", "from": SINCE}, {"code": "SG-12", "from": SINCE}],
    "from": SINCE,
    "until": "2026-06-01",
}

Facts = dict[str, list[dict[str, Any]]]


def cleared_by(rule: str, pack: str, facts: Facts) -> list[list[tuple[str, Deed, Whose, str]]]:
    """What clears the only finding of a rule, without what takes away a tie or a service."""
    held: Facts = {
        "people": [{"id": each, "name": each} for each in ("fac", "boss")],
        "agencies": [{"id": each, "name": each} for each in ("pv", "other", "third")],
        "youth": [{"id": "kid", "name": "Kid", "areas": [{"area": "oakfield"}]}],
        "plans": [{"id": "pl", "youth": "kid", "from": SINCE}],
        "duties": [
            {"id": "duty", "plan": "pl", "role": "facilitator", "holder": "fac", "from": SINCE}
        ],
        **facts,
    }
    policy = choose_policy([pack], packs=PACKS)
    chart = scenario_chart(held, as_of=DAY)
    (finding,) = (
        each for each in review_conflicts(chart, policy=policy).current if each.rule == rule
    )
    return [
        list(zip(each.facts, each.deeds, each.whose, each.details, strict=True))
        for each in least_changes(chart, finding, policy=policy)
        if Deed.ENDS not in each.deeds
    ]


HANDED_ON = ("duty", Deed.PASSES_ON, Whose.PROGRAM, "")


def test_a_duty_passes_on_and_the_plan_is_written_anew():
    """Who wrote the plan stays its author: handing the duty on alone brings another finding."""
    plan = {"id": "pl", "youth": "kid", "from": SINCE}
    facts = {
        "plans": [{**plan, "versions": [{"id": "v1", "date": SINCE, "authors": ["fac"]}]}],
        "services": [RESPITE],
        "ties": [JOB],
    }
    anew = ("pl", Deed.WRITTEN_ANEW, Whose.PROGRAM, "")
    assert cleared_by("COI-EMP-01", "FED-1915C", facts) == [[HANDED_ON, anew]]


def test_a_disclosure_answers_what_nobody_asked():
    signed = ("fac", Deed.DISCLOSED, Whose.PERSON, "")
    found = cleared_by("COI-OWN-06", "FED-1915C", {"services": [RESPITE]})
    assert found == [[HANDED_ON], [signed]]


@pytest.mark.parametrize("pack", ["US-OK", "US-DC"])
def test_an_attestation_is_signed_with_a_supervisor_and_for_each_employer(pack):
    """One state asks for the supervisor's name beside it, the other for one for each employer."""
    above = {"id": "above", "kind": "supervises", "subject": "boss", "object": "fac"}
    second = {**JOB, "id": "second", "object": "other"}
    facts = {"ties": [JOB, second, above]}
    signed = ("fac", Deed.ATTESTED, Whose.PERSON, "")
    assert [signed] in cleared_by("COI-PRC-03", pack, facts)


def test_everybody_on_the_roster_is_shown():
    """Those elsewhere, and those who are not qualified, are not supposed to be shown."""
    row = {"offers": ["respite"], "area": "oakfield", "willing": True, "qualified": True}
    facts = {
        "roster": [
            {"id": "r1", "agency": "pv", **row},
            {"id": "r2", "agency": "other", **row},
            {"id": "r3", "agency": "third", **row, "qualified": False},
        ],
        "offers": [
            {
                "id": "offer",
                "plan": "pl",
                "category": "respite",
                "date": "2026-03-01",
                "offered_by": "fac",
                "providers": ["pv"],
            }
        ],
    }
    again = ("offer", Deed.OFFERED_AGAIN, Whose.PROGRAM, "")
    assert cleared_by("COI-CHO-01", "FED-1915C", facts) == [[again]]


@pytest.mark.parametrize(
    ("rule", "pack", "facts", "step"),
    [
        (
            "COI-PRC-01",
            "FED-1915C",
            {},
            ("pl", Deed.GUIDED, Whose.PROGRAM, ""),
        ),
        (
            "COI-PRC-02",
            "FED-1915C",
            {"services": [RESPITE]},
            ("pl", Deed.SIGNED, Whose.FAMILY, ""),
        ),
        (
            "COI-CHO-02",
            "FED-1915C",
            {"services": [RESPITE]},
            ("respite", Deed.CHOICE_KEPT, Whose.PROGRAM, ""),
        ),
        (
            "COI-REQ-01",
            "FED-1915C",
            {"requests": [{"id": "asked", "kind": "other", "plan": "pl", "received": SINCE}]},
            ("asked", Deed.ANSWERED, Whose.PROGRAM, ""),
        ),
    ],
)
def test_what_is_missing_is_made_good(rule, pack, facts, step):
    gone = {"coi_guidelines": None, "dispute_strategy": None, "consent": None}
    plans = [{"id": "pl", "youth": "kid", "from": SINCE, **gone}]
    assert [step] in cleared_by(rule, pack, {**facts, "plans": plans})


def test_a_notice_is_given():
    packs = [name for name, pack in PACKS.items() if "COI-CHO-03" in pack.rules]
    if not packs:
        packs = ["GOOD-PRACTICE"]
    told = ("pl", Deed.NOTICE_GIVEN, Whose.PROGRAM, "")
    assert [told] in cleared_by("COI-CHO-03", packs[0], {})


def test_an_exception_that_lapsed_is_for_whoever_approves_it():
    facts = {"services": [RESPITE], "ties": [JOB], "exceptions": [EXCEPTION]}
    renewed = ("ex", Deed.PUT_IN_ORDER, Whose.AUTHORITY, "")
    for rule in ("COI-EMP-01", "COI-EXC-01"):
        assert cleared_by(rule, "FED-1915C", facts) == [[HANDED_ON], [renewed]]


def test_an_exception_cannot_be_put_in_order_while_somebody_else_would_come():
    """The paper could be renewed; that another provider is there could not be undone by it."""
    row = {"offers": ["case_management", "plan_development"], "area": "oakfield"}
    comes = {"id": "r", "agency": "other", **row, "willing": True, "qualified": True}
    facts = {
        "services": [RESPITE],
        "ties": [JOB],
        "exceptions": [EXCEPTION],
        "roster": [comes],
    }
    assert cleared_by("COI-EMP-01", "FED-1915C", facts) == [[HANDED_ON]]


def test_only_the_safeguards_that_are_asked_for_are_named():
    facts = {"services": [RESPITE], "ties": [JOB]}
    codes = "SG-01, SG-02, SG-05"
    safe = ("duty", Deed.SAFEGUARDED, Whose.PROGRAM, codes)
    assert cleared_by("COI-EMP-01", "GOOD-PRACTICE", facts) == [[HANDED_ON], [safe]]


def test_safeguards_that_lapsed_are_put_in_force_again():
    lapsed = [{"code": each, "from": SINCE, "until": "2026-06-01"} for each in ("SG-01", "SG-02")]
    mitigation = {"id": "mit", "rules": ["COI-EMP-01"], "safeguards": lapsed, "from": SINCE}
    facts = {"services": [RESPITE], "ties": [JOB], "mitigations": [mitigation]}
    again = ("mit", Deed.PUT_IN_ORDER, Whose.PROGRAM, "")
    assert [again] in cleared_by("COI-EMP-01", "GOOD-PRACTICE", facts)


def test_no_repair_is_offered_for_a_complaint():
    """Nothing makes good that the one complained about handles it: it passes on."""
    complaint = {
        "id": "complaint",
        "plan": "pl",
        "received": "2026-08-01",
        "subject": "boss",
        "handlers": [{"person": "boss", "from": "2026-08-02"}],
    }
    found = cleared_by("COI-GRV-01", "FED-1915C", {"grievances": [complaint]})
    assert found == [[("complaint", Deed.PASSES_ON, Whose.PROGRAM, "")]]
