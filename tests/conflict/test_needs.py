"""Rules that are not asked would have said nothing; parameters of one rule are read by no other."""

from __future__ import annotations

import gc
import os
import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.conflict.coordinated import family
from tests.conflict.mixing import mixed
from tests.states import PACKS

from wraparound.conflict import network
from wraparound.conflict.bench import AskedAfter, Bench
from wraparound.conflict.beside import once_for_each
from wraparound.conflict.day import Day
from wraparound.conflict.engine import Engine, Stretch
from wraparound.conflict.facts import KINDS, Facts
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import (
    AgencyFact,
    PersonFact,
    TieFact,
)
from wraparound.conflict.power import Power
from wraparound.conflict.projection import facts_of
from wraparound.conflict.review import review_facts
from wraparound.conflict.rules import RULES, RULES_AFTER
from wraparound.conflict.settling import merged, same_people
from wraparound.conflict.standing import FOREVER
from wraparound.conflict.statements import Options, Rule, RuleAfter, Statement
from wraparound.errors import FactsInvalid, RecordInvalid
from wraparound.model.person import Person
from wraparound.model.shares import Share
from wraparound.policy import choose_policy, pack_names
from wraparound.policy.parameters import Values
from wraparound.testing.scenarios import read_scenarios, scenario_chart

HOUSE = Path(__file__).parents[2]
SHARED = Path(os.environ.get("WRAPAROUND_SHARED", HOUSE.parent / "shared"))
VECTORS = sorted(SHARED.glob("vectors/conflict/*.yaml"))
"""Two hundred further scenarios, which make nearly every rule speak, where they are."""

FILES = [*sorted(HOUSE.glob("src/wraparound/policy/scenarios/*.yaml")), *VECTORS]

MIXES = 300

ROOM = HOUSE / "src" / "wraparound" / "conflict"
POLICY = choose_policy([*pack_names(), *PACKS], packs=PACKS)


SCENARIOS = [each for file in FILES for each in read_scenarios(file)]


def told_facts() -> Iterator[tuple[Facts, date]]:
    """The facts of every scenario, with the day that it asks about; then of mixes of them."""
    asked = [(each["facts"], date.fromisoformat(each["as_of"])) for each in SCENARIOS]
    for rows, day in (*asked, *mixed(SCENARIOS, MIXES)):
        # some are about facts that no review can be made of
        with suppress(FactsInvalid, RecordInvalid, TypeError, ValueError):
            yield facts_of(scenario_chart(rows, as_of=day)), day


TOLD = list(told_facts())
FACTS = [(Index(merged(facts, same_people(facts))), day) for facts, day in TOLD]
"""The facts, ready to be asked about."""


def in_order(stretches: list[Stretch]) -> list[Stretch]:
    return sorted(stretches, key=lambda each: (repr(each.identity), each.start or date.min))


def always_asked(rule: Rule) -> Rule:
    return attrs.evolve(rule, needs=(), of_plans=False, quiet_until=None)


def test_a_rule_that_the_facts_give_no_hold_would_have_said_nothing():
    """Every rule is asked of every scenario, whatever it needs, and says nothing new."""
    heedful = Bench(POLICY, RULES, RULES_AFTER)
    heedless = Bench(
        POLICY,
        {code: always_asked(rule) for code, rule in RULES.items()},
        {code: attrs.evolve(rule, needs=()) for code, rule in RULES_AFTER.items()},
    )
    spoken: set[str] = set()
    for index, day in FACTS:
        found = in_order(Engine(index, heedful).stretches(day))
        assert found == in_order(Engine(index, heedless).stretches(day))
        spoken.update(each.identity[0] for each in found)
    assert len(spoken) >= (50 if VECTORS else 9)


def test_a_rule_may_be_quiet_for_good_or_until_a_day_that_the_facts_name():
    """Both come up among the scenarios, so that the test above is one of both."""
    days: dict[str, set[bool]] = {}
    for hearing in Bench(POLICY, RULES, RULES_AFTER).hearings:
        if hearing.rule.quiet_until is not None:
            named = days.setdefault(hearing.rule.code, set())
            named.update(
                hearing.rule.quiet_until(index, hearing.values) == FOREVER for index, _ in FACTS
            )
    assert len(days) > 5
    assert all(named == {True, False} for named in days.values())


def test_a_closing_hears_all_that_could_change_its_answer(monkeypatch: pytest.MonkeyPatch):
    """It is asked after some rules only, and again only when one of these said something."""
    some = Bench(POLICY, RULES, RULES_AFTER)
    told = [in_order(Engine(index, some).stretches(day)) for index, day in FACTS]
    monkeypatch.setattr(RuleAfter, "closes", lambda *_: True)
    monkeypatch.setattr(AskedAfter, "may_differ", lambda *_: True)
    every = Bench(POLICY, RULES, RULES_AFTER)
    assert [in_order(Engine(index, every).stretches(day)) for index, day in FACTS] == told
    assert any(each.identity[0] in RULES_AFTER for found in told for each in found)


def test_a_directory_that_many_families_share_gives_the_answers_of_one_that_none_does():
    """What is worked out once for a part of the directory is what each family would work out."""
    answered = 0
    for facts, day in TOLD:
        assert facts.parts is not None
        alone = Facts(**{kind: getattr(facts, kind) for kind in KINDS})
        assert alone.parts is None
        try:
            review = review_facts(alone, policy=POLICY, as_of=day)
        except FactsInvalid as error:
            with pytest.raises(FactsInvalid, match=error.code):
                review_facts(facts, policy=POLICY, as_of=day)
            continue
        assert review_facts(facts, policy=POLICY, as_of=day) == review
        answered += 1
    assert answered >= (400 if VECTORS else 200)


def test_whichever_ties_are_of_the_directory_a_review_is_that_of_all_facts_together():
    chance, answered = random.Random(20), 0  # noqa: S311 - the same each time
    for facts, day in TOLD[::2]:
        alone = Facts(**{kind: getattr(facts, kind) for kind in KINDS})
        kept = [each for each in alone.ties if chance.random() < 0.5]
        held = tuple(each for each in alone.ties if each not in kept)
        shared = Facts(
            people=tuple(each for each in alone.people if each.on_record),
            agencies=tuple(each for each in alone.agencies if each.on_record),
            ties=held,
        )
        own = attrs.evolve(
            alone,
            ties=tuple(kept),
            people=tuple(each for each in alone.people if not each.on_record),
            agencies=tuple(each for each in alone.agencies if not each.on_record),
        )
        parted = Facts.together(own, shared)
        with suppress(FactsInvalid):
            asked = {"policy": POLICY, "as_of": day}
            assert review_facts(parted, **asked) == review_facts(alone, **asked)
            answered += 1
    assert answered >= (200 if VECTORS else 100)


def test_what_follows_from_a_directory_serves_one_day_after_another():
    """Whatever days and policies were asked about before, an answer is that of fresh facts."""
    federal = choose_policy(["FED-1915C"])
    for facts, day in TOLD[::4]:
        assert facts.parts is not None
        own, shared = facts.parts
        for after, policy in ((-500, POLICY), (0, federal), (200, POLICY), (0, POLICY)):
            with suppress(FactsInvalid):
                asked = {"policy": policy, "as_of": day + timedelta(after)}
                fresh = Facts.together(attrs.evolve(own), attrs.evolve(shared))
                assert review_facts(Facts.together(own, shared), **asked) == review_facts(
                    fresh, **asked
                )


def test_who_controls_whom_in_a_directory_is_worked_out_once_for_all_families(
    monkeypatch: pytest.MonkeyPatch,
):
    made: list[str] = []

    class Counted(Power):
        def __init__(self, *told: Any) -> None:
            made.append("power")
            super().__init__(*told)

    monkeypatch.setattr(network, "Power", Counted)
    shared = Facts(
        people=(PersonFact(id="ann"),),
        agencies=(AgencyFact(id="a"), AgencyFact(id="x"), AgencyFact(id="y")),
        ties=(
            TieFact(id="job", kind="employed_by", subject="ann", object="a"),
            TieFact(id="holds", kind="controls", subject="a", object="x"),
        ),
    )
    own_tie = TieFact(id="own-tie", kind="owns", subject="one-m", object="y")
    spoken = [
        review_facts(Facts.together(family(name, None, *own), shared), policy=POLICY, as_of=DAY)
        for name, own in (
            ("one", ()),
            ("two", ()),
            ("own", (own_tie,)),
        )
    ]
    assert all("COI-EMP-05" in {each.rule for each in review.findings} for review in spoken)
    before = len(made)  # for the first family, and for the one with a tie of its own
    assert before > 1
    review_facts(Facts.together(family("three", None), shared), policy=POLICY, as_of=DAY)
    assert len(made) == before
    review_facts(Facts.together(family("own", None, own_tie), shared), policy=POLICY, as_of=DAY)
    assert len(made) > before


DAY = date(2026, 6, 1)


def test_a_lookup_over_a_family_beside_a_directory_is_one_over_both_together():
    names = [name for name, held in vars(Index).items() if type(held).__name__ == "_Lookup"]
    assert len(names) > 30
    joined: set[str] = set()
    for facts, _ in TOLD[::3]:
        alone, beside = Index(Facts(**{kind: getattr(facts, kind) for kind in KINDS})), Index(facts)
        for name in names:
            assert getattr(beside, name) == getattr(alone, name), name
        own, shared = facts.parts or (facts, facts)
        joined |= {kind for kind in KINDS if getattr(own, kind) and getattr(shared, kind)}
    assert joined >= {"people", "ties"}


def owned(name: str, who: str, least: str) -> TieFact:
    share = Share(low=Decimal(least))
    return TieFact(id=name, kind="owns", subject=who, object="x", share=share)


def test_a_lookup_joins_what_a_family_and_a_directory_say_of_the_same():
    own = Facts(
        ties=(
            TieFact(
                id="t2", kind="owns", subject="a", object="x", share=Share(low=Decimal("0.25"))
            ),
            TieFact(id="t0", kind="kin", subject="a", object="b"),
        )
    )
    shared = Facts(
        ties=(
            owned("t1", "a", "0.5"),
            TieFact(
                id="t3", kind="owns", subject="c", object="x", share=Share(low=Decimal("0.125"))
            ),
            TieFact(id="t4", kind="leads", subject="c", object="x"),
        )
    )
    index = Index(Facts.together(own, shared))
    assert [each.id for each in index.ties_of["owns"]] == ["t1", "t2", "t3"]
    assert [each.id for each in index.ties_from["owns", "a"]] == ["t1", "t2"]
    assert [each.id for each in index.ties_to["owns", "x"]] == ["t1", "t2", "t3"]
    assert index.ties_from["owns", "nobody"] == ()
    assert ("owns", "nobody") not in index.ties_from
    assert index.tie_kinds == {
        "a": frozenset({"owns", "kin"}),
        "b": frozenset({"kin"}),
        "c": frozenset({"owns", "leads"}),
    }
    assert index.shares_of.sums == {("x", "direct"): Fraction(7, 8)}
    assert index.has_tie("c", "kin", "leads")
    assert not index.has_tie("c", "kin")
    assert index.is_tied_to("x", "kin", "leads")
    assert not index.is_tied_to("b", "owns")
    assert not index.is_tied_to("x", "kin")


def test_a_parameter_that_a_rule_calls_its_own_stands_in_no_other_file():
    places: dict[str, set[str]] = defaultdict(set)
    names = {name for rule in RULES.values() for name in rule.own}
    assert names
    for file in ROOM.rglob("*.py"):
        text = file.read_text(encoding="utf-8").split("\nRULES = (", maxsplit=1)[0]
        for name in names:
            if f'"{name}"' in text:
                places[name].add(file.stem)
    for code, rule in RULES.items():
        home = rule.ask.__module__.rpartition(".")[2]
        assert all(places[name] == {home} for name in rule.own), code


def test_a_parameter_that_a_rule_calls_its_own_is_read_by_no_other(
    monkeypatch: pytest.MonkeyPatch,
):
    """Packs that differ in it alone ask all other rules together: they must not see it."""
    readers: dict[str, set[str]] = defaultdict(set)
    asking = [""]

    def noting(rule: Rule) -> Rule:
        def noted(day: Day, options: Options) -> list[Statement]:
            asking[0] = rule.code
            try:
                return list(rule.ask(day, options))
            finally:
                asking[0] = ""

        def noted_early(index: Index, values: Values) -> date:
            assert rule.quiet_until is not None
            asking[0] = rule.code
            try:
                return rule.quiet_until(index, values)
            finally:
                asking[0] = ""

        early = None if rule.quiet_until is None else noted_early
        return attrs.evolve(rule, ask=noted, quiet_until=early)

    for way in ("number", "count", "flag", "text", "words", "sequence", "age"):
        read = getattr(Values, way)

        def reading(self: Values, name: str, read: Any = read) -> Any:
            readers[name].add(asking[0])
            return read(self, name)

        monkeypatch.setattr(Values, way, reading)
    bench = Bench(POLICY, {code: noting(rule) for code, rule in RULES.items()}, RULES_AFTER)
    for index, day in FACTS:
        Engine(index, bench).stretches(day)
    owned = {name: code for code, rule in RULES.items() for name in rule.own}
    assert all(readers[name] <= {code} for name, code in owned.items())
    assert sum(bool(readers[name]) for name in owned) >= (20 if VECTORS else 8)


def test_packs_that_differ_only_in_what_one_rule_owns_ask_all_others_together():
    """The federal packs differ in when personal involvement in a complaint became forbidden."""
    bench = Bench(choose_policy(["FED-1915C", "FED-TCM"]), RULES, RULES_AFTER)
    codes = [each.rule.code for each in bench.hearings]
    assert {code for code in codes if codes.count(code) > 1} == {"COI-GRV-01"}


def test_a_review_leaves_nothing_for_the_garbage_collector():
    """What a review builds is freed as it ends; in a long run it would pile up otherwise."""
    told = TOLD[:40]
    gc.collect()
    gc.disable()
    try:
        for facts, day in told:
            with suppress(FactsInvalid):
                review_facts(facts, policy=POLICY, as_of=day)
            assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_is_kept_beside_a_record_goes_by_the_record_and_dies_with_it():
    made: list[str] = []

    @once_for_each
    def looked_at(person: Person) -> int:
        made.append(person.id)
        return len(made)

    first, other = Person(id="p-1", name="Wren"), Person(id="p-1", name="Wren")
    assert (looked_at(first), looked_at(first), looked_at(other)) == (1, 1, 2)
    kept = looked_at.__closure__
    assert kept is not None
    held = next(each.cell_contents for each in kept if isinstance(each.cell_contents, dict))
    assert len(held) == 2
    del first, other
    gc.collect()
    assert not held
