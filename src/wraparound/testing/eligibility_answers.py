"""Answers to scenarios of eligibility and of the decision aid, as scenarios write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from wraparound.eligibility.decision import decide
from wraparound.eligibility.determination import Determined, determine, determine_by
from wraparound.eligibility.paying import routes_with
from wraparound.errors import Fault, PolicyInvalid
from wraparound.policy.document import Section
from wraparound.policy.payer_routes import PayerPack
from wraparound.policy.predicates import read_node
from wraparound.policy.rule_sets import RuleSets
from wraparound.testing.case_words import Row, read_day, row

_WORDS: Final = {True: "T", False: "F", None: "U"}


def eligibility_differences(scenario: Row, *, rule_sets: RuleSets | None = None) -> list[str]:
    """Return how a determination is unlike what a scenario expects, in words.

    Args:
        scenario: The scenario.
        rule_sets: Sets of rules besides the packaged ones.
    """
    expected = row(scenario["expect"])
    found = _determined(row(scenario["given"]), rule_sets)
    nodes = {each.node.id: None if each.skipped else _WORDS[each.value] for each in found.nodes()}
    details = {each.node.id: dict(each.details) for each in found.nodes()}
    shown = {
        "result": _WORDS[found.value],
        "version": found.rules.version if found.rules else None,
        "ask_first": list(found.ask_first),
    }
    unlike = [
        f"{name} is {shown[name]!r} and should be {expected[name]!r}"
        for name in shown
        if name in expected and shown[name] != expected[name]
    ]
    if "missing" in expected and set(expected["missing"]) != set(found.missing):
        unlike.append(f"missing is {sorted(found.missing)} and should be {expected['missing']}")
    for name, value in row(expected.get("nodes")).items():
        if name not in nodes:
            unlike.append(f"there is no question {name}")
        elif nodes[name] != value:
            unlike.append(f"{name} is {nodes[name]!r} and should be {value!r}")
    for name, wanted in row(expected.get("details")).items():
        unlike += [
            f"{key} of {name} is {details.get(name, {}).get(key)!r} and should be {value!r}"
            for key, value in row(wanted).items()
            if details.get(name, {}).get(key) != value
        ]
    if "counterfactual" in expected:
        unlike += _unlike_changes(found, row(expected["counterfactual"]))
    known = {"result", "version", "ask_first", "missing", "nodes", "details", "counterfactual"}
    unlike += [f"{name} is nothing that answers" for name in sorted(expected.keys() - known)]
    return unlike


@attrs.frozen(kw_only=True)
class Aside:
    """What scenarios are asked with, besides what the library has.

    Attributes:
        rule_sets: Sets of rules about who qualifies.
        payers: Packs of payer routes, by their ids.
    """

    rule_sets: RuleSets | None = None
    payers: Mapping[str, PayerPack] | None = None


def decision_differences(scenario: Row, aside: Aside) -> list[str]:
    """Return how the decision aid's answer is unlike what a scenario expects, in words.

    Args:
        scenario: The scenario.
        aside: What it is asked with, besides what the library has.
    """
    given, expected = row(scenario["given"]), dict(row(scenario["expect"]))
    found = decide(
        row(given.get("answers")),
        on=read_day(given["date"]),
        payers=routes_with(aside.payers or {}),
        rule_sets=aside.rule_sets,
    )
    routes = {each.route.id: each.status.value for each in found.payers}
    unlike = [
        f"the route {name} is {routes.get(name, 'not there')} and should be {wanted}"
        for name, wanted in row(expected.pop("payers", None)).items()
        if routes.get(name) != wanted
    ]
    shown = {
        "suggested": found.suggested,
        "offered": found.offered,
        "provisional": found.provisional,
        "could_be": list(found.could_be),
        "reasons": list(found.reasons),
        "missing": list(found.missing),
        "ask_first": list(found.ask_first),
        "flags": list(found.flags),
        "preference_honoured": found.preference_honoured,
        "models": list(found.models),
    }
    for name, wanted in expected.items():
        if name not in shown:
            unlike.append(f"{name} is nothing that answers; there are {', '.join(shown)}")
        elif name == "missing" and set(found.missing) == set(wanted):
            continue
        elif shown[name] != wanted:
            unlike.append(f"{name} is {shown[name]!r} and should be {wanted!r}")
    return unlike


def _determined(given: Row, rule_sets: RuleSets | None) -> Determined:
    facts, day = row(given.get("facts")), read_day(given["date"])
    if "ruleset" in given:
        return determine(given["ruleset"], facts, on=day, rule_sets=rule_sets)
    faults: list[Fault] = []
    root = read_node(Section.of(given["inline"], "inline", faults), "root")
    if faults:
        name = "the inline tree"
        raise PolicyInvalid(name, faults)
    return determine_by(root, facts, on=day)


def _unlike_changes(found: Determined, expected: Row) -> list[str]:
    change = found.to_become(wanted=expected["target"] == "T")
    shown = {
        "size": change.size,
        "sets": {
            frozenset((flip.node, _WORDS[flip.to]) for flip in flips) for flips in change.sets
        },
        "blocked_by": set(change.blocked_by),
    }
    wanted = {
        "size": expected.get("size"),
        "sets": {
            frozenset((flip["node"], flip["to"]) for flip in flips)
            for flips in expected.get("sets", ())
        },
        "blocked_by": set(expected.get("blocked_by", ())),
    }
    return [
        f"counterfactual.{name} is {shown[name]!r} and should be {wanted[name]!r}"
        for name in shown
        if name in expected and shown[name] != wanted[name]
    ]


DIFFERENCES: Final[Mapping[str, Callable[[Row, Aside], list[str]]]] = MappingProxyType(
    {
        "eligibility": lambda scenario, aside: eligibility_differences(
            scenario, rule_sets=aside.rule_sets
        ),
        "decision": decision_differences,
    }
)
"""What compares an answer with what a scenario expects, by the kind of the scenario."""
