"""Facts that a decision rested on, kept with their types and read back exactly."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound.eligibility.inputs import facts_again, keep_input, value_of
from wraparound.model import Input, InputType
from wraparound.policy.predicates import ABSENT, Fact

days = st.dates()
instants = st.datetimes() | st.datetimes(
    timezones=st.just(UTC) | st.just(timezone(timedelta(hours=-6)))
)
single = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.decimals(allow_nan=False)
    | days
    | instants
)
names = st.text(max_size=6) | st.sampled_from(["$day", "$", "$$day", "$decimal", "value", "items"])
values = st.recursive(
    single, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4)
)


def alike(one, other):
    """Whether two values are equal and of the same kinds, all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float):
        return math.copysign(1, one) == math.copysign(1, other) and one == other
    return one == other


@given(value=values, source=st.text(max_size=8), on=st.text(max_size=8))
def test_every_value_is_read_back_exactly_after_json(value, source, on):
    kept = keep_input(Fact(path="a.b", value=value, source=source, on=on))
    again = msgspec.json.decode(msgspec.json.encode(kept), type=Input)
    assert alike(value_of(again), value)
    assert (again.source, again.told_on) == (source, on)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (True, InputType.YES_NO, "true"),
        (1, InputType.WHOLE_NUMBER, "1"),
        (1.0, InputType.NUMBER, "1.0"),
        (Decimal("1.50"), InputType.DECIMAL, "1.50"),
        ("1", InputType.TEXT, "1"),
        (date(2026, 1, 2), InputType.DAY, "2026-01-02"),
        (datetime(2026, 1, 2, 3, tzinfo=UTC), InputType.INSTANT, "2026-01-02T03:00:00+00:00"),
        (["a", 1], InputType.LIST, '["a", 1]'),
        ({"items": [], "complete": False}, InputType.RECORD, '{"items": [], "complete": false}'),
        (None, InputType.NONE, ""),
        (ABSENT, InputType.NOT_KNOWN, ""),
    ],
)
def test_each_kind_of_value_has_its_type(value, kind, text):
    kept = keep_input(Fact(path="a", value=value))
    assert (kept.type, kept.value) == (kind, text)
    assert value_of(kept) == value


def test_nobody_knows_is_another_input_than_there_is_none():
    assert value_of(keep_input(Fact(path="a", value=ABSENT))) is ABSENT
    assert facts_again([keep_input(Fact(path="a", value=ABSENT))]) == {}
    assert value_of(keep_input(Fact(path="a", value=None))) is None


@pytest.mark.parametrize("value", [object(), {1: "a"}, [object()], {"a": {2}}])
def test_a_value_of_a_hosts_own_kind_says_that_it_cannot_be_read_back(value):
    kept = keep_input(Fact(path="a", value=value))
    assert kept.type is InputType.OTHER
    with pytest.raises(ValueError, match="text only"):
        value_of(kept)


def test_a_value_that_is_not_of_its_type_is_refused_without_being_told():
    for kind in (InputType.WHOLE_NUMBER, InputType.DAY, InputType.LIST, InputType.YES_NO):
        with pytest.raises(ValueError, match="not of its type") as refused:
            value_of(Input(name="a", type=kind, value="Marked"))
        assert "Marked" not in str(refused.value)
        assert refused.value.__suppress_context__
