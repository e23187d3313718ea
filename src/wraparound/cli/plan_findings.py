"""Findings about plans and casework on a page: what they say, to whom, and what to do."""

from __future__ import annotations

from wraparound.cli.page import Page
from wraparound.model.plan_findings import PlanFinding, PlanReview, PlanSeverity
from wraparound.quality.telling import NOTICE, tell

_STYLES = {PlanSeverity.ERROR: "bold red", PlanSeverity.WARNING: "bold yellow"}


def print_plan_findings(page: Page, review: PlanReview, *, personal: bool, nothing: str) -> None:
    """Write the findings of a review, the heaviest first, then what the record does not tell.

    Args:
        page: Where.
        review: The review.
        personal: Whether to show words of the family.
        nothing: What to say where nothing was found.
    """
    ordered = sorted(review.findings, key=lambda each: -each.severity.rank)
    for each in ordered:
        told = tell(each, personal=personal)
        page.heading(f"{each.rule} {told.rule.title}")
        page.line(
            f"{each.severity.value}: {told.facilitator}", style=_STYLES.get(each.severity, "")
        )
        page.labelled("where", [_where(each)])
        page.labelled("to family", [told.family])
        page.labelled("what to do", [told.rule.hint])
        page.labelled("source", [told.rule.source])
    if not ordered:
        page.line(nothing, style="good")
    if review.unknown:
        page.heading("The record does not tell")
        for each in review.unknown:
            missing = ", ".join(each.missing)
            page.line(f"{each.rule} at {_where(each)}: {missing}", indent=2)
    if review.suppressed:
        page.heading("Marked as looked at")
        for each in review.suppressed:
            page.line(f"{each.rule} at {_where(each)}, by {each.suppressed_by}", indent=2)
    for plugin in review.unanswered:
        page.line(f"The plugin {plugin} failed to answer: what its rules say is not known.")
    page.line()
    page.line(NOTICE, style="dim")


def _where(finding: PlanFinding) -> str:
    place = finding.place
    return f"{place.kind} {place.id} {place.pointer}".strip()
