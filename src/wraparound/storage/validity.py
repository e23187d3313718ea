"""On which days what a record says is valid."""

from __future__ import annotations

from datetime import date

from wraparound.storage.envelopes import Envelope


def covers(envelope: Envelope, day: date | None) -> bool:
    """Whether what an envelope says is valid on a day; where no day is asked for, it is."""
    if day is None:
        return True
    begun = envelope.valid_from is None or envelope.valid_from <= day
    return begun and (envelope.valid_until is None or day < envelope.valid_until)
