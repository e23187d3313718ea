"""``wraparound meeting``: who must be at a team meeting, and its minutes into the record."""

from __future__ import annotations

import click

from wraparound.cli.loading import Lazy, Loading

_COMMANDS = {
    "who": Lazy(
        "wraparound.cli.commands.meeting.who",
        "Show who must be at the next meeting of a team, and why.",
    ),
    "record": Lazy(
        "wraparound.cli.commands.meeting.record",
        "Keep the minutes of a meeting, with what they change in the plan.",
    ),
}


@click.group("meeting", cls=Loading, table=_COMMANDS)
def command() -> None:
    """See who must be at a team meeting, and keep its minutes with what they change."""
