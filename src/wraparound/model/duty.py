"""Duties and staff: who decides what for whom, and who does this work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED, NOT_NEGATIVE
from wraparound.model.ids import (
    AgencyId,
    DutyId,
    FamilyId,
    Identifier,
    LineageId,
    PartyId,
    PersonId,
    PlannedServiceId,
    RecordId,
)
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, STAFF_TIE, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class DutyRole(Enum):
    """What somebody decides or does for a family, which must be free of other interests."""

    FACILITATOR = "facilitator"
    PLANNER = "planner"
    CASE_MANAGER = "case_manager"
    ASSESSOR = "assessor"
    ELIGIBILITY_EVALUATOR = "eligibility_evaluator"
    PLAN_MONITOR = "plan_monitor"
    AUTHORIZER = "authorizer"
    SUPERVISOR = "supervisor"
    COORDINATING_ORG = "coordinating_org"
    PEER_PARTNER = "peer_partner"
    TEAM_MEMBER = "team_member"


@frozen(kw_only=True, field_transformer=labelled)
class Duty(Record):
    """Somebody's charge: for one plan, or for the whole program.

    Attributes:
        id: The duty's id.
        family: The family of the plan; None for a duty in the whole program.
        identifiers: What other systems call it.
        plan: The plan, through all its versions; None for the whole program.
        role: What is decided or done.
        holder: The person or agency that holds it.
        services: For monitors and authorizers: which services; empty means all.
        unit: The part of an agency that it is done in.
        period: When.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: DutyId = field(metadata=ADMINISTRATIVE)
    family: FamilyId | None = field(default=None, metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    role: DutyRole = field(metadata=ADMINISTRATIVE)
    holder: PartyId = field(metadata=ADMINISTRATIVE)
    services: tuple[PlannedServiceId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    unit: str = field(default="", metadata=ADMINISTRATIVE)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class StaffCertification(Record):
    """A training or certification of somebody who works here.

    Attributes:
        type: What for, such as ``wraparound`` or the name of an instrument.
        issued_on: From when.
        expires_on: The last day.
    """

    type: str = field(metadata=ADMINISTRATIVE | FILLED)
    issued_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    expires_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Staff(Record):
    """Somebody's job in the program. The tie of employment is recorded as a tie.

    Attributes:
        id: The job's id.
        identifiers: What other systems call it.
        person: Who.
        role: The job, such as ``facilitator``.
        employer: The agency.
        unit: The part of the agency, such as one assertive community treatment team.
        supervisor: Whose staff record is above it.
        full_time_part: 1 is full time.
        active_families: How many families, where it is not counted from enrollments.
        supervisees: How many staff, where it is not counted.
        hired_on: When the job began.
        left_on: When it ended.
        degree: The highest degree.
        years: Years of practice in this work.
        certifications: Trainings and certifications.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=STAFF_TIE)
    person: PersonId = field(metadata=ADMINISTRATIVE)
    role: str = field(metadata=ADMINISTRATIVE | FILLED)
    employer: AgencyId | Unknown | None = field(default=UNKNOWN, metadata=STAFF_TIE)
    unit: str = field(default="", metadata=STAFF_TIE)
    supervisor: RecordId | None = field(default=None, metadata=STAFF_TIE)
    full_time_part: Decimal | Unknown = field(default=UNKNOWN, metadata=STAFF_TIE)
    active_families: int | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    supervisees: int | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    hired_on: date | Unknown = field(default=UNKNOWN, metadata=STAFF_TIE)
    left_on: date | Unknown | None = field(default=None, metadata=STAFF_TIE)
    degree: str = field(default="", metadata=STAFF_TIE)
    years: Decimal | Unknown = field(default=UNKNOWN, metadata=STAFF_TIE)
    certifications: tuple[StaffCertification, ...] = field(default=(), metadata=STAFF_TIE)


@frozen(kw_only=True, field_transformer=labelled)
class FlexFundRequest(Record):
    """A request for flexible funds, and who approved it.

    Attributes:
        id: The request's id.
        family: The family.
        identifiers: What other systems call it.
        plan: The plan.
        on: The day.
        requester: Who asked.
        approvers: Who approved.
        payee: Who is paid.
        amount: How much, in dollars.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    plan: LineageId = field(metadata=ADMINISTRATIVE)
    on: date = field(metadata=ADMINISTRATIVE)
    requester: PersonId = field(metadata=ADMINISTRATIVE)
    approvers: tuple[PersonId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    payee: PartyId = field(metadata=ADMINISTRATIVE)
    amount: Decimal | None = field(default=None, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
