"""Who qualifies, of a stored family: the facts that records tell, and what is made of them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from tests.states import EVERY_RULE

from wraparound import Program
from wraparound.cli import wraparound
from wraparound.eligibility.decision import decide, load_aid
from wraparound.eligibility.determination import determine
from wraparound.eligibility.explaining import explain
from wraparound.eligibility.glossary import fact_entry, load_facts
from wraparound.eligibility.interview import next_question, told
from wraparound.eligibility.recorded import recorded_facts
from wraparound.eligibility.recording import as_record
from wraparound.errors import PolicyInvalid, PolicyUnknown
from wraparound.model import (
    Assessment,
    ChildServingSystem,
    Coverage,
    Determination,
    Eligibility,
    Enrollment,
    FactSource,
    Family,
    FamilyMember,
    FamilyRole,
    ItemRating,
    Payer,
    Person,
    StatedFact,
)
from wraparound.policy.rule_sets import read_rule_sets

DAY = date(2026, 2, 1)


@pytest.fixture
def program():
    with Program.open("memory:", only=["us-ms"]) as opened:
        with opened.change(by="office", reason="test") as unit:
            unit.add(
                Family(id="reed", members=(FamilyMember(person="kim", role=FamilyRole.YOUTH),))
            )
            unit.add(
                Person(
                    id="kim",
                    family="reed",
                    name="Marked Name",
                    birth_date=date(2012, 3, 1),
                    coverages=(Coverage(payer=Payer.MEDICAID),),
                )
            )
            unit.add(
                Enrollment(
                    id="stay",
                    family="reed",
                    youth="kim",
                    systems=(ChildServingSystem.HEALTH, ChildServingSystem.COURT),
                    facts=(
                        StatedFact(name="dx.sed", value="true", on=date(2026, 1, 5)),
                        StatedFact(name="dx.sed", value="false", on=date(2026, 3, 1)),
                        StatedFact(
                            name="level_of_care.prtf",
                            value="false",
                            source=FactSource.AUTHORITY,
                            on=date(2026, 1, 10),
                        ),
                        StatedFact(name="stays.hospital_or_crisis_dates", value="2026-01-15"),
                        StatedFact(name="danger.immediate", value="false"),
                    ),
                )
            )
            for number, (on, rating) in enumerate([("2025-10-01", 3), ("2026-01-20", 2)]):
                unit.add(
                    Assessment(
                        id=f"cans-{number}",
                        family="reed",
                        enrollment="stay",
                        instrument="CANS",
                        on=date.fromisoformat(on),
                        items=(ItemRating(code="sleep", rating=rating),),
                        scores={"level_of_need": Decimal(4)},
                    )
                )
        yield opened


def test_records_tell_facts_with_their_sources(program):
    facts = recorded_facts(program.chart("reed", as_of=DAY))
    assert facts["youth"]["birth_date"]["value"] == "2012-03-01"
    assert facts["systems"] == {"items": ["primary_care", "court"], "complete": True}
    assert facts["cans"]["items"]["sleep"] == 2
    assert facts["cans"]["level_of_need"]["value"] == 4
    assert facts["dx"]["sed"] == {"value": True, "source": "record", "date": "2026-01-05"}
    assert facts["stays"]["hospital_or_crisis_dates"]["value"] == ["2026-01-15"]


def test_a_stored_family_is_determined_with_its_reasons(program):
    found = program.eligibility("reed", rules="us-ms-mypac.entry", as_of=DAY)
    assert found.value is True
    later = program.eligibility("reed", rules="us-ms-mypac.entry", as_of=date(2026, 3, 2))
    assert later.value is False
    (flips,) = later.to_become(wanted=True).sets
    assert {flip.node for flip in flips} == {"mypac.sed"}
    tree = explain(found)
    assert tree["result"] == "T"
    assert tree["version"] == "1"
    sed = next(each for each in tree["reasons"]["children"] if each["id"] == "mypac.sed")
    assert sed["inputs"][0]["date"] == "2026-01-05"
    assert sed["citation"] == "24 Miss. Code R. 2-32.18"
    assert sed["text"] == fact_entry("dx.sed").label
    assert "Not a clinical determination" in tree["notice"]
    assert "Marked" not in json.dumps(tree)


def test_a_determination_can_be_stored_and_replayed(program):
    found = program.eligibility("reed", rules="us-ms-mypac.entry", as_of=DAY)
    record = as_record(found, family="reed", enrollment="stay", person="kim", by="clerk")
    with program.change(by="clerk", reason="decision") as unit:
        unit.add(record)
    (kept,) = program.find(Determination, family="reed")
    assert kept.answer is Eligibility.ELIGIBLE
    assert kept.rule_version == "1"
    assert {each.name for each in kept.inputs} == {
        "youth.birth_date",
        "dx.sed",
        "stays.hospital_or_crisis_dates",
    }
    found_by_rule = {each.rule for each in program.review_plan("reed", as_of=DAY).findings}
    assert not {each for each in found_by_rule if each.startswith("ELIG")}


def test_the_decision_aid_reads_the_record(program):
    found = program.decide("reed", as_of=DAY)
    assert found.could_be[0] != "crisis_first"
    assert found.provisional


def test_every_fact_that_a_rule_asks_for_is_in_the_glossary():
    missing = set()
    for versions in EVERY_RULE.values():
        for rules in versions:
            found = determine(rules.id, {}, on=rules.effective_from or DAY, rule_sets=EVERY_RULE)
            missing |= {
                path
                for each in found.nodes()
                for path in each.missing
                if ":" not in path and fact_entry(path) is None
            }
    assert missing == set()
    assert len(load_facts()) > 100


def test_no_answer_denies():
    for versions in EVERY_RULE.values():
        for rules in versions:
            assert "denied" not in rules.if_false.lower()
    assert "never denies" in load_aid().statement


def test_a_bad_file_tells_all_its_faults():
    text = """\
program: lake
title: Lake
jurisdiction: US-XX
compiled_on: "2026-01-01"
rulesets:
  - id: lake.entry
    version: "1"
    purpose: entrance
    effective_from: soon
    effective_to: null
    confidence: found
    if_true: Yes
    if_false: No.
    root: {id: lake, all: [{id: a, age: {op: "<", year: 18}}, {id: b}]}
not_found: []
"""
    with pytest.raises(PolicyInvalid) as caught:
        read_rule_sets(text, source="lake.yaml")
    paths = {fault.path for fault in caught.value.faults}
    assert paths >= {
        "rulesets[0].purpose",
        "rulesets[0].effective_from",
        "rulesets[0].citation",
        "rulesets[0].if_true",
        "rulesets[0].root.all[0].age.years",
        "rulesets[0].root.all[0].age.year",
        "rulesets[0].root.all[1]",
    }


def test_versions_that_disagree_are_no_answer():
    entry = (
        "{id: lake.entry, version: 'V', purpose: entry, effective_from: null, effective_to: null,"
        " confidence: found, citation: c, if_true: t, if_false: f,"
        " root: {id: r, age: {op: '<', years: N}}}"
    )
    both = ", ".join(entry.replace("'V'", f"'{n}'").replace("N}", f"{n}" + "}") for n in (18, 21))
    text = (
        "program: lake\ntitle: Lake\njurisdiction: US-XX\ncompiled_on: '2026-01-01'\n"
        f"rulesets: [{both}]\nnot_found: []\n"
    )
    sets = {"lake.entry": read_rule_sets(text, source="lake.yaml")}
    facts = {"youth": {"birth_date": "2006-01-01"}}
    found = determine("lake.entry", facts, on=DAY, rule_sets=sets)
    assert found.value is None
    assert found.missing == ("rule_date:lake.entry",)
    younger = determine(
        "lake.entry", {"youth": {"birth_date": "2010-01-01"}}, on=DAY, rule_sets=sets
    )
    assert younger.value is True
    with pytest.raises(PolicyUnknown):
        determine("lake.exit", facts, on=DAY, rule_sets=sets)


def test_an_interview_asks_danger_first_and_ends():
    answers, asked = {}, []
    replies = {"bool": "no", "int": "12", "list": "none", "dates": "none"}
    while (question := next_question(answers, on=DAY)) is not None:
        asked.append(question.path)
        value = question.read(replies.get(question.type, "information_only"))
        answers = told(answers, question.path, value)
        assert len(asked) < 40
    assert asked[0] == "danger.immediate"
    assert decide(answers, on=DAY).suggested == "information_referral"
    assert not decide(answers, on=DAY).provisional


@pytest.mark.parametrize(
    ("line", "document"),
    [
        (("eligibility", "--rules", "us-ms-mypac.entry", "--facts"), "eligibility"),
        (("decide", "--answers"), "decision"),
    ],
)
def test_the_commands_take_facts_from_a_file(tmp_path, line, document):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"youth": {"birth_date": "2012-03-01"}, "dx": {"sed": True}}))
    ran = CliRunner().invoke(wraparound, [*line, str(file), "--as-of", "2026-02-01"])
    assert ran.exit_code == 0, ran.output
    ran = CliRunner().invoke(
        wraparound, [*line, str(file), "--as-of", "2026-02-01", "--format", "json"]
    )
    assert json.loads(ran.stdout)["document"] == document
    file.write_text("[1, 2]")
    assert CliRunner().invoke(wraparound, [*line, str(file)]).exit_code == 2


def test_the_interview_runs_on_a_terminal():
    said = "no\n" + "\n" * 30
    ran = CliRunner().invoke(wraparound, ["decide", "--interview"], input=said)
    assert ran.exit_code == 0, ran.output
    assert "Is anyone in danger right now?" in ran.output
    assert "never denies anything" in " ".join(ran.output.split())
