"""Determining: what a set of rules says of somebody on a day, with everything that led to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from wraparound.eligibility.changes import Change, least_changes
from wraparound.eligibility.questions import questions_first
from wraparound.eligibility.rule_sets import load_rule_sets
from wraparound.errors import PolicyUnknown
from wraparound.model.findings import Confidence
from wraparound.policy.digest import asked_together
from wraparound.policy.known_plugins import plugin_hint
from wraparound.policy.predicates import Answer, Context, Facts, Node, all_of, answer, host_answer
from wraparound.policy.rule_sets import RuleSet, RuleSets

NOTICE = "Not a clinical determination. People decide, and a family can appeal."
"""What every determination says of itself."""


@attrs.frozen(kw_only=True)
class Determined:
    """What a set of rules says of somebody.

    Attributes:
        name: The set of rules.
        on: The day of the decision.
        value: Yes, no, or None where the facts do not tell.
        rules: The version that was asked; None where none, or several unlike ones, are in force.
        answer: The tree of reasons.
        missing: What must be known for an answer.
        applied: Every version in force that was asked: of the set, and of the sets that it asks.
        host_answers: What a host's own rules answered besides.
    """

    name: str
    on: date
    value: bool | None
    rules: RuleSet | None
    answer: Answer | None
    missing: tuple[str, ...] = ()
    applied: tuple[RuleSet, ...] = ()
    host_answers: tuple[Answer, ...] = ()

    @property
    def meaning(self) -> str:
        """What the answer means, in the words of the rules."""
        if self.rules is None or self.value is None:
            return "Cannot be told yet."
        return self.rules.if_true if self.value else self.rules.if_false

    @property
    def ask_first(self) -> tuple[str, ...]:
        """What is missing, in the order in which asking helps most."""
        return questions_first(self.answer) if self.answer is not None else ()

    def nodes(self) -> Iterator[Answer]:
        """Yield every answer of the tree, parents before children."""
        if self.answer is not None:
            yield from all_answers(self.answer)

    def and_also(self, answers: Iterable[Answer], *, failed: Iterable[str] = ()) -> Determined:
        """Return what the rules and a host's own rules say together: yes only where all do.

        Args:
            answers: The answers of the host's own rules.
            failed: Plugins whose rules could not be asked: what they would say is not known.
        """
        more = [
            *answers,
            *(
                host_answer(
                    f"plugin:{name}",
                    value=None,
                    text="A rule of a plugin could not be asked",
                    citation=name,
                    missing=[f"plugin:{name}"],
                )
                for name in failed
            ),
        ]
        if not more:
            return self
        own = [self.answer] if self.answer is not None else []
        if not own:
            own = [host_answer(self.name, value=None, text="", citation="", missing=self.missing)]
        whole = all_of(f"{self.name}+", [*own, *more], text="The set of rules, and the host's own")
        return attrs.evolve(
            self,
            value=whole.value,
            answer=whole,
            missing=whole.missing,
            host_answers=(*self.host_answers, *more),
        )

    def to_become(self, *, wanted: bool) -> Change:
        """Return the least changes that would make the answer yes, or no.

        Args:
            wanted: The answer that is wanted.
        """
        if self.answer is None:
            return Change(wanted=wanted)
        return least_changes(self.answer, wanted=wanted)


def determine(
    name: str,
    facts: Mapping[str, object],
    *,
    on: date,
    rule_sets: RuleSets | None = None,
) -> Determined:
    """Return what a set of rules says of somebody.

    Args:
        name: The set of rules.
        facts: What is known, as nested mappings and lists; a value may carry its source as
            ``{"value": ..., "source": ...}``.
        on: The day of the decision.
        rule_sets: Sets of rules besides the packaged ones; they come first.

    Raises:
        PolicyUnknown: There is no such set of rules.
    """
    known = {**load_rule_sets(), **(rule_sets or {})}
    if name not in known:
        raise PolicyUnknown(name, known, what="set of rules", hint=plugin_hint(name, known))
    found = _determined(name, Facts(held=facts, as_of=on, wrapped=True), known, ())
    return attrs.evolve(found, applied=asked_together(name, known, on))


def determine_by(root: Node, facts: Mapping[str, object], *, on: date) -> Determined:
    """Return what a tree of questions says of somebody, without a set of rules around it.

    Args:
        root: The tree.
        facts: What is known.
        on: The day of the decision.
    """
    held = Facts(held=facts, as_of=on, wrapped=True)
    found = answer_tree(root, held)
    return Determined(
        name=root.id, on=on, value=found.value, rules=None, answer=found, missing=found.missing
    )


def answer_tree(root: Node, facts: Facts, *, rule_sets: RuleSets | None = None) -> Answer:
    """Return the answers of a tree of questions, which may ask sets of rules.

    Args:
        root: The tree.
        facts: What is known, and the day.
        rule_sets: Sets of rules besides the packaged ones; they come first.
    """
    return answer(root, _context(facts, {**load_rule_sets(), **(rule_sets or {})}, ()))


def all_answers(root: Answer) -> Iterator[Answer]:
    """Yield every answer of a tree, parents before children."""
    yield root
    for child in root.children:
        yield from all_answers(child)


def _determined(name: str, facts: Facts, known: RuleSets, above: tuple[str, ...]) -> Determined:
    versions = [each for each in known.get(name, ()) if each.in_force_on(facts.as_of)]
    if not versions or name in above:
        missing = (f"rule_version:{name}",)
        return Determined(
            name=name, on=facts.as_of, value=None, rules=None, answer=None, missing=missing
        )
    context = _context(facts, known, (*above, name))
    answers = [answer(_root(each), context) for each in versions]
    if len({each.value for each in answers}) > 1:
        missing = (f"rule_date:{name}",)
        return Determined(
            name=name, on=facts.as_of, value=None, rules=None, answer=None, missing=missing
        )
    return Determined(
        name=name,
        on=facts.as_of,
        value=answers[0].value,
        rules=versions[0],
        answer=answers[0],
        missing=answers[0].missing,
    )


def _root(rules: RuleSet) -> Node:
    if rules.confidence is Confidence.BACKGROUND:
        return attrs.evolve(rules.root, background=True)
    return rules.root


def _context(facts: Facts, known: RuleSets, above: tuple[str, ...]) -> Context:
    def ask(name: str) -> Answer | None:
        found = _determined(name, facts, known, above)
        return found.answer

    return Context(facts=facts, rules=ask)
