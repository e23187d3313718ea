"""The letter box of the story: what everybody was told, instead of real mail."""

from __future__ import annotations

from wraparound.hooks import Channel, Letter, hookimpl
from wraparound.model import ContactKind, NotificationPreference

BOX = "box"
WISH = NotificationPreference(channel=BOX, time_zone="America/Chicago")
"""What the caregivers and friends of the story said when they were asked."""


class LetterBox:
    """A channel that keeps letters."""

    name = BOX
    reaches: ContactKind | None = None
    patience = 1.0

    def __init__(self) -> None:
        """Begin empty."""
        self.letters: list[Letter] = []

    def deliver(self, letter: Letter) -> None:
        """Keep a letter."""
        self.letters.append(letter)

    @hookimpl
    def register_channels(self) -> list[Channel]:
        """Bring itself."""
        return [self]
