"""Rules about casework: one point of contact, hand-overs, unbroken help, referrals that arrive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from wraparound.model.contact import Contact
from wraparound.model.plan_findings import PlanFinding, PlanReview, RecordPlace
from wraparound.model.referral import Referral
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.casework import contacts_of, handovers_of
from wraparound.process.handovers import HandoverState
from wraparound.process.point_of_contact import Contacts, ContactSpan
from wraparound.process.referrals import LoopState, ReferralLoop, read_referrals
from wraparound.process.stay import Stay
from wraparound.process.story import Passage, read_story
from wraparound.quality.catalogue import load_case_rules
from wraparound.quality.look import Judgement, Look, at, cannot_tell, finds

_DAY: Final = timedelta(days=1)
_COME: Final = frozenset({HandoverState.DONE, HandoverState.NOT_ACCEPTED, HandoverState.UNKNOWN})


def nobody_to_call(look: Look) -> Judgement:
    """CASE-01: there were days on which the family had nobody to call."""
    for span in contacts_of(look.stay):
        place = _days(look, span)
        if span.state is Contacts.NOBODY:
            yield finds(place, start=span.start, end=span.end - _DAY)
        elif span.state is Contacts.UNKNOWN:
            yield cannot_tell(place, *span.missing)


def two_to_call(look: Look) -> Judgement:
    """CASE-02: there were days on which several people coordinated at once."""
    for span in contacts_of(look.stay):
        if span.state is Contacts.SEVERAL:
            days = {"start": span.start, "end": span.end - _DAY}
            yield finds(_days(look, span), n=len(span.workers), **days)


def not_accepted(look: Look) -> Judgement:
    """CASE-03: a hand-over took effect before the other worker had accepted it."""
    for each in handovers_of(look.stay):
        place = _handover(each.enrollment, each.index)
        if each.accepted_in_time is False:
            yield finds(place, date=each.effective_on)
        elif each.accepted_in_time is None and each.state in _COME:
            yield cannot_tell(place, "effective_on" if each.effective_on is None else "accepted_on")


def family_not_told(look: Look) -> Judgement:
    """CASE-04: the family was not told by the first day of a hand-over."""
    for each in handovers_of(look.stay):
        place = _handover(each.enrollment, each.index)
        if each.told_in_time is False:
            yield finds(place, date=each.effective_on)
        elif each.told_in_time is None and each.effective_on is not None and each.state in _COME:
            yield cannot_tell(place, "family_told_on")


def handover_does_not_fit(look: Look) -> Judgement:
    """CASE-05: a hand-over names other workers than the rest of the stay."""
    for each in handovers_of(look.stay):
        if each.fits is False:
            yield finds(_handover(each.enrollment, each.index))


def broken_off(look: Look) -> Judgement:
    """CASE-06: a stay goes on from another one, and there are days between."""
    for chapter in read_story(look.stay.chart, look.policy).chapters:
        place = RecordPlace(kind="enrollment", id=chapter.enrollment)
        meant = any(
            each.id == chapter.enrollment and each.follows is not None
            for each in look.stay.chart.enrollments
        )
        if meant and chapter.passage is Passage.WITH_A_BREAK:
            yield finds(place.within("follows"), n=chapter.days_between)
        elif meant and chapter.passage is Passage.UNKNOWN:
            yield cannot_tell(place.within("follows"), "enrolled_on", "discharged_on")


def story_broken(look: Look) -> Judgement:
    """CASE-07: a stay goes on from one that is not on record, or in a circle."""
    for name in read_story(look.stay.chart, look.policy).broken:
        yield finds(RecordPlace(kind="enrollment", id=name).within("follows"))


def referral_overdue(look: Look) -> Judgement:
    """CASE-08: a referral is past a limit of the program."""
    for loop in _loops(look):
        place = RecordPlace(kind="referral", id=loop.referral)
        for clock in loop.overdue:
            yield finds(place, clock=clock.name, date=clock.intervals[-1].due)


def ended_without_reason(look: Look) -> Judgement:
    """CASE-09: a referral is over, and nobody wrote down why."""
    for loop in _loops(look):
        if loop.closed_without_reason:
            yield finds(RecordPlace(kind="referral", id=loop.referral).within("steps"))


def barrier_unanswered(look: Look) -> Judgement:
    """CASE-10: something stands in the way of a referral, and nobody has spoken up."""
    for loop in _loops(look):
        if loop.barriers and not loop.advocacy and loop.state is not LoopState.CLOSED:
            words = ", ".join(each.value.replace("_", " ") for each in loop.barriers)
            yield finds(RecordPlace(kind="referral", id=loop.referral), barriers=words)


CASE_RULES: Final[Mapping[str, Callable[[Look], Judgement]]] = MappingProxyType(
    {
        "CASE-01": nobody_to_call,
        "CASE-02": two_to_call,
        "CASE-03": not_accepted,
        "CASE-04": family_not_told,
        "CASE-05": handover_does_not_fit,
        "CASE-06": broken_off,
        "CASE-07": story_broken,
        "CASE-08": referral_overdue,
        "CASE-09": ended_without_reason,
        "CASE-10": barrier_unanswered,
    }
)
"""What judges the coordination of a family by each rule, by its code."""


def review_case(stay: Stay, *, policy: ProgramPolicy) -> PlanReview:
    """Return what the rules say of how a family's help is coordinated, over all its stays.

    Findings advise, as those of the plan review do. They have rules of their own, because they
    look at workers and stays and not at a plan: nothing in a plan marks them as looked at.

    Args:
        stay: One of the family's stays, as of a day.
        policy: What the program goes by.
    """
    rules, look = load_case_rules(), Look(stay=stay, policy=policy)
    findings: list[PlanFinding] = []
    unknown: list[PlanFinding] = []
    for code, judge in CASE_RULES.items():
        for said in judge(look):
            (findings if said.missing is None else unknown).append(
                PlanFinding(
                    rule=code,
                    severity=rules[code].severity,
                    place=said.place,
                    params=dict(said.params),
                    missing=said.missing or (),
                )
            )
    return PlanReview(
        as_of=stay.as_of,
        program=policy.pack.id,
        findings=tuple(findings),
        unknown=tuple(unknown),
    )


def _days(look: Look, span: ContactSpan) -> RecordPlace:
    """Return a place for some days of a family: how many it could call, and the first day."""
    return at(look.stay.chart.family, "contacts", span.state.value, span.start.isoformat())


def _handover(enrollment: str, index: int) -> RecordPlace:
    return RecordPlace(kind="enrollment", id=enrollment).within("handovers", index)


def _loops(look: Look) -> tuple[ReferralLoop, ...]:
    chart = look.stay.chart
    return read_referrals(
        chart.all(Referral), contacts=chart.all(Contact), policy=look.policy, as_of=look.as_of
    )
