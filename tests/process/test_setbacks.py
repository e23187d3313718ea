"""Setbacks and what comes afterwards: answers, days away, drills, who stays, the way back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from wraparound.chart import Chart
from wraparound.model import (
    UNKNOWN,
    Completeness,
    ContinuingSupport,
    CrisisPlan,
    Enrollment,
    Family,
    FollowUp,
    Incident,
    IncidentType,
    Period,
    Placement,
    Plan,
    PlanStatus,
    Revision,
    Setting,
    TransitionPlan,
    Unknown,
)
from wraparound.policy import choose_program
from wraparound.process.afterwards import Standing, read_afterwards
from wraparound.process.away import count_days_away
from wraparound.process.clock import ClockStatus
from wraparound.process.setbacks import AnswerBasis, read_setbacks
from wraparound.process.stay import stay_of

DAY = date(2026, 6, 30)
CRISIS = datetime(2026, 5, 2, 22, 0, tzinfo=UTC)


def stay(*records, complete=("plan", "incident")):
    enrollment = Enrollment(
        id="stay",
        family="reed",
        youth="kim",
        enrolled_on=date(2026, 1, 5),
        complete=tuple(Completeness(kind=kind) for kind in complete),
    )
    return stay_of(Chart.of([Family(id="reed"), enrollment, *records], as_of=DAY))


def plan(version, finished, *revised, **more):
    crisis = CrisisPlan(
        completed_on=date(2026, 1, 20),
        revised=tuple(Revision(on=each) for each in revised),
        drills=more.pop("drills", ()),
    )
    return Plan(
        id=f"plan-{version}",
        lineage="plan",
        family="reed",
        enrollment="stay",
        version=version,
        status=more.pop("status", PlanStatus.ACTIVE),
        completed_on=finished,
        crisis_plan=crisis,
        **more,
    )


def crisis(**more):
    more = {"type": IncidentType.CRISIS, "on": date(2026, 5, 2), "at": CRISIS, **more}
    return Incident(id=more.pop("id", "night"), family="reed", enrollment="stay", **more)


def setback(*records):
    (found,) = read_setbacks(stay(*records), choose_program("nwi-model"))
    return found


def test_a_crisis_is_answered_by_the_version_that_somebody_named():
    found = setback(
        crisis(plan_updated="plan-3"),
        plan(2, date(2026, 5, 3)),
        plan(3, date(2026, 6, 1), date(2026, 5, 3)),
    )
    assert (found.plan, found.version, found.basis) == ("plan-3", 3, AnswerBasis.RECORDED)


def test_where_nobody_named_one_it_is_the_first_that_was_finished_afterwards():
    found = setback(crisis(), plan(1, date(2026, 5, 2)), plan(2, date(2026, 5, 9)))
    assert (found.version, found.basis) == (2, AnswerBasis.BY_DAY)
    assert setback(crisis(), plan(2, date(2026, 5, 1))).plan is None
    assert setback(crisis(), plan(2, date(2026, 7, 1))).plan is None


def test_a_version_that_is_not_on_record_is_missing():
    found = setback(crisis(plan_updated="plan-9"), plan(2, date(2026, 5, 3)))
    assert found.plan is None
    assert "plan:plan-9" in found.missing


def test_the_hours_to_the_review_are_judged_by_the_program():
    """22:00 UTC is 18:00 there: the day after lies 6 to 30 hours away."""
    found = setback(crisis(), plan(1, date(2026, 1, 20), date(2026, 5, 3)))
    assert (found.took_least, found.took_most) == (timedelta(hours=6), timedelta(hours=30))
    assert found.status is ClockStatus.MET
    assert "24-48 hours" in found.citation
    late = setback(crisis(), plan(1, date(2026, 1, 20), date(2026, 5, 6)))
    assert late.status is ClockStatus.NOT_MET
    assert late.looked_again == date(2026, 5, 6)


def test_a_review_before_the_crisis_does_not_answer_it():
    found = setback(crisis(), plan(1, date(2026, 1, 20), date(2026, 5, 1)))
    assert found.looked_again is None
    assert found.took_most is None


def test_only_crises_have_the_limit_and_what_lies_ahead_is_not_seen():
    run = crisis(id="run", type=IncidentType.RUN, at=None, on=date(2026, 4, 1))
    ahead = crisis(id="ahead", at=None, on=date(2026, 7, 1))
    undated = crisis(id="undated", at=None, on=UNKNOWN)
    found = read_setbacks(stay(undated, ahead, crisis(), run), choose_program("nwi-model"))
    assert [each.incident for each in found] == ["run", "night", "undated"]
    assert [each.status is None for each in found] == [True, False, True]
    assert found[2].missing == ("on",)


def test_another_incident_of_the_same_moment_has_no_limit_of_its_own():
    hospital = crisis(id="hospital", type=IncidentType.HOSPITAL)
    found = read_setbacks(stay(crisis(), hospital), choose_program("nwi-model"))
    assert {each.incident: each.status is None for each in found} == {
        "hospital": True,
        "night": False,
    }


def placement(name, setting, start, end=None):
    return Placement(id=name, family="reed", setting=setting, period=Period(start=start, end=end))


def away(*placements, **more):
    asked = {"start": date(2026, 1, 1), "end": date(2026, 2, 1), "as_of": DAY, **more}
    return count_days_away(placements, **asked)


def test_overlapping_placements_are_not_counted_twice():
    found = away(
        placement("a", Setting.SHELTER, date(2025, 12, 20), date(2026, 1, 11)),
        placement("b", Setting.INPATIENT, date(2026, 1, 6), date(2026, 1, 16)),
        placement("c", Setting.HOME, date(2026, 1, 16)),
        placement("d", Setting.KIN, date(2026, 1, 20), date(2026, 1, 22)),
    )
    assert found.days == 17
    assert found.by_setting == {Setting.SHELTER: 10, Setting.INPATIENT: 10, Setting.KIN: 2}
    assert away(placement("d", Setting.KIN, date(2026, 1, 20)), kin_is_home=True).days == 0


def test_an_open_end_counts_up_to_the_day_of_the_record():
    open_end = placement("a", Setting.RESIDENTIAL, date(2026, 1, 20))
    assert away(open_end).days == 12
    assert away(open_end, as_of=date(2026, 1, 25)).days == 5
    (told,) = away(open_end).stays
    assert told.open
    assert told.end is None


@pytest.mark.parametrize(
    ("start", "end", "least", "most"),
    [
        (UNKNOWN, date(2026, 1, 11), 0, 10),
        (Unknown(sure_on=date(2026, 1, 6)), date(2026, 1, 11), 5, 10),
        (date(2026, 1, 6), UNKNOWN, 1, 26),
        (date(2026, 1, 6), Unknown(sure_on=date(2026, 1, 9)), 4, 26),
    ],
)
def test_days_that_nobody_knows_stay_unknown(start, end, least, most):
    found = away(placement("a", Setting.SHELTER, start, end))
    assert (found.least, found.most, found.days) == (least, most, None)
    assert found.missing == ("a",)


def test_without_everything_on_file_the_number_is_the_least():
    found = away(placement("a", Setting.RUN, date(2026, 1, 30)), complete=False)
    assert (found.least, found.days, found.missing) == (2, None, ("placement",))


def test_who_stays_who_asks_and_the_way_back():
    after = TransitionPlan(
        started_on=date(2026, 5, 1),
        planned_on=date(2026, 6, 15),
        way_back="Call us.",
        supports=(
            ContinuingSupport(who="Aunt", contact="phone", confirmed_on=date(2026, 6, 1)),
            ContinuingSupport(who="Coach", confirmed_on=date(2026, 6, 20)),
            ContinuingSupport(who="Pastor", confirmed_on=None),
            ContinuingSupport(who="Club"),
        ),
        follow_ups=(
            FollowUp(due_on=date(2026, 6, 1), done_on=date(2026, 6, 2)),
            FollowUp(due_on=date(2026, 6, 29)),
            FollowUp(due_on=date(2026, 6, 30)),
            FollowUp(),
        ),
        crisis_plan=CrisisPlan(drills=(date(2026, 6, 10), date(2026, 7, 10))),
    )
    first = plan(1, date(2026, 1, 20), drills=(date(2026, 3, 1),), status=PlanStatus.REPLACED)
    found = read_afterwards(
        stay(first, plan(2, date(2026, 5, 1), drills=(date(2026, 3, 1),), transition=after))
    )
    done, late, open_, unknown = Standing.DONE, Standing.LATE, Standing.OPEN, Standing.UNKNOWN
    assert [each.standing for each in found.supports] == [done, late, late, unknown]
    assert [each.standing for each in found.follow_ups] == [done, late, open_, unknown]
    assert [(each.plan, each.afterwards) for each in found.drills] == [
        ("plan-1", False),
        ("plan-2", True),
    ]
    assert (found.way_back, found.whom_to_call, found.crisis_plan) == (True, False, True)


def test_who_has_not_said_yes_on_the_last_day_is_late():
    after = TransitionPlan(
        started_on=date(2026, 5, 1),
        planned_on=DAY,
        supports=(ContinuingSupport(who="Aunt", confirmed_on=None),),
    )
    (aunt,) = read_afterwards(stay(plan(1, date(2026, 5, 1), transition=after))).supports
    assert aunt.standing is Standing.LATE


def test_without_a_plan_in_force_nothing_is_ready():
    assert read_afterwards(stay()).plan is None
