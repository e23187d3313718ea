"""``wraparound policy diff``: what is different between two packs, or two days of one."""

from __future__ import annotations

import attrs
import click

from wraparound.cli.commands.policy.shelf import complete_names, look_up
from wraparound.cli.failing import FOUND
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.policy.contents import entries_of
from wraparound.policy.differences import differences


@click.command("diff")
@click.argument("before", metavar="PACK[@DAY]", shell_complete=complete_names)
@click.argument("after", metavar="PACK[@DAY]", shell_complete=complete_names)
@shared_options("output")
@click.pass_context
def command(ctx: click.Context, *, before: str, after: str) -> None:
    """Show what the second PACK says otherwise than the first: names, or files.

    With a day, as in us-ms@2024-06-01, only what may be in force on it is compared. The exit code
    is 1 where something differs.
    """
    settings = settings_of(ctx)
    (_, first), (_, second) = look_up((before,)), look_up((after,))
    found = differences(
        (entry for each in first for entry in entries_of(each.held, on=each.on)),
        (entry for each in second for entry in entries_of(each.held, on=each.on)),
    )
    old, new = (", ".join(each.title for each in side) for side in (first, second))
    if settings.as_json:
        changes = [attrs.asdict(each) for each in found]
        print_document("policy diff", {"before": old, "after": new, "differences": changes})
    else:
        page = Page(settings)
        page.line(f"From {old} to {new}.")
        rows = [(each.key, each.field, each.before or "-", each.after or "-") for each in found]
        if rows:
            page.table(("what", "part", "before", "after"), rows)
        else:
            page.line("Nothing is different.")
    if found:
        ctx.exit(FOUND)
