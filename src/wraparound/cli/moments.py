"""How commands say moments: days as they are, instants with their time, nothing as null."""

from __future__ import annotations

from wraparound.process.moments import Moment


def as_text(moment: Moment | None) -> str | None:
    """Return a moment as ISO 8601 writes it; None for nothing."""
    return None if moment is None else moment.isoformat()


def in_words(moment: Moment | None) -> str:
    """Return a moment for people: the day, with the time where it is known."""
    return "no day yet" if moment is None else moment.isoformat().replace("T", " ")
