"""``wraparound plan-changes``: what is different between two versions of a plan."""

from __future__ import annotations

import attrs
import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.documents import PlanChange, Redline, called_on_team

_PUBLIC = frozenset({"status", "due", "need", "strategy", "priority", "part of life"})
"""Fields that hold no words of a family."""


@click.command("plan-changes")
@click.argument("family", shell_complete=complete_family)
@click.option("--from", "before", type=int, metavar="N", help="The older version.")
@click.option("--to", "after", type=int, metavar="N", help="The newer version.")
@shared_options("store", "day", "personal", "output")
@click.pass_context
def command(ctx: click.Context, family: str, *, before: int | None, after: int | None) -> None:
    """Show what changed between two versions of the plan of FAMILY; the last two if left out.

    Words of the plan are shown with --personal only.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        stay = program.stay(family, as_of=settings.as_of)
        found = program.plan_changes(stay.chart, before=before, after=after)
    if settings.as_json:
        told = changes_document(found, personal=settings.personal)
        print_document("plan changes", {"family": family, **told})
        return
    shown = found if settings.personal else hidden(found)
    page = Page(settings)
    page.line(f"From {shown.before} to {shown.after}.")
    if settings.personal and shown.reason:
        page.line(f"Why: {shown.reason}")
    if shown.did_not_work:
        page.line(f"What did not work: {', '.join(shown.did_not_work)}")
    for sentence in shown.in_words(called_on_team(stay) if settings.personal else None):
        page.line(f"- {sentence}", indent=2)
    if not shown.changes:
        page.line("Nothing is different.")


def hidden(changes: Redline) -> Redline:
    """Return changes without the words of a family."""
    return attrs.evolve(changes, changes=tuple(map(_hidden, changes.changes)))


def _hidden(change: PlanChange) -> PlanChange:
    if change.what in _PUBLIC:
        return change
    return attrs.evolve(
        change, before="…" if change.before else "", after="…" if change.after else ""
    )


def changes_document(found: Redline, *, personal: bool) -> dict[str, object]:
    """Return changes as JSON can say them, with words of the family only where asked for."""
    shown = found if personal else hidden(found)
    return {
        "before": found.before,
        "after": found.after,
        "reason": found.reason if personal else None,
        "did_not_work": list(found.did_not_work),
        "changes": [
            {
                "kind": each.kind.value,
                "part": each.part,
                "id": each.id or None,
                "what": each.what or None,
                "before": each.before,
                "after": each.after,
            }
            for each in shown.changes
        ],
    }
