"""What a review found beside what a scenario expects: every difference in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wraparound.model.findings import Finding
from wraparound.testing.scenario_rows import Row
from wraparound.testing.scenarios import finding_in_words

_SAME = ("rule", "plan", "holder", "counterparty")


def unlike_findings(
    found: Sequence[Finding], expected: Sequence[Row], scenario: Mapping[str, Any]
) -> list[str]:
    """Return how findings are unlike what a scenario expects, in words.

    Args:
        found: What a review found.
        expected: What the scenario expects, each as far as it names it.
        scenario: The scenario, which may leave rules out of the comparison.
    """
    skip = tuple(scenario.get("skip", ()))
    shown = [finding_in_words(each) for each in found]
    shown = [each for each in shown if not _is_skipped(each["rule"], skip)]
    missing = []
    for wanted in expected:
        match = next((each for each in shown if _matches(each, wanted)), None)
        if match is None:
            missing.append(wanted)
        else:
            shown.remove(match)
    differences = []
    for wanted in missing:
        near = next((each for each in shown if _is_about_the_same(each, wanted)), None)
        if near is None:
            differences.append(f"missing: {_said(wanted)}")
            continue
        shown.remove(near)
        unlike = ", ".join(
            f"{key} is {near.get(key)!r} and should be {value!r}"
            for key, value in wanted.items()
            if near.get(key) != value
        )
        differences.append(f"unlike: {_named(wanted)}: {unlike}")
    return [*differences, *(f"unexpected: {_said(each)}" for each in shown)]


def _matches(found: Row, wanted: Row) -> bool:
    return all(found[key] == value for key, value in wanted.items())


def _is_about_the_same(found: Row, wanted: Row) -> bool:
    return all(found.get(key) == wanted[key] for key in _SAME if key in wanted)


def _is_skipped(rule: str, skip: tuple[str, ...]) -> bool:
    code = rule.removeprefix("COI-")
    return code in skip or code[:3] in skip


def _named(finding: Row) -> str:
    who = " and ".join(
        str(each) for each in (finding.get("holder"), finding.get("counterparty")) if each
    )
    plan = f" on {finding['plan']}" if "plan" in finding else ""
    return f"{finding.get('rule')}{plan}" + (f", {who}" if who else "")


def _said(finding: Row) -> str:
    """Return a finding in words, as far as its row names what it is."""
    weight = " ".join(str(finding[key]) for key in ("severity", "disposition") if key in finding)
    reasons = ", ".join(finding.get("reasons", ()))
    days = " ".join(f"{key} {finding[key]}" for key in ("from", "until") if key in finding)
    path = " → ".join(map(str, finding.get("path", ())))
    told = (f"{weight} ({reasons})" if reasons else weight, days, f"by {path}" if path else "")
    said = ", ".join(filter(None, told))
    return f"{_named(finding)}: {said}" if said else _named(finding)


def unlike_rows(what: str, found: list[Row], expected: list[Row]) -> list[str]:
    """Return how lists of small answers are unlike what was expected, in words."""
    missing = [each for each in expected if each not in found]
    extra = [each for each in found if each not in expected]
    same = [each for each in found if each in expected]
    if not missing and not extra and same != [each for each in expected if each in found]:
        return [f"{what}s are in another order"]
    return [
        *(f"missing {what}: {_flat(each)}" for each in missing),
        *(f"unexpected {what}: {_flat(each)}" for each in extra),
    ]


def _flat(row: Row) -> str:
    return ", ".join(f"{key} {value}" for key, value in row.items())
