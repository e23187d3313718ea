"""``wraparound worksheet``: facts and pointers for a trained record reviewer."""

from __future__ import annotations

from pathlib import Path

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options


@click.command("worksheet")
@click.argument("family", shell_complete=complete_family)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page of HTML to a file that is not there yet.",
)
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(ctx: click.Context, family: str, *, out: Path | None) -> None:
    """Gather what a trained reviewer of FAMILY's record needs: facts, where they stand, blanks.

    It follows the activities of the practice in our own words. It holds no item of any instrument,
    no score of one and no words of the family.
    """
    settings = settings_of(ctx)
    if out is not None and out.exists():
        message = f"{click.format_filename(out)} is there already; name another file with --out."
        raise click.UsageError(message, ctx)
    with open_program(settings) as program:
        paper = program.worksheet(family, as_of=settings.as_of)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(paper.as_html(), "utf-8")
    if settings.as_json:
        print_document("worksheet", {"family": family, "held": paper.as_document()})
    elif out is not None:
        Page(settings).line(f"Wrote {click.format_filename(out)}.")
    else:
        page = Page(settings)
        for line in paper.as_text().splitlines():
            page.line(line)
