"""``wraparound options``: every provider that a family can choose."""

from __future__ import annotations

import click

from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.program import ProviderOption


@click.command("options")
@click.argument("family")
@click.argument("category")
@click.option("--area", "areas", multiple=True, metavar="AREA", help="Where; may be repeated.")
@shared_options("store", "day", "policy", "overlay", "output")
@click.pass_context
def command(ctx: click.Context, family: str, category: str, areas: tuple[str, ...]) -> None:
    """List every provider of CATEGORY that FAMILY can choose, from any agency.

    Those that are tied to somebody who decides for the family are among them, and are marked. The
    order favours nobody. Without --area, it is where the youth live.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        found = program.options(
            family, category=category, areas=areas or None, as_of=settings.as_of
        )
        names = {each.id: each.name for each in program.directory().agencies}
    if settings.as_json:
        body = {"family": family, "category": category}
        print_document("options", {**body, "options": [_document(each) for each in found]})
        return
    page = Page(settings)
    if not found:
        page.line(f"The directory holds no provider of {category} there.")
        return
    page.table(
        ("agency", "name", "willing", "qualified", "tied by"),
        [
            (
                each.agency,
                name if isinstance(name := names.get(each.agency), str) else "",
                _word(each.willing),
                _word(each.qualified),
                ", ".join(finding.rule for finding in each.ties),
            )
            for each in found
        ],
    )
    page.line("The order is nobody's choice; the family's choice is the family's.", style="dim")


def _word(said: bool | None) -> str:
    return "not known" if said is None else "yes" if said else "no"


def _document(option: ProviderOption) -> dict[str, object]:
    return {
        "agency": option.agency,
        "services": list(option.services),
        "willing": option.willing,
        "qualified": option.qualified,
        "languages": list(option.languages),
        "tied": option.tied,
        "ties": [
            {
                "rule": each.rule,
                "severity": each.severity.value,
                "disposition": each.disposition.value,
                "holder": each.holder,
                "counterparty": each.counterparty,
            }
            for each in option.ties
        ],
    }
