"""Whom a family calls: one person, nobody, two; and hand-overs between workers."""

from __future__ import annotations

from datetime import date

import pytest

from wraparound.model import (
    UNKNOWN,
    CareService,
    Certainty,
    Duty,
    DutyRole,
    Enrollment,
    EnrollmentState,
    EnrollmentStep,
    Handover,
    Period,
    Tie,
    TieKind,
    Unknown,
)
from wraparound.process.handovers import HandoverState, read_handovers
from wraparound.process.point_of_contact import (
    Contacts,
    one_id_each,
    read_point_of_contact,
    stay_period,
)

DAY = date(2026, 6, 30)
BEGAN = date(2026, 1, 5)
NOBODY, ONE, SEVERAL, UNCLEAR = Contacts


def stay(**more):
    more = {"enrolled_on": BEGAN, **more}
    return Enrollment(id=more.pop("id", "stay"), family="reed", youth="kim", **more)


def duty(holder, start=None, end=None, role=DutyRole.FACILITATOR):
    period = Period(start=start, end=end)
    return Duty(id=f"duty-{holder}", family="reed", role=role, holder=holder, period=period)


def days(*stays, duties=(), **more):
    return [
        (each.start.isoformat(), each.state, each.workers)
        for each in read_point_of_contact(stays, duties, as_of=DAY, **more)
    ]


def handover(**more):
    more = {
        "before": "ines",
        "after": "omar",
        "accepted_on": date(2026, 3, 20),
        "effective_on": date(2026, 4, 1),
        "family_told_on": date(2026, 3, 25),
        **more,
    }
    return Handover(**more)


def changed(**more):
    return stay(coordinator="omar", coordinator_assigned_on=BEGAN, handovers=(handover(**more),))


def test_one_worker_from_the_first_day_on():
    assert days(stay(coordinator="ines", coordinator_assigned_on=BEGAN)) == [
        ("2026-01-05", ONE, ("ines",))
    ]


def test_nobody_until_somebody_was_named():
    found = days(stay(coordinator="ines", coordinator_assigned_on=date(2026, 1, 9)))
    assert found == [("2026-01-05", NOBODY, ()), ("2026-01-09", ONE, ("ines",))]


def test_nobody_on_record_at_all_is_not_known_to_be_nobody():
    (span,) = read_point_of_contact((stay(),), (), as_of=DAY)
    assert (span.state, span.missing) == (UNCLEAR, ("coordinator",))


def test_whose_first_day_nobody_recorded_is_there_today():
    assert days(stay(coordinator="ines")) == [
        ("2026-01-05", UNCLEAR, ()),
        ("2026-06-30", ONE, ("ines",)),
    ]


def test_a_duty_that_ends_leaves_nobody_and_two_are_two():
    duties = (
        duty("ines", BEGAN, date(2026, 2, 1)),
        duty("omar", date(2026, 2, 10)),
        duty("lee", date(2026, 5, 1), date(2026, 5, 8), DutyRole.CASE_MANAGER),
        duty("boss", BEGAN, role=DutyRole.SUPERVISOR),
    )
    assert days(stay(), duties=duties) == [
        ("2026-01-05", ONE, ("ines",)),
        ("2026-02-01", NOBODY, ()),
        ("2026-02-10", ONE, ("omar",)),
        ("2026-05-01", SEVERAL, ("lee", "omar")),
        ("2026-05-08", ONE, ("omar",)),
    ]


def test_the_days_of_a_duty_count_and_not_the_day_of_the_first_assignment():
    duties = (duty("ines", BEGAN, date(2026, 2, 1)), duty("omar", date(2026, 2, 1)))
    found = days(stay(coordinator="omar", coordinator_assigned_on=BEGAN), duties=duties)
    assert [state for _, state, _ in found] == [ONE, ONE]


def test_a_handover_that_was_accepted_in_time_leaves_no_day_without_anybody():
    assert days(changed()) == [("2026-01-05", ONE, ("ines",)), ("2026-04-01", ONE, ("omar",))]


def test_until_the_other_worker_accepts_nobody_is_the_point_of_contact():
    late = days(changed(accepted_on=date(2026, 4, 8)))
    assert late == [
        ("2026-01-05", ONE, ("ines",)),
        ("2026-04-01", NOBODY, ()),
        ("2026-04-08", ONE, ("omar",)),
    ]
    assert days(changed(accepted_on=None))[-1] == ("2026-04-01", NOBODY, ())
    by_duty = days(changed(accepted_on=None), duties=(duty("omar", date(2026, 4, 1)),))
    assert by_duty[-1] == ("2026-04-01", NOBODY, ())


def test_an_acceptance_that_nobody_recorded_stays_unknown():
    (_, span) = read_point_of_contact((changed(accepted_on=UNKNOWN),), (), as_of=DAY)
    assert (span.state, span.perhaps) == (UNCLEAR, ("omar",))
    assert span.missing == ("enrollment:stay",)


def test_a_handover_that_was_declined_changes_nothing():
    kept = stay(
        coordinator="ines",
        coordinator_assigned_on=BEGAN,
        handovers=(handover(declined_on=date(2026, 3, 21)),),
    )
    assert days(kept) == [("2026-01-05", ONE, ("ines",))]


def test_two_stays_at_once_with_two_workers_are_found():
    other = stay(
        id="cm",
        service=CareService.CASE_MANAGEMENT,
        enrolled_on=date(2026, 6, 1),
        coordinator="lee",
        coordinator_assigned_on=date(2026, 6, 1),
    )
    first = stay(coordinator="ines", coordinator_assigned_on=BEGAN)
    assert days(first, other)[-1] == ("2026-06-01", SEVERAL, ("ines", "lee"))


def test_two_records_of_one_person_are_one_person():
    ties = [
        Tie(id="t1", kind=TieKind.SAME_PERSON_AS, subject="ines", object="ines-2"),
        Tie(id="t2", kind=TieKind.SAME_PERSON_AS, subject="ines-2", object="ines-3"),
        Tie(
            id="t3",
            kind=TieKind.SAME_PERSON_AS,
            subject="ines",
            object="omar",
            certainty=Certainty.POSSIBLE,
        ),
    ]
    same = one_id_each(ties)
    duties = (duty("ines", BEGAN), duty("ines-3", BEGAN))
    assert days(stay(), duties=duties, same=same) == [("2026-01-05", ONE, ("ines",))]
    assert "omar" not in same


def step(state, day=BEGAN):
    return EnrollmentStep(state=state, on=day)


@pytest.mark.parametrize(
    ("more", "period"),
    [
        ({}, Period(start=BEGAN)),
        ({"discharged_on": DAY}, Period(start=BEGAN, end=DAY)),
        ({"discharged_on": BEGAN}, None),
        ({"enrolled_on": None}, None),
        ({"enrolled_on": UNKNOWN}, Period(start=Unknown())),
        ({"enrolled_on": UNKNOWN, "history": (step(EnrollmentState.REFERRED),)}, None),
        (
            {"enrolled_on": UNKNOWN, "history": (step(EnrollmentState.ENROLLED),)},
            Period(start=BEGAN),
        ),
    ],
)
def test_the_days_of_a_stay(more, period):
    assert stay_period(stay(**more)) == period


def test_days_outside_a_stay_and_information_and_referral_need_nobody():
    assert days(stay(enrolled_on=None)) == []
    assert days(stay(service=CareService.INFORMATION_AND_REFERRAL)) == []
    ended = stay(coordinator="ines", coordinator_assigned_on=BEGAN, discharged_on=date(2026, 3, 1))
    (span,) = read_point_of_contact((ended,), (), as_of=DAY)
    assert span.end == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("more", "state", "accepted", "told"),
    [
        ({}, HandoverState.DONE, True, True),
        ({"accepted_on": date(2026, 4, 1)}, HandoverState.DONE, True, True),
        ({"accepted_on": date(2026, 4, 2)}, HandoverState.DONE, False, True),
        ({"accepted_on": None}, HandoverState.NOT_ACCEPTED, False, True),
        ({"accepted_on": UNKNOWN}, HandoverState.UNKNOWN, None, True),
        ({"family_told_on": None}, HandoverState.DONE, True, False),
        ({"family_told_on": date(2026, 4, 2)}, HandoverState.DONE, True, False),
        ({"family_told_on": UNKNOWN}, HandoverState.DONE, True, None),
        ({"declined_on": date(2026, 3, 2)}, HandoverState.DECLINED, None, None),
        ({"effective_on": date(2026, 7, 1)}, HandoverState.ACCEPTED, None, None),
        (
            {"effective_on": date(2026, 7, 1), "accepted_on": None},
            HandoverState.OFFERED,
            None,
            None,
        ),
        ({"effective_on": UNKNOWN}, HandoverState.UNKNOWN, None, None),
    ],
)
def test_how_far_a_handover_has_come(more, state, accepted, told):
    (found,) = read_handovers(changed(**more), as_of=DAY)
    assert (found.state, found.accepted_in_time, found.told_in_time) == (state, accepted, told)


def test_handovers_fit_one_another_and_the_coordinator_on_record():
    second = handover(before="omar", after="lee", effective_on=date(2026, 6, 1))
    whole = stay(coordinator="lee", handovers=(handover(), second))
    assert [each.fits for each in read_handovers(whole, as_of=DAY)] == [None, True]
    other = stay(coordinator="omar", handovers=(handover(after="pat"), second))
    assert [each.fits for each in read_handovers(other, as_of=DAY)] == [None, False]
