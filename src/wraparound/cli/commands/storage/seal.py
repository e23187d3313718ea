"""``wraparound storage seal``: the audit trail is sealed as far as it goes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from wraparound.cli.commands.storage.address import raw_store, url_argument
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.errors import StorageUnavailable
from wraparound.storage.seals import Seal, seal_trail, written
from wraparound.storage.seals.signing import read_signing_key


@click.command("seal")
@url_argument
@click.option(
    "--key",
    required=True,
    envvar="WRAPAROUND_SIGNING_KEY",
    show_envvar=True,
    type=click.Path(path_type=Path),
    help="The private key to sign with.",
)
@click.option(
    "--anchor",
    type=click.Path(path_type=Path),
    help="Also write the anchor to the end of this file, a line each.",
)
@shared_options("store", "output")
@click.pass_context
def command(ctx: click.Context, *, key: Path, anchor: Path | None) -> None:
    """Seal the audit trail as far as it goes, and print the anchor of the seal.

    The seal is kept in the store. Keep the anchor elsewhere: print it, mail it to an auditor, put
    it where nothing is overwritten. With it, cutting off the end of the trail shows, too.
    """
    settings = settings_of(ctx)
    signing = read_signing_key(key)
    with raw_store(settings) as store:
        kept = seal_trail(store, signing, program=settings.program, at=datetime.now(UTC))
    if kept is not None and anchor is not None:
        _append(anchor, kept)
    if settings.as_json:
        made = None if kept is None else json.loads(written(kept.anchor))
        print_document("storage seal", {"sealed": kept is not None, "anchor": made})
        return
    page = Page(settings)
    if kept is None:
        page.line("There is nothing to seal that is not sealed already.")
        return
    page.line(f"Seal {kept.number}: entries {kept.first} to {kept.last}, signed by {kept.key}")
    page.line("Keep this anchor elsewhere:")
    page.command(written(kept.anchor).decode())


def _append(file: Path, kept: Seal) -> None:
    try:
        with file.open("ab") as opened:
            opened.write(written(kept.anchor) + b"\n")
    except OSError as error:
        raise StorageUnavailable(
            f"the trail is sealed, but its anchor could not be written ({type(error).__name__})",
            hint="copy it from: wraparound storage verify --format json",
        ) from error
