"""The least changes that would turn an answer: every smallest set of single answers to flip.

Each question stands in a tree once, so the smallest sets of a tree are put together from those of
its branches: all of the children's for "all", the cheapest children's for "any".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product

import attrs

from wraparound.policy.predicates import Answer
from wraparound.policy.predicates.nodes import AllOf, AnyOf, AtLeast, Const, Not, RuleOf

MOST = 4
"""More changes than this nobody makes at once; they are not looked for."""

_NEVER = MOST * 1000


@attrs.frozen(kw_only=True, order=True)
class Flip:
    """One answer that would have to be another.

    Attributes:
        node: The question.
        to: The answer that it would need.
    """

    node: str
    to: bool


FlipSet = frozenset[Flip]


@attrs.frozen(kw_only=True)
class Change:
    """What would turn an answer.

    Attributes:
        wanted: The answer that is wanted.
        size: How many answers must change; None where no change within reach does it.
        sets: Every smallest set of them.
        blocked_by: Where none does it: questions that nobody can change, and that would have to.
    """

    wanted: bool
    size: int | None = None
    sets: tuple[FlipSet, ...] = ()
    blocked_by: tuple[str, ...] = ()


@attrs.frozen
class _Ways:
    """The smallest sets of flips that give an answer.

    Attributes:
        size: How many flips each holds; beyond reach where it is huge.
        sets: The sets.
    """

    size: int
    sets: tuple[FlipSet, ...]


_NONE_NEEDED = _Ways(0, (frozenset(),))
_BEYOND = _Ways(_NEVER, ())


def least_changes(root: Answer, *, wanted: bool) -> Change:
    """Return every smallest set of answers whose change gives another answer of the whole.

    Args:
        root: The tree of answers.
        wanted: The answer that is wanted.
    """
    found = _ways(root, wanted, fixed=False)
    if not found.size:
        return Change(wanted=wanted, size=0)
    if found.size <= MOST:
        return Change(wanted=wanted, size=found.size, sets=found.sets)
    forced = _ways(root, wanted, fixed=True)
    fixed = {each.node.id for each in _leaves(root) if _is_fixed(each)}
    needed = {flip.node for flips in forced.sets for flip in flips}
    blocked = [each.node.id for each in _leaves(root) if each.node.id in fixed & needed]
    return Change(wanted=wanted, blocked_by=tuple(dict.fromkeys(blocked)))


def _ways(answer: Answer, wanted: bool, *, fixed: bool) -> _Ways:
    """Return the smallest sets of flips that give an answer.

    Args:
        answer: The tree.
        wanted: The answer.
        fixed: Whether to flip what nobody can change, too.
    """
    if answer.value is wanted:
        return _NONE_NEEDED
    children = [each for each in answer.children if each.counts]
    match answer.node.test:
        case AllOf() | AnyOf():
            ways = [_ways(each, wanted, fixed=fixed) for each in children]
            every = isinstance(answer.node.test, AllOf) is wanted
            found = _together(ways) if every else _cheapest(ways)
        case AtLeast(n=n):
            needed = n if wanted else len(children) - n + 1
            found = _so_many([_ways(each, wanted, fixed=fixed) for each in children], needed)
        case Not() if children:
            found = _ways(children[0], not wanted, fixed=fixed)
        case RuleOf() if children:
            found = _ways(children[0], wanted, fixed=fixed)
        case _ if _is_fixed(answer) and not fixed:
            found = _BEYOND
        case _:
            found = _Ways(1, (frozenset({Flip(node=answer.node.id, to=wanted)}),))
    return found


def _so_many(ways: list[_Ways], needed: int) -> _Ways:
    """Return the smallest sets that bring so many children to an answer."""
    open_ways = [each for each in ways if each.size]
    left = needed - (len(ways) - len(open_ways))
    if left > len(open_ways):
        return _BEYOND
    # the cheapest so many, and every choice among those that cost as much as the dearest of them
    costs = sorted(each.size for each in open_ways)[:left]
    cheaper = [each for each in open_ways if each.size < costs[-1]]
    equal = [each for each in open_ways if each.size == costs[-1]]
    return _cheapest(
        _together([*cheaper, *chosen]) for chosen in combinations(equal, left - len(cheaper))
    )


def _together(ways: list[_Ways]) -> _Ways:
    size = sum(each.size for each in ways)
    if size > _LONGEST:
        return _BEYOND
    choices = product(*(each.sets for each in ways))
    return _Ways(size, tuple(dict.fromkeys(frozenset().union(*chosen) for chosen in choices)))


_LONGEST = 2 * MOST
"""Sets longer than this are not put together, even to tell what blocks."""


def _cheapest(ways: Iterable[_Ways]) -> _Ways:
    found = list(ways)
    least = min((each.size for each in found), default=_NEVER)
    if least >= _NEVER:
        return _BEYOND
    sets = (flips for each in found if each.size == least for flips in each.sets)
    return _Ways(least, tuple(dict.fromkeys(sets)))


def _leaves(answer: Answer) -> Iterator[Answer]:
    children = [each for each in answer.children if each.counts]
    if not children:
        yield answer
    for each in children:
        yield from _leaves(each)


def _is_fixed(answer: Answer) -> bool:
    node = answer.node
    return node.fixed or node.background or isinstance(node.test, Const)
