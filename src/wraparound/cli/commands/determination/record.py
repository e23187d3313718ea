"""``wraparound determination record``: a decision into the record, with all that it rests on."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import acting, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.codec import to_document
from wraparound.eligibility.appealing import appeal_lines
from wraparound.eligibility.determination import NOTICE


@click.command("record")
@click.argument("family", shell_complete=complete_family)
@click.option("--rules", "name", required=True, metavar="NAME", help="The set of rules.")
@click.option("--enrollment", metavar="ID", help="The stay that it is about.")
@click.option("--person", metavar="ID", help="Whom it is about.")
@shared_options("store", "day", "output")
@click.pass_context
def command(
    ctx: click.Context, family: str, *, name: str, enrollment: str | None, person: str | None
) -> None:
    """Ask a set of rules about FAMILY, and keep the answer, its facts, its reasons and its appeal.

    It is not a clinical determination: people decide. --by says who.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        found = program.eligibility(family, rules=name, as_of=settings.as_of)
        kept = program.record_determination(
            found, family=family, by=acting(settings), enrollment=enrollment, person=person
        )
    if settings.as_json:
        print_document("determination recorded", {"determination": to_document(kept)})
        return
    page = Page(settings)
    page.line(f"Kept: {kept.id}, {name} on {found.on.isoformat()}: {kept.answer.value}.")
    page.line(found.meaning, indent=2)
    if kept.appeal is not None:
        page.labelled("appeal", appeal_lines(kept.appeal))
    page.line(f"Ask it again at any time: wraparound determination replay {kept.id}", style="dim")
    page.line(NOTICE, style="dim")
