"""``wraparound storage views``: what reporting tools can read."""

from __future__ import annotations

import click

from wraparound.cli.commands.storage.address import url_argument
from wraparound.cli.failing import FOUND
from wraparound.cli.opening import address
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options


@click.command("views")
@url_argument
@click.option("--make", is_flag=True, help="Make the views of the store anew.")
@click.option("--prefix", metavar="TEXT", default="", help="What their names begin with.")
@shared_options("store", "output")
@click.pass_context
def command(ctx: click.Context, *, make: bool, prefix: str) -> None:
    """List the views for reports, with what each column holds and how private it is.

    A new SQLite or PostgreSQL store has them from the beginning, unless the database uses one of
    their names itself: then --make with a --prefix makes them.
    """
    from wraparound.storage.sql.caring import make_views  # noqa: PLC0415 - loads SQLAlchemy
    from wraparound.storage.sql.views import VIEWS  # noqa: PLC0415 - the same

    settings = settings_of(ctx)
    page = Page(settings)
    if prefix and not make:
        raise click.UsageError("--prefix goes with --make.", ctx)
    if make:
        taken = make_views(address(settings), prefix=prefix)
        if settings.as_json:
            print_document("storage views", {"made": not taken, "taken": list(taken)})
        elif taken:
            page.line(f"Nothing was made: the database itself uses {', '.join(taken)}.")
            page.line("--prefix gives the views other names, such as --prefix wa_")
        else:
            page.line(f"Made {len(VIEWS)} views.")
        if taken:
            ctx.exit(FOUND)
        return
    if settings.as_json:
        listed = [
            {
                "view": each.name,
                "columns": [
                    {"column": name, "holds": holds.value, "sensitivity": label.value}
                    for name, holds, label in each.shown
                ],
            }
            for each in VIEWS
        ]
        print_document("storage views", {"views": listed})
        return
    for each in VIEWS:
        page.heading(each.name)
        rows = [(name, holds.value, label.value) for name, holds, label in each.shown]
        page.table(("column", "holds", "sensitivity"), rows)
