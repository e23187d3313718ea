"""Who may pay: routes in three values, each with its text; none of them ever changes the help."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from click.testing import CliRunner
from tests.states import EVERY_RULE, HOOKS

from wraparound import Program
from wraparound.cli import wraparound
from wraparound.eligibility.decision import decide, load_aid
from wraparound.eligibility.glossary import fact_entry
from wraparound.eligibility.interview import next_question, told
from wraparound.eligibility.paying import (
    STATE,
    RouteStatus,
    closing,
    load_payer_packs,
    packaged_routes,
    routes_with,
    within_state,
)
from wraparound.model import (
    Coverage,
    Family,
    FamilyMember,
    FamilyRole,
    Payer,
    Period,
    Person,
)
from wraparound.policy.contents import nodes_of
from wraparound.program import plugin_payers
from wraparound.quality.words import load_words, normalised

DAY = date(2026, 2, 1)
OPEN, CLOSED, CANNOT_TELL = RouteStatus.OPEN, RouteStatus.CLOSED, RouteStatus.CANNOT_TELL
EVERY_ROUTE = routes_with(plugin_payers(HOOKS))
NEEDS_MUCH = {
    "danger": {"immediate": False},
    "dx": {"present_or_suspected": True, "impaired_settings": ["home"]},
    "risk": {"imminent": True},
}


def status_of(route, facts, *, on=DAY, routes=EVERY_ROUTE):
    found = decide(facts, on=on, payers=routes, rule_sets=EVERY_RULE)
    (answer,) = [each for each in found.payers if each.route.id == route]
    return answer


UNDER_21 = {"youth": {"birth_date": "2012-03-01"}}


@pytest.mark.parametrize(
    ("route", "opens", "closes", "asks"),
    [
        (
            "us-medicaid-epsdt",
            {
                **UNDER_21,
                "insurance": {"medicaid": True},
                "clinical": {"medical_necessity": True},
            },
            {"youth": {"birth_date": "2000-03-01"}, "insurance": {"medicaid": True}},
            "insurance.medicaid",
        ),
        (
            "us-medicaid-tcm",
            {"insurance": {"medicaid": True}, "medicaid": {"case_management_group": True}},
            {"insurance": {"medicaid": False}},
            "medicaid.case_management_group",
        ),
        (
            "us-medicaid-1915c",
            {"insurance": {"authorities": {"items": ["1915(c)"], "complete": False}}},
            {
                "insurance": {"authorities": {"items": [], "complete": True}},
                "placement": {"institution_now": True},
            },
            "medicaid.waiver_covers",
        ),
        (
            "us-medicaid-1915i",
            {"medicaid": {"needs_based_criteria": True}},
            {
                "insurance": {"authorities": {"items": [], "complete": True}},
                "medicaid": {"needs_based_criteria": False},
            },
            "medicaid.needs_based_criteria",
        ),
        (
            "us-medicaid-1915k",
            {"insurance": {"medicaid": True}, "medicaid": {"community_first_choice": True}},
            {"insurance": {"medicaid": False, "authorities": {"items": [], "complete": True}}},
            "medicaid.community_first_choice",
        ),
        (
            "us-private-insurance",
            {"insurance": {"private": True}},
            {"insurance": {"private": False}},
            "insurance.private",
        ),
        (
            "us-mental-health-block-grant",
            {"dx": {"sed": True}, "funding": {"block_grant": True}},
            {"dx": {"sed": False}},
            "funding.block_grant",
        ),
        (
            "us-system-of-care-grant",
            {"dx": {"sed": True}, "funding": {"system_of_care_grant": True}},
            {"funding": {"system_of_care_grant": False}},
            "dx.sed",
        ),
        (
            "us-flexible-funds",
            {"funding": {"flexible": True}},
            {"funding": {"flexible": False}},
            "funding.flexible",
        ),
        (
            "us-ms-flexible-funds",
            {"residence": {"state": "MS"}, "ms": {"in_wraparound": True}},
            {"residence": {"state": "MS"}, "ms": {"in_wraparound": False}},
            "ms.in_wraparound",
        ),
        (
            "us-nj-flexible-funds",
            {"residence": {"state": "nj"}, "nj": {"in_cmo": True}},
            {"residence": {"state": "NJ"}, "nj": {"in_cmo": False}},
            "residence.state",
        ),
    ],
)
def test_each_route_has_three_answers(route, opens, closes, asks):
    assert status_of(route, opens).status is OPEN
    shut = status_of(route, closes)
    assert shut.status is CLOSED
    assert shut.ask_first == ()
    assert closing(shut)
    nothing_known = status_of(route, {})
    assert nothing_known.status is CANNOT_TELL
    assert asks in nothing_known.missing
    assert asks in nothing_known.ask_first


def test_a_route_may_ask_a_set_of_rules():
    known = {"residence": {"state": "NJ"}, "insurance": {"medicaid": True}, **UNDER_21}
    answer = status_of("us-nj-medicaid-cmo", known)
    assert answer.status is CANNOT_TELL
    assert "nj.need_determined" in answer.missing
    determined = {**known, "nj": {"need_determined": True}, "risk": {"out_of_home": True}}
    determined["insurance"] = {"medicaid": True, "excluded_program": False}
    assert status_of("us-nj-medicaid-cmo", determined).status is OPEN
    shut = status_of("us-nj-system-of-care", determined)
    assert closing(shut) == ("Not eligible for Medicaid",)


def test_a_waiver_stays_open_to_a_family_without_medicaid():
    known = {"insurance": {"medicaid": False}}
    assert status_of("us-medicaid-epsdt", known).status is CLOSED
    assert status_of("us-medicaid-1915c", known).status is CANNOT_TELL


def test_whoever_pays_the_help_stays_the_same():
    """Every route closed, none there, or all open: the levels and the offer do not move."""
    shut = {
        "insurance": {
            "medicaid": False,
            "private": False,
            "authorities": {"items": [], "complete": True},
        },
        "medicaid": {"needs_based_criteria": False, "waiver_covers": False},
        "funding": {"flexible": False, "block_grant": False, "system_of_care_grant": False},
    }
    closed = decide({**NEEDS_MUCH, **shut}, on=DAY)
    assert {each.status for each in closed.payers} == {CLOSED}
    for found in (closed, decide(NEEDS_MUCH, on=DAY), decide(NEEDS_MUCH, on=DAY, payers=())):
        assert found.suggested == found.offered == "intensive"
        assert set(found.answers) == {tier.key for tier in load_aid().tiers}
        assert not found.missing
        assert not found.could_be


def test_every_route_cites_its_text_and_speaks_to_family_and_worker():
    levels, words = {tier.key for tier in load_aid().tiers}, load_words()
    assert {each.payer for each in packaged_routes()} >= {
        Payer.MEDICAID,
        Payer.PRIVATE_INSURANCE,
        Payer.STATE_GRANT,
        Payer.FLEXIBLE_FUNDS,
    }
    for route in EVERY_ROUTE:
        assert any(mark in route.citation for mark in ("U.S.C.", "CFR", "Code R.", "N.J.A.C.")) or (
            route.state in {"IN", "MD", "WA"} and route.citation
        )
        assert set(route.levels) <= levels
        assert "denied" not in route.family.lower()
        assert any(word in route.family for word in ("Ask", "ask"))
        sentences = [each for each in route.family.replace("?", ".").split(". ") if each]
        assert max(len(each.split()) for each in sentences) <= 32, route.id
        assert words.jargon.found_in(normalised(route.family)) == [], route.id
        assert list(words.acronyms.found_in(route.family)) == [], route.id
        for node in nodes_of(route.root):
            for path in (getattr(node.test, "fact", ""), getattr(node.test, "within", "")):
                assert not path or fact_entry(path), path


def test_a_text_that_was_only_recalled_never_decides():
    (pack,) = load_payer_packs().values()
    recalled = [
        attrs.evolve(each, confidence=type(each.confidence).BACKGROUND) for each in pack.routes
    ]
    answer = status_of("us-flexible-funds", {"funding": {"flexible": True}}, routes=recalled)
    assert answer.status is CANNOT_TELL
    assert answer.missing == ("rule_text:us-flexible-funds",)


def test_routes_of_other_states_are_left_out():
    at_home = decide({"residence": {"state": "MS"}}, on=DAY, payers=EVERY_ROUTE)
    assert {each.route.state for each in at_home.payers} == {"", "MS"}
    spelled_out = status_of("us-nj-flexible-funds", {"residence": {"state": "New Jersey"}})
    assert spelled_out.missing[0] == STATE


def test_a_program_tells_the_state_unless_somebody_did():
    assert within_state({}, "US") == {}
    assert within_state({}, "US-MS-LAKE")["residence"]["state"]["value"] == "MS"
    told_by_family = {"residence": {"state": "AL"}}
    assert within_state(told_by_family, "US-MS") is told_by_family


def test_the_record_tells_who_pays_now():
    coverages = (
        Coverage(payer=Payer.MEDICAID, authority="1915(i)"),
        Coverage(payer=Payer.PRIVATE_INSURANCE, period=Period(end=date(2025, 1, 1))),
        Coverage(payer=Payer.FLEXIBLE_FUNDS),
    )
    with Program.open("memory:", only=["us-ms"], practice="us-ms") as program:
        with program.change(by="office", reason="test") as unit:
            member = FamilyMember(person="kim", role=FamilyRole.YOUTH)
            unit.add(Family(id="reed", members=(member,)))
            unit.add(Person(id="kim", family="reed", name="Kim", coverages=coverages))
        found = program.decide("reed", as_of=DAY)
    statuses = {each.route.id: each.status for each in found.payers}
    assert statuses["us-medicaid-1915i"] is OPEN
    assert statuses["us-flexible-funds"] is OPEN
    assert statuses["us-private-insurance"] is CANNOT_TELL  # that it ended once is no answer
    assert statuses["us-medicaid-1915c"] is CANNOT_TELL
    (waiver,) = [each for each in found.payers if each.route.id == "us-medicaid-1915c"]
    assert "insurance.authorities" in waiver.missing  # more may pay than was written down
    assert "us-ms-flexible-funds" in statuses


def asked_in(facts, *, skipped=(), **answers):
    held, asked, skip = facts, [], set(skipped)
    while (question := next_question(held, on=DAY, skipped=skip)) is not None:
        asked.append(question.path)
        if question.path in answers:
            held = told(held, question.path, answers[question.path])
        else:
            skip.add(question.path)
        assert len(asked) < 40
    return asked


def test_the_interview_asks_about_payers_last_and_only_while_it_matters():
    assert asked_in(NEEDS_MUCH) == [
        "preference.intensity",
        "insurance.medicaid",
        "youth.birth_date",
        "insurance.authorities",
        "placement.institution_now",
        "insurance.private",
        "funding.flexible",
    ]
    without = asked_in(NEEDS_MUCH, **{"insurance.medicaid": False})
    assert "youth.birth_date" not in without
    assert asked_in({"danger": {"immediate": True}}) == ["preference.intensity"]
    question_only = {"danger": {"immediate": False}, "need": {"type": "information_only"}}
    assert not any(each.startswith("insurance") for each in asked_in(question_only))


def test_danger_comes_before_who_pays():
    ran = CliRunner().invoke(wraparound, ["decide", "--interview"], input="yes\n\n")
    shown = " ".join(ran.output.split())
    assert "Help comes first." in shown
    assert "parent's plan" not in shown
