"""The catalogues: every text in both languages, and no place for a value where none may stand."""

from __future__ import annotations

import string
from importlib import resources

import pytest
from tests.states import PROGRAMS, program_of

from wraparound.errors import PolicyInvalid
from wraparound.model import Disposition, NotificationKind, RequestKind, Severity
from wraparound.notices import LANGUAGES, language_for, load_words, read_words
from wraparound.notices.rules import load_notice_rules, read_notice_rules
from wraparound.policy import program_pack_names
from wraparound.process.clocks import clock_names


def text_of(name):
    return resources.files("wraparound.notices").joinpath(name).read_text("utf-8")


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_code_has_its_words(language):
    words = load_words(language)
    assert set(words.kinds) == set(NotificationKind)
    codes = {each.value for codes in (Severity, Disposition, RequestKind) for each in codes} - {
        "mitigated"
    }
    assert codes | {"grievance"} == set(words.words)


def test_both_languages_have_the_same_places():
    """A translation that lost a day, or a name, would be found here."""
    english, spanish = map(load_words, LANGUAGES)
    for kind in NotificationKind:
        for part in ("subject", "work", "home", "details", "until"):
            there = places(getattr(spanish.kinds[kind], part))
            assert there == places(getattr(english.kinds[kind], part)), (kind, part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_subject_has_no_place_for_a_value(language):
    words = load_words(language)
    assert not any(places(each.subject) for each in words.kinds.values())
    assert not places(words.subject_of_digest)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("subject: A task", 'subject: "A task: {what}"', "for none"),
        ('home: "Your team counts', 'home: "{family}: your team counts', "must not have"),
        ("subject: A meeting", 'subject: "A meeting {"', "brace"),
        ("greeting: Hello,", "greting: Hello,", "did you mean"),
        ("  meeting_invitation:", "  meeting_inv:", "must be one of"),
        ("months: [January,", "months: [", "must be 12 texts"),
    ],
)
def test_a_catalogue_with_a_fault_is_refused_with_its_line(before, after, says):
    text = text_of("words_en.yaml")
    assert before in text
    with pytest.raises(PolicyInvalid, match=says) as refused:
        read_words(text.replace(before, after, 1), source="ours.yaml")
    assert "ours.yaml" in str(refused.value)


def test_days_are_written_as_people_write_them():
    assert load_words("en").day_in_words("2026-03-09") == "March 9, 2026"
    assert load_words("es").day_in_words("2026-03-09T12:00:00+00:00") == "9 de marzo de 2026"


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (("es-MX",), "es"),
        (("", "EN-us"), "en"),
        (("hmn", "es"), "es"),
        (("hmn",), "en"),
        ((), "en"),
    ],
)
def test_the_first_language_that_there_is(wanted, chosen):
    assert language_for(*wanted) == chosen


def test_spanish_names_are_of_time_limits_that_there_are():
    packs = [*program_pack_names(), *PROGRAMS]
    known = {name for pack in packs for name in clock_names(program_of(pack))}
    assert set(load_words("es").clocks) <= known


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("to: [coordinator, supervisor]", "to: [coordinater]", "must be some of"),
        ("days_before: 7", "days_before: -7", "0 or more"),
        ("digest_weekday: 1", "digest_weekday: 8", "from 1"),
        ('digest_at: "08:00"', 'digest_at: "8 am"', "time of day"),
        ("give_up_after_days: 3", "give_up_after_days: 0", "1 or more"),
        ("least_severity: moderate", "least_severity: heavy", "must be one of"),
        ("  clock_late:", "  clock_lat:", "must be one of"),
    ],
)
def test_rules_with_a_fault_are_refused_with_their_line(before, after, says):
    text = text_of("rules.yaml")
    assert before in text
    with pytest.raises(PolicyInvalid, match=says):
        read_notice_rules(text.replace(before, after, 1), source="ours.yaml")


def test_every_kind_has_a_rule():
    assert set(load_notice_rules().kinds) == set(NotificationKind)
