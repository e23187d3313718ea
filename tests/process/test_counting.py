"""Counting days, against a count day by day that anybody can check."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound.policy.days import add_months
from wraparound.policy.program_pack import Unit
from wraparound.process.calendar import Stop, due_day, is_business_day, months_from
from wraparound.process.moments import is_later, span_of

DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))
HOLIDAYS = frozenset({date(2025, 7, 4), date(2025, 12, 25)})


@given(DAYS, st.integers(1, 60))
def test_business_days_are_counted_one_by_one(start, length):
    due = due_day(start, length, Unit.BUSINESS_DAYS, holidays=HOLIDAYS)
    between = (start + timedelta(days=n) for n in range(1, (due - start).days + 1))
    assert sum(is_business_day(day, HOLIDAYS) for day in between) == length
    assert is_business_day(due, HOLIDAYS)


@given(DAYS, st.integers(1, 90), st.integers(0, 120), st.integers(1, 40))
def test_a_pause_adds_exactly_the_days_that_it_takes(start, length, after, lasts):
    begins = start + timedelta(days=after)
    stop = Stop(begins, begins + timedelta(days=lasts))
    due = due_day(start, length, Unit.CALENDAR_DAYS, stops=[stop])
    running = [
        day
        for n in range(1, (due - start).days + 1)
        if not stop.covers(day := start + timedelta(days=n))
    ]
    assert len(running) == length
    assert running[-1] == due


@given(DAYS, st.integers(1, 90), st.integers(0, 120))
def test_a_pause_without_an_end_stops_what_it_meets(start, length, after):
    begins = start + timedelta(days=after)
    due = due_day(start, length, Unit.CALENDAR_DAYS, stops=[Stop(begins, None)])
    whole = start + timedelta(days=length)
    assert due == (whole if whole < begins else None)


@given(DAYS, st.integers(-40, 40))
def test_months_keep_the_day_or_the_last_of_the_month(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@given(DAYS, DAYS)
def test_only_full_months_are_yielded(start, until):
    months = list(months_from(start, until))
    assert all(first.day == 1 and first >= start for first, _ in months)
    assert all((last + timedelta(days=1)).day == 1 for _, last in months)
    assert all(first <= until for first, _ in months)


def test_a_day_stands_for_all_its_instants():
    """On the day of the clock change it has 23 hours."""
    zone = ZoneInfo("America/New_York")
    span = span_of(date(2025, 3, 9), zone)
    assert span.end.astimezone(UTC) - span.first.astimezone(UTC) == timedelta(hours=23)
    instant = datetime(2025, 3, 9, 9, tzinfo=zone)
    assert not is_later(instant, date(2025, 3, 9), zone)
    assert is_later(instant, instant - timedelta(minutes=1), zone)


@pytest.mark.parametrize(
    ("day", "due"), [("2025-07-03", "2025-07-03"), ("2025-07-04", "2025-07-07")]
)
def test_no_business_days_are_the_day_itself_or_the_next(day, due):
    found = due_day(date.fromisoformat(day), 0, Unit.BUSINESS_DAYS, holidays=HOLIDAYS)
    assert found == date.fromisoformat(due)
