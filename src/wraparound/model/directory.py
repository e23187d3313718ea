"""The directory: which help there is, formal and informal, and who is willing to give it."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED, NOT_NEGATIVE
from wraparound.model.ids import AgencyId, Identifier, RecordId, ServiceId
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.person import ContactPoint, Payer
from wraparound.model.record import Record
from wraparound.model.sensitivity import PUBLIC, labelled
from wraparound.model.team import SupportType
from wraparound.model.terms import UNKNOWN, Unknown


class DirectoryStatus(Enum):
    """Whether a service can be used."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily_closed"


@frozen(kw_only=True, field_transformer=labelled)
class Place(Record):
    """Where a service is given.

    Attributes:
        name: What the place is called.
        address: The postal address.
        latitude: Degrees north, as decimal text.
        longitude: Degrees east, as decimal text.
        accessibility: How people get in and around.
        transport: How to get there.
    """

    name: str = field(default="", metadata=PUBLIC)
    address: str = field(default="", metadata=PUBLIC)
    latitude: str = field(default="", metadata=PUBLIC)
    longitude: str = field(default="", metadata=PUBLIC)
    accessibility: tuple[str, ...] = field(default=(), metadata=PUBLIC)
    transport: str = field(default="", metadata=PUBLIC)


@frozen(kw_only=True, field_transformer=labelled)
class Service(Record):
    """A service or support in the directory, formal or informal.

    Attributes:
        id: The service's id.
        identifiers: What registers call it.
        agency: Who offers it.
        name: What it is called.
        other_name: What it is also called.
        description: What it is.
        program: The program of the agency that it belongs to.
        categories: What kind of help it is, in the program's words.
        taxonomy: Terms of outside taxonomies, as ``system|code``.
        support: Natural, informal or formal.
        status: Whether it can be used.
        areas: Where.
        places: Places that it is given at.
        languages: In which languages (BCP 47).
        payers: Who may pay for it.
        fees: What it costs, in words.
        youngest: The youngest age in years; None where there is no limit.
        oldest: The oldest age in years; None where there is no limit.
        eligibility: Who may have it, in words.
        schedule: When, in words.
        contacts: How to reach it.
        website: Its page.
        capacity: How many places are free.
        assured_on: When somebody last checked the entry.
    """

    id: ServiceId = field(metadata=PUBLIC)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=PUBLIC)
    agency: AgencyId | None = field(default=None, metadata=PUBLIC)
    name: str = field(metadata=PUBLIC | FILLED)
    other_name: str = field(default="", metadata=PUBLIC)
    description: str = field(default="", metadata=PUBLIC)
    program: str = field(default="", metadata=PUBLIC)
    categories: tuple[str, ...] = field(default=(), metadata=PUBLIC)
    taxonomy: tuple[str, ...] = field(default=(), metadata=PUBLIC)
    support: SupportType = field(default=SupportType.FORMAL, metadata=PUBLIC)
    status: DirectoryStatus = field(default=DirectoryStatus.ACTIVE, metadata=PUBLIC)
    areas: tuple[str, ...] = field(default=(), metadata=PUBLIC)
    places: tuple[Place, ...] = field(default=(), metadata=PUBLIC)
    languages: tuple[str, ...] = field(default=(), metadata=PUBLIC)
    payers: tuple[Payer, ...] = field(default=(), metadata=PUBLIC)
    fees: str = field(default="", metadata=PUBLIC)
    youngest: int | None = field(default=None, metadata=PUBLIC | NOT_NEGATIVE)
    oldest: int | None = field(default=None, metadata=PUBLIC | NOT_NEGATIVE)
    eligibility: str = field(default="", metadata=PUBLIC)
    schedule: str = field(default="", metadata=PUBLIC)
    contacts: tuple[ContactPoint, ...] = field(default=(), metadata=PUBLIC)
    website: str = field(default="", metadata=PUBLIC)
    capacity: int | None = field(default=None, metadata=PUBLIC | NOT_NEGATIVE)
    assured_on: date | None = field(default=None, metadata=PUBLIC)


@frozen(kw_only=True, field_transformer=labelled)
class RosterEntry(Record):
    """An agency that offers something in an area, and whether it is willing and qualified.

    Attributes:
        id: The entry's id.
        identifiers: What the roster calls it.
        agency: The agency.
        offers: Kinds of help, and functions of coordination, that it offers.
        area: Where.
        willing: Whether it takes families.
        qualified: Whether it may.
        period: When.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=PUBLIC)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=PUBLIC)
    agency: AgencyId = field(metadata=PUBLIC)
    offers: tuple[str, ...] = field(default=(), metadata=PUBLIC)
    area: str = field(metadata=PUBLIC)
    willing: bool | Unknown = field(default=UNKNOWN, metadata=PUBLIC)
    qualified: bool | Unknown = field(default=UNKNOWN, metadata=PUBLIC)
    period: Period = field(default=ALWAYS, metadata=PUBLIC)
    recorded_on: date | None = field(default=None, metadata=PUBLIC)
