"""Disclosures: who owes one by the review's own word, and the form that is signed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from wraparound import Program
from wraparound.errors import RecordNotFound
from wraparound.model import (
    Agency,
    Disclosure,
    DisclosureKind,
    Duty,
    DutyRole,
    Enrollment,
    Family,
    Period,
    Person,
    Plan,
    PlannedService,
    PlanStatus,
    ServiceSpan,
    ServiceStatus,
    Tie,
    TieKind,
)
from wraparound.program import FEDERAL_PACKS, disclosure_form, disclosures_due
from wraparound.program.disclosing import NOT_ASKED, QUESTIONS

DAY = date(2025, 6, 1)


@pytest.fixture
def program():
    packs = (*FEDERAL_PACKS, "GOOD-PRACTICE")
    with Program.open("memory:", policies=packs, only=()) as opened:
        with opened.change(by="office", reason="test") as unit:
            unit.add(Agency(id="compass", name="Compass Coordination"))
            unit.add(Agency(id="birch", name="Birch House"))
            for who in ("ward", "lane"):
                unit.add(Person(id=who, name=f"Marked {who.title()}"))
                unit.add(
                    Tie(
                        id=f"job-{who}",
                        kind=TieKind.EMPLOYED_BY,
                        subject=who,
                        object="compass",
                        period=Period(start=date(2024, 1, 1)),
                    )
                )
            for family, who in (("reed", "ward"), ("moss", "lane")):
                unit.add(Family(id=family))
                unit.add(Enrollment(id=f"stay-{family}", family=family, youth=f"kid-{family}"))
                unit.add(
                    Plan(
                        id=f"plan-{family}-1",
                        lineage=f"plan-{family}",
                        family=family,
                        status=PlanStatus.ACTIVE,
                        period=Period(start=date(2025, 1, 1)),
                        dated_on=date(2025, 1, 1),
                        services=(
                            PlannedService(
                                id=f"svc-{family}",
                                category="respite",
                                provider="birch",
                                paid=True,
                                hcbs=True,
                                spans=(
                                    ServiceSpan(
                                        status=ServiceStatus.ACTIVE,
                                        period=Period(start=date(2025, 1, 1)),
                                    ),
                                ),
                            ),
                        ),
                    )
                )
                unit.add(
                    Duty(
                        id=f"duty-{family}",
                        family=family,
                        plan=f"plan-{family}",
                        role=DutyRole.FACILITATOR,
                        holder=who,
                        period=Period(start=date(2025, 1, 1)),
                    )
                )
            for kind in DisclosureKind:
                unit.add(
                    Disclosure(
                        id=f"said-{kind.value}", kind=kind, person="lane", on=date(2024, 6, 15)
                    )
                )
        yield opened


def test_what_is_missing_is_owed_and_what_will_be_stale_is_told_ahead(program):
    due = disclosures_due(program, as_of=DAY, within_days=30)
    told = {(each.person, each.kind, each.owed): each for each in due}
    missing = told["ward", DisclosureKind.ATTESTATION, True]
    assert missing.reasons == ("missing",)
    assert missing.families == ("reed",)
    assert ("ward", DisclosureKind.INTERESTS, True) in told
    soon = told["lane", DisclosureKind.ATTESTATION, False]
    assert soon.since == date(2025, 6, 15)
    assert soon.reasons == ("stale",)
    assert soon.citations
    assert [each.owed for each in due] == sorted((each.owed for each in due), reverse=True)


def test_nobody_is_told_of_what_lies_further_ahead(program):
    due = disclosures_due(program, as_of=DAY, within_days=13)
    assert {each.person for each in due} == {"ward"}


def test_a_signed_one_takes_somebody_off_the_list(program):
    with program.change(by="office", reason="signed") as unit:
        for kind in DisclosureKind:
            unit.add(Disclosure(id=f"new-{kind.value}", kind=kind, person="ward", on=DAY))
    due = disclosures_due(program, as_of=DAY, within_days=0)
    assert due == ()


def test_the_form_shows_what_is_on_file_and_when_it_is_renewed(program):
    form = disclosure_form(program, "ward", as_of=DAY, personal=True)
    document = form.as_document()
    assert document["name"] == "Marked Ward"
    assert [each["role"] for each in document["duties"]] == ["facilitator"]
    assert document["ties"] == [
        {
            "tie": "job-ward",
            "says": "employed by",
            "with_whom": "Compass Coordination",
            "when": "since 2024-01-01",
        }
    ]
    assert document["renew_by"] == "2026-06-01"
    assert "reassessment" in document["triggers"]
    page = form.as_html()
    assert "<h1>" in page
    assert "Compass Coordination" in page
    assert json.loads(json.dumps(document)) == document


def test_names_are_hidden_unless_they_are_asked_for(program):
    form = disclosure_form(program, "ward", as_of=DAY)
    assert "Marked" not in form.as_html() + repr(form)


def test_every_kind_of_tie_is_asked_about_or_left_out_on_purpose():
    asked = {kind for kinds in QUESTIONS.values() for kind in kinds}
    assert asked | NOT_ASKED == set(TieKind)
    assert not asked & NOT_ASKED


def test_nobody_gets_a_form_who_is_not_there(program):
    with pytest.raises(RecordNotFound):
        disclosure_form(program, "nobody")
