"""``wraparound storage keys``: the file of master keys, and its rotation."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from wraparound.cli.loading import Suggesting
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import settings_of, shared_options
from wraparound.storage.keys import FolderShelf, add_master, make_key_file, read_key_file
from wraparound.storage.sealed import FamilyKeys

_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group("keys", cls=Suggesting)
def command() -> None:
    """Make and rotate the master keys that records are sealed with."""


@command.command("new")
@_FILE
@shared_options("output")
@click.pass_context
def new(ctx: click.Context, file: Path) -> None:
    """Make a key FILE with a new master, for your eyes only.

    Name it with --keys or WRAPAROUND_KEYS when you first open a new store: from then on, its
    records are sealed. The families' own keys stand in a folder beside the file. Whoever loses
    either loses every record: back both up, apart from the records and apart from each other.
    """
    settings = settings_of(ctx)
    made = make_key_file(file, on=datetime.now(UTC).date())
    if settings.as_json:
        print_document("storage keys", {"file": str(file), "shelf": str(made.shelf)})
        return
    page = Page(settings)
    page.line(f"Master keys:     {file}")
    page.line(f"Families' keys:  {made.shelf}")
    page.line("Back both up, apart from the records and apart from each other.")


@command.command("rotate")
@_FILE
@shared_options("output")
@click.pass_context
def rotate(ctx: click.Context, file: Path) -> None:
    """Put a new master into FILE, and wrap every family's key with it, while work goes on.

    No record is touched. Afterwards, older masters may be taken out of the file.
    """
    settings = settings_of(ctx)
    held = add_master(file, on=datetime.now(UTC).date())
    current = held.masters.current_id
    with progress(color=settings.color) as told:
        count = 0
        for folder in sorted(held.shelf.iterdir()) if held.shelf.is_dir() else ():
            keys = FamilyKeys(held.masters, FolderShelf(folder))
            while done := keys.rewrap(limit=100):
                count += done
                told.say(f"Wrapping keys: {count}")
    old = sorted(read_key_file(file).masters.keys.keys() - {current})
    if settings.as_json:
        body = {"current": current, "wrapped": count, "no_longer_needed": old}
        print_document("storage keys", body)
        return
    page = Page(settings)
    page.line(f"The current master is now {current}; {count} keys were wrapped with it.")
    if old:
        page.line(f"No longer needed, once every program has the new file: {', '.join(old)}")
