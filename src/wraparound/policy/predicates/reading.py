"""Trees of questions out of data: strict, all faults at once, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from wraparound.model.findings import Confidence
from wraparound.policy.document import Section
from wraparound.policy.predicates.nodes import (
    Age,
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Const,
    Count,
    DateTest,
    Done,
    Each,
    Exists,
    Is,
    Node,
    Not,
    Number,
    OneOf,
    Op,
    RuleOf,
    Shift,
    Some,
    Sum,
    Test,
    Within,
)

_COSTS: Final = (1, 2, 3)
_CONSTS: Final = {"T": True, "F": False, "U": None}


def read_node(section: Section, name: str = "") -> Node:
    """Return the tree of questions that a section holds; faults are told to the section.

    Args:
        section: The section.
        name: The id of a node that has none of its own.
    """
    named = section.text("id", name)
    operators = [key for key in _TESTS if key in section.entries]
    if len(operators) != 1:
        section.fault("", "must ask one thing: one of " + ", ".join(_TESTS))
    operator = operators[0] if operators else "const"
    cost = section.raw("ask_cost")
    if cost is not None and cost not in _COSTS:
        section.fault("ask_cost", "must be 1, 2 or 3")
    node = Node(
        id=named,
        test=_TESTS[operator](section, named) if operators else Const(value=None),
        operator=operator,
        text=section.text("text", ""),
        citation=section.text("citation", ""),
        background=section.choice("confidence", Confidence, Confidence.FOUND)
        is Confidence.BACKGROUND,
        binding=section.raw("binding") is not False,
        fixed=section.flag("fixed"),
        ask=section.text("ask", ""),
        ask_cost=cost if isinstance(cost, int) else 1,
        effective_from=section.day("effective_from"),
        effective_to=section.day("effective_to"),
        note=section.text("note", ""),
        decided_by=section.text("decided_by", ""),
        ambiguity=section.text("ambiguity", ""),
        reason=section.text("reason", ""),
    )
    section.finish(_TESTS)
    return node


def _children(section: Section, key: str, name: str) -> tuple[Node, ...]:
    listed = section.raw(key)
    if not isinstance(listed, list):
        section.fault(key, "must be a list of questions")
        return ()
    return tuple(
        read_node(
            Section.of(entry, section.at(f"{key}[{place}]"), section.faults), f"{name}.{place}"
        )
        for place, entry in enumerate(listed)
    )


def _inner(section: Section, key: str) -> Section:
    return section.section(key) or Section.of(None, section.at(key), section.faults)


def _all(section: Section, name: str) -> Test:
    return AllOf(children=_children(section, "all", name))


def _any(section: Section, name: str) -> Test:
    return AnyOf(children=_children(section, "any", name))


def _not(section: Section, name: str) -> Test:
    return Not(children=(read_node(_inner(section, "not"), f"{name}.0"),))


def _at_least(section: Section, name: str) -> Test:
    inner = _inner(section, "at_least")
    test = AtLeast(n=_whole(inner, "n"), children=_children(inner, "of", name))
    inner.finish()
    return test


def _rule(section: Section, _: str) -> Test:
    return RuleOf(name=section.text("rule"))


def _const(section: Section, _: str) -> Test:
    value = section.text("const")
    if value not in _CONSTS:
        section.fault("const", "must be T, F or U")
    return Const(value=_CONSTS.get(value))


def _is(section: Section, _: str) -> Test:
    return Is(fact=section.text("is"))


def _exists(section: Section, _: str) -> Test:
    return Exists(fact=section.text("exists"))


def _done(section: Section, _: str) -> Test:
    return Done(fact=section.text("done"))


def _compare(section: Section, _: str) -> Test:
    inner = _inner(section, "compare")
    test = Compare(
        fact=inner.text("fact"),
        op=inner.choice("op", Op),
        value=inner.raw("value"),
        value_fact=inner.text("value_fact", ""),
    )
    if ("value" in inner.entries) == bool(test.value_fact):
        inner.fault("", "must give either a value or a value_fact")
    inner.finish()
    return test


def _one_of(section: Section, _: str) -> Test:
    inner = _inner(section, "one_of")
    test = OneOf(fact=inner.text("fact"), values=_values(inner) or ())
    inner.finish()
    return test


def _count(section: Section, _: str) -> Test:
    inner = _inner(section, "count")
    test = Count(
        within=inner.text("in"),
        of=inner.texts("of"),
        values=_values(inner),
        at_least=_number_or_none(inner, "rated_at_least"),
        exactly=_number_or_none(inner, "rated_exactly"),
        true=inner.flag("true"),
        op=inner.choice("op", Op),
        n=_whole(inner, "n"),
    )
    ways = (test.at_least is not None, test.exactly is not None, test.true)
    if test.of and sum(ways) != 1:
        message = "must say which codes count: rated_at_least, rated_exactly or true"
        inner.fault("of", message)
    if not test.of and any(ways):
        inner.fault("of", "must name the codes that are counted")
    inner.finish()
    return test


def _sum(section: Section, _: str) -> Test:
    inner = _inner(section, "sum")
    test = Sum(
        within=inner.text("in"),
        of=inner.texts("of"),
        each_min=_number(inner, "each_min"),
        each_max=_number(inner, "each_max"),
        total_fact=inner.text("total_fact", ""),
        op=inner.choice("op", Op),
        value=_number(inner, "value"),
    )
    inner.finish()
    return test


def _age(section: Section, _: str) -> Test:
    inner = _inner(section, "age")
    test = Age(
        op=inner.choice("op", Op),
        years=_whole(inner, "years"),
        at=inner.text("at", "as_of"),
        birth=inner.text("birth", "youth.birth_date"),
    )
    inner.finish()
    return test


def _date(section: Section, _: str) -> Test:
    inner = _inner(section, "date")
    than = _inner(inner, "than")
    test = DateTest(
        fact=inner.text("fact"),
        op=inner.choice("op", Op),
        than=than.text("fact"),
        plus=_whole(than, "plus") if "plus" in than.entries else 0,
        unit=than.choice("unit", Shift, Shift.CALENDAR_DAYS),
    )
    than.finish()
    inner.finish()
    return test


def _within(section: Section, _: str) -> Test:
    inner = _inner(section, "within")
    test = Within(
        fact=inner.text("fact"),
        of=inner.text("of", "as_of"),
        before=_whole(inner, "before") if "before" in inner.entries else 0,
        after=_whole(inner, "after") if "after" in inner.entries else 0,
        unit=inner.choice("unit", Shift, Shift.CALENDAR_DAYS),
    )
    inner.finish()
    return test


def _some(section: Section, name: str) -> Test:
    inner = _inner(section, "some")
    test = Some(list=inner.text("list"), where=read_node(_inner(inner, "where"), f"{name}.0"))
    inner.finish()
    return test


def _each(section: Section, name: str) -> Test:
    inner = _inner(section, "each")
    test = Each(
        list=inner.text("list"),
        where=read_node(_inner(inner, "where"), f"{name}.0"),
        nonempty=inner.raw("nonempty") is not False,
    )
    inner.finish()
    return test


def _values(section: Section) -> tuple[object, ...] | None:
    value = section.raw("values")
    if value is None or isinstance(value, list):
        return None if value is None else tuple(value)
    section.fault("values", "must be a list")
    return None


def _whole(section: Section, key: str) -> int:
    value = section.raw(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    section.fault(key, "must be a whole number")
    return 0


def _number(section: Section, key: str) -> Number:
    value = section.raw(key)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    section.fault(key, "must be a number")
    return 0


def _number_or_none(section: Section, key: str) -> Number | None:
    return None if section.raw(key) is None else _number(section, key)


_TESTS: Final[Mapping[str, Callable[[Section, str], Test]]] = MappingProxyType(
    {
        "all": _all,
        "any": _any,
        "not": _not,
        "at_least": _at_least,
        "rule": _rule,
        "const": _const,
        "is": _is,
        "exists": _exists,
        "done": _done,
        "compare": _compare,
        "one_of": _one_of,
        "count": _count,
        "sum": _sum,
        "age": _age,
        "date": _date,
        "within": _within,
        "some": _some,
        "each": _each,
    }
)
"""What reads each operator, by its word."""
