"""Replaying a stored determination: the same facts, the same rules, and whether the same comes out.

The rules are known again by the checksum that the record keeps. Where only other rules are at hand,
the facts are asked under those, and the answer says plainly that they are others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum

import attrs

from wraparound.eligibility.determination import Determined, determine
from wraparound.eligibility.inputs import can_be_read, facts_again, keep_input, value_of
from wraparound.eligibility.recording import ANSWERS, reasons_given
from wraparound.model.determination import (
    AppliedRules,
    Determination,
    HostAnswer,
    Input,
    ReasonGiven,
)
from wraparound.model.terms import Unknown
from wraparound.policy.digest import asked_together, digest_of
from wraparound.policy.predicates import Answer, Facts, host_answer
from wraparound.policy.rule_sets import RuleSet, RuleSets


class Outcome(Enum):
    """What came of replaying a determination."""

    SAME = "same"
    """The same rules give the same answer for the same reasons."""
    DIFFERS = "differs"
    """The rules at hand are others, or the answer or a reason is another."""
    IMPOSSIBLE = "cannot_be_replayed"
    """The record does not keep what is needed, or its rules are not at hand at all."""


class RulesFound(Enum):
    """Whether the rules of a determination are at hand."""

    SAME = "same"
    CHANGED = "changed"
    """There is that version, and it says something else."""
    OTHER_VERSION = "other_version"
    """There is no such version any more, but there are others."""
    ADDED = "added"
    """It was not asked for the determination, and would be now."""
    MISSING = "missing"


@attrs.frozen(kw_only=True)
class RulesCheck:
    """One set of rules of a determination, and what is at hand of it.

    Attributes:
        rule_set: The set of rules.
        version: The version that was applied; empty where none was.
        digest: The checksum of that version.
        found: Whether it is at hand.
        at_hand: The version, and the checksum, of each one that is.
    """

    rule_set: str
    version: str
    digest: str
    found: RulesFound
    at_hand: tuple[tuple[str, str], ...] = ()


@attrs.frozen(kw_only=True)
class ReasonCheck:
    """One question of the rules, then and now.

    Attributes:
        question: The question's id.
        then: What was shown on the day; None where it was not asked.
        now: What comes out now; None where it is not asked any more.
    """

    question: str
    then: ReasonGiven | None
    now: ReasonGiven | None

    @property
    def same(self) -> bool:
        """Whether nothing of it is different."""
        return self.then == self.now

    @property
    def differs_in(self) -> tuple[str, ...]:
        """What is different, such as ``answer`` or ``citation``; nothing where one is missing."""
        if self.then is None or self.now is None:
            return ()
        then, now = self.then, self.now
        names = (field.name for field in attrs.fields(ReasonGiven))
        return tuple(name for name in names if getattr(then, name) != getattr(now, name))


@attrs.frozen(kw_only=True)
class FactCheck:
    """One fact of a determination, then and on another day.

    Attributes:
        then: What it was, and where that came from.
        now: What it is, and where that comes from.
    """

    then: Input
    now: Input

    @property
    def changed(self) -> bool:
        """Whether it is another value, of another kind, or not known any more."""
        return (self.then.type, self.then.value) != (self.now.type, self.now.value)


@attrs.frozen(kw_only=True)
class Replay:
    """What came of replaying a determination.

    Attributes:
        determination: The record.
        outcome: Whether the same came out.
        why_not: Why it cannot be replayed, in plain words.
        rules: Each set of rules that was applied, and what is at hand of it.
        determined: What comes out now; None where it cannot be replayed.
        reasons: Every question, then and now, in the order of the tree.
        facts: Every fact, then and on another day; empty where nobody asked for that.
        facts_on: The day of those facts.
    """

    determination: Determination
    outcome: Outcome
    why_not: tuple[str, ...] = ()
    rules: tuple[RulesCheck, ...] = ()
    determined: Determined | None = None
    reasons: tuple[ReasonCheck, ...] = ()
    facts: tuple[FactCheck, ...] = ()
    facts_on: date | None = None

    @property
    def same_rules(self) -> bool:
        """Whether the very rules of the determination are at hand."""
        return all(each.found is RulesFound.SAME for each in self.rules)

    @property
    def same_answer(self) -> bool | None:
        """Whether the same answer comes out; None where it cannot be replayed."""
        if self.determined is None:
            return None
        return ANSWERS[self.determined.value] is self.determination.answer

    @property
    def different(self) -> tuple[ReasonCheck, ...]:
        """The questions of which anything is different."""
        return tuple(each for each in self.reasons if not each.same)

    @property
    def changed_facts(self) -> tuple[FactCheck, ...]:
        """The facts that are others on the other day."""
        return tuple(each for each in self.facts if each.changed)


def replay(
    determination: Determination,
    *,
    known: RuleSets,
    facts: Mapping[str, object] | None = None,
    facts_on: date | None = None,
) -> Replay:
    """Return what comes out when a determination's facts are asked again under its rules.

    What a host's own rules answered is taken as it was kept: they are code, which no record holds.

    Args:
        determination: The record.
        known: Every set of rules at hand.
        facts: What is known on another day, to be compared with the facts of the record.
        facts_on: That day.
    """
    compared = _compare_facts(determination, facts, facts_on or date.min)
    name, on = determination.rule_set, determination.on
    checks = tuple(_check_rules(determination, known))
    why_not = tuple(_obstacles(determination, checks))
    if why_not or isinstance(name, Unknown) or isinstance(on, Unknown):
        return Replay(
            determination=determination,
            outcome=Outcome.IMPOSSIBLE,
            why_not=why_not,
            rules=checks,
            facts=compared,
            facts_on=facts_on,
        )
    held = facts_again(_inputs(determination))
    found = determine(name, held, on=on, rule_sets=_as_applied(determination, known))
    found = found.and_also([_answer_of(each) for each in determination.host_answers])
    reasons = tuple(_pair(determination.reasoning, reasons_given(found)))
    whole = Replay(
        determination=determination,
        outcome=Outcome.SAME,
        rules=checks,
        determined=found,
        reasons=reasons,
        facts=compared,
        facts_on=facts_on,
    )
    if whole.same_rules and whole.same_answer and not whole.different:
        return whole
    return attrs.evolve(whole, outcome=Outcome.DIFFERS)


def _inputs(determination: Determination) -> tuple[Input, ...]:
    return () if isinstance(determination.inputs, Unknown) else determination.inputs


def _obstacles(determination: Determination, checks: Iterable[RulesCheck]) -> Iterator[str]:
    if isinstance(determination.rule_set, Unknown):
        yield "the record does not say by which set of rules it was decided"
    if isinstance(determination.on, Unknown):
        yield "the record does not say on which day it was decided"
    if isinstance(determination.inputs, Unknown):
        yield "the record does not keep the facts that it rested on"
    text_only = [each.name for each in _inputs(determination) if not _is_readable(each)]
    if text_only:
        yield f"these facts were kept as text, without their types: {', '.join(text_only)}"
    if not determination.applied and not isinstance(determination.rule_version, Unknown):
        yield "the record does not keep the checksum of its rules"
    for each in checks:
        if each.found is RulesFound.MISSING:
            yield f"the rules {each.rule_set} {each.version} are not at hand, in any version"


def _is_readable(kept: Input) -> bool:
    if not can_be_read(kept):
        return False
    try:
        value_of(kept)
    except ValueError:
        return False
    return True


def _check_rules(determination: Determination, known: RuleSets) -> Iterator[RulesCheck]:
    """Yield what is at hand of each version applied, then what would be asked besides."""
    for applied in determination.applied:
        versions = known.get(applied.rule_set, ())
        yield RulesCheck(
            rule_set=applied.rule_set,
            version=applied.version,
            digest=applied.digest,
            found=_found(applied, versions),
            at_hand=tuple((each.version, digest_of(each)) for each in versions),
        )
    if isinstance(determination.rule_set, Unknown) or isinstance(determination.on, Unknown):
        return
    seen = {each.rule_set for each in determination.applied}
    again = _as_applied(determination, known)
    for rules in asked_together(determination.rule_set, again, determination.on):
        if rules.id not in seen:
            yield RulesCheck(
                rule_set=rules.id,
                version="",
                digest="",
                found=RulesFound.ADDED,
                at_hand=((rules.version, digest_of(rules)),),
            )


def _found(applied: AppliedRules, versions: Iterable[RuleSet]) -> RulesFound:
    held = list(versions)
    if any(digest_of(each) == applied.digest for each in held):
        return RulesFound.SAME
    if any(each.version == applied.version for each in held):
        return RulesFound.CHANGED
    return RulesFound.OTHER_VERSION if held else RulesFound.MISSING


def _as_applied(determination: Determination, known: RuleSets) -> RuleSets:
    """Return the rules at hand, with the very versions that were applied where these are there."""
    chosen: dict[str, list[RuleSet]] = {}
    for applied in determination.applied:
        versions = known.get(applied.rule_set, ())
        match _found(applied, versions):
            case RulesFound.SAME:
                held = [each for each in versions if digest_of(each) == applied.digest][:1]
            case RulesFound.CHANGED:
                held = [each for each in versions if each.version == applied.version]
            case _:
                held = list(versions)
        for each in held:
            if each not in chosen.setdefault(applied.rule_set, []):
                chosen[applied.rule_set].append(each)
    return {**known, **{name: tuple(held) for name, held in chosen.items()}}


def _answer_of(kept: HostAnswer) -> Answer:
    return host_answer(
        kept.rule,
        value=None if isinstance(kept.answer, Unknown) else kept.answer,
        text=kept.text,
        citation=kept.citation,
        missing=kept.missing,
    )


def _pair(then: Iterable[ReasonGiven], now: Iterable[ReasonGiven]) -> Iterator[ReasonCheck]:
    """Yield every question with both its answers; the order is that of the record."""
    later: dict[tuple[str, int], ReasonGiven] = dict(_numbered(now))
    for key, each in _numbered(then):
        yield ReasonCheck(question=each.question, then=each, now=later.pop(key, None))
    for each in later.values():
        yield ReasonCheck(question=each.question, then=None, now=each)


def _numbered(reasons: Iterable[ReasonGiven]) -> Iterator[tuple[tuple[str, int], ReasonGiven]]:
    """Yield each reason by its id and how often that was seen: a set may be asked twice."""
    seen: dict[str, int] = {}
    for each in reasons:
        seen[each.question] = seen.get(each.question, 0) + 1
        yield (each.question, seen[each.question]), each


def _compare_facts(
    determination: Determination, facts: Mapping[str, object] | None, day: date
) -> tuple[FactCheck, ...]:
    if facts is None:
        return ()
    held = Facts(held=facts, as_of=day, wrapped=True)
    return tuple(
        FactCheck(then=each, now=keep_input(held.find(each.name)))
        for each in _inputs(determination)
        if _is_readable(each)
    )
