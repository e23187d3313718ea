"""The table of stored kinds, and what records are found by."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wraparound.errors import KindUnknown
from wraparound.model import (
    KINDS,
    ActionStep,
    Agency,
    Family,
    Identifier,
    Meeting,
    Need,
    Outcome,
    PlannedService,
    Service,
    Strength,
    family_of,
    index_of,
    kind_named,
    kind_of,
)
from wraparound.testing.strategies import any_record, records

PARTS_WITH_IDENTIFIERS = {ActionStep, Need, Outcome, PlannedService, Strength}
"""Stored in their plan, though other systems have a name for them."""


def test_every_record_with_an_id_and_identifiers_is_a_stored_kind(record_class):
    names = {field.name for field in attrs.fields(record_class)}
    stored = record_class in {kind.record for kind in KINDS.values()}
    assert stored == ({"id", "identifiers"} <= names and record_class not in PARTS_WITH_IDENTIFIERS)


def test_a_kind_is_named_like_its_record(stored_kind):
    words = "".join(word.title() for word in stored_kind.name.split("_"))
    assert stored_kind.record.__name__.endswith(words)


def test_a_kind_is_searched_by_fields_that_it_has(stored_kind):
    names = {field.name for field in attrs.fields(stored_kind.record)}
    assert set(stored_kind.index) <= names
    assert len(set(stored_kind.searchable)) == len(stored_kind.searchable)


def test_an_id_leads_every_stored_record(stored_kind):
    assert attrs.fields(stored_kind.record)[0].name == "id"


@given(data=st.data())
def test_what_a_record_is_found_by_are_texts_of_its_searchable_fields(data):
    record = data.draw(any_record())
    found = index_of(record)
    assert set(found) <= set(kind_of(record).searchable)
    assert all(isinstance(text, str) and text for texts in found.values() for text in texts)


def test_every_searchable_field_is_found_in_some_record(stored_kind):
    """No field is listed whose values the index cannot take."""
    seen = set()

    @settings(max_examples=40)
    @given(record=records(stored_kind.name))
    def look(record):
        seen.update(index_of(record))

    look()
    assert set(stored_kind.index) <= seen


def test_the_index_holds_written_values():
    meeting = Meeting(id="m", family="f", on=date(2025, 3, 4), enrollment="e")
    assert index_of(meeting) == {"enrollment": ("e",), "on": ("2025-03-04",)}
    service = Service(id="s", name="Choir", categories=("music", "faith"), areas=())
    assert index_of(service) == {"categories": ("music", "faith")}


def test_outside_identifiers_are_found_by_system_and_value():
    numbers = (Identifier(system="npi", value="2"), Identifier(system="npi", value="1"))
    agency = Agency(id="a", identifiers=numbers)
    assert index_of(agency) == {"identifier": ("npi|1", "npi|2")}


def test_a_family_belongs_to_itself_and_an_agency_to_none():
    assert family_of(Family(id="f")) == "f"
    assert family_of(Agency(id="a")) is None
    assert family_of(Meeting(id="m", family="f")) == "f"


def test_a_part_of_a_record_is_no_kind():
    with pytest.raises(TypeError, match="a Need is stored as part of another record"):
        kind_of(Need(id="n", statement="needs to be heard"))


def test_a_misspelt_kind_is_answered_with_the_nearest():
    with pytest.raises(KindUnknown, match="did you mean 'meeting'"):
        kind_named("meetign")
