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


@attrs.frozen(kw_only=True)
class Breach:
    """One thing that was done to a trail.

    Attributes:
        tampering: What.
        numbers: To which entries, by the numbers that they had when they were sealed (an inserted
            one by the number that it bears); to which seals, where it was done to seals.
    """

    tampering: Tampering
    numbers: tuple[int, ...]
