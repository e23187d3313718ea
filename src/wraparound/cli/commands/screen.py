"""``wraparound screen``: every family reviewed that something touched since the last time."""

from __future__ import annotations

import click

from wraparound.cli.failing import FOUND
from wraparound.cli.findings_page import changes_document, print_changes
from wraparound.cli.opening import acting, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import settings_of, shared_options
from wraparound.program import ScreeningReport


@click.command("screen")
@click.option("--everybody", is_flag=True, help="Review every family, touched or not.")
@shared_options("store", "day", "policy", "overlay", "output")
@click.pass_context
def command(ctx: click.Context, *, everybody: bool) -> None:
    """Review every family that something touched since the last screening, and keep what was found.

    What is kept says of each finding whether it is new, goes on or is resolved, or was over when
    it was first seen. A screening that was stopped is gone on with. The exit code is 1 where
    something was found that was not known, or a family could not be reviewed. It changes no plan
    and tells nobody.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program, progress(color=settings.color) as told:
        report = program.screen(
            by=acting(settings),
            as_of=settings.as_of,
            everybody=everybody,
            told=lambda count: told.say(f"Reviewed {count} families"),
        )
    if settings.as_json:
        print_document("screen", {**_document(report), **changes_document(program.policy)})
    else:
        page = Page(settings)
        _show(page, report)
        print_changes(page, program.policy.changes)
    if report.new or report.passed or report.failed:
        ctx.exit(FOUND)


def _show(page: Page, report: ScreeningReport) -> None:
    families = f"{report.families} {'family' if report.families == 1 else 'families'}"
    page.line(
        f"{families} reviewed as of {report.on.isoformat()}, {report.untouched} left as they were."
    )
    page.table(
        ("findings", "count"),
        [
            ("new", str(report.new)),
            ("continuing", str(report.continuing)),
            ("resolved", str(report.resolved)),
            ("over when first seen", str(report.passed)),
            *_not_asked(report),
        ],
    )
    for family, reason in report.failed:
        page.line(f"{family} could not be reviewed: {reason}", style="bold red")
    page.line("Findings advise: they are not a clinical or legal determination.", style="dim")


def _not_asked(report: ScreeningReport) -> list[tuple[str, str]]:
    found_before = "found under other packs, not now"
    return [(found_before, str(report.not_asked))] if report.not_asked else []


def _document(report: ScreeningReport) -> dict[str, object]:
    return {
        "notice": "Not a clinical or legal determination.",
        "run": report.run,
        "on": report.on.isoformat(),
        "families": report.families,
        "untouched": report.untouched,
        "new": report.new,
        "continuing": report.continuing,
        "resolved": report.resolved,
        "passed": report.passed,
        "not_asked": report.not_asked,
        "failed": [{"family": family, "reason": reason} for family, reason in report.failed],
    }
