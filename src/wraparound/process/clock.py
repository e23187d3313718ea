"""What a clock says: for each interval when it began, when it is due, and what came of it."""

from __future__ import annotations

from enum import Enum
from functools import cached_property

import attrs

from wraparound.policy.program_pack import ProgramParameter
from wraparound.process.moments import Moment


class ClockStatus(Enum):
    """What came of an interval, from the best to the worst."""

    MET = "met"
    NOT_YET_DUE = "not_yet_due"
    NOT_MET_WITH_REASON = "not_met_with_reason"
    UNKNOWN = "unknown"
    NOT_MET = "not_met"

    @property
    def rank(self) -> int:
        """The place in the order, from 0 for the best."""
        return _STATUSES.index(self)


_STATUSES = tuple(ClockStatus)


class Closed(Enum):
    """Why an interval has no status."""

    SUPERSEDED = "superseded"
    """A new start came while it was still open."""
    ENDED_BEFORE_DUE = "ended_before_due"


class NotRunning(Enum):
    """Why a clock does not apply."""

    BACKGROUND = "background"
    """The number was only recalled, never read."""
    NO_PARAMETER = "no_parameter"
    NOT_EXECUTABLE = "not_executable"
    """The text leaves its unit undefined."""
    NOT_A_CLOCK = "not_a_clock"
    APPLIES_IF = "applies_if"
    """It is for another tier, or the like."""
    NOT_STARTED = "not_started"
    """What starts it is known not to have happened."""


@attrs.frozen(kw_only=True)
class Interval:
    """One length of time within which something was to happen.

    Attributes:
        start: When it began.
        due: The last moment in time; None where it depends on something not known.
        due_earliest: The earliest that this may be, where the time of day is not known.
        due_latest: The first moment that is surely too late, where the time of day is not known.
        window_from: For windows: the first day that counts.
        satisfied: When it happened.
        status: What came of it; None for an interval that was closed.
        closed: Why it was.
        days_late: By how many days; None where it is not late, and for hours.
        reason: The code of the documented reason that excuses it.
        paused: Whether the clock stands still and nobody knows how long.
        missing: What must be known for an answer.
        rule: The version of the parameter that it was judged by.
    """

    start: Moment
    due: Moment | None = None
    due_earliest: Moment | None = None
    due_latest: Moment | None = None
    window_from: Moment | None = None
    satisfied: Moment | None = None
    status: ClockStatus | None = None
    closed: Closed | None = None
    days_late: int | None = None
    reason: str = ""
    paused: bool = False
    missing: tuple[str, ...] = ()
    rule: ProgramParameter | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True, slots=False)
class Clock:
    """What one clock of a program says about one stay.

    Attributes:
        name: The parameter's name.
        applies: Whether it runs; None where that is not known.
        why: Why it does not.
        intervals: Every interval that has begun, in order.
        unknown: What must be known before anybody can say whether it runs.
        ignored_early: What happened before the start and does not count.
    """

    name: str
    applies: bool | None
    why: NotRunning | None = None
    intervals: tuple[Interval, ...] = ()
    unknown: tuple[str, ...] = ()
    ignored_early: tuple[Moment, ...] = ()

    @cached_property
    def status(self) -> ClockStatus | None:
        """The worst of its intervals."""
        if self.applies is None:
            return ClockStatus.UNKNOWN
        judged = [each.status for each in self.intervals if each.status is not None]
        return max(judged, key=lambda each: each.rank, default=None)

    @property
    def current(self) -> ClockStatus | None:
        """The status of the last interval."""
        return self.intervals[-1].status if self.intervals else self.status

    @property
    def missing(self) -> tuple[str, ...]:
        """What must be known for an answer."""
        found = (*self.unknown, *(name for each in self.intervals for name in each.missing))
        return tuple(dict.fromkeys(found))

    @property
    def days_late(self) -> int | None:
        """By how many days it was missed at most."""
        late = [
            each.days_late
            for each in self.intervals
            if each.days_late is not None and each.status is ClockStatus.NOT_MET
        ]
        return max(late, default=None)
