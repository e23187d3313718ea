"""Trees of questions against brute force: answers, least changes, and what to ask first."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from wraparound.eligibility.changes import MOST, least_changes
from wraparound.eligibility.questions import questions_first
from wraparound.policy.document import Section
from wraparound.policy.predicates import Context, Facts, answer, read_node

DAY = date(2026, 1, 1)


@st.composite
def trees(draw, leaves=7):
    """Yield a tree whose leaves each ask for a fact of their own, some of them fixed."""
    names = [f"x{n}" for n in range(draw(st.integers(1, leaves)))]
    parts = [{"id": name, "is": f"f.{name}", "fixed": draw(st.booleans())} for name in names]
    count = 0
    while len(parts) > 1:
        size = draw(st.integers(1, min(3, len(parts))))
        chosen, parts = parts[:size], parts[size:]
        word = draw(st.sampled_from(["all", "any", "at_least", "not"]))
        count += 1
        made = {"id": f"n{count}"}
        if word == "not":
            made["not"] = chosen[0]
            parts += chosen[1:]
        elif word == "at_least":
            made["at_least"] = {"n": draw(st.integers(1, size)), "of": chosen}
        else:
            made[word] = chosen
        parts.append(made)
        if count > 12:
            parts = [{"id": "end", "all": parts}]
    return names, parts[0]


KNOWN = st.sampled_from([True, False, None])


def asked(tree, known):
    faults = []
    node = read_node(Section.of(tree, "", faults), "r")
    assert faults == []
    facts = {"f": {name: value for name, value in known.items() if value is not None}}
    return answer(node, Context(facts=Facts(held=facts, as_of=DAY)))


def completions(names, known):
    unknown = [name for name in names if known[name] is None]
    for told in product((True, False), repeat=len(unknown)):
        yield {**known, **dict(zip(unknown, told, strict=True))}


@given(st.data(), trees())
@settings(max_examples=150, deadline=None)
def test_unknown_means_that_both_answers_are_possible(data, made):
    names, tree = made
    known = {name: data.draw(KNOWN) for name in names}
    found = asked(tree, known)
    outcomes = {asked(tree, whole).value for whole in completions(names, known)}
    assert found.value == (outcomes.pop() if len(outcomes) == 1 else None)
    assert set(found.missing) <= {f"f.{name}" for name in names if known[name] is None}


@given(st.data(), trees(leaves=6), st.booleans())
@settings(max_examples=150, deadline=None)
def test_the_least_changes_are_all_there_and_no_smaller_ones_exist(data, made, wanted):
    names, tree = made
    known = {name: data.draw(KNOWN) for name in names}
    found = asked(tree, known)
    change = least_changes(found, wanted=wanted)
    free = [name for name in names if f"'id': '{name}', 'is'" in str(tree)]
    fixed = {name for name in free if f"'is': 'f.{name}', 'fixed': True" in str(tree)}
    best = _smallest(tree, known, [name for name in names if name not in fixed], wanted)
    if best is None:
        assert change.size is None
        assert change.sets == ()
        assert set(change.blocked_by) <= fixed
        return
    size, sets = best
    assert change.size == size
    assert {frozenset((f.node, f.to) for f in flips) for flips in change.sets} == sets


def _smallest(tree, known, free, wanted):
    if asked(tree, known).value is wanted:
        return 0, set()
    for size in range(1, MOST + 1):
        sets = set()
        for chosen in combinations(free, size):
            for told in product((True, False), repeat=size):
                flips = dict(zip(chosen, told, strict=True))
                if any(known[name] is value for name, value in flips.items()):
                    continue
                if asked(tree, {**known, **flips}).value is wanted:
                    sets.add(frozenset(flips.items()))
        if sets:
            return size, sets
    return None


@given(st.data(), trees(leaves=6))
@settings(max_examples=150, deadline=None)
def test_what_is_asked_first_settles_or_swings_most(data, made):
    names, tree = made
    known = {name: data.draw(KNOWN) for name in names}
    found = asked(tree, known)
    order = questions_first(found)
    if found.value is not None:
        assert order == ()
        return
    weights = [_weight(tree, known, names, path.removeprefix("f.")) for path in order]
    assert weights == sorted(weights, reverse=True)
    assert set(order) == set(found.missing)


def _weight(tree, known, names, name):
    settles = [asked(tree, {**known, name: told}).value is not None for told in (True, False)]
    others = [each for each in names if each != name]
    ways = list(completions(others, {each: known[each] for each in others}))
    relevant = set(asked(tree, known).missing)
    ways = list(
        {
            tuple(sorted((k, v) for k, v in way.items() if f"f.{k}" in relevant)): way
            for way in ways
        }.values()
    )
    swings = sum(
        asked(tree, {**way, name: True}).value != asked(tree, {**way, name: False}).value
        for way in ways
    )
    return Fraction(sum(settles), 2), Fraction(swings, len(ways))
