"""What can have been done to an audit trail, and to which of its entries."""

from __future__ import annotations

from enum import Enum

import attrs


class Tampering(Enum):
    """What was done to a trail."""

    EDITED = "edited"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    SEAL_BROKEN = "seal_broken"
    SEAL_MISSING = "seal_missing"
    CHANGE_UNTOLD = "change_untold"
    """A change that was made, and of which the trail does not tell."""
    CHANGE_UNKNOWN = "change_unknown"
    """A change that the trail tells of, and that was not made, or not so."""
    RECORD_EDITED = "record_edited"
    """A revision is not what was kept, or a record is not its last revision."""
    RECORD_REMOVED = "record_removed"
    """A revision that was kept is gone."""
    RECORD_INSERTED = "record_inserted"
    """A revision that no change kept."""


@attrs.frozen(kw_only=True)
class Breach:
    """One thing that was done to a trail.

    Attributes:
        tampering: What.
        numbers: To which entries, by the numbers that they had when they were sealed (an inserted
            one by the number that it bears); to which seals, where it was done to seals; to which
            positions of the feed, where the trail does not tell of a change.
        about: The change or the record that it was done to, by its id.
    """

    tampering: Tampering
    numbers: tuple[int, ...] = ()
    about: str = ""
