"""``wraparound instruments``: scored tools as structure, and what an assessment says."""

from __future__ import annotations

import click

from wraparound.cli.loading import Lazy, Loading

_COMMANDS = {
    "list": Lazy(
        "wraparound.cli.commands.instruments.list",
        "List the instruments at hand, and what a record may hold of each.",
    ),
    "show": Lazy(
        "wraparound.cli.commands.instruments.show",
        "Show codes, ranges and thresholds, each with its source.",
    ),
    "check": Lazy(
        "wraparound.cli.commands.instruments.check",
        "Check a family's assessments against the definitions.",
    ),
    "explain": Lazy(
        "wraparound.cli.commands.instruments.explain",
        "Explain what an assessment says, to a worker and to a family.",
    ),
}


@click.group("instruments", cls=Loading, table=_COMMANDS)
def command() -> None:
    """Check assessments against definitions, and explain what a score indicates."""
