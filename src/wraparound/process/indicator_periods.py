"""Indicators over a period: what each one counts of a stay between two days.

An indicator speaks of a stay as it stands on a day. Over a period, some count what happened in it
(meetings, days away), some count the stays that began in it, and the rest read the record as it
stands on the last day of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import Enum
from types import MappingProxyType
from typing import Final

import attrs

from wraparound.model.meeting import Meeting
from wraparound.model.strategy import ActionStep
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.indicator import IndicatorOptions, Measured, known_day
from wraparound.process.indicators import INDICATORS, measure
from wraparound.process.stay import Stay

_DAY: Final = timedelta(days=1)


class Basis(Enum):
    """What of a stay an indicator counts over a period."""

    BEGAN = "began"
    """Stays that began in the period: the day of the referral, or of the enrollment, is in it."""
    HAPPENED = "happened"
    """What happened in it: meetings that were held, steps that were due, days that passed."""
    STANDS = "stands"
    """How the record stands on its last day, for stays that were open then."""


_BEGAN: Final = frozenset(
    {
        "days_referral_to_first_contact",
        "days_enrolment_to_first_team_meeting",
        "days_enrolment_to_first_plan",
        "days_enrolment_to_crisis_plan",
    }
)
_OF_MEETINGS: Final = frozenset(
    {
        "family_presence_rate",
        "youth_presence_rate",
        "natural_attendance_share",
        "family_chosen_meeting_rate",
        "valid_meeting_rate",
        "minutes_before_next_rate",
    }
)
_OF_TIME: Final = frozenset({"longest_meeting_gap_days", "meetings_per_30_days"})
_OF_DAYS: Final = frozenset({"out_of_home_days", "member_continuity"})
_OF_STEPS: Final = frozenset({"steps_done_on_time_rate"})

BASES: Final[Mapping[str, Basis]] = MappingProxyType(
    {
        name: Basis.BEGAN
        if name in _BEGAN
        else Basis.HAPPENED
        if name in _OF_MEETINGS | _OF_TIME | _OF_DAYS | _OF_STEPS
        else Basis.STANDS
        for name in INDICATORS
    }
)
"""What each indicator counts over a period, by its name."""


def last_day(end: date) -> date:
    """Return the last day of a period whose first day after it is given."""
    return end - _DAY


def is_within(stay: Stay, start: date) -> bool | None:
    """Tell whether a stay touches a period that ends on the day of its chart.

    Returns:
        None where nobody recorded when the stay began.
    """
    enrolled = known_day(stay.enrollment.enrolled_on) if stay.enrollment else None
    if enrolled is None:
        return None
    left = known_day(stay.enrollment.discharged_on) if stay.enrollment else None
    return enrolled <= stay.as_of and (left is None or left >= start)


def measure_over(
    stay: Stay, policy: ProgramPolicy, *, start: date, options: IndicatorOptions | None = None
) -> dict[str, Measured]:
    """Return every indicator of a stay over a period that ends on the day of its chart.

    Args:
        stay: The stay, as of the last day of the period.
        policy: What the program goes by.
        start: The first day of the period.
        options: What can be chosen about them; its days are those of the period.

    Returns:
        The indicators by name, without those that a period does not ask of this stay.
    """
    chosen = attrs.evolve(options or IndicatorOptions(), start=_from(stay, start), end=_until(stay))
    views = {name: _VIEWS[kind](stay, start) for name, kind in _KINDS.items()}
    found: dict[str, Measured] = {}
    for name, basis in BASES.items():
        if basis is Basis.BEGAN and not _began(name, stay, start):
            continue
        if basis is Basis.STANDS and stay.is_closed:
            continue
        asked = attrs.evolve(chosen, start=start) if name == "member_continuity" else chosen
        found[name] = measure(name, views.get(name, stay), policy, asked)
    return found


def _began(name: str, stay: Stay, start: date) -> bool:
    enrollment = stay.enrollment
    if enrollment is None:
        return False
    referral = name == "days_referral_to_first_contact"
    day = known_day(enrollment.referral_received_on if referral else enrollment.enrolled_on)
    return day is not None and start <= day <= stay.as_of


def _from(stay: Stay, start: date) -> date:
    enrolled = known_day(stay.enrollment.enrolled_on) if stay.enrollment else None
    return start if enrolled is None else max(start, enrolled)


def _until(stay: Stay) -> date:
    left = known_day(stay.enrollment.discharged_on) if stay.enrollment else None
    after = stay.as_of + _DAY
    return after if left is None else min(after, left)


def _meetings_since(stay: Stay, start: date) -> Stay:
    def counts(meeting: Meeting) -> bool:
        return not isinstance(meeting.on, date) or meeting.on >= start

    return attrs.evolve(stay, meetings=tuple(filter(counts, stay.meetings)))


def _enrolled_since(stay: Stay, start: date) -> Stay:
    """Return a stay as if it began with the period, so that time before it does not count."""
    enrollment = stay.enrollment
    enrolled = known_day(enrollment.enrolled_on) if enrollment else None
    if enrollment is None or enrolled is None or enrolled >= start:
        return stay
    # the day before: a meeting on the first day of the period lies after it
    return attrs.evolve(stay, enrollment=attrs.evolve(enrollment, enrolled_on=start - _DAY))


def _steps_since(stay: Stay, start: date) -> Stay:
    def counts(step: ActionStep) -> bool:
        return not isinstance(step.due_on, date) or step.due_on >= start

    plans = tuple(
        attrs.evolve(plan, steps=tuple(filter(counts, plan.steps))) for plan in stay.plans
    )
    return attrs.evolve(stay, plans=plans)


_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(_OF_MEETINGS, "meetings"),
        **dict.fromkeys(_OF_TIME, "time"),
        **dict.fromkeys(_OF_STEPS, "steps"),
    }
)
_VIEWS: Final[Mapping[str, Callable[[Stay, date], Stay]]] = MappingProxyType(
    {"meetings": _meetings_since, "time": _enrolled_since, "steps": _steps_since}
)
