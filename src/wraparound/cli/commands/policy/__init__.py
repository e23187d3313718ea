"""``wraparound policy``: policy packs, tried on scenarios."""

from __future__ import annotations

import click

from wraparound.cli.loading import Lazy, Loading

_COMMANDS = {
    "test": Lazy(
        "wraparound.cli.commands.policy.test",
        "Run scenarios: facts, and the findings that packs should raise from them.",
    ),
}


@click.group("policy", cls=Loading, table=_COMMANDS)
def command() -> None:
    """Try policy packs on scenarios."""
