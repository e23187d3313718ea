"""Whatever a record holds, it is checked, read, compared and explained, and nothing is raised."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from wraparound.eligibility.rule_sets import load_rule_sets
from wraparound.instruments import explain_assessment, load_instruments, read_assessment
from wraparound.instruments.words import LANGUAGES
from wraparound.model import UNKNOWN, Assessment, ItemRating

CODES = sorted(
    {code for each in load_instruments().values() for d in each.domains for code in d.items}
)
SCORES = sorted({score.id for each in load_instruments().values() for score in each.scores})
ODD = [Decimal("1e999999"), Decimal("-0.1"), Decimal("1e-99"), Decimal("1e25"), Decimal("80.50")]


@st.composite
def assessments(draw, name, id_):
    """Anything that the model lets a record of an instrument hold."""
    letters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
    word = st.text(letters, min_size=1, max_size=8).filter(str.strip)
    rating = st.one_of(st.integers(-9, 300), st.integers(-(10**40), 10**40), st.none())
    items = draw(
        st.one_of(
            st.just(UNKNOWN),
            st.lists(st.tuples(st.one_of(st.sampled_from(CODES), word), rating), max_size=9),
        )
    )
    score = st.one_of(
        st.integers(-5, 250).map(Decimal),
        st.sampled_from(ODD),
        st.decimals(allow_nan=False, allow_infinity=False),
    )
    days = st.one_of(st.just(UNKNOWN), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
    return Assessment(
        id=id_,
        family="reed",
        instrument=name,
        version=draw(st.sampled_from(["", "3.0", "2.0"])),
        form=draw(st.sampled_from(["", "parent", "self"])),
        on=draw(days),
        certified_until=draw(st.one_of(st.none(), days)),
        items=items
        if items is UNKNOWN
        else tuple(ItemRating(code=code, rating=rating) for code, rating in items),
        strength_items=tuple(draw(st.lists(st.sampled_from(CODES), max_size=3))),
        scores=draw(st.dictionaries(st.one_of(st.sampled_from(SCORES), word), score, max_size=4)),
        answered=draw(st.one_of(st.just(UNKNOWN), st.integers(-3, 40))),
        band_scheme=draw(st.sampled_from(["", "uk-parent-4-17", "cgas-sed", "none"])),
        license_ok=draw(st.sampled_from([True, False, UNKNOWN])),
    )


@given(st.data())
def test_any_record_of_any_instrument_is_read_and_explained(data):
    name = data.draw(st.sampled_from([*load_instruments(), "PHQ-9"]))
    one, two = (data.draw(assessments(name, id_)) for id_ in ("a-1", "a-2"))
    born = data.draw(st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2026, 1, 1))))
    reading = read_assessment(
        two, load_instruments().get(name), before=one, born=born, rule_sets=load_rule_sets()
    )
    for language in LANGUAGES:
        told = explain_assessment(reading, language=language)
        assert json.loads(json.dumps(told.as_document(), allow_nan=False))["notice"]
        assert told.as_html()
    for finding in reading.findings:
        assert finding.message
