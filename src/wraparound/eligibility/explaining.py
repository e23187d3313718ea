"""Explaining an answer: the tree of reasons as JSON can say it, each with its text and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wraparound.eligibility.appealing import appeal_as_json, begin_appeal
from wraparound.eligibility.determination import NOTICE, Determined
from wraparound.eligibility.glossary import fact_entry
from wraparound.policy.predicates import Answer, Fact, Node
from wraparound.policy.predicates.nodes import (
    Compare,
    Count,
    DateTest,
    Done,
    Exists,
    Is,
    OneOf,
    Sum,
    Within,
)

Json = dict[str, Any]  # Any: the values that JSON can say
_WORDS = {True: "T", False: "F", None: "U"}


def explain(determined: Determined) -> Json:
    """Return what was determined, with the whole tree of reasons.

    A question without a text is called by the label of its fact, and one without a citation has
    that of the nearest question above it.
    """
    rules, answer = determined.rules, determined.answer
    cited = rules.citation if rules else ""
    return {
        "notice": NOTICE,
        "rule_set": determined.name,
        "version": rules.version if rules else None,
        "purpose": rules.purpose.value if rules else None,
        "compiled_on": rules.compiled_on.isoformat() if rules else None,
        "on": determined.on.isoformat(),
        "result": _WORDS[determined.value],
        "meaning": determined.meaning,
        "missing": list(determined.missing),
        "ask_first": list(determined.ask_first),
        "appeal": appeal_as_json(begin_appeal(determined)),
        "reasons": None if answer is None else _explained(answer, cited),
    }


def explain_answer(answer: Answer, *, cited: str = "") -> Json:
    """Return a tree of reasons as JSON can say it.

    Args:
        answer: The tree.
        cited: The text that stands behind a question that cites none.
    """
    return _explained(answer, cited)


def text_of(node: Node) -> str:
    """Return what a question asks, in words: its own, or the label of its fact."""
    if node.text:
        return node.text
    entry = fact_entry(_fact_of(node))
    return entry.label if entry else ""


def _explained(answer: Answer, cited: str) -> Json:
    node = answer.node
    citation = node.citation or cited
    told: Json = {
        "id": node.id,
        "text": text_of(node),
        "citation": citation,
        "operator": node.operator,
        "value": None if answer.skipped else _WORDS[answer.value],
        "binding": node.binding,
        "skipped": answer.skipped,
        "missing": list(answer.missing),
        "inputs": [_input(each) for each in answer.inputs],
        "children": [_explained(each, citation) for each in answer.children],
    }
    for key, value in (
        ("decided_by", node.decided_by),
        ("ambiguity", node.ambiguity),
        ("note", node.note),
    ):
        if value:
            told[key] = value
    return {**told, **_details(answer.details)}


def _input(fact: Fact) -> Json:
    told: Json = {"path": fact.path, "value": _plain(fact.value)}
    if fact.source:
        told["source"] = fact.source
    if fact.on:
        told["date"] = fact.on
    return told


def _details(details: Mapping[str, object]) -> Json:
    return {name: _plain(value) for name, value in details.items()}


def _plain(value: object) -> object:
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return str(value)


def _fact_of(node: Node) -> str:
    match node.test:
        case Is() | Exists() | Done() | Compare() | OneOf() | DateTest() | Within():
            return node.test.fact
        case Count() | Sum():
            return node.test.within
        case _:
            return ""
