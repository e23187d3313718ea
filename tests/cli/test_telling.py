"""How a review is told: to a family too, with what is not in order, and no more sure than it is."""

from __future__ import annotations

from datetime import date

import pytest

from wraparound.cli.findings_page import print_review
from wraparound.cli.page import Page
from wraparound.cli.reviewing import Reviewed
from wraparound.cli.settings import Settings
from wraparound.documents import Audience, Names, explain_finding
from wraparound.model import (
    ClearRecord,
    Disposition,
    Finding,
    Question,
    QuestionKind,
    Review,
    Severity,
    Timing,
)

DAY = date(2026, 5, 1)


def finding(disposition=Disposition.CONFLICT, *reasons, **more):
    fields = {"title": "The planner works for a provider", "start": date(2026, 3, 1), **more}
    return Finding(
        rule="COI-EMP-01",
        severity=Severity.HIGH,
        disposition=disposition,
        holder="fac",
        reasons=reasons,
        **fields,
    )


@pytest.fixture
def told(capsys):
    def say(review, audience=Audience.ADMINISTRATOR, names=None):
        reviewed = Reviewed(family="f", title="f", review=review, names=names or Names())
        print_review(Page(Settings(color=False)), reviewed, audience)
        return " ".join(capsys.readouterr().out.split())

    return say


def review(*findings, **more):
    return Review(as_of=DAY, packs=("FED-1915C",), findings=findings, **more)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize(
    ("disposition", "headline"),
    [
        (Disposition.CONFLICT, "The planner works for a provider"),
        (Disposition.INDETERMINATE, "Open question: The planner works for a provider"),
        (Disposition.POTENTIAL, "Signal: The planner works for a provider"),
    ],
)
def test_what_cannot_be_told_is_not_headed_as_a_fact(audience, disposition, headline):
    assert explain_finding(finding(disposition), audience=audience).headline == headline


@pytest.mark.parametrize(
    ("disposition", "title"),
    [
        (Disposition.WAIVER_DEFECTIVE, "What is not in order"),
        (Disposition.INDETERMINATE, "What is not known yet"),
        (Disposition.CONFLICT, "What was found"),
    ],
)
def test_a_family_reads_the_reasons(disposition, title):
    said = explain_finding(finding(disposition, "expired"), audience=Audience.FAMILY)
    (part,) = (each for each in said.parts if each.title == title)
    assert part.lines[0].startswith("It had expired.")


def test_an_id_is_not_written_as_the_first_word_of_a_sentence():
    said = explain_finding(finding(Disposition.INDETERMINATE, "unknown_share:own1"))
    (part,) = (each for each in said.parts if each.title == "Missing")
    assert "Own1" not in part.lines[0]


def test_a_finding_that_is_judged_otherwise_from_a_day_on_says_how_old_its_facts_are(told):
    earlier = finding(
        Disposition.MITIGATED,
        start=date(2026, 1, 1),
        end=date(2026, 3, 1),
        timing=Timing.PAST,
    )
    said = told(review(finding(), earlier))
    assert "The same facts hold since 2026-01-01; until then: true, and lifted by" in said
    assert "The same facts" not in told(review(finding()))
    assert "since always" in told(review(finding(), finding(start=None, end=date(2026, 3, 1))))


def test_a_family_reads_who_is_proven_free(told):
    free = ClearRecord(plan="p", holder="fac", counterparty="pv", relied_on=("d",))
    assert "Looked at, and free of the other: fac of pv" in told(
        review(clear=(free,)), Audience.FAMILY
    )


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_question_names_the_records_and_what_settles_it(told, kind):
    """Two people of one name are told apart by their ids alone."""
    names = Names(people={"p1": "Jo Lee", "p2": "Jo Lee"})
    said = told(review(questions=(Question(kind=kind, ids=("p1", "p2")),)), names=names)
    assert "Jo Lee [p1], Jo Lee [p2]" in said
    assert "To settle it," in said
