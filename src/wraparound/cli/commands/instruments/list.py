"""``wraparound instruments list``: the instruments at hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from wraparound.cli.commands.instruments.own_content import (
    OwnContent,
    content_options,
    shelf_at_hand,
)
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options


@click.command("list")
@content_options
@shared_options("output")
@click.pass_context
def command(
    ctx: click.Context, *, definitions: tuple[Path, ...], content: Path | None, sha256: str
) -> None:
    """List the instruments of the library and of plugins, and what a record may hold of each."""
    settings = settings_of(ctx)
    shelf, _ = shelf_at_hand(OwnContent(ctx, definitions, content, sha256))
    rows = [
        {
            "instrument": each.id,
            "title": each.title,
            "edition": each.edition,
            "holds": each.keeps.value,
            "licensed": each.licensed,
            "certified": each.certified is not None,
            "own_content": each.id in shelf.contents,
        }
        for each in shelf.known.values()
    ]
    if settings.as_json:
        print_document("instruments list", {"instruments": rows})
        return
    page = Page(settings)
    columns = ("instrument", "holds", "needs", "title")
    page.table(
        columns,
        [
            (str(row["instrument"]), str(row["holds"]).replace("_", " "), _needs(row), _title(row))
            for row in rows
        ],
    )
    page.line()
    page.line("wraparound instruments show NAME tells codes, ranges and sources.", style="dim")


def _needs(row: Mapping[str, object]) -> str:
    words = ("licensed", "licence"), ("certified", "certificate")
    return ", ".join(word for key, word in words if row[key])


def _title(row: Mapping[str, object]) -> str:
    return f"{row['title']} {row['edition']}".strip()
