"""``wraparound storage forget``: a family's key is destroyed."""

from __future__ import annotations

import click

from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options


@click.command("forget")
@click.argument("family")
@click.option("--reason", default="", help="Why, as a short code or words without personal text.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@shared_options("store", "output")
@click.pass_context
def command(ctx: click.Context, family: str, *, reason: str, yes: bool) -> None:
    """Destroy the key of FAMILY, so that nobody reads its records again, from any copy.

    It cannot be undone. Ids, times and the audit trail stay, and the trail tells of this.
    """
    settings = settings_of(ctx)
    if not yes:
        question = f"Nobody will ever read the records of {family} again. Go on?"
        click.confirm(question, abort=True, err=True)
    with open_program(settings) as program:
        was = program.forget(family, by=program.reader.by, reason=reason)
    if settings.as_json:
        print_document("storage forget", {"family": family, "destroyed": was})
    else:
        words = "is destroyed" if was else "was not there, and never will be"
        Page(settings).line(f"The key of {family} {words}.")
