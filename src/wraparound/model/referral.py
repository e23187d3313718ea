"""Referrals: sending a family to help, and hearing whether it arrived."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.barrier import Barrier
from wraparound.model.checks import NOT_NEGATIVE
from wraparound.model.ids import (
    AgencyId,
    FamilyId,
    Identifier,
    LineageId,
    NeedId,
    PersonId,
    RecordId,
    ServiceId,
)
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, NARRATIVE, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class ReferralState(Enum):
    """How far a referral has come; the loop is closed when the family was seen or it ended."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    SEEN = "seen"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class ReferralReason(Enum):
    """Why a referral went no further, or is over."""

    HELP_GIVEN = "help_given"
    """The help that was asked for was given."""
    FAMILY_DECLINED = "family_declined"
    FAMILY_CHOSE_ANOTHER = "family_chose_another"
    NO_LONGER_NEEDED = "no_longer_needed"
    PROVIDER_REFUSED = "provider_refused"
    NOT_ELIGIBLE = "not_eligible"
    NO_OPENING = "no_opening"
    NO_ANSWER = "no_answer"
    """The provider never answered."""
    FAMILY_NOT_REACHED = "family_not_reached"
    MOVED = "moved"
    DUPLICATE = "duplicate"
    MADE_IN_ERROR = "made_in_error"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class ReferralStep(Record):
    """One step of a referral.

    Attributes:
        state: What was reached.
        on: The day.
        appointment_on: For an appointment that was made: its day.
        why: For a step that ends it: the reason.
        barriers: What stood in the way.
        reason: The program's own code for the reason.
        note: The reason in words.
    """

    state: ReferralState = field(metadata=ADMINISTRATIVE)
    on: date | Unknown = field(metadata=ADMINISTRATIVE)
    appointment_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    why: ReferralReason | None = field(default=None, metadata=ADMINISTRATIVE)
    barriers: tuple[Barrier, ...] = field(default=(), metadata=CLINICAL)
    reason: str = field(default="", metadata=ADMINISTRATIVE)
    note: str = field(default="", metadata=NARRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Referral(Record):
    """One family sent to one provider for one kind of help.

    Attributes:
        id: The referral's id.
        family: The family.
        identifiers: What other systems call it.
        plan: The plan.
        need: The need that it answers.
        person: Whom the help is for.
        by: Who referred.
        provider: To whom; None where no provider is named yet.
        directory_service: The entry of the directory.
        category: The kind of help.
        area: The service area.
        on: The day it was made.
        steps: How it went on.
        reason: Why.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    need: NeedId | None = field(default=None, metadata=ADMINISTRATIVE)
    person: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    provider: AgencyId | None = field(default=None, metadata=ADMINISTRATIVE)
    directory_service: ServiceId | None = field(default=None, metadata=ADMINISTRATIVE)
    category: str = field(default="", metadata=CLINICAL)
    area: str = field(default="", metadata=ADMINISTRATIVE)
    on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    steps: tuple[ReferralStep, ...] = field(default=(), metadata=ADMINISTRATIVE)
    reason: str = field(default="", metadata=NARRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class ReferralTally(Record):
    """How often one person referred to one provider in a quarter, without any family in it.

    Attributes:
        id: The tally's id.
        identifiers: What other systems call it.
        by: Who referred.
        provider: To whom.
        category: The kind of help.
        area: The service area.
        quarter: Such as ``2025Q1``.
        count: How often.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    by: PersonId = field(metadata=ADMINISTRATIVE)
    provider: AgencyId = field(metadata=ADMINISTRATIVE)
    category: str = field(metadata=ADMINISTRATIVE)
    area: str = field(metadata=ADMINISTRATIVE)
    quarter: str = field(metadata=ADMINISTRATIVE)
    count: int = field(metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
