"""Disclosures: who owes one by the review's own word, and the form that is signed."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from wraparound import Program
from wraparound.documents import REASON_CODES
from wraparound.errors import RecordNotFound
from wraparound.model import (
    UNKNOWN,
    Agency,
    Certainty,
    Disclosure,
    DisclosureKind,
    Duty,
    DutyRole,
    Enrollment,
    Family,
    Holding,
    Period,
    Person,
    Plan,
    PlannedService,
    PlanStatus,
    ServiceSpan,
    ServiceStatus,
    Tie,
    TieKind,
    exactly,
)
from wraparound.policy import Overlay, choose_policy
from wraparound.program import (
    FEDERAL_PACKS,
    assemble_hooks,
    disclosure_form,
    disclosures_due,
    plugin_packs,
)
from wraparound.program.disclosure_form import NOT_ASKED, QUESTIONS
from wraparound.program.disclosure_rules import asking_rules
from wraparound.program.reviews import Reviews

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
    decided = {(each.pack, each.parameter, each.value) for each in soon.settings}
    assert ("GOOD-PRACTICE", "attestation.max_age", "P12M") in decided
    assert not missing.settings
    assert [each.owed for each in due] == sorted((each.owed for each in due), reverse=True)


def test_nobody_is_told_of_what_lies_further_ahead(program):
    due = disclosures_due(program, as_of=DAY, within_days=13)
    assert {each.person for each in due} == {"ward"}


def test_looking_ahead_ends_with_the_calendar(program):
    due = disclosures_due(program, as_of=DAY, within_days=10**8)
    assert {each.person for each in due} == {"ward", "lane"}


def test_a_tie_that_a_list_left_out_makes_it_owed_again(program):
    with program.change(by="office", reason="told by a register") as unit:
        unit.add(
            Tie(
                id="hidden",
                kind=TieKind.CONTRACTED_BY,
                subject="lane",
                object="birch",
                period=Period(start=date(2024, 1, 1)),
            )
        )
    due = disclosures_due(program, as_of=DAY, within_days=0)
    lane = next(each for each in due if each.person == "lane")
    assert lane.kind is DisclosureKind.INTERESTS
    assert lane.reasons == ("disclosure_contradicted:hidden",)
    assert lane.settings == ()


def test_every_reason_that_asks_is_one_that_is_told_in_words():
    asking = asking_rules()
    assert {each.asks_for for each in asking.values()} == set(DisclosureKind)
    assert {reason for each in asking.values() for reason in each.reasons} <= set(REASON_CODES)


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
            "kind": "employed_by",
            "says": "Marked Ward is employed by Compass Coordination, since 2024-01-01.",
            "details": [],
            "holds": True,
            "source": "",
            "recorded_on": None,
        }
    ]
    assert document["renew_by"] == "2026-06-01"
    assert "reassessment" in document["triggers"]
    page = form.as_html()
    assert "<h1>" in page
    assert "Compass Coordination" in page
    assert json.loads(json.dumps(document)) == document


def test_no_tie_is_left_out_and_each_is_told_the_right_way_round(program):
    """What ended, what has no day, and what another record of the same person has is shown."""
    told = {
        "over": (TieKind.EMPLOYED_BY, "ward", "birch", Period(end=date(2020, 1, 1))),
        "when": (TieKind.CONTRACTED_BY, "ward", "birch", Period(start=UNKNOWN)),
        "boss": (TieKind.SUPERVISES, "lane", "ward", Period()),
        "same": (TieKind.SAME_PERSON_AS, "ward", "ward-2", Period()),
        "nobody": (TieKind.EMPLOYED_BY, "ward-2", UNKNOWN, Period()),
        "perhaps": (TieKind.SAME_PERSON_AS, "ward", "other", Period()),
        "others": (TieKind.EMPLOYED_BY, "other", "birch", Period()),
    }
    with program.change(by="office", reason="test") as unit:
        unit.add(Person(id="ward-2", name="Marked Twin"))
        unit.add(Person(id="other", name="Marked Other"))
        for id_, (kind, subject, target, period) in told.items():
            possible = Certainty.POSSIBLE if id_ == "perhaps" else None
            unit.add(
                Tie(
                    id=id_,
                    kind=kind,
                    subject=subject,
                    object=target,
                    period=period,
                    certainty=possible,
                )
            )
        unit.add(
            Tie(
                id="share",
                kind=TieKind.OWNS,
                subject="ward",
                object="birch",
                share=exactly("0.05"),
                via=Holding.MUTUAL_FUND,
                source="a register",
                recorded_on=DAY,
            )
        )
    form = disclosure_form(program, "ward", as_of=DAY)
    ties = {each.tie.id: each for each in form.ties}
    assert set(ties) == {"job-ward", "over", "when", "boss", "nobody", "share"}
    assert form.ties[-1].tie.id == "over"
    assert ties["over"].holds is False
    assert ties["when"].holds is None
    assert ties["boss"].says == "lane supervises ward."
    assert "nobody recorded" in ties["nobody"].says
    assert ties["share"].details == ("share: 5%", "held as mutual fund")
    assert "share, a register, 2025-06-01" in form.as_html()


def policed(program, *packs, overlays=()):
    states = plugin_packs(assemble_hooks()[0])
    policy = choose_policy(packs, overlays=overlays, packs=states)
    return Reviews(program.store, hooks=program.hooks, policy=policy)


def test_a_state_asks_for_a_supervisor_and_for_one_at_each_employer(program):
    with program.change(by="office", reason="test") as unit:
        unit.add(Tie(id="odd", kind=TieKind.EMPLOYED_BY, subject="ward", object=UNKNOWN))
    oklahoma = disclosure_form(policed(program, "US-OK"), "ward", as_of=DAY)
    assert oklahoma.cosigned
    assert oklahoma.employers == ()
    assert oklahoma.renew_by is None
    assert oklahoma.triggers == ("reassessment", "provider_change", "service_change")
    capital = disclosure_form(policed(program, "US-DC"), "ward", as_of=DAY)
    assert not capital.cosigned
    assert capital.employers == (("compass", "Compass Coordination"),)
    assert capital.triggers == ()


def test_who_set_the_day_is_told(program):
    both = disclosure_form(policed(program, "GOOD-PRACTICE"), "ward", as_of=DAY)
    assert {(rule, cite != "") for _, rule, cite in both.rules} == {
        ("COI-PRC-03", True),
        ("COI-OWN-06", True),
    }
    assert {each.set_by for _, each in both.renewals} == {""}
    shorter = Overlay(
        id="county",
        pack="GOOD-PRACTICE",
        params={"attestation.max_age": "P6M"},
        cite="county handbook 4",
    )
    form = disclosure_form(policed(program, "GOOD-PRACTICE", overlays=[shorter]), "ward", as_of=DAY)
    assert form.renew_by == date(2025, 12, 1)
    renewal = form.as_document()["renewals"][0]
    assert renewal == {
        "by": "2025-12-01",
        "kind": "attestation",
        "age": "6 months",
        "pack": "GOOD-PRACTICE",
        "rule": "COI-PRC-03",
        "parameter": "attestation.max_age",
        "set_by": "county",
        "citation": "county handbook 4",
    }


def test_the_day_of_renewal_is_the_day_on_which_the_review_calls_it_stale(program):
    """The form counts by the same rule as the review: not a day sooner, not a day later."""
    with program.change(by="office", reason="signed") as unit:
        for kind in DisclosureKind:
            unit.add(Disclosure(id=f"new-{kind.value}", kind=kind, person="ward", on=DAY))
    renew = disclosure_form(program, "ward", as_of=DAY).renew_by
    assert renew is not None
    the_day_before = disclosures_due(program, as_of=renew - timedelta(1), within_days=0)
    assert "ward" not in {each.person for each in the_day_before}
    on_the_day = disclosures_due(program, as_of=renew, within_days=0)
    assert {each.since for each in on_the_day if each.person == "ward"} == {renew}


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
