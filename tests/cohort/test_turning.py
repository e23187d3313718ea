"""What a changed rule would do: whom it adds and removes, by which clause, in both directions."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date

import pytest
from click.testing import CliRunner
from tests.states import EVERY_RULE

from wraparound.cli import wraparound
from wraparound.cohort import effect_of, ready, turn_of
from wraparound.cohort.frames import facts_frame, what_if_frame
from wraparound.eligibility.determination import determine
from wraparound.errors import PolicyUnknown
from wraparound.model import (
    Enrollment,
    Family,
    FamilyMember,
    FamilyRole,
    Person,
    StatedFact,
)
from wraparound.policy.rule_sets import by_name, read_rule_sets
from wraparound.program import Program

DAY = date(2026, 2, 1)
RULES = "us-ms-mypac.entry"
FILE = """\
program: us-ms
title: MYPAC, as a bill would have it
jurisdiction: US-MS
compiled_on: '2026-01-15'
not_found: []
rulesets:
  - id: {name}
    version: bill
    purpose: entry
    effective_from: null
    effective_to: null
    confidence: found
    citation: House Bill 1, section 2
    if_true: Meets the rule of the bill.
    if_false: Does not meet the rule of the bill.
    root:
      id: mypac
      {operator}:
"""
AGE = "{id: mypac.age, text: Young enough, fixed: true, age: {op: <, years: 18}}"
OLD_AGE = AGE.replace("18", "21")
SED = "{id: mypac.sed, is: dx.sed}"
USE = (
    "{id: mypac.use, text: Hospital or crisis use, within:"
    " {fact: stays.hospital_or_crisis_dates, before: 90}}"
)
SYSTEMS = "{id: mypac.systems, count: {in: systems, op: '>=', n: 2}}"


def rules(*questions, operator="all", name=RULES):
    text = FILE.format(name=name, operator=operator)
    return text + "".join(f"        - {each}\n" for each in questions)


def changed(*questions, operator="all"):
    own = by_name(read_rule_sets(rules(*questions, operator=operator), source="bill.yaml"))
    return {**EVERY_RULE, **own}


def facts(age, *, sed=True, use=True, systems=0):
    held = {"youth": {"birth_date": f"{2025 - age}-06-01"}, "systems": ["a", "b", "c"][:systems]}
    if sed is not None:
        held["dx"] = {"sed": sed}
    if use is not None:
        held["stays"] = {"hospital_or_crisis_dates": ["2026-01-20"] if use else []}
    return held


YES, NO, OPEN = facts(12), facts(12, use=False), facts(12, use=None)
OLDER = facts(19)


@pytest.mark.parametrize(
    ("known", "sets", "turn"),
    [
        (OLDER, changed(AGE, SED, USE), (True, False, ("mypac.age",))),
        (YES, changed(AGE, SED, USE), (True, True, ())),
        (NO, changed(OLD_AGE, SED), (False, True, ("mypac.use",))),
        (OPEN, changed(OLD_AGE, SED), (None, True, ("mypac.use",))),
        (YES, changed(OLD_AGE, SED, USE, SYSTEMS), (True, False, ("mypac.systems",))),
        (OLDER, changed(AGE, SED, USE, SYSTEMS), (True, False, ("mypac.age", "mypac.systems"))),
        (NO, changed(OLD_AGE, SED, USE, operator="any"), (False, True, ("mypac",))),
        (YES, changed(OLD_AGE, SED, "{id: mypac.use, is: new.fact}"), (True, None, ("mypac.use",))),
        (
            YES,
            changed(OLD_AGE, "{id: mypac.not, not: {id: mypac.sed, is: dx.sed}}", USE),
            (True, False, ("mypac.not",)),
        ),
        (
            NO,
            changed(OLD_AGE, SED, f"{{id: mypac.two, any: [{USE}, {{id: o, is: new.fact}}]}}"),
            (False, None, ("o",)),
        ),
    ],
)
def test_the_clauses_that_turn_an_answer_are_named(known, sets, turn):
    """The deepest ones that the answer rests on, and that are others, new or gone."""
    before = determine(RULES, known, on=DAY, rule_sets=EVERY_RULE)
    found = turn_of(before, determine(RULES, known, on=DAY, rule_sets=sets))
    assert (found.before, found.after, found.clauses) == turn


def random_facts(dice):
    return facts(
        dice.choice([10, 16, 17, 18, 19, 20, 21]),
        sed=dice.choice([True, True, False, None]),
        use=dice.choice([True, True, False, None]),
        systems=dice.randrange(4),
    )


@pytest.mark.parametrize(
    "sets",
    [
        changed(AGE, SED, USE),
        changed(OLD_AGE, SED),
        changed(AGE, SED, SYSTEMS),
        changed(OLD_AGE, SED, USE, operator="any"),
    ],
)
def test_a_frame_and_one_family_after_the_other_come_to_the_same(sets):
    """Before anything is hidden: every count, of every clause."""
    dice = random.Random(7)  # noqa: S311 - the same families each time
    people = [random_facts(dice) for _ in range(400)]
    turns = Counter(
        turn_of(
            determine(RULES, known, on=DAY, rule_sets=EVERY_RULE),
            determine(RULES, known, on=DAY, rule_sets=sets),
        )
        for known in people
    )
    old, new = ready(RULES, on=DAY, rule_sets=EVERY_RULE), ready(RULES, on=DAY, rule_sets=sets)
    frame = both_columns(people, sets)
    found = what_if_frame(frame, RULES, changed=sets, rule_sets=EVERY_RULE, on=DAY, least=1)
    assert found == effect_of(turns, old, new, least=1)
    assert found.table["all", "all"] == 400
    back = what_if_frame(frame, RULES, changed=EVERY_RULE, rule_sets=sets, on=DAY, least=1)
    assert (back.added, back.removed) == (found.removed, found.added)


def both_columns(people, sets):
    old = facts_frame(people, RULES, on=DAY, rule_sets=EVERY_RULE)
    new = facts_frame(people, RULES, on=DAY, rule_sets=sets)
    return old.with_columns(each for each in new if each.name not in old.columns)


@pytest.fixture
def store(tmp_path):
    """Sixty families: 20 of 12 years, 25 of 19, 3 of 19 in two systems, 12 of 30."""
    groups = [(facts(12), 20), (facts(19), 25), (facts(30), 12), (facts(19, sed=None), 3)]
    url = f"sqlite:///{tmp_path}/county.db"
    with Program.open(url, only=()) as program, program.change(by="office") as unit:
        number = 0
        for known, count in groups:
            for _ in range(count):
                number += 1
                add_family(unit, number, known)
    return url


def add_family(unit, number, known):
    family, youth = f"family-{number}", f"youth-{number}"
    member = FamilyMember(person=youth, role=FamilyRole.YOUTH)
    unit.add(Family(id=family, members=(member,)))
    born = date.fromisoformat(known["youth"]["birth_date"])
    unit.add(Person(id=youth, family=family, name="Marked Name", birth_date=born))
    stated = [StatedFact(name="stays.hospital_or_crisis_dates", value="2026-01-20")]
    if "dx" in known:
        stated.append(StatedFact(name="dx.sed", value="true"))
    unit.add(Enrollment(id=f"stay-{number}", family=family, youth=youth, facts=tuple(stated)))


def test_stored_families_are_counted_and_small_counts_hidden(store):
    seen = []
    with Program.open(store, only=("us-ms",)) as program:
        sets = changed(AGE, SED, USE)
        found = program.rule_effect(RULES, changed=sets, as_of=DAY, told=seen.append)
        each = list(program.what_if_rules(RULES, changed=sets, as_of=DAY))
    assert seen == list(range(1, 61))
    assert Counter(turn.turn.clauses for turn in each) == {(): 32, ("mypac.age",): 28}
    assert found.least == 11
    assert found.removed == {("all",): 25, ("mypac.age",): 25}
    assert found.added == {("all",): 0}
    assert found.table["cannot_tell", "not_eligible"] is None  # three families
    assert found.table["cannot_tell", "all"] is None
    assert found.table["all", "all"] == 60
    assert found.texts == {"mypac.age": ("Young enough", "House Bill 1, section 2")}


def test_the_command_shows_what_a_bill_would_do(store, tmp_path):
    file = tmp_path / "bill.yaml"
    file.write_text(rules(AGE, SED, USE), "utf-8")
    line = ["policy", "what-if", str(file), "--store", store, "--as-of", "2026-02-01"]
    ran = CliRunner().invoke(wraparound, line)
    assert ran.exit_code == 0, ran.output
    assert "25 by mypac.age" in ran.output
    assert "hidden" in ran.output
    assert "Marked" not in ran.output
    ran = CliRunner().invoke(wraparound, [*line, "--format", "json"])
    (told,) = json.loads(ran.stdout)["effects"]
    assert told["removed"] == {
        "families": 25,
        "by_clauses": [{"clauses": ["mypac.age"], "families": 25}],
    }
    assert {"before": "cannot_tell", "after": "not_eligible", "families": None} in told["answers"]


def test_the_command_takes_a_table_of_facts(tmp_path):
    bill = tmp_path / "bill.yaml"
    bill.write_text(rules(AGE, SED, USE, name="ms.bill"), "utf-8")
    people = [facts(12)] * 20 + [facts(19)] * 25
    frame = facts_frame(people, RULES, on=DAY, rule_sets=EVERY_RULE)
    for name, write in (("facts.csv", frame.write_csv), ("facts.parquet", frame.write_parquet)):
        write(tmp_path / name)
        line = ["policy", "what-if", str(bill), "--frame", str(tmp_path / name)]
        line += ["--instead-of", RULES, "--as-of", "2026-02-01"]
        ran = CliRunner().invoke(wraparound, line)
        assert ran.exit_code == 0, ran.output
        assert "25 by mypac.age" in ran.output
        assert f"ms.bill instead of {RULES}" in ran.output


def test_wrong_use_is_told(store, tmp_path):
    file = tmp_path / "bill.yaml"
    file.write_text(rules(AGE, SED, USE, name="ms.bill"), "utf-8")
    line = ["policy", "what-if", str(file), "--store", store]
    assert CliRunner().invoke(wraparound, [*line, "--rules", "no.such"]).exit_code == 2
    assert CliRunner().invoke(wraparound, [*line, "--instead-of", "no.such"]).exit_code == 2
    table = tmp_path / "facts.txt"
    table.write_text("x\n", "utf-8")
    assert CliRunner().invoke(wraparound, [*line, "--frame", str(table)]).exit_code == 2
    with Program.open(store, only=("us-ms",)) as program, pytest.raises(PolicyUnknown):
        program.rule_effect("no.such", changed=changed(AGE), as_of=DAY)
