"""``wraparound determination``: decisions about who qualifies, kept, replayed and appealed."""

from __future__ import annotations

import click

from wraparound.cli.loading import Lazy, Loading

_HERE = "wraparound.cli.commands.determination"
_COMMANDS = {
    "record": Lazy(f"{_HERE}.record", "Decide who qualifies, and keep it with all it rests on."),
    "list": Lazy(f"{_HERE}.listing", "List the decisions about a family."),
    "replay": Lazy(f"{_HERE}.replay", "Ask a decision's facts again, and tell what differs."),
    "appeal": Lazy(f"{_HERE}.appeal", "Show how to appeal a decision, and keep what came of it."),
}


@click.group("determination", cls=Loading, table=_COMMANDS)
def command() -> None:
    """Keep decisions about who qualifies, replay them in a hearing, and record appeals."""
