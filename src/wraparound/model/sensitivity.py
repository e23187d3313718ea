"""How private each field is: the label that every field of every record carries.

Labels drive what a ``repr`` shows, what may be logged, and what a consent lets somebody see.
"""

from __future__ import annotations

from enum import Enum

import attrs


class Sensitivity(Enum):
    """Why a value is protected, or that it is not."""

    PUBLIC = "public"
    """Directory information that an agency publishes about itself."""
    ADMINISTRATIVE = "administrative"
    """Identifiers made by the program, states and process dates: shown in logs, not published."""
    IDENTIFYING = "identifying"
    """Names, birth dates, addresses, outside identifiers."""
    NARRATIVE = "narrative"
    """The family's own words, and free text about them."""
    CLINICAL = "clinical"
    """Diagnoses, scores, medication, needs (HIPAA)."""
    SUBSTANCE_USE = "substance_use"
    """Substance use disorder treatment (42 CFR Part 2)."""
    EDUCATION = "education"
    """School records (FERPA, 20 USC 1232g)."""
    JUVENILE_COURT = "juvenile_court"
    """Court, probation and detention of minors (state law)."""
    CHILD_PROTECTION = "child_protection"
    """Child welfare, and above all who reported (CAPTA)."""
    SAFE_ADDRESS = "safe_address"
    """Where somebody lives who may be in danger."""
    STAFF_TIE = "staff_tie"
    """Kinship, ownership and money of the people who work here."""


LABEL = "sensitivity"


def _label(sensitivity: Sensitivity) -> dict[object, object]:
    return {LABEL: sensitivity}


PUBLIC = _label(Sensitivity.PUBLIC)
ADMINISTRATIVE = _label(Sensitivity.ADMINISTRATIVE)
IDENTIFYING = _label(Sensitivity.IDENTIFYING)
NARRATIVE = _label(Sensitivity.NARRATIVE)
CLINICAL = _label(Sensitivity.CLINICAL)
SUBSTANCE_USE = _label(Sensitivity.SUBSTANCE_USE)
EDUCATION = _label(Sensitivity.EDUCATION)
JUVENILE_COURT = _label(Sensitivity.JUVENILE_COURT)
CHILD_PROTECTION = _label(Sensitivity.CHILD_PROTECTION)
SAFE_ADDRESS = _label(Sensitivity.SAFE_ADDRESS)
STAFF_TIE = _label(Sensitivity.STAFF_TIE)

_SHOWN = frozenset({Sensitivity.PUBLIC, Sensitivity.ADMINISTRATIVE})


def sensitivity_of(field: attrs.Attribute[object]) -> Sensitivity:
    """Return the label of a field of a record."""
    label = field.metadata[LABEL]
    if not isinstance(label, Sensitivity):
        message = f"the label of {field.name} is not a Sensitivity"
        raise TypeError(message)
    return label


def labelled(cls: type, fields: list[attrs.Attribute[object]]) -> list[attrs.Attribute[object]]:
    """Refuse a field without a label, and keep personal fields out of the ``repr``.

    Every record passes this to attrs as ``field_transformer``.

    Raises:
        TypeError: A field has no sensitivity label.
    """
    bare = [field.name for field in fields if LABEL not in field.metadata]
    if bare:
        message = f"{cls.__name__} has fields without a sensitivity label: {', '.join(bare)}"
        raise TypeError(message)
    return [field.evolve(repr=sensitivity_of(field) in _SHOWN) for field in fields]
