"""Reviewing a stay by every rule: what is found, what cannot be told, and what was marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import attrs

from wraparound.errors import PolicyUnknown
from wraparound.model.plan_findings import PlanFinding, PlanReview
from wraparound.policy.program_pack import ParameterValue
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.stay import Stay
from wraparound.quality import (
    crisis,
    meetings,
    needs,
    office,
    outcomes,
    plan,
    strategies,
    team,
    transition,
)
from wraparound.quality.catalogue import PlanRule, load_rules
from wraparound.quality.look import Judgement, Look, OtherFamily, Said

_FILES: Final = (
    team,
    needs,
    outcomes,
    strategies,
    plan,
    crisis,
    transition,
    meetings,
    office,
)
RULES: Final[Mapping[str, Callable[[Look], Judgement]]] = MappingProxyType(
    {code: rule for file in _FILES for code, rule in file.RULES.items()}
)
"""What judges a stay by each rule, by its code."""


def review_plan(
    stay: Stay,
    *,
    policy: ProgramPolicy,
    codes: Iterable[str] | None = None,
    overrides: Mapping[str, ParameterValue] | None = None,
    others: Sequence[OtherFamily] | None = None,
    also: Iterable[PlanFinding] = (),
) -> PlanReview:
    """Return what the rules say of a stay: its team, its plan, its meetings and its clocks.

    Findings advise. None of them keeps a plan from being stored, and none is a clinical or legal
    determination.

    Args:
        stay: The stay, as of a day.
        policy: What the program goes by.
        codes: The rules to ask; all of them where it is left out.
        overrides: Parameters that are set for this review alone.
        others: Other families, where texts are compared.
        also: Findings of a host's own rules; a plan can mark them as looked at, too.

    Raises:
        PolicyUnknown: There is no rule with one of the codes.
    """
    rules = load_rules()
    asked = tuple(rules) if codes is None else tuple(dict.fromkeys(codes))
    for code in asked if codes is not None else ():
        if code not in RULES:
            raise PolicyUnknown(code, RULES, what="rule of the plan review")
    look = Look(
        stay=stay,
        policy=policy,
        overrides=MappingProxyType(dict(overrides or {})),
        others=None if others is None else tuple(others),
    )
    findings: list[PlanFinding] = []
    unknown: list[PlanFinding] = []
    for code in asked:
        for said in RULES[code](look):
            found = _finding(rules[code], said, look)
            (findings if said.missing is None else unknown).append(found)
    findings += also
    marked = [_marked(each, rules.get(each.rule), look) for each in findings]
    return PlanReview(
        as_of=stay.as_of,
        program=policy.pack.id,
        findings=tuple(each for each in marked if each.suppressed_by is None),
        unknown=tuple(unknown),
        suppressed=tuple(each for each in marked if each.suppressed_by is not None),
    )


def _finding(rule: PlanRule, said: Said, look: Look) -> PlanFinding:
    severity = rule.severity
    for flag, weight in rule.severity_by_flag.items():
        if weight.rank > severity.rank and look.flag(flag):
            severity = weight
    return PlanFinding(
        rule=rule.code,
        severity=severity,
        place=said.place,
        params=dict(said.params),
        missing=said.missing or (),
    )


def _marked(finding: PlanFinding, rule: PlanRule | None, look: Look) -> PlanFinding:
    """Return a finding with the name of who marked it as looked at; it is never removed."""
    marks = look.plan.suppressions if look.plan is not None else ()
    if not marks or (rule is not None and not rule.suppressible):
        return finding
    for mark in marks:
        about = mark.code == finding.rule and mark.path in ("", finding.place.pointer)
        counts = office.has_reason(mark) and not office.is_idle(mark, look.as_of)
        if about and counts and look.was_by(mark.on):
            return attrs.evolve(finding, suppressed_by=mark.by)
    return finding
