"""Quiet hours and digests, over midnight, over weekends, over the change of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.notices.made_up import DAILY, WEEKLY, wishes

from wraparound.model import QuietHours
from wraparound.notices import after_quiet, load_notice_rules, next_digest, sends_from, zone_of

CHICAGO = ZoneInfo("America/Chicago")
RULES = load_notice_rules()
NIGHT = wishes(quiet=QuietHours(start="21:00", end="07:30"))
NEVER = wishes(quiet=QuietHours(start="08:00", end="08:00"))
NOON = wishes(quiet=QuietHours(start="12:00", end="13:00"))


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("preference", "at", "goes_out"),
    [
        (NIGHT, "2026-03-02T20:59", "2026-03-02T20:59"),
        (NIGHT, "2026-03-02T21:00", "2026-03-03T07:30"),
        (NIGHT, "2026-03-03T03:00", "2026-03-03T07:30"),
        (NIGHT, "2026-03-03T07:30", "2026-03-03T07:30"),
        (NOON, "2026-03-02T12:30", "2026-03-02T13:00"),
        (NOON, "2026-03-02T13:00", "2026-03-02T13:00"),
        (wishes(), "2026-03-02T03:00", "2026-03-02T03:00"),
        (
            wishes(quiet=QuietHours(start="08:00", end="08:00")),
            "2026-03-02T08:00",
            "2026-03-02T08:00",
        ),
        # the night in which clocks go forward, and the one in which they go back
        (NIGHT, "2026-03-07T23:00", "2026-03-08T07:30"),
        (NIGHT, "2026-10-31T23:00", "2026-11-01T07:30"),
    ],
)
def test_nothing_goes_out_in_quiet_hours(preference, at, goes_out):
    assert after_quiet(local(at).astimezone(UTC), preference, CHICAGO) == local(goes_out)


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis adds the zone
    start=st.times(),
    end=st.times(),
)
def test_what_waits_for_the_end_of_quiet_hours_waits_no_more_then(at, start, end):
    """Once it may go out, it may; and it never waits longer than a day."""
    wish = wishes(quiet=QuietHours(start=f"{start:%H:%M}", end=f"{end:%H:%M}"))
    goes_out = after_quiet(at, wish, CHICAGO)
    assert at <= goes_out <= at + timedelta(hours=25)
    assert after_quiet(goes_out, wish, CHICAGO) == goes_out


@pytest.mark.parametrize(
    ("weekly", "found", "sent"),
    [
        (False, "2026-03-02T07:59", "2026-03-02T08:00"),
        (False, "2026-03-02T08:00", "2026-03-03T08:00"),
        (False, "2026-03-07T12:00", "2026-03-08T08:00"),  # the clocks go forward
        (True, "2026-03-02T07:59", "2026-03-02T08:00"),  # a Monday
        (True, "2026-03-02T08:00", "2026-03-09T08:00"),
        (True, "2026-03-04T12:00", "2026-03-09T08:00"),
    ],
)
def test_a_digest_goes_out_at_its_time(weekly, found, sent):
    at = next_digest(local(found).astimezone(UTC), rules=RULES, zone=CHICAGO, weekly=weekly)
    assert at == local(sent)


def test_a_digest_in_quiet_hours_waits_for_their_end():
    wish = wishes(digest=DAILY, quiet=QuietHours(start="21:00", end="09:15"))
    at = sends_from(local("2026-03-02T12:00"), preference=wish, rules=RULES, zone=CHICAGO)
    assert at == local("2026-03-03T09:15")
    weekly = attrs.evolve(wish, digest=WEEKLY)
    at = sends_from(local("2026-03-02T12:00"), preference=weekly, rules=RULES, zone=CHICAGO)
    assert at == local("2026-03-09T09:15")


def test_the_zone_is_the_persons_own_or_the_sites():
    assert (
        zone_of(wishes(time_zone="America/Denver"), default="America/Chicago").key
        == "America/Denver"
    )
    assert zone_of(None, default="America/Chicago").key == "America/Chicago"
    assert zone_of(wishes(), default="").key == "UTC"
    with pytest.raises(LookupError):
        zone_of(wishes(time_zone="America/Nowhere"), default="")
