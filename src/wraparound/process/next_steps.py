"""What comes next in a stay: the activities that the record does not show yet, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum

import attrs

from wraparound.model.enrollment import Phase
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.activities import Activity, Shown, read_activities
from wraparound.process.clock import Clock, ClockStatus, Interval
from wraparound.process.clocks import clock_names, run_clock
from wraparound.process.moments import Moment
from wraparound.process.phases import LABELS, read_phase
from wraparound.process.recorded import occurrences_of
from wraparound.process.stay import Stay

_OPEN = frozenset({ClockStatus.NOT_YET_DUE, ClockStatus.NOT_MET})
_WORKED_ON = (Phase.ENGAGEMENT, Phase.PLANNING, Phase.IMPLEMENTATION, Phase.TRANSITION)


class StepKind(Enum):
    """Why something comes next."""

    LATE = "late"
    DUE = "due"
    NOT_SHOWN = "not_shown"
    """An activity of the phase of which the record shows nothing."""
    NOT_RECORDED = "not_recorded"
    """An activity that may have been done: the record does not tell."""


@attrs.frozen(kw_only=True)
class NextStep:
    """One thing to do, with its reason.

    Attributes:
        kind: Why it comes next.
        title: What is to be done.
        why: Why, in words.
        due: By when, where a clock runs.
        clock: The clock, by its parameter's name; empty for none.
        citation: The text that sets the limit, or the model that the activity is of.
        activity: The activity's code; empty for none.
        missing: What the record does not tell.
    """

    kind: StepKind
    title: str
    why: str
    due: Moment | None = None
    clock: str = ""
    citation: str = ""
    activity: str = ""
    missing: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class DueDate:
    """A limit of a program that is open, or was missed.

    Attributes:
        clock: The parameter's name.
        due: The last moment in time; None where the clock stands still.
        status: What has come of it so far.
        days_late: By how many days it is late.
        citation: The text that sets the limit.
    """

    clock: str
    due: Moment | None
    status: ClockStatus
    days_late: int | None = None
    citation: str = ""


def run_clocks(stay: Stay, policy: ProgramPolicy) -> tuple[Clock, ...]:
    """Return what every clock of a program says about a stay, in the order of its packs."""
    return tuple(clock_of(stay, policy, name) for name in clock_names(policy))


def clock_of(stay: Stay, policy: ProgramPolicy, name: str) -> Clock:
    """Return what one clock of a program says about a stay; it is run once."""
    run = stay.clocks.setdefault(policy, {})
    if name not in run:
        run[name] = run_clock(policy, name, occurrences_of(stay, policy))
    return run[name]


def due_dates(stay: Stay, policy: ProgramPolicy) -> tuple[DueDate, ...]:
    """Return the limits that are open or were missed, the earliest first.

    Only the last interval of each clock is asked: what was late and then done is history.
    """
    found = [
        DueDate(
            clock=clock.name,
            due=interval.due,
            status=interval.status,
            days_late=interval.days_late,
            citation=interval.rule.citation if interval.rule else "",
        )
        for clock, interval in _open(run_clocks(stay, policy))
        if interval.status is not None
    ]
    return tuple(sorted(found, key=lambda each: (_day(each.due), each.clock)))


def next_steps(stay: Stay, policy: ProgramPolicy) -> tuple[NextStep, ...]:
    """Return what comes next: what is late, what is due, and what the phase still asks for.

    It guides; what a family wants to do first comes first.

    Args:
        stay: The stay, as of a day.
        policy: What the program goes by.
    """
    return (*_from_clocks(stay, policy), *_from_activities(stay, policy))


def _from_clocks(stay: Stay, policy: ProgramPolicy) -> Iterator[NextStep]:
    for each in due_dates(stay, policy):
        late = each.status is ClockStatus.NOT_MET
        yield NextStep(
            kind=StepKind.LATE if late else StepKind.DUE,
            title=in_words(each.clock),
            why="its day has passed" if late else "a time limit of the program runs",
            due=each.due,
            clock=each.clock,
            citation=each.citation,
        )


def _from_activities(stay: Stay, policy: ProgramPolicy) -> Iterator[NextStep]:
    phase = read_phase(stay, policy).computed
    if phase is Phase.CLOSED:
        return
    current = _WORKED_ON.index(phase) if phase in _WORKED_ON else 0
    for reading in read_activities(stay):
        activity = reading.activity
        if reading.shown is Shown.SHOWN or activity.phase not in _WORKED_ON[: current + 1]:
            continue
        shown = reading.shown is Shown.NOT_SHOWN
        yield NextStep(
            kind=StepKind.NOT_SHOWN if shown else StepKind.NOT_RECORDED,
            title=activity.title,
            why=_why(activity, shown=shown),
            citation=f"national practice model, activity {activity.code}",
            activity=activity.code,
            missing=reading.missing,
        )


def in_words(name: str) -> str:
    """Return the name of a parameter as words."""
    return name.replace("_", " ")


def _why(activity: Activity, *, shown: bool) -> str:
    part = LABELS[activity.phase].lower()
    told = "the record shows that it is not done" if shown else "the record does not tell"
    return f"part of {part}; {told}"


def _open(clocks: tuple[Clock, ...]) -> Iterator[tuple[Clock, Interval]]:
    for clock in clocks:
        if clock.intervals and clock.intervals[-1].status in _OPEN:
            yield clock, clock.intervals[-1]


def _day(moment: Moment | None) -> date:
    return date.max if moment is None else date(moment.year, moment.month, moment.day)
