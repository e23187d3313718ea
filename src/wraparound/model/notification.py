"""How somebody wishes to be told of things: by which channel, when, in which language, or not."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import DEMAND, FILLED
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, IDENTIFYING, labelled
from wraparound.model.terms import Unknown

_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")


def _time_of_day(value: object) -> str:
    right = isinstance(value, str) and _TIME_OF_DAY.fullmatch(value)
    return "" if right else "a time of day, such as 21:30"


def _time_zone(value: object) -> str:
    right = value == "" or (isinstance(value, str) and _ZONE.fullmatch(value))
    return "" if right else "the name of a time zone, such as America/Chicago"


class NotificationKind(Enum):
    """What somebody can be told of."""

    CLOCK_DUE = "clock_due"
    CLOCK_LATE = "clock_late"
    NEW_FINDING = "new_finding"
    MEETING_INVITATION = "meeting_invitation"
    TASK_ASSIGNED = "task_assigned"
    REQUEST_UNANSWERED = "request_unanswered"


class DigestRhythm(Enum):
    """How often somebody wishes to hear."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


@frozen(kw_only=True, field_transformer=labelled)
class QuietHours(Record):
    """The part of each day in which nothing is sent.

    Attributes:
        start: When it begins, as ``21:00``, in the person's time zone.
        end: When it is over; earlier than the start where it goes over midnight.
    """

    start: str = field(metadata=IDENTIFYING | {DEMAND: _time_of_day})
    end: str = field(metadata=IDENTIFYING | {DEMAND: _time_of_day})


@frozen(kw_only=True, field_transformer=labelled)
class NotificationPreference(Record):
    """How one person wishes to be told of things.

    Others may see a mail or a chat. Details are only sent to somebody who asked for them after
    being told of that: ``details_agreed_on`` is the day. Without it, a message says that there is
    something, and no more. (That a person may choose this is how 45 CFR 164.522(b) and 164.524 are
    commonly read; it was not read here, and what is sent by default does not lean on it.)

    Attributes:
        channel: By which channel, such as ``smtp``; a plugin can bring others.
        address: Where; the first of the person's contacts that may be used, where it is empty.
        language: In which language (BCP 47); the person's own first one, where it is empty.
        time_zone: The time zone that quiet hours and digests go by (IANA); the site's, where empty.
        quiet: When nothing is sent.
        digest: Each thing at once, or together once a day or a week.
        without: What the person does not wish to hear of.
        opted_out: Whether the person wishes to hear of nothing.
        details_agreed_on: When the person, told of the risk, asked for details to be sent.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    channel: str = field(metadata=ADMINISTRATIVE | FILLED)
    address: str = field(default="", metadata=IDENTIFYING)
    language: str = field(default="", metadata=IDENTIFYING)
    time_zone: str = field(default="", metadata=IDENTIFYING | {DEMAND: _time_zone})
    quiet: QuietHours | None = field(default=None, metadata=IDENTIFYING)
    digest: DigestRhythm = field(default=DigestRhythm.AT_ONCE, metadata=ADMINISTRATIVE)
    without: tuple[NotificationKind, ...] = field(default=(), metadata=ADMINISTRATIVE)
    opted_out: bool = field(default=False, metadata=ADMINISTRATIVE)
    details_agreed_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
