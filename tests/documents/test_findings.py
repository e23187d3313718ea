"""A finding explained, a review as HTML, as a table and as a document: names hidden by default."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import attrs
import polars as pl
import pytest

from wraparound.documents import (
    Audience,
    Names,
    explain_finding,
    findings_table,
    is_serious,
    review_document,
    review_html,
    summarize,
    summarize_chart,
)
from wraparound.model.findings import Disposition, Severity, Timing

PACKS = ("FED-1915C", "FED-TCM")


def test_an_administrator_reads_a_chain_with_dates_and_the_law(employed, chart):
    """Everything that is needed to act stands in one place."""
    said = str(explain_finding(employed, chart, packs=PACKS))
    assert "Conflict, since 2025-02-01." in said
    assert "fac (facilitator)" in said
    assert "Birch & House (pv)" in said
    assert "fac —employed by→ Birch & House (since 2024-01-01)" in said
    assert "prohibited under 42 CFR 441.301(c)(1)(vi) (FED-1915C)" in said
    assert "Marked" not in said


def test_a_family_reads_plain_words(employed, chart):
    """No code, no citation, no arrow."""
    said = str(explain_finding(employed, chart, audience=Audience.FAMILY))
    assert "fac is employed by Birch & House, since 2024-01-01." in said
    for word in ("COI", "CFR", "→", "FED-"):
        assert word not in said


def test_names_are_shown_where_somebody_asked(employed, chart):
    """Personal names come in by one flag."""
    names = Names.of(chart, personal=True)
    said = str(explain_finding(employed, names))
    assert "Marked <b>Facilitator</b> (facilitator)" in said
    assert "delivers respite for" in said


def test_without_a_chart_ids_stand_for_themselves(employed):
    """A review alone can be put into words."""
    assert "fac —employed by→ pv (since 2024-01-01)" in str(explain_finding(employed))


def test_what_is_missing_and_whom_to_ask_is_told_to_both(untold, chart):
    """An indeterminate finding names the missing fact for either reader."""
    for audience in Audience:
        said = str(explain_finding(untold, chart, audience=audience))
        assert "There is no disclosure of interests on file. Ask the person to sign" in said


def test_names_never_show_in_a_repr(chart):
    """What holds personal names does not print them."""
    assert "Marked" not in repr(Names.of(chart, personal=True))


@pytest.mark.parametrize(
    ("changes", "least", "serious"),
    [
        ({}, Severity.PROHIBITED, True),
        ({"severity": Severity.HIGH}, Severity.PROHIBITED, False),
        ({"severity": Severity.HIGH}, Severity.HIGH, True),
        ({"disposition": Disposition.INDETERMINATE}, Severity.HIGH, True),
        ({"disposition": Disposition.WAIVER_DEFECTIVE}, Severity.HIGH, True),
        ({"disposition": Disposition.MITIGATED}, Severity.LOW, False),
        ({"disposition": Disposition.POTENTIAL}, Severity.LOW, False),
        ({"timing": Timing.PAST}, Severity.LOW, False),
    ],
)
def test_what_is_serious(employed, changes, least, serious):
    """Now, not lifted, heavy enough; not knowing is no clearance, a signal is no finding."""
    assert is_serious(attrs.evolve(employed, **changes), least) is serious


def test_a_summary_counts_every_finding_once(review):
    """The numbers add up, and the line says those that are not zero."""
    found = summarize(review)
    total = found.conflicts + found.indeterminate + found.potential + found.mitigated + found.past
    assert total == len(review.findings)
    assert found.heaviest is Severity.PROHIBITED
    assert str(found).startswith(f"{found.conflicts} conflict")
    assert str(summarize(attrs.evolve(review, findings=(), questions=()))) == "nothing found"


class Reader(HTMLParser):
    """Gathers what a screen reader relies on."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_the_html_is_an_accessible_table_without_assets(review):
    """It has a caption and scoped headings, and loads nothing."""
    page = review_html(review)
    reader = Reader()
    reader.feed(page)
    tags = [tag for tag, _ in reader.seen]
    assert tags.count("caption") == 1
    headings = [attributes["scope"] for tag, attributes in reader.seen if tag == "th"]
    assert headings.count("row") == len(review.findings)
    assert headings.count("col") == 7
    assert not {"script", "link", "img", "iframe", "style"} & set(tags)
    assert "personal text is hidden" in page


def test_the_html_escapes_names(review, chart):
    """A name is never markup."""
    page = review_html(review, Names.of(chart, personal=True))
    assert "Marked &lt;b&gt;Facilitator&lt;/b&gt;" in page
    assert "Birch &amp; House" in page
    assert "Marked" not in review_html(review, Names.of(chart))


def test_the_html_of_a_quiet_review_says_so(review):
    """An empty table is not a table; failed plugins are named."""
    page = review_html(attrs.evolve(review, findings=(), unanswered=("odd",)))
    assert "Nothing was found." in page
    assert "These plugins failed to answer: odd." in page


def test_findings_are_rows_for_a_data_frame(review):
    """Each finding is a row, all rows have the same columns, nothing is personal."""
    frame = pl.DataFrame(findings_table({"bell": review, "other": review}))
    assert frame.height == 2 * len(review.findings)
    row = frame.filter(pl.col("rule") == "COI-EMP-01").to_dicts()[0]
    assert (row["family"], row["start"], row["path"]) == ("bell", "2025-02-01", "d1 t1 svc")
    assert "Marked" not in str(frame.to_dicts())


def test_the_document_is_json_and_says_nothing_personal(review, chart):
    """It can be written as JSON, the same for the same review."""
    document = review_document("bell", review, Names.of(chart))
    assert "Marked" not in json.dumps(document)
    assert json.dumps(document) == json.dumps(review_document("bell", review, Names.of(chart)))
    silent = {each["rule"]: each["not_raised_by"] for each in document["findings"]}
    assert silent["COI-EMP-01"] == []
    assert silent["COI-PRC-01"] == ["FED-TCM"]


def test_a_chart_is_told_on_a_page(chart):
    """Sections with rows, in a fixed order, without personal text."""
    sections = {each.key: each for each in summarize_chart(chart)}
    assert list(sections) == ["members", "duties", "plan", "services", "records"]
    assert sections["services"].rows == (
        ("svc", "Birch & House", "active", "yes", "since 2025-02-01"),
    )
    assert "Marked" not in str(sections)
    shown = {each.key: each for each in summarize_chart(chart, Names.of(chart, personal=True))}
    assert shown["services"].rows[0][0] == "respite"
