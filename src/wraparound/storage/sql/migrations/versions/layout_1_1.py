"""1.1: where upgrades begin. Nothing leads here."""

from __future__ import annotations

revision = "1.1"
down_revision = None


def upgrade() -> None:
    """Do nothing: these tables are there."""
