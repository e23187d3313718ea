"""Patterns that published rules find in codes: what a state's own algorithm says."""

from __future__ import annotations

from datetime import date

import attrs

from wraparound.instruments.facts import assessment_facts
from wraparound.instruments.instrument import Instrument
from wraparound.model.assessment import Assessment
from wraparound.model.findings import Confidence
from wraparound.policy.predicates import Answer, Context, Facts, Node, answer, put_fact
from wraparound.policy.predicates.facts import AS_OF
from wraparound.policy.predicates.nodes import nodes_of
from wraparound.policy.rule_sets import RuleSet, RuleSets

_BORN = "youth.birth_date"
_PATHS = ("fact", "value_fact", "total_fact", "within", "list", "birth", "at", "than", "of", "name")
"""Where a question names what it asks for."""


@attrs.frozen(kw_only=True)
class PatternReading:
    """What one published pattern says of one assessment.

    Attributes:
        rules: The set of rules that holds the pattern.
        answer: The tree of reasons, in three values.
    """

    rules: RuleSet
    answer: Answer = attrs.field(repr=False)

    @property
    def meaning(self) -> str:
        """What the answer means, in the words of the rules."""
        if self.answer.value is None:
            return "Cannot be told yet."
        return self.rules.if_true if self.answer.value else self.rules.if_false


def patterns_of(instrument: Instrument, rule_sets: RuleSets) -> tuple[RuleSet, ...]:
    """Return the sets of rules that ask about nothing but one instrument's codes, and an age.

    Args:
        instrument: The instrument.
        rule_sets: Every set of rules at hand.
    """
    prefix = f"{instrument.id.lower()}."
    found = []
    for versions in rule_sets.values():
        for rules in versions:
            asked = _asked(rules.root)
            own = {each for each in asked if each.startswith(prefix)}
            if own and asked <= own | {_BORN}:
                found.append(rules)
    return tuple(found)


def read_patterns(
    instrument: Instrument,
    assessment: Assessment,
    rule_sets: RuleSets,
    *,
    born: date | None = None,
) -> tuple[PatternReading, ...]:
    """Return what the patterns in force on the assessment's day say of it.

    Args:
        instrument: The instrument.
        assessment: The assessment; one without a day is read by no pattern.
        rule_sets: Every set of rules at hand.
        born: The young person's day of birth, where it is known.
    """
    if not isinstance(assessment.on, date):
        return ()
    held: dict[str, object] = {}
    for path, value in assessment_facts(assessment, instrument):
        put_fact(held, path, value)
    if born is not None:
        put_fact(held, _BORN, born.isoformat())
    context = Context(facts=Facts(held=held, as_of=assessment.on, wrapped=True))
    return tuple(
        PatternReading(rules=rules, answer=answer(_root(rules), context))
        for rules in patterns_of(instrument, rule_sets)
        if rules.in_force_on(assessment.on)
    )


def _root(rules: RuleSet) -> Node:
    """Return the questions of a set; of one that was only recalled they decide nothing."""
    if rules.confidence is Confidence.BACKGROUND:
        return attrs.evolve(rules.root, background=True)
    return rules.root


def _asked(root: Node) -> set[str]:
    """Return every fact, list and set of rules that a tree of questions asks for."""
    asked = {getattr(node.test, name, "") for node in nodes_of(root) for name in _PATHS}
    return {each for each in asked if isinstance(each, str) and each not in {"", AS_OF}}
