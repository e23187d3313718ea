"""What an assessment tells, by the names that rules ask for, such as ``cans.items.anxiety``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from wraparound.instruments.instrument import Instrument
from wraparound.model.assessment import Assessment
from wraparound.model.terms import Unknown

_DIGITS = 15  # up to here a float is exact, and whatever is longer is no score
_MOST = sys.float_info.max

ITEMS = "items"
"""What rules call the rated parts of most instruments."""


def assessment_facts(
    assessment: Assessment, instrument: Instrument | None
) -> Iterator[tuple[str, object]]:
    """Yield the day, the scores and the ratings of an assessment, each with its path.

    Args:
        assessment: The assessment.
        instrument: Its definition; None where nobody defined it.
    """
    name = (instrument.id if instrument else assessment.instrument).lower()
    on = assessment.on.isoformat() if isinstance(assessment.on, date) else None
    if on is not None:
        yield f"{name}.date", on
    for score, value in assessment.scores.items():
        yield f"{name}.{score}", {"value": plain_number(value), "source": "assessment", "date": on}
    parts = instrument.items_called if instrument else ITEMS
    for code, rating in rated_items(assessment):
        yield f"{name}.{parts}.{code}", rating


def rated_items(assessment: Assessment) -> tuple[tuple[str, int | None], ...]:
    """Return the codes of an assessment with their ratings; none where nobody knows them."""
    if isinstance(assessment.items, Unknown):
        return ()
    return tuple((each.code, each.rating) for each in assessment.items)


def ratings_of(assessment: Assessment) -> Mapping[str, int]:
    """Return the ratings that were given, by their codes."""
    return {code: rating for code, rating in rated_items(assessment) if rating is not None}


def plain_number(value: Decimal) -> int | float:
    """Return a finite number as rules and JSON have it: whole where it is whole."""
    whole = value.adjusted() < _DIGITS and value == value.to_integral_value()
    return int(value) if whole else max(-_MOST, min(_MOST, float(value)))
