"""Cases in which a rule must look further than the first fact that it meets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from tests.conflict.test_clear_records import duty, service
from tests.conflict.test_rules_apart import (
    FACTS,
    PAST,
    PEOPLE,
    SINCE,
    UNSURE,
    cooling,
    found,
    tie,
    told,
)

from wraparound.conflict import acts, kinds
from wraparound.conflict.facts import Facts
from wraparound.conflict.review import review_facts
from wraparound.errors import FactsInvalid
from wraparound.model.findings import Severity
from wraparound.model.periods import Period
from wraparound.model.shares import Share
from wraparound.policy import Pack, PackRule, Policy, choose_policy
from wraparound.policy.pack import Variant

ALIAS = tie("one", "same_legal_entity_as", "pv", "other")
JOB = tie("job", "employed_by", "fac", "pv")
BEFORE = Period(start=date(2025, 6, 1), end=date(2025, 12, 1))


def test_pay_counts_beside_wages_of_a_known_job_and_a_contract_with_somebody_else():
    wages = tie("pay-1", "compensated_by", "fac", "pv", basis="wages", incident_of="job")
    bonus = tie("pay-2", "compensated_by", "fac", "pv", basis="consulting")
    elsewhere = tie("deal-1", "contracted_by", "fac", "other")
    deal = tie("deal-2", "contracted_by", "fac", "pv")
    held = told("COI-EMP-04", ties=(JOB, wages, bonus, elsewhere, deal))
    assert [path for _, _, path, _ in held] == [("d", "deal-2", "s"), ("d", "pay-2", "s")]
    assert told("COI-EMP-04", ties=(JOB, wages, elsewhere)) == []


def test_a_past_job_counts_behind_one_elsewhere_and_one_too_long_ago():
    jobs = (
        tie("a", "employed_by", "fac", "other", period=BEFORE),
        tie("b", "employed_by", "fac", "pv", period=Period(start=None, end=date(2020, 1, 1))),
        tie("c", "employed_by", "fac", "pv", period=PAST),
    )
    policy = cooling(**{"cooling_off.employment": "P6M"})
    (finding,) = found("COI-EMP-09", attrs.evolve(FACTS, ties=jobs), policy=policy)
    assert finding.path == ("d", "c", "s")


def owns(name: str, who: str, what: str, part: str) -> kinds.TieFact:
    share = Share(low=Decimal(part), high=Decimal(part))
    return tie(name, "owns", who, what, share=share)


def test_what_the_person_owns_makes_no_sister_of_their_own_employer():
    """Common control counts where somebody else has it."""
    job = attrs.evolve(JOB, object="co")
    mine = (owns("o1", "fac", "co", "0.6"), owns("o2", "fac", "pv", "0.6"))
    assert told("COI-EMP-06", ties=(job, *mine)) == []
    theirs = (owns("o1", "boss", "co", "0.6"), owns("o2", "boss", "pv", "0.6"))
    assert told("COI-EMP-06", ties=(job, *theirs)) == [
        ("fac", "pv", ("d", "job", "o1", "o2", "s"), "conflict")
    ]


@pytest.mark.parametrize(
    ("relation", "nature", "word", "degree", "kind"),
    [
        ("sibling_of", "blood", "UD", "2", "blood"),
        ("parent_of", "adoption", "D", "1", "adoption"),
        ("spouse_of", "blood", "S", "0", "marriage"),
    ],
)
def test_kinship_is_measured_by_its_walk_its_degree_and_its_kind(
    relation: str, nature: str, word: str, degree: str, kind: str
):
    kin = tie("blood", "kin", "fac", "kid", relation=relation, nature=nature)
    (finding,) = found("COI-KIN-01", attrs.evolve(FACTS, ties=(kin,)))
    assert finding.path == ("d", "blood")
    assert finding.measure is not None
    assert finding.measure.name == "kin_degree"
    assert [(each.name, each.value) for each in finding.measure.values] == [
        ("word", word),
        ("degree", degree),
        ("class", kind),
    ]


def test_kin_of_a_paid_caregiver_rests_on_the_fact_that_pays():
    paid = acts.SupportFact(
        id="sup",
        plans=("pl",),
        person="kin",
        type="paid",
        payments=(acts.PaymentFact(id="pay", period=SINCE),),
        period=SINCE,
    )
    kin = tie("sisters", "kin", "fac", "kin", relation="sibling_of")
    assert told("COI-KIN-02", ties=(kin,), supports=(paid,)) == [
        ("fac", "kin", ("d", "sisters", "pay"), "conflict")
    ]
    assert told("COI-KIN-02", ties=(kin,), supports=(attrs.evolve(paid, payments=()),)) == []


ORGANISATION = Policy(
    packs=(
        Pack(
            id="p",
            title="p",
            rules={
                "COI-EMP-08": PackRule(
                    code="COI-EMP-08", severity=Severity.HIGH, level="organisation"
                )
            },
        ),
    )
)


def test_an_agency_coordinates_for_the_whole_program_and_serves_only_under_a_plan_in_force():
    whole = attrs.evolve(duty("c", "pv", "coordinating_org"), plan=None)
    (finding,) = found("COI-EMP-08", attrs.evolve(FACTS, duties=(whole,)), policy=ORGANISATION)
    assert (finding.holder, finding.counterparty, finding.path) == ("pv", "pv", ("c", "s"))
    over = kinds.PlanFact(id="old", youth="kid", period=PAST)
    spans = (kinds.StatusSpan(status="active"),)
    old = attrs.evolve(service("t", "co"), plan="old", spans=spans)
    facts = {
        "duties": (attrs.evolve(whole, holder="co", period=PAST),),
        "plans": (*FACTS.plans, over),
        "services": (old,),
    }
    (finding,) = found("COI-EMP-08", attrs.evolve(FACTS, **facts), policy=ORGANISATION)
    assert (finding.path, finding.start, finding.end) == (("c", "t"), PAST.start, PAST.end)


FEDERAL = choose_policy(["FED-1915C"])


def narrow(*rows: acts.RosterFact, shown: tuple[str, ...] = ("pv",), **facts: Any) -> list[str]:
    offer = acts.OfferFact(
        id="o", plan="pl", category="respite", day=date(2026, 2, 1), providers=shown
    )
    known = attrs.evolve(FACTS, offers=(offer,), roster=rows, **facts)
    held = found("COI-CHO-01", known, policy=FEDERAL)
    return [each.disposition.value for each in held]


def row(agency: str, area: str = "north", **more: Any) -> acts.RosterFact:
    said = {"willing": True, "qualified": True, "offers": ("respite",), "period": SINCE, **more}
    return acts.RosterFact(id=f"{agency}-{area}", agency=agency, area=area, **said)


LIVES = (kinds.YouthFact(id="kid", areas=(kinds.AreaStay(area="north"),)),)


def test_an_offer_is_held_against_those_who_serve_where_the_youth_lives():
    assert narrow(row("pv"), row("other"), youth=LIVES) == ["conflict"]
    assert narrow(row("pv"), row("other", "south"), youth=LIVES) == []
    assert narrow(row("pv"), row("other"), row("co"), shown=("pv", "co"), youth=LIVES) == []
    unsure = (kinds.YouthFact(id="kid", areas=(kinds.AreaStay(area="north", period=UNSURE),)),)
    assert narrow(row("pv"), row("other"), youth=unsure) == ["indeterminate"]


def test_two_names_of_one_entity_are_one_choice():
    """Another name of the provider that was shown is no alternative that was left out."""
    assert narrow(row("pv"), row("other"), youth=LIVES, ties=(ALIAS,)) == []
    third = narrow(
        row("pv"), row("other"), row("co"), shown=("pv", "other"), youth=LIVES, ties=(ALIAS,)
    )
    assert third == ["conflict"]


def test_a_guardian_who_is_an_agency_must_coordinate_and_guard_a_member():
    guard = tie("guard", "guardian_of", "co", "kid")
    coordinates = duty("c", "co", "coordinating_org")
    assert told("COI-LEG-03", duties=(coordinates,), ties=(guard,)) == [
        ("co", "kid", ("c", "guard"), "conflict")
    ]
    assert told("COI-LEG-03", ties=(guard,)) == []
    stranger = attrs.evolve(guard, object="staff")
    assert told("COI-LEG-03", duties=(coordinates,), ties=(stranger,)) == []
    first = tie("first", "guardian_of", "other", "kid")
    assert [
        path for _, _, path, _ in told("COI-LEG-03", duties=(coordinates,), ties=(first, guard))
    ] == [("c", "guard")]


def test_who_decides_for_the_youth_is_asked_of_people_and_of_those_who_coordinate():
    decides = tie("decides", "rep_payee_of", "co", "kid")
    as_planner = duty("p", "co")
    assert told("COI-LEG-02", duties=(as_planner,), ties=(decides,)) == []
    coordinates = duty("c", "co", "coordinating_org")
    expected = [("co", "kid", ("c", "decides"), "conflict")]
    assert told("COI-LEG-02", duties=(as_planner, coordinates), ties=(decides,)) == expected
    assert told("COI-LEG-02", duties=(coordinates,), ties=(decides,)) == expected
    other = attrs.evolve(decides, id="a", object="kin")
    mine = attrs.evolve(decides, id="b", subject="fac")
    assert told("COI-LEG-02", ties=(attrs.evolve(other, subject="fac"), mine)) == [
        ("fac", "kid", ("d", "b"), "conflict")
    ]


def test_a_provider_to_whom_nobody_else_refers_is_compared_with_nothing():
    tallies = (
        acts.ReferralFact(
            id=f"r-{by}-{provider}",
            by=by,
            provider=provider,
            count=40,
            category="respite",
            area="north",
            quarter="2026Q1",
        )
        for by, provider in (("fac", "pv"), ("peer", "other"))
    )
    (finding,) = found("COI-REF-01", attrs.evolve(FACTS, ties=(JOB,), referrals=tuple(tallies)))
    assert finding.path == ("r-fac-pv",)


def test_shares_of_one_entity_under_two_names_are_shares_of_one_whole():
    held = (owns("o1", "boss", "pv", "0.6"), owns("o2", "peer", "other", "0.6"))
    assert found("COI-OWN-01", attrs.evolve(FACTS, ties=held)) == []
    with pytest.raises(FactsInvalid, match="o1, o2"):
        found("COI-OWN-01", attrs.evolve(FACTS, ties=(*held, ALIAS)))


def test_nothing_that_will_change_is_said_to_change_on_no_day():
    federal = {"policy": FEDERAL, "as_of": date(2026, 3, 1)}
    assert review_facts(Facts(), **federal).may_change_on is None
    ends = attrs.evolve(FACTS.plans[0], period=Period(start=SINCE.start, end=date(2026, 5, 1)))
    facts = attrs.evolve(FACTS, plans=(ends,))
    assert review_facts(facts, **federal).may_change_on == date(2026, 5, 1)


def spouse(**says: Any) -> list[tuple[str, ...]]:
    """The guardian's husband delivers what the plan gives."""
    entry = PackRule(code="COI-LEG-04", severity=Severity.HIGH, spouse_link=True, **says)
    policy = Policy(packs=(Pack(id="p", title="p", rules={"COI-LEG-04": entry}),))
    ties = (
        tie("guard", "guardian_of", "kin", "kid"),
        tie("wed", "kin", "kin", "staff", relation="spouse_of"),
    )
    performs = kinds.PerformerFact(person="staff", period=SINCE)
    services = (attrs.evolve(FACTS.services[0], performers=(performs,)),)
    facts = attrs.evolve(FACTS, ties=ties, services=services)
    return [each.path for each in found("COI-LEG-04", facts, policy=policy)]


def test_a_guardian_whose_husband_delivers_is_one_by_that_name_and_for_that_service():
    assert spouse() == [("guard", "wed", "s")]
    assert spouse(holders=("guardian",)) == [("guard", "wed", "s")]
    assert spouse(holders=("parent",)) == []
    assert spouse(when=("therapy",)) == []


@pytest.mark.parametrize("person", ["fac", "co"])
def test_a_former_marriage_counts_as_the_pack_says(person: str):
    wed = tie("wed", "kin", "fac", "kid", relation="spouse_of", period=PAST)
    rule = PackRule(code="COI-KIN-01", severity=Severity.HIGH)
    for meaning, measure in (("potential", None), ("kin", "0"), ("ignore", None)):
        params = {"kin.ex_spouse": meaning}
        pack = Pack(id="p", title="p", rules={rule.code: rule}, params=params)
        held = found(
            rule.code,
            attrs.evolve(FACTS, ties=(wed,), duties=(duty("d", person),)),
            policy=Policy(packs=(pack,)),
        )
        if meaning == "ignore" or person == "co":
            assert held == []
            continue
        (finding,) = held
        assert finding.path == ("d", "wed")
        degree = None if finding.measure is None else finding.measure.value("degree")
        assert degree == measure


@pytest.mark.parametrize(("seats", "severity"), [(4, "high"), (3, "high"), (2, "low"), (1, "low")])
def test_boards_overlap_heavily_where_more_than_half_of_one_is_the_same_people(
    seats: int, severity: str
):
    """The limit is a half here: exactly half is not more than half."""
    case = Variant(severity=Severity.HIGH)
    rule = PackRule(code="COI-GOV-02", severity=Severity.LOW, variants={"majority_or_chair": case})
    pack = Pack(id="p", title="p", rules={rule.code: rule}, params={"board.majority": "0.5"})
    agencies = [attrs.evolve(each, board_size=20) for each in FACTS.agencies]
    agencies[0] = attrs.evolve(agencies[0], board_size=4)
    ties = tuple(
        tie(f"seat-{who}-{where}", "office", who, where, position="director")
        for who in PEOPLE[:seats]
        for where in ("pv", "co")
    )
    (finding,) = found(
        rule.code,
        attrs.evolve(
            FACTS,
            ties=ties,
            agencies=tuple(agencies),
            duties=(duty("c", "co", "coordinating_org"),),
        ),
        policy=Policy(packs=(pack,)),
    )
    assert finding.severity.value == severity


def test_an_agency_that_offers_another_name_of_itself_offers_its_own():
    case = Variant(severity=Severity.PROHIBITED)
    rule = PackRule(code="COI-CHO-01", severity=Severity.LOW, variants={"tied": case})
    policy = Policy(packs=(Pack(id="p", title="p", rules={rule.code: rule}),))
    offer = acts.OfferFact(
        id="o",
        plan="pl",
        category="respite",
        day=date(2026, 2, 1),
        providers=("pv",),
        offered_by="other",
    )
    facts = attrs.evolve(FACTS, offers=(offer,), roster=(row("pv"), row("co")), youth=LIVES)
    (apart,) = found(rule.code, facts, policy=policy)
    assert apart.severity is Severity.LOW
    (own,) = found(rule.code, attrs.evolve(facts, ties=(ALIAS,)), policy=policy)
    assert own.severity is Severity.PROHIBITED


def test_a_support_whose_days_nobody_recorded_is_named_as_what_is_missing():
    support = acts.SupportFact(
        id="sup",
        plans=("pl",),
        person="kin",
        type="natural",
        payments=(acts.PaymentFact(id="pay", period=SINCE),),
        period=UNSURE,
    )
    (finding,) = found("COI-TEA-02", attrs.evolve(FACTS, supports=(support,)))
    assert (finding.path, finding.reasons) == (("sup", "pay"), ("unknown_from:sup",))
