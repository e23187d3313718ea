"""Which question to ask first: the one that can settle the answer, or swings it most often."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Final

import attrs

from wraparound.policy.predicates import Answer
from wraparound.policy.predicates.answers import combine
from wraparound.policy.predicates.nodes import AllOf, AnyOf, AtLeast, Not, RuleOf

_MOST_LEAVES: Final = 12
"""With more unknown answers than this, how often a question swings the whole is not worked out."""
_MOST_IN_GROUP: Final = 10
_UNREAD: Final = 9
"""What it costs to read a text that nobody has read: more than any question."""


@attrs.define(kw_only=True)
class _Group:
    """Unknown answers that one question would tell.

    Attributes:
        key: What is asked for.
        leaves: The answers.
        cost: What asking costs.
        place: Its place in the tree.
    """

    key: str
    leaves: list[Answer]
    cost: int
    place: int


def questions_first(root: Answer) -> tuple[str, ...]:
    """Return what is not known, in the order in which asking helps most.

    First what can settle the answer by itself, then what swings it most often, then what is
    cheapest to find out, then what stands first.

    Args:
        root: The tree of answers.
    """
    if root.value is not None:
        return ()
    leaves = list(_unknown(root))
    groups: dict[str, _Group] = {}
    for place, leaf in enumerate(leaves):
        key = leaf.node.ask or next(iter(leaf.missing), "")
        cost = _UNREAD if leaf.node.background else leaf.node.ask_cost
        if not key:
            continue
        group = groups.setdefault(key, _Group(key=key, leaves=[], cost=cost, place=place))
        group.leaves.append(leaf)
        group.cost = min(group.cost, cost)
    table = _table(root, leaves) if len(leaves) <= _MOST_LEAVES else None
    ordered = sorted(
        groups.values(),
        key=lambda each: (
            -_settles(root, each),
            -_swings(table, leaves, each) if table is not None else 0,
            each.cost,
            each.place,
        ),
    )
    return tuple(each.key for each in ordered)


def _unknown(answer: Answer) -> Iterator[Answer]:
    """Yield the unknown answers without children below unknown ones."""
    if answer.value is not None:
        return
    children = [each for each in answer.children if each.counts]
    if not children:
        yield answer
    for each in children:
        yield from _unknown(each)


def _settles(root: Answer, group: _Group) -> Fraction:
    """Return which share of the answers to a question settles the whole by itself."""
    if len(group.leaves) > _MOST_IN_GROUP:
        return Fraction(0)
    settled = 0
    for told in product((True, False), repeat=len(group.leaves)):
        known = {id(leaf): value for leaf, value in zip(group.leaves, told, strict=True)}
        settled += _with(root, known) is not None
    return Fraction(settled, 2 ** len(group.leaves))


def _with(answer: Answer, known: dict[int, bool]) -> bool | None:
    """Return an answer, were some of the unknown ones known."""
    if id(answer) in known:
        return known[id(answer)]
    if answer.value is not None:
        return answer.value
    children = [each for each in answer.children if each.counts]
    if not children:
        return None
    if isinstance(answer.node.test, RuleOf):
        return _with(children[0], known)
    return combine(answer.node, (_with(each, known) for each in children))


def _table(root: Answer, leaves: list[Answer]) -> int:
    """Return the answer of the whole for every way in which the unknown ones can turn out.

    Bit ``i`` of the number is the answer where unknown answer ``k`` is bit ``k`` of ``i``. One
    number holds them all, so that each question of the tree is answered once for all ways.
    """
    ways = 1 << len(leaves)
    everywhere = (1 << ways) - 1
    columns = {id(leaf): _column(place, ways) for place, leaf in enumerate(leaves)}

    def held(answer: Answer) -> int:
        if id(answer) in columns:
            return columns[id(answer)]
        if answer.value is not None:
            return everywhere if answer.value else 0
        parts = [held(each) for each in answer.children if each.counts]
        return _held(answer, parts, everywhere)

    return held(root)


def _held(answer: Answer, parts: list[int], everywhere: int) -> int:
    match answer.node.test:
        case AllOf():
            found = everywhere
            for part in parts:
                found &= part
            return found
        case AnyOf():
            found = 0
            for part in parts:
                found |= part
            return found
        case AtLeast(n=n):
            so_many = [everywhere] + [0] * n
            for part in parts:
                for count in range(n, 0, -1):
                    so_many[count] |= so_many[count - 1] & part
            return so_many[n]
        case Not():
            return everywhere ^ parts[0]
        case _:
            return parts[0]


def _column(place: int, ways: int) -> int:
    """Return the ways in which one unknown answer is yes."""
    run = 1 << place
    block = ((1 << run) - 1) << run
    column = 0
    for start in range(0, ways, 2 * run):
        column |= block << start
    return column


def _swings(table: int, leaves: list[Answer], group: _Group) -> Fraction:
    """Return in which share of the ways of the others a question still swings the whole."""
    own = [place for place, leaf in enumerate(leaves) if any(leaf is each for each in group.leaves)]
    rest = [place for place in range(len(leaves)) if place not in own]
    swings = 0
    for told in product((0, 1), repeat=len(rest)):
        base = sum(bit << place for bit, place in zip(told, rest, strict=True))
        answers = {
            table >> (base + sum(bit << place for bit, place in zip(each, own, strict=True))) & 1
            for each in product((0, 1), repeat=len(own))
        }
        swings += len(answers) > 1
    return Fraction(swings, 1 << len(rest))
