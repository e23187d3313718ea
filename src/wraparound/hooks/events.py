"""What hooks are told: a change of records, and a message to people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from wraparound.model.record import Record


@attrs.frozen(kw_only=True)
class RecordChange:
    """A change of records: about to be kept (``before_commit``), or kept (``after_commit``).

    Attributes:
        id: The change's id.
        at: When it is made (aware, UTC).
        by: Who makes it, as an id.
        reason: Why.
        saved: The records as they will be, or are, kept.
        removed: Kind and id of the records that are removed.
        families: The families that it touches.
    """

    id: str
    at: datetime
    by: str
    reason: str = ""
    saved: tuple[Record, ...] = attrs.field(default=(), repr=False)
    removed: tuple[tuple[str, str], ...] = ()
    families: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Notification:
    """Something that somebody should hear of. It carries ids and codes, never personal text.

    Attributes:
        kind: What happened, such as ``finding``.
        at: When (aware, UTC).
        family: The family concerned; None where it is none.
        about: The records concerned, by id.
        recipient: Who should hear of it, as an id; None where the receiving system decides.
        facts: More about it, as codes.
        id: The message that it was kept as: the same one may come twice. Empty for one that is
            told at once.
    """

    kind: str
    at: datetime
    family: str | None = None
    about: tuple[str, ...] = ()
    recipient: str | None = None
    facts: Mapping[str, str] = attrs.field(factory=dict)
    id: str = ""
