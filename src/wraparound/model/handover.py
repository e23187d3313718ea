"""Hand-overs: one worker passes a family's coordination to another, who accepts it."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from wraparound.model.ids import PersonId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, NARRATIVE, labelled
from wraparound.model.terms import UNKNOWN, Unknown


@frozen(kw_only=True, field_transformer=labelled)
class Handover(Record):
    """A change of the worker whom a family calls, from the offer to the first day.

    Until somebody has accepted, the new worker is nobody's point of contact.

    Attributes:
        before: Who was the point of contact; None for the first one.
        after: Who becomes it.
        offered_on: When the other worker was asked.
        accepted_on: When that worker said yes; None while nobody did.
        declined_on: When that worker said no: then nothing changes.
        effective_on: The first day on which the other worker is the point of contact.
        family_told_on: When the family was told who it is, and how to reach them.
        family_agreed: What the family said to it.
        reason: Why.
    """

    before: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    after: PersonId = field(metadata=ADMINISTRATIVE)
    offered_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    accepted_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    declined_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    effective_on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    family_told_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    family_agreed: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    reason: str = field(default="", metadata=NARRATIVE)
