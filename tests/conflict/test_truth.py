"""Three values: what is not known never passes for a no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound.model.truth import NO, YES, Truth, all_of, any_of, unknown

answers = st.one_of(
    st.just(YES),
    st.just(NO),
    st.sets(st.sampled_from(["a:1", "b:2", "c:3"]), min_size=1).map(lambda r: unknown(*r)),
)


@given(answers, answers)
def test_not_both_is_one_or_the_other_not(one: Truth, other: Truth):
    assert ~(one & other) == ~one | ~other


@given(st.lists(answers))
def test_a_single_no_decides_all_of(given_answers: list[Truth]):
    result = all_of(given_answers)
    if NO in given_answers:
        assert result is NO
    elif any(each.open for each in given_answers):
        assert result.reasons == frozenset().union(*(each.reasons for each in given_answers))
    else:
        assert result is YES


@given(st.lists(answers))
def test_a_single_yes_decides_any_of(given_answers: list[Truth]):
    result = any_of(given_answers)
    if YES in given_answers:
        assert result is YES
    else:
        assert result.open == any(each.open for each in given_answers)


def test_an_answer_cannot_be_used_as_a_condition():
    with pytest.raises(TypeError, match="three values"):
        bool(unknown("unknown_paid:s1"))


def test_an_answer_shows_what_is_missing():
    assert repr(unknown("b:2", "a:1")) == "Truth(unknown: a:1, b:2)"
    assert repr(YES & NO) == "Truth(no)"
