"""Engagement: how a family was welcomed, what it was told, and what it told."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.ids import EnrollmentId, FamilyId, Identifier, RecordId
from wraparound.model.need import Need
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, NARRATIVE, labelled
from wraparound.model.strength import Strength
from wraparound.model.terms import UNKNOWN, Unknown


class CrisisOutcome(Enum):
    """What came of asking about an immediate crisis."""

    NONE = "none"
    PLAN = "plan"
    REFERRED = "referred"
    EMERGENCY = "emergency"


@frozen(kw_only=True, field_transformer=labelled)
class CrisisScreen(Record):
    """Whether something must be done before anything else (first activity of wraparound).

    Attributes:
        on: When it was asked.
        asked_family: Whether the family was asked.
        asked_referrer: Whether whoever referred was asked.
        outcome: What came of it.
        who: Who does what was agreed.
        what: What that is.
        until: How long it is meant to carry.
    """

    on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    asked_family: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    asked_referrer: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    outcome: CrisisOutcome | Unknown = field(default=UNKNOWN, metadata=CLINICAL)
    who: str = field(default="", metadata=NARRATIVE)
    what: str = field(default="", metadata=CLINICAL)
    until: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Discovery(Record):
    """What was found in conversation: strengths, needs, culture, hopes (the strengths discovery).

    Attributes:
        on: When it was written.
        story: The family's story.
        hopes: Hopes and dreams.
        culture: What matters in how the family lives.
        vision: The vision in the family's words.
        strengths: Functional strengths of everybody.
        youth_strengths: How many of the youth, where only a number is known.
        caregiver_strengths: How many of caregivers, where only a number is known.
        needs: Needs as first understood.
        family_reviewed: Whether the family read it and agreed.
    """

    on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    story: str = field(default="", metadata=NARRATIVE)
    hopes: str = field(default="", metadata=NARRATIVE)
    culture: str = field(default="", metadata=NARRATIVE)
    vision: str = field(default="", metadata=NARRATIVE)
    strengths: tuple[Strength, ...] = field(default=(), metadata=NARRATIVE)
    youth_strengths: int | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    caregiver_strengths: int | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    needs: tuple[Need, ...] = field(default=(), metadata=CLINICAL)
    family_reviewed: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Logistics(Record):
    """What was settled so that the family can come to its meetings.

    Attributes:
        on: When.
        place_chosen_by_family: Whether the family chose the place.
        transport: Whether getting there is settled.
        childcare: Whether somebody looks after the children.
    """

    on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    place_chosen_by_family: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    transport: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    childcare: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Engagement(Record):
    """The first phase of one enrollment, as it happened.

    Attributes:
        id: The record's id.
        family: The family.
        identifiers: What other systems call it.
        enrollment: The stay that it opens.
        oriented_on: When wraparound was explained.
        orientation_language: In which language.
        rights_given_on: When the family got its rights in writing.
        grievance_given_on: When it was told how to complain.
        crisis_screen: Whether something could not wait.
        discovery: What was found in conversation.
        logistics: How everybody gets to the table.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    enrollment: EnrollmentId = field(metadata=ADMINISTRATIVE)
    oriented_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    orientation_language: str | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    rights_given_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    grievance_given_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    crisis_screen: CrisisScreen | None = field(default=None, metadata=CLINICAL)
    discovery: Discovery | None = field(default=None, metadata=NARRATIVE)
    logistics: Logistics | None = field(default=None, metadata=ADMINISTRATIVE)
