"""What every rule of the plan review is called and says, out of its file."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

import attrs

from wraparound.model.plan_findings import PlanFinding, PlanSeverity, RuleWords
from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file

_ASK = "Ask whoever wrote the rule."
_NOT_TOLD = "not told"


@attrs.frozen(kw_only=True)
class PlanRule:
    """One rule of the plan review.

    Attributes:
        code: Its code.
        title: What it is about.
        severity: How much its findings ask for.
        severity_by_flag: How much more, where a flag of the program says yes.
        suppressible: Whether a finding may be marked as looked at.
        parameter: The parameter of the program that it goes by; empty for none.
        suggested: A number that is suggested and never used by itself.
        applies: When it is asked, in words.
        condition: What it asks, in words.
        facilitator: What it says to a facilitator.
        family: What it says to a family.
        hint: What to do.
        source: Where it comes from.
    """

    code: str
    title: str
    severity: PlanSeverity
    severity_by_flag: Mapping[str, PlanSeverity] = MappingProxyType({})
    suppressible: bool = True
    parameter: str = ""
    suggested: str = ""
    applies: str
    condition: str
    facilitator: str
    family: str
    hint: str
    source: str


@functools.cache
def load_rules() -> Mapping[str, PlanRule]:
    """Return every rule by its code, in the order of the file.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    return _packaged("rules.yaml")


@functools.cache
def load_case_rules() -> Mapping[str, PlanRule]:
    """Return every rule about casework by its code, in the order of its file.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    return _packaged("case_rules.yaml")


def rule_of(finding: PlanFinding) -> PlanRule:
    """Return the rule of a finding: one of the library, or the host's own by its words."""
    words = finding.words
    if words is None and finding.rule in {*load_rules(), *load_case_rules()}:
        return rule_named(finding.rule)
    if words is None:
        said = f"Something that a rule of this program asks for: {finding.rule}."
        words = RuleWords(
            title=finding.rule, facilitator=said, family=said, hint=_ASK, source=_NOT_TOLD
        )
    return PlanRule(
        code=finding.rule,
        title=words.title,
        severity=finding.severity,
        applies="",
        condition="",
        facilitator=words.facilitator,
        family=words.family,
        hint=words.hint,
        source=words.source,
    )


def rule_named(code: str) -> PlanRule:
    """Return a rule of the plan review, or one about casework, by its code."""
    return load_case_rules()[code] if code in load_case_rules() else load_rules()[code]


def _packaged(name: str) -> Mapping[str, PlanRule]:
    file = resources.files("wraparound.quality").joinpath(name)
    return read_policy_file(file.read_bytes(), file.name, _rules)


def _rules(file: Section) -> Mapping[str, PlanRule]:
    return MappingProxyType({each.code: each for each in map(_rule, file.listed("rules"))})


def _rule(entry: Section) -> PlanRule:
    raised = entry.section("severity_by_flag")
    suggested = entry.raw("suggested")
    rule = PlanRule(
        code=entry.text("code"),
        title=entry.text("title"),
        severity=entry.choice("severity", PlanSeverity),
        severity_by_flag=MappingProxyType(
            {flag: raised.choice(flag, PlanSeverity) for flag in raised.entries} if raised else {}
        ),
        suppressible=entry.raw("suppressible") is not False,
        parameter=entry.text("parameter", ""),
        suggested="" if suggested is None else str(suggested),
        applies=entry.text("applies"),
        condition=entry.text("condition"),
        facilitator=entry.text("facilitator"),
        family=entry.text("family"),
        hint=entry.text("hint"),
        source=entry.text("source"),
    )
    entry.finish()
    return rule
