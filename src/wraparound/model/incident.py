"""What happened to a family: incidents, placements and other events that plans answer to."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from attrs import field, frozen

from wraparound.model.ids import (
    AgencyId,
    EnrollmentId,
    FamilyId,
    Identifier,
    LineageId,
    PartyId,
    PersonId,
    PlanId,
    RecordId,
)
from wraparound.model.periods import Period
from wraparound.model.record import Record
from wraparound.model.sensitivity import (
    ADMINISTRATIVE,
    CHILD_PROTECTION,
    CLINICAL,
    NARRATIVE,
    labelled,
)
from wraparound.model.terms import UNKNOWN, Unknown


class IncidentType(Enum):
    """What kind of thing happened."""

    CRISIS = "crisis"
    HOSPITAL = "hospital"
    INJURY = "injury"
    RUN = "run"
    ARREST = "arrest"
    RESTRAINT = "restraint"
    ABUSE_REPORT = "abuse_report"
    SCHOOL_EXCLUSION = "school_exclusion"
    OTHER = "other"


class Setting(Enum):
    """Where a youth lives or stays, the least restrictive first."""

    HOME = "home"
    KIN = "kin"
    FOSTER = "foster"
    TREATMENT_FOSTER = "treatment_foster"
    GROUP_HOME = "group_home"
    SHELTER = "shelter"
    RUN = "run"
    RESIDENTIAL = "residential"
    PRTF = "prtf"
    INPATIENT = "inpatient"
    DETENTION = "detention"
    JAIL = "jail"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class Incident(Record):
    """A crisis or another thing that the plan must answer to.

    Attributes:
        id: The incident's id.
        family: The family.
        identifiers: What other systems call it.
        enrollment: The stay.
        person: Whom it happened to.
        type: What kind.
        on: The day.
        at: The instant, where known.
        injury: Whether somebody was hurt.
        what_happened: In words.
        response: What was done.
        reported_by: Who reported it: shown to nobody who has no right to know.
        plan_updated: The version of the plan that answered it.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    enrollment: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    person: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    type: IncidentType = field(metadata=CLINICAL)
    on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    at: datetime | None = field(default=None, metadata=ADMINISTRATIVE)
    injury: bool | Unknown = field(default=UNKNOWN, metadata=CLINICAL)
    what_happened: str = field(default="", metadata=CLINICAL)
    response: str = field(default="", metadata=CLINICAL)
    reported_by: PersonId | None = field(default=None, metadata=CHILD_PROTECTION)
    plan_updated: PlanId | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Placement(Record):
    """Where a youth stays for a time; days out of home are counted from these.

    Attributes:
        id: The placement's id.
        family: The family.
        identifiers: What other systems call it.
        enrollment: The stay.
        person: Who stays there.
        setting: What kind of place.
        agency: The agency that runs it.
        program: The program of a residential place, by its code.
        period: When.
        expected_end_on: When the stay there is planned to end.
        reason: Why.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    enrollment: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    person: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    setting: Setting = field(metadata=CLINICAL)
    agency: AgencyId | None = field(default=None, metadata=CLINICAL)
    program: str = field(default="", metadata=CLINICAL)
    period: Period = field(metadata=ADMINISTRATIVE)
    expected_end_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    reason: str = field(default="", metadata=CLINICAL)


@frozen(kw_only=True, field_transformer=labelled)
class Event(Record):
    """Something dated that clocks and rules count from, and that has no record of its own.

    Attributes:
        id: The event's id.
        family: The family.
        identifiers: What other systems call it.
        enrollment: The stay.
        plan: The plan that it concerns.
        type: The event's name in the program's policy, such as ``move`` or ``hours_cut``.
        on: The day; unknown where it happened and nobody recorded the day.
        at: The instant, where known; limits in hours ask for it.
        by: Who brought it about.
        requested_by_family: Whether the family asked for it.
        target: For a return to an earlier phase: which.
        reason: Why.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    enrollment: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    type: str = field(metadata=ADMINISTRATIVE)
    on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    at: datetime | None = field(default=None, metadata=ADMINISTRATIVE)
    by: PartyId | None = field(default=None, metadata=ADMINISTRATIVE)
    requested_by_family: bool = field(default=False, metadata=ADMINISTRATIVE)
    target: str = field(default="", metadata=ADMINISTRATIVE)
    reason: str = field(default="", metadata=NARRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
