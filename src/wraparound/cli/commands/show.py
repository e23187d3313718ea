"""``wraparound show``: one family's chart on a page."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import chart_of, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.cli.typing_in import typed_name
from wraparound.documents import Names, summarize_chart


@click.command("show")
@click.argument("family", shell_complete=complete_family)
@shared_options("personal", "store", "day", "output")
@click.pass_context
def command(ctx: click.Context, family: str) -> None:
    """Show one family's chart: its people, stay, team, duties, plan and services.

    People are shown by their ids, and what services are for is left out, unless --personal asks
    for it.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        chart = chart_of(program, family, settings)
    names = Names.of(chart, personal=settings.personal)
    sections = summarize_chart(chart, names)
    if settings.as_json:
        body = {
            each.key: [dict(zip(each.columns, row, strict=True)) for row in each.rows]
            for each in sections
        }
        head = {"family": chart.family.id, "as_of": chart.as_of.isoformat()}
        print_document(
            "chart", {**head, "personal": settings.personal, **body, "names": names.shown}
        )
        return
    page = Page(settings)
    hidden = "" if settings.personal else " (personal text is hidden; --personal shows it)"
    page.line(f"Family {chart.family.id} as of {chart.as_of}{hidden}", style="bold")
    for section in sections:
        page.heading(section.title)
        page.table(section.columns, section.rows)
    page.line()
    page.line(f"Next: {typed_name()} review {chart.family.id}", style="dim")
