"""``wraparound storage upgrade``: tables of an older version are brought up to date."""

from __future__ import annotations

import click

from wraparound.cli.commands.storage.address import is_sql, url_argument
from wraparound.cli.opening import address
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import settings_of, shared_options
from wraparound.errors import StorageUnavailable


@click.command("upgrade")
@url_argument
@shared_options("store", "output")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Bring tables of an older version up to date. Make a backup first.

    On SQLite and PostgreSQL it is one transaction: where anything fails, nothing has changed.
    Documents are not rewritten; every older schema of them is read as it is.
    """
    settings = settings_of(ctx)
    url = address(settings)
    if not is_sql(url):
        raise StorageUnavailable(
            "this store has no tables to bring up to date", hint="only SQL databases have"
        )
    from wraparound.storage.sql.caring import upgrade  # noqa: PLC0415 - loads SQLAlchemy

    with progress(color=settings.color) as told:
        steps = upgrade(url, told=lambda step: told.say(f"Bringing the tables to {step}"))
    if settings.as_json:
        print_document("storage upgrade", {"versions": list(steps)})
    elif steps:
        Page(settings).line(f"The tables are now of version {steps[-1]}.")
    else:
        Page(settings).line("The tables are up to date.")
