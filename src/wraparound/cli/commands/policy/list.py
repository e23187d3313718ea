"""``wraparound policy list``: the packs at hand."""

from __future__ import annotations

import click

from wraparound.cli.commands.policy.shelf import Shelf, shelf_at_hand
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.policy import Pack, PayerPack, ProgramPolicy
from wraparound.policy.contents import Shelved, kind_of, title_of


@click.command("list")
@click.argument("text", required=False, default="")
@click.option(
    "--kind",
    type=click.Choice(["conflict", "program", "eligibility", "payers"]),
    help="Only packs of conflict rules, of programs, of who qualifies, or of who may pay.",
)
@shared_options("output")
@click.pass_context
def command(ctx: click.Context, *, text: str, kind: str | None) -> None:
    """List the packs of the library and of plugins; with TEXT only those that name it."""
    settings = settings_of(ctx)
    rows = [
        row
        for row in _rows(shelf_at_hand())
        if kind in (None, row["kind"]) and text.lower() in " ".join(row.values()).lower()
    ]
    if settings.as_json:
        print_document("policy list", {"packs": rows})
        return
    page = Page(settings)
    shown = ("name", "kind", "force", "title")
    page.table(shown, [[row[key] for key in shown] for row in rows])
    page.line()
    page.line(f"{len(rows)} packs. wraparound policy show NAME tells what one says.", style="dim")


def _rows(shelf: Shelf) -> list[dict[str, str]]:
    return [_row(name, shelf.find(name)) for name in shelf.names]


def _row(name: str, held: Shelved) -> dict[str, str]:
    return {
        "name": name,
        "kind": kind_of(held),
        "title": title_of(held),
        "force": _force(held),
        "compiled_on": _compiled_on(held),
    }


def _force(held: Shelved) -> str:
    if isinstance(held, Pack):
        return held.authority.value
    if isinstance(held, PayerPack):
        return held.jurisdiction
    return held.pack.force.value if isinstance(held, ProgramPolicy) else held[-1].purpose.value


def _compiled_on(held: Shelved) -> str:
    if isinstance(held, Pack):
        return ""
    if isinstance(held, PayerPack):
        return held.compiled_on.isoformat()
    read = held.pack.compiled_on if isinstance(held, ProgramPolicy) else held[-1].compiled_on
    return read.isoformat()
