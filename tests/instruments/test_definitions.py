"""Definitions: what comes with the library holds no wording, and bad ones tell every fault."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from wraparound.errors import PolicyInvalid
from wraparound.instruments import find_instrument, load_instruments, read_instrument
from wraparound.instruments.finding import load_score_rules
from wraparound.instruments.instrument import Kind
from wraparound.instruments.words import LANGUAGES, load_words
from wraparound.model.findings import Confidence


def test_the_issue_s_instruments_are_there():
    """The ones that programs use, found by their names and by other names."""
    wanted = {"CANS", "CAFAS", "PECFAS", "CASII", "ECSII", "PSC-17", "SDQ", "CGAS"}
    assert wanted <= load_instruments().keys()
    assert find_instrument("psc17", load_instruments()) is load_instruments()["PSC-17"]
    assert find_instrument("calocus", load_instruments()) is load_instruments()["CASII"]
    assert find_instrument("none", load_instruments()) is None


@pytest.mark.parametrize("name", load_instruments())
def test_a_definition_names_its_licence_and_every_source(name):
    each = load_instruments()[name]
    assert each.licence
    assert each.holder
    assert all(source.citation for _, source in each.sources())


@pytest.mark.parametrize("name", load_instruments())
def test_a_definition_holds_codes_and_no_wording(name):
    """Codes are words with underscores: nothing long enough to be an item."""
    each = load_instruments()[name]
    codes = [code for domain in each.domains for code in domain.items]
    codes += [domain.id for domain in each.domains] + [score.id for score in each.scores]
    assert [code for code in codes if not re.fullmatch(r"[a-z_]{2,40}", code)] == []


def test_nothing_sums_needs_with_strengths():
    for each in load_instruments().values():
        kinds = {domain.id: domain.kind for domain in each.domains}
        for score in each.scores:
            assert len({kinds[domain] for domain in score.of_domains}) <= 1
    assert load_instruments()["CANS"].without_total
    assert load_instruments()["CANS"].scores == ()


def test_what_was_only_recalled_is_marked():
    """The bands of the tables of the practice that nobody read at their source."""
    recalled = {
        f"{each.id}:{about}"
        for each in load_instruments().values()
        for about, source in each.sources()
        if source.confidence is Confidence.BACKGROUND
    }
    assert recalled == {
        "CAFAS:scores.total.cafas-overall",
        "CASII:scores.composite",
        "CASII:scores.composite.casii-level",
        "CASII:scores.level",
        "CGAS:scores.rating.cgas-sed",
        "ECSII:scores.level",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_in_every_language(language):
    """Levels, bands, domains, scores and items have words; no language lacks a text."""
    held = load_words(language).held
    wanted = set()
    for each in load_instruments().values():
        for scale in each.scales.values():
            wanted |= {f"level.{word}" for word in scale.levels.values()}
        for domain in each.domains:
            wanted |= {f"domain.{domain.id}", *(f"item.{code}" for code in domain.items)}
        for score in each.scores:
            wanted.add(f"score.{score.id}")
            wanted |= {f"band.{band.word}" for way in score.schemes for band in way.bands}
    assert wanted - held.keys() == set()
    assert held.keys() == load_words("en").held.keys()
    assert [key for key, text in held.items() if not text.strip()] == []


def test_every_language_fills_the_same_places():
    def places(text):
        return sorted(re.findall(r"\{(\w+)\}", text))

    english, spanish = (load_words(each).held for each in ("en", "es"))
    assert {key for key in english if places(english[key]) != places(spanish[key])} == set()


def test_no_word_of_another_language_is_left_standing():
    """Texts of a sentence differ between the languages."""
    english, spanish = (load_words(each).held for each in ("en", "es"))
    alike = [key for key, text in english.items() if spanish[key] == text]
    assert [key for key in alike if re.search(r"[a-z]{2} [a-z]{2}", english[key])] == []


GOOD = """
id: LAKE
title: Lake County's own scale
holder: Lake County
licence: Free to use
keeps: items_and_scores
citation: Lake County handbook
compiled_on: "2026-01-01"
scales:
  need: {lowest: 0, highest: 3, step: 1, act_from: 2}
  strength: {lowest: 0, highest: 3, step: 1, usable_to: 1}
domains:
  - {id: home, kind: need, items: [sleep, meals], whole: true}
  - {id: friends, kind: strength, items: [club], whole: true}
scores:
  - id: total
    higher: worse
    lowest: 0
    highest: 6
    step: 1
    of_domains: [home]
    schemes:
      - id: lake
        bands: [{lowest: 0, highest: 2, word: mild}, {lowest: 3, highest: 6, word: severe}]
"""


def test_a_definition_of_a_site_is_read():
    found = read_instrument(GOOD, source="lake.yaml")
    assert found.domain_of("club").kind is Kind.STRENGTH
    assert found.is_whole


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("of_domains: [home]", "of_domains: [home, friends]"), "must not sum needs with"),
        (("of_domains: [home]", "of_domains: [hmoe]"), "has no domain hmoe"),
        (("{lowest: 3, highest: 6", "{lowest: 4, highest: 6"), "must go on at 3 after 2"),
        (("{lowest: 3, highest: 6", "{lowest: 2, highest: 6"), "must go on at 3 after 2"),
        (("highest: 6, word", "highest: 7, word"), "name 7, which the score cannot be"),
        (("items: [club]", "items: [sleep]"), "hold sleep, which home has"),
        (("act_from: 2", "act_from: 9"), "names the rating 9"),
        (("citation: Lake County handbook\n", ""), "citation: must be a text"),
        (("act_from: 2}", "act_from: 2, act_form: 2}"), "did you mean 'act_from'?"),
        (("compiled_on", "complied_on"), "is not a key here"),
        (("higher: worse", "higher: wrose"), "did you mean 'worse'?"),
        (("id: friends", "id: home"), "hold home twice"),
        (("kind: strength, items", "kind: need, items"), None),
        (("  strength: {lowest", "  strenght: {lowest"), "must be called one of need, strength"),
        (("lowest: 0, highest: 3, step: 1, act", "lowest: 0, highest: 3, step: 0, act"), "steps"),
        (("lowest: 0\n    highest: 6", "lowest: none\n    highest: 6"), "a number in quotes"),
    ],
)
def test_a_bad_definition_is_refused_with_its_line(change, fault):
    text = GOOD.replace(*change)
    assert text != GOOD
    if fault is None:
        read_instrument(text, source="lake.yaml")
        return
    with pytest.raises(PolicyInvalid, match=r"lake\.yaml, line") as caught:
        read_instrument(text, source="lake.yaml")
    assert fault in str(caught.value)


def test_every_fault_of_a_definition_is_told_at_once():
    text = GOOD.replace("act_from: 2", "act_from: 9").replace("higher: worse", "higher: up")
    with pytest.raises(PolicyInvalid) as caught:
        read_instrument(text, source="lake.yaml")
    assert len(caught.value.faults) == 2


def test_a_confidence_needs_a_citation_of_its_own():
    text = GOOD.replace(
        "whole: true}\n  - {id: friends",
        "whole: true, confidence: background}\n  - {id: friends",
        1,
    )
    with pytest.raises(PolicyInvalid, match="beside a citation of its own"):
        read_instrument(text, source="lake.yaml")


def test_every_message_has_its_places_only():
    """Rules of the check are numbered in order."""
    assert list(load_score_rules()) == [f"INST-{n:02}" for n in range(1, 24)]


def test_nothing_of_a_licensed_form_is_packaged():
    """Files hold definitions and words, and no file is long enough to hold a form."""
    folder = resources.files("wraparound.instruments").joinpath("definitions")
    assert {each.name.rpartition(".")[2] for each in folder.iterdir()} == {"yaml"}
