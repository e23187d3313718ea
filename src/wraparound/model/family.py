"""A family: who belongs to it, how they are related, and what it says of itself."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from wraparound.model.ids import FamilyId, Identifier, PersonId
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.record import Record
from wraparound.model.sensitivity import (
    ADMINISTRATIVE,
    IDENTIFYING,
    NARRATIVE,
    SAFE_ADDRESS,
    labelled,
)
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.model.tie import Tie


class FamilyRole(Enum):
    """What somebody is in the family; the family says who belongs."""

    YOUTH = "youth"
    CAREGIVER = "caregiver"
    SIBLING = "sibling"
    PARTNER = "partner"
    CHILD = "child"
    OTHER_RELATIVE = "other_relative"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class FamilyMember(Record):
    """Somebody who belongs to the family, as the family sees it.

    Attributes:
        person: Who.
        role: What they are in it. ``YOUTH`` is whoever the help is for, at any age.
        at_home: Whether they live with the family.
        decides: Whether they hold legal authority over the youth.
        period: When.
    """

    person: PersonId = field(metadata=ADMINISTRATIVE)
    role: FamilyRole = field(metadata=ADMINISTRATIVE)
    at_home: bool | Unknown = field(default=UNKNOWN, metadata=IDENTIFYING)
    decides: bool | Unknown = field(default=UNKNOWN, metadata=IDENTIFYING)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Family(Record):
    """A family, as it sees itself.

    Attributes:
        id: The family's id; it leads the key of everything recorded about the family.
        identifiers: What other systems call the family.
        members: Everybody who belongs to it: one youth or several, caregivers, siblings.
        relationships: Kinship, household and legal authority among its people, as ties.
        story: The family's story in its own words.
        vision: How the family wishes to live.
        culture: Faith, customs, food, holidays, what matters in how people treat each other.
        concerns: What worries the family.
        preferred_language: The language that meetings and papers should be in (BCP 47).
        needs_interpreter: Whether somebody needs an interpreter.
        living_arrangement: Who lives where, in words.
        meeting_preferences: Places and times that suit the family.
        safety_notes: What a visitor must know to keep somebody safe.
    """

    id: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=IDENTIFYING)
    members: tuple[FamilyMember, ...] = field(default=(), metadata=ADMINISTRATIVE)
    relationships: tuple[Tie, ...] = field(default=(), metadata=IDENTIFYING)
    story: str = field(default="", metadata=NARRATIVE)
    vision: str = field(default="", metadata=NARRATIVE)
    culture: str = field(default="", metadata=NARRATIVE)
    concerns: tuple[str, ...] = field(default=(), metadata=NARRATIVE)
    preferred_language: str | Unknown = field(default=UNKNOWN, metadata=IDENTIFYING)
    needs_interpreter: bool | Unknown = field(default=UNKNOWN, metadata=IDENTIFYING)
    living_arrangement: str = field(default="", metadata=NARRATIVE)
    meeting_preferences: str = field(default="", metadata=NARRATIVE)
    safety_notes: str = field(default="", metadata=SAFE_ADDRESS)

    def people_as(self, role: FamilyRole) -> tuple[PersonId, ...]:
        """Return the members who hold a role, in the order recorded."""
        return tuple(member.person for member in self.members if member.role is role)
