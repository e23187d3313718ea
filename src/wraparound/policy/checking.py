"""What a reader of a pack should look at: gaps, overlaps, missing citations, lowered floors.

A file with faults is refused when it is read. What is told here can be meant, and a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from itertools import pairwise

import attrs

from wraparound.errors import did_you_mean
from wraparound.model.findings import Confidence
from wraparound.policy.contents import RuleSetVersions
from wraparound.policy.pack import Authority, Pack
from wraparound.policy.payer_routes import PayerPack, PayerRoute
from wraparound.policy.predicates.nodes import Node, RuleOf, nodes_of
from wraparound.policy.program_pack import Force, ParameterKind, ProgramPack, ProgramParameter, Unit
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.policy.rule_sets import RuleSet, RuleSets


class Concern(Enum):
    """What may be wrong with a pack."""

    OVERLAP = "overlap"
    """Two versions may both be in force for some days; answers that differ are then unknown."""
    GAP = "gap"
    """No version is in force for some days between two."""
    NO_CITATION = "no_citation"
    LOWERED_FLOOR = "lowered_floor"
    """It asks less than a law or regulation that it extends."""
    RECALLED = "recalled"
    """It was only recalled, and nothing that was read stands beside it: it is not used."""
    NO_HOLIDAYS = "no_holidays"
    """It counts business days and names no holiday: only weekends are left out."""
    NOT_EXECUTABLE = "not_executable"
    """The text leaves something undefined, and nothing is worked out from it."""
    UNKNOWN_EVENT = "unknown_event"
    """Neither records nor another pack know the event: is it misspelt, or a name of your own?"""
    UNKNOWN_FACT = "unknown_fact"
    UNKNOWN_RULES = "unknown_rules"
    CIRCLE = "circle"
    """A set of rules rests on itself."""
    UNKNOWN_LEVEL = "unknown_level"
    """The decision aid has no such level of help."""
    UNKNOWN_RULE = "unknown_rule"
    """Nobody asks the rule: the pack would be refused in every review."""
    UNKNOWN_SAFEGUARD = "unknown_safeguard"
    """No record can say that it is in force: a waiver could never hold."""
    TAKEN_NAME = "taken_name"
    """It has the name of a federal pack of the library, whose words nobody replaces."""

    @property
    def is_problem(self) -> bool:
        """Whether it is wrong in any pack; the rest is for a reader to know."""
        return self in _PROBLEMS


_PROBLEMS = frozenset(
    {
        Concern.GAP,
        Concern.NO_CITATION,
        Concern.LOWERED_FLOOR,
        Concern.UNKNOWN_FACT,
        Concern.UNKNOWN_RULES,
        Concern.CIRCLE,
        Concern.UNKNOWN_LEVEL,
        Concern.UNKNOWN_RULE,
        Concern.UNKNOWN_SAFEGUARD,
        Concern.TAKEN_NAME,
    }
)


@attrs.frozen(kw_only=True)
class PackConcern:
    """One thing to look at.

    Attributes:
        concern: What it is.
        pack: Where.
        key: The parameter, rule or question.
        detail: The days, the numbers or the name that it is about.
    """

    concern: Concern
    pack: str
    key: str
    detail: str = ""


def check_program(policy: ProgramPolicy, *, events: Collection[str]) -> Iterator[PackConcern]:
    """Yield what to look at in a program's own pack.

    Args:
        policy: The program, with what it extends.
        events: The events that records give, and those that other packs name.
    """
    pack = policy.pack
    known = {*events, *(name for each in policy.packs[1:] for name in events_of(each))}
    for name in dict.fromkeys(each.name for each in pack.parameters):
        versions = tuple(each for each in pack.versions(name) if each.found)
        told = _Telling(pack.id, name)
        if not versions and not any(each.found for each in policy.versions(name)):
            yield told(Concern.RECALLED)
        yield from _dates(told, versions)
        for version in versions:
            if not version.citation.strip():
                yield told(Concern.NO_CITATION)
            if not version.executable:
                yield told(Concern.NOT_EXECUTABLE)
            if version.unit is Unit.BUSINESS_DAYS and not pack.holidays:
                yield told(Concern.NO_HOLIDAYS)
            for event in _events_of(version):
                if event not in known:
                    yield told(Concern.UNKNOWN_EVENT, _named(event, known))
            yield from _lowered(told, version, policy.packs[1:])


def check_conflict_pack(
    pack: Pack,
    *,
    rules: Collection[str],
    safeguards: Collection[str],
    packaged: Mapping[str, Pack],
) -> Iterator[PackConcern]:
    """Yield what to look at in a pack of conflict rules.

    Args:
        pack: The pack.
        rules: The codes of the rules that somebody asks.
        safeguards: The codes of safeguards that records can name.
        packaged: The packs of the library.
    """
    own = packaged.get(pack.id)
    if own is not None and own.authority is Authority.FEDERAL and own != pack:
        yield _Telling(pack.id, "id")(Concern.TAKEN_NAME, pack.id)
    if pack.exception is not None:
        told = _Telling(pack.id, "exception")
        yield from _unknown_safeguards(told, pack.exception.safeguards, safeguards)
    for code, rule in pack.rules.items():
        told = _Telling(pack.id, code)
        if code not in rules:
            yield told(Concern.UNKNOWN_RULE, _named(code, rules))
        waivers = (rule.waiver, *(each.waiver for each in rule.variants.values() if each.waiver))
        required = dict.fromkeys(each for waiver in waivers for each in waiver.requires)
        yield from _unknown_safeguards(told, required, safeguards)
        if not rule.cite.strip():
            yield told(Concern.NO_CITATION)
        if rule.confidence is Confidence.BACKGROUND:
            yield told(Concern.RECALLED)


def _unknown_safeguards(
    told: _Telling, codes: Iterable[str], known: Collection[str]
) -> Iterator[PackConcern]:
    for code in codes:
        if code not in known:
            yield told(Concern.UNKNOWN_SAFEGUARD, _named(code, known))


def check_rule_sets(
    versions: RuleSetVersions, *, known: RuleSets, facts: Collection[str]
) -> Iterator[PackConcern]:
    """Yield what to look at in a set of rules.

    Args:
        versions: Its versions.
        known: Every set of rules.
        facts: The facts of the glossary; one that ends in ``.*`` stands for all below it.
    """
    for rules in versions:
        told = _Telling(rules.id, f"version {rules.version}")
        if not rules.citation.strip():
            yield told(Concern.NO_CITATION)
        if rules.confidence is Confidence.BACKGROUND:
            yield told(Concern.RECALLED)
        for node in nodes_of(rules.root):
            yield from _about_node(_Telling(rules.id, node.id), node, known, facts)
        if rules.id in _reached(rules, known):
            yield told(Concern.CIRCLE)
    yield from _dates(_Telling(versions[0].id, "versions"), versions)


def check_payer_pack(
    pack: PayerPack, *, known: RuleSets, facts: Collection[str], levels: Collection[str]
) -> Iterator[PackConcern]:
    """Yield what to look at in a pack of payer routes.

    Args:
        pack: The pack.
        known: Every set of rules.
        facts: The facts of the glossary; one that ends in ``.*`` stands for all below it.
        levels: The levels of help that the decision aid knows.
    """
    for route in pack.routes:
        told = _Telling(pack.id, route.id)
        if not route.citation.strip():
            yield told(Concern.NO_CITATION)
        if route.confidence is Confidence.BACKGROUND:
            yield told(Concern.RECALLED)
        for level in route.levels:
            if level not in levels:
                yield told(Concern.UNKNOWN_LEVEL, _named(level, levels))
        for node in nodes_of(route.root):
            yield from _about_node(_Telling(pack.id, node.id), node, known, facts)
    for name in dict.fromkeys(each.id for each in pack.routes):
        versions = [each for each in pack.routes if each.id == name]
        yield from _dates(_Telling(pack.id, name), versions)


@attrs.frozen
class _Telling:
    pack: str
    key: str

    def __call__(self, concern: Concern, detail: str = "") -> PackConcern:
        return PackConcern(concern=concern, pack=self.pack, key=self.key, detail=detail)


def _dates(
    told: _Telling, versions: Iterable[ProgramParameter | RuleSet | PayerRoute]
) -> Iterator[PackConcern]:
    """Yield the days on which two versions may hold, or none does."""
    ordered = sorted(versions, key=lambda each: each.effective_from or date.min)
    for earlier, later in pairwise(ordered):
        begins = later.effective_from or date.min
        ends = earlier.effective_to or date.max
        if begins <= ends:
            last = min(ends, later.effective_to or date.max)
            yield told(Concern.OVERLAP, _span(begins, last))
        elif begins - ends > timedelta(days=1):
            yield told(Concern.GAP, _span(ends + timedelta(days=1), begins - timedelta(days=1)))


def _span(first: date, last: date) -> str:
    start = "the beginning" if first == date.min else first.isoformat()
    return f"{start} to {'now' if last == date.max else last.isoformat()}"


_LAW = frozenset({Force.STATUTE, Force.REGULATION})
_MORE_IS_LESS = frozenset(
    {ParameterKind.DUE_AFTER, ParameterKind.MAX_GAP, ParameterKind.LIMIT_MAX, ParameterKind.WINDOW}
)
"""Kinds whose larger number asks less."""
_LESS_IS_LESS = frozenset(
    {ParameterKind.PER_CALENDAR_MONTH, ParameterKind.MIN_NOTICE, ParameterKind.LIMIT_MIN}
)
"""Kinds whose smaller number does."""


def _lowered(
    told: _Telling, version: ProgramParameter, above: tuple[ProgramPack, ...]
) -> Iterator[PackConcern]:
    for pack in above:
        if pack.force not in _LAW:
            continue
        for law in pack.versions(version.name):
            if law.found and version.meets(law) and _asks_less(version, law):
                detail = f"{version.value} where {pack.id} says {law.value} {law.unit.value}"
                yield told(Concern.LOWERED_FLOOR, detail)


def _asks_less(version: ProgramParameter, law: ProgramParameter) -> bool:
    mine, theirs = version.value, law.value
    if version.kind is ParameterKind.FLAG:
        return theirs is True and mine is False
    comparable = (version.kind, version.unit) == (law.kind, law.unit)
    if not comparable or not isinstance(mine, Decimal) or not isinstance(theirs, Decimal):
        return False
    if version.kind in _MORE_IS_LESS:
        return mine > theirs
    return version.kind in _LESS_IS_LESS and mine < theirs


def events_of(pack: ProgramPack) -> Iterator[str]:
    """Yield the events that a program pack names."""
    for parameter in pack.parameters:
        yield from _events_of(parameter)


def _events_of(parameter: ProgramParameter) -> Iterator[str]:
    yield from parameter.starts.events
    named = (parameter.satisfied_by, parameter.end_event, parameter.target_event)
    yield from (each for each in named if each)


def _named(name: str, known: Iterable[str]) -> str:
    hint = did_you_mean(name, known)
    return f"{name}; {hint}" if hint else name


_PATHS = ("fact", "value_fact", "total_fact", "list", "birth", "than")


def _about_node(
    told: _Telling, node: Node, known: RuleSets, facts: Collection[str]
) -> Iterator[PackConcern]:
    if isinstance(node.test, RuleOf):
        if node.test.name not in known:
            yield told(Concern.UNKNOWN_RULES, _named(node.test.name, known))
        return
    for path in _paths(node):
        below = path.rpartition(".")[0] + ".*"
        if "." in path and path not in facts and below not in facts:
            yield told(Concern.UNKNOWN_FACT, _named(path, facts))


def _paths(node: Node) -> Iterator[str]:
    for name in _PATHS:
        path = getattr(node.test, name, "")
        if isinstance(path, str) and path:
            yield path


def _reached(rules: RuleSet, known: RuleSets) -> set[str]:
    """Return the sets of rules that one rests on, however far below."""
    seen: set[str] = set()
    waiting = _asked_by(rules)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting |= {each for version in known.get(name, ()) for each in _asked_by(version)}
    return seen


def _asked_by(rules: RuleSet) -> set[str]:
    return {each.test.name for each in nodes_of(rules.root) if isinstance(each.test, RuleOf)}
