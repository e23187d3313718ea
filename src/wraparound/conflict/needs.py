"""What a rule needs before it can say anything: without it, the rule is not asked at all.

A need looks at all facts, whenever they stand. So a rule that a family's facts give no hold costs
nothing, and the answer is the same as if it had been asked.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from wraparound.conflict.index import Index
from wraparound.conflict.possible import linked_as

Need = Callable[[Index], object]
"""Tells, by something or nothing, whether the facts could ever make a rule say something."""

SAME = "same_legal_entity_as"


def duty_of(roles: frozenset[str]) -> Need:
    """Return the need for a duty in one of the roles."""
    return lambda index: not roles.isdisjoint(index.holders_of_role)


def tied_holder(roles: frozenset[str], *kinds: str) -> Need:
    """Return the need for a duty in one of the roles, whose holder has a tie of one of the kinds.

    The tie starts at the holder, or may start at another name of the same legal entity.
    """
    pairs = frozenset((role, kind) for role in roles for kind in (*kinds, SAME))
    return lambda index: not pairs.isdisjoint(index.tied_as)


def linked_holder(roles: frozenset[str], kinds: frozenset[str]) -> Need:
    """Return the need for a duty in one of the roles, whose holder may be linked to a provider.

    The provider is one of the same plan, and the link of one of the kinds, on whatever day.
    """
    pairs = frozenset((role, kind) for role in roles for kind in kinds)
    return lambda index: not pairs.isdisjoint(linked_as(index))


def related_holder(roles: frozenset[str]) -> Need:
    """Return the need for a duty in one of the roles, whose holder has kin or shares a home."""
    pairs = frozenset((role, kind) for role in roles for kind in ("kin", "household"))
    return lambda index: not pairs.isdisjoint(index.tied_as)


def tie_of(*kinds: str) -> Need:
    """Return the need for a tie of one of the kinds."""
    wanted = frozenset(kinds)
    return lambda index: not wanted.isdisjoint(index.ties_of)


def some(*kinds: str) -> Need:
    """Return the need for any fact of one of these kinds."""
    held = [attrgetter(f"facts.{kind}") for kind in kinds]
    return held[0] if len(held) == 1 else one_of(*held)


def one_of(*needs: Need) -> Need:
    """Return the need for at least one of several."""
    return lambda index: any(need(index) for need in needs)


past_jobs: Need = attrgetter("past_jobs")
"""The need for a job that ended on a known day."""

self_reviewed: Need = attrgetter("self_reviewed")
"""The need for a disclosure that was reviewed by whoever made it."""

provided: Need = attrgetter("provides")
"""The need for a service of a named agency."""

delivered: Need = attrgetter("delivers")
"""The need for somebody who is named as delivering a service."""
