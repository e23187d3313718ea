"""``wraparound determination list``: the decisions about a family."""

from __future__ import annotations

from datetime import date

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.model.determination import Determination
from wraparound.model.terms import Unknown


@click.command("list")
@click.argument("family", shell_complete=complete_family)
@shared_options("store", "day", "output")
@click.pass_context
def command(ctx: click.Context, family: str) -> None:
    """List the decisions about FAMILY up to the day, with their rules and their appeals."""
    settings = settings_of(ctx)
    with open_program(settings) as program:
        chart = program.chart(family, as_of=settings.as_of)
    found = [
        each
        for each in chart.all(Determination)
        if not isinstance(each.on, date) or each.on <= chart.as_of
    ]
    rows = [_row(each) for each in found]
    if settings.as_json:
        keys = ("determination", "on", "rules", "version", "answer", "told_on", "appeal")
        listed = [dict(zip(keys, row, strict=True)) for row in rows]
        print_document("determinations", {"family": family, "determinations": listed})
        return
    page = Page(settings)
    columns = ("determination", "on", "rules", "version", "answer", "told how to appeal", "appeal")
    page.table(columns, rows)
    if not rows:
        page.line("No decision is on file.")


def _row(each: Determination) -> tuple[str, ...]:
    return (
        each.id,
        _day(each.on),
        "" if isinstance(each.rule_set, Unknown) else each.rule_set,
        "" if isinstance(each.rule_version, Unknown) else each.rule_version,
        each.answer.value,
        _day(each.appeal_told_on),
        _appeal(each),
    )


def _appeal(each: Determination) -> str:
    if each.appeal is None or not isinstance(each.appeal.asked_on, date):
        return ""
    outcome = each.appeal.outcome
    return f"asked {_day(each.appeal.asked_on)}, {outcome.value if outcome else 'open'}"


def _day(day: date | Unknown | None) -> str:
    return day.isoformat() if isinstance(day, date) else ""
