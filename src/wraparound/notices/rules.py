"""Who is told of what, and when, as data that a site can replace."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from importlib import resources

import attrs

from wraparound.model.findings import Severity
from wraparound.model.notification import NotificationKind
from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file

_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MONDAY, _SUNDAY = 1, 7


class Part(Enum):
    """The part in which somebody is told."""

    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    RESPONSIBLE = "responsible"
    HANDLER = "handler"
    HOLDER = "holder"
    TEAM = "team"
    CAREGIVER = "caregiver"
    YOUTH = "youth"


@attrs.frozen(kw_only=True)
class KindRule:
    """What is told of one kind of thing.

    Attributes:
        to: Who is told.
        days_before: How many days ahead.
        days_after: How many days must have passed.
        least_severity: The least weight that is told of.
    """

    to: tuple[Part, ...] = ()
    days_before: int = 0
    days_after: int = 0
    least_severity: Severity = Severity.LOW


@attrs.frozen(kw_only=True)
class NoticeRules:
    """Who is told of what, and when.

    Attributes:
        title: Whose rules they are.
        channel: By which channel those who work here are told, where they have no preference.
        time_zone: Of quiet hours and digests, where a person's preference names none.
        give_up_after: After so long a message that cannot be delivered is parked.
        longest_wait: The longest wait between two tries.
        digest_at: When digests are sent, as a time of day.
        digest_weekday: The day of weekly digests; 1 is Monday.
        site: What makes the ids of meetings in calendars unique in the world.
        kinds: The rule of each kind; a kind without one is not told of.
    """

    title: str
    channel: str
    time_zone: str = ""
    give_up_after: timedelta
    longest_wait: timedelta
    digest_at: str
    digest_weekday: int
    site: str
    kinds: Mapping[NotificationKind, KindRule]


@functools.cache
def load_notice_rules() -> NoticeRules:
    """Return the rules that hold where a site has none of its own."""
    file = resources.files("wraparound.notices").joinpath("rules.yaml")
    return read_notice_rules(file.read_bytes(), source=file.name)


def read_notice_rules(text: str | bytes, *, source: str) -> NoticeRules:
    """Return the rules that a YAML text holds.

    Args:
        text: The file.
        source: Its name, for the faults.

    Raises:
        PolicyInvalid: With every fault, each with its line.
    """
    return read_policy_file(text, source, _rules)


def _rules(file: Section) -> NoticeRules:
    return NoticeRules(
        title=file.text("title"),
        channel=file.text("channel"),
        time_zone=file.text("time_zone", ""),
        give_up_after=timedelta(days=_count(file, "give_up_after_days", least=1)),
        longest_wait=timedelta(hours=_count(file, "longest_wait_hours", least=1)),
        digest_at=_time(file, "digest_at"),
        digest_weekday=_weekday(file, "digest_weekday"),
        site=file.text("site"),
        kinds=_kinds(file),
    )


def _kinds(file: Section) -> dict[NotificationKind, KindRule]:
    known = {each.value: each for each in NotificationKind}
    found: dict[NotificationKind, KindRule] = {}
    for name, section in file.sections("kinds"):
        if name not in known:
            section.fault("", "must be one of " + ", ".join(known))
            continue
        found[known[name]] = KindRule(
            to=_parts(section),
            days_before=_count(section, "days_before"),
            days_after=_count(section, "days_after"),
            least_severity=section.choice("least_severity", Severity, Severity.LOW),
        )
        section.finish()
    if not found:
        file.fault("kinds", "must name at least one kind")
    return found


def _parts(section: Section) -> tuple[Part, ...]:
    known = {each.value: each for each in Part}
    named = section.texts("to")
    for name in named:
        if name not in known:
            section.fault("to", "must be some of " + ", ".join(known))
    if not named:
        section.fault("to", "must name somebody")
    return tuple(known[name] for name in named if name in known)


def _count(section: Section, key: str, *, least: int = 0) -> int:
    value = section.raw(key)
    if value is None and not least:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        section.fault(key, f"must be a whole number of {least} or more")
        return least
    return value


def _time(section: Section, key: str) -> str:
    value = section.text(key)
    if _TIME_OF_DAY.fullmatch(value) is None:
        section.fault(key, 'must be a time of day such as "08:00", in quotes')
        return "00:00"
    return value


def _weekday(section: Section, key: str) -> int:
    value = _count(section, key, least=_MONDAY)
    if value > _SUNDAY:
        section.fault(key, "must be a number from 1 (Monday) to 7")
        return _MONDAY
    return value
