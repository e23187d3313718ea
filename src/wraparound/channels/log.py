"""The log as a channel: it notes that somebody should hear of something, and nothing personal."""

from __future__ import annotations

import logging

from wraparound.hooks import Letter
from wraparound.model.person import ContactKind

log = logging.getLogger("wraparound.notices")


class LogChannel:
    """Writes a line of ids and codes for each thing in a letter, for whoever watches the log."""

    name = "log"
    reaches: ContactKind | None = None
    patience = 1.0

    def deliver(self, letter: Letter) -> None:
        """Write the lines; neither the subject nor the text is among them."""
        for item in letter.items:
            log.info(
                "%s for %s: family %s, about %s, key %s",
                item.kind,
                letter.recipient,
                item.family or "none",
                ", ".join(item.about) or "none",
                item.key,
            )
