"""Who may pay for help: payer routes, open, closed, or not to be told yet.

A route that is open is a place to ask and never a promise; one that is closed denies no help.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from importlib import resources
from types import MappingProxyType
from typing import Final

import attrs

from wraparound.eligibility.determination import answer_tree
from wraparound.eligibility.explaining import text_of
from wraparound.eligibility.questions import questions_first
from wraparound.eligibility.recorded import with_facts
from wraparound.model.findings import Confidence
from wraparound.policy.payer_routes import (
    PayerPack,
    PayerRoute,
    read_payer_pack,
    routes_of,
    state_of,
)
from wraparound.policy.predicates import ABSENT, Answer, Fact, Facts
from wraparound.policy.rule_sets import RuleSets

STATE: Final = "residence.state"
"""The state whose routes count, by its two letters."""
_LETTERS: Final = 2
PAYER_NOTICE: Final = (
    "Whoever may pay decides by its own rules. A closed route, or none, never denies or lowers"
    " the help."
)
"""What every list of routes says of itself."""


class RouteStatus(Enum):
    """Whether a route is open."""

    OPEN = "open"
    """What the route asks for is there: ask the payer."""
    CLOSED = "closed"
    """Something that the route asks for is known not to be there."""
    CANNOT_TELL = "cannot_tell"
    """A fact is missing."""


_STATUS: Final = MappingProxyType(
    {True: RouteStatus.OPEN, False: RouteStatus.CLOSED, None: RouteStatus.CANNOT_TELL}
)


@attrs.frozen(kw_only=True)
class RouteAnswer:
    """What is known of one route.

    Attributes:
        route: The route, with its citation.
        answer: The tree of reasons.
        status: Whether it is open.
        missing: The facts that must be known to tell.
        ask_first: The same, in the order in which asking helps most.
    """

    route: PayerRoute
    answer: Answer = attrs.field(repr=False)
    status: RouteStatus
    missing: tuple[str, ...] = ()
    ask_first: tuple[str, ...] = ()


@functools.cache
def load_payer_packs() -> Mapping[str, PayerPack]:
    """Return the packaged payer routes by the name of their pack.

    Raises:
        PolicyInvalid: A packaged file has faults.
    """
    files = resources.files("wraparound.eligibility").joinpath("payers").iterdir()
    packs = (
        read_payer_pack(file.read_bytes(), source=file.name)
        for file in sorted(files, key=lambda each: each.name)
        if file.name.endswith(".yaml")
    )
    return MappingProxyType({each.id: each for each in packs})


@functools.cache
def packaged_routes() -> tuple[PayerRoute, ...]:
    """Return the routes that come with the library."""
    return routes_of(load_payer_packs())


def routes_with(packs: Mapping[str, PayerPack]) -> tuple[PayerRoute, ...]:
    """Return the routes of packs, which come first, and those that come with the library.

    Args:
        packs: Packs by their ids; one of a packaged id stands in its place.
    """
    own = {name: pack for name, pack in load_payer_packs().items() if name not in packs}
    return routes_of({**packs, **own})


def routes_for(
    facts: Facts, routes: Iterable[PayerRoute], *, rule_sets: RuleSets | None = None
) -> tuple[RouteAnswer, ...]:
    """Return what is known of each route on a day, in the order of the routes.

    Routes of another state than the known one are left out. Where the state is not known, its
    routes cannot be told, and the state is the first thing to ask.

    Args:
        facts: What is known, and the day.
        routes: The routes.
        rule_sets: Sets of rules besides the packaged ones, for routes that ask one.
    """
    known = _state(facts)
    return tuple(
        _answered(route, facts, known, rule_sets)
        for route in routes
        if route.in_force_on(facts.as_of) and (not known or route.state in ("", known))
    )


def within_state(known: Mapping[str, object], jurisdiction: str) -> Mapping[str, object]:
    """Return facts with the state of a program, where nobody told the family's own.

    Args:
        known: What is known, as nested mappings.
        jurisdiction: That of the program, such as ``US-MS``.
    """
    state = state_of(jurisdiction)
    told = Facts(held=known, as_of=date.min, wrapped=True).find(STATE).value
    if not state or told is not ABSENT:
        return known
    return with_facts(known, [Fact(path=STATE, value=state, source="program")])


def closing(found: RouteAnswer) -> tuple[str, ...]:
    """Return what closes a route, in words; nothing where it is not closed."""
    if found.status is not RouteStatus.CLOSED:
        return ()
    return tuple(dict.fromkeys(_closing(found.answer)))


def _closing(found: Answer) -> Iterator[str]:
    """Yield the words of the last no on each way down; of a negation its own words."""
    below = [each for each in found.children if each.value is False and each.counts]
    for each in below:
        yield from _closing(each)
    if not below:
        inner = (each.node for each in found.children)
        yield next(filter(None, map(text_of, (found.node, *inner))), found.node.id)


def _state(facts: Facts) -> str:
    """Return the two letters of the state; empty where nobody told it so that it can be read."""
    told = facts.find(STATE).value
    word = told.strip().upper() if isinstance(told, str) else ""
    return word if len(word) == _LETTERS else ""


def _answered(
    route: PayerRoute, facts: Facts, state: str, rule_sets: RuleSets | None
) -> RouteAnswer:
    recalled = route.confidence is Confidence.BACKGROUND
    root = attrs.evolve(route.root, background=True) if recalled else route.root
    found = answer_tree(root, facts, rule_sets=rule_sets)
    if route.state and not state and found.value is not False:
        missing = (STATE, *(each for each in found.missing if each != STATE))
        return RouteAnswer(
            route=route,
            answer=found,
            status=RouteStatus.CANNOT_TELL,
            missing=missing,
            ask_first=(STATE, *questions_first(found)),
        )
    return RouteAnswer(
        route=route,
        answer=found,
        status=_STATUS[found.value],
        missing=found.missing,
        ask_first=questions_first(found),
    )
