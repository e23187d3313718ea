"""A finding says in a line what it is, and under which text."""

from __future__ import annotations

from datetime import date

from wraparound.model import Disposition, Finding, Review, Severity
from wraparound.model.findings import PackView, Timing

LIGHT = PackView(
    pack="A",
    severity=Severity.LOW,
    disposition=Disposition.POTENTIAL,
    citation="silent",
)
HEAVY = PackView(
    pack="B",
    severity=Severity.PROHIBITED,
    disposition=Disposition.CONFLICT,
    citation="42 CFR 441.301(c)(1)(vi)",
)
FINDING = Finding(
    rule="COI-EMP-01",
    severity=Severity.PROHIBITED,
    disposition=Disposition.CONFLICT,
    path=("d1", "t1", "s1"),
    by_pack=(LIGHT, HEAVY),
)
PAST = Finding(
    rule="HOST-1",
    severity=Severity.LOW,
    disposition=Disposition.POTENTIAL,
    timing=Timing.PAST,
)
REVIEW = Review(as_of=date(2026, 1, 1), packs=("A", "B"), findings=(FINDING, PAST))


def test_the_pack_that_governs_gives_the_citation():
    assert FINDING.governing == HEAVY
    assert FINDING.citation == "42 CFR 441.301(c)(1)(vi)"


def test_a_rule_of_a_host_has_no_citation():
    assert PAST.governing is None
    assert PAST.citation == ""


def test_a_finding_and_a_review_print_as_lines():
    assert str(FINDING) == "COI-EMP-01 prohibited conflict: d1 → t1 → s1"
    assert str(PAST) == "HOST-1 low potential"
    assert str(REVIEW).splitlines() == [
        "2 findings as of 2026-01-01 (A, B)",
        str(FINDING),
        str(PAST),
    ]


def test_a_review_tells_what_holds_now():
    assert REVIEW.current == (FINDING,)
