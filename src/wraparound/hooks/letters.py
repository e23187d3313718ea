"""What is sent to a person, and what a channel must do to carry it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol, runtime_checkable

import attrs

from wraparound.model.person import ContactKind


@attrs.frozen(kw_only=True)
class LetterItem:
    """One thing that a letter tells, in ids and codes, for a system that receives it.

    Attributes:
        key: The id of the message that it was kept as: the same one may come twice.
        kind: What it is, such as ``clock_late``.
        at: When it was found (aware, UTC).
        family: The family concerned.
        about: The records concerned, by id.
        facts: More about it, as codes.
    """

    key: str
    kind: str
    at: datetime
    family: str | None = None
    about: tuple[str, ...] = ()
    facts: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Enclosure:
    """Something that goes with a letter, such as a meeting for a calendar.

    Attributes:
        name: The name of the file; it says nothing about anybody.
        media_type: Such as ``text/calendar``.
        content: The file.
    """

    name: str
    media_type: str
    content: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Letter:
    """What one person is told at one time, cut to what that person may be told in this way.

    Attributes:
        key: Whoever receives it twice knows by this: it is the same each time that it is tried.
        at: When it was written (aware, UTC).
        recipient: For whom, as an id.
        address: Where to; empty for a channel that needs none.
        language: In which language (BCP 47).
        subject: What may be seen by everybody: it names nobody and nothing about anybody.
        text: What it says.
        items: The same for a system, in ids and codes.
        enclosures: What goes with it.
    """

    key: str
    at: datetime
    recipient: str
    address: str = attrs.field(default="", repr=False)
    language: str = "en"
    subject: str = ""
    text: str = attrs.field(default="", repr=False)
    items: tuple[LetterItem, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


@runtime_checkable
class Channel(Protocol):
    """Carries letters to people: by mail, to another system, into a chat."""

    @property
    def name(self) -> str:
        """What a person's preference calls it, such as ``smtp``."""
        ...

    @property
    def reaches(self) -> ContactKind | None:
        """Which of a person's contacts is the address where the person named none; None: none."""
        ...

    @property
    def patience(self) -> float:
        """The most seconds that one letter takes, whatever the other end does."""
        ...

    def deliver(self, letter: Letter) -> None:
        """Hand a letter over; whoever returns without an error has delivered it.

        Raises:
            DeliveryFailed: Not now; the same letter comes again later.
            DeliveryRefused: Never: the letter is parked with the reason.
            ChannelDown: Nothing can be delivered now; other letters are not tried before later.
        """
        ...
