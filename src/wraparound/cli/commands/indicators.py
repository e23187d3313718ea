"""``wraparound indicators``: numbers about the process, of one family or of many together."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import Day, Settings, settings_of, shared_options
from wraparound.process.indicator import IndicatorOptions, Measured
from wraparound.process.whose import By
from wraparound.program import ALL_GROUPS, IndicatorCell, IndicatorReport

NOTICE = "Our own indicators. They are not WFI-EZ, TOM or DART scores, nor a judgement of anybody."
_INSIDE = "Small groups are shown: for use inside the program, not to publish."
_HIDDEN = "hidden"
_COLUMNS = (
    "indicator", "group", "value", "numerator", "denominator", "families", "excluded", "without",
    "status",
)  # fmt: skip


@click.command("indicators")
@click.argument("family", required=False, shell_complete=complete_family)
@click.option(
    "--per",
    type=click.Choice([each.value for each in By]),
    help="Over all families, by who facilitates, for which agency, or in which program.",
)
@click.option("--from", "start", type=Day(), metavar="DAY", help="The first day of a period.")
@click.option("--to", "end", type=Day(), metavar="DAY", help="The first day after the period.")
@click.option("--inside", is_flag=True, help="With --per: show small groups, never to publish.")
@click.option("--csv", "as_csv", is_flag=True, help="With --per: answer as a table in CSV.")
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(
    ctx: click.Context,
    family: str | None,
    *,
    per: str | None,
    start: date | None,
    end: date | None,
    inside: bool,
    as_csv: bool,
) -> None:
    """Compute the indicators of the process for FAMILY, or with --per over all families.

    Each is told with what it was made of. For one family, a period matters to days out of home and
    to who stayed on the team. With --per, groups of few families are hidden, and what would tell
    them.
    """
    settings = settings_of(ctx)
    if (family is None) == (per is None):
        raise click.UsageError("name a family, or count all with --per.", ctx)
    if family is not None:
        if inside or as_csv:
            raise click.UsageError("--inside and --csv go with --per.", ctx)
        _of_family(settings, family, IndicatorOptions(start=start, end=end))
        return
    if start is None or end is None or end <= start:
        raise click.UsageError("--per needs a period: --from a day, --to a later one.", ctx)
    with open_program(settings) as program, progress(color=settings.color) as told:
        report = program.indicators_by(
            By(per),
            start=start,
            end=end,
            inside=inside,
            told=lambda count: told.say(f"Families gone over: {count}"),
        )
    if as_csv:
        _write_csv(report)
    elif settings.as_json:
        print_document("indicators by group", _report(report))
    else:
        _show(Page(settings), report)


def _of_family(settings: Settings, family: str, options: IndicatorOptions) -> None:
    with open_program(settings) as program:
        found = program.indicators(family, as_of=settings.as_of, options=options)
    if settings.as_json:
        body = {"family": family, "notice": NOTICE}
        measured = {name: _document(each) for name, each in found.items()}
        print_document("indicators", {**body, "indicators": measured})
        return
    page = Page(settings)
    page.table(
        ("indicator", "value", "of", "left out"),
        [
            (name.replace("_", " "), _value(each), _parts(each), str(each.excluded or ""))
            for name, each in found.items()
        ],
    )
    page.line(NOTICE, style="dim")


def _show(page: Page, report: IndicatorReport) -> None:
    page.line(f"From {report.start} up to {report.end}, by {report.by.value}.")
    groups = {
        _group(name): _HIDDEN if count is None else str(count)
        for name, count in report.groups.items()
    }
    page.table((report.by.value, "families"), list(groups.items()))
    for name in dict.fromkeys(each.indicator for each in report.cells if each.value is not None):
        page.heading(name.replace("_", " "))
        page.table(
            (report.by.value, "value", "of", "families"),
            [
                (_group(each.group), _shown(each), _of(each), _count(each.families))
                for each in report.cells
                if each.indicator == name and (each.hidden or each.value is not None)
            ],
        )
    for reason, count in report.left_out.items():
        page.line(f"Not counted: {count}, {reason}.", style="dim")
    page.line()
    if report.least > 1:
        page.line(
            f"Hidden: groups of fewer than {report.least} families, and what would tell them.",
            style="dim",
        )
    else:
        page.line(_INSIDE, style="bold yellow")
    page.line(NOTICE, style="dim")


def _write_csv(report: IndicatorReport) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in report.cells:
        writer.writerow(["" if value is None else value for value in _row(each)])


def _row(each: IndicatorCell) -> Iterator[object]:
    yield from (each.indicator, each.group, _number(each.value))
    yield from (_number(each.numerator), _number(each.denominator))
    yield from (each.families, each.excluded, each.without)
    yield _HIDDEN if each.hidden else each.status.value if each.status else None


def _report(report: IndicatorReport) -> dict[str, object]:
    return {
        "notice": NOTICE,
        "per": report.by.value,
        "from": report.start.isoformat(),
        "to": report.end.isoformat(),
        "least": report.least,
        "groups": dict(report.groups),
        "cells": [dict(zip(_COLUMNS, _row(each), strict=True)) for each in report.cells],
        "left_out": dict(report.left_out),
    }


def _group(name: str) -> str:
    return "all" if name == ALL_GROUPS else name or "not recorded"


def _shown(each: IndicatorCell) -> str:
    return _HIDDEN if each.value is None else f"{each.value.normalize():f}"


def _of(each: IndicatorCell) -> str:
    if each.numerator is None or each.denominator is None:
        return ""
    return f"{float(each.numerator):g} / {float(each.denominator):g}"


def _count(count: int | None) -> str:
    return "" if count is None else str(count)


def _number(value: Decimal | Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _value(measured: Measured) -> str:
    rounded = measured.rounded
    return (
        measured.status.value.replace("_", " ") if rounded is None else f"{rounded.normalize():f}"
    )


def _parts(measured: Measured) -> str:
    if measured.numerator is None or measured.denominator is None:
        return ""
    return f"{float(measured.numerator):g} / {float(measured.denominator):g}"


def _document(measured: Measured) -> dict[str, object]:
    rounded = measured.rounded
    return {
        "value": None if rounded is None else float(rounded),
        "numerator": None if measured.numerator is None else float(measured.numerator),
        "denominator": None if measured.denominator is None else float(measured.denominator),
        "excluded": measured.excluded,
        "status": measured.status.value,
    }
