"""``wraparound steering``: who refers how often to whom, as a signal and not a verdict."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import click

from wraparound.cli.opening import acting, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import Day, settings_of, shared_options
from wraparound.documents import explain_finding
from wraparound.program import SteeringReport, count_referrals, keep_tallies
from wraparound.program.steering import NOTICE

_GOOD_PRACTICE = "GOOD-PRACTICE"


@click.command("steering")
@click.option("--from", "start", type=Day(), required=True, metavar="DAY", help="The first day.")
@click.option(
    "--to", "end", type=Day(), required=True, metavar="DAY", help="The first day after the period."
)
@click.option("--keep", is_flag=True, help="Keep the counts, so that reviews see them.")
@shared_options("store", "policy", "overlay", "output")
@click.pass_context
def command(ctx: click.Context, *, start: date, end: date, keep: bool) -> None:
    """Count the referrals of a period, by who referred, kind of help, area and quarter.

    Rows with fewer referrals than the policy's referral.min_n are not shown. The pack
    GOOD-PRACTICE, asked where --policy is left out, says where somebody refers to a provider that
    they are tied to more often than others do.
    """
    if end <= start:
        raise click.UsageError("--to must be a day after --from.", ctx)
    settings = settings_of(ctx)
    settings.policies = settings.policies or (_GOOD_PRACTICE,)
    with open_program(settings) as program, progress(color=settings.color) as told:
        told.say("Counting referrals")
        report = count_referrals(program, start=start, end=end)
        kept = keep_tallies(program, report, by=acting(settings)) if keep else 0
    if settings.as_json:
        print_document("steering", {**_document(report), "kept": kept})
    else:
        _show(Page(settings), report, kept)


def _document(report: SteeringReport) -> dict[str, Any]:  # Any: the values that JSON can say
    return {
        "notice": NOTICE,
        "from": report.start.isoformat(),
        "to": report.end.isoformat(),
        "least": report.least,
        "rows": [attrs.asdict(row) for row in report.rows],
        "left_out": dict(report.left_out),
        "signals": [str(each) for each in report.signals],
    }


def _show(page: Page, report: SteeringReport, kept: int) -> None:
    few = f"fewer than {report.least}"
    rows = [
        (
            row.quarter,
            row.category,
            row.area,
            row.by,
            few if row.referrals is None else str(row.referrals),
            ", ".join(f"{provider}: {count}" for provider, count in row.to.items()),
        )
        for row in report.rows
    ]
    if rows:
        page.table(("quarter", "help", "area", "who", "referrals", "to"), rows)
    else:
        page.line("No referral of this period is counted.")
    for reason, count in report.left_out.items():
        page.line(f"Not counted: {count}, {reason}.", style="dim")
    for finding in report.signals:
        page.line()
        page.line(str(explain_finding(finding)))
    if kept:
        page.line(f"{kept} counts were kept.")
    page.line()
    page.line(NOTICE, style="dim")
