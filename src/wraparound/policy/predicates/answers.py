"""Answering a tree of questions: three values, with everything that an explanation needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

import attrs

from wraparound.model.truth import Truth
from wraparound.policy.predicates.facts import AS_OF, ITEM, Fact, Facts
from wraparound.policy.predicates.leaves import Leaf, ask_leaf
from wraparound.policy.predicates.nodes import (
    AllOf,
    AnyOf,
    AtLeast,
    Const,
    Each,
    Node,
    Not,
    RuleOf,
    Some,
)
from wraparound.policy.predicates.quantifiers import Passes, ask_list


@attrs.frozen(kw_only=True)
class Answer:
    """What a question is answered with.

    Attributes:
        node: The question.
        value: Yes, no, or None where the facts do not tell.
        missing: What must be known, in the order of the tree; none where it is decided.
        skipped: Whether the question does not count on the day.
        children: The answers that it rests on.
        inputs: The facts that it used.
        details: Numbers that explain it, by name.
    """

    node: Node
    value: bool | None
    missing: tuple[str, ...] = ()
    skipped: bool = False
    children: tuple[Answer, ...] = ()
    inputs: tuple[Fact, ...] = ()
    details: Mapping[str, object] = MappingProxyType({})

    @property
    def truth(self) -> Truth:
        """The answer, with what is missing as its reasons."""
        return Truth(self.value, frozenset(self.missing))

    @property
    def counts(self) -> bool:
        """Whether the answer takes part in its parent's."""
        return self.node.binding and not self.skipped


def host_answer(
    name: str,
    *,
    value: bool | None,
    text: str,
    citation: str,
    missing: Iterable[str] = (),
    inputs: Iterable[Fact] = (),
) -> Answer:
    """Return the answer of a rule that a host wrote in Python, like that of a rule in a file.

    Args:
        name: The id of the rule.
        value: Yes, no, or None where the facts do not tell.
        text: What it asks, in words.
        citation: The text that asks it.
        missing: What must be known, where it is None.
        inputs: The facts that it used.
    """
    node = Node(id=name, test=Const(value=value), operator="host", text=text, citation=citation)
    return Answer(
        node=node,
        value=value,
        missing=tuple(missing) if value is None else (),
        inputs=tuple(inputs),
    )


def all_of(name: str, answers: Iterable[Answer], *, text: str = "") -> Answer:
    """Return what several answers say together: yes only where each that counts does.

    Args:
        name: The id of the whole.
        answers: The answers.
        text: What the whole asks, in words.
    """
    told = tuple(answers)
    test = AllOf(children=tuple(each.node for each in told))
    return _of_children(Node(id=name, test=test, operator="all", text=text), told)


@attrs.frozen(kw_only=True)
class Context:
    """What questions are asked of.

    Attributes:
        facts: The facts.
        rules: What answers another set of rules by its name; None where there are none.
    """

    facts: Facts
    rules: Callable[[str], Answer | None] = lambda _: None

    @property
    def day(self) -> date:
        """The day that is asked about."""
        return self.facts.as_of


def answer(node: Node, context: Context) -> Answer:
    """Answer a tree of questions.

    Args:
        node: The tree.
        context: The facts, and what answers other sets of rules.
    """
    if not node.in_force_on(context.day):
        return Answer(node=node, value=None, skipped=True)
    if node.background:
        return Answer(node=node, value=None, missing=(f"rule_text:{node.id}",))
    match node.test:
        case AllOf() | AnyOf() | AtLeast() | Not():
            return _of_children(node, tuple(answer(child, context) for child in node.children))
        case RuleOf(name=name):
            return _of_rules(node, name, context.rules(name))
        case Some() | Each():
            return _of_leaf(node, ask_list(node.test, context.facts, _passes(context)))
        case _:
            return _of_leaf(node, ask_leaf(node.test, context.facts))


def combine(node: Node, values: Iterable[bool | None]) -> bool | None:
    """Return what a question is answered with, by the answers of those that count."""
    told = list(values)
    yes, no = told.count(True), told.count(False)
    match node.test:
        case AllOf():
            return False if no else (None if len(told) > yes else True)
        case AnyOf():
            return True if yes else (None if len(told) > no else False)
        case AtLeast(n=n):
            return True if yes >= n else (False if len(told) - no < n else None)
        case _:
            value = told[0] if told else None
            return None if value is None else not value


def _of_children(node: Node, children: tuple[Answer, ...]) -> Answer:
    counting = [each for each in children if each.counts]
    value = combine(node, (each.value for each in counting))
    missing: tuple[str, ...] = ()
    if value is None:
        missing = tuple(
            dict.fromkeys(name for each in counting if each.value is None for name in each.missing)
        )
    return Answer(node=node, value=value, missing=missing, children=children)


def _of_rules(node: Node, name: str, other: Answer | None) -> Answer:
    if other is None:
        return Answer(node=node, value=None, missing=(f"rule_version:{name}",))
    return Answer(node=node, value=other.value, missing=other.missing, children=(other,))


def _of_leaf(node: Node, leaf: Leaf) -> Answer:
    return Answer(
        node=node,
        value=leaf.value,
        missing=tuple(dict.fromkeys(leaf.missing)) if leaf.value is None else (),
        inputs=leaf.inputs,
        details=leaf.details,
    )


def _passes(context: Context) -> Passes:
    def passes(node: Node, facts: Facts) -> tuple[bool | None, tuple[Fact, ...]]:
        found = answer(node, attrs.evolve(context, facts=facts))
        return found.value, tuple(_beside_the_member(found))

    return passes


def _beside_the_member(found: Answer) -> Iterator[Fact]:
    """Yield the facts of an answer that do not stand in the member of the list itself."""
    for fact in found.inputs:
        if fact.path != AS_OF and fact.path.partition(".")[0] != ITEM:
            yield fact
    for child in found.children:
        yield from _beside_the_member(child)
