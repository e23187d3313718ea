"""Shares through other agencies, exactly: cycles, ranges, ends left out, sums without end."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from wraparound.conflict.bands import ALL, Band, exact_text
from wraparound.conflict.holdings import Holdings
from wraparound.conflict.power import Power
from wraparound.model.truth import NO, YES


def share(text: str) -> Band:
    return Band(Fraction(text), Fraction(text))


def stakes(*rows: tuple[str, str, str, Band]) -> Holdings:
    return Holdings(rows)


def test_a_chain_multiplies():
    held = stakes(("t1", "p", "k", share("0.10")), ("t2", "k", "v", share("0.80")))
    interest = held.interest("p", "v")
    assert interest is not None
    assert interest.band.lo == interest.band.hi == Fraction("0.08")
    assert interest.path == ("t1", "t2")
    assert not interest.only_direct


def test_a_cycle_is_summed_without_end():
    """0.8 times 0.5, over and over through a fifth that comes back: 0.4 divided by 0.9."""
    held = stakes(
        ("t1", "p", "a", share("0.80")),
        ("t2", "a", "v", share("0.50")),
        ("t3", "v", "a", share("0.20")),
    )
    interest = held.interest("p", "v")
    assert interest is not None
    assert interest.band.lo == Fraction(4, 9)
    assert interest.path == ("t1", "t2", "t3")


def test_a_sum_without_end_is_everything():
    """Two agencies that may own all of each other: the upper end cannot be more than the whole."""
    anything = Band()
    held = stakes(
        ("t1", "p", "a", share("0.1")), ("t2", "a", "b", anything), ("t3", "b", "a", anything)
    )
    interest = held.interest("p", "b")
    assert interest is not None
    assert (interest.band.lo, interest.band.hi, interest.band.hi_open) == (0, ALL, False)


def test_walks_that_return_to_the_holder_do_not_count():
    held = stakes(
        ("t1", "p", "v", share("0.5")),
        ("t2", "v", "p", share("0.5")),
    )
    interest = held.interest("p", "v")
    assert interest is not None
    assert interest.band.lo == Fraction("0.5")
    assert interest.path == ("t1",)


def test_nobody_has_an_interest_in_themselves():
    assert stakes(("t1", "a", "a", share("0.5"))).interest("a", "a") is None


def test_more_than_a_quarter_is_more_than_a_quarter():
    """An end that is left out decides a comparison with that very number."""
    band = Band(Fraction("0.25"), Fraction("0.5"), lo_open=True, gaps=frozenset({"share_range:t"}))
    assert band.above(Fraction("0.25")) is YES
    assert band.at_least(Fraction("0.51")) is NO
    assert band.above(Fraction("0.3")).open


def test_less_than_five_percent_is_less_than_five_percent():
    band = Band(Fraction(0), Fraction("0.05"), hi_open=True)
    assert band.at_least(Fraction("0.05")) is NO


def test_exactly_half_of_the_votes_is_not_control():
    half = Power([("t1", "p", "v", YES, share("0.5"))], Fraction(1, 2))
    more = Power([("t1", "p", "v", YES, share("0.51"))], Fraction(1, 2))
    assert half.controls("p", "v") is None
    way = more.controls("p", "v")
    assert way is not None
    assert way.truth is YES


def test_more_than_some_votes_are_control_only_at_the_threshold():
    """However many hold more than a number, the hairs do not add up to votes."""
    more = Band(Fraction("0.1"), Fraction("0.2"), lo_open=True)
    four = [(f"t{number}", "p", "v", YES, more) for number in range(4)]
    short = Power(four, Fraction(1, 2)).controls("p", "v")
    enough = Power([*four, ("t4", "p", "v", YES, more)], Fraction(1, 2)).controls("p", "v")
    assert short is not None
    assert short.truth.open
    assert enough is not None
    assert enough.truth is YES


def test_votes_held_through_what_is_controlled_count_together():
    """A fifth of its own and two fifths of a company that it controls are three fifths."""
    power = Power(
        [
            ("t1", "p", "a", YES, share("0.6")),
            ("t2", "a", "v", YES, share("0.4")),
            ("t3", "p", "v", YES, share("0.2")),
        ],
        Fraction(1, 2),
    )
    way = power.controls("p", "v")
    assert way is not None
    assert way.path == ("t1", "t2", "t3")


def test_an_agency_below_another_is_under_common_control_with_it():
    power = Power([("t1", "v", "e", YES, None)], Fraction(1, 2))
    common = power.common("e", "v", holder="p")
    assert common is not None
    assert common.path == ("t1",)


def test_common_control_by_the_holder_alone_does_not_count():
    power = Power([("t1", "p", "e", YES, None), ("t2", "p", "v", YES, None)], Fraction(1, 2))
    assert power.common("e", "v", holder="p") is None


tenths = st.integers(min_value=1, max_value=9).map(lambda each: Fraction(each, 20))


@given(st.lists(st.tuples(st.sampled_from("pabcv"), st.sampled_from("abcv"), tenths), max_size=10))
def test_the_exact_sum_is_the_limit_of_the_walks(rows: list[tuple[str, str, Fraction]]):
    """However the stakes lie, counting walks one step at a time comes near the solved number."""
    into: dict[str, Fraction] = {}
    kept = []
    for number, (holder, held, part) in enumerate(rows):
        if holder != held and into.get(held, Fraction(0)) + part <= Fraction(9, 10):
            into[held] = into.get(held, Fraction(0)) + part
            kept.append((f"t{number}", holder, held, Band(part, part)))
    interest = Holdings(kept).interest("p", "v")
    step = {"p": 1.0}
    total = 0.0
    for _ in range(400):
        following: dict[str, float] = {}
        for _, holder, held, band in kept:
            if holder in step and held != "p":
                part = step[holder] * float(band.lo)
                following[held] = following.get(held, 0.0) + part
        step = following
        total += step.get("v", 0.0)
    assert abs(total - float(interest.band.lo if interest else 0)) < 1e-6


@given(st.fractions(min_value=0, max_value=1))
def test_exact_text_reads_back_as_the_same_number(number: Fraction):
    assert Fraction(exact_text(number)) == number


def test_exact_text_is_a_decimal_where_that_is_exact():
    assert [exact_text(Fraction(text)) for text in ("0.36", "1", "0", "4/9", "0.050")] == [
        "0.36",
        "1",
        "0",
        "4/9",
        "0.05",
    ]
