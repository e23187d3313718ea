"""Strengths: what people do well, and what that does for them."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.ids import Identifier, PartyId, StrengthId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, IDENTIFYING, NARRATIVE, labelled


class OwnerKind(Enum):
    """Whose strength or need it is."""

    YOUTH = "youth"
    CAREGIVER = "caregiver"
    SIBLING = "sibling"
    FAMILY = "family"
    TEAM = "team"
    COMMUNITY = "community"
    ADULT = "adult"


class StrengthSource(Enum):
    """Where a strength was learned of."""

    FAMILY = "family"
    TEAM = "team"
    ASSESSMENT = "assessment"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class Strength(Record):
    """Something that works, said so that a plan can build on it.

    A functional strength says not only what somebody is good at, but when, with whom, and what it
    does for them: "drawing calms her within ten minutes after school".

    Attributes:
        id: The strength's id: strategies name it.
        identifiers: What other systems call it.
        owner: Whose it is.
        owner_kind: What the owner is in the family's life.
        description: The strength, in everyday words.
        function: What it does, when and where.
        evidence: When it was last seen at work.
        domain: The part of life that it shows in.
        source: Where it was learned of.
        active: Whether it still holds.
    """

    id: StrengthId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=IDENTIFYING)
    owner: PartyId | None = field(default=None, metadata=ADMINISTRATIVE)
    owner_kind: OwnerKind | None = field(default=None, metadata=ADMINISTRATIVE)
    description: str = field(metadata=NARRATIVE | FILLED)
    function: str = field(default="", metadata=NARRATIVE)
    evidence: str = field(default="", metadata=NARRATIVE)
    domain: str = field(default="", metadata=ADMINISTRATIVE)
    source: StrengthSource | None = field(default=None, metadata=ADMINISTRATIVE)
    active: bool = field(default=True, metadata=ADMINISTRATIVE)
