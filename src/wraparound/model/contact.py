"""Contacts: who spoke with whom between meetings, and about what."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from attrs import field, frozen

from wraparound.model.barrier import Barrier
from wraparound.model.checks import NOT_NEGATIVE
from wraparound.model.ids import EnrollmentId, FamilyId, Identifier, LineageId, PersonId, RecordId
from wraparound.model.meeting import Mode
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, NARRATIVE, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class ContactPurpose(Enum):
    """What a contact was for."""

    FIRST_CONTACT = "first_contact"
    ORIENTATION = "orientation"
    DISCOVERY = "discovery"
    CHECK_IN = "check_in"
    MONITORING = "monitoring"
    LINKING = "linking"
    ADVOCACY = "advocacy"
    CRISIS = "crisis"
    OUTREACH = "outreach"
    FOLLOW_UP = "follow_up"
    OTHER = "other"


class BillingNature(Enum):
    """What a billed activity really was (42 CFR 441.18(c))."""

    COORDINATION = "coordination"
    DIRECT_SERVICE = "direct_service"


@frozen(kw_only=True, field_transformer=labelled)
class Contact(Record):
    """One conversation, visit, call or letter, or an attempt at one.

    Attributes:
        id: The contact's id.
        family: The family.
        identifiers: What other systems call it.
        enrollment: The stay.
        plan: The plan that it concerns.
        on: The day.
        at: The instant, where known; limits in hours ask for it.
        by: Who of the staff.
        with_people: With whom.
        mode: How.
        purpose: What for.
        successful: Whether somebody was reached.
        minutes: How long, in minutes.
        setting: Where.
        billed_as: The service that it was billed as, such as ``case_management``.
        nature: What it really was; unknown where nobody said.
        referral: The referral that it was about.
        barriers: What stood in the way, for advocacy.
        overcome: Whether it was overcome; unknown where nobody said.
        barrier: What stood in the way, in words.
        note: What was said.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    enrollment: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    on: date | Unknown = field(metadata=ADMINISTRATIVE)
    at: datetime | None = field(default=None, metadata=ADMINISTRATIVE)
    by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    with_people: tuple[PersonId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    mode: Mode | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    purpose: ContactPurpose | None = field(default=None, metadata=ADMINISTRATIVE)
    successful: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    minutes: int | None = field(default=None, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    setting: str = field(default="", metadata=NARRATIVE)
    billed_as: str = field(default="", metadata=ADMINISTRATIVE)
    nature: BillingNature | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    referral: RecordId | None = field(default=None, metadata=ADMINISTRATIVE)
    barriers: tuple[Barrier, ...] = field(default=(), metadata=CLINICAL)
    overcome: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    barrier: str = field(default="", metadata=NARRATIVE)
    note: str = field(default="", metadata=NARRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
