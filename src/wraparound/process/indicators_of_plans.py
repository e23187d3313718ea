"""Indicators of plans and assessments: strengths used, steps done, progress, items resolved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from wraparound.model.assessment import Assessment
from wraparound.model.crisis import CrisisPlan
from wraparound.model.need import NeedStatus
from wraparound.model.outcome import Outcome, OutcomeStatus
from wraparound.model.strategy import StepStatus, Strategy, StrategyStatus
from wraparound.model.team import SupportType
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.indicator import (
    FREE,
    MISSING,
    Indicator,
    IndicatorOptions,
    Measured,
    days_between,
    known_day,
    number,
    ratio,
    share_of,
    supported,
)
from wraparound.process.progress import way_done
from wraparound.process.stay import Stay

_UNPAID: Final = FREE | {SupportType.COMMUNITY}
_OWN: Final = FREE | {SupportType.FAMILY_MEMBER}
_OPEN_STEPS: Final = frozenset({StepStatus.NOT_STARTED, StepStatus.DOING})
_COUNTED_NEEDS: Final = frozenset({NeedStatus.ACTIVE, NeedStatus.PARTIALLY_MET, NeedStatus.MET})
_ACTIONABLE: Final = frozenset({2, 3})
_TWO: Final = 2


def _strength_links(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    return share_of([bool(each.strengths) for each in _strategies(stay)])


def _strengths_in_use(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    used = {name for each in _strategies(stay) for name in each.strengths}
    strengths = stay.plan.strengths if stay.plan else ()
    return share_of([each.id in used for each in strengths if each.active])


def _options_per_need(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    most: list[int | None] = []
    for need in stay.plan.needs if stay.plan else ():
        if need.status is not NeedStatus.ACTIVE:
            continue
        counts = [
            each.options_considered
            for each in _strategies(stay)
            if each.need == need.id and isinstance(each.options_considered, int)
        ]
        most.append(max(counts, default=None))
    known = [each for each in most if each is not None]
    return ratio(sum(known), len(known), len(most) - len(known))


def _natural_strategies(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    return share_of(
        [
            None
            if each.support is None or isinstance(each.support, Unknown)
            else each.support in _UNPAID
            for each in _strategies(stay)
        ]
    )


def _steps_on_time(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    answers: list[bool | None] = []
    for step in stay.plan.steps if stay.plan else ():
        due = known_day(step.due_on)
        if due is None or due > stay.as_of or step.status is StepStatus.DROPPED:
            continue
        done = known_day(step.status_on)
        if step.status is not StepStatus.DONE:
            answers.append(False)
        else:
            answers.append(None if done is None else done <= due)
    return share_of(answers)


def _family_steps(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    owners = [
        member
        for step in (stay.plan.steps if stay.plan else ())
        if step.status in _OPEN_STEPS and (member := stay.member(step.responsible)) is not None
    ]
    return supported(owners, _OWN)


def _needs_met(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    needs = stay.plan.needs if stay.plan else ()
    counted = [each.status for each in needs if each.status in _COUNTED_NEEDS]
    return share_of([status is NeedStatus.MET for status in counted])


def _data_currency(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    if len(stay.held) < _TWO:
        return ratio(0, 0)
    before = known_day(stay.held[-_TWO].on) or date.min
    return share_of(
        [
            any(
                isinstance(point.on, date) and before < point.on <= stay.as_of
                for point in outcome.data
            )
            for outcome in _outcomes(stay)
            if outcome.status is OutcomeStatus.ACTIVE
        ]
    )


def _progress(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    parts = [way_done(each, stay.as_of) for each in _outcomes(stay)]
    known = [each for each in parts if each is not None]
    return ratio(sum(known, Fraction(0)), len(known), len(parts) - len(known))


def _crisis_plan_age(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    crisis = stay.plan.crisis_plan if stay.plan else None
    days = [day for day in _written(crisis) if day <= stay.as_of]
    return days_between(max(days, default=None), stay.as_of)


def _actionable_items(stay: Stay, _: ProgramPolicy, options: IndicatorOptions) -> Measured:
    done = _assessed(stay, options)
    if not done:
        return MISSING
    return number(sum(rating in _ACTIONABLE for rating in _ratings(done[-1]).values()))


def _resolved_items(stay: Stay, _: ProgramPolicy, options: IndicatorOptions) -> Measured:
    done = _assessed(stay, options)
    if len(done) < _TWO:
        return MISSING
    first, last = _ratings(done[0]), _ratings(done[-1])
    answers = [
        None if last.get(code) is None else last[code] not in _ACTIONABLE
        for code, rating in first.items()
        if rating in _ACTIONABLE
    ]
    return share_of(answers)


def _strategies(stay: Stay) -> list[Strategy]:
    strategies = stay.plan.strategies if stay.plan else ()
    return [each for each in strategies if each.status is StrategyStatus.ACTIVE]


def _outcomes(stay: Stay) -> tuple[Outcome, ...]:
    return stay.plan.outcomes if stay.plan else ()


def _written(crisis: CrisisPlan | None) -> list[date]:
    if crisis is None:
        return []
    revised = () if isinstance(crisis.revised, Unknown) else crisis.revised
    days = (crisis.completed_on, *(each.on for each in revised))
    return [day for day in days if isinstance(day, date)]


def _assessed(stay: Stay, options: IndicatorOptions) -> list[Assessment]:
    """Return the assessments of an instrument by the day, from the earliest on."""
    done = [
        (each.on, each)
        for each in stay.assessments
        if each.instrument == options.instrument
        and isinstance(each.on, date)
        and each.on <= stay.as_of
    ]
    return [each for _, each in sorted(done, key=lambda known: known[0])]


def _ratings(assessment: Assessment) -> dict[str, int | None]:
    """Return the ratings of items that are needs; strengths count the other way round."""
    items = () if isinstance(assessment.items, Unknown) else assessment.items
    return {each.code: each.rating for each in items if each.code not in assessment.strength_items}


OF_PLANS: Final[Mapping[str, Indicator]] = MappingProxyType(
    {
        "strength_link_rate": _strength_links,
        "strengths_in_use_rate": _strengths_in_use,
        "options_per_need_mean": _options_per_need,
        "natural_strategy_share": _natural_strategies,
        "steps_done_on_time_rate": _steps_on_time,
        "family_natural_step_share": _family_steps,
        "needs_met_share": _needs_met,
        "outcome_data_currency_rate": _data_currency,
        "outcome_progress_mean": _progress,
        "crisis_plan_age_days": _crisis_plan_age,
        "actionable_items": _actionable_items,
        "resolved_item_share": _resolved_items,
    }
)
"""What computes each indicator of this file, by its name."""
