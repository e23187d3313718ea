"""A licensed site's own content: only the file that was agreed on, and its wording stays hidden."""

from __future__ import annotations

import hashlib
import json

import pytest

from wraparound.errors import ContentRefused, PolicyInvalid, PolicyUnknown
from wraparound.instruments import (
    LicensedContent,
    explain_assessment,
    load_instruments,
    read_assessment,
    read_content,
    with_content,
)

WORDING = "Marked wording of an item"
TEXT = f"""
instrument: cans
edition: Lake 3.0
licence: Permission of 2026
items:
  anxiety: {{domain: behavioral_emotional, text: {WORDING}}}
  sleep: {{domain: life_functioning}}
"""


@pytest.fixture
def keep(tmp_path):
    """Keep a text as a content file, with the hash that was recorded for it."""

    def kept(text=TEXT, *, recorded=None):
        file = tmp_path / "cans-lake.yaml"
        file.write_text(text, "utf-8")
        sha256 = hashlib.sha256((recorded or text).encode()).hexdigest()
        return LicensedContent(file=file, sha256=sha256)

    return kept


def test_the_file_that_was_agreed_on_is_read(keep):
    content = read_content(keep())
    assert content.edition == "Lake 3.0"
    assert content.items["anxiety"].text == WORDING


def test_a_hash_in_capitals_is_the_same_hash(keep):
    named = keep()
    assert read_content(LicensedContent(file=named.file, sha256=f" {named.sha256.upper()}\n"))


@pytest.mark.parametrize("changed", [TEXT + "\n", TEXT.replace("Lake 3.0", "Lake 3.1")])
def test_a_file_that_was_changed_since_is_refused(keep, changed):
    named = keep(changed, recorded=TEXT)
    with pytest.raises(ContentRefused, match="is not the file that was agreed on") as caught:
        read_content(named)
    assert hashlib.sha256(changed.encode()).hexdigest() in caught.value.hint
    assert WORDING not in str(caught.value)


@pytest.mark.parametrize("recorded", ["", "abc", "0" * 64])
def test_a_hash_that_fits_nothing_refuses_everything(keep, recorded):
    with pytest.raises(ContentRefused):
        read_content(LicensedContent(file=keep().file, sha256=recorded))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ContentRefused, match="no such file"):
        read_content(LicensedContent(file=tmp_path / "none.yaml", sha256=""))


def test_faults_are_told_all_at_once_and_without_wording(keep):
    bad = TEXT.replace("licence: Permission of 2026\n", "").replace("text:", "txet:")
    with pytest.raises(PolicyInvalid) as caught:
        read_content(keep(bad))
    assert len(caught.value.faults) == 2
    assert WORDING not in str(caught.value)


def test_the_site_s_edition_has_its_items():
    known = load_instruments()
    assert known["CANS"].domain_of("sleep") is None


def test_content_completes_the_definition(keep):
    known = with_content(load_instruments(), [read_content(keep())])
    assert known["CANS"].domain_of("sleep").id == "life_functioning"
    assert known["CANS"].domain_of("depression") is not None
    assert known["CANS"].edition == "Lake 3.0"
    assert not known["CANS"].is_whole


def test_a_whole_list_leaves_out_what_the_edition_does_not_have(keep):
    content = read_content(keep(TEXT + "whole: true\n"))
    known = with_content(load_instruments(), [content])
    assert known["CANS"].domain_of("depression") is None
    assert known["CANS"].is_whole


def test_content_of_an_unknown_instrument_is_refused(keep):
    with pytest.raises(PolicyUnknown, match="instrument 'kans'"):
        with_content(load_instruments(), [read_content(keep(TEXT.replace("cans", "kans")))])


def test_an_item_in_a_wrong_domain_is_refused(keep):
    bad = TEXT.replace("life_functioning", "life").replace("behavioral_emotional", "risk")
    with pytest.raises(PolicyInvalid) as caught:
        with_content(load_instruments(), [read_content(keep(bad))])
    assert len(caught.value.faults) == 2


def test_wording_is_shown_only_where_the_content_is_given(keep, assessed):
    content = read_content(keep())
    known = with_content(load_instruments(), [content])
    reading = read_assessment(assessed("CANS", anxiety=2), known["CANS"])
    without, shown = explain_assessment(reading), explain_assessment(reading, content=content)
    assert WORDING not in json.dumps(without.as_document()) + without.as_html()
    assert WORDING in shown.as_html()
    assert WORDING not in repr(content) + repr(shown) + repr(known["CANS"])
