"""``wraparound plan-review``: what a plan, a team and its meetings still lack."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from wraparound import __version__
from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.quality.findings import PlanFinding, PlanReview, PlanSeverity
from wraparound.quality.telling import NOTICE, review_as_json, review_as_sarif, tell

_STYLES = {PlanSeverity.ERROR: "bold red", PlanSeverity.WARNING: "bold yellow"}
_NEVER = "never"


@click.command("plan-review")
@click.argument("family", shell_complete=complete_family)
@click.option("--sarif", is_flag=True, help="Answer in SARIF 2.1.0, without words of the family.")
@click.option(
    "--fail-on",
    type=click.Choice([*(each.value for each in PlanSeverity), _NEVER]),
    default=_NEVER,
    show_default=True,
    help="End with exit code 1 where a finding weighs so much.",
)
@shared_options("store", "day", "practice", "personal", "output")
@click.pass_context
def command(ctx: click.Context, family: str, *, sarif: bool, fail_on: str) -> None:
    """Show what the plan, the team and the meetings of FAMILY still lack, and what to do.

    Findings advise. Words of the family are shown with --personal only.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        review = program.review_plan(family, as_of=settings.as_of)
    if sarif:
        click.echo(json.dumps(review_as_sarif(review, version=__version__), indent=2))
    elif settings.as_json:
        told = review_as_json(review, personal=settings.personal)
        print_document("plan review", {"family": family, **told})
    else:
        _show(Page(settings), review, personal=settings.personal)
    if fail_on != _NEVER and _weighs(review.findings, PlanSeverity(fail_on)):
        ctx.exit(1)


def _weighs(findings: Sequence[PlanFinding], least: PlanSeverity) -> bool:
    return any(each.severity.rank >= least.rank for each in findings)


def _show(page: Page, review: PlanReview, *, personal: bool) -> None:
    page.line(f"Judged by {review.program}, as of {review.as_of.isoformat()}.")
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
        page.line("No rule of the plan review found anything.", style="good")
    if review.unknown:
        page.heading("The record does not tell")
        for each in review.unknown:
            missing = ", ".join(each.missing)
            page.line(f"{each.rule} at {_where(each)}: {missing}", indent=2)
    if review.suppressed:
        page.heading("Marked as looked at")
        for each in review.suppressed:
            page.line(f"{each.rule} at {_where(each)}, by {each.suppressed_by}", indent=2)
    page.line()
    page.line(NOTICE, style="dim")


def _where(finding: PlanFinding) -> str:
    place = finding.place
    return f"{place.kind} {place.id} {place.pointer}".strip()
