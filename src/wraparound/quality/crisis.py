"""Rules about the crisis plan: what sets it off, who does what, and who has it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from wraparound.model.crisis import CrisisPlan, CrisisStep
from wraparound.model.incident import IncidentType
from wraparound.model.team import SupportType
from wraparound.model.terms import Unknown
from wraparound.process.clock import ClockStatus
from wraparound.process.moments import local_day
from wraparound.process.setbacks import AFTER_CRISIS, moment_key
from wraparound.quality.look import Judgement, Look, at, cannot_tell, finds, is_blank

_FREE: Final = frozenset({SupportType.NATURAL, SupportType.INFORMAL})


def no_crisis_plan(look: Look) -> Judgement:
    """CRISIS-01: there is no plan for the worst day."""
    if look.plan is not None and look.plan.crisis_plan is None:
        yield finds(at(look.plan, "crisis_plan"))


def no_line(look: Look) -> Judgement:
    """CRISIS-02: the plan does not say whom to call at any hour."""
    for place, crisis in look.crisis:
        if is_blank(crisis.line_24h):
            yield finds(place.within("line_24h"))


def no_prevention(look: Look) -> Judgement:
    """CRISIS-03: nothing keeps a hard day from growing."""
    yield from _empty(look, "prevention_steps")


def response_incomplete(look: Look) -> Judgement:
    """CRISIS-04: a response step has no person, or no way to reach them."""
    for place, crisis in look.crisis:
        steps = place.within("response_steps")
        if not crisis.response_steps:
            yield finds(steps)
        for index, step in enumerate(crisis.response_steps):
            if _is_nobody(step) or is_blank(step.contact):
                yield finds(steps.within(index))


def no_natural_helper(look: Look) -> Judgement:
    """CRISIS-05: no friend or relative has a part in it."""
    free = {each.id for each in look.active if each.support in _FREE}
    for place, crisis in look.crisis:
        steps = _steps(crisis)
        if steps and not any(step.who in free for step in steps):
            yield finds(place)


def nothing_worked_before(look: Look) -> Judgement:
    """CRISIS-06: it does not say what helped before."""
    yield from _empty(look, "worked_before")


def no_end(look: Look) -> Judgement:
    """CRISIS-07: nobody can tell when it is over."""
    yield from _empty(look, "end_benchmarks")


def nothing_not_to_do(look: Look) -> Judgement:
    """CRISIS-08: it does not say what makes things worse."""
    yield from _empty(look, "not_to_do")


def not_revised(look: Look) -> Judgement:
    """CRISIS-09: it was not looked at again in time after a crisis."""
    clock = look.clock(AFTER_CRISIS)
    answers = {moment_key(each.start, look.seen): each for each in clock.intervals}
    for incident in look.stay.incidents:
        when = incident.at or incident.on
        if incident.type is not IncidentType.CRISIS or isinstance(when, Unknown):
            continue
        interval = answers.get(moment_key(when, look.seen))
        if interval is None:
            continue
        if interval.status is ClockStatus.NOT_MET:
            yield finds(at(incident), date=local_day(when, look.seen.zone))
        elif interval.status is ClockStatus.UNKNOWN:
            yield cannot_tell(at(incident), *interval.missing)


def older_than_change(look: Look) -> Judgement:
    """CRISIS-10: something big changed, and the plan is older."""
    for _, crisis in look.crisis:
        days = _days(crisis)
        for event in look.stay.events:
            on = event.on
            if event.type not in look.words.crisis_triggers or isinstance(on, Unknown):
                continue
            if on < look.as_of and not any(on <= day <= look.as_of for day in days):
                yield finds(at(event), type=event.type, date=on)


def not_in_family_words(look: Look) -> Judgement:
    """CRISIS-11: it does not give the family's own meaning of crisis."""
    for place, crisis in look.crisis:
        if is_blank(crisis.family_definition):
            yield finds(place.within("family_definition"))


def no_copy(look: Look) -> Judgement:
    """CRISIS-12: somebody with a part in it has no current copy."""
    for place, crisis in look.crisis:
        written = max((day for day in _days(crisis) if day <= look.as_of), default=None)
        if written is None or look.as_of <= written:
            continue
        parts = {step.who for step in _steps(crisis)}
        copied = {
            copy.member
            for copy in crisis.copies
            if isinstance(copy.on, date) and written <= copy.on <= look.as_of
        }
        for member in look.active:
            if member.id in parts and member.id not in copied:
                yield finds(place.within("copies"), member=member.id)


def responder_left(look: Look) -> Judgement:
    """CRISIS-13: somebody who should respond is not on the team any more."""
    now = {each.id for each in look.active}
    for place, crisis in look.crisis:
        for index, step in enumerate(crisis.response_steps):
            if not is_blank(step.who) and step.who not in now:
                yield finds(place.within("response_steps", index))


def no_signs(look: Look) -> Judgement:
    """CRISIS-14: neither what sets it off nor what is seen first."""
    for place, crisis in look.crisis:
        if not crisis.triggers and not crisis.early_signs:
            yield finds(place)


def _empty(look: Look, part: str) -> Judgement:
    for place, crisis in look.crisis:
        if not getattr(crisis, part):
            yield finds(place.within(part))


def _steps(crisis: CrisisPlan) -> tuple[CrisisStep, ...]:
    return (*crisis.prevention_steps, *crisis.response_steps)


def _is_nobody(step: CrisisStep) -> bool:
    return is_blank(step.who) and is_blank(step.who_words)


def _days(crisis: CrisisPlan) -> list[date]:
    """Return the days on which the plan was written or looked at again."""
    revised: Iterable[date | Unknown] = (
        () if isinstance(crisis.revised, Unknown) else (each.on for each in crisis.revised)
    )
    days = (crisis.completed_on, *revised)
    return [day for day in days if isinstance(day, date)]


RULES: Final = {
    "CRISIS-01": no_crisis_plan,
    "CRISIS-02": no_line,
    "CRISIS-03": no_prevention,
    "CRISIS-04": response_incomplete,
    "CRISIS-05": no_natural_helper,
    "CRISIS-06": nothing_worked_before,
    "CRISIS-07": no_end,
    "CRISIS-08": nothing_not_to_do,
    "CRISIS-09": not_revised,
    "CRISIS-10": older_than_change,
    "CRISIS-11": not_in_family_words,
    "CRISIS-12": no_copy,
    "CRISIS-13": responder_left,
    "CRISIS-14": no_signs,
}
"""The rules of this file by their codes."""
