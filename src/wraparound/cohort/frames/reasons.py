"""What must be known where an answer is not: for each fact, in which rows it is missing.

Of a question that was answered where the frame was made, every fact is named that it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce

import narwhals as nw

from wraparound.cohort.columns import is_answered_before
from wraparound.cohort.frames.expressions import Sheet
from wraparound.cohort.questions import Question, Ready
from wraparound.policy.predicates.facts import AS_OF
from wraparound.policy.predicates.nodes import (
    Age,
    Compare,
    Count,
    DateTest,
    Done,
    Each,
    Exists,
    Is,
    Node,
    OneOf,
    RuleOf,
    Some,
    Sum,
    Test,
    Within,
)

Reasons = dict[str, nw.Expr]
"""For each fact, in which rows it is missing, of those in which the answer is."""


def missing_expressions(asked: Ready, sheet: Sheet) -> Reasons:
    """Return for each fact in which rows it is missing; the questions are answered already.

    Args:
        asked: The set of rules.
        sheet: The frame, before the answers were added.
    """
    return _of_versions(asked.questions, sheet, asked.name, unlike=f"rule_date:{asked.name}")


def _of_versions(
    versions: tuple[Question, ...], sheet: Sheet, name: str, *, unlike: str
) -> Reasons:
    if not versions:
        return {f"rule_version:{name}": nw.lit(value=True)}
    first, *more = versions
    open_ = _is_open(first)
    found: Reasons = {}
    for each in more:
        open_ &= _is_open(each)
        differs = _is_open(first) != _is_open(each)
        differs |= (nw.col(first.column) != nw.col(each.column)).fill_null(value=False)
        _add(found, {unlike: differs})
    _add(found, {path: open_ & each for path, each in _of(first, sheet).items()})
    return found


def _of(question: Question, sheet: Sheet) -> Reasons:
    """Return what is missing where the question is not answered."""
    if question.skipped:
        return {}
    if question.unknown:
        return {question.unknown: nw.lit(value=True)}
    test = question.node.test
    if isinstance(test, RuleOf):
        children, name = question.children, test.name
        return _of_versions(children, sheet, name, unlike=f"rule_version:{name}")
    if question.children:
        found: Reasons = {}
        for child in question.counting:
            reasons = _of(child, sheet)
            _add(found, {path: _is_open(child) & each for path, each in reasons.items()})
        return found
    return _of_leaf(question.node, sheet)


def _of_leaf(node: Node, sheet: Sheet) -> Reasons:
    if is_answered_before(node):
        return _always(_paths(node.test))
    match node.test:
        case Count(within=within, of=codes) if codes:
            return _unrated(within, codes, sheet)
        case Sum():
            return _of_sum(node.test, sheet)
        case DateTest():
            return _of_days(node.test, sheet)
        case _:
            return _always(_paths(node.test))


def _paths(test: Test) -> Iterator[str]:
    """Yield the facts that a question asks for."""
    paths: tuple[str, ...]
    match test:
        case Is(fact=path) | Exists(fact=path) | Done(fact=path) | OneOf(fact=path):
            paths = (path,)
        case Compare(fact=path, value_fact=other) | DateTest(fact=path, than=other):
            paths = (path, other)
        case Within(fact=path, of=day) | Age(birth=path, at=day):
            paths = (day, path)
        case Count(within=within, of=codes):
            paths = tuple(f"{within}.{code}" for code in codes) or (within,)
        case Some(list=path) | Each(list=path):
            paths = (path,)
        case _:
            paths = ()
    yield from (each for each in paths if each and each != AS_OF)


def _of_sum(test: Sum, sheet: Sheet) -> Reasons:
    parts = _unrated(test.within, test.of, sheet)
    if not test.total_fact or test.total_fact not in sheet.columns:
        return parts
    untold = nw.col(test.total_fact).is_null()
    found = {path: untold & each for path, each in parts.items()}
    found[test.total_fact] = ~untold  # a total that its parts cannot make
    return found


def _unrated(within: str, codes: Iterable[str], sheet: Sheet) -> Reasons:
    paths = (f"{within}.{code}" for code in codes)
    return {path: sheet.number(path).is_null() for path in paths}


def _of_days(test: DateTest, sheet: Sheet) -> Reasons:
    absent = {path: sheet.is_absent(path) for path in (test.fact, test.than) if path != AS_OF}
    unread = ~reduce(lambda left, right: left | right, absent.values())
    _add(absent, {test.fact: unread})
    return absent


def _always(paths: Iterable[str]) -> Reasons:
    return {path: nw.lit(value=True) for path in paths}


def _is_open(question: Question) -> nw.Expr:
    return nw.lit(value=True) if question.skipped else nw.col(question.column).is_null()


def _add(found: Reasons, more: Mapping[str, nw.Expr]) -> None:
    for path, rows in more.items():
        found[path] = found[path] | rows if path in found else rows
