"""A stored decision asked again: the same facts and rules, and what is told where they differ."""

from __future__ import annotations

import json
from datetime import date

import attrs
import pytest
from tests.cohort.fact_sets import FactSets
from tests.states import EVERY_RULE

from wraparound import Program, hookimpl
from wraparound.codec import from_document, read, to_document, write
from wraparound.eligibility.determination import determine
from wraparound.eligibility.recording import as_record, reasons_given
from wraparound.eligibility.replaying import Outcome, RulesFound, replay
from wraparound.errors import RecordNotFound
from wraparound.model import (
    Determination,
    Eligibility,
    Enrollment,
    Family,
    FamilyMember,
    FamilyRole,
    InputType,
    Person,
    Purpose,
    StatedFact,
    Unknown,
)
from wraparound.policy.digest import digest_of
from wraparound.policy.predicates import Fact, host_answer
from wraparound.policy.rule_sets import by_name, read_rule_sets

DAY = date(2026, 2, 1)
LAKE = """\
program: lake
title: Lake County
jurisdiction: US-XX
compiled_on: "2026-01-01"
rulesets:
  - id: lake.entry
    version: "1"
    purpose: entry
    effective_from: "2026-01-01"
    effective_to: null
    confidence: found
    citation: Lake Code 1
    if_true: "Yes"
    if_false: Ask about other help.
    root:
      id: lake
      all:
        - {id: lake.age, text: Under 18, age: {op: <, years: 18}}
        - id: lake.score
          text: A score of 3 or more
          compare: {fact: cans.level, op: ">=", value: 3}
        - {id: lake.other, rule: lake.screen}
  - id: lake.screen
    version: "1"
    purpose: screen
    effective_from: null
    effective_to: null
    confidence: found
    citation: Lake Code 2
    if_true: Look closer.
    if_false: Not the typical picture.
    root: {id: screen, text: Two systems, count: {in: systems, op: ">=", n: 2}}
"""
FACTS = {
    "youth": {"birth_date": {"value": "2012-03-01", "source": "record", "date": "2026-01-05"}},
    "cans": {"level": {"value": 3, "source": "assessor", "date": None}},
    "systems": {"items": ["court", "primary_care"], "complete": True},
}


def rules_of(text):
    return by_name(read_rule_sets(text, source="lake.yaml"))


def decided(text=LAKE, facts=None, on=DAY):
    found = determine(
        "lake.entry", FACTS if facts is None else facts, on=on, rule_sets=rules_of(text)
    )
    return as_record(found, family="reed", by="clerk", library="0.1.0")


# --- the same again, over every set of rules --------------------------------------------------


@pytest.mark.parametrize("name", sorted(EVERY_RULE))
def test_every_set_of_rules_gives_the_same_tree_from_a_stored_record(name):
    """Sixty random fact sets for each set of rules, through JSON and back."""
    on = EVERY_RULE[name][-1].effective_from or DAY
    made = FactSets(name, on, EVERY_RULE, seed=3)
    for _ in range(60):
        found = determine(name, made.one(), on=on, rule_sets=EVERY_RULE)
        record = read(write(as_record(found, family="reed")), kind="determination")
        again = replay(record, known=EVERY_RULE)
        assert again.outcome is Outcome.SAME, (again.why_not, again.different)
        assert again.determined.missing == found.missing
        assert again.determined.answer == found.answer
        assert reasons_given(again.determined) == record.reasoning


def test_facts_beside_the_members_of_a_list_are_kept():
    text = LAKE.replace(
        'root: {id: screen, text: Two systems, count: {in: systems, op: ">=", n: 2}}',
        "root: {id: screen, some: {list: stays, where: {id: late, date: "
        '{fact: item.on, op: ">=", than: {fact: enrolled_on}}}}}',
    )
    facts = {**FACTS, "stays": [{"on": "2026-01-10"}], "enrolled_on": "2026-01-05"}
    record = decided(text, facts)
    assert {each.name for each in record.inputs} >= {"stays", "enrolled_on"}
    assert not any(each.name.startswith("item") for each in record.inputs)
    assert replay(record, known=rules_of(text)).outcome is Outcome.SAME


def test_the_day_of_an_age_is_kept_though_the_birth_date_is_not_known():
    text = LAKE.replace("age: {op: <, years: 18}", "age: {op: <, years: 18, at: admitted_on}")
    record = decided(text, {"admitted_on": "2026-01-03"})
    assert "admitted_on" in {each.name for each in record.inputs}
    again = replay(record, known=rules_of(text))
    assert "youth.birth_date" in again.determined.missing
    assert again.outcome is Outcome.SAME


def test_a_record_knows_its_rules_by_what_they_say():
    record = decided()
    assert record.purpose is Purpose.ENTRY
    assert [(each.rule_set, each.version, each.program) for each in record.applied] == [
        ("lake.entry", "1", "lake"),
        ("lake.screen", "1", "lake"),
    ]
    assert record.library == "0.1.0"
    score = next(each for each in record.reasoning if each.question == "lake.score")
    assert (score.answer, score.depth) == (True, 1)
    assert score.terms == "fact: cans.level, op: >=, value: 3"
    assert score.citation == "Lake Code 1"


# --- rules that changed meanwhile ---------------------------------------------------------------


def test_a_changed_number_in_the_same_version_is_found_and_told():
    changed = LAKE.replace('op: ">=", value: 3', 'op: ">=", value: 4')
    found = replay(decided(), known=rules_of(changed))
    assert found.outcome is Outcome.DIFFERS
    assert not found.same_rules
    assert found.same_answer is False
    entry, screen = found.rules
    assert (entry.found, screen.found) == (RulesFound.CHANGED, RulesFound.SAME)
    assert entry.at_hand == (("1", digest_of(rules_of(changed)["lake.entry"][0])),)
    score = next(each for each in found.different if each.question == "lake.score")
    assert score.differs_in == ("terms", "answer")
    assert {each.question for each in found.reasons if each.same} == {
        "lake.age", "lake.other", "screen",
    }  # fmt: skip


def test_another_citation_alone_is_told_though_the_answer_is_the_same():
    found = replay(decided(), known=rules_of(LAKE.replace("Lake Code 1", "Lake Code 9")))
    assert found.outcome is Outcome.DIFFERS
    assert found.same_answer is True
    assert {each.differs_in for each in found.different} == {("citation",)}
    meaning = LAKE.replace("Look closer.", "Look again.")
    found = replay(decided(), known=rules_of(meaning))
    assert found.outcome is Outcome.DIFFERS
    assert found.different == ()


def test_a_new_version_that_is_in_force_on_that_day_is_never_taken_silently():
    newer = LAKE.replace('version: "1"', 'version: "2"', 1)
    found = replay(decided(), known=rules_of(newer))
    assert found.outcome is Outcome.DIFFERS
    assert found.rules[0].found is RulesFound.OTHER_VERSION
    assert found.same_answer is True


def test_the_very_version_is_taken_where_a_newer_one_stands_beside_it():
    newer = LAKE.replace('version: "1"', 'version: "2"', 1).replace("value: 3", "value: 4")
    both = {
        **rules_of(LAKE),
        "lake.entry": (*rules_of(newer)["lake.entry"], *rules_of(LAKE)["lake.entry"]),
    }
    assert replay(decided(), known=both).outcome is Outcome.SAME


def test_a_set_that_is_asked_now_and_was_not_then_is_told():
    record = decided(LAKE.replace("rule: lake.screen", "is: referred"), {**FACTS, "referred": True})
    found = replay(record, known=rules_of(LAKE))
    assert [each.found for each in found.rules] == [RulesFound.CHANGED, RulesFound.ADDED]


def test_when_a_file_was_read_and_how_to_appeal_make_no_other_rules():
    (rules,) = rules_of(LAKE)["lake.screen"]
    assert digest_of(attrs.evolve(rules, compiled_on=date(2030, 1, 1))) == digest_of(rules)
    assert digest_of(attrs.evolve(rules, if_false="Another word.")) != digest_of(rules)


# --- what cannot be replayed ----------------------------------------------------------------------


def test_a_record_of_the_earlier_shape_is_read_and_says_why_it_cannot_be_replayed():
    old = {
        "record": "determination",
        "schema": "1.0",
        "id": "old",
        "family": "reed",
        "rule_set": "lake.entry",
        "rule_version": "1",
        "on": "2026-02-01",
        "answer": "eligible",
        "inputs": [{"name": "cans.level", "value": "3", "source": "record"}],
    }
    record = from_document(old)
    assert isinstance(record.inputs[0].type, Unknown)
    found = replay(record, known=rules_of(LAKE))
    assert found.outcome is Outcome.IMPOSSIBLE
    assert found.same_answer is None
    assert found.why_not == (
        "these facts were kept as text, without their types: cans.level",
        "the record does not keep the checksum of its rules",
    )


def test_rules_that_are_not_at_hand_are_named():
    found = replay(decided(), known={})
    assert found.outcome is Outcome.IMPOSSIBLE
    assert found.why_not[0] == "the rules lake.entry 1 are not at hand, in any version"


def test_every_obstacle_is_told_at_once():
    empty = Determination(id="d", family="reed", on=Unknown(), answer=Eligibility.CANNOT_TELL)
    assert len(replay(empty, known={}).why_not) == 3


def test_a_day_without_a_version_in_force_is_replayed_as_such():
    record = decided(on=date(2025, 1, 1))
    assert record.applied == ()
    assert replay(record, known=rules_of(LAKE)).outcome is Outcome.SAME
    earlier = LAKE.replace('"2026-01-01"\n    effective_to', '"2024-01-01"\n    effective_to')
    assert replay(record, known=rules_of(earlier)).outcome is Outcome.DIFFERS


# --- in a program's stores ------------------------------------------------------------------------


class Host:
    """A host's own rule, and a fact that it knows."""

    name = "host"

    @hookimpl
    def check_eligibility(self, rules, chart):
        return [host_answer("host.area", value=True, text="In the area", citation="Contract 3")]

    @hookimpl
    def resolve_fact(self, path, chart):
        return Fact(path=path, value=3.5, source="host", on="") if path == "cans.level" else None

    @hookimpl
    def register_criteria(self):
        return list(read_rule_sets(LAKE, source="lake.yaml"))


@pytest.fixture(params=["memory:", "sqlite"])
def program(request, tmp_path):
    url = request.param if request.param == "memory:" else f"sqlite:///{tmp_path / 'cases.db'}"
    with Program.open(url, only=[], plugins=[Host()]) as opened:
        with opened.change(by="office", reason="test") as unit:
            unit.add(
                Family(id="reed", members=(FamilyMember(person="kim", role=FamilyRole.YOUTH),))
            )
            unit.add(Person(id="kim", family="reed", birth_date=date(2012, 3, 1)))
            unit.add(
                Enrollment(
                    id="stay",
                    family="reed",
                    youth="kim",
                    facts=(StatedFact(name="systems", value="court, health", on=DAY),),
                )
            )
        yield opened


def test_a_stored_decision_is_replayed_to_the_same_answer_from_every_store(program):
    found = program.eligibility("reed", rules="lake.entry", as_of=DAY)
    kept = program.record_determination(found, family="reed", by="clerk", enrollment="stay")
    again = program.replay(kept.id)
    assert again.determination == kept
    assert again.outcome is Outcome.SAME
    assert again.determined.value is found.value is True
    (host,) = kept.host_answers
    assert (host.rule, host.answer) == ("host.area", True)
    level = next(each for each in kept.inputs if each.name == "cans.level")
    assert (level.type, level.value, level.source) == (InputType.NUMBER, "3.5", "host")


def test_facts_that_changed_since_are_told_beside_the_same_answer(program):
    found = program.eligibility("reed", rules="lake.entry", as_of=DAY)
    kept = program.record_determination(found, family="reed", by="clerk", enrollment="stay")
    with program.change(by="office", reason="test") as unit:
        stay = unit.get(Enrollment, "stay")
        fewer = StatedFact(name="systems", value="court", on=date(2026, 3, 1))
        unit.replace(attrs.evolve(stay, facts=(*stay.facts, fewer)))
    again = program.replay(kept.id, compare_on=date(2026, 3, 2))
    assert again.outcome is Outcome.SAME
    (changed,) = again.changed_facts
    assert json.loads(changed.then.value) == ["court", "health"]
    assert json.loads(changed.now.value) == ["court"]
    assert {each.then.name for each in again.facts} == {"youth.birth_date", "cans.level", "systems"}


def test_rules_of_that_time_can_be_handed_in(program):
    changed = rules_of(LAKE.replace("value: 3", "value: 4"))
    found = program.eligibility("reed", rules="lake.entry", as_of=DAY, changed=changed)
    kept = program.record_determination(found, family="reed", by="clerk")
    assert kept.answer is Eligibility.NOT_ELIGIBLE
    assert program.replay(kept.id).outcome is Outcome.DIFFERS
    assert program.replay(kept.id, rule_sets=changed).outcome is Outcome.SAME


def test_a_document_of_a_decision_survives_json(program):
    found = program.eligibility("reed", rules="lake.entry", as_of=DAY)
    kept = program.record_determination(found, family="reed", by="clerk")
    assert from_document(json.loads(json.dumps(to_document(kept)))) == kept


def test_there_must_be_such_a_decision(program):
    with pytest.raises(RecordNotFound):
        program.replay("nothing")
