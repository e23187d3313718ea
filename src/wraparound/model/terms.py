"""How a record says that something is not known, which is never the same as no."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, labelled


class Why(Enum):
    """Why something is not known."""

    NOT_RECORDED = "not_recorded"
    """Nobody wrote it down."""
    NOT_ASKED = "not_asked"
    ASKED = "asked"
    """It was asked, and the one who was asked does not know."""
    DECLINED = "declined"
    """The one who was asked chose not to say."""
    WITHHELD = "withheld"
    """It is known, but not to whoever made this record."""
    NOT_CARRIED = "not_carried"
    """The format that it came in could not say it."""


@attrs.frozen(kw_only=True, field_transformer=labelled)
class Unknown(Record):
    """Something that is not known: neither yes, nor no, nor nothing.

    A field that may be unknown holds either its value or this record. Reviews that need it answer
    "indeterminate" and name it; they never take it for a no.

    Attributes:
        unknown: Why it is not known.
        sure_on: For the unknown beginning or end of a period: a day on which it surely held.
    """

    unknown: Why = attrs.field(default=Why.NOT_RECORDED, metadata=ADMINISTRATIVE)
    sure_on: date | None = attrs.field(default=None, metadata=ADMINISTRATIVE)


UNKNOWN = Unknown()
"""Not recorded: the ordinary way of not knowing."""
