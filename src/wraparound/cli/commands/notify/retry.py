"""``wraparound notify retry``: parked messages may be sent again."""

from __future__ import annotations

from collections.abc import Sequence

import click

from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.storage import MessageState, Store

_AT_ONCE = 1000


@click.command("retry")
@click.argument("messages", nargs=-1, metavar="[MESSAGE]...")
@click.option("--all", "everything", is_flag=True, help="Every parked message.")
@shared_options("store", "output")
@click.pass_context
def command(ctx: click.Context, *, messages: tuple[str, ...], everything: bool) -> None:
    """Let parked messages be sent again; `notify run` sends them.

    The exit code is 2 where one that is named is not parked; the others are released all the same.
    """
    if bool(messages) == everything:
        raise click.UsageError("Name messages, or give --all for every parked one.", ctx)
    settings = settings_of(ctx)
    with open_program(settings) as program:
        now = program.present()
        named: Sequence[str] = messages
        if everything:
            named = _parked(program.store)
        released = [each for each in named if program.store.release_message(each, at=now)]
    unknown = [each for each in named if each not in set(released)]
    if settings.as_json:
        print_document("notify retry", {"released": released, "not_parked": unknown})
    else:
        page = Page(settings)
        page.line(f"{len(released)} may be sent again: `wraparound notify run` sends them.")
        for each in unknown:
            page.line(f"{each} is not parked.", style="bold red")
    if unknown:
        ctx.exit(2)


def _parked(store: Store) -> list[str]:
    """Return every parked message, however many there are."""
    limit = _AT_ONCE
    while len(held := store.messages(MessageState.PARKED, limit=limit)) == limit:
        limit *= 2
    return [each.message.id for each in held]
