"""Days, reasons, chains and law in words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import attrs
import pytest

import wraparound.conflict
from wraparound.documents import (
    REASON_CODES,
    Names,
    chain,
    disposition_in_words,
    law_lines,
    measure_in_words,
    period_in_words,
    reason_in_words,
    sentences,
)
from wraparound.model.findings import (
    Basis,
    Confidence,
    Disposition,
    Evidence,
    FindingMeasure,
    MeasureValue,
    Severity,
)
from wraparound.model.periods import Period
from wraparound.model.terms import UNKNOWN, Unknown

JAN, FEB = date(2025, 1, 1), date(2025, 2, 1)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(), ""),
        (Period(start=JAN), "since 2025-01-01"),
        (Period(end=FEB), "until 2025-01-31"),
        (Period(start=JAN, end=FEB), "from 2025-01-01 to 2025-01-31"),
        (Period(start=JAN, end=date(2025, 1, 2)), "on 2025-01-01"),
        (Period(start=UNKNOWN), "since a day that nobody recorded"),
        (
            Period(start=Unknown(sure_on=JAN), end=Unknown(sure_on=JAN)),
            (
                "since a day that nobody recorded, at the latest 2025-01-01, "
                "ended on a day that nobody recorded, not before 2025-01-02"
            ),
        ),
    ],
)
def test_a_period_is_told_with_its_last_day(period, words):
    """People count the last day in, records leave it out."""
    assert period_in_words(period) == words


def test_every_reason_of_the_conflict_rules_has_words():
    """No reason that a rule can give is spelled out as a code."""
    given = set()
    for file in Path(wraparound.conflict.__file__).parent.rglob("*.py"):
        found = re.findall(
            r'f"((?:unknown|missing|not|share|disclosure)[a-z_]*):\{', file.read_text("utf-8")
        )
        given |= set(found)
    assert given
    assert given <= set(REASON_CODES)


@pytest.mark.parametrize("code", REASON_CODES)
def test_a_reason_reads_as_a_sentence(code):
    """The words have no code in them, and take an id where the code has one."""
    said = reason_in_words(f"{code}:some-id").says
    assert "{" not in said
    assert "_" not in said


def test_an_id_with_an_underscore_stays_what_it_is():
    """Only words are put into words; ids are not touched."""
    assert "tie_1" in reason_in_words("share_range:tie_1").says
    assert "no beneficial" in reason_in_words("unspecified_owner:no_beneficial_owners").says


def test_an_unknown_reason_is_spelled_out():
    """A plugin's own code reads as its words."""
    assert reason_in_words("late_form:x").says == "late form: x"


def fact(subject, says, target, **more):
    return Evidence(id="f", kind="tie", says=says, subject=subject, object=target, **more)


def test_a_chain_goes_forward_and_backward():
    """What takes up where the last fact ended goes on in line, whichever end it meets."""
    facts = [
        fact("ana", "employed by", "fern", period=Period(start=JAN)),
        fact("top", "owns", "fern"),
        fact("top", "owns", "moss"),
        fact("bo", "sibling of", "cy"),
    ]
    assert chain(facts, Names()) == (
        "ana —employed by→ fern (since 2025-01-01) ←owns— top —owns→ moss",
        "bo —sibling of→ cy",
    )


def test_a_fact_without_ends_is_still_told():
    """A fact about nobody in particular is named by its kind."""
    assert chain([fact(None, "notice of rights for", "plan")], Names()) == (
        "[tie f] —notice of rights for→ plan",
    )
    assert chain([fact("x", "owners not told", None)], Names()) == ("x —owners not told",)


def test_facts_are_sentences_for_families():
    """Verbs are put in where the fact has none."""
    told = list(
        sentences([fact("ana", "employed by", "fern"), fact("top", "owns", "fern")], Names())
    )
    assert told == ["ana is employed by fern.", "top owns fern."]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("0.3", "0.3", "share held: 30%"),
        ("4/9", "0.5", "share held: about 44.44% to 50%"),
        ("0.0005", "1", "share held: 0.05% to 100%"),
    ],
)
def test_a_share_is_told_as_a_percentage(low, high, words):
    """Exact numbers stay exact; what is rounded says so."""
    values = (MeasureValue(name="lo", value=low), MeasureValue(name="hi", value=high))
    assert measure_in_words(FindingMeasure(name="direct_share", values=values)) == words


@pytest.mark.parametrize("disposition", Disposition)
@pytest.mark.parametrize("severity", Severity)
def test_law_has_words_for_everything_that_a_pack_can_say(employed, severity, disposition):
    """No weight and no disposition is missing."""
    view = attrs.evolve(employed.by_pack[0], severity=severity, disposition=disposition)
    (said,) = law_lines(attrs.evolve(employed, by_pack=(view,)), [view.pack])
    assert severity.value in said
    assert disposition_in_words(disposition)


def test_packs_that_say_the_same_are_told_once(employed):
    """The law names text, pack, basis and confidence, and who stays silent."""
    first = employed.by_pack[0]
    doubt = attrs.evolve(
        first,
        pack="X-1",
        basis=Basis.INFERENCE,
        confidence=Confidence.BACKGROUND,
        disposition=Disposition.MITIGATED,
    )
    finding = attrs.evolve(employed, by_pack=(first, attrs.evolve(first, pack="X-0"), doubt))
    said = list(law_lines(finding, ["FED-1915C", "X-0", "X-1", "X-2"]))
    assert said == [
        "prohibited under 42 CFR 441.301(c)(1)(vi) (FED-1915C, X-0)",
        (
            "prohibited under 42 CFR 441.301(c)(1)(vi) (X-1; true, and lifted by a waiver that "
            "holds; a judgement: the text does not say so; "
            "not yet checked against the law's own text: verify)"
        ),
        "not raised by X-2",
    ]


def test_a_finding_of_a_plugin_says_that_no_law_is_behind_it(employed):
    """No pack means no citation, and that is said."""
    said = list(law_lines(attrs.evolve(employed, by_pack=()), ["FED-1915C"]))
    assert said == ["no policy pack speaks here: this is a check of a plugin"]
