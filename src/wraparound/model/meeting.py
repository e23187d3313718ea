"""Team meetings: who came, what went well, what works, what changes, who does what."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.ids import (
    EnrollmentId,
    FamilyId,
    Identifier,
    LineageId,
    MemberId,
    NeedId,
    OutcomeId,
    PersonId,
    RecordId,
    StepId,
    StrategyId,
)
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, NARRATIVE, labelled
from wraparound.model.strategy import Option
from wraparound.model.terms import UNKNOWN, Unknown


class MeetingType(Enum):
    """What a meeting is for."""

    TEAM = "team"
    EMERGENCY = "emergency"
    TRANSITION = "transition"
    PRE = "pre"
    OTHER = "other"


class AgendaItem(Enum):
    """The practice's order of a team meeting, and what may stand around it."""

    WELCOME = "welcome"
    GROUND_RULES = "ground_rules"
    ACCOMPLISHMENTS = "accomplishments"
    REVIEW = "review"
    ADJUST = "adjust"
    ASSIGN = "assign"
    CRISIS_PLAN = "crisis_plan"
    OTHER = "other"


class Presence(Enum):
    """Whether somebody was there."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    NOT_RECORDED = "not_recorded"


class Mode(Enum):
    """How people met or spoke."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    CERTIFIED_LETTER = "certified_letter"
    VISIT = "visit"
    """Somebody went there, whether or not anybody was at home."""
    OTHER = "other"


class AttendedAs(Enum):
    """The part in which somebody sat at the table."""

    YOUTH = "youth"
    FAMILY = "family"
    FACILITATOR = "facilitator"
    WRAPAROUND_STAFF = "wraparound_staff"
    NATURAL_SUPPORT = "natural_support"
    INFORMAL_SUPPORT = "informal_support"
    PROVIDER = "provider"
    SYSTEM_PARTNER = "system_partner"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class Attendance(Record):
    """Whether one team member, or one guest, was there.

    Attributes:
        member: The team member.
        person: A guest who is no team member.
        presence: There, excused, absent.
        mode: How.
        took_part_as: The part they had, where it is not the team member's own.
        sent_update: Whether an absent member sent word.
    """

    member: MemberId | None = field(default=None, metadata=ADMINISTRATIVE)
    person: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    presence: Presence = field(metadata=ADMINISTRATIVE)
    mode: Mode | None = field(default=None, metadata=ADMINISTRATIVE)
    took_part_as: AttendedAs | None = field(default=None, metadata=ADMINISTRATIVE)
    sent_update: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Decision(Record):
    """What was decided, by whom, and who saw it differently.

    Attributes:
        text: The decision.
        need: The need that it is about.
        outcome: The outcome that it is about.
        strategy: The strategy that it is about.
        options: What was thought of.
        decided_by: Who decided.
        dissent: Who saw it differently, and how.
    """

    text: str = field(metadata=NARRATIVE | FILLED)
    need: NeedId | None = field(default=None, metadata=ADMINISTRATIVE)
    outcome: OutcomeId | None = field(default=None, metadata=ADMINISTRATIVE)
    strategy: StrategyId | None = field(default=None, metadata=ADMINISTRATIVE)
    options: tuple[Option, ...] = field(default=(), metadata=NARRATIVE)
    decided_by: tuple[MemberId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    dissent: str = field(default="", metadata=NARRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Meeting(Record):
    """One meeting of a family's team.

    Attributes:
        id: The meeting's id.
        family: The family.
        identifiers: What other systems call it.
        enrollment: The stay.
        plan: The plan that it concerns.
        type: What it is for.
        held: Whether it took place.
        on: The day.
        place: Where.
        mode: How.
        chosen_by_family: Whether the family chose time and place.
        notice_given_on: When people were told.
        interpreter_present: Whether an interpreter was there.
        family_told_attendees: Whether the family knew beforehand who would come.
        family_led: Whether the family led it.
        agenda: The parts of it, in the order they had.
        plain_agenda: Whether the agenda went out in plain words.
        attendance: Who was there.
        accomplishments: What went well.
        decisions: What was decided.
        new_steps: Steps that came out of it.
        reviewed_steps: Steps that were looked at.
        satisfaction: What the family said of it.
        minutes_sent_on: When the minutes went out.
        next_meeting_on: When the next one is.
        notes: Anything else.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    enrollment: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    type: MeetingType = field(default=MeetingType.TEAM, metadata=ADMINISTRATIVE)
    held: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    place: str = field(default="", metadata=NARRATIVE)
    mode: Mode | None = field(default=None, metadata=ADMINISTRATIVE)
    chosen_by_family: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    notice_given_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    interpreter_present: bool | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    family_told_attendees: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    family_led: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    agenda: tuple[AgendaItem, ...] | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    plain_agenda: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    attendance: tuple[Attendance, ...] = field(default=(), metadata=ADMINISTRATIVE)
    accomplishments: tuple[str, ...] = field(default=(), metadata=NARRATIVE)
    decisions: tuple[Decision, ...] = field(default=(), metadata=NARRATIVE)
    new_steps: tuple[StepId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    reviewed_steps: tuple[StepId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    satisfaction: str = field(default="", metadata=CLINICAL)
    minutes_sent_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    next_meeting_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    notes: str = field(default="", metadata=NARRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
