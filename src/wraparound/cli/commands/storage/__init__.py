"""``wraparound storage``: the care of a store: how it stands, its upgrades, its seals, its keys."""

from __future__ import annotations

import click

from wraparound.cli.loading import Lazy, Loading

_HERE = "wraparound.cli.commands.storage"

_COMMANDS = {
    "status": Lazy(f"{_HERE}.status", "Show how a store stands: tables, trail, seals, messages."),
    "upgrade": Lazy(f"{_HERE}.upgrade", "Bring tables of an older version up to date."),
    "views": Lazy(f"{_HERE}.views", "List the views for reports, or make them anew."),
    "trail": Lazy(f"{_HERE}.trail", "List who read and who changed what."),
    "signing-key": Lazy(f"{_HERE}.signing_key", "Make a key to sign seals with.", "sealed"),
    "seal": Lazy(f"{_HERE}.seal", "Seal the audit trail as far as it goes.", "sealed"),
    "verify": Lazy(f"{_HERE}.verify", "Find what was tampered with.", "sealed"),
    "check": Lazy(f"{_HERE}.check", "Run the conformance kit on a place made for it.", "testing"),
    "keys": Lazy(f"{_HERE}.keys", "Make and rotate the keys that seal records.", "sealed"),
    "forget": Lazy(f"{_HERE}.forget", "Destroy a family's key, so that nobody reads its records."),
}


@click.group("storage", cls=Loading, table=_COMMANDS)
def command() -> None:
    """Look after a store: how it stands, its upgrades, its audit trail, its seals and its keys.

    URL is the address of the store; where it is left out, it is the one that other commands use.
    """
