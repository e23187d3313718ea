"""Consents: who agreed that what may be shared with whom, for what, and until when."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.ids import EnrollmentId, FamilyId, Identifier, PartyId, PersonId, RecordId
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, NARRATIVE, Sensitivity, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class ConsentKind(Enum):
    """What somebody agreed to."""

    PARTICIPATION = "participation"
    RELEASE = "release"
    TREATMENT = "treatment"
    RESEARCH = "research"
    OTHER = "other"


class SignerAuthority(Enum):
    """By what right somebody signs."""

    SELF = "self"
    PARENT = "parent"
    GUARDIAN = "guardian"
    COURT = "court"
    AGENCY = "agency"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class Consent(Record):
    """One agreement to take part, or to share something.

    Attributes:
        id: The consent's id.
        family: The family.
        identifiers: What other systems call it.
        enrollment: The stay.
        kind: Taking part, or sharing.
        person: Whose information it is.
        signer: Who signed.
        authority: By what right.
        signed_on: When.
        recipients: Who may receive.
        purpose: What for.
        scope: Which kinds of information, by their labels; empty means all but substance use.
        includes_substance_use: Whether it names substance use treatment (42 CFR Part 2).
        period: When it holds.
        revoked_on: When it was taken back.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    enrollment: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    kind: ConsentKind = field(default=ConsentKind.PARTICIPATION, metadata=ADMINISTRATIVE)
    person: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    signer: PersonId | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    authority: SignerAuthority | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    signed_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    recipients: tuple[PartyId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    purpose: str = field(default="", metadata=NARRATIVE)
    scope: tuple[Sensitivity, ...] = field(default=(), metadata=ADMINISTRATIVE)
    includes_substance_use: bool = field(default=False, metadata=ADMINISTRATIVE)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)
    revoked_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
