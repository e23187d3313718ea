"""``wraparound what-if``: what a change would do to the findings, before anybody makes it."""

from __future__ import annotations

from pathlib import Path

import click

from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.conflict import LeastChange
from wraparound.documents import explain_finding
from wraparound.model.findings import Finding
from wraparound.model.record import Record
from wraparound.program import Program, Supposed, Supposition
from wraparound.program.keeping import desk_over, read_into

_WHOSE = {
    "program": "passes to somebody else (the program's to arrange)",
    "person": "ends (theirs to end)",
    "family": "ends (the family's own choice, and nobody else's)",
}


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
@shared_options("store", "day", "policy", "overlay", "output")
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
    gone = tuple(_key(ctx, each) for each in without)
    told: list[tuple[str, Finding, tuple[LeastChange, ...]]] = []
    found: list[Supposed] = []
    with open_program(settings) as program:
        if least:
            told = [
                (family, finding, changes)
                for family in families
                for finding, changes in program.least_changes(family, as_of=settings.as_of)
            ]
        else:
            change = Supposition(records=_records(program, files), without=gone)
            found = list(program.what_if(change, families=families or None, as_of=settings.as_of))
    if least:
        if settings.as_json:
            print_document("least changes", {"findings": [_least(*each) for each in told]})
        else:
            _show_least(Page(settings), told)
    elif settings.as_json:
        print_document("what-if", {"families": [_document(each) for each in found]})
    else:
        _show(Page(settings), found)


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


def _show(page: Page, found: list[Supposed]) -> None:
    changed = [each for each in found if not each.is_the_same]
    for each in changed:
        page.heading(f"Family {each.family}")
        now, then = each.difference.removed, each.difference.added
        for identity in dict.fromkeys(map(_identity, (*then, *now))):
            _show_one(
                page,
                now=[finding for finding in now if _identity(finding) == identity],
                then=[finding for finding in then if _identity(finding) == identity],
            )
    page.line()
    looked_at = f"{len(found)} {'family' if len(found) == 1 else 'families'} looked at"
    page.line(f"{looked_at}, {len(changed)} would have other findings.")
    page.line("Nothing was stored.", style="dim")


def _show_one(page: Page, *, now: list[Finding], then: list[Finding]) -> None:
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
            page.line(f"{when}: {explain_finding(each).state}", indent=4)


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.plan, finding.holder, finding.counterparty, finding.path


def _show_least(page: Page, told: list[tuple[str, Finding, tuple[LeastChange, ...]]]) -> None:
    for family, finding, changes in told:
        page.heading(f"{family}: {finding.rule}, {finding.title}")
        if not changes:
            page.line("Nothing as small as the end of two facts clears it.", indent=2)
        for change in changes:
            parts = [
                f"{_fact(finding, fact)} {_WHOSE[whose.value]}"
                for fact, whose in zip(change.facts, change.whose, strict=True)
            ]
            page.line(" and ".join(parts), indent=2)
    page.line()
    page.line("Nothing is done by itself: these are possibilities to talk about.", style="dim")


def _fact(finding: Finding, fact: str) -> str:
    """Return what a fact says, because many ids were made by a machine."""
    said = next((each for each in finding.evidence if each.id == fact), None)
    if said is None:
        return fact
    words = " ".join(filter(None, (said.subject, said.says, said.object)))
    return f"{fact} ({words})"


def _document(supposed: Supposed) -> dict[str, object]:
    return {
        "family": supposed.family,
        "added": [_finding(each) for each in supposed.difference.added],
        "removed": [_finding(each) for each in supposed.difference.removed],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "plan": finding.plan,
        "holder": finding.holder,
        "counterparty": finding.counterparty,
        "severity": finding.severity.value,
        "disposition": finding.disposition.value,
        "start": None if finding.start is None else finding.start.isoformat(),
        "end": None if finding.end is None else finding.end.isoformat(),
        "path": list(finding.path),
        "title": finding.title,
    }


def _least(family: str, finding: Finding, changes: tuple[LeastChange, ...]) -> dict[str, object]:
    return {
        "family": family,
        "finding": _finding(finding),
        "changes": [
            {"facts": list(each.facts), "whose": [whose.value for whose in each.whose]}
            for each in changes
        ],
    }
