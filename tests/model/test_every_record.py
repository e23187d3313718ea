"""What is true of every record: labels, docstrings, freezing, hashing, copying, schemas."""

from __future__ import annotations

import inspect
import re

import attrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wraparound.model as room
from wraparound.errors import RecordInvalid
from wraparound.model import Enrollment, Record
from wraparound.model.sensitivity import Sensitivity, labelled, sensitivity_of
from wraparound.testing.strategies import any_record, records_of


def described(record_class):
    """The names listed under "Attributes:" in a docstring."""
    text = inspect.getdoc(record_class) or ""
    _, _, section = text.partition("Attributes:\n")
    return re.findall(r"^    (\w+): \S", section, re.MULTILINE)


def test_every_field_says_how_private_it_is(record_class):
    for field in attrs.fields(record_class):
        assert isinstance(sensitivity_of(field), Sensitivity), field.name


def test_a_field_without_a_label_is_refused():
    with pytest.raises(TypeError, match="Bare has fields without a sensitivity label: note"):

        @attrs.frozen(kw_only=True, field_transformer=labelled)
        class Bare(Record):
            note: str = ""


def test_the_docstring_explains_exactly_the_fields(record_class):
    fields = [field.name for field in attrs.fields(record_class)]
    assert described(record_class) == fields


def test_the_docstring_begins_with_one_sentence(record_class):
    first = (inspect.getdoc(record_class) or "").split("\n\n")[0]
    assert first.endswith("."), first


def test_every_enum_explains_itself(enum_class):
    """The docstring is written for it, and every value is a lower-case word."""
    assert enum_class.__doc__
    assert enum_class.__doc__ != "An enumeration."
    for member in enum_class:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", member.value), member


def test_every_record_and_enum_is_exported(record_class):
    public = {id(getattr(room, name)) for name in room.__all__}
    assert id(record_class) in public


def test_every_enum_is_exported(enum_class):
    public = {id(getattr(room, name)) for name in room.__all__}
    assert id(enum_class) in public


def test_everything_is_given_by_name(record_class):
    assert all(field.kw_only for field in attrs.fields(record_class))


def test_every_record_has_a_json_schema(record_class):
    schema = msgspec.json.schema(record_class)
    definition = schema["$defs"][schema["$ref"].rpartition("/")[2]]
    assert set(definition["properties"]) == {field.name for field in attrs.fields(record_class)}


@given(data=st.data())
def test_a_record_cannot_be_changed_in_place(data):
    record = data.draw(any_record())
    name = data.draw(st.sampled_from([field.name for field in attrs.fields(type(record))]))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(record, name, None)


@given(record=any_record())
def test_a_record_can_be_put_into_a_set(record):
    """Also those that hold a mapping: their hash leaves it out."""
    assert record in {record, attrs.evolve(record)}


@given(stay=records_of(Enrollment))
def test_records_that_differ_in_a_mapping_only_are_not_equal(stay):
    other = attrs.evolve(stay, local={**stay.local, "one more": "fact"})
    assert stay != other
    assert hash(stay) == hash(other)


@given(record=any_record())
def test_evolve_gives_the_record_again(record):
    assert attrs.evolve(record) == record


@given(record=any_record())
def test_evolve_checks_again(record):
    """A copy with a change goes through the same door as a new record."""
    with pytest.raises(RecordInvalid, match="id: must be an id"):
        attrs.evolve(record, id="not an id")


@given(record=any_record())
def test_the_fast_road_and_back_gives_the_same_record(record):
    """msgspec writes and reads every record that can be built."""
    body = msgspec.json.encode(record)
    assert msgspec.json.decode(body, type=type(record)) == record
