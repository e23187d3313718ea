"""Events out of a stay: when each thing that clocks speak of happened, by its record.

An event can be known not to have happened only where somebody said that everything of that kind is
on file (``Enrollment.complete``). Where nobody did, records of it count, and their absence tells
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from wraparound.model.contact import Contact
from wraparound.model.crisis import CrisisPlan
from wraparound.model.determination import Eligibility, Purpose
from wraparound.model.enrollment import Enrollment
from wraparound.model.incident import IncidentType
from wraparound.model.meeting import Meeting, Mode
from wraparound.model.plan import Plan
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.attendance import is_valid
from wraparound.process.clocks import REFERRAL_EVENTS
from wraparound.process.moments import Moment
from wraparound.process.occurrences import (
    AttributeValue,
    Excuse,
    Occurrences,
    PausedTime,
)
from wraparound.process.stay import TEAM_MEETINGS, Stay

Days = list[Moment | Unknown | None]
"""Days as records hold them: known, not known, or None for not at all."""

NEEDS_OTHER_MEMBER = "team_meeting_needs_other_member"
"""The flag of a program that asks for somebody besides family and its own staff."""


@attrs.frozen(eq=False)
class RecordedEvents(Mapping[str, tuple[Moment | None, ...]]):
    """Every event of a stay by name, read when it is asked for.

    Attributes:
        stay: The stay.
        policy: What the program goes by: it says which meetings count.
    """

    stay: Stay
    policy: ProgramPolicy
    _read: dict[str, tuple[Moment | None, ...] | None] = attrs.field(
        factory=dict, init=False, repr=False
    )

    def __getitem__(self, name: str) -> tuple[Moment | None, ...]:
        """Return when an event happened.

        Raises:
            KeyError: Nobody recorded whether it did.
        """
        if name not in self._read:
            self._read[name] = _happened(name, self.stay, self.policy)
        found = self._read[name]
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the events that somebody recorded."""
        names = (*_OF_STAY, *_OF_RECORDS, *(each.type for each in self.stay.events))
        return (name for name in dict.fromkeys(names) if name in self)

    def __len__(self) -> int:
        """Return how many events somebody recorded."""
        return sum(1 for _ in self)


def occurrences_of(stay: Stay, policy: ProgramPolicy) -> Occurrences:
    """Return everything that the clocks of a program go by in a stay."""
    if policy not in stay.seen:
        stay.seen[policy] = _occurrences(stay, policy)
    return stay.seen[policy]


def _occurrences(stay: Stay, policy: ProgramPolicy) -> Occurrences:
    enrollment = stay.enrollment
    return Occurrences(
        happened=RecordedEvents(stay, policy),
        as_of=stay.as_of,
        zone=ZoneInfo(policy.pack.timezone),
        pauses=tuple(_pauses(enrollment)) if enrollment else (),
        excuses=tuple(_excuses(enrollment)) if enrollment else (),
        attributes=tuple(attributes_of(enrollment)) if enrollment else (),
    )


def is_on_file(stay: Stay, kind: str) -> bool:
    """Tell whether somebody said that everything of a kind is on file up to the day."""
    if stay.enrollment is None:
        return False
    return any(
        each.kind == kind and (each.until is None or each.until >= stay.as_of)
        for each in stay.enrollment.complete
    )


def _happened(name: str, stay: Stay, policy: ProgramPolicy) -> tuple[Moment | None, ...] | None:
    if name in _OF_STAY:
        return _told([_OF_STAY[name](stay.enrollment)] if stay.enrollment else [], whole=True)
    if name in _OF_RECORDS:
        kind, read = _OF_RECORDS[name]
        return _told(
            read(stay, policy), whole=is_on_file(stay, kind), undated=kind not in _UNDATED_IS_OPEN
        )
    days: Days = [each.at or each.on for each in stay.events if each.type == name]
    return _told(
        [*days, *_recertified(stay)] if name == "recertified" else days,
        whole=is_on_file(stay, "event") or is_on_file(stay, f"event:{name}"),
        undated=True,
    )


def _told(days: Days, *, whole: bool, undated: bool = False) -> tuple[Moment | None, ...] | None:
    """Return the days of an event as clocks read them; None where nobody recorded it.

    Args:
        days: The days.
        whole: Whether these are all of them.
        undated: Whether a record without its day still says that the event happened.
    """
    told = [day for day in days if day is not None]
    unclear = [day for day in told if isinstance(day, Unknown)]
    if undated:
        found = [None if isinstance(day, Unknown) else day for day in told]
    else:
        found = [day for day in told if not isinstance(day, Unknown)]
    if whole and (undated or not unclear):
        return tuple(found)
    if not found:
        return None
    return tuple(found) if None in found else (*found, None)


def _contact_days(stay: Stay, wanted: Callable[[Contact], bool] = lambda _: True) -> Days:
    return [
        each.at or each.on for each in stay.contacts if each.successful is True and wanted(each)
    ]


def _first_contact(stay: Stay, _: ProgramPolicy) -> Days:
    days = [day for day in _contact_days(stay, _in_person) if isinstance(day, date)]
    return [min(days, key=_order)] if days else []


def _order(moment: Moment) -> tuple[date, bool]:
    instant = isinstance(moment, datetime)
    return (moment.date() if isinstance(moment, datetime) else moment, instant)


def _in_person(contact: Contact) -> bool:
    return contact.mode is Mode.IN_PERSON


def _team_meetings(stay: Stay) -> list[Meeting]:
    return [each for each in stay.meetings if each.held is True and each.type in TEAM_MEETINGS]


def _valid_meetings(stay: Stay, policy: ProgramPolicy) -> Days:
    held = _team_meetings(stay)
    needs_other = flag(policy, NEEDS_OTHER_MEMBER, stay.as_of)
    judged = [(each, is_valid(each, stay, needs_other=needs_other)) for each in held]
    undated = Unknown()
    return [each.on if valid.holds else undated for each, valid in judged if not valid.fails]


def flag(policy: ProgramPolicy, name: str, day: date) -> bool:
    """Tell whether every version of a program's flag that may be in force says yes."""
    values = policy.on(name, day).values
    return bool(values) and all(value is True for value in values)


def _crisis_plans(stay: Stay) -> list[CrisisPlan]:
    return [each.crisis_plan for each in stay.plans if each.crisis_plan is not None]


def _revisions(stay: Stay, _: ProgramPolicy) -> Days:
    days: Days = []
    for plan in _crisis_plans(stay):
        days += (
            [plan.revised]
            if isinstance(plan.revised, Unknown)
            else [each.on for each in plan.revised]
        )
    return list(dict.fromkeys(days))


def _reviews(stay: Stay, _: ProgramPolicy) -> Days:
    later = [each for each in stay.plans if each.version > 1]
    return [
        *(day for plan in stay.plans for day in plan.reviews),
        *(plan.completed_on for plan in later),
    ]


def _transition_days(stay: Stay, _: ProgramPolicy) -> Days:
    plan = stay.plan
    planned = plan.transition.planned_on if plan and plan.transition else None
    if planned is not None and not isinstance(planned, Unknown):
        return [planned]
    return [stay.enrollment.transition_on if stay.enrollment else planned]


def _notices(stay: Stay, _: ProgramPolicy) -> Days:
    plan = stay.plan
    return [plan.transition.notice_given_on] if plan and plan.transition else []


def _by_instrument(*instruments: str) -> Callable[[Stay, ProgramPolicy], Days]:
    return lambda stay, _: [
        each.on for each in stay.assessments if each.instrument.upper() in instruments
    ]


def _recertified(stay: Stay) -> Days:
    """Return when a stored decision said that help goes on; a visit is an event of its own."""
    return [
        each.on
        for each in stay.determinations
        if each.purpose is Purpose.CONTINUING and each.answer is Eligibility.ELIGIBLE
    ]


def _completed(plans: Iterable[Plan]) -> Days:
    return [each.completed_on for each in plans]


_OF_STAY: Final[Mapping[str, Callable[[Enrollment], date | Unknown | None]]] = MappingProxyType(
    {
        "referral_received": lambda stay: stay.referral_received_on,
        "eligibility_effective": lambda stay: stay.eligible_on,
        "eligibility_added": lambda stay: stay.eligibility_added_on,
        "cme_referral_received": lambda stay: stay.cme_referral_received_on,
        "enrolment_notified": lambda stay: stay.notified_on,
        "enrolled": lambda stay: stay.enrolled_on,
        "coordinator_assigned": lambda stay: stay.coordinator_assigned_on,
        "discharged": lambda stay: stay.discharged_on,
    }
)

_UNDATED_IS_OPEN: Final = frozenset({"plan"})
"""Kinds whose days may be missing because nothing happened yet, as with a draft of a plan."""

_Reader = Callable[[Stay, ProgramPolicy], Days]
_OF_RECORDS: Final[Mapping[str, tuple[str, _Reader]]] = MappingProxyType(
    {
        "contact_any": ("contact", lambda stay, _: _contact_days(stay)),
        "contact_face_to_face": ("contact", lambda stay, _: _contact_days(stay, _in_person)),
        "first_family_contact": ("contact", _first_contact),
        "team_meeting": ("meeting", lambda stay, _: [each.on for each in _team_meetings(stay)]),
        "team_meeting_valid": ("meeting", _valid_meetings),
        "plan_completed": ("plan", lambda stay, _: _completed(stay.plans)),
        "plan_with_crisis_plan_completed": (
            "plan",
            lambda stay, _: _completed(each for each in stay.plans if each.crisis_plan),
        ),
        "plan_reviewed": ("plan", _reviews),
        "crisis_plan_completed": (
            "plan",
            lambda stay, _: list(dict.fromkeys(each.completed_on for each in _crisis_plans(stay))),
        ),
        "crisis_plan_revised": ("plan", _revisions),
        "assessment_cans": ("assessment", _by_instrument("CANS")),
        "screen_cans": ("assessment", _by_instrument("CANS")),
        "assessment_mental_health": ("assessment", _by_instrument("MENTAL_HEALTH")),
        "incident_crisis": (
            "incident",
            lambda stay, _: [
                each.at or each.on for each in stay.incidents if each.type is IncidentType.CRISIS
            ],
        ),
        "transition_date": ("plan", _transition_days),
        "transition_notice_given": ("plan", _notices),
    }
)


RECORDED_EVENTS: Final = (*_OF_STAY, *_OF_RECORDS, *REFERRAL_EVENTS)
"""The events that records of other kinds give. Any other is recorded as an event of its name."""


def _pauses(enrollment: Enrollment) -> Iterator[PausedTime]:
    for each in enrollment.pauses:
        start, end = each.period.start, each.period.end
        if isinstance(start, date):
            yield PausedTime(
                reason=each.reason,
                start=start,
                end=end if isinstance(end, date) else None,
                clock=each.clock,
            )


def _excuses(enrollment: Enrollment) -> Iterator[Excuse]:
    for each in enrollment.documented_reasons:
        recorded, approved = each.recorded_on, each.approved_on
        yield Excuse(
            clock=each.clock,
            code=each.code,
            said=bool(each.text.strip()),
            recorded_on=recorded if isinstance(recorded, date) else None,
            interval_start=each.interval_start,
            approved=each.approved_by is not None,
            approved_on=approved if isinstance(approved, date) else None,
        )


def attributes_of(enrollment: Enrollment) -> Iterator[AttributeValue]:
    """Yield what clocks and limits depend on, over time, as a stay records it."""
    for each in enrollment.attributes:
        if isinstance(each.on, date):
            yield AttributeValue(name=each.name, value=each.value, start=each.on)
    named = {each.name for each in enrollment.attributes}
    for name, value in _of_the_stay(enrollment):
        if name not in named:
            yield AttributeValue(name=name, value=value, start=date.min)


def _of_the_stay(enrollment: Enrollment) -> Iterator[tuple[str, str]]:
    """Yield what clocks may depend on and that a stay says of itself, without a history."""
    if isinstance(enrollment.tier, str):
        yield "tier", enrollment.tier
    yield "service", enrollment.service.value
    if enrollment.model is not None:
        yield "model", enrollment.model.value
