"""``wraparound due``: what is late or due soon, over all families."""

from __future__ import annotations

import click

from wraparound.cli.moments import as_text, in_words
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import settings_of, shared_options
from wraparound.process.next_steps import in_words as name_in_words


@click.command("due")
@click.option(
    "--within",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Leave out what is due later than so many days from then.",
)
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(ctx: click.Context, *, within: int | None) -> None:
    """List what is late or due, family after family, by the time limits of the program."""
    settings = settings_of(ctx)
    with open_program(settings) as program, progress(color=settings.color) as told:
        told.say("Asking every family's clocks")
        found = list(program.due(as_of=settings.as_of, within_days=within))
    ordered = sorted(found, key=lambda each: (str(each.due.due or "9999"), each.family))
    if settings.as_json:
        rows = [
            {
                "family": each.family,
                "clock": each.due.clock,
                "due": as_text(each.due.due),
                "status": each.due.status.value,
                "days_late": each.due.days_late,
                "citation": each.due.citation,
            }
            for each in ordered
        ]
        print_document("due", {"due": rows})
        return
    page = Page(settings)
    if not ordered:
        page.line("Nothing is late, and nothing is due.")
        return
    page.table(
        ("due", "family", "what", "days late"),
        [
            (
                in_words(each.due.due),
                each.family,
                name_in_words(each.due.clock),
                str(each.due.days_late or ""),
            )
            for each in ordered
        ],
    )
