"""Rules about the end of a stay: begun early, confirmed, with a way back, never a penalty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from wraparound.model.contact import Contact
from wraparound.model.enrollment import DischargeReason
from wraparound.model.meeting import Mode
from wraparound.model.plan_findings import RecordPlace
from wraparound.model.transition import TransitionPlan
from wraparound.policy.days import add_months
from wraparound.process.clock import ClockStatus
from wraparound.quality.look import Judgement, Look, at, cannot_tell, finds, is_blank
from wraparound.quality.needs import active_needs

NOTICE: Final = "transition_notice_min"
"""The clock by which the next agency hears before the end."""

_BANNED: Final = frozenset(
    {
        DischargeReason.BEHAVIOR,
        DischargeReason.NON_COMPLIANCE,
        DischargeReason.MISSED_APPOINTMENTS,
        DischargeReason.NO_PROGRESS,
        DischargeReason.PARENT_REFUSED_ONCE,
    }
)
_WEEK: Final = timedelta(days=7)
_YEAR: Final = 12


def first_plan_silent(look: Look) -> Judgement:
    """TRANS-01: the first plan says nothing about life after the team."""
    for plan in look.stay.plans:
        if plan.version != 1 or not look.was_by(plan.completed_on):
            continue
        if plan.transition is None or is_blank(plan.transition.step_down):
            yield finds(at(plan, "transition"))


def support_not_confirmed(look: Look) -> Judgement:
    """TRANS-02: somebody who stays had not said yes by the end date."""
    for place, transition in _transition(look):
        planned = transition.planned_on
        if not isinstance(planned, date) or look.as_of < planned:
            continue
        for index, support in enumerate(transition.supports):
            confirmed = support.confirmed_on
            if not isinstance(confirmed, date) or confirmed > planned:
                yield finds(place.within("supports", index), name=support.who)


def late_notice(look: Look) -> Judgement:
    """TRANS-03: the next agency hears too late."""
    for place, transition in _transition(look):
        if is_blank(transition.receiving_agency):
            continue
        clock = look.clock(NOTICE)
        if clock.status is ClockStatus.NOT_MET:
            yield finds(place)
        elif clock.status is ClockStatus.UNKNOWN:
            yield cannot_tell(place, *clock.missing)


def no_crisis_plan_after(look: Look) -> Judgement:
    """TRANS-04: there is no crisis plan for the time after."""
    for place, transition in _ending(look):
        if transition.crisis_plan is None:
            yield finds(place)


def no_way_back(look: Look) -> Judgement:
    """TRANS-05: it does not say how to come back."""
    for place, transition in _ending(look):
        if is_blank(transition.way_back):
            yield finds(place)


def no_record_of_what_worked(look: Look) -> Judgement:
    """TRANS-06: the family has no record of what worked."""
    for place, transition in _ending(look):
        due = look.was_by(transition.planned_on) or look.stay.is_closed
        if due and not look.was_by(transition.what_worked_given_on):
            yield finds(place)


def nobody_to_call(look: Look) -> Judgement:
    """TRANS-07: it does not say whom to call afterwards."""
    for place, transition in _ending(look):
        if is_blank(transition.whom_to_contact):
            yield finds(place)


def ended_for_behavior(look: Look) -> Judgement:
    """TRANS-08: the stay ended for something that is never a reason."""
    enrollment = look.stay.enrollment
    if enrollment is None or not look.stay.is_closed:
        return
    reason = enrollment.discharge_reason
    if isinstance(reason, DischargeReason) and reason in _BANNED:
        yield finds(look.stay_place.within("discharge_reason"), reason=reason.value)


def lost_without_trying(look: Look) -> Judgement:
    """TRANS-09: contact was lost, and the attempts that the program asks for were not made."""
    enrollment = look.stay.enrollment
    ended = enrollment.discharged_on if enrollment else None
    if enrollment is None or not isinstance(ended, date) or ended > look.as_of:
        return
    if enrollment.discharge_reason is not DischargeReason.LOST_CONTACT:
        return
    for months in look.numbers("lost_contact_months")[:1]:
        missing = _attempts_missing(ended, int(months), look.stay.contacts)
        if missing:
            yield finds(look.stay_place.within("discharge_reason"), missing=missing)


def ageing_out(look: Look) -> Judgement:
    """TRANS-10: an age limit is near, and no transition has begun."""
    youth, below = look.stay.youth, _age_below(look)
    if youth is None or below is None or look.stay.is_closed:
        return
    if not isinstance(youth.birth_date, date):
        return
    ends = add_months(youth.birth_date, below * _YEAR)
    begun = any(look.was_by(each.started_on) for _, each in _transition(look))
    for lead in look.numbers("age_out_lead_months")[:1]:
        if look.as_of >= add_months(ends, -int(lead)) and not begun:
            yield finds(at(youth, "birth_date"), date=ends)


def open_need_left(look: Look) -> Judgement:
    """TRANS-11: a need is open, and nobody carries it on."""
    for _, transition in _ending(look):
        carried = {need for support in transition.supports for need in support.needs}
        for place, need in active_needs(look):
            if need.id not in carried:
                yield finds(place)


def no_follow_up(look: Look) -> Judgement:
    """TRANS-12: nobody plans to ask how it goes."""
    for place, transition in _ending(look):
        if not transition.follow_ups:
            yield finds(place)


def _transition(look: Look) -> Iterator[tuple[RecordPlace, TransitionPlan]]:
    if look.plan is not None and look.plan.transition is not None:
        yield at(look.plan, "transition"), look.plan.transition


def _ending(look: Look) -> Iterator[tuple[RecordPlace, TransitionPlan]]:
    """Yield the transition plan once the transition has begun, or the stay is over."""
    for place, transition in _transition(look):
        if transition.started_on is not None and look.is_ending:
            yield place, transition


def _attempts_missing(ended: date, months: int, contacts: tuple[Contact, ...]) -> list[str]:
    """Return which attempts to reach a family were not made before a stay ended."""
    start = add_months(ended, -months)

    def tried(modes: frozenset[Mode], first: date, after: date) -> bool:
        return any(
            each.mode in modes and isinstance(each.on, date) and first <= each.on < after
            for each in contacts
        )

    weeks, first = [], start
    while first + _WEEK <= ended:
        weeks.append((first, first + _WEEK))
        first += _WEEK
    blocks = [(add_months(start, month), add_months(start, month + 1)) for month in range(months)]
    attempts = (
        ("calls", all(tried(_CALLS, *week) for week in weeks)),
        ("letters", all(tried(_LETTERS, *block) for block in blocks)),
        ("visits", tried(_VISITS, start, ended)),
    )
    return [name for name, made in attempts if not made]


_CALLS: Final = frozenset({Mode.PHONE})
_LETTERS: Final = frozenset({Mode.CERTIFIED_LETTER})
_VISITS: Final = frozenset({Mode.VISIT, Mode.IN_PERSON})


def _age_below(look: Look) -> int | None:
    """Return the age at which the program no longer takes somebody."""
    for name, more in (("age_below", 0), ("age_max", 1)):
        for number in look.numbers(name)[:1]:
            return int(number) + more
    for ends in look.values("age_range")[:1]:
        if isinstance(ends, tuple) and isinstance(ends[-1], Decimal):
            return int(ends[-1]) + 1
    return None


RULES: Final = {
    "TRANS-01": first_plan_silent,
    "TRANS-02": support_not_confirmed,
    "TRANS-03": late_notice,
    "TRANS-04": no_crisis_plan_after,
    "TRANS-05": no_way_back,
    "TRANS-06": no_record_of_what_worked,
    "TRANS-07": nobody_to_call,
    "TRANS-08": ended_for_behavior,
    "TRANS-09": lost_without_trying,
    "TRANS-10": ageing_out,
    "TRANS-11": open_need_left,
    "TRANS-12": no_follow_up,
}
"""The rules of this file by their codes."""
