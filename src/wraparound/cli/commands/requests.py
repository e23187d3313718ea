"""``wraparound requests``: what a family asked for or complained of, and who may handle it."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.findings_page import asked_document, print_changes
from wraparound.cli.opening import chart_of, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.requests_page import matter_document, show_matter
from wraparound.cli.settings import settings_of, shared_options
from wraparound.documents import NOTICE, Names


@click.command("requests")
@click.argument("family", shell_complete=complete_family)
@click.option(
    "--may",
    "people",
    multiple=True,
    metavar="PERSON",
    help="Ask of somebody else whether they may handle it; may be repeated.",
)
@click.option("--settled", is_flag=True, help="Show also what is answered or settled.")
@shared_options("personal", "policy", "overlay", "store", "day", "output")
@click.pass_context
def command(ctx: click.Context, family: str, *, people: tuple[str, ...], settled: bool) -> None:
    """Show what FAMILY asked for or complained of: how long it waits, and who may handle it.

    Nobody handles what is about themselves, their agency, their unit, their kin or those above
    them. The days for an answer are what each pack sets, or the library's default, which no cited
    text stands behind.
    """
    settings = settings_of(ctx)
    page = Page(settings)
    with open_program(settings) as program:
        found = program.requests(family, people=people, settled=settled, as_of=settings.as_of)
        names = Names.of(chart_of(program, family, settings), personal=settings.personal)
        asked = asked_document(program, settings)
        changes = program.policy.changes
    if settings.as_json:
        body = {**asked, "family": family}
        print_document("requests", {**body, "requests": [matter_document(each) for each in found]})
        return
    if not found:
        page.line(f"{family} has no open request and no open complaint.")
    for each in found:
        show_matter(page, each, names)
    print_changes(page, changes)
    page.line()
    page.line(NOTICE, style="dim")
