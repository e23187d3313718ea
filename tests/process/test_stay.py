"""Which version of a plan was in force on a day, and which one a change is made from."""

from __future__ import annotations

from datetime import date

import pytest

from wraparound.chart import Chart
from wraparound.model import Family, Period, Plan, PlanStatus
from wraparound.process.stay import stay_of

FIRST, SECOND = date(2026, 1, 10), date(2026, 3, 1)


def version(number, status, start, end=None):
    return Plan(
        id=f"v{number}",
        lineage="plan",
        family="bell",
        version=number,
        status=status,
        period=Period(start=start, end=end),
    )


REPLACED = version(1, PlanStatus.REPLACED, FIRST, SECOND)
ACTIVE = version(2, PlanStatus.ACTIVE, SECOND)


def on(day, *plans):
    return stay_of(Chart.of([Family(id="bell"), *plans], as_of=day))


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2026, 1, 9), None),
        (FIRST, "v1"),
        (date(2026, 2, 28), "v1"),
        (SECOND, "v2"),
        (date(2027, 1, 1), "v2"),
    ],
)
def test_a_version_was_in_force_in_its_own_time(day, in_force):
    found = on(day, REPLACED, ACTIVE).plan
    assert (found and found.id) == in_force


def test_a_version_without_days_is_in_force_where_it_is_active():
    undated = Plan(id="v1", lineage="plan", family="bell", status=PlanStatus.ACTIVE)
    assert on(FIRST, undated).plan == undated
    gone = Plan(id="v1", lineage="plan", family="bell", status=PlanStatus.REPLACED)
    assert on(FIRST, gone).plan is None


def test_a_change_is_made_from_the_active_version_on_whichever_day_it_is_told():
    assert on(FIRST, REPLACED, ACTIVE).active_plan == ACTIVE
    assert on(FIRST, REPLACED).active_plan is None
