"""Running the clocks of a program: whether each applies, what came of it, and what excuses it."""

from __future__ import annotations

import functools
from datetime import date
from typing import Final

import attrs

from wraparound.policy.program_pack import (
    Idiom,
    ParameterKind,
    ProgramParameter,
    StartRule,
)
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.clock import Clock, ClockStatus, Interval, NotRunning
from wraparound.process.moments import Moment, in_order, local_day
from wraparound.process.occurrences import Excuse, Occurrences
from wraparound.process.once import run_due_after, run_notice, run_window
from wraparound.process.spaced import run_each_month, run_max_gap
from wraparound.process.terms import Versions

_Starts = list[Moment] | tuple[str, ...] | NotRunning
"""When something started, what must be known before anybody can say, or why it did not."""


REFERRAL_EVENTS: Final = (
    "referral_made",
    "referral_answered",
    "referral_appointment_made",
    "referral_seen",
    "referral_closed",
)
"""The events of a single referral: a clock that begins with one runs for each, not for a stay."""


def run_clock(policy: ProgramPolicy, name: str, seen: Occurrences) -> Clock:
    """Return what one clock of a program says.

    Args:
        policy: What the program goes by.
        name: The parameter.
        seen: Everything recorded, as of a moment.
    """
    versions = policy.versions(name)
    still = _why_still(policy, name, versions)
    if still is not None:
        return Clock(name=name, applies=False, why=still)
    starts = _barred(versions[0], seen) or _starts(versions[0], seen)
    if isinstance(starts, NotRunning):
        return Clock(name=name, applies=False, why=starts)
    if isinstance(starts, tuple):
        return Clock(name=name, applies=None, unknown=starts)
    anchor = local_day(starts[0], seen.zone)
    texts = Versions(name=name, all=versions, holidays=_holidays(policy), anchor=anchor)
    intervals, early = _run(texts, starts, seen)
    return Clock(
        name=name,
        applies=True,
        intervals=_excused(intervals, name, seen),
        ignored_early=early,
    )


@functools.lru_cache(maxsize=64)
def clock_names(policy: ProgramPolicy) -> tuple[str, ...]:
    """Return the clocks of a stay that a program can run, in the order of its packs."""
    return tuple(name for name in policy.clocks if not _of_referrals(policy, name))


def referral_clock_names(policy: ProgramPolicy) -> tuple[str, ...]:
    """Return the clocks that run for each referral, in the order of a program's packs."""
    return tuple(name for name in policy.clocks if _of_referrals(policy, name))


def _of_referrals(policy: ProgramPolicy, name: str) -> bool:
    starts = policy.versions(name)[0].starts.events
    return any(event in REFERRAL_EVENTS for event in starts)


def _run(
    texts: Versions, starts: list[Moment], seen: Occurrences
) -> tuple[list[Interval], tuple[Moment, ...]]:
    match texts.any.kind:
        case ParameterKind.DUE_AFTER:
            return run_due_after(texts, starts, seen)
        case ParameterKind.WINDOW:
            return run_window(texts, starts, seen)
        case ParameterKind.MIN_NOTICE:
            return run_notice(texts, starts, seen)
        case ParameterKind.MAX_GAP:
            return run_max_gap(texts, starts, seen), ()
        case _:
            return run_each_month(texts, starts, seen), ()


def _why_still(
    policy: ProgramPolicy, name: str, versions: tuple[ProgramParameter, ...]
) -> NotRunning | None:
    """Return why a clock cannot be run at all, whatever is recorded."""
    if not versions:
        recalled = any(pack.versions(name) for pack in policy.packs)
        return NotRunning.BACKGROUND if recalled else NotRunning.NO_PARAMETER
    if not versions[0].executable:
        return NotRunning.NOT_EXECUTABLE
    return None if versions[0].kind.is_clock else NotRunning.NOT_A_CLOCK


def _barred(shared: ProgramParameter, seen: Occurrences) -> tuple[str, ...] | NotRunning | None:
    """Return why a clock is for others, such as for another tier; None where it is not."""
    for attribute, wanted in shared.applies_if.items():
        held = seen.attribute(attribute, seen.today)
        if held is None:
            return (f"attribute:{attribute}",)
        if held != wanted:
            return NotRunning.APPLIES_IF
    return None


def _starts(shared: ProgramParameter, seen: Occurrences) -> _Starts:
    """Return when a clock started, what must be known for that, or that it did not."""
    if shared.kind is ParameterKind.MIN_NOTICE:
        planned = seen.planned(shared.target_event)
        return planned or _of_any(StartRule(events=(shared.target_event,)), seen)
    starts = _of_any(shared.starts, seen)
    late = shared.starts.late_entry
    if late is None or not isinstance(starts, list):
        return starts
    added = seen.days(late.added)
    if not added:
        recorded = seen.is_recorded(late.added) and not seen.has_undated(late.added)
        return starts if recorded else (late.added,)
    began = local_day(starts[0], seen.zone)
    if (began.year, began.month) >= (added[0].year, added[0].month):
        return starts
    return _of_any(StartRule(events=(late.event,)), seen)


def _of_any(rule: StartRule, seen: Occurrences) -> _Starts:
    found = [moment for name in rule.events for moment in seen.seen(name)]
    if found:
        return in_order(found, seen.zone)
    unclear = tuple(
        name for name in rule.events if not seen.is_recorded(name) or seen.has_undated(name)
    )
    return unclear or NotRunning.NOT_STARTED


def _holidays(policy: ProgramPolicy) -> frozenset[date]:
    return next((pack.holidays for pack in policy.packs if pack.holidays), frozenset())


def _excused(intervals: list[Interval], name: str, seen: Occurrences) -> tuple[Interval, ...]:
    excuses = [each for each in seen.excuses if each.clock == name]
    alone = len(intervals) == 1
    return tuple(_with_reason(each, excuses, seen, alone=alone) for each in intervals)


def _with_reason(
    interval: Interval, excuses: list[Excuse], seen: Occurrences, *, alone: bool
) -> Interval:
    if interval.status is not ClockStatus.NOT_MET or interval.rule is None:
        return interval
    for excuse in excuses:
        if _counts(excuse, interval.rule.idiom, seen.today) and _belongs(
            excuse, interval, seen, alone=alone
        ):
            return attrs.evolve(
                interval, status=ClockStatus.NOT_MET_WITH_REASON, reason=excuse.code
            )
    return interval


def _counts(excuse: Excuse, idiom: Idiom, today: date) -> bool:
    """Tell whether a reason counts at all, by what the text allows."""
    written = excuse.recorded_on is not None and excuse.recorded_on <= today
    if not (excuse.said and written) or idiom is Idiom.NONE:
        return False
    if idiom is not Idiom.APPROVAL:
        return True
    return excuse.approved and excuse.approved_on is not None and excuse.approved_on <= today


def _belongs(excuse: Excuse, interval: Interval, seen: Occurrences, *, alone: bool) -> bool:
    """Tell whether a reason is about an interval."""
    start = local_day(interval.start, seen.zone)
    if excuse.interval_start is not None:
        return excuse.interval_start == start
    if alone:
        return True
    written = excuse.recorded_on
    if written is None or written <= start:
        return False
    satisfied = interval.satisfied
    return satisfied is None or written <= local_day(satisfied, seen.zone)
