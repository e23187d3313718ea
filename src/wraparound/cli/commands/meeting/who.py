"""``wraparound meeting who``: who must be at the next meeting of a team."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.process.expected import Expected


@click.command("who")
@click.argument("family", shell_complete=complete_family)
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(ctx: click.Context, family: str) -> None:
    """Show who must be at the next meeting of the team of FAMILY, and why.

    One member of each line is enough. The family may bring whomever it likes.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        found = program.expected(family, as_of=settings.as_of)
    if settings.as_json:
        rows = [expected_document(each) for each in found]
        print_document("meeting who", {"family": family, "expected": rows})
        return
    show_expected(Page(settings), found)


def show_expected(page: Page, expected: tuple[Expected, ...]) -> None:
    """Write who must be there, and whether they were."""
    page.table(
        ("one of", "must be there", "why", "rule", "was there"),
        [
            (
                ", ".join(each.members) or "nobody on the team",
                "yes" if each.required else "good practice",
                each.why,
                each.rule,
                _said(each),
            )
            for each in expected
        ],
    )


def expected_document(each: Expected) -> dict[str, object]:
    """Return somebody who must be there as JSON can say it."""
    return {
        "members": list(each.members),
        "why": each.why,
        "rule": each.rule,
        "required": each.required,
        "was_there": each.was_there,
    }


def _said(each: Expected) -> str:
    return {True: "yes", False: "no", None: ""}[each.was_there]
