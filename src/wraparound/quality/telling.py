"""A plan review told: to a facilitator, to a family, to a program, as SARIF.

What a family said or wrote, such as the words of a need, is left out unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import attrs

from wraparound.model.plan_findings import PlanFinding, PlanReview, PlanSeverity
from wraparound.quality.catalogue import PlanRule, load_rules, rule_of
from wraparound.quality.spoken import ENGLISH, said_to_families

NOTICE: Final = "For people to look at and decide. Not a clinical or legal determination."
"""What every plan review says of itself."""

_PERSONAL: Final = frozenset(
    {"statement", "description", "name", "responsible_text", "words", "asserted"}
)
"""What may hold words of a family."""
_LEFT_OUT: Final = "…"
_LEVELS: Final = {
    PlanSeverity.ERROR: "error",
    PlanSeverity.WARNING: "warning",
    PlanSeverity.INFO: "note",
}
Json = dict[str, Any]  # Any: the values that JSON can say


@attrs.frozen(kw_only=True)
class ToldFinding:
    """One finding in words.

    Attributes:
        finding: The finding.
        rule: The rule.
        facilitator: What it says to a facilitator.
        family: What it says to a family.
    """

    finding: PlanFinding
    rule: PlanRule
    facilitator: str
    family: str


def tell(finding: PlanFinding, *, personal: bool = False, language: str = ENGLISH) -> ToldFinding:
    """Return a finding in words.

    Args:
        finding: The finding.
        personal: Whether to show words of the family.
        language: What is said to a family in; in English where a rule says nothing in it.
    """
    rule = rule_of(finding)
    to_family = said_to_families(language).get(finding.rule, rule.family)
    shown = _Params({name: _said(value) for name, value in _params(finding, personal).items()})
    return ToldFinding(
        finding=finding,
        rule=rule,
        facilitator=rule.facilitator.format_map(shown),
        family=to_family.format_map(shown),
    )


def review_as_json(review: PlanReview, *, personal: bool = False) -> Json:
    """Return a plan review as JSON can say it.

    Args:
        review: The review.
        personal: Whether to show words of the family.
    """
    return {
        "notice": NOTICE,
        "as_of": review.as_of.isoformat(),
        "program": review.program,
        "findings": [finding_as_json(each, personal=personal) for each in review.findings],
        "unknown": [finding_as_json(each, personal=personal) for each in review.unknown],
        "suppressed": [finding_as_json(each, personal=personal) for each in review.suppressed],
        "unanswered": list(review.unanswered),
    }


def review_as_sarif(review: PlanReview, *, version: str = "") -> Json:
    """Return a plan review in SARIF 2.1.0, without words of families.

    Args:
        review: The review.
        version: The version of the program that made it.
    """
    told = (*review.findings, *review.suppressed)
    own = {each.rule: rule_of(each) for each in told if each.words is not None}
    used = {each.rule for each in told} - own.keys()
    rules = [*(rule for code, rule in load_rules().items() if code in used), *own.values()]
    driver = {
        "name": "wraparound",
        "version": version,
        "rules": [
            {
                "id": rule.code,
                "shortDescription": {"text": rule.title},
                "help": {"text": f"{rule.hint} Source: {rule.source}."},
                "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            }
            for rule in rules
        ],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "results": [_result(each) for each in (*review.findings, *review.suppressed)],
            }
        ],
    }


class _Params(dict[str, str]):
    """What a message speaks of; what nobody told is left open."""

    def __missing__(self, name: str) -> str:
        return _LEFT_OUT


def _params(finding: PlanFinding, personal: bool) -> Mapping[str, object]:
    return {
        name: value if personal or name not in _PERSONAL else _LEFT_OUT
        for name, value in finding.params.items()
    }


def finding_as_json(finding: PlanFinding, *, personal: bool = False) -> Json:
    """Return one finding as JSON can say it.

    Args:
        finding: The finding.
        personal: Whether to show words of the family.
    """
    told = tell(finding, personal=personal)
    return {
        "rule": finding.rule,
        "title": told.rule.title,
        "severity": finding.severity.value,
        "place": {
            "kind": finding.place.kind,
            "id": finding.place.id,
            "pointer": finding.place.pointer,
        },
        "params": {name: _plain(value) for name, value in _params(finding, personal).items()},
        "missing": list(finding.missing),
        "suppressed_by": finding.suppressed_by,
        "facilitator": told.facilitator,
        "family": told.family,
        "hint": told.rule.hint,
        "source": told.rule.source,
    }


def _result(finding: PlanFinding) -> Json:
    place = finding.place
    result: Json = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": tell(finding).facilitator},
        "locations": [
            {
                "logicalLocations": [
                    {"fullyQualifiedName": f"{place.kind}/{place.id}{place.pointer}"}
                ]
            }
        ],
    }
    if finding.suppressed_by is not None:
        result["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return result


def _said(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_said, value))
    return str(_plain(value))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, (tuple, list)) else value
