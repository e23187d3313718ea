"""``wraparound storage signing-key``: a key to sign seals with."""

from __future__ import annotations

from pathlib import Path

import click

from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.storage.seals.signing import make_signing_key


@click.command("signing-key")
@click.argument("file", type=click.Path(path_type=Path))
@shared_options("output")
@click.pass_context
def command(ctx: click.Context, file: Path) -> None:
    """Make a private key in FILE, and its public key in FILE.pub.

    Keep the private key where whoever can write to the store cannot read it. The public key may be
    known to everybody: verifying needs it.
    """
    settings = settings_of(ctx)
    public, name = make_signing_key(file)
    if settings.as_json:
        body = {"private": str(file), "public": str(public), "key": name}
        print_document("storage signing-key", body)
        return
    page = Page(settings)
    page.line(f"Private key: {file}")
    page.line(f"Public key:  {public}")
    page.line(f"Seals will name it {name}")
