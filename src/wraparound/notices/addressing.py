"""Whether somebody may be written to, by which channel, and where."""

from __future__ import annotations

from enum import Enum

from wraparound.hooks import Channel
from wraparound.model.notification import NotificationKind
from wraparound.model.person import Person


class Wish(Enum):
    """Whether somebody wishes to be told of something."""

    YES = "yes"
    NO = "no"
    NEVER_ASKED = "never_asked"
    """Nobody wrote down a wish: families and natural supports are not written to unasked."""


def wish_of(person: Person, kind: NotificationKind, *, at_work: bool) -> Wish:
    """Return whether somebody wishes to be told of a kind of thing.

    Args:
        person: Who.
        kind: Of what.
        at_work: Whether they take part for their work: then it is part of it, unless they say no.
    """
    preference = person.notifications
    if preference is None:
        return Wish.YES if at_work else Wish.NEVER_ASKED
    return Wish.NO if preference.opted_out or kind in preference.without else Wish.YES


def address_of(person: Person, channel: Channel, *, at_work: bool) -> str | None:
    """Return where a channel reaches somebody; empty where it needs no address, None where unknown.

    A family's own contact is only used where somebody wrote down that it may be used without asking
    first (``ContactPoint.safe``): who lives in danger may not be the only one who reads it.
    """
    preference = person.notifications
    if preference is not None and preference.address:
        return preference.address
    if channel.reaches is None:
        return ""
    for each in person.contacts:
        if each.kind is channel.reaches and (
            each.safe is True or (at_work and each.safe is not False)
        ):
            return each.value
    return None
