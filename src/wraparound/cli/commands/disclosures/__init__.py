"""``wraparound disclosures``: who owes a disclosure of interests, and the form to sign."""

from __future__ import annotations

import click

from wraparound.cli.loading import Lazy, Loading

_COMMANDS = {
    "due": Lazy(
        "wraparound.cli.commands.disclosures.due",
        "List who owes a disclosure, and who will soon.",
    ),
    "form": Lazy(
        "wraparound.cli.commands.disclosures.form",
        "Write the form that somebody reads, corrects and signs.",
    ),
}


@click.group("disclosures", cls=Loading, table=_COMMANDS)
def command() -> None:
    """See who owes a disclosure of interests, and write the form to sign."""
