"""Planned services: who is to give what, paid or unpaid, under a plan of care."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import NOT_NEGATIVE
from wraparound.model.ids import (
    AgencyId,
    Identifier,
    NeedId,
    PersonId,
    PlannedServiceId,
    ServiceId,
    StrategyId,
)
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.person import Payer
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, IDENTIFYING, NARRATIVE, labelled
from wraparound.model.team import SupportType
from wraparound.model.terms import UNKNOWN, Unknown


class ServiceStatus(Enum):
    """How far a service on a plan has come. ``ACTIVE`` puts its provider on the plan."""

    PROPOSED = "proposed"
    OFFERED = "offered"
    DECLINED = "declined"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


@frozen(kw_only=True, field_transformer=labelled)
class ServiceSpan(Record):
    """A time in which a service has one status.

    Attributes:
        status: The status.
        period: When.
    """

    status: ServiceStatus = field(metadata=ADMINISTRATIVE)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Performer(Record):
    """Somebody who gives the service in person, for a time.

    Attributes:
        person: Who.
        period: When.
    """

    person: PersonId = field(metadata=ADMINISTRATIVE)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class PlannedService(Record):
    """A service or support on a plan of care.

    It keeps its id from one version of the plan to the next, so that its story can be followed.

    Attributes:
        id: The service's id on the plan.
        identifiers: What other systems call the order or authorization.
        name: What it is called.
        category: The category that rules and rosters speak of, such as ``respite``.
        provider: The agency that gives it; None for a natural support; unknown if not named.
        directory_service: The entry of the directory that it is.
        support: Natural, informal or formal.
        strategy: The strategy that it serves.
        need: The need that it serves, where no strategy is named.
        spans: Its status over time. Two spans never share a day.
        performers: Who gives it.
        paid: Whether anybody pays for it.
        hcbs: Whether it is a Medicaid home and community-based service.
        payer: Who pays.
        authority: The Medicaid authority that it is paid under, such as ``"1915(c)"``.
        contact_name: Whom to call.
        setting: Where it is given.
        unit: What one unit is.
        units_authorized: How many are authorized.
        units_used: How many were used.
        cost: What it costs in dollars.
        authorized_on: When it was authorized.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: PlannedServiceId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=IDENTIFYING)
    name: str = field(default="", metadata=CLINICAL)
    category: str | Unknown = field(default=UNKNOWN, metadata=CLINICAL)
    provider: AgencyId | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    directory_service: ServiceId | None = field(default=None, metadata=ADMINISTRATIVE)
    support: SupportType | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    strategy: StrategyId | None = field(default=None, metadata=ADMINISTRATIVE)
    need: NeedId | None = field(default=None, metadata=ADMINISTRATIVE)
    spans: tuple[ServiceSpan, ...] = field(default=(), metadata=ADMINISTRATIVE)
    performers: tuple[Performer, ...] = field(default=(), metadata=ADMINISTRATIVE)
    paid: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    hcbs: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    payer: Payer | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    authority: str = field(default="", metadata=ADMINISTRATIVE)
    contact_name: str = field(default="", metadata=IDENTIFYING)
    setting: str = field(default="", metadata=NARRATIVE)
    unit: str = field(default="", metadata=ADMINISTRATIVE)
    units_authorized: Decimal | None = field(default=None, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    units_used: Decimal | None = field(default=None, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    cost: Decimal | None = field(default=None, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    authorized_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
