"""Sets of rules: one question of one program at one moment, dated, with what each answer means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import attrs

from wraparound.errors import Fault
from wraparound.model.determination import Purpose
from wraparound.model.findings import Confidence
from wraparound.policy.appeals import DatedRoute, read_routes
from wraparound.policy.contradictions import contradicting_questions
from wraparound.policy.document import Section
from wraparound.policy.predicates import Node, read_node
from wraparound.policy.predicates.nodes import RuleOf, nodes_of
from wraparound.policy.reading import read_policy_file


@attrs.frozen(kw_only=True, slots=False)
class RuleSet:
    """One version of one set of rules.

    Attributes:
        id: Its name; versions share it.
        program: The program that it is of.
        jurisdiction: Such as ``US-MS``.
        version: The version.
        purpose: At which moment it is asked.
        effective_from: The first day of the version; None where that is not known.
        effective_to: Its last day; None where it is open, or not known.
        confidence: Whether its text was read.
        citation: The text.
        if_true: What yes means.
        if_false: What no means; it never denies anything.
        compiled_on: When the texts were read.
        root: The questions.
        appeals: How a decision under the file's rules can be appealed.
    """

    id: str
    program: str
    jurisdiction: str
    version: str
    purpose: Purpose
    effective_from: date | None
    effective_to: date | None
    confidence: Confidence
    citation: str
    if_true: str
    if_false: str
    compiled_on: date
    root: Node = attrs.field(repr=False)
    appeals: tuple[DatedRoute, ...] = attrs.field(default=(), repr=False)

    @cached_property
    def asks(self) -> tuple[str, ...]:
        """The names of the other sets of rules that it asks."""
        tests = (node.test for node in nodes_of(self.root))
        return tuple(dict.fromkeys(test.name for test in tests if isinstance(test, RuleOf)))

    def in_force_on(self, day: date) -> bool:
        """Tell whether the version may be in force on a day; both its ends count."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


RuleSets = Mapping[str, tuple[RuleSet, ...]]
"""Every version of every set of rules, by its name."""


def read_rule_files(paths: Iterable[Path]) -> RuleSets:
    """Return the sets of rules that files hold, such as a county's own.

    Raises:
        PolicyInvalid: A file has faults; all of them are listed.
        OSError: A file cannot be read.
    """
    return by_name(
        each for path in paths for each in read_rule_sets(path.read_bytes(), source=path.name)
    )


def read_rule_sets(text: str | bytes, *, source: str) -> tuple[RuleSet, ...]:
    """Return the sets of rules that a YAML text holds.

    Raises:
        PolicyInvalid: With every fault.
    """
    return read_policy_file(text, source, _file)


def by_name(found: Iterable[RuleSet]) -> RuleSets:
    """Return sets of rules by their names, the versions of each in the order given."""
    named: dict[str, tuple[RuleSet, ...]] = {}
    for each in found:
        named[each.id] = (*named.get(each.id, ()), each)
    return MappingProxyType(named)


def _file(file: Section) -> tuple[RuleSet, ...]:
    file.text("title")
    file.texts("notes")
    file.texts("not_found")
    program, place = file.text("program"), file.text("jurisdiction")
    compiled = file.day("compiled_on") or date.min
    appeals = read_routes(file)
    listed = file.raw("rulesets")
    if not isinstance(listed, list):
        file.fault("rulesets", "must be a list of sets of rules")
        return ()
    return tuple(
        attrs.evolve(
            _rule_set(
                Section.of(entry, f"rulesets[{index}]", file.faults), program, place, compiled
            ),
            appeals=appeals,
        )
        for index, entry in enumerate(listed)
    )


def _rule_set(entry: Section, program: str, place: str, compiled: date) -> RuleSet:
    name = entry.text("id")
    root = entry.section("root") or Section.of(None, entry.at("root"), entry.faults)
    rules = RuleSet(
        id=name,
        program=program,
        jurisdiction=place,
        version=entry.text("version"),
        purpose=entry.choice("purpose", Purpose),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
        confidence=entry.choice("confidence", Confidence),
        citation=entry.citation("citation"),
        if_true=entry.text("if_true"),
        if_false=entry.text("if_false"),
        compiled_on=compiled,
        root=read_node(root, name),
    )
    entry.finish()
    starts, ends = rules.effective_from, rules.effective_to
    if starts and ends and ends < starts:
        entry.fault("effective_to", "must not lie before effective_from")
    for path, message in contradicting_questions(rules.root, entry.at("root")):
        entry.faults.append(Fault(path, message))
    return rules
