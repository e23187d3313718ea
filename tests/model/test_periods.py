"""Half-open periods, compared with a list of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound.errors import RecordInvalid
from wraparound.model import ALWAYS, UNKNOWN, Period, Unknown

FIRST = date(2025, 1, 1)
CALENDAR = [FIRST + timedelta(days=number) for number in range(60)]
somewhere = st.sampled_from(CALENDAR)


@st.composite
def known(draw):
    start, end = sorted(draw(st.lists(somewhere, min_size=2, max_size=2, unique=True)))
    return Period(start=start, end=end)


@given(period=known())
def test_a_period_covers_its_first_day_and_not_its_end(period):
    covered = [day for day in CALENDAR if period.covers(day)]
    days = (period.end - period.start).days
    assert covered == [period.start + timedelta(days=number) for number in range(days)]


@given(period=known(), day=somewhere)
def test_two_periods_that_meet_share_no_day(period, day):
    after = Period(start=period.end)
    assert not (period.covers(day) and after.covers(day))
    assert (period.covers(day) or after.covers(day)) == (day >= period.start)


@given(day=somewhere)
def test_a_missing_end_holds_without_bound(day):
    assert ALWAYS.covers(day) is True
    assert Period(start=FIRST).covers(day) is True
    assert Period(end=CALENDAR[-1]).covers(day) is (day < CALENDAR[-1])


@st.composite
def partly_known(draw):
    """A period with a hidden truth: what is known of it, and what it really is."""
    truth = draw(known())
    inside = st.sampled_from([day for day in CALENDAR if truth.covers(day)])
    ways = {}
    for name in ("start", "end"):
        sure = draw(st.none() | inside)
        hidden = draw(st.booleans())
        ways[name] = Unknown(sure_on=sure) if hidden else getattr(truth, name)
    return truth, Period(**ways)


@given(both=partly_known(), day=somewhere)
def test_what_is_told_of_an_unknown_end_is_never_wrong(both, day):
    """A sure answer agrees with the truth, whatever the unknown end really is."""
    truth, told = both
    if told.covers(day) is not None:
        assert told.covers(day) == truth.covers(day)


@given(both=partly_known(), day=somewhere)
def test_nothing_is_called_unknown_that_follows_from_what_is_known(both, day):
    """Where the answer is "not known", ends could be found that make it yes, and others, no."""
    _, told = both
    if told.covers(day) is not None:
        return
    starts = possible(told.start, later=False)
    ends = possible(told.end, later=True)
    answers = {start <= day < end for start in starts for end in ends if start < end}
    assert answers == {True, False}


def possible(end, *, later):
    """Every day that an end could be, given the day on which the thing surely held."""
    if not isinstance(end, Unknown):
        return [end]
    wide = [FIRST + timedelta(days=number) for number in range(-5, 70)]
    if end.sure_on is None:
        return wide
    return [day for day in wide if (day > end.sure_on if later else day <= end.sure_on)]


@given(period=known())
def test_only_a_known_day_is_sure(period):
    assert period.surely_covers(period.start)
    assert not period.surely_covers(period.end)
    assert not Period(start=UNKNOWN).surely_covers(period.start)


@given(day=somewhere)
def test_the_day_on_which_it_surely_held_counts_for_both_ends(day):
    sure = Unknown(sure_on=day)
    assert Period(start=sure, end=sure).covers(day) is True
    assert Period(start=sure).covers(day - timedelta(days=1)) is None
    assert Period(end=sure).covers(day + timedelta(days=1)) is None


@given(day=somewhere, back=st.integers(min_value=0, max_value=30))
def test_a_period_without_a_day_is_refused(day, back):
    with pytest.raises(RecordInvalid, match="end: must be a day after the start"):
        Period(start=day, end=day - timedelta(days=back))
