"""Rules asked of a frame say what they say of each family by itself."""

from __future__ import annotations

from datetime import date

import pandas as pd
import polars as pl
import pytest
from tests.cohort.fact_sets import FactSets
from tests.states import EVERY_RULE

from wraparound.cohort.columns import Role
from wraparound.cohort.frames import ask_frame, columns_for, facts_frame
from wraparound.cohort.questions import ready
from wraparound.eligibility.determination import determine
from wraparound.errors import FrameInvalid, PolicyInvalid, PolicyUnknown
from wraparound.policy.rule_sets import by_name, read_rule_sets

DAYS = (date(2026, 2, 1), date(2024, 2, 29), date(2024, 11, 5))
"""A plain day, a leap day, and one on which two versions of a rule may be in force."""

SETS = sorted(EVERY_RULE)
EACH = 2_500  # times 40 sets of rules: 100,000 sets of facts


def differences(name, on, count, rule_sets=EVERY_RULE):
    """How many rows the frame answers otherwise: in value, reasons, or any question."""
    made = FactSets(name, on, rule_sets)
    people = [made.one() for _ in range(count)]
    frame = facts_frame(people, name, on=on, rule_sets=rule_sets)
    told = ask_frame(frame, name, on=on, rule_sets=rule_sets, nodes=True, missing=True)
    columns = {name: told[name].to_list() for name in told.columns}
    paths = [each for each in columns if each.startswith("missing:")]
    nodes = [each.column for each in ready(name, on=on, rule_sets=rule_sets).walk()]
    wrong = []
    for row, known in enumerate(people):
        single = determine(name, known, on=on, rule_sets=rule_sets)
        missing = {path[8:] for path in paths if columns[path][row]}
        same = columns["value"][row] is single.value
        same &= (
            columns["answer"][row]
            == {
                True: "eligible",
                False: "not_eligible",
                None: "cannot_tell",
            }[single.value]
        )
        wanted = set(single.missing)
        same &= missing == wanted or (made.answers and missing > wanted)
        if single.rules is not None and len(nodes) == len(list(single.nodes())):
            same &= all(
                each.skipped or columns[column][row] is each.value
                for column, each in zip(nodes, single.nodes(), strict=True)
            )
        if not same:
            wrong.append((known, single.value, single.missing, missing))
    return wrong


@pytest.mark.parametrize("name", SETS)
def test_every_packaged_rule_says_the_same_of_a_frame_and_of_one_family(name):
    """2,500 random sets of facts for each of the 40 sets of rules."""
    shares = (EACH * 8 // 10, EACH // 10, EACH // 10)
    for on, count in zip(DAYS, shares, strict=True):
        assert differences(name, on, count)[:3] == []


HEAD = """\
program: lake
title: Lake County
jurisdiction: US-XX
compiled_on: '2026-01-01'
not_found: []
rulesets:
"""
ENTRY = """\
  - id: {name}
    version: '{version}'
    purpose: entry
    effective_from: null
    effective_to: null
    confidence: found
    citation: Lake handbook
    if_true: Yes it is.
    if_false: It is not.
    root:
      id: {name}.root
      {operator}:
"""
EVERYTHING = [
    "{id: l.done, done: move.date}",
    "{id: l.exists, exists: plan.goals}",
    "{id: l.text, compare: {fact: word.a, op: '==', value: yes please}}",
    "{id: l.not_text, compare: {fact: word.b, op: '!=', value: no}}",
    "{id: l.before, compare: {fact: word.b, op: '<', value: no}}",
    "{id: l.number, compare: {fact: score.a, op: '!=', value: 3}}",
    "{id: l.most, compare: {fact: score.b, op: '<=', value: 3}}",
    "{id: l.other, compare: {fact: score.b, op: '>', value_fact: score.a}}",
    "{id: l.null, compare: {fact: score.c, op: '==', value: null}}",
    "{id: l.one_of, one_of: {fact: word.c, values: [1, x]}}",
    "{id: l.rated, count: {in: tool, of: [a, b, c], rated_exactly: 2, op: '==', n: 1}}",
    "{id: l.fewer, count: {in: tool, of: [a, b, c], rated_at_least: 2, op: '<', n: 2}}",
    "{id: l.true, count: {in: signs, of: [a, b], 'true': true, op: '>=', n: 1}}",
    "{id: l.list, count: {in: helps, values: [x, y], op: '!=', n: 1}}",
    "{id: l.few, count: {in: helps, values: [x], op: '<=', n: 1}}",
    "{id: l.more, count: {in: helps, op: '>', n: 1}}",
    "{id: l.at_most, count: {in: wishes, values: [x, y, z], op: '<=', n: 1}}",
    "{id: l.sum, sum: {in: tool, of: [a, b, c], each_min: 0, each_max: 3, op: '<', value: 5}}",
    (
        "{id: l.total, sum: {in: tool, of: [a, b], each_min: 1, each_max: 3,"
        " total_fact: tool.total, op: '!=', value: 4}}"
    ),
    "{id: l.age, age: {op: '>', years: 17}}",
    "{id: l.age_is, age: {op: '!=', years: 18}}",
    "{id: l.age_then, age: {op: '>=', years: 18, at: move.date}}",
    (
        "{id: l.months, date: {fact: move.date, op: '>=', than: {fact: start.date, plus: -1,"
        " unit: months}}}"
    ),
    "{id: l.same, date: {fact: move.date, op: '==', than: {fact: start.date}}}",
    "{id: l.soon, date: {fact: as_of, op: '>', than: {fact: start.date, plus: 1, unit: months}}}",
    "{id: l.around, within: {fact: stays, before: 30, after: 30}}",
    "{id: l.around_move, within: {fact: stays, of: move.date, before: 30}}",
    "{id: l.some, some: {list: kin, where: {id: l.kin, is: item.near}}}",
    "{id: l.each, each: {list: kin, where: {id: l.kin2, is: item.near}}}",
    "{id: l.const, const: U}",
    "{id: l.later, effective_from: 2100-01-01, is: never.asked}",
    "{id: l.shown, binding: false, is: only.shown}",
    "{id: l.background, confidence: background, is: recalled}",
    "{id: l.gone, rule: no.such.rules}",
    "{id: l.self, rule: lake.entry}",
    "{id: l.two, rule: lake.two}",
    "{id: l.not, not: {id: l.inner, is: dx.e}}",
    "{id: l.not_later, not: {id: l.inner2, effective_from: 2100-01-01, is: dx.e}}",
    "{id: l.all, all: [{id: l.x, is: dx.a}, {id: l.y, is: dx.b}]}",
    "{id: l.any, any: [{id: l.x2, is: dx.a}, {id: l.y2, is: dx.b}]}",
    (
        "{id: l.some_of, at_least: {n: 2, of: [{id: l.x, is: dx.a}, {id: l.y3, is: dx.b},"
        " {id: l.z, is: dx.c}]}}"
    ),
    "{id: l.none_of, any: [{id: l.x4, binding: false, is: dx.a}]}",
]


def lake(operator, questions=EVERYTHING):
    text = HEAD + ENTRY.format(name="lake.entry", version=1, operator=operator)
    text += "".join(f"        - {each}\n" for each in questions)
    for version, years in ((1, 18), (2, 21)):
        text += ENTRY.format(name="lake.two", version=version, operator="all")
        text += f"        - {{id: lake.two.age, age: {{op: '<', years: {years}}}}}\n"
        text += "        - {id: lake.two.d, is: dx.d}\n"
    return by_name(read_rule_sets(text, source="lake.yaml"))


@pytest.mark.parametrize("operator", ["all", "any"])
@pytest.mark.parametrize("question", EVERYTHING)
def test_every_operator_says_the_same(question, operator):
    """Those that no packaged rule uses, too: one by one, with another question beside it."""
    sets = lake(operator, [question, "{id: l.beside, is: beside}"])
    assert differences("lake.entry", DAYS[0], 300, sets)[:3] == []


def test_all_operators_together_and_two_versions_say_the_same():
    assert differences("lake.entry", DAYS[0], 1000, lake("all"))[:3] == []
    assert differences("lake.two", DAYS[1], 1000, lake("all"))[:3] == []


FACTS = [
    {"youth": {"birth_date": "2012-03-01"}, "dx": {"sed": True}},
    {"youth": {"birth_date": "1999-03-01"}, "stays": {"hospital_or_crisis_dates": []}},
    {
        "youth": {"age_years": 12},
        "dx": {"sed": True},
        "stays": {"hospital_or_crisis_dates": ["2026-01-20"]},
    },
]
ANSWERS = ["cannot_tell", "not_eligible", "eligible"]
RULES = "us-ms-mypac.entry"


@pytest.fixture
def frame():
    names = ["reed", "lake", "hill"]
    return facts_frame(FACTS, RULES, on=DAYS[0], ids=names, rule_sets=EVERY_RULE)


def ask(frame, **asked):
    return ask_frame(frame, RULES, on=DAYS[0], rule_sets=EVERY_RULE, **asked)


def test_the_answer_is_of_the_kind_that_the_question_came_in(frame):
    """Polars, pandas with its own kinds of column, PyArrow, and a lazy frame."""
    assert ask(frame)["answer"].to_list() == ANSWERS
    told = ask(frame.lazy(), keep=["id"])
    assert isinstance(told, pl.LazyFrame)
    assert told.collect().columns == ["id", "answer", "value"]
    told = ask(frame.to_arrow())
    assert told["answer"].to_pylist() == ANSWERS
    plain = frame.to_pandas().set_index(pd.Index(["x", "y", "z"]))
    told = ask(plain, keep=["id"])
    assert isinstance(told, pd.DataFrame)
    assert list(told["answer"]) == ANSWERS
    assert list(told.index) == ["x", "y", "z"]
    assert told["value"].isna().tolist() == [True, False, False]
    plain["youth.birth_date"] = pd.to_datetime(plain["youth.birth_date"])
    assert list(ask(plain)["answer"]) == ANSWERS


def test_every_question_and_what_is_missing_can_be_counted(frame):
    told = ask(frame, nodes=True, missing=True)
    assert told["node:mypac.age"].to_list() == [True, False, True]
    assert told["node:mypac.sed"].to_list() == [True, None, True]
    assert told["missing:stays.hospital_or_crisis_dates"].to_list() == [True, False, False]
    assert told["missing:dx.sed"].sum() == 0  # the second is decided: nothing is missing


def test_a_frame_that_does_not_fit_tells_all_its_faults(frame):
    bad = frame.drop("dx.sed").with_columns(pl.lit("soon").alias("youth.birth_date"))
    with pytest.raises(FrameInvalid) as caught:
        ask(bad, keep=["family"])
    assert [(each.path, each.message) for each in caught.value.faults] == [
        ("family", "is not a column of the frame"),
        ("youth.birth_date", "must hold days"),
        ("dx.sed", "is not a column of the frame (yes or no)"),
    ]
    told = ask(frame.drop("dx.sed"), may_lack=True)
    assert told["answer"].to_list() == ["cannot_tell", "not_eligible", "cannot_tell"]
    with pytest.raises(PolicyUnknown):
        ask_frame(frame, "us-ms-mypac.entri", on=DAYS[0])


def test_facts_of_the_wrong_kind_are_all_told_and_not_shown():
    people = [{"stays": {"acute_count": "Marked"}}, {}, {"stays": {"acute_count": True}}]
    with pytest.raises(FrameInvalid) as caught:
        facts_frame(people, "us-ms-dmh.entry", on=DAYS[0], rule_sets=EVERY_RULE)
    assert [each.path for each in caught.value.faults] == [
        "[0].stays.acute_count",
        "[2].stays.acute_count",
    ]
    assert "Marked" not in str(caught.value)


def test_a_fact_cannot_be_two_kinds_of_thing():
    sets = lake("all", ["{id: l.a, is: dx.a}", "{id: l.b, compare: {fact: dx.a, op: <, value: 3}}"])
    with pytest.raises(PolicyInvalid, match="asked for as yes or no, and as numbers"):
        columns_for("lake.entry", on=DAYS[0], rule_sets=sets)


def test_the_columns_of_a_rule_are_listed():
    listed = columns_for(RULES, on=DAYS[0], rule_sets=EVERY_RULE)
    columns = {each.name: (each.role, each.needed) for each in listed}
    assert columns == {
        "youth.birth_date": (Role.DAY, True),
        "youth.age_years": (Role.NUMBER, False),
        "dx.sed": (Role.FLAG, True),
        "stays.hospital_or_crisis_dates:times": (Role.TIMES, True),
        "stays.hospital_or_crisis_dates": (Role.DAYS, False),
        "stays.hospital_or_crisis_dates:open": (Role.OPEN, False),
    }
