"""What scores and ratings say: bands, limits, patterns, needs apart from strengths."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.instruments.test_checking import DIMENSIONS, FUNCTIONING
from tests.states import EVERY_RULE

from wraparound.instruments import load_instruments, read_assessment
from wraparound.instruments.scoring import NoBand, read_score
from wraparound.model import Assessment, ItemRating


def score(assessment, instrument, name, **more):
    return read_score(instrument.score(name), instrument, assessment, **more)


@pytest.mark.parametrize(
    ("name", "about", "value", "band"),
    [
        ("PSC-17", "internalizing", 4, "below_cut_off"),
        ("PSC-17", "internalizing", 5, "at_cut_off"),
        ("PSC-17", "attention", 6, "below_cut_off"),
        ("PSC-17", "attention", 7, "at_cut_off"),
        ("PSC-17", "externalizing", 6, "below_cut_off"),
        ("PSC-17", "externalizing", 7, "at_cut_off"),
        ("PSC-17", "total", 14, "below_cut_off"),
        ("PSC-17", "total", 15, "at_cut_off"),
        ("CGAS", "rating", 69, "function_below"),
        ("CGAS", "rating", 70, "function_above"),
    ],
)
def test_a_score_indicates_its_band(name, about, value, band, assessed, defined):
    read = score(assessed(name, scores={about: value}, answered=17), defined(name), about)
    assert read.band.word == band
    assert read.value == value
    assert read.scheme.source.is_read


@pytest.mark.parametrize(
    ("value", "band"),
    [(13, "below_borderline"), (14, "borderline"), (16, "borderline"), (17, "high")],
)
def test_a_norm_that_differs_by_country_counts_only_where_it_is_named(
    value, band, assessed, defined
):
    sdq, told = defined("SDQ"), {"scores": {"total_difficulties": value}, "form": "Parent"}
    unnamed = score(assessed("SDQ", **told), sdq, "total_difficulties")
    assert (unnamed.band, unnamed.why_not) == (None, NoBand.NOT_NAMED)
    by_record = assessed("SDQ", **told, band_scheme="uk-parent-4-17")
    assert score(by_record, sdq, "total_difficulties").band.word == band
    asked = score(assessed("SDQ", **told), sdq, "total_difficulties", scheme="uk-parent-4-17")
    assert asked.band.word == band


@pytest.mark.parametrize("form", ["", "teacher", "self"])
def test_a_norm_counts_only_for_its_form(form, assessed, defined):
    one = assessed(
        "SDQ", scores={"total_difficulties": 20}, form=form, band_scheme="uk-parent-4-17"
    )
    assert score(one, defined("SDQ"), "total_difficulties").why_not is NoBand.OTHER_FORM


@pytest.mark.parametrize(
    ("name", "about", "value", "why"),
    [
        ("CAFAS", "total", 100, NoBand.ONLY_RECALLED),
        ("CASII", "composite", 23, NoBand.ONLY_RECALLED),
        ("CASII", "level", 5, NoBand.NO_PUBLISHED_VALUE),
        ("PECFAS", "total", 100, NoBand.NO_PUBLISHED_VALUE),
        ("ECSII", "composite", 23, NoBand.NO_PUBLISHED_VALUE),
        ("SDQ", "prosocial", 3, NoBand.NO_PUBLISHED_VALUE),
        ("CGAS", "rating", 101, NoBand.OUT_OF_RANGE),
        ("PSC-17", "total", None, NoBand.NOT_RECORDED),
    ],
)
def test_why_there_is_no_band_is_said(name, about, value, why, assessed, defined):
    told = {} if value is None else {about: value}
    read = score(assessed(name, scores=told), defined(name), about)
    assert (read.band, read.why_not) == (None, why)


@pytest.mark.parametrize("scheme", ["cafas-overall", "casii-level", "cgas-sed"])
def test_what_was_only_recalled_decides_nothing_even_where_it_is_named(scheme, assessed, defined):
    name = scheme.partition("-")[0].upper()
    about = {"CAFAS": "total", "CASII": "composite", "CGAS": "rating"}[name]
    one = assessed(name, scores={about: 20}, band_scheme=scheme)
    read = score(one, defined(name), about, scheme=scheme)
    assert (read.band, read.why_not) == (None, NoBand.ONLY_RECALLED)


def test_a_total_is_summed_from_its_parts(assessed, defined):
    read = score(assessed("CAFAS", **FUNCTIONING), defined("CAFAS"), "total")
    assert read.value == sum(FUNCTIONING.values()) == 80


def test_a_total_of_which_a_part_is_missing_is_known_within_limits(assessed, defined):
    parts = {**FUNCTIONING, "thinking": None}
    read = score(assessed("CAFAS", **parts), defined("CAFAS"), "total")
    assert (read.low, read.high, read.value) == (70, 100, None)


def test_a_total_that_cannot_come_of_its_parts_is_doubted(assessed, defined):
    one = assessed("CAFAS", **FUNCTIONING, scores={"total": 90})
    assert score(one, defined("CAFAS"), "total").why_not is NoBand.INCONSISTENT


@pytest.mark.parametrize(("answered", "why"), [(14, None), (13, NoBand.VOID)])
def test_too_many_blanks_make_no_score(answered, why, assessed, defined):
    one = assessed("PSC-17", scores={"total": 20}, answered=answered)
    assert score(one, defined("PSC-17"), "total").why_not is why


RATED = {"psychosis": 3, "anxiety": 2, "school": 1, "suicide_risk": 0, "music": 0, "friends": 2}


def test_needs_and_strengths_are_read_apart(assessed, defined):
    one = assessed("CANS", **RATED, sleep=2, strength_items=("music", "friends"))
    read = {
        (each.domain, each.kind.value): each
        for each in read_assessment(one, defined("CANS")).domains
    }
    feelings = read["behavioral_emotional", "need"]
    assert (feelings.act, feelings.act_now) == (("psychosis", "anxiety"), ("psychosis",))
    assert feelings.use == feelings.build == ()
    gifts = read["unlisted", "strength"]
    assert (gifts.use, gifts.build, gifts.act, gifts.act_now) == (("music",), ("friends",), (), ())
    assert gifts.asks_for_action.fails
    assert read["unlisted", "need"].act == ("sleep",)


def test_whether_a_need_asks_for_action_is_known_only_where_it_can_be(assessed, defined):
    read = {
        each.domain: each.asks_for_action
        for each in read_assessment(assessed("CANS", **RATED), defined("CANS")).domains
    }
    assert read["behavioral_emotional"].holds
    assert read["risk"].open  # an edition may have more items of safety than the rules name
    assert read["risk"].reasons == {"items_of:CANS.risk"}
    casii = read_assessment(assessed("CASII", **DIMENSIONS), defined("CASII")).domains[0]
    assert casii.asks_for_action.reasons == {"no_threshold:CASII.dimensions"}


@given(
    st.dictionaries(
        st.sampled_from([*RATED, "sleep", "runaway", "club"]), st.integers(0, 3), min_size=1
    ),
    st.sets(st.sampled_from(["music", "friends", "club"])),
)
def test_no_item_is_ever_counted_in_both_kinds(ratings, strengths):
    """Each rating stands once, and what is a strength never asks for action."""
    one = Assessment(
        id="a",
        family="f",
        instrument="CANS",
        on=date(2026, 3, 3),
        items=tuple(ItemRating(code=code, rating=each) for code, each in ratings.items()),
        strength_items=tuple(sorted(strengths)),
    )
    domains = read_assessment(one, load_instruments()["CANS"]).domains
    stands = [code for each in domains for code in each.ratings]
    assert sorted(stands) == sorted(ratings)
    assert {code for each in domains for code in each.act} & strengths == set()


WISE = {"psychosis": 3, "suicide_risk": 3}


def test_a_published_pattern_is_found_in_the_codes(assessed, defined):
    one = assessed("CANS", **WISE)
    read = read_assessment(one, defined("CANS"), rule_sets=EVERY_RULE, born=date(2012, 5, 5))
    said = {each.rules.id: each.answer.value for each in read.patterns}
    assert said == {"us-wa-wise.screen": True, "us-oh-mcc.level": True}
    assert all(each.rules.citation for each in read.patterns)


def test_a_pattern_cannot_be_told_where_a_code_is_missing(assessed, defined):
    read = read_assessment(assessed("CANS", psychosis=2), defined("CANS"), rule_sets=EVERY_RULE)
    said = {each.rules.id: each for each in read.patterns}
    assert said["us-wa-wise.screen"].answer.value is None
    assert "cans.items.anxiety" in said["us-wa-wise.screen"].answer.missing
    assert "youth.birth_date" in said["us-oh-mcc.level"].answer.missing
    assert said["us-wa-wise.screen"].meaning == "Cannot be told yet."


def test_a_pattern_of_a_total_is_asked_too(assessed, defined):
    for total, said in ((80, True), (70, False)):
        read = read_assessment(
            assessed("CAFAS", scores={"total": total}),
            defined("CAFAS"),
            rule_sets=EVERY_RULE,
        )
        assert [each.answer.value for each in read.patterns] == [said]


def test_a_pattern_that_is_not_in_force_yet_is_not_asked(assessed, defined):
    early = assessed("CANS", **WISE, on=date(2014, 1, 1))
    assert read_assessment(early, defined("CANS"), rule_sets=EVERY_RULE).patterns == ()


def test_a_reading_shows_no_value_by_itself(assessed, defined):
    one = assessed("CAFAS", **FUNCTIONING, scores={"total": 80})
    shown = repr(read_assessment(one, defined("CAFAS")))
    assert "80" not in shown
    assert Decimal(80) == one.scores["total"]
