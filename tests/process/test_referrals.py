"""Referrals as closed loops, and the progress of outcomes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.states import program_of

from wraparound.chart import Chart
from wraparound.model import (
    UNKNOWN,
    Barrier,
    Contact,
    ContactPurpose,
    DataPoint,
    Direction,
    Family,
    Measure,
    Outcome,
    Plan,
    PlanStatus,
    Referral,
    ReferralReason,
    ReferralState,
    ReferralStep,
    Strategy,
)
from wraparound.policy import ProgramPolicy, choose_program
from wraparound.policy.program_reading import read_program_pack
from wraparound.process.clock import ClockStatus
from wraparound.process.next_steps import run_clocks
from wraparound.process.progress import Trend, read_progress
from wraparound.process.referrals import LoopState, read_referrals
from wraparound.process.stay import stay_of

DAY = date(2026, 6, 30)
MADE = date(2026, 6, 1)
COUNTY = """\
policy: fern-county
title: Fern County
jurisdiction: ZZ
legal_force: program_policy
compiled_on: "2026-01-01"
timezone: America/Chicago
extends: [nwi-model]
parameters:
  - name: referral_answer_due
    kind: due_after
    value: 14
    unit: calendar_days
    start_event: referral_made
    satisfied_by: referral_answered
    exception_idiom: none
    citation: County policy 7
    confidence: found
  - name: no_progress_reviews
    kind: limit_min
    value: 2
    unit: count
    start_event: null
    exception_idiom: none
    citation: County policy 8
    confidence: found
not_found: []
"""
STATE = ReferralState


@pytest.fixture(scope="module")
def county():
    pack = read_program_pack(COUNTY, source="county.yaml")
    return ProgramPolicy(packs=(pack, *choose_program("nwi-model").packs))


def step(state, day, **more):
    return ReferralStep(state=state, on=day, **more)


def loop(policy, *steps, on=MADE, contacts=()):
    referral = Referral(id="r1", family="reed", provider="maple", on=on, steps=steps)
    (found,) = read_referrals((referral,), contacts=contacts, policy=policy, as_of=DAY)
    return found


@pytest.mark.parametrize(
    ("states", "stands"),
    [
        ((), LoopState.OPEN),
        ((STATE.DRAFT,), LoopState.DRAFT),
        ((STATE.SENT,), LoopState.OPEN),
        ((STATE.SENT, STATE.WAITING), LoopState.ANSWERED),
        ((STATE.SENT, STATE.ACCEPTED, STATE.SCHEDULED), LoopState.ANSWERED),
        ((STATE.SENT, STATE.SCHEDULED, STATE.NO_SHOW), LoopState.ANSWERED),
        ((STATE.SENT, STATE.SEEN), LoopState.KEPT),
        ((STATE.SENT, STATE.SEEN, STATE.COMPLETED), LoopState.CLOSED),
        ((STATE.SENT, STATE.REFUSED), LoopState.CLOSED),
        ((STATE.CANCELLED,), LoopState.CLOSED),
    ],
)
def test_how_far_a_referral_has_come(county, states, stands):
    assert loop(county, *(step(each, date(2026, 6, 5)) for each in states)).state is stands


def test_what_lies_ahead_is_not_seen(county):
    ahead = step(STATE.SEEN, date(2026, 7, 1))
    assert loop(county, step(STATE.SENT, MADE), ahead).state is LoopState.OPEN
    referral = Referral(id="r2", family="reed", on=date(2026, 7, 2))
    assert read_referrals((referral,), policy=county, as_of=DAY) == ()


def test_an_end_has_a_reason_or_is_shown_to_have_none(county):
    cancelled = loop(county, step(STATE.CANCELLED, DAY))
    assert cancelled.closed_without_reason
    coded = loop(county, step(STATE.CANCELLED, DAY, reason="C-7"))
    assert not coded.closed_without_reason
    told = loop(county, step(STATE.CANCELLED, DAY, why=ReferralReason.FAMILY_DECLINED))
    assert told.closed_why is ReferralReason.FAMILY_DECLINED
    assert loop(county, step(STATE.COMPLETED, DAY)).closed_why is ReferralReason.HELP_GIVEN
    assert loop(county, step(STATE.REFUSED, DAY)).closed_why is ReferralReason.PROVIDER_REFUSED


def test_what_is_overdue_is_said_by_the_program(county):
    late = loop(county, step(STATE.SENT, MADE))
    (clock,) = late.overdue
    assert (clock.name, clock.intervals[-1].due) == ("referral_answer_due", date(2026, 6, 15))
    assert clock.intervals[-1].rule.citation == "County policy 7"
    assert loop(program_of("us-nj"), step(STATE.SENT, MADE)).overdue == ()


def test_a_late_answer_is_late_and_no_longer_overdue(county):
    answered = loop(county, step(STATE.SENT, MADE), step(STATE.ACCEPTED, date(2026, 6, 20)))
    assert answered.clocks[0].status is ClockStatus.NOT_MET
    assert answered.overdue == ()
    in_time = loop(county, step(STATE.SCHEDULED, date(2026, 6, 15)))
    assert in_time.clocks[0].status is ClockStatus.MET


def test_whoever_was_seen_was_answered_and_the_day_of_the_referral_begins_it(county):
    seen = loop(county, step(STATE.SENT, date(2026, 5, 20)), step(STATE.SEEN, date(2026, 6, 15)))
    (answer,) = seen.clocks
    assert (answer.status, answer.intervals[0].start) == (ClockStatus.MET, MADE)


def test_a_day_that_nobody_recorded_is_not_late(county):
    undated = loop(county, step(STATE.SENT, UNKNOWN), on=UNKNOWN)
    assert undated.overdue == ()
    assert undated.missing == ("on",)
    assert undated.clocks[0].status is ClockStatus.UNKNOWN
    answered = loop(county, step(STATE.ACCEPTED, UNKNOWN))
    assert answered.clocks[0].status is ClockStatus.UNKNOWN


def test_limits_of_referrals_are_no_clocks_of_a_stay(county):
    chart = Chart.of([Family(id="reed")], as_of=DAY)
    assert "referral_answer_due" not in {each.name for each in run_clocks(stay_of(chart), county)}


def test_barriers_and_who_spoke_up(county):
    spoke = Contact(
        id="c1",
        family="reed",
        on=date(2026, 6, 10),
        by="ines",
        purpose=ContactPurpose.ADVOCACY,
        referral="r1",
        barriers=(Barrier.COVERAGE,),
        overcome=True,
    )
    other = Contact(id="c2", family="reed", on=DAY, purpose=ContactPurpose.ADVOCACY)
    found = loop(
        county,
        step(STATE.WAITING, date(2026, 6, 5), barriers=(Barrier.NO_OPENING,)),
        step(STATE.SCHEDULED, date(2026, 6, 9), appointment_on=date(2026, 6, 12)),
        step(STATE.NO_SHOW, date(2026, 6, 12), barriers=(Barrier.TRANSPORT, Barrier.NO_OPENING)),
        contacts=(spoke, other),
    )
    assert found.barriers == (Barrier.NO_OPENING, Barrier.TRANSPORT)
    assert (found.missed, found.appointment_on) == (1, date(2026, 6, 12))
    assert [(each.contact, each.overcome) for each in found.advocacy] == [("c1", True)]


def progress(policy, *values, changed=None, **more):
    data = tuple(
        DataPoint(on=date(2026, 1 + place, 1), value=Decimal(value))
        for place, value in enumerate(values)
    )
    more = {"direction": Direction.INCREASE, **more}
    outcome = Outcome(
        id="o1",
        need="n1",
        statement="Evenings together",
        baseline=Measure(value=Decimal(1)),
        target=Measure(value=Decimal(5)),
        data=data,
        **more,
    )
    plan = Plan(
        id="p1",
        lineage="plan",
        family="reed",
        status=PlanStatus.ACTIVE,
        outcomes=(outcome,),
        strategies=(Strategy(id="s1", need="n1", text="Eat together", changed_on=changed),),
    )
    (found,) = read_progress(stay_of(Chart.of([Family(id="reed"), plan], as_of=DAY)), policy)
    return found


def test_where_nothing_gets_better_it_is_time_for_another_strategy(county):
    found = progress(county, 2, 3, 3, 2)
    assert found.change_strategy is True
    assert (found.checks, found.checks_since_best) == (4, 2)
    assert (found.trend, found.way) == (Trend.BETTER, Fraction(1, 4))


def test_a_changed_strategy_gets_its_time(county):
    assert progress(county, 3, 3, 3, changed=date(2026, 2, 10)).change_strategy is False
    assert progress(county, 3, 3, 3, changed=date(2026, 1, 1)).change_strategy is True


def test_too_few_checks_or_no_rule_decide_nothing(county):
    assert progress(county, 3, 3).change_strategy is None
    assert progress(county, 3, 3, 3, direction=None).change_strategy is None
    assert progress(choose_program("nwi-model"), 3, 3, 3).change_strategy is None


def test_which_way_is_better_follows_from_the_target_where_nobody_said(county):
    found = progress(county, 0, direction=None)
    assert (found.direction, found.trend, found.way) == (
        Direction.INCREASE,
        Trend.WORSE,
        Fraction(-1, 4),
    )
    assert progress(county).trend is Trend.UNKNOWN
    assert progress(county, 9).way == 1
