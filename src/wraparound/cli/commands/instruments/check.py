"""``wraparound instruments check``: assessments against the definitions of their instruments."""

from __future__ import annotations

from pathlib import Path

import click

from wraparound.cli.commands.instruments.own_content import OwnContent, content_options
from wraparound.cli.completing import complete_family
from wraparound.cli.opening import chart_of, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.instruments import AssessmentReading, Weight
from wraparound.instruments.document import finding_document

_NEVER = "never"
_ORDER = list(Weight)
_STYLES = {Weight.FAULT: "bold yellow", Weight.UNKNOWN: "cyan", Weight.NOTE: "dim"}


@click.command("check")
@click.argument("families", nargs=-1, metavar="[FAMILY]...", shell_complete=complete_family)
@click.option("--all", "everybody", is_flag=True, help="Check every family in the store.")
@click.option(
    "--fail-on",
    type=click.Choice([*(each.value for each in Weight), _NEVER]),
    default=_NEVER,
    show_default=True,
    help="End with exit code 1 where a finding weighs so much.",
)
@content_options
@shared_options("store", "day", "output")
@click.pass_context
def command(
    ctx: click.Context,
    families: tuple[str, ...],
    *,
    everybody: bool,
    fail_on: str,
    definitions: tuple[Path, ...],
    content: Path | None,
    sha256: str,
) -> None:
    """Check the assessments of families: unknown codes, ratings out of range, what is missing.

    Findings advise: none keeps a record from being saved. No rating or score is shown.
    """
    settings = settings_of(ctx)
    if everybody is bool(families):
        raise click.UsageError("Name families, or ask for --all.", ctx)
    own = OwnContent(ctx, definitions, content, sha256)
    with open_program(settings, plugins=[own]) as program:
        asked = program.families() if everybody else families
        read = {
            family: program.assessments(chart_of(program, family, settings)) for family in asked
        }
    found = [(family, each) for family, readings in read.items() for each in readings]
    if settings.as_json:
        print_document("instruments check", {"assessments": [_document(*each) for each in found]})
    else:
        _show(Page(settings), found)
    if fail_on != _NEVER and any(_weighs(each, Weight(fail_on)) for _, each in found):
        ctx.exit(1)


def _weighs(reading: AssessmentReading, least: Weight) -> bool:
    return any(_ORDER.index(each.weight) <= _ORDER.index(least) for each in reading.findings)


def _document(family: str, reading: AssessmentReading) -> dict[str, object]:
    return {
        "family": family,
        "assessment": reading.assessment,
        "instrument": reading.instrument.id if reading.instrument else reading.name,
        "on": reading.on.isoformat() if reading.on else None,
        "findings": [finding_document(each) for each in reading.findings],
    }


def _show(page: Page, found: list[tuple[str, AssessmentReading]]) -> None:
    if not found:
        page.line("There is no assessment by that day.")
    for family, reading in found:
        on = reading.on.isoformat() if reading.on else "a day that nobody recorded"
        page.heading(f"{family}: {reading.name}, {on} ({reading.assessment})")
        if not reading.findings:
            page.line("Nothing to look at.", style="good", indent=2)
        for each in sorted(reading.findings, key=lambda one: _ORDER.index(one.weight)):
            told = f"{each.weight.value.upper()} {each.code} {each.message}"
            page.line(told, style=_STYLES[each.weight], indent=2)
            page.line(each.rule.hint, indent=4)
