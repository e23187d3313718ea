"""What the tests of instruments work on: assessments of nobody, and definitions in a line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from wraparound.instruments import find_instrument, load_instruments
from wraparound.model import Assessment, ItemRating

DAY = date(2026, 3, 3)


@pytest.fixture
def assessed():
    """Make an assessment: ``assessed("CANS", anxiety=2)``."""

    def make(instrument, *, scores=None, on=DAY, certified_until=DAY, **more):
        known = {each.name for each in Assessment.__attrs_attrs__}
        fields = {name: value for name, value in more.items() if name in known}
        ratings = {name: value for name, value in more.items() if name not in known}
        if ratings:
            fields.setdefault(
                "items", tuple(ItemRating(code=code, rating=each) for code, each in ratings.items())
            )
        return Assessment(
            id=fields.pop("id", "a-1"),
            family="reed",
            instrument=instrument,
            on=on,
            certified_until=certified_until,
            scores={name: Decimal(str(value)) for name, value in (scores or {}).items()},
            **fields,
        )

    return make


@pytest.fixture
def defined():
    """Return a packaged definition by its short name."""

    def find(name):
        found = find_instrument(name, load_instruments())
        assert found is not None
        return found

    return find
