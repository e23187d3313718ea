"""The team that a family picks: natural, informal and formal supports side by side."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.enrollment import ChildServingSystem
from wraparound.model.ids import (
    AgencyId,
    EnrollmentId,
    FamilyId,
    Identifier,
    MemberId,
    PartyId,
    PersonId,
    RecordId,
    TeamId,
)
from wraparound.model.periods import ALWAYS, Period, covers
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, NARRATIVE, STAFF_TIE, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class SupportType(Enum):
    """What kind of support somebody is.

    A relative who lives elsewhere is a natural support; staff of any system are formal.
    """

    FAMILY_MEMBER = "family_member"
    NATURAL = "natural"
    INFORMAL = "informal"
    COMMUNITY = "community"
    """A place or group that is open to everybody, such as a club or a congregation."""
    FORMAL = "formal"


class TeamRole(Enum):
    """The part that somebody has on the team."""

    YOUTH = "youth"
    CAREGIVER = "caregiver"
    SIBLING = "sibling"
    EXTENDED_FAMILY = "extended_family"
    FRIEND = "friend"
    NEIGHBOR = "neighbor"
    FAITH = "faith"
    COACH = "coach"
    MENTOR = "mentor"
    TEACHER = "teacher"
    THERAPIST = "therapist"
    PSYCHIATRIST = "psychiatrist"
    PROBATION = "probation"
    CHILD_WELFARE_WORKER = "child_welfare_worker"
    CASE_MANAGER = "case_manager"
    FAMILY_PARTNER = "family_partner"
    YOUTH_PARTNER = "youth_partner"
    FACILITATOR = "facilitator"
    SUPERVISOR = "supervisor"
    ATTORNEY = "attorney"
    INTERPRETER = "interpreter"
    HEALTH_CARE = "health_care"
    PROVIDER = "provider"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class SupportPayment(Record):
    """Money that a supporter gets for supporting.

    Attributes:
        id: The payment's id.
        payer: Who pays.
        payer_words: Who pays, where it is no party on record.
        period: When.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    payer: PartyId | None = field(default=None, metadata=STAFF_TIE)
    payer_words: str = field(default="", metadata=STAFF_TIE)
    period: Period = field(default=ALWAYS, metadata=STAFF_TIE)


@frozen(kw_only=True, field_transformer=labelled)
class TeamMember(Record):
    """Somebody at the family's table, for a time.

    Attributes:
        id: The membership's id: meetings, steps and signatures name it.
        person: Who.
        role: The part they have.
        role_words: The part in the family's own words.
        support: Family member, natural, informal or formal; unknown where nobody said.
        employer: For formal supports, whom they work for.
        system: The public system that they speak for.
        family_approved: Whether the family wants them there.
        consent: The consent under which things are shared with them.
        invited_on: When they were asked.
        oriented_on: When wraparound was explained to them.
        accepted_on: When they said yes. From this day they are a member.
        left_on: When they left. On this day they are no longer a member.
        left_reason: Why.
        payments: Money that they get for their support.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: MemberId = field(metadata=ADMINISTRATIVE)
    person: PersonId = field(metadata=ADMINISTRATIVE)
    role: TeamRole = field(metadata=ADMINISTRATIVE)
    role_words: str = field(default="", metadata=NARRATIVE)
    support: SupportType | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    employer: AgencyId | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    system: ChildServingSystem | None = field(default=None, metadata=ADMINISTRATIVE)
    family_approved: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    consent: RecordId | None = field(default=None, metadata=ADMINISTRATIVE)
    invited_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    oriented_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    accepted_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    left_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    left_reason: str = field(default="", metadata=NARRATIVE)
    payments: tuple[SupportPayment, ...] = field(default=(), metadata=STAFF_TIE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)

    def active_on(self, day: date) -> bool | None:
        """Tell whether they are a member on a day; None where that is not known."""
        if self.accepted_on is None:
            return False
        return covers(self.accepted_on, self.left_on, day)


@frozen(kw_only=True, field_transformer=labelled)
class Team(Record):
    """The people who plan and act together with one family.

    Attributes:
        id: The team's id.
        family: The family.
        identifiers: What other systems call the team.
        enrollment: The stay that it serves.
        members: Everybody who is or was asked to the table.
        mission: What the team wants to reach, where it is kept apart from the plan.
    """

    id: TeamId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    enrollment: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    members: tuple[TeamMember, ...] = field(default=(), metadata=ADMINISTRATIVE)
    mission: str = field(default="", metadata=NARRATIVE)
