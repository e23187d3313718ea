"""Facts that rules ask for and no other record holds, and the word that nothing is missing."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.ids import PersonId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class FactSource(Enum):
    """Who can say whether a fact is so."""

    RECORD = "record"
    """It stands in a paper or a system."""
    PERSON = "person"
    """The family says it."""
    CLINICIAN = "clinician"
    """A licensed person decides it."""
    ASSESSMENT = "assessment"
    """An instrument shows it."""
    AUTHORITY = "authority"
    """An agency of the State decides it."""


@frozen(kw_only=True, field_transformer=labelled)
class StatedFact(Record):
    """One fact under the name that rules know it by, such as ``risk.out_of_home``.

    Attributes:
        name: The name in the glossary of facts.
        value: What was said, as text: ``true``, ``12``, ``2025-03-01``, a code. None means that
            there is no such thing.
        source: Who said it.
        on: As of which day.
        by: The person who said or decided it.
    """

    name: str = field(metadata=ADMINISTRATIVE | FILLED)
    value: str | Unknown | None = field(default=UNKNOWN, metadata=CLINICAL)
    source: FactSource | None = field(default=None, metadata=ADMINISTRATIVE)
    on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Completeness(Record):
    """Somebody's word that everything of one kind is on file.

    Without it, no record of a kind means that nobody knows. With it, no record means that it did
    not happen.

    Attributes:
        kind: The kind of record, such as ``contact``, or ``event:`` with the type of event.
        until: Up to and including which day; None means to the present.
        by: Whose word it is.
    """

    kind: str = field(metadata=ADMINISTRATIVE | FILLED)
    until: date | None = field(default=None, metadata=ADMINISTRATIVE)
    by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
