"""Rules about strategies and steps: what is done, by whom, by when, and whether it helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from wraparound.model.enrollment import Phase
from wraparound.model.periods import Period
from wraparound.model.plan_findings import RecordPlace
from wraparound.model.planned_service import PlannedService
from wraparound.model.strategy import ActionStep, Helping, StepStatus, Strategy, StrategyStatus
from wraparound.model.team import SupportType, TeamMember
from wraparound.quality.look import (
    Judgement,
    Look,
    at,
    cannot_tell,
    finds,
    is_blank,
    share_of,
)
from wraparound.quality.needs import active_needs
from wraparound.quality.words import normalised

_UNPAID: Final = frozenset({SupportType.NATURAL, SupportType.INFORMAL, SupportType.COMMUNITY})
_OWN: Final = frozenset({SupportType.FAMILY_MEMBER, SupportType.NATURAL, SupportType.INFORMAL})
_OPEN: Final = frozenset({StepStatus.NOT_STARTED, StepStatus.DOING})
_TWICE: Final = 2


def no_strength(look: Look) -> Judgement:
    """STRAT-01: a strategy that uses no strength."""
    for place, strategy in active_strategies(look):
        if not strategy.strengths:
            yield finds(place)


def few_options(look: Look) -> Judgement:
    """STRAT-02: too few ways were looked at before one was chosen."""
    for least in look.numbers("options_considered_min")[:1]:
        for place, need in active_needs(look):
            own = _strategies_of(need.id, look)
            counts = [
                each.options_considered for each in own if isinstance(each.options_considered, int)
            ]
            if own and not counts:
                yield cannot_tell(place, "options_considered")
            elif counts and max(counts) < least:
                yield finds(place, n=max(counts))


def all_formal(look: Look) -> Judgement:
    """STRAT-03: every strategy is a formal service."""
    if look.plan is not None and _is_all_formal(look):
        yield finds(at(look.plan, "strategies"))


def need_without_strategy(look: Look) -> Judgement:
    """STRAT-04: nothing in the plan helps with a need."""
    for place, need in active_needs(look):
        if not _strategies_of(need.id, look):
            yield finds(place)


def service_without_need(look: Look) -> Judgement:
    """STRAT-05: a service that serves no need."""
    for place, service in live_services(look):
        if service.strategy is None and service.need is None:
            yield finds(place, name=service.name)


def same_text_elsewhere(look: Look) -> Judgement:
    """STRAT-06: the same words stand in many families' plans."""
    others = [each for each in look.others or () if each.family != look.stay.chart.family.id]
    texts = [frozenset(map(normalised, each.texts)) for each in others]
    for most in look.numbers("identical_strategy_families")[:1]:
        for place, strategy in active_strategies(look):
            count = sum(normalised(strategy.text) in each for each in texts)
            if count > most:
                yield finds(place, n=count)


def not_helping(look: Look) -> Judgement:
    """STRAT-07: it was rated not helping twice in a row, and nothing changed."""
    for place, strategy in active_strategies(look):
        dated = [
            (each.on, each.value)
            for each in strategy.ratings
            if isinstance(each.on, date) and each.on <= look.as_of
        ]
        rated = sorted(dated, key=lambda rating: rating[0])
        last = rated[-_TWICE:]
        if len(last) < _TWICE or any(value is not Helping.NOT_HELPING for _, value in last):
            continue
        changed = strategy.changed_on
        if not isinstance(changed, date) or changed <= last[0][0]:
            yield finds(place)


def need_all_formal(look: Look) -> Judgement:
    """STRAT-08: only formal services answer a need."""
    if _is_all_formal(look):
        return
    for place, need in active_needs(look):
        own = _strategies_of(need.id, look)
        if own and all(each.support is SupportType.FORMAL for each in own):
            yield finds(place)


def step_incomplete(look: Look) -> Judgement:
    """STEP-01: a step without a person or a day."""
    for place, step in _open_steps(look):
        nobody = is_blank(_owner(step)) and is_blank(step.responsible_words)
        missing = [
            name
            for name, lacks in (
                ("responsible", nobody),
                ("due", not isinstance(step.due_on, date)),
            )
            if lacks
        ]
        if missing:
            yield finds(place, missing=missing)


def overdue_not_discussed(look: Look) -> Judgement:
    """STEP-02: a step was late, and the next meeting did not look at it."""
    for place, step in _open_steps(look):
        due = step.due_on
        if not isinstance(due, date) or due >= look.as_of:
            continue
        after = (each for each in look.held if isinstance(each.on, date) and each.on > due)
        meeting = next(after, None)
        if meeting is not None and step.id not in meeting.reviewed_steps:
            yield finds(place, date=meeting.on)


def few_family_steps(look: Look) -> Judgement:
    """STEP-03: family and natural helpers own few steps."""
    owners = _owners(look)
    for least in look.numbers("step_family_share_min")[:1]:
        own = sum(each.support in _OWN for each in owners)
        if look.plan is not None and owners and own < least * len(owners):
            yield finds(at(look.plan, "steps"), share=share_of(own, len(owners)))


def one_owner(look: Look) -> Judgement:
    """STEP-04: one person owns most steps."""
    owners = _owners(look)
    if look.plan is None or len(owners) < _TWICE:
        return
    member, most = Counter(each.id for each in owners).most_common(1)[0]
    for limit in look.numbers("step_single_owner_max")[:1]:
        if most > limit * len(owners):
            share = share_of(most, len(owners))
            yield finds(at(look.plan, "steps"), member=member, share=share)


def owner_left(look: Look) -> Judgement:
    """STEP-05: the owner of a step is not on the team."""
    now = {each.id for each in look.active}
    for place, step in _open_steps(look):
        owner = _owner(step)
        if owner is not None and owner not in now:
            yield finds(place, as_of=look.as_of)


def group_owner(look: Look) -> Judgement:
    """STEP-06: the owner of a step is everybody."""
    for place, step in _open_steps(look):
        words = normalised(step.responsible_words)
        if _owner(step) is None and words in look.words.group_owners:
            yield finds(place, responsible_text=step.responsible_words)


def only_paid_owners(look: Look) -> Judgement:
    """STEP-07: in transition, only paid people own steps."""
    owners = _owners(look)
    if look.plan is None or look.phase.computed is not Phase.TRANSITION or not owners:
        return
    if all(each.support is SupportType.FORMAL for each in owners):
        yield finds(at(look.plan, "steps"))


def due_before_plan(look: Look) -> Judgement:
    """STEP-08: a step was due before the plan began."""
    start = effective(look)
    for place, step in _open_steps(look):
        if start is not None and isinstance(step.due_on, date) and step.due_on < start:
            yield finds(place)


def strategy_without_step(look: Look) -> Judgement:
    """STEP-09: a strategy without a step."""
    carried = {each.strategy for each in (look.plan.steps if look.plan else ())}
    for place, strategy in active_strategies(look):
        if strategy.id not in carried:
            yield finds(place)


def active_strategies(look: Look) -> Iterator[tuple[RecordPlace, Strategy]]:
    """Yield the active strategies of the plan in force, each with its place."""
    return (placed for placed in look.strategies if placed[1].status is StrategyStatus.ACTIVE)


def live_services(look: Look) -> Iterator[tuple[RecordPlace, PlannedService]]:
    """Yield the services of the plan in force that have not ended, each with its place."""
    return (placed for placed in look.services if not _has_ended(placed[1], look.as_of))


def effective(look: Look) -> date | None:
    """Return the first day of the plan in force, where it is known."""
    start = look.plan.period.start if look.plan is not None else None
    return start if isinstance(start, date) else None


def _has_ended(service: PlannedService, day: date) -> bool:
    ends = [_end(span.period) for span in service.spans]
    return bool(ends) and all(end is not None and end <= day for end in ends)


def _end(period: Period) -> date | None:
    return period.end if isinstance(period.end, date) else None


def _strategies_of(need: str, look: Look) -> list[Strategy]:
    return [strategy for _, strategy in active_strategies(look) if strategy.need == need]


def _is_all_formal(look: Look) -> bool:
    strategies = [strategy for _, strategy in active_strategies(look)]
    return bool(strategies) and not any(each.support in _UNPAID for each in strategies)


def _open_steps(look: Look) -> Iterator[tuple[RecordPlace, ActionStep]]:
    return (placed for placed in look.steps if placed[1].status in _OPEN)


def _owner(step: ActionStep) -> str | None:
    return step.responsible if isinstance(step.responsible, str) else None


def _owners(look: Look) -> list[TeamMember]:
    """Return the team member who owns each open step that has one."""
    found = (look.stay.member(_owner(step)) for _, step in _open_steps(look) if _owner(step))
    return [each for each in found if each is not None]


RULES: Final = {
    "STRAT-01": no_strength,
    "STRAT-02": few_options,
    "STRAT-03": all_formal,
    "STRAT-04": need_without_strategy,
    "STRAT-05": service_without_need,
    "STRAT-06": same_text_elsewhere,
    "STRAT-07": not_helping,
    "STRAT-08": need_all_formal,
    "STEP-01": step_incomplete,
    "STEP-02": overdue_not_discussed,
    "STEP-03": few_family_steps,
    "STEP-04": one_owner,
    "STEP-05": owner_left,
    "STEP-06": group_owner,
    "STEP-07": only_paid_owners,
    "STEP-08": due_before_plan,
    "STEP-09": strategy_without_step,
}
"""The rules of this file by their codes."""
