"""The values that a review makes by the hundred: equal by what they hold, and good as keys."""

from __future__ import annotations

import pytest

from wraparound.conflict.frozen import frozen
from wraparound.conflict.kinds import PersonFact
from wraparound.conflict.ways import Way
from wraparound.model.truth import NO, YES


@frozen(kw_only=True)
class Pair:
    """Two numbers."""

    one: int
    other: int = 0


def test_two_that_hold_the_same_are_one_key():
    assert {Pair(one=1): "first", Pair(one=1, other=0): "second"} == {Pair(one=1): "second"}
    assert Pair(one=1) != Pair(one=1, other=2)


def test_there_are_no_other_attributes():
    with pytest.raises(AttributeError):
        Pair(one=1).third = 3


@pytest.mark.parametrize(
    ("one", "other"), [(Way(YES), Way(NO)), (PersonFact(id="ana"), PersonFact(id="ben"))]
)
def test_values_of_a_review_are_keys(one, other):
    assert len({one, other, one}) == 2
