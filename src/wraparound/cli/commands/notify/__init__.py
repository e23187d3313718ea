"""``wraparound notify``: tell people what is due, late, found, asked, and theirs to do."""

from __future__ import annotations

import click

from wraparound.cli.loading import Lazy, Loading

_COMMANDS = {
    "run": Lazy(
        "wraparound.cli.commands.notify.run",
        "Put what there is to tell into the outbox, and send what is due.",
    ),
    "list": Lazy(
        "wraparound.cli.commands.notify.list",
        "List the messages of the outbox, and how each stands.",
    ),
    "retry": Lazy(
        "wraparound.cli.commands.notify.retry",
        "Let parked messages be sent again.",
    ),
}


@click.group("notify", cls=Loading, table=_COMMANDS)
def command() -> None:
    """Tell people what is due, late, found, asked, and theirs to do."""
