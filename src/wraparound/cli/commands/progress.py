"""``wraparound progress``: is each outcome getting better, and is it time for another strategy."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.moments import as_text
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.process.progress import CHECKS, OutcomeProgress

_ADVICE = {True: "change the strategy", False: "", None: ""}


@click.command("progress")
@click.argument("family", shell_complete=complete_family)
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(ctx: click.Context, family: str) -> None:
    """Show how each open outcome of FAMILY's plan is doing, and what to do where it stands still.

    Where nothing gets better over as many checks as the program says, the strategy should change,
    not the family.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        stay = program.stay(family, as_of=settings.as_of)
        found = program.progress(stay.chart)
        pack = program.practice.pack.id
        checks = [str(each) for each in program.practice.on(CHECKS, stay.as_of).values]
    if settings.as_json:
        body = {"family": family, "as_of": stay.as_of.isoformat(), "practice": pack}
        rows = [_document(each) for each in found]
        print_document("progress", {**body, "checks": checks, "outcomes": rows})
        return
    page = Page(settings)
    if not found:
        page.line("The plan in force has no open outcome.")
        return
    page.table(
        ("outcome", "trend", "latest", "on", "way done", "checks since best", "advice"),
        [
            (
                each.outcome,
                each.trend.value,
                "" if each.latest is None else f"{each.latest.normalize():f}",
                as_text(each.latest_on) or "",
                "" if each.way is None else f"{round(float(each.way) * 100)} %",
                "" if each.checks_since_best is None else str(each.checks_since_best),
                _ADVICE[each.change_strategy],
            )
            for each in found
        ],
    )
    if any(each.change_strategy for each in found):
        page.line("Change the strategy, not the family (OUT-05).", style="bold yellow")
    if not checks:
        page.line(
            f"{pack} does not say after how many checks a strategy should change ({CHECKS}).",
            style="dim",
        )


def _document(each: OutcomeProgress) -> dict[str, object]:
    return {
        "outcome": each.outcome,
        "need": each.need,
        "direction": each.direction.value if each.direction else None,
        "baseline": _number(each.baseline),
        "target": _number(each.target),
        "latest": _number(each.latest),
        "latest_on": as_text(each.latest_on),
        "checks": each.checks,
        "checks_since_best": each.checks_since_best,
        "trend": each.trend.value,
        "way": None if each.way is None else round(float(each.way), 4),
        "strategy_changed_on": as_text(each.strategy_changed_on),
        "change_strategy": each.change_strategy,
    }


def _number(value: object) -> str | None:
    return None if value is None else str(value)
