"""Further cases in which one fact must not stand for another: homes, notices, approvals, signs."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.conflict.test_clear_records import duty, service
from tests.conflict.test_rules_apart import FACTS, PAST, SINCE, found, tie, told

from wraparound.conflict import acts, kinds
from wraparound.conflict.review import review_facts
from wraparound.errors import FactsInvalid
from wraparound.model.findings import Finding, QuestionKind, Severity
from wraparound.model.periods import Period
from wraparound.policy import Pack, PackRule, Policy
from wraparound.policy.pack import Variant

DAY = date(2026, 3, 1)


def under(code: str, params: dict[str, Any] | None = None, **facts: Any) -> list[Finding]:
    rule = PackRule(
        code=code, severity=Severity.LOW, variants={"tied": Variant(severity=Severity.HIGH)}
    )
    pack = Pack(id="p", title="p", rules={code: rule}, params=params or {})
    return found(code, attrs.evolve(FACTS, **facts), policy=Policy(packs=(pack,)))


@pytest.mark.parametrize("ends", [("fac", "kid"), ("kid", "fac")])
def test_a_shared_home_is_one_from_either_end(ends: tuple[str, str]):
    assert told("COI-KIN-04", ties=(tie("home", "household", *ends),)) == [
        ("fac", "kid", ("d", "home"), "conflict")
    ]
    assert told("COI-KIN-04", ties=(tie("home", "household", ends[0], "boss"),)) == []


def test_a_relation_by_adoption_that_a_pack_leaves_out_is_told_as_not_known():
    kin = tie("kin-tie", "kin", "fac", "kid", relation="parent_of", nature="adoption")
    params = {"kin.include_adoptive": False}
    (finding,) = under("COI-KIN-01", params, ties=(kin,))
    assert finding.disposition.value == "indeterminate"
    assert finding.reasons == ("kin_adoption_excluded",)


def test_owners_whom_nobody_told_are_a_gap_in_the_plan_that_the_agency_serves():
    untold = kinds.UnspecifiedInterestFact(
        id="u", agency="pv", reason="subject_unable_to_identify", period=SINCE
    )
    disclosure = acts.DisclosureFact(id="t", kind="interests", person="fac", day=date(2026, 1, 1))
    held = found(
        "COI-OWN-06",
        attrs.evolve(FACTS, unspecified_interests=(untold,), disclosures=(disclosure,)),
    )
    assert [(each.plan, each.counterparty, each.path) for each in held] == [
        ("pl", "pv", ("d", "u", "s"))
    ]


def test_only_somebody_right_above_signs_a_statement_of_independence():
    def attested(*bosses: kinds.TieFact) -> list[tuple[str, ...]]:
        statement = acts.DisclosureFact(
            id="a",
            kind="attestation",
            person="fac",
            day=date(2026, 1, 15),
            cosigned_by=("boss",),
        )
        params = {"attestation.supervisor_signature": True}
        held = under("COI-PRC-03", params, ties=bosses, disclosures=(statement,))
        return [each.reasons for each in held if each.start == statement.day]

    above = tie("above", "supervises", "boss", "fac")
    assert attested(above) == []
    far = (tie("above", "supervises", "peer", "fac"), tie("top", "supervises", "boss", "peer"))
    assert attested(*far) == [("unsigned_by_supervisor",)]


def test_a_name_that_is_an_alias_of_itself_hides_no_other_alias():
    itself = tie("a", "same_legal_entity_as", "pv", "pv")
    other = tie("b", "same_legal_entity_as", "pv", "co")
    job = tie("job", "employed_by", "fac", "co")
    assert told("COI-EMP-08", ties=(itself, other, job)) == [
        ("fac", "pv", ("d", "job", "b", "s"), "conflict")
    ]


def test_safeguards_approved_on_no_day_tell_nothing_of_who_approved_them():
    approved = kinds.MitigationFact(
        id="m", rules=("COI-EMP-01",), holder="fac", approved_by="fac", approved_on=DAY
    )
    assert [path for _, _, path, _ in told("COI-EXC-02", mitigations=(approved,))] == [("m",)]
    for changes in ({"approved_on": None}, {"approved_by": None}):
        assert told("COI-EXC-02", mitigations=(attrs.evolve(approved, **changes),)) == []


def test_care_counts_as_the_pack_says_by_its_category():
    performs = kinds.PerformerFact(person="kin", period=SINCE)
    care = attrs.evolve(service("s", "pv"), performers=(performs,))
    kin = tie("sisters", "kin", "fac", "kin", relation="sibling_of")
    for category, paths in (("respite", []), ("personal_care", [("d", "sisters", "s")])):
        services = (attrs.evolve(care, category=category),)
        params = {
            "paid_caregiver.scope": "care_categories",
            "paid_caregiver.categories": ("personal_care",),
        }
        held = under("COI-KIN-02", params, ties=(kin,), services=services)
        assert [each.path for each in held] == paths
    assert len(under("COI-KIN-02", ties=(kin,), services=(care,))) == 1


@pytest.mark.parametrize(("age", "end"), [(None, date(2026, 2, 1)), ("P6M", date(2026, 2, 1))])
def test_a_notice_of_rights_is_good_for_as_long_as_the_pack_says(age: str | None, end: date):
    notice = acts.NoticeFact(
        id="n", kind="right", plan="pl", day=end, forms=("written", "oral", "interpreted")
    )
    params = {"notice.max_age": age, "notice.forms": ("written",)}
    held = under("COI-CHO-03", params, notices=(notice,))
    assert [(each.start, each.end) for each in held] == [(SINCE.start, end)]
    on = date(2026, 9, 1)
    rule = PackRule(code="COI-CHO-03", severity=Severity.LOW)
    pack = Pack(id="p", title="p", rules={rule.code: rule}, params=params)
    later = found(rule.code, attrs.evolve(FACTS, notices=(notice,)), on, Policy(packs=(pack,)))
    assert [each.start for each in later] == [SINCE.start, *([date(2026, 8, 1)] if age else [])]


def test_an_offer_that_nobody_signed_for_is_nobodys_own():
    row = acts.RosterFact(
        id="r", agency="co", offers=("respite",), area="north", willing=True, qualified=True
    )
    offer = acts.OfferFact(
        id="o", plan="pl", category="respite", day=date(2026, 2, 1), providers=("pv",)
    )
    facts = {
        "offers": (offer,),
        "roster": (row, attrs.evolve(row, id="r2", agency="pv")),
        "youth": (kinds.YouthFact(id="kid", areas=(kinds.AreaStay(area="north"),)),),
        "ties": (tie("job", "employed_by", "fac", "pv"),),
    }
    (nobody,) = under("COI-CHO-01", **facts)
    assert nobody.severity is Severity.LOW
    (own,) = under("COI-CHO-01", **{**facts, "offers": (attrs.evolve(offer, offered_by="fac"),)})
    assert own.severity is Severity.HIGH


def test_somebody_who_is_named_and_has_no_record_becomes_an_id():
    chart_facts = attrs.evolve(
        FACTS,
        people=(*FACTS.people, kinds.PersonFact(id="new", on_record=False)),
        duties=(*FACTS.duties, duty("n", "new")),
    )
    review = review_facts(chart_facts, policy=Policy(packs=()), as_of=DAY)
    assert [(each.kind, each.ids) for each in review.questions] == [
        (QuestionKind.NOT_ON_RECORD, ("new",))
    ]


@pytest.mark.parametrize("ends", [("boss", "peer"), ("peer", "boss")])
def test_a_match_with_a_record_that_is_another_already_is_asked_about_once(ends: tuple[str, str]):
    """Two records are one person; a third may be the same as either."""
    same = tie("same", "same_person_as", "fac", "peer")
    maybe = tie("maybe", "same_person_as", *ends, confirmed=False)
    review = review_facts(
        attrs.evolve(FACTS, ties=(same, maybe)), policy=Policy(packs=()), as_of=DAY
    )
    assert [each.ids for each in review.questions] == [("boss", "peer")]
    settled = tie("more", "same_person_as", "boss", "fac")
    review = review_facts(
        attrs.evolve(FACTS, ties=(same, maybe, settled)), policy=Policy(packs=()), as_of=DAY
    )
    assert review.questions == ()


def test_a_husband_who_no_longer_delivers_leaves_the_guardian_free():
    entry = PackRule(code="COI-LEG-04", severity=Severity.HIGH, spouse_link=True)
    policy = Policy(packs=(Pack(id="p", title="p", rules={entry.code: entry}),))
    ties = (
        tie("guard", "guardian_of", "kin", "kid"),
        tie("wed", "kin", "kin", "staff", relation="spouse_of"),
    )
    ended = Period(start=SINCE.start, end=date(2026, 2, 1))
    for period, until in ((SINCE, None), (ended, ended.end), (PAST, "never")):
        performs = kinds.PerformerFact(person="staff", period=period)
        services = (attrs.evolve(FACTS.services[0], performers=(performs,)),)
        held = found(entry.code, attrs.evolve(FACTS, ties=ties, services=services), policy=policy)
        assert [each.end for each in held] == ([] if until == "never" else [until])


def test_facts_that_refer_to_nothing_are_named_and_those_beside_them_are_not():
    duties = (*FACTS.duties, duty("lost", "ghost"), duty("fine", "boss"))
    with pytest.raises(FactsInvalid, match=r"unknown_reference \(lost\)"):
        review_facts(attrs.evolve(FACTS, duties=duties), policy=Policy(packs=()), as_of=DAY)
