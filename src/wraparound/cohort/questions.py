"""Sets of rules made ready for one day: which questions count, and which cannot be answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import attrs

from wraparound.eligibility.rule_sets import load_rule_sets
from wraparound.errors import PolicyUnknown
from wraparound.model.findings import Confidence
from wraparound.policy.predicates import Node
from wraparound.policy.predicates.nodes import AllOf, AnyOf, AtLeast, Not, RuleOf
from wraparound.policy.rule_sets import RuleSet, RuleSets


@attrs.frozen(kw_only=True)
class Question:
    """One question, ready to be asked of many on one day.

    Attributes:
        node: What it asks.
        column: What its answers are called: ``node:`` and its id; the second of an id has ``#2``.
        children: The questions that it rests on; every version of another set of rules.
        unknown: Why nobody can answer it; empty where somebody can.
        skipped: Whether it does not count on the day.
    """

    node: Node
    column: str
    children: tuple[Question, ...] = ()
    unknown: str = ""
    skipped: bool = False

    @property
    def counting(self) -> tuple[Question, ...]:
        """The children that take part in its answer."""
        return tuple(each for each in self.children if each.node.binding and not each.skipped)

    def walk(self) -> Iterator[Question]:
        """Yield it and every question below it, parents first."""
        yield self
        for each in self.children:
            yield from each.walk()


@attrs.frozen(kw_only=True)
class Ready:
    """A set of rules, ready for one day.

    Attributes:
        name: Its name.
        on: The day.
        versions: The versions that may be in force on it.
        questions: The tree of each.
    """

    name: str
    on: date
    versions: tuple[RuleSet, ...]
    questions: tuple[Question, ...]

    def walk(self) -> Iterator[Question]:
        """Yield every question of every version."""
        for each in self.questions:
            yield from each.walk()


def ready(name: str, *, on: date, rule_sets: RuleSets | None = None) -> Ready:
    """Return a set of rules, ready to be asked of many on one day.

    Args:
        name: The set of rules.
        on: The day of the decision.
        rule_sets: Sets of rules besides the packaged ones; they come first.

    Raises:
        PolicyUnknown: There is no such set of rules.
    """
    known = {**load_rule_sets(), **(rule_sets or {})}
    if name not in known:
        raise PolicyUnknown(name, known, what="set of rules")
    versions = tuple(each for each in known[name] if each.in_force_on(on))
    maker = _Maker(known, on)
    questions = tuple(maker.of_version(each, (name,)) for each in versions)
    return Ready(name=name, on=on, versions=versions, questions=questions)


class _Maker:
    """Makes the questions of trees, each with a column of its own."""

    def __init__(self, known: RuleSets, on: date) -> None:
        self._known = known
        self._on = on
        self._met: Counter[str] = Counter()

    def of_version(self, rules: RuleSet, above: tuple[str, ...]) -> Question:
        """Return the tree of one version; ``above`` are the sets of rules that led to it."""
        background = rules.confidence is Confidence.BACKGROUND
        root = attrs.evolve(rules.root, background=True) if background else rules.root
        return self._of(root, above)

    def _of(self, node: Node, above: tuple[str, ...]) -> Question:
        self._met[node.id] += 1
        seen = self._met[node.id]
        column = f"node:{node.id}" if seen == 1 else f"node:{node.id}#{seen}"
        if not node.in_force_on(self._on):
            return Question(node=node, column=column, skipped=True)
        if node.background:
            return Question(node=node, column=column, unknown=f"rule_text:{node.id}")
        match node.test:
            case AllOf() | AnyOf() | AtLeast() | Not():
                children = tuple(self._of(each, above) for each in node.children)
                return Question(node=node, column=column, children=children)
            case RuleOf(name=name):
                return self._of_rules(node, column, name, above)
            case _:
                return Question(node=node, column=column)

    def _of_rules(self, node: Node, column: str, name: str, above: tuple[str, ...]) -> Question:
        versions = [each for each in self._known.get(name, ()) if each.in_force_on(self._on)]
        if not versions or name in above:
            return Question(node=node, column=column, unknown=f"rule_version:{name}")
        children = tuple(self.of_version(each, (*above, name)) for each in versions)
        return Question(node=node, column=column, children=children)
