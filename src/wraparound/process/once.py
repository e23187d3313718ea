"""Clocks that run once from each start: something is due within a time, or within a window."""

from __future__ import annotations

from datetime import date

from wraparound.policy.program_pack import StartPolicy, Unit
from wraparound.process.clock import Interval
from wraparound.process.hours import judged_by_hours
from wraparound.process.judging import judged, superseded
from wraparound.process.moments import Moment, is_later, local_day
from wraparound.process.occurrences import Occurrences
from wraparound.process.terms import Judge, Terms, Versions

Ran = tuple[list[Interval], tuple[Moment, ...]]
"""The intervals of a clock, and what happened too early to count."""


def run_due_after(versions: Versions, starts: list[Moment], seen: Occurrences) -> Ran:
    """Run a clock by which something is due within a time of each start.

    Args:
        versions: The texts that it goes by.
        starts: When it started, from the earliest on.
        seen: Everything recorded.
    """
    shared = versions.any
    if shared.start_policy is StartPolicy.FIRST:
        starts = starts[:1]
    intervals = []
    for place, start in enumerate(starts):
        following = starts[place + 1 : place + 2]
        restart = following if shared.start_policy is StartPolicy.LATEST_SUPERSEDES else []
        until = local_day(restart[0], seen.zone) if restart else None
        intervals.append(versions.judge(start, seen, _due_after(start, until, seen)))
    early = [] if shared.early_counts else _earlier(starts[0], shared.satisfied_by, seen)
    return intervals, tuple(early)


def run_window(versions: Versions, starts: list[Moment], seen: Occurrences) -> Ran:
    """Run a clock whose event counts from some time before its start until some time after."""
    start = local_day(starts[0], seen.zone)
    event = versions.any.satisfied_by

    def judge(terms: Terms) -> Interval:
        opens = terms.before(start, int(terms.rule.value_before or 0))
        interval = Interval(
            start=start, due=terms.due(start, seen), window_from=opens, rule=terms.rule
        )
        return judged(interval, [day for day in seen.days(event) if day >= opens], event, seen)

    interval = versions.judge(start, seen, judge)
    opens = interval.window_from
    return [interval], tuple([] if opens is None else _earlier(opens, event, seen))


def run_notice(versions: Versions, targets: list[Moment], seen: Occurrences) -> Ran:
    """Run a clock that counts back from what was announced."""
    target = local_day(targets[0], seen.zone)

    def judge(terms: Terms) -> Interval:
        event = terms.rule.starts.events[0]
        interval = Interval(start=target, due=terms.before(target, terms.length))
        return judged(interval, seen.days(event), event, seen)

    return [versions.judge(target, seen, judge)], ()


def _due_after(start: Moment, until: date | None, seen: Occurrences) -> Judge:
    first = local_day(start, seen.zone)

    def judge(terms: Terms) -> Interval:
        event = terms.rule.satisfied_by
        if terms.rule.unit is Unit.HOURS:
            return judged_by_hours(start, terms.length, event, seen)
        happened = [day for day in seen.days(event) if terms.rule.early_counts or day >= first]
        interval = Interval(start=first, due=terms.due(first, seen), rule=terms.rule)
        if until is None:
            return judged(interval, happened, event, seen)
        own = [day for day in happened if day < until]
        return superseded(judged(interval, own, event, seen, ends=until), until)

    return judge


def _earlier(start: Moment, event: str, seen: Occurrences) -> list[Moment]:
    return [each for each in seen.seen(event) if is_later(start, each, seen.zone)]
