"""When a message may go out: after quiet hours, and with the others of its digest."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wraparound.model.notification import DigestRhythm, NotificationPreference
from wraparound.notices.rules import NoticeRules

_DAY = timedelta(days=1)
_WEEK = 7


def zone_of(preference: NotificationPreference | None, *, default: str) -> ZoneInfo:
    """Return the time zone of somebody's quiet hours and digests.

    Raises:
        LookupError: There is no such time zone here.
    """
    name = (preference.time_zone if preference else "") or default or "UTC"
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        message = "no such time zone"
        raise LookupError(message) from None


def sends_from(
    found_at: datetime,
    *,
    preference: NotificationPreference | None,
    rules: NoticeRules,
    zone: ZoneInfo,
) -> datetime:
    """Return from when on something may be sent that was found at an instant, in UTC.

    A digest that would fall into quiet hours is sent when they are over.
    """
    if preference is None:
        return found_at
    at = found_at
    if preference.digest is not DigestRhythm.AT_ONCE:
        weekly = preference.digest is DigestRhythm.WEEKLY
        at = next_digest(found_at, rules=rules, zone=zone, weekly=weekly)
    return after_quiet(at, preference, zone)


def next_digest(
    found_at: datetime, *, rules: NoticeRules, zone: ZoneInfo, weekly: bool
) -> datetime:
    """Return the next time of digests after an instant, in UTC."""
    local = found_at.astimezone(zone)
    at = time.fromisoformat(rules.digest_at)
    day = local.date()
    # a time that the clocks jump over in spring is taken as the same instant a little later
    while (slot := datetime.combine(day, at, zone)) <= local or (
        weekly and (day.isoweekday() - rules.digest_weekday) % _WEEK
    ):
        day += _DAY
    return slot.astimezone(UTC)


def after_quiet(
    at: datetime, preference: NotificationPreference | None, zone: ZoneInfo
) -> datetime:
    """Return the first instant from ``at`` on that lies in no quiet hours, in UTC."""
    quiet = None if preference is None else preference.quiet
    if quiet is None or quiet.start == quiet.end:
        return at
    start, end = time.fromisoformat(quiet.start), time.fromisoformat(quiet.end)
    local = at.astimezone(zone)
    now = local.timetz().replace(tzinfo=None)
    over_midnight = start > end
    inside = (now >= start or now < end) if over_midnight else start <= now < end
    if not inside:
        return at
    day = local.date() + (_DAY if over_midnight and now >= start else timedelta())
    return datetime.combine(day, end, zone).astimezone(UTC)
