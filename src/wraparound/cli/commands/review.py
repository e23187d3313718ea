"""``wraparound review``: conflicts of interest, with the path of facts, the law, and what to do."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.failing import FOUND, WRONG
from wraparound.cli.findings_page import (
    print_changes,
    print_review,
    print_totals,
    print_unreviewed,
)
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.reviewing import NEVER, Reviewed, Tally, Unreviewed, review_each
from wraparound.cli.settings import Day, settings_of, shared_options
from wraparound.documents import NOTICE, Audience, path_mermaid, path_svg, review_document
from wraparound.model.findings import Severity

Document = dict[str, Any]  # Any: the values that JSON can say


@click.command("review")
@click.argument("families", metavar="[FAMILY]...", nargs=-1, shell_complete=complete_family)
@click.option("--all", "everybody", is_flag=True, help="Review every family in the store.")
@click.option(
    "--fail-on",
    type=click.Choice([*(each.value for each in Severity), NEVER]),
    default=Severity.HIGH.value,
    show_default=True,
    help="End with 1 if anything found weighs this much or more.",
)
@click.option(
    "--for",
    "audience",
    type=click.Choice([each.value for each in Audience]),
    default=Audience.ADMINISTRATOR.value,
    show_default=True,
    help="Who reads it: chains, dates and law, or plain words.",
)
@click.option(
    "--pictures",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Draw the path of each finding as SVG, and as Mermaid, into this folder.",
)
@click.option(
    "--since",
    type=Day(),
    metavar="DAY",
    help="With --fail-on: count also what is over, and held on this day or later.",
)
@shared_options("personal", "policy", "overlay", "day", "store", "output")
@click.pass_context
def command(
    ctx: click.Context,
    families: tuple[str, ...],
    *,
    everybody: bool,
    fail_on: str,
    since: date | None,
    audience: str,
    pictures: Path | None,
) -> None:
    """Find conflicts of interest around one family, several, or all.

    Each finding names the rule, shows the path of facts with their dates, says what the law asks
    and what can be done. A finding advises: nothing is changed.

    Exit code 1 if a finding holds now, is not lifted by a waiver, and weighs at least --fail-on.
    What cannot be told for lack of a fact counts with its weight; signals do not, nor does the
    past, unless --since names a day: some findings hold on a single day.
    """
    if everybody == bool(families):
        ctx.fail("Name one family or several, or say --all.")
    settings = settings_of(ctx)
    page, reader, tally = Page(settings), Audience(audience), Tally(fail_on, since)
    documents: list[Document] = []
    with open_program(settings) as program, progress(color=settings.color) as told:
        asked = program.families() if everybody else dict.fromkeys(families)
        for each in review_each(program, told.over(asked, "Reviewing family"), settings):
            tally.add(each)
            if isinstance(each, Unreviewed):
                continue
            if pictures is not None:
                _draw(each, pictures)
            if settings.as_json:
                documents.append(document_of(each))
            else:
                with told.paused():
                    print_review(page, each, reader)
    if settings.as_json:
        print_document("review", reviews_document(documents, tally))
    else:
        _close(page, tally, everybody=everybody)
    if tally.failed:
        ctx.exit(WRONG)
    ctx.exit(FOUND if tally.serious else 0)


def _draw(each: Reviewed, folder: Path) -> None:
    """Draw each finding; files are called by family, place and rule, never by a name."""
    folder.mkdir(parents=True, exist_ok=True)
    family = re.sub(r"[^A-Za-z0-9_-]", "_", each.family)
    for place, finding in enumerate(each.review.findings, start=1):
        name = f"{family}-{place:02}-{re.sub(r'[^A-Za-z0-9_-]', '_', finding.rule)}"
        folder.joinpath(f"{name}.svg").write_text(path_svg(finding, each.names), "utf-8")
        folder.joinpath(f"{name}.mmd").write_text(path_mermaid(finding, each.names), "utf-8")


def document_of(each: Reviewed) -> Document:
    """Return the review of one family as a document."""
    return review_document(each.family, each.review, each.names)


def reviews_document(documents: list[Document], tally: Tally) -> Document:
    """Return the reviews of several families as one document."""
    return {
        "notice": NOTICE,
        "fail_on": tally.fail_on,
        "since": None if tally.since is None else tally.since.isoformat(),
        "serious": tally.serious,
        "families": documents,
        "not_reviewed": [{"family": each.family, "reason": each.reason} for each in tally.failed],
    }


def _close(page: Page, tally: Tally, *, everybody: bool) -> None:
    if not tally.rows and not tally.failed:
        page.line("No family is stored. `wraparound import FILE` takes some in.")
        return
    if everybody and tally.rows:
        print_totals(page, tally)
    print_unreviewed(page, tally.failed)
    if tally.rows:
        print_changes(page, tally.changes)
        page.line()
        page.line(f"As of {tally.as_of}, under {', '.join(tally.packs)}. {NOTICE}", style="dim")
