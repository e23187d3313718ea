"""One stay in a program, with everything recorded around it: what clocks and reviews read."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TypeVar

import attrs

from wraparound.chart import Chart
from wraparound.errors import FactsInvalid
from wraparound.model.assessment import Assessment
from wraparound.model.consent import Consent
from wraparound.model.contact import Contact
from wraparound.model.determination import Determination
from wraparound.model.duty import Staff
from wraparound.model.engagement import Engagement
from wraparound.model.enrollment import Enrollment
from wraparound.model.incident import Event, Incident, Placement
from wraparound.model.meeting import Meeting, MeetingType
from wraparound.model.person import Person
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.record import Record
from wraparound.model.team import SupportType, Team, TeamMember, TeamRole
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.clock import Clock
from wraparound.process.occurrences import Occurrences

_R = TypeVar("_R", bound=Record)

TEAM_MEETINGS = frozenset({MeetingType.TEAM, MeetingType.EMERGENCY, MeetingType.TRANSITION})
"""Meetings of the whole team; a pre-meeting is none."""


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Stay:
    """One enrollment, as of the day of its chart.

    Attributes:
        chart: The family's chart.
        enrollment: The enrollment; None where the family has none.
        as_of: The day.
        teams: The team, or the teams that followed one another.
        members: Everybody who is or was asked to the team, in the order recorded.
        plans: Every version of the plan, in the order recorded.
        meetings: Every meeting, in the order recorded.
        seen: What clocks go by, by the policy: a stay never changes, and several views ask for it.
        clocks: Those that were run, by the policy and their names.
    """

    chart: Chart = attrs.field(repr=False)
    enrollment: Enrollment | None
    as_of: date
    teams: tuple[Team, ...] = attrs.field(default=(), repr=False)
    members: tuple[TeamMember, ...] = ()
    plans: tuple[Plan, ...] = attrs.field(default=(), repr=False)
    meetings: tuple[Meeting, ...] = attrs.field(default=(), repr=False)
    seen: dict[ProgramPolicy, Occurrences] = attrs.field(factory=dict, init=False, repr=False)
    clocks: dict[ProgramPolicy, dict[str, Clock]] = attrs.field(
        factory=dict, init=False, repr=False
    )

    @property
    def youth(self) -> Person | None:
        """Whom the help is for."""
        wanted = self.enrollment.youth if self.enrollment else None
        people = [each for each in self.chart.people if each.id == wanted]
        return next(iter(people or self.chart.youth), None)

    @property
    def engagement(self) -> Engagement | None:
        """How the stay began."""
        return next(iter(self.of(Engagement)), None)

    @cached_property
    def plan(self) -> Plan | None:
        """The plan in force on the day: the highest version of those.

        A version that has been replaced since was in force in its own time.
        """
        began = [
            each
            for each in self.plans
            if each.status is PlanStatus.ACTIVE and not self._lies_ahead(each)
        ]
        since = [
            each
            for each in self.plans
            if each.status is PlanStatus.REPLACED
            and isinstance(each.period.end, date)
            and each.period.covers(self.as_of) is True
        ]
        return max(began or since, key=lambda plan: plan.version, default=None)

    @property
    def active_plan(self) -> Plan | None:
        """The version that is active by the record on any day: what changes are made from."""
        active = [each for each in self.plans if each.status is PlanStatus.ACTIVE]
        return max(active, key=lambda plan: plan.version, default=None)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Contacts with the family."""
        return self.of(Contact)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Crises, injuries and the like."""
        return self.of(Incident)

    @property
    def events(self) -> tuple[Event, ...]:
        """Moves, changes and other events of the program's policy."""
        return self.of(Event)

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """Instruments that were used."""
        return self.of(Assessment)

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Where the youth lived."""
        return self.of(Placement)

    @property
    def determinations(self) -> tuple[Determination, ...]:
        """Decisions about who qualifies."""
        return self.of(Determination)

    @property
    def consents(self) -> tuple[Consent, ...]:
        """Consents and releases."""
        return self.of(Consent)

    @property
    def staff(self) -> tuple[Staff, ...]:
        """The jobs of those who work with the family."""
        return self.chart.directory.staff

    @cached_property
    def active(self) -> tuple[TeamMember, ...]:
        """The members of the team on the day; whose days nobody knows is none."""
        return tuple(each for each in self.members if each.active_on(self.as_of))

    @cached_property
    def held(self) -> tuple[Meeting, ...]:
        """The meetings that took place by the day, from the earliest on."""
        held = [
            (each.on, str(each.id), each)
            for each in self.meetings
            if each.held is True and isinstance(each.on, date) and each.on <= self.as_of
        ]
        return tuple(each for _, _, each in sorted(held, key=lambda known: known[:2]))

    @property
    def is_closed(self) -> bool:
        """Whether the stay has ended by the day."""
        return self.enrollment is not None and self.was_by(self.enrollment.discharged_on)

    def of(self, kind: type[_R]) -> tuple[_R, ...]:
        """Return the records of a class that belong to the stay, in the order given."""
        found = self.chart.all(kind)
        if self.enrollment is None:
            return found
        mine = (self.enrollment.id, None)
        return tuple(each for each in found if getattr(each, "enrollment", None) in mine)

    def _lies_ahead(self, plan: Plan) -> bool:
        return isinstance(plan.period.start, date) and plan.period.start > self.as_of

    def was_by(self, day: date | Unknown | None) -> bool:
        """Tell whether something surely happened by the day of the chart."""
        return isinstance(day, date) and day <= self.as_of

    def member(self, name: object) -> TeamMember | None:
        """Return the team member with an id, active or not."""
        return next((each for each in self.members if each.id == name), None)


def stay_of(chart: Chart, enrollment: str | None = None) -> Stay:
    """Return one stay of a family.

    Args:
        chart: The family's chart.
        enrollment: The enrollment; the one that began last where it is left out.

    Raises:
        FactsInvalid: The family has no such enrollment.
    """
    stays = chart.enrollments
    if enrollment is not None:
        stays = tuple(each for each in stays if each.id == enrollment)
        if not stays:
            raise FactsInvalid("unknown_enrollment", [enrollment])
    found = max(stays, key=_began, default=None)
    frame = Stay(chart=chart, enrollment=found, as_of=chart.as_of)
    teams = frame.of(Team)
    return attrs.evolve(
        frame,
        teams=teams,
        members=tuple(member for team in teams for member in team.members),
        plans=frame.of(Plan),
        meetings=frame.of(Meeting),
    )


def is_other_member(member: TeamMember, members: tuple[TeamMember, ...]) -> bool:
    """Tell whether somebody is neither family nor of the agency that facilitates."""
    if member.support is SupportType.FAMILY_MEMBER:
        return False
    if member.role in (TeamRole.FACILITATOR, TeamRole.SUPERVISOR):
        return False
    agencies = {each.employer for each in members if each.role is TeamRole.FACILITATOR}
    return not isinstance(member.employer, str) or member.employer not in agencies


def _began(enrollment: Enrollment) -> tuple[date, str]:
    days = (enrollment.enrolled_on, enrollment.referral_received_on)
    known = [day for day in days if isinstance(day, date)]
    return (known[0] if known else date.min, str(enrollment.id))
