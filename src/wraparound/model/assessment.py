"""Assessments: codes and scores, never an instrument's wording."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.ids import (
    AgencyId,
    EnrollmentId,
    FamilyId,
    Identifier,
    LineageId,
    PersonId,
    RecordId,
)
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, NARRATIVE, labelled
from wraparound.model.terms import UNKNOWN, Unknown


@frozen(kw_only=True, field_transformer=labelled)
class Deferral(Record):
    """A rated item that the plan does not answer yet, and why.

    Attributes:
        item: The item's code.
        reason: Why.
    """

    item: str = field(metadata=CLINICAL | FILLED)
    reason: str = field(default="", metadata=NARRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class ItemRating(Record):
    """The rating of one item of an instrument, by its code.

    Attributes:
        code: The item's code or short name.
        rating: The number; None where the item was left unrated.
    """

    code: str = field(metadata=CLINICAL | FILLED)
    rating: int | None = field(default=None, metadata=CLINICAL)


@frozen(kw_only=True, field_transformer=labelled)
class Assessment(Record):
    """One use of an instrument, as codes and numbers.

    Attributes:
        id: The assessment's id.
        family: The family.
        identifiers: What other systems call it.
        enrollment: The stay.
        plan: The plan that it feeds.
        person: Whom it is about.
        instrument: The instrument's short name, such as ``CANS``.
        version: Its edition.
        form: Which form of it, such as ``caregiver``.
        on: The day.
        assessor: Who did it.
        certified_until: The last day of the assessor's certification.
        informant: Who was asked.
        items: Ratings of items.
        strength_items: Which of the items are strengths, where low numbers are good.
        scores: Totals and subscales by name.
        answered: How many items were answered.
        result: What the instrument's own bands say.
        algorithm: Which published algorithm gave the result.
        band_scheme: Which published bands the result is read by.
        deferrals: Rated items that wait, with reasons.
        sets_rate_for: The agency whose rate of pay depends on it.
        license_ok: Whether the site may use the instrument.
        license: Under which licence the site uses it.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    enrollment: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    person: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    instrument: str = field(metadata=ADMINISTRATIVE | FILLED)
    version: str = field(default="", metadata=ADMINISTRATIVE)
    form: str = field(default="", metadata=ADMINISTRATIVE)
    on: date | Unknown = field(metadata=ADMINISTRATIVE)
    assessor: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    certified_until: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    informant: str = field(default="", metadata=NARRATIVE)
    items: tuple[ItemRating, ...] | Unknown = field(default=UNKNOWN, metadata=CLINICAL)
    strength_items: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    scores: Mapping[str, Decimal] = field(factory=dict, hash=False, metadata=CLINICAL)
    answered: int | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    result: str = field(default="", metadata=CLINICAL)
    algorithm: str = field(default="", metadata=ADMINISTRATIVE)
    band_scheme: str = field(default="", metadata=ADMINISTRATIVE)
    deferrals: tuple[Deferral, ...] = field(default=(), metadata=CLINICAL)
    sets_rate_for: AgencyId | None = field(default=None, metadata=ADMINISTRATIVE)
    license_ok: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    license: str = field(default="", metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
