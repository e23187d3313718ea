"""Who may pay: routes in three values, each with its text; none of them ever changes the help."""

from __future__ import annotations

import json
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
    within_state,
)
from wraparound.errors import PolicyInvalid
from wraparound.hooks import hookimpl
from wraparound.model import (
    Coverage,
    Family,
    FamilyMember,
    FamilyRole,
    Payer,
    Period,
    Person,
)
from wraparound.policy.checking import Concern, check_payer_pack
from wraparound.policy.contents import nodes_of
from wraparound.policy.payer_routes import read_payer_pack, routes_of
from wraparound.program import plugin_payers

DAY = date(2026, 2, 1)
OPEN, CLOSED, CANNOT_TELL = RouteStatus.OPEN, RouteStatus.CLOSED, RouteStatus.CANNOT_TELL
EVERY_ROUTE = routes_of({**plugin_payers(HOOKS), **load_payer_packs()})
NEEDS_MUCH = {
    "danger": {"immediate": False},
    "dx": {"present_or_suspected": True, "impaired_settings": ["home"]},
    "risk": {"imminent": True},
}
FUND = """\
payers: lake-payers
title: Lake County
jurisdiction: US-MS
compiled_on: "2026-12-01"
routes:
  - id: lake-fund
    payer: flexible_funds
    title: Lake County family fund
    pays_for: [goods_and_activities]
    levels: [intensive, moderate]
    citation: Lake County resolution 12, section 3
    basis: text
    confidence: found
    effective_from: "2026-01-01"
    effective_to: null
    decided_by: Lake County
    family: The county has a fund. Ask your team.
    worker: Fill in the form of the county.
    root: {id: lake-fund, is: funding.flexible}
"""


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
    assert status_of("us-nj-system-of-care", determined).status is CLOSED


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
    levels = {tier.key for tier in load_aid().tiers}
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


def test_a_county_adds_a_route_in_a_file(tmp_path):
    (tmp_path / "lake.yaml").write_text(FUND)
    (tmp_path / "answers.json").write_text(
        json.dumps({**NEEDS_MUCH, "funding": {"flexible": True}})
    )
    line = ["decide", "--answers", str(tmp_path / "answers.json"), "--as-of", "2026-02-01"]
    own = ["--payers", str(tmp_path / "lake.yaml"), "--practice", "us-ms"]
    ran = CliRunner().invoke(wraparound, [*line, *own, "--format", "json"])
    assert ran.exit_code == 0, ran.output
    document = json.loads(ran.output)
    routes = {each["id"]: each for each in document["payer_routes"]}
    assert routes["lake-fund"]["status"] == "open"
    assert routes["lake-fund"]["citation"] == "Lake County resolution 12, section 3"
    levels = {each["key"]: each["payers"] for each in document["levels"]}
    assert set(levels) == {tier.key for tier in load_aid().tiers}
    assert "lake-fund" in levels["moderate"]["open"]
    assert "lake-fund" not in json.dumps(levels["case_management"])
    shown = " ".join(CliRunner().invoke(wraparound, [*line, *own]).output.split())
    assert "Lake County family fund: open, ask" in shown
    assert "never denies or lowers the help" in shown
    early = [*line[:-1], "2025-12-31", *own, "--format", "json"]
    assert "lake-fund" not in CliRunner().invoke(wraparound, early).output


def test_a_plugin_adds_a_route_and_its_own_version_counts():
    class Lake:
        name = "lake"

        @hookimpl
        def register_policies(self):
            changed = FUND.replace("id: lake-fund\n    payer", "id: us-flexible-funds\n    payer")
            return [read_payer_pack(changed, source="lake.yaml")]

    with Program.open("memory:", only=[], plugins=[Lake()]) as program:
        (route,) = [each for each in program.payer_routes if each.id == "us-flexible-funds"]
        assert route.title == "Lake County family fund"
        assert len(program.payer_routes) == len(packaged_routes())


def test_danger_comes_before_who_pays():
    ran = CliRunner().invoke(wraparound, ["decide", "--interview"], input="yes\n\n")
    shown = " ".join(ran.output.split())
    assert "Help comes first." in shown
    assert "parent's plan" not in shown


def test_a_bad_route_tells_all_its_faults_with_their_lines(tmp_path):
    bad = (
        FUND.replace("payer: flexible_funds", "payer: flexible_fund")
        .replace("[goods_and_activities]", "[toys]")
        .replace("levels: [intensive, moderate]", "levels: []")
        .replace("citation: Lake County resolution 12, section 3", "citation: ''")
        .replace("decided_by: Lake County", "decided_by: ' '")
        .replace("effective_to: null", 'effective_to: "2025-01-01"')
        .replace("is: funding.flexible", "iss: funding.flexible")
    )
    with pytest.raises(PolicyInvalid) as caught:
        read_payer_pack(bad, source="lake.yaml")
    found = {fault.path: fault for fault in caught.value.faults}
    assert found.keys() == {
        "routes[0].payer",
        "routes[0].pays_for[0]",
        "routes[0].levels",
        "routes[0].citation",
        "routes[0].decided_by",
        "routes[0].effective_to",
        "routes[0].root",
        "routes[0].root.iss",
    }
    assert "flexible_funds" in found["routes[0].payer"].message
    assert found["routes[0].payer"].source == "lake.yaml, line 7"
    file = tmp_path / "lake.yaml"
    file.write_text(bad)
    ran = CliRunner().invoke(wraparound, ["policy", "check", str(file)])
    assert ran.exit_code != 0
    assert "line 7" in ran.output


def test_two_versions_may_not_hold_on_one_day():
    entry = FUND[FUND.index("  - id") :]
    with pytest.raises(PolicyInvalid) as caught:
        read_payer_pack(FUND + entry, source="lake.yaml")
    assert [fault.path for fault in caught.value.faults] == ["routes[1]"]
    later = FUND.replace("effective_to: null", 'effective_to: "2026-06-30"') + entry.replace(
        "2026-01-01", "2026-07-01"
    )
    pack = read_payer_pack(later, source="lake.yaml")
    assert [each.in_force_on(DAY) for each in pack.routes] == [True, False]


def test_a_check_names_levels_facts_and_rules_that_nothing_knows():
    odd = FUND.replace("[intensive, moderate]", "[intensiv]").replace(
        "is: funding.flexible", "any: [{is: funding.flexibel}, {rule: us-payers}]"
    )
    pack = read_payer_pack(odd, source="lake.yaml")
    found = {
        each.concern: each.detail
        for each in check_payer_pack(
            pack, known=EVERY_RULE, facts=["funding.flexible"], levels=["intensive"]
        )
    }
    assert found.keys() == {Concern.UNKNOWN_LEVEL, Concern.UNKNOWN_FACT, Concern.UNKNOWN_RULES}
    assert "intensive" in found[Concern.UNKNOWN_LEVEL]
    assert "funding.flexible" in found[Concern.UNKNOWN_FACT]


def test_policy_show_and_diff_tell_the_routes(tmp_path):
    shown = CliRunner().invoke(wraparound, ["policy", "show", "us-payers"]).output
    assert "us-medicaid-epsdt" in shown
    assert "1396d(r)(5)" in shown
    assert "CHIP" in shown  # looked for and not found
    (tmp_path / "old.yaml").write_text(FUND)
    (tmp_path / "new.yaml").write_text(FUND.replace("section 3", "section 4"))
    ran = CliRunner().invoke(
        wraparound, ["policy", "diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")]
    )
    assert ran.exit_code == 1
    assert "section 4" in ran.output
