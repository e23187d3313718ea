"""``wraparound disclosures form``: the form that somebody reads, corrects and signs."""

from __future__ import annotations

from pathlib import Path

import click

from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.program import FEDERAL_PACKS, disclosure_form


@click.command("form")
@click.argument("person")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("disclosure.html"),
    show_default=True,
    help="The page to write; it must not be there.",
)
@shared_options("store", "day", "policy", "overlay", "personal", "output")
@click.pass_context
def command(ctx: click.Context, person: str, *, out: Path) -> None:
    """Write the form that PERSON reads, corrects and signs: duties, ties on file, what is missing.

    With --format json the form is printed and no page is written. People are called by their names
    with --personal only.
    """
    settings = settings_of(ctx)
    settings.policies = settings.policies or (*FEDERAL_PACKS, "GOOD-PRACTICE")
    if not settings.as_json and out.exists():
        message = f"{click.format_filename(out)} is there already; name another file with --out."
        raise click.UsageError(message, ctx)
    with open_program(settings) as program:
        form = disclosure_form(program, person, as_of=settings.as_of, personal=settings.personal)
    if settings.as_json:
        print_document("disclosure form", form.as_document())
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(form.as_html(), "utf-8")
    page = Page(settings)
    page.line(f"Wrote {click.format_filename(out)}.")
    if form.renew_by is not None:
        page.line(f"If it is signed on {form.as_of}, it is to be renewed by {form.renew_by}.")
