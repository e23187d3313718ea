"""Requests and complaints: how a family asks for a change, and who may handle it."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.ids import (
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
from wraparound.model.sensitivity import ADMINISTRATIVE, NARRATIVE, labelled
from wraparound.model.terms import Unknown


class RequestKind(Enum):
    """What a family may ask for at any time."""

    CHANGE_SERVICE = "change_service"
    CHANGE_PROVIDER = "change_provider"
    CHANGE_FACILITATOR = "change_facilitator"
    CHANGE_TEAM = "change_team"
    UPDATE_PLAN = "update_plan"
    MEETING = "meeting"
    END_SERVICE = "end_service"
    END_PROGRAM = "end_program"
    RECORDS = "records"
    COMPLAINT = "complaint"
    """The family wants to complain, and asks how. What it complains of is a ``Grievance``."""
    OTHER = "other"


class Channel(Enum):
    """How a request or complaint came in."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    PHONE = "phone"
    ONLINE = "online"
    THROUGH_ADVOCATE = "through_advocate"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class ChangeRequest(Record):
    """A family's wish for something to be different.

    Attributes:
        id: The request's id.
        family: The family.
        identifiers: What other systems call it.
        plan: The plan.
        kind: What it asks for.
        kind_words: The program's own word for it.
        received_on: When it came in.
        answered_on: When it was answered; None while it is open.
        handled_by: Who handles it.
        about: The person or agency that it is about.
        about_service: The service on the plan that it is about.
        channel: How it came in.
        words: What the family said.
        answer: What was answered.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    kind: RequestKind = field(metadata=ADMINISTRATIVE)
    kind_words: str = field(default="", metadata=ADMINISTRATIVE)
    received_on: date = field(metadata=ADMINISTRATIVE)
    answered_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    handled_by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    about: PartyId | None = field(default=None, metadata=ADMINISTRATIVE)
    about_service: PlannedServiceId | None = field(default=None, metadata=ADMINISTRATIVE)
    channel: Channel | None = field(default=None, metadata=ADMINISTRATIVE)
    words: str = field(default="", metadata=NARRATIVE)
    answer: str = field(default="", metadata=NARRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Handler(Record):
    """Somebody who handles a complaint, for a time.

    Attributes:
        person: Who.
        period: When.
    """

    person: PersonId = field(metadata=ADMINISTRATIVE)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Grievance(Record):
    """A complaint. Nobody complained about may handle it, nor see it.

    Attributes:
        id: The complaint's id.
        family: The family.
        identifiers: What other systems call it.
        plan: The plan.
        received_on: When it came in.
        resolved_on: When it was settled; None while it is open.
        subject: The person or agency complained about.
        involved: Others who had a part in what is complained about.
        handlers: Who handles it.
        advocate: Who helps the family with it.
        channel: How it came in.
        words: What the family said.
        resolution: How it was settled.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    received_on: date = field(metadata=ADMINISTRATIVE)
    resolved_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    subject: PartyId = field(metadata=ADMINISTRATIVE)
    involved: tuple[PersonId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    handlers: tuple[Handler, ...] = field(default=(), metadata=ADMINISTRATIVE)
    advocate: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    channel: Channel | None = field(default=None, metadata=ADMINISTRATIVE)
    words: str = field(default="", metadata=NARRATIVE)
    resolution: str = field(default="", metadata=NARRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
