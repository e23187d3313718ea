"""Needs: the reason beneath what is seen, never a service."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.ids import Identifier, NeedId, PartyId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, IDENTIFYING, NARRATIVE, labelled
from wraparound.model.strength import OwnerKind
from wraparound.model.terms import UNKNOWN, Unknown


class LifeDomain(Enum):
    """A part of life that a need lies in."""

    FAMILY = "family"
    HOME = "home"
    SAFETY = "safety"
    EMOTIONAL = "emotional"
    BEHAVIORAL = "behavioral"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"
    HEALTH = "health"
    EDUCATION = "education"
    WORK = "work"
    SOCIAL = "social"
    FUN = "fun"
    LEGAL = "legal"
    MONEY = "money"
    CULTURE = "culture"
    COMMUNITY = "community"
    SPIRITUAL = "spiritual"
    TRANSPORT = "transport"
    OTHER = "other"


class NeedStatus(Enum):
    """How far a need is met."""

    IDENTIFIED = "identified"
    ACTIVE = "active"
    PARTIALLY_MET = "partially_met"
    MET = "met"
    DEFERRED = "deferred"


@frozen(kw_only=True, field_transformer=labelled)
class Need(Record):
    """An underlying need, in the family's own words.

    "He needs to know that the people he loves will be there in the morning" is a need; "he needs
    therapy" names a service and hides the need.

    Attributes:
        id: The need's id: outcomes and strategies name it.
        identifiers: What other systems call it.
        owner: Whose need it is.
        owner_kind: What the owner is in the family's life.
        statement: The need.
        underlying_reason: What lies beneath.
        domain: The part of life that it lies in.
        priority: 1 is first.
        level: How pressing it is, from 0 (not) to 3 (at once), where a program rates it.
        status: How far it is met.
        in_family_words: Whether the family said it so.
        linked_items: Codes of assessment items that it answers, never their wording.
        opened_on: When it was taken up.
        closed_on: When it was done with.
    """

    id: NeedId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=IDENTIFYING)
    owner: PartyId | None = field(default=None, metadata=ADMINISTRATIVE)
    owner_kind: OwnerKind | None = field(default=None, metadata=ADMINISTRATIVE)
    statement: str = field(metadata=CLINICAL | FILLED)
    underlying_reason: str = field(default="", metadata=NARRATIVE)
    domain: LifeDomain | Unknown | None = field(default=UNKNOWN, metadata=CLINICAL)
    priority: int | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    level: int | None = field(default=None, metadata=CLINICAL)
    status: NeedStatus = field(default=NeedStatus.IDENTIFIED, metadata=ADMINISTRATIVE)
    in_family_words: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    linked_items: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    opened_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    closed_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
