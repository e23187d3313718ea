"""Agencies: the organizations that coordinate, provide, own, employ and teach."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import NOT_NEGATIVE
from wraparound.model.ids import AgencyId, Identifier, RecordId
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.person import ContactPoint
from wraparound.model.record import Record
from wraparound.model.sensitivity import PUBLIC, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class AgencyKind(Enum):
    """What an organization is for."""

    CARE_MANAGEMENT = "care_management"
    PROVIDER = "provider"
    SCHOOL = "school"
    COURT = "court"
    CHILD_WELFARE = "child_welfare"
    HEALTH_CARE = "health_care"
    FAMILY_ORGANIZATION = "family_organization"
    COMMUNITY = "community"
    GOVERNMENT = "government"
    HOLDING = "holding"
    PAYER = "payer"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class Agency(Record):
    """An organization, as its own legal self.

    Two records are never merged because names are alike; a tie ``same_legal_entity_as`` says so.

    Attributes:
        id: The agency's id.
        identifiers: NPI, TIN and what registers call it.
        name: Its name; unknown where a register does not tell.
        other_names: Names that it also goes by.
        kind: What it is for.
        description: What it says of itself.
        contacts: How to reach it.
        address: Where it is.
        website: Its page.
        jurisdiction: Where it is registered.
        board_size: How many seats its board has.
        period: When it exists.
    """

    id: AgencyId = field(metadata=PUBLIC)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=PUBLIC)
    name: str | Unknown = field(default=UNKNOWN, metadata=PUBLIC)
    other_names: tuple[str, ...] = field(default=(), metadata=PUBLIC)
    kind: AgencyKind | None = field(default=None, metadata=PUBLIC)
    description: str = field(default="", metadata=PUBLIC)
    contacts: tuple[ContactPoint, ...] = field(default=(), metadata=PUBLIC)
    address: str = field(default="", metadata=PUBLIC)
    website: str = field(default="", metadata=PUBLIC)
    jurisdiction: str = field(default="", metadata=PUBLIC)
    board_size: int | None = field(default=None, metadata=PUBLIC | NOT_NEGATIVE)
    period: Period = field(default=ALWAYS, metadata=PUBLIC)


class CertifiedAs(Enum):
    """What a State lets an agency do."""

    CARE_COORDINATION = "care_coordination"
    HCBS_PROVIDER = "hcbs_provider"


@frozen(kw_only=True, field_transformer=labelled)
class Certification(Record):
    """A State's word that an agency may do something, for a time.

    Attributes:
        id: The certification's id.
        identifiers: What the State calls it.
        agency: The agency.
        certified_as: What it may do.
        period: When.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=PUBLIC)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=PUBLIC)
    agency: AgencyId = field(metadata=PUBLIC)
    certified_as: CertifiedAs = field(metadata=PUBLIC)
    period: Period = field(default=ALWAYS, metadata=PUBLIC)
    recorded_on: date | None = field(default=None, metadata=PUBLIC)
