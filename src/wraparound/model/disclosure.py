"""Disclosures: what the people who coordinate say of their own interests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import NOT_NEGATIVE
from wraparound.model.ids import AgencyId, Identifier, PartyId, PersonId, RecordId, TieId
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, STAFF_TIE, labelled


class DisclosureKind(Enum):
    """What was signed."""

    INTERESTS = "interests"
    """A list of one's own ties."""
    ATTESTATION = "attestation"
    """A statement that there is no conflict, as a rule demands it."""


@frozen(kw_only=True, field_transformer=labelled)
class Disclosure(Record):
    """What somebody says of their own interests, on a day.

    A missing disclosure is not a clean one: reviews answer "indeterminate" without it.

    Attributes:
        id: The disclosure's id.
        identifiers: What other systems call it.
        kind: A list of interests, or an attestation.
        person: Who disclosed.
        on: The day.
        declares: The ties that it names.
        employer: The agency that it was filed with.
        cosigned_by: Who signed too, such as a supervisor.
        reviewed_by: Who looked at it.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    kind: DisclosureKind = field(default=DisclosureKind.INTERESTS, metadata=ADMINISTRATIVE)
    person: PersonId = field(metadata=STAFF_TIE)
    on: date = field(metadata=ADMINISTRATIVE)
    declares: tuple[TieId, ...] = field(default=(), metadata=STAFF_TIE)
    employer: AgencyId | None = field(default=None, metadata=STAFF_TIE)
    cosigned_by: tuple[PersonId, ...] = field(default=(), metadata=STAFF_TIE)
    reviewed_by: PersonId | None = field(default=None, metadata=STAFF_TIE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)


class UnspecifiedReason(Enum):
    """Why a register does not name an owner."""

    NO_BENEFICIAL_OWNERS = "no_beneficial_owners"
    NOT_PROVIDED = "information_not_provided"
    EXEMPT = "exempt_from_disclosure"
    UNKNOWN = "unknown"


@frozen(kw_only=True, field_transformer=labelled)
class UnspecifiedInterest(Record):
    """An interest in an agency whose holder the register does not name.

    Attributes:
        id: The record's id.
        identifiers: What the register calls the statement.
        agency: The agency.
        reason: Why nobody is named.
        period: When.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    agency: AgencyId = field(metadata=STAFF_TIE)
    reason: UnspecifiedReason = field(metadata=STAFF_TIE)
    period: Period = field(default=ALWAYS, metadata=STAFF_TIE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)


class GiftKind(Enum):
    """What passed between the two."""

    GIFT = "gift"
    LOAN = "loan"
    RENT = "rent"


@frozen(kw_only=True, field_transformer=labelled)
class Gift(Record):
    """A gift on a day, or a loan or rent for a time.

    Attributes:
        id: The gift's id.
        identifiers: What other systems call it.
        kind: Gift, loan or rent.
        giver: From whom.
        receiver: To whom.
        value: What it is worth, in dollars.
        on: For a gift: the day.
        period: For a loan or rent: when.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    kind: GiftKind = field(metadata=STAFF_TIE)
    giver: PartyId = field(metadata=STAFF_TIE)
    receiver: PartyId = field(metadata=STAFF_TIE)
    value: Decimal = field(metadata=STAFF_TIE | NOT_NEGATIVE)
    on: date | None = field(default=None, metadata=STAFF_TIE)
    period: Period | None = field(default=None, metadata=STAFF_TIE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
