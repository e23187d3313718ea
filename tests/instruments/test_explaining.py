"""An assessment in words that a parent can use, in English and Spanish, as text and as a page."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from tests.instruments.test_checking import SAMPLES

from wraparound.errors import PolicyUnknown
from wraparound.instruments import explain_assessment, load_instruments, read_assessment
from wraparound.instruments.words import LANGUAGES
from wraparound.model import UNKNOWN

CANS = {"anxiety": 2, "suicide_risk": 3, "school": 1, "music": 1, "strength_items": ("music",)}


class Page(HTMLParser):
    """The elements that a page opens, and whether it closes each."""

    def __init__(self, text):
        super().__init__()
        self.opened, self.stack = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.opened.append((tag, dict(attrs)))
        if tag != "meta":
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag


def parts(explanation):
    return {each.about: " ".join(each.lines) for each in explanation.parts}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*SAMPLES, "CANS"])
def test_every_instrument_is_explained_in_every_language(name, language, assessed, defined):
    one = assessed(name, **SAMPLES.get(name, CANS))
    told = explain_assessment(read_assessment(one, defined(name)), language=language)
    assert {"done", "says", "means", "lighter", "ask"} <= parts(told).keys()
    page = Page(told.as_html())
    assert page.stack == []
    assert ("html", {"lang": language}) in page.opened
    assert [each for each in parts(told).values() if "{" in each or "_" in each] == []
    assert told.notice in told.as_html().replace("&#x27;", "'")


def test_a_parent_reads_what_it_means_and_that_less_may_be_asked_for(assessed, defined):
    told = parts(explain_assessment(read_assessment(assessed("CANS", **CANS), defined("CANS"))))
    assert told["done"] == "Child and Adolescent Needs and Strengths, on March 3, 2026."
    assert "Safety, action right away: suicide risk." in told["says"]
    assert "Feelings and behavior, help in the plan: anxiety." in told["says"]
    assert "Daily life, to keep an eye on: school." in told["says"]
    assert "Daily life: nothing that was rated asks for action." in told["says"]
    assert "for the plan to use: music" in told["says"]
    assert "not a diagnosis" in told["means"]
    assert told["lighter"].startswith("Yes.")
    assert "Strengths: not everything is known to be rated." in told["unknown"]


def test_it_is_said_in_spanish(assessed, defined):
    reading = read_assessment(assessed("CANS", **CANS), defined("CANS"))
    told = explain_assessment(reading, language="es")
    assert parts(told)["done"].endswith("el 3 de marzo de 2026.")
    assert "Seguridad, actuar de inmediato: riesgo de suicidio." in parts(told)["says"]
    assert told.notice.startswith("Esto no es una determinación clínica.")


def test_a_band_is_told_with_its_source(assessed, defined):
    reading = read_assessment(assessed("PSC-17", **SAMPLES["PSC-17"]), defined("PSC-17"))
    told = parts(explain_assessment(reading))["says"]
    assert "Total: 16, on a scale from 0 to 34. At or above the number from which" in told
    assert told.count("A higher number points to more need for help.") == 1
    assert "is published: Pages with the form of the PSC-17" in told


def test_scores_that_run_both_ways_are_told_apart(assessed, defined):
    reading = read_assessment(assessed("SDQ", **SAMPLES["SDQ"]), defined("SDQ"))
    told = parts(explain_assessment(reading))["says"]
    assert "Total difficulties: A higher number points to more need for help." in told
    assert "Getting on well with others: A higher number points to doing better." in told


def test_a_score_without_a_published_value_says_so_plainly(assessed, defined):
    reading = read_assessment(assessed("CAFAS", **SAMPLES["CAFAS"]), defined("CAFAS"))
    told = parts(explain_assessment(reading))["says"]
    assert "home (clear trouble)" in told
    assert "nobody checked them at their source, so they are not used" in told


def test_a_certificate_that_is_not_on_record_is_said(assessed, defined):
    for until, words in ((UNKNOWN, "not on record"), (date(2026, 3, 2), "done again")):
        one = assessed("CANS", **CANS, certified_until=until)
        told = parts(explain_assessment(read_assessment(one, defined("CANS"))))
        assert words in told["unknown"]


def test_what_changed_is_told_without_a_verdict(assessed, defined):
    before = assessed("CANS", id="a-0", on=date(2026, 1, 5), anxiety=3, school=1)
    reading = read_assessment(assessed("CANS", anxiety=1, school=2), defined("CANS"), before=before)
    told = parts(explain_assessment(reading))["change"]
    assert "anxiety: it asked for action, and does not any more." in told
    assert "school: it asks for action now, and did not before." in told
    assert "no verdict" in told


def test_no_published_change_is_said_plainly(assessed, defined):
    before = assessed("CGAS", id="a-0", on=date(2026, 1, 5), scores={"rating": 50})
    reading = read_assessment(
        assessed("CGAS", scores={"rating": 60}), defined("CGAS"), before=before
    )
    told = parts(explain_assessment(reading))["change"]
    assert "Rating: from 50 to 60, which is better." in told
    assert "no published value says how large a change must be" in told


def test_an_instrument_that_nobody_defined_is_not_explained_away(assessed):
    told = parts(explain_assessment(read_assessment(assessed("PHQ-9", q1=3), None)))
    assert "cannot be explained" in told["says"]
    assert "Yes." in told["lighter"]


def test_what_a_record_calls_itself_cannot_write_into_the_page(assessed):
    one = assessed("<script>alert(1)</script>", q1=3)
    told = explain_assessment(read_assessment(one, None))
    assert "<script>" not in told.as_html() + told._repr_html_()


def test_the_part_for_a_notebook_is_whole_and_has_no_page_around_it(assessed, defined):
    told = explain_assessment(read_assessment(assessed("CANS", **CANS), defined("CANS")))
    page = Page(told._repr_html_())
    assert page.stack == []
    assert page.opened[0][0] == "section"
    assert not {"html", "script", "style", "link"} & {tag for tag, _ in page.opened}


def test_a_language_that_is_not_there_is_told(assessed, defined):
    reading = read_assessment(assessed("CANS", **CANS), defined("CANS"))
    with pytest.raises(PolicyUnknown, match="language of explanations 'fr'"):
        explain_assessment(reading, language="fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_for_a_parent_are_short(language, assessed, defined):
    """What is said of every assessment reads easily: at most 25 words a sentence."""
    reading = read_assessment(assessed("CANS", **CANS), load_instruments()["CANS"])
    told = explain_assessment(reading, language=language)
    for each in told.parts:
        if each.about in {"means", "lighter", "ask"}:
            for sentence in re.split(r"[.?!] ?", " ".join(each.lines)):
                assert len(sentence.split()) <= 25, sentence
