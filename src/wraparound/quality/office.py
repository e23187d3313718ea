"""Rules about the office: clocks, caseloads, certificates, decisions, and links that hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import attrs

from wraparound.model.determination import Eligibility
from wraparound.model.duty import Staff
from wraparound.model.plan import Plan, Suppression
from wraparound.model.plan_findings import RecordPlace
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.careers import CERTIFICATION, career_events
from wraparound.process.clock import Clock, ClockStatus
from wraparound.process.clocks import run_clock
from wraparound.process.occurrences import Occurrences
from wraparound.process.recorded import flag
from wraparound.process.setbacks import AFTER_CRISIS
from wraparound.quality.catalogue import load_rules
from wraparound.quality.look import Judgement, Look, at, cannot_tell, finds, is_blank
from wraparound.quality.meetings import NOTICE as MEETING_NOTICE
from wraparound.quality.transition import NOTICE as TRANSITION_NOTICE

OUT_OF_COMMUNITY: Final = "out_of_community_max"
"""The clock by which somebody who is away comes back, or the stay ends."""

_TOLD_ELSEWHERE: Final = frozenset(
    {AFTER_CRISIS, TRANSITION_NOTICE, MEETING_NOTICE, CERTIFICATION, OUT_OF_COMMUNITY}
)
_INSTRUMENTS: Final = frozenset({"CANS", "CAFAS", "PECFAS"})
_LEAST_REASON: Final = 10
_BANNED_BY_FLAG: Final = {
    "no_prior_services": "prior_service_condition_banned",
    "wait_list": "wait_list_banned",
}
_ALWAYS_BANNED: Final = "too_few_natural_supports"


def clock_missed(look: Look) -> Judgement:
    """CLOCK-01: a time limit was missed."""
    for place, clock in _clocks(look):
        if clock.status is ClockStatus.NOT_MET:
            yield finds(place, clock=clock.name, days_late=clock.days_late)


def clock_missed_with_reason(look: Look) -> Judgement:
    """CLOCK-02: a time limit was missed, and a reason is on file."""
    for place, clock in _clocks(look):
        if clock.status is ClockStatus.NOT_MET_WITH_REASON:
            yield finds(place, clock=clock.name)


def clock_unknown(look: Look) -> Judgement:
    """CLOCK-03: a time limit cannot be checked."""
    for place, clock in _clocks(look):
        if clock.status is ClockStatus.UNKNOWN:
            yield finds(place, clock=clock.name, missing=list(clock.missing))


def clock_near(look: Look) -> Judgement:
    """CLOCK-04: a time limit is near."""
    for days in look.numbers("at_risk_days")[:1]:
        until = look.as_of + timedelta(days=int(days))
        for place, clock in _clocks(look):
            last = clock.intervals[-1] if clock.intervals else None
            if last is None or last.status is not ClockStatus.NOT_YET_DUE:
                continue
            due = last.due
            if isinstance(due, date) and date(due.year, due.month, due.day) <= until:
                yield finds(place, clock=clock.name, due=due)


def phase_differs(look: Look) -> Judgement:
    """CLOCK-05: the phase that staff entered and the record disagree."""
    if look.phase.agrees is False:
        yield finds(
            look.stay_place.within("phases"),
            computed=look.phase.computed.value,
            asserted=look.phase.asserted,
        )


def caseload_too_high(look: Look) -> Judgement:
    """LOAD-01: a facilitator has too many families."""
    for limit in look.numbers("coordinator_caseload_max")[:1]:
        for place, staff in _staff(look, "facilitator"):
            families, part = staff.active_families, staff.full_time_part
            if isinstance(families, Unknown) or isinstance(part, Unknown) or not part:
                yield cannot_tell(place, "active_families", "full_time_part")
            elif families > limit * part:
                load = (Decimal(families) / part).quantize(Decimal("0.1"))
                yield finds(place, load=load, max=limit)


def too_many_coordinators(look: Look) -> Judgement:
    """LOAD-02: a supervisor has too many coordinators."""
    for limit in look.numbers("supervisor_ratio_max")[:1]:
        for place, staff in _staff(look, "supervisor"):
            if isinstance(staff.supervisees, Unknown):
                yield cannot_tell(place, "supervisees")
            elif staff.supervisees > limit:
                yield finds(place, n=staff.supervisees, max=limit)


def assessor_not_certified(look: Look) -> Judgement:
    """STAFF-01: the assessor's certificate had expired."""
    for each in look.stay.assessments:
        if each.instrument.upper() not in _INSTRUMENTS or not look.was_by(each.on):
            continue
        until = each.certified_until
        if not isinstance(until, date):
            yield cannot_tell(at(each), "certified_until")
        elif isinstance(each.on, date) and until < each.on:
            yield finds(at(each), date=each.on)


def facilitator_not_certified(look: Look) -> Judgement:
    """STAFF-02: the facilitator's certificate is late."""
    if not look.versions(CERTIFICATION):
        return
    for place, staff in _staff(look, "facilitator"):
        clock = run_clock(look.policy, CERTIFICATION, _career(staff, look))
        if clock.status is ClockStatus.NOT_MET:
            yield finds(place)
        elif clock.status is ClockStatus.UNKNOWN:
            yield cannot_tell(place, *clock.missing)


def decision_incomplete(look: Look) -> Judgement:
    """ELIG-01: a decision does not say how it was made."""
    for each in look.stay.determinations:
        missing = [
            name
            for name, lacks in (
                ("rule_id", is_blank(each.rule_set)),
                ("rule_version", is_blank(each.rule_version)),
                ("inputs", isinstance(each.inputs, Unknown) or not each.inputs),
            )
            if lacks
        ]
        if missing:
            yield finds(at(each), missing=missing)


def denied_unfairly(look: Look) -> Judgement:
    """ELIG-02: somebody was denied for a reason that does not count."""
    for each in look.stay.determinations:
        if each.answer is not Eligibility.NOT_ELIGIBLE:
            continue
        day = each.on if isinstance(each.on, date) else look.as_of
        banned = [reason for reason in each.reasons if _is_banned(reason, day, look.policy)]
        if banned:
            yield finds(at(each), reason=banned[0])


def away_too_long(look: Look) -> Judgement:
    """ELIG-03: somebody has been away longer than the program allows."""
    clock = look.clock(OUT_OF_COMMUNITY)
    if clock.status is ClockStatus.NOT_MET:
        yield finds(look.stay_place.within("clocks", OUT_OF_COMMUNITY))


def broken_link(look: Look) -> Judgement:
    """REF-01: two parts of the plan do not fit together."""
    plan = look.plan
    if plan is None:
        return
    members = {each.id for each in look.stay.members}
    for part, index, name, known in _links(plan, members):
        if name is not None and name not in known:
            yield finds(at(plan, part, index), ref=name)


def suppressed_without_reason(look: Look) -> Judgement:
    """META-01: a finding was marked without a real reason."""
    for index, each in enumerate(look.plan.suppressions if look.plan else ()):
        if not has_reason(each):
            yield finds(_suppression(look, index))


def suppression_idle(look: Look) -> Judgement:
    """META-02: a mark has no effect."""
    for index, each in enumerate(look.plan.suppressions if look.plan else ()):
        if has_reason(each) and is_idle(each, look.as_of):
            yield finds(_suppression(look, index))


def has_reason(mark: Suppression) -> bool:
    """Tell whether somebody marked a finding with a real reason, a name and a day."""
    said = len(mark.reason.strip()) >= _LEAST_REASON
    return said and not is_blank(mark.by) and mark.on is not None


def is_idle(mark: Suppression, day: date) -> bool:
    """Tell whether a mark no longer counts, or is on a rule that nobody can mark."""
    rule = load_rules().get(mark.code)
    ended = mark.until is not None and mark.until < day
    return ended or (rule is not None and not rule.suppressible)


_Link = tuple[str, int, str | None, Collection[str]]
"""A link: the part and the place of what holds it, what it names, and what there is to name."""


def _clocks(look: Look) -> Iterator[tuple[RecordPlace, Clock]]:
    return (placed for placed in look.running if placed[1].name not in _TOLD_ELSEWHERE)


def _staff(look: Look, role: str) -> Iterator[tuple[RecordPlace, Staff]]:
    return ((at(each), each) for each in look.stay.staff if each.role == role)


def _career(staff: Staff, look: Look) -> Occurrences:
    """Return what clocks go by that run over somebody's job, and not over a stay."""
    return attrs.evolve(look.seen, happened=career_events(staff))


def _is_banned(reason: str, day: date, policy: ProgramPolicy) -> bool:
    if reason == _ALWAYS_BANNED:
        return True
    return reason in _BANNED_BY_FLAG and flag(policy, _BANNED_BY_FLAG[reason], day)


def _links(
    plan: Plan, members: Collection[str]
) -> Iterator[tuple[str, int, str | None, Collection[str]]]:
    """Yield every link of a plan: where it stands, what it names, and what there is to name."""
    needs, strengths = {each.id for each in plan.needs}, {each.id for each in plan.strengths}
    strategies = {each.id for each in plan.strategies}
    for index, outcome in enumerate(plan.outcomes):
        yield "outcomes", index, outcome.need, needs
    for index, strategy in enumerate(plan.strategies):
        yield "strategies", index, strategy.need, needs
        for name in strategy.strengths:
            yield "strategies", index, name, strengths
    for index, step in enumerate(plan.steps):
        yield "steps", index, step.strategy, strategies
    for index, service in enumerate(plan.services):
        yield "services", index, service.strategy, strategies
        yield "services", index, service.need, needs
    for index, signature in enumerate(plan.signatures):
        yield "signatures", index, signature.member, members
    for index, copy in enumerate(plan.distribution):
        yield "distribution", index, copy.member, members


def _suppression(look: Look, index: int) -> RecordPlace:
    return at(look.plan, "suppressions", index) if look.plan else look.stay_place


RULES: Final = {
    "CLOCK-01": clock_missed,
    "CLOCK-02": clock_missed_with_reason,
    "CLOCK-03": clock_unknown,
    "CLOCK-04": clock_near,
    "CLOCK-05": phase_differs,
    "LOAD-01": caseload_too_high,
    "LOAD-02": too_many_coordinators,
    "STAFF-01": assessor_not_certified,
    "STAFF-02": facilitator_not_certified,
    "ELIG-01": decision_incomplete,
    "ELIG-02": denied_unfairly,
    "ELIG-03": away_too_long,
    "REF-01": broken_link,
    "META-01": suppressed_without_reason,
    "META-02": suppression_idle,
}
"""The rules of this file by their codes."""
