"""``wraparound options``: every provider that a family can choose."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.findings_page import asked_document, print_changes
from wraparound.cli.opening import acting, chart_of, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.documents import NOTICE, Names
from wraparound.model.findings import Finding
from wraparound.program import ProviderOption


@click.command("options")
@click.argument("family", shell_complete=complete_family)
@click.argument("need")
@click.option("--area", "areas", multiple=True, metavar="AREA", help="Where; may be repeated.")
@click.option(
    "--keep",
    "offered_by",
    metavar="PERSON",
    help="Keep that PERSON shows the family these options today, as an offer.",
)
@shared_options("personal", "store", "day", "policy", "overlay", "output")
@click.pass_context
def command(
    ctx: click.Context, family: str, need: str, areas: tuple[str, ...], offered_by: str | None
) -> None:
    """List every provider for NEED that FAMILY can choose, from any agency.

    NEED is a need on the plan, by its id, or a kind of help, such as respite. Providers that are
    tied to somebody who decides for the family are among them, and are marked. The order favours
    nobody. Without --area, it is where the youth live.
    """
    settings = settings_of(ctx)
    if offered_by and settings.as_of is not None:
        message = "--keep keeps what is shown today, so it does not go with --as-of."
        raise click.UsageError(message, ctx)
    page = Page(settings)
    with open_program(settings) as program:
        found = program.options(need, family, areas=areas or None, as_of=settings.as_of)
        names = Names.of(chart_of(program, family, settings), personal=settings.personal)
        asked = asked_document(program, settings)
        changes = program.policy.changes
        kept = (
            program.offer(
                need, family, offered_by=offered_by, by=acting(settings), areas=areas or None
            )
            if offered_by
            else ()
        )
    if settings.as_json:
        body = {**asked, "family": family, "need": need}
        listed = [_document(each) for each in found]
        body = {**body, "kept": [each.id for each in kept]}
        print_document("options", {**body, "options": listed})
        return
    if found:
        page.table(
            ("agency", "name", "for", "willing", "qualified", "tied by"),
            [
                (
                    each.agency,
                    names.agencies.get(each.agency, ""),
                    each.category,
                    _word(each.willing),
                    _word(each.qualified),
                    ", ".join(finding.rule for finding in each.ties),
                )
                for each in found
            ],
        )
        for tied in (each for each in found if each.ties):
            lines = [_tie(finding, names) for finding in tied.ties]
            page.labelled(f"{tied.agency} is tied", lines)
        page.line("The order is nobody's choice; the family's choice is the family's.", style="dim")
    else:
        page.line(f"The directory holds nobody for {need} there.")
    for offer in kept:
        page.line(f"Kept as the offer {offer.id}; write into it what the family says to each.")
    print_changes(page, changes)
    page.line(NOTICE, style="dim")


def _tie(finding: Finding, names: Names) -> str:
    holder = names.who(finding.holder) if finding.holder else ""
    return f"{finding.rule}: {finding.title}{f' ({holder})' if holder else ''}"


def _word(said: bool | None) -> str:
    return "not known" if said is None else "yes" if said else "no"


def _document(option: ProviderOption) -> dict[str, object]:
    return {
        "agency": option.agency,
        "category": option.category,
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
