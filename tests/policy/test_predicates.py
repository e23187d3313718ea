"""Questions about facts: three values, and every fault of a bad tree at once."""

from __future__ import annotations

from datetime import date

import pytest

from wraparound.policy.document import Section
from wraparound.policy.predicates import Context, Facts, answer, read_node

DAY = date(2025, 6, 1)


def asked(tree: dict, facts: dict, *, wrapped: bool = False):
    faults = []
    node = read_node(Section.of(tree, "", faults), "r")
    assert faults == []
    return answer(node, Context(facts=Facts(held=facts, as_of=DAY, wrapped=wrapped)))


@pytest.mark.parametrize(
    ("tree", "facts", "value", "missing"),
    [
        ({"is": "a"}, {"a": True}, True, ()),
        ({"is": "a"}, {"a": None}, False, ()),
        ({"is": "a"}, {}, None, ("a",)),
        ({"is": "a.b.c"}, {"a": None}, False, ()),
        ({"exists": "a"}, {"a": "  "}, False, ()),
        ({"exists": "a"}, {"a": {"items": [], "complete": False}}, None, ("a",)),
        ({"done": "a"}, {"a": "2025-06-02"}, False, ()),
        ({"all": [{"is": "a"}, {"is": "b"}]}, {"a": False}, False, ()),
        ({"any": [{"is": "a"}, {"is": "b"}]}, {"a": False}, None, ("b",)),
        ({"not": {"is": "a"}}, {}, None, ("a",)),
        ({"at_least": {"n": 2, "of": [{"is": k} for k in "abc"]}}, {"a": True}, None, ("b", "c")),
        ({"compare": {"fact": "n", "op": ">=", "value": 3}}, {"n": 3}, True, ()),
        ({"compare": {"fact": "n", "op": ">=", "value": 3}}, {"n": "three"}, None, ("n",)),
        ({"one_of": {"fact": "n", "values": ["x"]}}, {"n": "y"}, False, ()),
        ({"count": {"in": "l", "op": ">=", "n": 2}}, {"l": ["x", "x"]}, False, ()),
        ({"age": {"op": ">=", "years": 18}}, {"youth": {"birth_date": "2007-06-01"}}, True, ()),
        ({"age": {"op": ">=", "years": 18}}, {"youth": {"age_years": 17}}, False, ()),
        ({"within": {"fact": "d", "before": 30}}, {"d": [None]}, None, ("d",)),
        ({"each": {"list": "l", "where": {"is": "item.ok"}}}, {"l": []}, False, ()),
        (
            {"each": {"list": "l", "nonempty": False, "where": {"is": "item.ok"}}},
            {"l": []},
            True,
            (),
        ),
        ({"const": "U"}, {}, None, ()),
        ({"rule": "other.entry"}, {}, None, ("rule_version:other.entry",)),
    ],
)
def test_a_question_has_three_answers(tree, facts, value, missing):
    found = asked({"id": "r", **tree}, facts)
    assert found.value is value
    assert found.missing == missing
    assert found.truth.reasons == frozenset(missing)


def test_a_wrapped_fact_keeps_its_source():
    facts = {"a": {"value": True, "source": "record", "date": "2025-05-01"}}
    found = asked({"id": "r", "is": "a"}, facts, wrapped=True)
    assert found.value is True
    assert (found.inputs[0].source, found.inputs[0].on) == ("record", "2025-05-01")
    assert asked({"id": "r", "is": "a"}, facts).value is False


def test_values_are_not_in_the_repr():
    found = asked({"id": "r", "is": "a"}, {"a": "Marked"})
    assert "Marked" not in repr(found)


def test_a_bad_tree_tells_all_its_faults():
    tree = {
        "id": "r",
        "all": [
            {"is": "a", "exists": "b"},
            {"compare": {"fact": "n", "op": "=>"}},
            {"count": {"in": "l", "of": ["a"], "op": ">=", "n": "two"}},
            {"age": {"op": ">=", "years": 18}, "colour": "red"},
        ],
    }
    faults = []
    read_node(Section.of(tree, "", faults), "r")
    paths = {fault.path for fault in faults}
    assert paths >= {
        "all[0]",
        "all[1].compare.op",
        "all[1].compare",
        "all[2].count.n",
        "all[2].count.of",
        "all[3].colour",
    }
