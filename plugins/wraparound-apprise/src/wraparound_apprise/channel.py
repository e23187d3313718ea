"""One service that Apprise knows, as a channel for letters."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import quote

import apprise
from apprise.attachment.memory import AttachMemory

from wraparound.errors import DeliveryFailed, DeliveryRefused
from wraparound.hooks import Letter
from wraparound.model import ContactKind

ADDRESS, KEY = "{address}", "{key}"
"""What stands in an address for the recipient's, and for the letter's key."""

_LOGS = ("apprise", "urllib3.connectionpool")
"""Where addresses and texts would be logged."""

_SAMPLE = "15551230100"
"""Stands for a recipient where an address is only looked at."""


class AppriseChannel:
    """Sends letters to one Apprise address.

    Apprise tells whether a message was taken, and not why it was not: what fails is tried again
    until the rules give it up, and then parked.
    """

    def __init__(
        self,
        name: str,
        address: str,
        *,
        reaches: ContactKind | None = None,
        patience: float = 60.0,
    ) -> None:
        """Set up the channel; nothing is sent yet.

        Args:
            name: What a person's preference calls it.
            address: The Apprise address. ``{address}`` stands for the recipient's, ``{key}`` for
                the letter's key.
            reaches: Which of a person's contacts ``{address}`` is, where the person named none.
            patience: The most seconds that one letter takes; Apprise's own timeouts are shorter.

        Raises:
            ValueError: Apprise does not know such an address. It is not repeated: it can hold
                secrets.
        """
        self.name = name
        self.reaches = reaches
        self.patience = patience
        self._address = address
        if self._target(_SAMPLE, "key") is None:
            message = f"Apprise does not know the address of the channel {name}"
            raise ValueError(message)

    def __repr__(self) -> str:
        """Show the name: an address holds secrets."""
        return f"AppriseChannel({self.name})"

    def deliver(self, letter: Letter) -> None:
        """Send the letter.

        Raises:
            DeliveryFailed: The service did not take it.
            DeliveryRefused: There is no address to send it to, or none that the service has.
        """
        if ADDRESS in self._address and not letter.address:
            raise DeliveryRefused(self.name, "no_address")
        target = self._target(letter.address, letter.key)
        if target is None:
            raise DeliveryRefused(self.name, "address_invalid")
        enclosed = [
            AttachMemory(  # type: ignore[no-untyped-call]  # Apprise types only some of itself
                content=each.content, name=each.name, mimetype=each.media_type
            )
            for each in letter.enclosures
        ]
        with _unlogged():
            taken = target.notify(
                body=letter.text,
                title=letter.subject,
                body_format="text",
                attach=enclosed or None,
            )
        if not taken:
            raise DeliveryFailed(self.name, "not_taken")

    def _target(self, address: str, key: str) -> apprise.Apprise | None:
        filled = self._address.replace(ADDRESS, quote(address, safe=""))
        with _unlogged():
            asset = apprise.AppriseAsset(async_mode=False, secure_logging=True)
            target = apprise.Apprise(asset=asset)
            known = target.add(filled.replace(KEY, quote(key, safe="")))
        return target if known else None


@contextmanager
def _unlogged() -> Generator[None]:
    """Keep Apprise, and what it sends with, from logging addresses and texts.

    Apprise may send in threads of its own, so the lines of every thread are dropped meanwhile.
    """
    logs = [logging.getLogger(name) for name in _LOGS]
    for log in logs:
        log.addFilter(_drop)
    try:
        yield
    finally:
        for log in logs:
            log.removeFilter(_drop)


def _drop(_: logging.LogRecord) -> bool:
    return False
