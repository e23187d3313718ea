"""The choice ledger: what a family was offered, what it was told, and what it chose."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.ids import (
    AgencyId,
    FamilyId,
    Identifier,
    LineageId,
    NeedId,
    PartyId,
    PlannedServiceId,
    RecordId,
    ServiceId,
)
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, NARRATIVE, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class OfferAnswer(Enum):
    """What the family said to one option."""

    CHOSEN = "chosen"
    DECLINED = "declined"
    UNDECIDED = "undecided"


class NoticeForm(Enum):
    """How a notice was given."""

    SPOKEN = "verbal"
    WRITTEN = "written"


class NoticeKind(Enum):
    """What a family was told."""

    RIGHT_TO_OTHER_COORDINATOR = "right_to_other_coordinator"
    RIGHTS = "rights"
    GRIEVANCE_ROUTE = "grievance_route"
    CONFLICT_DISCLOSED = "conflict_disclosed"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class OfferedOption(Record):
    """One provider that the family was told of.

    Attributes:
        provider: The agency.
        directory_service: The entry of the directory.
        answer: What the family said.
        reason: Why, in its words.
    """

    provider: AgencyId = field(metadata=ADMINISTRATIVE)
    directory_service: ServiceId | None = field(default=None, metadata=ADMINISTRATIVE)
    answer: OfferAnswer = field(default=OfferAnswer.UNDECIDED, metadata=ADMINISTRATIVE)
    reason: str = field(default="", metadata=NARRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class ServiceOffer(Record):
    """All the options that a family was shown for one kind of help, on one day.

    Attributes:
        id: The offer's id.
        family: The family.
        identifiers: What other systems call it.
        plan: The plan.
        need: The need that it answers.
        category: The kind of help, in the words of the roster.
        on: The day.
        offered_by: Who showed the options.
        options: Every provider that was shown.
        directory_as_of: The day of the directory that the options came from.
        directory_known_at: The instant at which the directory was read: what was recorded later
            was not known then, and can be left out again.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    need: NeedId | None = field(default=None, metadata=ADMINISTRATIVE)
    category: str = field(metadata=CLINICAL | FILLED)
    on: date = field(metadata=ADMINISTRATIVE)
    offered_by: PartyId | None = field(default=None, metadata=ADMINISTRATIVE)
    options: tuple[OfferedOption, ...] = field(default=(), metadata=ADMINISTRATIVE)
    directory_as_of: date | None = field(default=None, metadata=ADMINISTRATIVE)
    directory_known_at: datetime | None = field(default=None, metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class ServiceChoice(Record):
    """What the family was given to choose about one service, and that it did.

    Attributes:
        id: The record's id.
        family: The family.
        identifiers: What other systems call it.
        plan: The plan.
        service: The service on the plan.
        on: The day.
        service_options_given: The family was told of other services.
        service_selection: It chose this service.
        provider_options_given: It was told of other providers.
        provider_selection_agreement: It agreed to this provider.
        plan_agreement: It agreed to the plan.
        setting_choice: It chose where.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    plan: LineageId = field(metadata=ADMINISTRATIVE)
    service: PlannedServiceId = field(metadata=ADMINISTRATIVE)
    on: date = field(metadata=ADMINISTRATIVE)
    service_options_given: bool = field(default=False, metadata=ADMINISTRATIVE)
    service_selection: bool = field(default=False, metadata=ADMINISTRATIVE)
    provider_options_given: bool = field(default=False, metadata=ADMINISTRATIVE)
    provider_selection_agreement: bool = field(default=False, metadata=ADMINISTRATIVE)
    plan_agreement: bool | None = field(default=None, metadata=ADMINISTRATIVE)
    setting_choice: bool | None = field(default=None, metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Notice(Record):
    """Something that the family was told, and how.

    Attributes:
        id: The notice's id.
        family: The family.
        identifiers: What other systems call it.
        plan: The plan.
        kind: What it was told.
        on: The day.
        forms: Whether in speech, in writing, or both.
        language: In which language.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    kind: NoticeKind = field(metadata=ADMINISTRATIVE)
    on: date = field(metadata=ADMINISTRATIVE)
    forms: tuple[NoticeForm, ...] = field(default=(), metadata=ADMINISTRATIVE)
    language: str | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class ServiceCondition(Record):
    """Something that a family must accept to get something else (barred by 42 CFR 441.18(a)).

    Attributes:
        id: The condition's id.
        family: The family.
        identifiers: What other systems call it.
        plan: The plan.
        imposed_by: Who demands it.
        requires: What must be accepted.
        to_receive: What it is the price of.
        period: When.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    plan: LineageId = field(metadata=ADMINISTRATIVE)
    imposed_by: PartyId = field(metadata=ADMINISTRATIVE)
    requires: str = field(metadata=CLINICAL)
    to_receive: str = field(metadata=CLINICAL)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
