"""``wraparound instruments explain``: what an assessment says, to a worker and to a family."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from wraparound.cli.commands.instruments.own_content import (
    OwnContent,
    complete_instrument,
    content_options,
)
from wraparound.cli.completing import complete_family
from wraparound.cli.opening import chart_of, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.errors import RecordNotFound
from wraparound.instruments import AssessmentReading, Explanation, explain_assessment
from wraparound.instruments.words import LANGUAGES


@click.command("explain")
@click.argument("family", shell_complete=complete_family)
@click.option("--assessment", metavar="ID", help="This one; the latest of each instrument if not.")
@click.option(
    "--instrument",
    metavar="NAME",
    shell_complete=complete_instrument,
    help="Only those with this instrument.",
)
@click.option("--scheme", default="", metavar="NAME", help="The published bands to read scores by.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--wording", is_flag=True, help="Show the wording of a licensed site's own content.")
@click.option(
    "--page",
    "out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it as a page for the family (HTML); the file must not be there.",
)
@content_options
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(  # noqa: PLR0913 - each is one option of the command line, by keyword
    ctx: click.Context,
    family: str,
    *,
    assessment: str | None,
    instrument: str | None,
    scheme: str,
    language: str,
    wording: bool,
    out: Path | None,
    definitions: tuple[Path, ...],
    content: Path | None,
    sha256: str,
) -> None:
    """Explain what assessments of FAMILY say: scores, patterns, change, and what one may ask for.

    Patterns in codes are those of the state of --practice, such as us-wa. It is not a clinical
    determination, and a score without a published value says so.
    """
    settings = settings_of(ctx)
    if out is not None and out.exists():
        message = f"{click.format_filename(out)} is there already; name another file with --page."
        raise click.UsageError(message, ctx)
    own = OwnContent(ctx, definitions, content, sha256)
    with open_program(settings, plugins=[own]) as program:
        chart = chart_of(program, family, settings)
        read = program.assessments(chart, instrument=instrument, scheme=scheme)
        shelf = program.instruments
    chosen = _chosen(read, assessment)
    told = [
        explain_assessment(
            each,
            language=language,
            content=shelf.content_of(each.instrument) if wording else None,
        )
        for each in chosen
    ]
    if settings.as_json:
        documents = [each.as_document() for each in told]
        print_document("assessments", {"family": family, "assessments": documents})
    elif out is None:
        _show(Page(settings), told)
    if out is not None:
        _write(out, told, ctx)
        if not settings.as_json:
            Page(settings).line(f"Wrote {click.format_filename(out)}.")


def _chosen(read: Sequence[AssessmentReading], wanted: str | None) -> list[AssessmentReading]:
    if wanted is None:
        latest = {(each.instrument.id if each.instrument else each.name): each for each in read}
        return list(latest.values())
    chosen = [each for each in read if each.assessment == wanted]
    if not chosen:
        known = ", ".join(each.assessment for each in read) or "none"
        raise RecordNotFound("assessment", wanted, hint=f"by that day there are: {known}")
    return chosen


def _write(out: Path, told: Sequence[Explanation], ctx: click.Context) -> None:
    if len(told) != 1:
        message = f"A page is of one assessment; choose one of {len(told)} with --assessment."
        raise click.UsageError(message, ctx)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(told[0].as_html(), "utf-8")


def _show(page: Page, told: Sequence[Explanation]) -> None:
    if not told:
        page.line("There is no assessment by that day.")
    for each in told:
        reading = each.reading
        page.heading(f"{reading.name}: {reading.assessment}")
        for finding in reading.faults:
            page.line(f"{finding.code} {finding.message}", style="bold yellow", indent=2)
        for part in each.parts:
            page.line()
            page.line(part.heading, style="bold")
            for line in part.lines:
                page.line(f"- {line}", indent=2)
        if reading.patterns:
            page.line()
            page.line("Published patterns", style="bold")
            for pattern in reading.patterns:
                page.line(f"{pattern.rules.id}: {pattern.meaning}", indent=2)
                if pattern.answer.missing:
                    page.labelled("missing", [", ".join(pattern.answer.missing)], indent=4)
        page.line()
        page.line(each.notice, style="dim")
