"""``wraparound schema``: the JSON Schema of every kind of record."""

from __future__ import annotations

import json
from pathlib import Path

import click

from wraparound.codec import json_schema
from wraparound.model.kinds import KINDS, kind_named


def _complete_kinds(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in KINDS if name.startswith(incomplete)]


@click.command("schema")
@click.argument("kinds", metavar="[KIND]...", nargs=-1, shell_complete=_complete_kinds)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a file for each kind into this folder, instead of printing.",
)
def command(kinds: tuple[str, ...], folder: Path | None) -> None:
    """Print the JSON Schema of kinds of record (all of them, where none is named)."""
    schemas = {name: json_schema(kind_named(name).name) for name in kinds or KINDS}
    if folder is None:
        click.echo(json.dumps(schemas if len(schemas) != 1 else schemas.popitem()[1], indent=2))
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        text = json.dumps(schema, indent=2) + "\n"
        (folder / f"{name}.schema.json").write_text(text, encoding="utf-8")
    click.echo(f"{len(schemas)} schemas in {folder}")
