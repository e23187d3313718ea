"""Questions about the members of a list: whether some pass, whether each does."""

from __future__ import annotations

from collections.abc import Callable

from wraparound.policy.predicates.facts import Fact, Facts, listed
from wraparound.policy.predicates.leaves import Leaf
from wraparound.policy.predicates.nodes import Each, Node, Some

Passes = Callable[[Node, Facts], tuple[bool | None, tuple[Fact, ...]]]
"""What tells whether one member passes, and which facts beside the member that rests on."""


def ask_list(test: Some | Each, facts: Facts, passes: Passes) -> Leaf:
    """Return the answer to a question about the members of a list.

    Args:
        test: The question.
        facts: The facts.
        passes: What tells whether one member passes.
    """
    found = facts.find(test.list)
    members = listed(found.value)
    if members is None:
        return Leaf(value=None, missing=(test.list,), inputs=(found,))
    asked = [passes(test.where, facts.with_item(member)) for member in members.items]
    told = [value for value, _ in asked]
    beside = dict.fromkeys(fact.path for _, used in asked for fact in used)
    inputs = (found, *(facts.find(path) for path in beside))
    if not members.whole:
        told.append(None)  # there may be another one, of which nobody knows anything
    value = _some(told) if isinstance(test, Some) else _each(told, test)
    return Leaf(value=value, missing=(test.list,), inputs=inputs)


def _some(told: list[bool | None]) -> bool | None:
    if True in told:
        return True
    return None if None in told else False


def _each(told: list[bool | None], test: Each) -> bool | None:
    if False in told:
        return False
    if None in told:
        return None
    return bool(told) or not test.nonempty
