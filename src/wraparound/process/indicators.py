"""Indicators of the process: computed from the record, each with its parts, named as our own.

They are no scores of any fidelity instrument (WFI-EZ, TOM, DART) and must not be reported as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from wraparound.errors import PolicyUnknown
from wraparound.model.enrollment import Enrollment
from wraparound.model.meeting import Meeting
from wraparound.model.team import SupportType, TeamRole
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.attendance import (
    family_was_present,
    is_valid,
    members_present,
    members_unclear,
)
from wraparound.process.away import count_days_away
from wraparound.process.indicator import (
    FREE,
    MISSING,
    Indicator,
    IndicatorOptions,
    Measured,
    days_between,
    known_day,
    number,
    ratio,
    share_of,
    supported,
)
from wraparound.process.indicators_of_plans import OF_PLANS
from wraparound.process.recorded import NEEDS_OTHER_MEMBER, flag, is_on_file
from wraparound.process.stay import Stay

_STAFF: Final = frozenset({TeamRole.FACILITATOR, TeamRole.SUPERVISOR})
_MONTH: Final = 30


def measure(
    name: str, stay: Stay, policy: ProgramPolicy, options: IndicatorOptions | None = None
) -> Measured:
    """Return what an indicator says of a stay.

    Args:
        name: The indicator.
        stay: The stay, as of a day.
        policy: What the program goes by.
        options: What can be chosen about it.

    Raises:
        PolicyUnknown: There is no such indicator.
    """
    if name not in INDICATORS:
        raise PolicyUnknown(name, INDICATORS, what="indicator")
    return INDICATORS[name](stay, policy, options or IndicatorOptions())


def _first_contact(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    referred = known_day(stay.enrollment.referral_received_on) if stay.enrollment else None
    if referred is None:
        return MISSING
    reached = [
        each.on
        for each in stay.contacts
        if each.successful is True and isinstance(each.on, date) and referred <= each.on
    ]
    return days_between(referred, _earliest(reached, stay))


def _first_team_meeting(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    enrolled = _enrolled(stay)
    if enrolled is None:
        return MISSING
    days = [
        each.on
        for each in stay.held
        if isinstance(each.on, date)
        and each.on >= enrolled
        and family_was_present(each, stay).holds
    ]
    return days_between(enrolled, _earliest(days, stay))


def _first_plan(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    days = [each.completed_on for each in stay.plans]
    return days_between(_enrolled(stay), _earliest(days, stay))


def _crisis_plan(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    days = [each.crisis_plan.completed_on for each in stay.plans if each.crisis_plan]
    return days_between(_enrolled(stay), _earliest(days, stay))


def _longest_gap(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    enrolled = _enrolled(stay)
    if enrolled is None:
        return MISSING
    days = [enrolled, *_meeting_days(stay), _end(stay)]
    return number(max((later - day).days for day, later in pairwise(days)))


def _meetings_per_month(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    enrolled = _enrolled(stay)
    if enrolled is None:
        return MISSING
    count, days = len(_meeting_days(stay)), (_end(stay) - enrolled).days
    found = ratio(count, days)
    if found.value is None:
        return found
    return Measured(
        value=found.value * _MONTH, numerator=found.numerator, denominator=found.denominator
    )


def _family_presence(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    return share_of([family_was_present(each, stay).value for each in stay.held])


def _youth_presence(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    youths = {each.id for each in stay.members if each.role is TeamRole.YOUTH}

    def there(meeting: Meeting) -> bool | None:
        if youths & members_present(meeting):
            return True
        unclear = not meeting.attendance or bool(youths & members_unclear(meeting))
        return None if unclear else False

    return share_of([there(each) for each in stay.held])


def _natural_attendance(stay: Stay, _: ProgramPolicy, options: IndicatorOptions) -> Measured:
    there = [
        member
        for meeting in stay.held
        for name in members_present(meeting)
        if (member := stay.member(name)) is not None and member.role not in _STAFF
    ]
    if options.exclude_family:
        there = [each for each in there if each.support is not SupportType.FAMILY_MEMBER]
    return supported(there, FREE)


def _natural_team(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    return supported(stay.active, FREE)


def _formal_team(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    return supported(stay.active, frozenset({SupportType.FORMAL}))


def _out_of_home(stay: Stay, _: ProgramPolicy, options: IndicatorOptions) -> Measured:
    placements = stay.placements
    if not placements and not is_on_file(stay, "placement"):
        return MISSING
    first, last = options.start or _enrolled(stay), options.end or stay.as_of
    if first is None:
        return MISSING
    found = count_days_away(
        placements,
        start=first,
        end=last,
        as_of=max(last, stay.as_of),
        kin_is_home=options.kin_is_home,
    )
    return Measured(value=Fraction(found.least), excluded=len(found.missing))


def _family_chose(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    return share_of([_yes(each.chosen_by_family) for each in stay.held])


def _valid_meetings(stay: Stay, policy: ProgramPolicy, _: IndicatorOptions) -> Measured:
    other = flag(policy, NEEDS_OTHER_MEMBER, stay.as_of)
    return share_of([is_valid(each, stay, needs_other=other).value for each in stay.held])


def _minutes_in_time(stay: Stay, _: ProgramPolicy, __: IndicatorOptions) -> Measured:
    answers = []
    for place, meeting in enumerate(stay.held):
        later = (each.on for each in stay.held[place + 1 :] if each.on != meeting.on)
        following = next((day for day in later if isinstance(day, date)), None)
        if following is not None:
            sent = known_day(meeting.minutes_sent_on)
            answers.append(sent is not None and sent < following)
    return share_of(answers)


def _continuity(stay: Stay, _: ProgramPolicy, options: IndicatorOptions) -> Measured:
    if options.start is None or options.end is None:
        return MISSING
    start, end = options.start, options.end
    began = [each for each in stay.members if each.active_on(start)]
    return share_of([each.active_on(end) is True for each in began])


def _yes(value: bool | Unknown) -> bool | None:
    return value if isinstance(value, bool) else None


def _earliest(days: Iterable[date | Unknown | None], stay: Stay) -> date | None:
    known = [day for day in days if isinstance(day, date) and day <= stay.as_of]
    return min(known, default=None)


def _enrolled(stay: Stay) -> date | None:
    enrollment: Enrollment | None = stay.enrollment
    return known_day(enrollment.enrolled_on) if enrollment else None


def _end(stay: Stay) -> date:
    """Return the last day of the stay by the day of the chart."""
    left = known_day(stay.enrollment.discharged_on) if stay.enrollment else None
    return left if left is not None and left <= stay.as_of else stay.as_of


def _meeting_days(stay: Stay) -> list[date]:
    enrolled, end = _enrolled(stay), _end(stay)
    days = {each.on for each in stay.held if isinstance(each.on, date)}
    return sorted(day for day in days if enrolled is not None and enrolled < day <= end)


INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType(
    {
        "days_referral_to_first_contact": _first_contact,
        "days_enrolment_to_first_team_meeting": _first_team_meeting,
        "days_enrolment_to_first_plan": _first_plan,
        "days_enrolment_to_crisis_plan": _crisis_plan,
        "longest_meeting_gap_days": _longest_gap,
        "meetings_per_30_days": _meetings_per_month,
        "family_presence_rate": _family_presence,
        "youth_presence_rate": _youth_presence,
        "natural_attendance_share": _natural_attendance,
        "natural_team_share": _natural_team,
        "formal_team_share": _formal_team,
        "out_of_home_days": _out_of_home,
        "family_chosen_meeting_rate": _family_chose,
        "valid_meeting_rate": _valid_meetings,
        "minutes_before_next_rate": _minutes_in_time,
        "member_continuity": _continuity,
        **OF_PLANS,
    }
)
"""What computes each indicator, by its name."""
