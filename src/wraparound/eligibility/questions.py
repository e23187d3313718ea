"""Which question to ask first: the one that can settle the answer, or swings it most often."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import attrs

from wraparound.policy.predicates import Answer
from wraparound.policy.predicates.nodes import AllOf, AnyOf, AtLeast, Not

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
    table = _table(root, leaves)[0] if len(leaves) <= _MOST_LEAVES else None
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
    yes, no = _table(root, group.leaves)
    return Fraction((yes | no).bit_count(), 1 << len(group.leaves))


_Table = tuple[int, int]
"""In which of many ways something is yes, and in which it is no, each as the bits of one number."""


def _table(root: Answer, leaves: list[Answer]) -> _Table:
    """Return the answer of the whole for every way in which some unknown ones can turn out.

    Bit ``i`` of the numbers is the answer where unknown answer ``k`` is bit ``k`` of ``i``. One
    number holds them all, so that each question of the tree is answered once for all ways. What
    else is not known stays so: it is neither yes nor no.
    """
    ways = 1 << len(leaves)
    everywhere = (1 << ways) - 1
    columns = {id(leaf): _column(place, ways) for place, leaf in enumerate(leaves)}

    def held(answer: Answer) -> _Table:
        if id(answer) in columns:
            column = columns[id(answer)]
            return column, everywhere ^ column
        if answer.value is not None:
            return (everywhere, 0) if answer.value else (0, everywhere)
        parts = [held(each) for each in answer.children if each.counts]
        return _held(answer, parts, everywhere) if parts else (0, 0)

    return held(root)


def _held(answer: Answer, parts: list[_Table], everywhere: int) -> _Table:
    yes, no = [part[0] for part in parts], [part[1] for part in parts]
    match answer.node.test:
        case AllOf():
            n = len(parts)
        case AnyOf():
            n = 1
        case AtLeast(n=wanted):
            n = wanted
        case Not():
            return no[0], yes[0]
        case _:
            return parts[0]
    return _so_many(yes, n, everywhere), _so_many(no, len(parts) - n + 1, everywhere)


def _so_many(parts: list[int], n: int, everywhere: int) -> int:
    """Return in which ways at least so many of the parts hold."""
    if n <= 0:
        return everywhere
    if n == 1:
        return functools.reduce(operator.or_, parts)
    if n == len(parts):
        return functools.reduce(operator.and_, parts)
    so_many = [everywhere] + [0] * n
    for part in parts:
        for count in range(n, 0, -1):
            so_many[count] |= so_many[count - 1] & part
    return so_many[n]


def _column(place: int, ways: int) -> int:
    """Return the ways in which one unknown answer is yes."""
    run = 1 << place
    # As many zeros as ones, in turns: the whole over 2^run + 1 has the ones of the other half.
    return ((1 << ways) - 1) // ((1 << run) + 1) << run


def _swings(table: int, leaves: list[Answer], group: _Group) -> Fraction:
    """Return in which share of the ways of the others a question still swings the whole."""
    ways = 1 << len(leaves)
    some = every = table
    for place, leaf in enumerate(leaves):
        if any(leaf is each for each in group.leaves):
            # both ways of this answer are laid over one another, where its bit is not set
            without, run = ((1 << ways) - 1) ^ _column(place, ways), 1 << place
            some = (some | some >> run) & without
            every = every & (every >> run) & without
    return Fraction((some & ~every).bit_count(), 1 << (len(leaves) - len(group.leaves)))
