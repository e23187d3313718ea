"""Packs of payer routes: read strictly, checked, shown, and added to by counties and plugins."""

from __future__ import annotations

import json
from datetime import date

import attrs
import pytest
from click.testing import CliRunner
from tests.states import EVERY_RULE

from wraparound import Program
from wraparound.cli import wraparound
from wraparound.eligibility.decision import load_aid
from wraparound.eligibility.paying import packaged_routes
from wraparound.errors import PolicyInvalid
from wraparound.hooks import hookimpl
from wraparound.policy.checking import Concern, check_payer_pack
from wraparound.policy.payer_routes import read_payer_pack

DAY = date(2026, 2, 1)
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
    read = read_payer_pack(odd, source="lake.yaml")
    blank = attrs.evolve(read.routes[0], citation=" ")  # only code can build one
    pack = attrs.evolve(read, routes=(blank,))
    found = {
        each.concern: each.detail
        for each in check_payer_pack(
            pack, known=EVERY_RULE, facts=["funding.flexible"], levels=["intensive"]
        )
    }
    assert found.keys() == {
        Concern.NO_CITATION,
        Concern.UNKNOWN_LEVEL,
        Concern.UNKNOWN_FACT,
        Concern.UNKNOWN_RULES,
    }
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


def test_a_number_that_no_scenario_holds_is_told(tmp_path):
    aged = FUND.replace("is: funding.flexible}", 'age: {op: "<", years: 18}}')
    (tmp_path / "lake.yaml").write_text(aged)
    scenario = {
        "id": "LAKE-1",
        "kind": "decision",
        "given": {
            "date": "2026-02-01",
            "answers": {"residence": {"state": "MS"}, "youth": {"birth_date": "2008-03-01"}},
        },
        "expect": {"payers": {"lake-fund": "open"}},
    }
    (tmp_path / "scenarios.yaml").write_text(json.dumps({"vectors": [scenario]}))
    line = ["policy", "test", str(tmp_path), "--thresholds", "--format", "json"]
    ran = CliRunner().invoke(wraparound, line)
    report = json.loads(ran.output)
    assert report["good"], report
    assert report["thresholds"]["tried"] == 2
    (unheld,) = report["thresholds"]["unnoticed"]  # at 17 nobody sees that it could be 19
    assert (unheld["key"], unheld["number"], unheld["instead"]) == ("lake-fund", "18", "19")
    assert ran.exit_code == 1
