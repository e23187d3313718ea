"""``wraparound what-if``: what a change would do to the findings, before anybody makes it."""

from __future__ import annotations

from pathlib import Path

import click

from wraparound.cli.findings_page import asked_document, print_changes
from wraparound.cli.least_page import finding_document, least_document, show_least
from wraparound.cli.opening import chart_of, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import Settings, settings_of, shared_options
from wraparound.documents import NOTICE, Names, explain_finding
from wraparound.model.findings import Finding
from wraparound.model.record import Record
from wraparound.program import Program, Supposed, Supposition
from wraparound.program.keeping import desk_over, read_into


@click.command("what-if")
@click.argument("files", metavar="[FILE...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--family", "families", multiple=True, metavar="FAMILY", help="Only this family.")
@click.option(
    "--without",
    multiple=True,
    metavar="KIND:ID",
    help="Suppose that a record is gone, such as tie:job-7; may be repeated.",
)
@click.option("--least", is_flag=True, help="Show the least changes that would clear each finding.")
@shared_options("personal", "store", "day", "policy", "overlay", "output")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    files: tuple[Path, ...],
    families: tuple[str, ...],
    without: tuple[str, ...],
    least: bool,
) -> None:
    """Show what would become of the findings if the records in FILE held. Nothing is stored.

    FILE is a case file (or any format that can be imported) with the records as they would be: a
    new job, another facilitator, another provider. With --least and --family, it shows instead
    what would clear each finding, and whose choice that is.
    """
    settings = settings_of(ctx)
    if least and not families:
        raise click.UsageError("--least needs --family.", ctx)
    if not least and not files and not without:
        raise click.UsageError("Name a FILE, or a record with --without.", ctx)
    day = settings.as_of
    gone = tuple(_key(ctx, each) for each in without)
    page = Page(settings)
    with open_program(settings) as program:
        asked = asked_document(program, settings)
        if least:
            told = []
            for family in dict.fromkeys(families):
                chart = chart_of(program, family, settings)
                told.append((chart, list(program.least_changes(family, as_of=day))))
            if settings.as_json:
                print_document("least changes", {**asked, "findings": least_document(told)})
            else:
                show_least(page, told, settings)
        else:
            change = Supposition(records=_records(program, files), without=gone)
            found = list(program.what_if(change, families=families or None, as_of=day))
            if settings.as_json:
                changed = [_document(each) for each in found]
                print_document("what-if", {**asked, "families": changed})
            else:
                _show(page, found, program, settings)
        if not settings.as_json:
            print_changes(page, program.policy.changes)
            page.line(NOTICE, style="dim")


def _key(ctx: click.Context, text: str) -> tuple[str, str]:
    kind, colon, record_id = text.partition(":")
    if not colon or not record_id:
        raise click.UsageError(f"{text!r} is not KIND:ID, such as tie:job-7.", ctx)
    return kind, record_id


def _records(program: Program, files: tuple[Path, ...]) -> tuple[Record, ...]:
    desk = desk_over(program.store)
    read_into(
        desk,
        list(files),
        program.importers,
        format_name=None,
        system=None,
        progress=lambda _: None,
    )
    return tuple(record for record, _ in desk.changed())


def _show(page: Page, found: list[Supposed], program: Program, settings: Settings) -> None:
    changed = [each for each in found if not each.is_the_same]
    for each in changed:
        page.heading(f"Family {each.family}")
        chart = chart_of(program, each.family, settings)
        names = Names.of(chart, personal=settings.personal)
        now, then = each.difference.removed, each.difference.added
        for identity in dict.fromkeys(map(_identity, (*then, *now))):
            _show_one(
                page,
                names,
                now=[finding for finding in now if _identity(finding) == identity],
                then=[finding for finding in then if _identity(finding) == identity],
            )
    page.line()
    looked_at = f"{len(found)} {'family' if len(found) == 1 else 'families'} looked at"
    page.line(f"{looked_at}, {len(changed)} would have other findings.")
    page.line("Nothing was stored.", style="dim")


def _show_one(page: Page, names: Names, *, now: list[Finding], then: list[Finding]) -> None:
    """Write what becomes of one fact, which can have several findings one after the other."""
    finding = (then or now)[-1]
    if now and then:
        word, style = "would be otherwise", "bold"
    elif then:
        word, style = "would be found", "bold red"
    else:
        word, style = "would be gone", "green"
    page.line(f"{word}: {finding.severity.value} {finding.rule}", style=style, indent=2)
    page.line(finding.title, indent=4)
    page.line(f"facts: {', '.join(finding.path)}", indent=4)
    for when, listed in (("now", now), ("then", then)):
        for each in listed:
            page.line(f"{when}: {explain_finding(each, names).state}", indent=4)


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.plan, finding.holder, finding.counterparty, finding.path


def _document(supposed: Supposed) -> dict[str, object]:
    return {
        "family": supposed.family,
        "added": [finding_document(each) for each in supposed.difference.added],
        "removed": [finding_document(each) for each in supposed.difference.removed],
    }
