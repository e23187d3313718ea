"""Rules about outcomes: can anybody tell when one is reached, and is anybody looking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from wraparound.model.need import NeedStatus
from wraparound.model.outcome import Direction, Measure, Outcome, OutcomeStatus
from wraparound.model.plan_findings import RecordPlace
from wraparound.process.progress import CHECKS, measurements, stands_still
from wraparound.quality.look import Judgement, Look, finds, is_blank
from wraparound.quality.needs import active_needs
from wraparound.quality.wording import counts_attendance, has_quantity

_TWO_MEETINGS: Final = 2


def need_without_outcome(look: Look) -> Judgement:
    """OUT-01: a need without an outcome."""
    told = {each.need for each in (look.plan.outcomes if look.plan else ())}
    for place, need in active_needs(look):
        if need.id not in told:
            yield finds(place)


def not_measurable(look: Look) -> Judgement:
    """OUT-02: nobody could tell when it is reached."""
    needs = {each.id: each for each in (look.plan.needs if look.plan else ())}
    for place, outcome in look.outcomes:
        need = needs.get(outcome.need) if outcome.need else None
        if need is not None and need.status is not NeedStatus.ACTIVE:
            continue
        target = outcome.target
        if target is not None and isinstance(target.value, Decimal):
            continue
        said = (outcome.statement, outcome.indicator, target.words if target else "")
        if not has_quantity(" ".join(filter(None, said)), look.words):
            yield finds(place, statement=outcome.statement)


def incomplete(look: Look) -> Judgement:
    """OUT-03: it lacks its indicator, where it starts, where it should be, or by when."""
    for place, outcome in _open(look):
        baseline, target = outcome.baseline, outcome.target
        missing = [
            name
            for name, lacks in (
                ("indicator", is_blank(outcome.indicator)),
                ("baseline.value", not _has_value(baseline)),
                ("baseline.date", _day(baseline) is None),
                ("target.value", not _has_value(target)),
                ("target.by", _day(target) is None),
            )
            if lacks
        ]
        if missing:
            yield finds(place, missing=missing)


def no_new_data(look: Look) -> Judgement:
    """OUT-04: nobody measured since the meeting before the last."""
    if len(look.held) < _TWO_MEETINGS:
        return
    before = look.held[-_TWO_MEETINGS].on
    for place, outcome in _open(look):
        began = _day(outcome.baseline)
        if not isinstance(before, date) or began is None or began > before:
            continue
        if not any(day > before for day, _ in measurements(outcome, look.as_of)):
            yield finds(place, date=before)


def no_progress(look: Look) -> Judgement:
    """OUT-05: it did not get better over some checks, and no strategy changed."""
    strategies = look.plan.strategies if look.plan else ()
    for checks in look.numbers(CHECKS)[:1]:
        for place, outcome in _open(look):
            if stands_still(outcome, strategies, int(checks), look.as_of):
                yield finds(place, k=int(checks))


def target_passed(look: Look) -> Judgement:
    """OUT-06: its day has passed, and it is still open."""
    for place, outcome in _open(look):
        by = _day(outcome.target)
        if by is not None and by < look.as_of:
            yield finds(place, by=by)


def no_change_wanted(look: Look) -> Judgement:
    """OUT-07: the target is where it starts."""
    for place, outcome in look.outcomes:
        if outcome.direction is Direction.MAINTAIN:
            continue
        start, goal = _value(outcome.baseline), _value(outcome.target)
        if start is not None and start == goal:
            yield finds(place)


def attendance_only(look: Look) -> Judgement:
    """OUT-08: it counts going to a service."""
    for place, outcome in _open(look):
        if any(
            counts_attendance(text, look.words) for text in (outcome.statement, outcome.indicator)
        ):
            yield finds(place, statement=outcome.statement)


def dates_crossed(look: Look) -> Judgement:
    """OUT-09: the target day is not after the baseline."""
    for place, outcome in look.outcomes:
        began, by = _day(outcome.baseline), _day(outcome.target)
        if began is not None and by is not None and by <= began:
            yield finds(place)


def _open(look: Look) -> Iterator[tuple[RecordPlace, Outcome]]:
    return (
        (place, outcome)
        for place, outcome in look.outcomes
        if outcome.status is OutcomeStatus.ACTIVE
    )


def _day(measure: Measure | None) -> date | None:
    return measure.on if measure is not None and isinstance(measure.on, date) else None


def _value(measure: Measure | None) -> Decimal | str | None:
    if measure is None:
        return None
    if isinstance(measure.value, Decimal):
        return measure.value
    return measure.words.strip() or None


def _has_value(measure: Measure | None) -> bool:
    return _value(measure) is not None


RULES: Final = {
    "OUT-01": need_without_outcome,
    "OUT-02": not_measurable,
    "OUT-03": incomplete,
    "OUT-04": no_new_data,
    "OUT-05": no_progress,
    "OUT-06": target_passed,
    "OUT-07": no_change_wanted,
    "OUT-08": attendance_only,
    "OUT-09": dates_crossed,
}
"""The rules of this file by their codes."""
