"""Numbers of packs, each changed by a little: does some scenario notice?

A scenario proves a number only where another number would make it fail. So each number of a pack
is made greater and smaller, and the scenarios that ask the pack are run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from wraparound.errors import Fault, PolicyUnknown, WraparoundError
from wraparound.policy.payer_routes import PayerPack
from wraparound.policy.predicates.nodes import AllOf, AnyOf, AtLeast, Each, Node, Not, RuleOf, Some
from wraparound.policy.program_pack import ProgramPack, ProgramParameter, Switch
from wraparound.policy.program_policy import choose_program
from wraparound.policy.rule_sets import RuleSet, RuleSets
from wraparound.testing.case_words import Row, row
from wraparound.testing.eligibility_answers import (
    Aside,
    decision_differences,
    eligibility_differences,
)
from wraparound.testing.process_answers import SHOWN
from wraparound.testing.process_scenarios import process_differences
from wraparound.testing.scenario_files import scenario_files, scenarios_of

_NUMBERS = ("n", "years", "value", "at_least", "exactly", "each_min", "each_max")
_SHIFTS = ("plus", "before", "after")
"""Numbers of questions that are nothing where nobody wrote them."""

_ENDS = 2
_Held = TypeVar("_Held")
_Asked = tuple[Path, Row]


@attrs.frozen(kw_only=True)
class ChangedNumber:
    """One number of a pack, changed by a little.

    Attributes:
        pack: The program pack, or the set of rules.
        key: The parameter, or the question.
        part: Which of its numbers.
        number: What it is.
        instead: What it was changed to.
    """

    pack: str
    key: str
    part: str
    number: Decimal
    instead: Decimal

    def __str__(self) -> str:
        """Return it in a line."""
        return f"{self.pack}: {self.key}, {self.part} {self.number} as {self.instead}"


@attrs.frozen(kw_only=True)
class ThresholdReport:
    """What came of changing numbers.

    Attributes:
        tried: How many changes were tried.
        unnoticed: Those that made no scenario fail.
    """

    tried: int
    unnoticed: tuple[ChangedNumber, ...]


def try_thresholds(
    paths: Sequence[Path],
    *,
    programs: Mapping[str, ProgramPack] | None = None,
    rule_sets: RuleSets | None = None,
    payers: Mapping[str, PayerPack] | None = None,
    more_programs: Mapping[str, ProgramPack] | None = None,
    more_rule_sets: RuleSets | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> ThresholdReport:
    """Change each number of packs, and run the scenarios that ask them.

    Numbers that were only recalled are left alone: nothing uses them.

    Args:
        paths: Files and folders of scenarios, all of which pass.
        programs: The program packs whose numbers are changed.
        rule_sets: The sets of rules whose numbers are changed.
        payers: The packs of payer routes whose numbers are changed.
        more_programs: Program packs that those extend, besides the packaged ones.
        more_rule_sets: Sets of rules that those ask, besides the packaged ones.
        told: Told of each pack as it is begun.
    """
    asked = _scenarios(paths)
    all_programs = {**(more_programs or {}), **(programs or {})}
    all_rules = {**(more_rule_sets or {}), **(rule_sets or {})}
    tried, unnoticed = 0, []
    for name, pack in (programs or {}).items():
        told(name)
        those = [each for each in asked if name in _extended(each[1], all_programs)]
        for change, changed in _of_program(pack):
            tried += 1
            if not _program_notices(those, {**all_programs, name: changed}):
                unnoticed.append(change)
    for name, versions in (rule_sets or {}).items():
        told(name)
        those = [each for each in asked if name in _reached(_rules_of(each[1]), all_rules)]
        for change, others in _of_rules(versions):
            tried += 1
            if not _rules_notice(those, {**all_rules, name: others}):
                unnoticed.append(change)
    for name, payer_pack in (payers or {}).items():
        told(name)
        those = [each for each in asked if _routes_expected(each[1])]
        for change, routes in _of_payers(payer_pack):
            tried += 1
            aside = Aside(rule_sets=all_rules, payers={**(payers or {}), name: routes})
            if not _fails(those, partial(_decided, aside)):
                unnoticed.append(change)
    return ThresholdReport(tried=tried, unnoticed=tuple(unnoticed))


def payers_asked(paths: Sequence[Path], known: Mapping[str, PayerPack]) -> Mapping[str, PayerPack]:
    """Return the packs of payer routes of which scenarios name a route.

    Args:
        paths: Files and folders of scenarios.
        known: The packs, by their ids.
    """
    named = {name for _, scenario in _scenarios(paths) for name in _routes_expected(scenario)}
    return {name: pack for name, pack in known.items() if named & {each.id for each in pack.routes}}


def _routes_expected(scenario: Row) -> frozenset[str]:
    """Return the payer routes that a scenario of the decision aid tells the status of."""
    if scenario.get("kind") != "decision":
        return frozenset()
    return frozenset(row(row(scenario.get("expect")).get("payers")))


def packs_asked(paths: Sequence[Path]) -> frozenset[str]:
    """Return the program packs and the sets of rules that scenarios name."""
    given = [row(scenario.get("given")) for _, scenario in _scenarios(paths)]
    return frozenset(
        str(each[key]) for each in given for key in ("policy", "ruleset") if key in each
    )


def _scenarios(paths: Sequence[Path]) -> list[_Asked]:
    errors: list[Fault] = []
    return [
        (file, scenario)
        for path in paths
        for file in scenario_files(path, errors, [])
        for scenario in scenarios_of(file, errors, [])
    ]


def _program_notices(asked: Sequence[_Asked], programs: Mapping[str, ProgramPack]) -> bool:
    return _fails(
        asked,
        lambda file, scenario: process_differences(
            scenario["kind"], scenario, file=file, packs=programs
        ),
    )


def _rules_notice(asked: Sequence[_Asked], rule_sets: RuleSets) -> bool:
    return _fails(asked, lambda _, scenario: eligibility_differences(scenario, rule_sets=rule_sets))


def _decided(aside: Aside, _: Path, scenario: Row) -> list[str]:
    return decision_differences(scenario, aside)


def _fails(asked: Sequence[_Asked], answer: Callable[[Path, Row], list[str]]) -> bool:
    for file, scenario in asked:
        try:
            if answer(file, scenario):
                return True
        except WraparoundError:
            return True
    return False


def _extended(scenario: Row, programs: Mapping[str, ProgramPack]) -> frozenset[str]:
    """Return the program packs that a scenario of the process goes by."""
    if scenario.get("kind") not in SHOWN:
        return frozenset()
    name = row(scenario.get("given")).get("policy")
    try:
        found = choose_program(str(name), packs=programs) if name else None
    except PolicyUnknown:
        return frozenset()
    return frozenset(each.id for each in found.packs) if found else frozenset()


def _rules_of(scenario: Row) -> str:
    given = row(scenario.get("given"))
    return str(given.get("ruleset", "")) if scenario.get("kind") == "eligibility" else ""


def _reached(name: str, known: RuleSets) -> frozenset[str]:
    """Return a set of rules and those that it asks, however far below."""
    seen: set[str] = set()
    waiting = {name} if name else set()
    while waiting:
        each = waiting.pop()
        seen.add(each)
        for version in known.get(each, ()):
            waiting |= set(_asks(version.root)) - seen
    return frozenset(seen)


def _asks(node: Node) -> Iterator[str]:
    if isinstance(node.test, RuleOf):
        yield node.test.name
    inside = (node.test.where,) if isinstance(node.test, (Some, Each)) else node.children
    for child in inside:
        yield from _asks(child)


def _of_program(pack: ProgramPack) -> Iterator[tuple[ChangedNumber, ProgramPack]]:
    for place, parameter in enumerate(pack.parameters):
        if not parameter.found or not parameter.executable:
            continue
        for part, number, instead, changed in _of_parameter(parameter):
            parameters = (*pack.parameters[:place], changed, *pack.parameters[place + 1 :])
            change = ChangedNumber(
                pack=pack.id, key=parameter.name, part=part, number=number, instead=instead
            )
            yield change, attrs.evolve(pack, parameters=parameters)


_Change = tuple[str, Decimal, Decimal, _Held]


def _of_parameter(parameter: ProgramParameter) -> Iterator[_Change[ProgramParameter]]:
    for part, number, write in _numbers_of(parameter):
        for instead in _around(number):
            yield part, number, instead, write(instead)


def _numbers_of(
    parameter: ProgramParameter,
) -> Iterator[tuple[str, Decimal, Callable[[Decimal], ProgramParameter]]]:
    """Yield each number of a parameter, and what writes another in its place."""
    evolve = partial(attrs.evolve, parameter)
    value, before, switch = parameter.value, parameter.value_before, parameter.switch
    if isinstance(value, Decimal):
        yield "value", value, lambda number: evolve(value=number)
    if isinstance(value, tuple) and len(value) == _ENDS:
        low, high = value
        if isinstance(low, Decimal) and isinstance(high, Decimal):
            yield "value[0]", low, lambda number: evolve(value=(number, high))
            yield "value[1]", high, lambda number: evolve(value=(low, number))
    if before is not None:
        yield "value_before", before, lambda number: evolve(value_before=number)
    if switch is None:
        return
    for name, length in switch.values.items():
        yield f"switch.{name}", length, partial(_switched, parameter, switch, name)
    for place, band in enumerate(switch.bands):
        yield f"bands[{place}]", band.value, partial(_banded, parameter, switch, place)


def _switched(
    parameter: ProgramParameter, switch: Switch, name: str, number: Decimal
) -> ProgramParameter:
    values = MappingProxyType({**switch.values, name: number})
    return attrs.evolve(parameter, switch=attrs.evolve(switch, values=values))


def _banded(
    parameter: ProgramParameter, switch: Switch, place: int, number: Decimal
) -> ProgramParameter:
    bands = list(switch.bands)
    bands[place] = attrs.evolve(bands[place], value=number)
    return attrs.evolve(parameter, switch=attrs.evolve(switch, bands=tuple(bands)))


def _around(number: Decimal) -> Iterator[Decimal]:
    """Yield the nearest number above and below: by one, or by one in its last place."""
    step = Decimal(1).scaleb(min(0, int(number.as_tuple().exponent)))
    yield number + step
    if number >= step:
        yield number - step


def _of_rules(versions: tuple[RuleSet, ...]) -> Iterator[tuple[ChangedNumber, tuple[RuleSet, ...]]]:
    for place, rules in enumerate(versions):
        for key, (part, number, instead, root) in _of_node(rules.root):
            changed = attrs.evolve(rules, root=root)
            change = ChangedNumber(
                pack=rules.id, key=key, part=part, number=number, instead=instead
            )
            yield change, (*versions[:place], changed, *versions[place + 1 :])


def _of_payers(pack: PayerPack) -> Iterator[tuple[ChangedNumber, PayerPack]]:
    for place, route in enumerate(pack.routes):
        for key, (part, number, instead, root) in _of_node(route.root):
            changed = attrs.evolve(route, root=root)
            routes = (*pack.routes[:place], changed, *pack.routes[place + 1 :])
            change = ChangedNumber(pack=pack.id, key=key, part=part, number=number, instead=instead)
            yield change, attrs.evolve(pack, routes=routes)


def _of_node(node: Node) -> Iterator[tuple[str, _Change[Node]]]:
    if node.background or not node.binding:
        return
    for part in (*_NUMBERS, *_SHIFTS):
        number = getattr(node.test, part, None)
        written = isinstance(number, (int, float)) and not isinstance(number, bool)
        if not written or (part in _SHIFTS and not number):
            continue
        for instead in _around(Decimal(str(number))):
            plain: Any = int(instead) if isinstance(number, int) else float(instead)
            # Any: it is put where a number of its kind stood
            changed = attrs.evolve(node, test=attrs.evolve(node.test, **{part: plain}))
            yield node.id, (part, Decimal(str(number)), instead, changed)
    if isinstance(node.test, (Some, Each)):
        for key, (part, number, instead, inner) in _of_node(node.test.where):
            test: Any = attrs.evolve(node.test, where=inner)  # Any: it is of the same kind
            yield key, (part, number, instead, attrs.evolve(node, test=test))
    if isinstance(node.test, (AllOf, AnyOf, AtLeast, Not)):
        for place, child in enumerate(node.children):
            for key, (part, number, instead, inner) in _of_node(child):
                children = (*node.children[:place], inner, *node.children[place + 1 :])
                joined: Any = attrs.evolve(node.test, children=children)  # Any: as above
                yield key, (part, number, instead, attrs.evolve(node, test=joined))
