"""``wraparound plan-review``: what a plan, a team and its meetings still lack."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from wraparound import __version__
from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.plan_findings import print_plan_findings
from wraparound.cli.settings import settings_of, shared_options
from wraparound.model.plan_findings import PlanFinding, PlanSeverity
from wraparound.quality.telling import review_as_json, review_as_sarif

_NOTHING = "No rule of the plan review found anything."
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
        page = Page(settings)
        page.line(f"Judged by {review.program}, as of {review.as_of.isoformat()}.")
        print_plan_findings(page, review, personal=settings.personal, nothing=_NOTHING)
    if fail_on != _NEVER and _weighs(review.findings, PlanSeverity(fail_on)):
        ctx.exit(1)


def _weighs(findings: Sequence[PlanFinding], least: PlanSeverity) -> bool:
    return any(each.severity.rank >= least.rank for each in findings)
