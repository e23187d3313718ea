"""``wraparound policy show``: what a pack says, with the text behind each line."""

from __future__ import annotations

import attrs
import click

from wraparound.cli.commands.policy.shelf import Asked, complete_names, look_up
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.policy import PayerPack, ProgramPolicy
from wraparound.policy.contents import entries_of, kind_of, title_of

_NOTICE = "Compiled from public texts; not legal advice."


@click.command("show")
@click.argument("pack", metavar="PACK", shell_complete=complete_names)
@shared_options("day", "output")
@click.pass_context
def command(ctx: click.Context, *, pack: str) -> None:
    """Show what PACK says: a name of ``policy list``, or the file of a pack.

    A program is shown with what it takes from the packs that it extends. With --as-of (or
    PACK@DAY) only what may be in force on that day is shown; two versions of one thing mean that
    the day of a change is not known.
    """
    settings = settings_of(ctx)
    _, found = look_up((pack,))
    found = tuple(attrs.evolve(each, on=each.on or settings.as_of) for each in found)
    documents = [_document(each) for each in found]
    if settings.as_json:
        print_document("policy show", {"packs": documents})
        return
    page = Page(settings)
    for each, document in zip(found, documents, strict=True):
        page.heading(f"{each.name}: {document['title']}")
        for entry in entries_of(each.held, on=each.on):
            page.line()
            page.line(entry.key, style="bold")
            for name, said in entry.fields.items():
                page.labelled(name.replace("_", " "), [said])
            if entry.pack != each.name:
                page.labelled("from", [entry.pack])
        for text in _not_found(each):
            page.line(f"Looked for and not found: {text}", style="dim")
    page.line()
    page.line(_NOTICE, style="dim")


def _document(asked: Asked) -> dict[str, object]:
    return {
        "name": asked.name,
        "kind": kind_of(asked.held),
        "title": title_of(asked.held),
        "on": None if asked.on is None else asked.on.isoformat(),
        "extends": [each.id for each in asked.held.packs[1:]]
        if isinstance(asked.held, ProgramPolicy)
        else [],
        "entries": [
            {"key": each.key, "pack": each.pack, **each.fields}
            for each in entries_of(asked.held, on=asked.on)
        ],
        "not_found": list(_not_found(asked)),
    }


def _not_found(asked: Asked) -> tuple[str, ...]:
    if isinstance(asked.held, PayerPack):
        return asked.held.not_found
    return asked.held.pack.not_found if isinstance(asked.held, ProgramPolicy) else ()
