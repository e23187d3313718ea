"""Shares of a whole: exact, as ranges, and undisclosed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from wraparound.errors import RecordInvalid
from wraparound.model import NOTHING, UNDISCLOSED, WHOLE, Share, Why, exactly
from wraparound.testing.strategies import shares


def test_an_exact_share_has_equal_ends():
    assert exactly("0.05") == Share(low=Decimal("0.05"), high=Decimal("0.05"))
    assert exactly("0.05").exact


def test_an_undisclosed_share_is_anything_and_says_why():
    assert (UNDISCLOSED.low, UNDISCLOSED.high) == (NOTHING, WHOLE)
    assert UNDISCLOSED.unknown is Why.NOT_RECORDED
    assert not UNDISCLOSED.exact


@pytest.mark.parametrize("part", ["-0.01", "1.01", "NaN", "Infinity"])
def test_a_share_lies_from_nothing_to_the_whole(part):
    with pytest.raises(RecordInvalid, match="low: must be a decimal number"):
        exactly(part)


def test_the_ends_of_a_range_are_in_order():
    with pytest.raises(RecordInvalid, match="high: must not be less than low"):
        Share(low=Decimal("0.5"), high=Decimal("0.4"))


@pytest.mark.parametrize("end", ["low_open", "high_open"])
def test_one_number_cannot_leave_itself_out(end):
    with pytest.raises(RecordInvalid, match="where an end is left out"):
        Share(low=Decimal("0.5"), high=Decimal("0.5"), **{end: True})


@given(share=shares())
def test_every_share_has_a_number_that_it_could_be(share):
    middle = (share.low + share.high) / 2
    assert share.low <= middle <= share.high
    assert share.exact or share.low < middle < share.high
