"""``wraparound policy``: policy packs, listed, shown, compared, checked and tried on scenarios."""

from __future__ import annotations

import click

from wraparound.cli.loading import Lazy, Loading

_COMMANDS = {
    "list": Lazy(
        "wraparound.cli.commands.policy.list",
        "List the packs at hand: of conflict, of programs, of who qualifies, of who may pay.",
    ),
    "show": Lazy(
        "wraparound.cli.commands.policy.show",
        "Show what a pack says on a day, with the text behind each line.",
    ),
    "diff": Lazy(
        "wraparound.cli.commands.policy.diff",
        "Show what differs between two packs, or two days of one.",
    ),
    "check": Lazy(
        "wraparound.cli.commands.policy.check",
        "Look for gaps, overlaps, missing citations, lowered floors.",
    ),
    "what-if": Lazy(
        "wraparound.cli.commands.policy.what_if",
        "Show whom a changed rule would add or remove, and by which clause.",
    ),
    "test": Lazy(
        "wraparound.cli.commands.policy.test",
        "Run scenarios: facts, and the findings that packs should raise from them.",
    ),
}


@click.group("policy", cls=Loading, table=_COMMANDS)
def command() -> None:
    """List, show, compare and check policy packs, and try them on scenarios."""
