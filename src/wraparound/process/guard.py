"""What a step forward still lacks by the record: told with its reason, and never in the way."""

from __future__ import annotations

import attrs

from wraparound.process.activities import ActivityReading, Shown


@attrs.frozen(kw_only=True)
class OpenItem:
    """One thing that is open before a step forward.

    Attributes:
        code: What it is: an activity such as ``2.1c``, or a signature such as ``signature:youth``.
        title: The same in words.
        shown: Whether the record shows that it is not done, or does not tell.
        missing: What the record would have to tell.
        source: Where it is asked for.
    """

    code: str
    title: str
    shown: Shown
    missing: tuple[str, ...] = ()
    source: str


def open_activity(reading: ActivityReading) -> OpenItem:
    """Return an activity that the record does not show as something open."""
    activity = reading.activity
    return OpenItem(
        code=activity.code,
        title=activity.title,
        shown=reading.shown,
        missing=reading.missing,
        source=f"national practice model, activity {activity.code}",
    )
