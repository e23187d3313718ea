"""Rules asked of a frame say what they say of each family by itself."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pandas as pd
import polars as pl
import pytest
from tests.states import EVERY_RULE

from wraparound.cohort.columns import Role
from wraparound.cohort.frames import ask_frame, columns_for, facts_frame
from wraparound.cohort.questions import ready
from wraparound.eligibility.determination import determine
from wraparound.errors import FrameInvalid, PolicyInvalid, PolicyUnknown
from wraparound.policy.predicates.nodes import (
    Age,
    Compare,
    Count,
    Each,
    OneOf,
    Some,
    Within,
)
from wraparound.policy.rule_sets import by_name, read_rule_sets

DAYS = (date(2026, 2, 1), date(2024, 2, 29), date(2024, 11, 5))
"""A plain day, a leap day, and one on which two versions of a rule may be in force."""

SETS = sorted(EVERY_RULE)
EACH = 2_500  # times 40 sets of rules: 100,000 sets of facts
UNKNOWN, NONE = 0.25, 0.1


class FactSets:
    """Random facts for one set of rules, as near to its bounds as chance brings them."""

    def __init__(self, name, on, rule_sets=None, seed=0):
        self.dice = random.Random(f"{name} {on} {seed}")  # noqa: S311 - the same facts each time
        self.on = on
        self.columns = columns_for(name, on=on, rule_sets=rule_sets)
        asked = ready(name, on=on, rule_sets=rule_sets)
        self.tests = [each.node.test for each in asked.walk()]
        self.answers = [each.node.test for each in self.columns if each.role is Role.ANSWER]
        rare = {Role.NONE, Role.UNREAD, Role.OPEN, Role.ANSWER}
        self.readers = list(
            dict.fromkeys((each.path, each.role) for each in self.columns if each.role not in rare)
        )

    def one(self):
        held = {}
        for path, role in self.readers:
            if self.dice.random() >= UNKNOWN:
                value = None if self.dice.random() < NONE else self.value(path, role)
                if self.dice.random() < 0.3:
                    value = {"value": value, "source": "record", "date": None}
                put(held, path.split("."), value)
        for test in self.answers:
            for path, value in self.asked_of(test):
                if self.dice.random() >= UNKNOWN:
                    put(held, path.split("."), None if self.dice.random() < NONE else value)
        for prefix in list(held):
            if self.dice.random() < 0.02:
                held[prefix] = None  # beneath nothing there is nothing
        return held

    def asked_of(self, test):
        """The facts of a question that is answered where the frame is made."""
        match test:
            case Some() | Each():
                members = [self.dice.choice([{}, {"near": True}, {"near": False}]) for _ in "ab"]
                yield test.list, members[: self.dice.randrange(3)]
            case Compare():
                yield test.fact, self.dice.randrange(5)
                yield test.value_fact or test.fact, self.dice.randrange(5)
            case OneOf():
                yield test.fact, self.dice.choice([1, "x", "y"])
            case Count():
                for code in test.of:
                    yield f"{test.within}.{code}", self.dice.choice([True, False])
            case Age():
                yield test.birth, self.day("birth_date")
                yield test.at, self.day("")
            case Within():
                yield test.fact, [self.day("")]
                yield test.of, self.day("")

    def value(self, path, role):
        match role:
            case Role.FLAG | Role.EXISTS:
                return self.dice.choice([True, True, False])
            case Role.NUMBER:
                return self.number(path)
            case Role.TEXT:
                return self.dice.choice([*self.words(path), "something else", " "])
            case Role.DAY:
                return self.day(path)
            case _:
                return self.list_of(path)

    def number(self, path):
        bounds = [
            bound
            for test in self.tests
            for bound in (
                getattr(test, "value", None) if isinstance(test, Compare) else None,
                getattr(test, "at_least", None),
                getattr(test, "exactly", None),
                getattr(test, "each_max", None),
                getattr(test, "years", None) if path == "youth.age_years" else None,
            )
            if isinstance(bound, (int, float))
        ]
        near = self.dice.choice([*bounds, 0, 1])
        return near + self.dice.choice([-1, 0, 0, 1])

    def words(self, path):
        return [
            value
            for test in self.tests
            if isinstance(test, OneOf) and test.fact == path
            for value in test.values  # noqa: PD011 - of a rule, no frame
        ] or ["x"]

    def day(self, path):
        if self.dice.random() < 0.05:
            return "some day"
        if path.endswith("birth_date"):
            years = self.dice.choice([t.years for t in self.tests if isinstance(t, Age)])
            near = date(self.on.year - years - self.dice.choice([0, 0, 1]), self.on.month, 28)
            days = self.dice.choice([-1, 0, 1, 2, 3, self.dice.randrange(-900, 900)])
        else:
            near = self.on - timedelta(self.dice.choice([0, 60, 61, 90, 120, 180, 181, 365, 366]))
            days = self.dice.choice([-31, -30, -1, 0, 1, 30, 31, self.dice.randrange(-400, 400)])
        found = near + timedelta(days)
        return found if self.dice.random() < 0.2 else found.isoformat()

    def list_of(self, path):
        dated = any(isinstance(t, Within) and t.fact == path for t in self.tests)
        known = [
            v
            for t in self.tests
            if isinstance(t, Count) and t.within == path
            for v in t.values or ()  # noqa: PD011 - of a rule, no frame
        ]
        pick = self.days_of if dated else lambda: self.dice.choice([*known, "a", "b", "c"])
        items = [pick() for _ in range(self.dice.randrange(4))]
        if self.dice.random() < 0.1:
            return pick()  # one value is a list of one
        if self.dice.random() < 0.3:
            return {"items": items, "complete": self.dice.choice([True, False])}
        return items

    def days_of(self):
        return None if self.dice.random() < 0.15 else self.day("")


def put(held, path, value):
    for part in path[:-1]:
        held = held.setdefault(part, {})
        if not isinstance(held, dict) or "value" in held:
            return
    held[path[-1]] = value


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
