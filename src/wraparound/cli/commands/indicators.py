"""``wraparound indicators``: numbers about the process of one family, with their parts."""

from __future__ import annotations

from datetime import date

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import Day, settings_of, shared_options
from wraparound.process.indicator import IndicatorOptions, Measured

NOTICE = "Our own indicators. They are not WFI-EZ, TOM or DART scores, nor a judgement of anybody."


@click.command("indicators")
@click.argument("family", shell_complete=complete_family)
@click.option("--from", "start", type=Day(), metavar="DAY", help="The first day of a period.")
@click.option("--to", "end", type=Day(), metavar="DAY", help="The first day after the period.")
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(ctx: click.Context, family: str, *, start: date | None, end: date | None) -> None:
    """Compute the indicators of the process for FAMILY, each with what it was made of.

    A period matters to days out of home and to who stayed on the team.
    """
    settings = settings_of(ctx)
    options = IndicatorOptions(start=start, end=end)
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
