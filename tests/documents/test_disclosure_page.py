"""The page of a disclosure form: what a screen reader and a printer rely on."""

from __future__ import annotations

from decimal import Decimal
from html.parser import HTMLParser

import pytest

from wraparound.documents import disclosure_page, share_in_words
from wraparound.model.shares import UNDISCLOSED, Share, exactly

RENEWAL = {
    "by": "2026-06-01",
    "kind": "attestation",
    "age": "12 months",
    "pack": "A-PACK",
    "rule": "COI-PRC-03",
    "parameter": "attestation.max_age",
    "set_by": "",
    "citation": "a text",
}


class Reader(HTMLParser):
    """Gathers the tags and what is read out."""

    def __init__(self):
        super().__init__()
        self.seen = []
        self.said = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.said.append(data)


def form(**changes):
    return {
        "person": "ward",
        "name": "",
        "as_of": "2025-06-01",
        "duties": [{"role": "case_manager", "family": None, "when": "since 2025-01-01"}],
        "ties": [
            {
                "tie": "job",
                "says": "ward is employed by Birch & Sons.",
                "details": ["for fee"],
                "holds": None,
                "source": "personnel file",
                "recorded_on": None,
            }
        ],
        "questions": [{"asks": "Is anything missing?", "recorded_as": []}],
        "statement": "I said all.",
        "renew_by": "2026-06-01",
        "renewals": [RENEWAL],
        "triggers": ["service_change"],
        "cosigned": False,
        "file_with": [],
        "rules": [
            {"pack": "A-PACK", "rule": "COI-PRC-03", "kind": "attestation", "citation": "a text"}
        ],
        **changes,
    }


def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


def test_every_table_has_a_caption_and_scoped_headings_and_nothing_is_loaded():
    reader = read(disclosure_page(form()))
    tags = [tag for tag, _ in reader.seen]
    assert dict(reader.seen)["html"] == {"lang": "en"}
    assert tags.count("h1") == 1
    assert tags.count("caption") == tags.count("table") == 4
    scopes = [found["scope"] for tag, found in reader.seen if tag == "th"]
    assert scopes.count("row") == 4
    assert not {"script", "link", "img", "iframe"} & set(tags)
    labels = [found["aria-label"] for _, found in reader.seen if found.get("role") == "region"]
    assert len(labels) == len(set(labels)) == 4
    assert "@media print" in "".join(reader.said)


def test_it_says_who_set_the_day_and_what_cannot_be_told():
    page = disclosure_page(form())
    assert "to be renewed by 2026-06-01" in page
    assert "attestation.max_age" in page
    assert "the library&#x27;s default" in page
    assert "signed anew after: service change." in page
    assert "<td>cannot be told</td><td>job, personnel file</td>" in page
    assert "<td>the whole program</td>" in page
    assert "Birch &amp; Sons; for fee" in page


def test_a_supervisor_and_employers_are_there_where_they_are_asked_for():
    assert "supervisor" not in disclosure_page(form())
    asked = disclosure_page(
        form(cosigned=True, file_with=[{"agency": "birch", "name": "Birch <House>"}])
    )
    assert "Signed by my supervisor" in asked
    assert "filed with each of: Birch &lt;House&gt;." in asked


def test_nothing_on_file_is_said():
    page = disclosure_page(
        form(duties=[], ties=[], renewals=[], renew_by=None, triggers=[], rules=[])
    )
    assert page.count("Nothing is on file.") == 2
    assert "<table" not in page


@pytest.mark.parametrize(
    ("share", "says"),
    [
        (exactly("0.05"), "5%"),
        (UNDISCLOSED, "not known"),
        (
            Share(low=Decimal("0.25"), high=Decimal("0.5"), low_open=True),
            "more than 25%, up to 50%",
        ),
        (Share(low=Decimal(0), high=Decimal("0.1"), high_open=True), "at least 0%, less than 10%"),
    ],
)
def test_a_share_keeps_the_ends_that_a_register_gives_it(share, says):
    assert share_in_words(share) == says
