"""Proof of the negative: for whom it is given, for which provider, and when it is withheld."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.states import PACKS

from wraparound.conflict import acts, kinds
from wraparound.conflict.facts import Facts
from wraparound.conflict.review import review_facts
from wraparound.model.findings import Review
from wraparound.model.periods import Period
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.policy import choose_policy

DAY = date(2026, 3, 1)
SINCE = Period(start=date(2026, 1, 1))
PAIR = ("mon", "pv-1")
POLICY = choose_policy(["FED-1915C"])


def service(name: str, provider: str | Unknown, plan: str = "pl") -> kinds.ServiceFact:
    return kinds.ServiceFact(
        id=name,
        plan=plan,
        provider=provider,
        category="respite",
        paid=True,
        hcbs=True,
        spans=(kinds.StatusSpan(status="active", period=SINCE),),
    )


def duty(name: str, holder: str, role: str = "facilitator", plan: str = "pl") -> kinds.DutyFact:
    return kinds.DutyFact(id=name, plan=plan, role=role, holder=holder, period=SINCE)


def disclosed(name: str, person: str, day: date = date(2026, 2, 1)) -> acts.DisclosureFact:
    return acts.DisclosureFact(id=name, kind="interests", person=person, day=day)


JOB = kinds.TieFact(id="job", kind="employed_by", subject="fac", object="pv-2", period=SINCE)
FACTS = Facts(
    people=tuple(kinds.PersonFact(id=each, name=each) for each in ("fac", "mon", "peer")),
    agencies=tuple(kinds.AgencyFact(id=each, name=each) for each in ("pv-1", "pv-2")),
    youth=(kinds.YouthFact(id="kid", name="kid"),),
    plans=(kinds.PlanFact(id="pl", youth="kid", period=SINCE),),
    duties=(duty("d-fac", "fac"), duty("d-mon", "mon", "plan_monitor")),
    services=(service("s-1", "pv-1"), service("s-2", "pv-2")),
    ties=(JOB,),
    disclosures=(
        attrs.evolve(disclosed("di-fac", "fac"), declares=("job",)),
        disclosed("di-mon", "mon"),
    ),
)


def clear(facts: Facts, **asked: object) -> list[tuple[str, str]]:
    review = review_facts(facts, policy=POLICY, as_of=DAY, **asked)
    return [(each.holder, each.counterparty) for each in review.clear]


def test_a_tie_to_one_provider_leaves_the_others_clear():
    assert clear(FACTS) == [("fac", "pv-1"), ("mon", "pv-1"), ("mon", "pv-2")]


def test_it_names_everything_that_it_relies_on():
    review = review_facts(FACTS, policy=POLICY, as_of=DAY)
    assert [each.relied_on for each in review.clear] == [
        ("d-fac", "di-fac", "s-1"),
        ("d-mon", "di-mon", "s-1"),
        ("d-mon", "di-mon", "s-2"),
    ]


def test_two_duties_and_two_services_are_all_relied_on():
    facts = attrs.evolve(
        FACTS,
        duties=(*FACTS.duties, duty("d-2", "mon", "authorizer")),
        services=(*FACTS.services, service("s-3", "pv-1")),
    )
    review = review_facts(facts, policy=POLICY, as_of=DAY)
    (record,) = [
        each for each in review.clear if (each.holder, each.counterparty) == ("mon", "pv-1")
    ]
    assert record.relied_on == ("d-2", "d-mon", "di-mon", "s-1", "s-3")


@pytest.mark.parametrize(
    "role",
    [
        "planner",
        "facilitator",
        "case_manager",
        "assessor",
        "eligibility_evaluator",
        "plan_monitor",
        "authorizer",
    ],
)
def test_everybody_who_decides_something_is_told_clear(role: str):
    facts = attrs.evolve(FACTS, duties=(duty("d", "mon", role),))
    assert clear(facts) == [("mon", "pv-1"), ("mon", "pv-2")]


@pytest.mark.parametrize("role", ["supervisor", "peer_partner"])
def test_who_decides_nothing_is_not_asked_about(role: str):
    assert clear(attrs.evolve(FACTS, duties=(duty("d", "mon", role),))) == []


def test_an_agency_that_coordinates_is_not_a_person_to_be_clear():
    facts = attrs.evolve(
        FACTS,
        duties=(duty("d", "pv-1", "planner"), duty("d-mon", "mon", "plan_monitor")),
    )
    assert clear(facts) == [("mon", "pv-1"), ("mon", "pv-2")]


def test_without_a_disclosure_nobody_is_clear_and_others_still_are():
    without = attrs.evolve(FACTS, disclosures=FACTS.disclosures[1:])
    assert clear(without) == [("mon", "pv-1"), ("mon", "pv-2")]
    other_kind = attrs.evolve(disclosed("di-mon", "mon"), kind="attestation")
    assert clear(attrs.evolve(FACTS, disclosures=(FACTS.disclosures[0], other_kind))) == [
        ("fac", "pv-1")
    ]


def test_a_disclosure_of_too_long_ago_or_of_later_clears_nobody():
    for day in (date(2024, 1, 1), date(2026, 3, 2)):
        facts = attrs.evolve(
            FACTS, disclosures=(FACTS.disclosures[0], disclosed("di-mon", "mon", day))
        )
        assert clear(facts) == [("fac", "pv-1")]


def test_who_may_be_somebody_else_too_is_not_clear():
    twin = kinds.PersonFact(id="mon-2", name="mon")
    facts = attrs.evolve(FACTS, people=(*FACTS.people, twin))
    assert clear(facts) == [("fac", "pv-1")]


def test_a_question_about_a_record_that_was_merged_is_one_about_who_it_stands_for():
    """The record that was merged away may be a third one: then who stands for it is not clear."""
    ties = (
        JOB,
        kinds.TieFact(id="same", kind="same_person_as", subject="peer", object="mon"),
        kinds.TieFact(
            id="maybe", kind="same_person_as", subject="peer", object="fac-2", confirmed=False
        ),
    )
    people = (*FACTS.people, kinds.PersonFact(id="fac-2", name="somebody"))
    assert clear(attrs.evolve(FACTS, ties=ties, people=people)) == [("fac", "pv-1")]
    assert clear(attrs.evolve(FACTS, ties=ties[:2], people=people)) == clear(FACTS)


def test_a_provider_that_may_be_another_is_not_one_to_be_clear_of():
    twin = kinds.AgencyFact(id="pv-3", name="pv-1")
    facts = attrs.evolve(FACTS, agencies=(*FACTS.agencies, twin))
    assert clear(facts) == [("mon", "pv-2")]


def test_a_service_of_nobody_known_withholds_it_for_its_plan_alone():
    """Nobody can tell whether there is a tie to a provider that is not named."""
    second = kinds.PlanFact(id="pl-2", youth="kid", period=SINCE)
    facts = attrs.evolve(
        FACTS,
        plans=(*FACTS.plans, second),
        services=(*FACTS.services, service("s-9", UNKNOWN), service("s-4", "pv-1", "pl-2")),
        duties=(*FACTS.duties, duty("d-2", "mon", "plan_monitor", "pl-2")),
    )
    assert clear(facts) == [("mon", "pv-1")]


def test_a_duty_or_a_service_that_may_have_ended_clears_nobody():
    open_ended = Period(start=date(2026, 1, 1), end=UNKNOWN)
    maybe = attrs.evolve(FACTS.duties[1], period=open_ended)
    assert clear(attrs.evolve(FACTS, duties=(FACTS.duties[0], maybe))) == [("fac", "pv-1")]
    spans = (kinds.StatusSpan(status="active", period=open_ended),)
    ended = attrs.evolve(FACTS.services[1], spans=spans)
    facts = attrs.evolve(FACTS, services=(FACTS.services[0], ended))
    assert clear(facts) == [("fac", "pv-1"), ("mon", "pv-1")]


def test_a_finding_against_no_one_provider_withholds_all_of_them():
    """An employer that nobody recorded may be any of the providers."""
    job = attrs.evolve(JOB, object=None)
    assert clear(attrs.evolve(FACTS, ties=(job,))) == [("mon", "pv-1"), ("mon", "pv-2")]


def test_shares_that_count_as_no_interest_are_relied_on():
    fund = kinds.TieFact(
        id="fund", kind="owns", subject="mon", object="pv-1", via="mutual_fund", period=SINCE
    )
    facts = attrs.evolve(FACTS, ties=(JOB, fund))
    review = review_facts(facts, policy=POLICY, as_of=DAY)
    assert ("d-mon", "di-mon", "fund", "s-1") in [each.relied_on for each in review.clear]


def test_without_a_pack_nothing_is_judged_and_nobody_is_clear():
    assert not review_facts(FACTS, policy=choose_policy([]), as_of=DAY).clear


def under(pack: str, facts: Facts) -> Review:
    return review_facts(facts, policy=choose_policy([pack], packs=PACKS), as_of=DAY)


def test_a_pack_that_does_not_ask_about_a_tie_proves_nobody_free_of_it():
    """A pack about meetings alone finds nothing of a facilitator's job; that is no all-clear."""
    review = under("US-MS", FACTS)
    assert review.findings == ()
    assert [(each.holder, each.counterparty) for each in review.unweighed] == [("fac", "pv-2")]
    (tie,) = review.unweighed
    assert (tie.plan, tie.rules) == ("pl", ("COI-EMP-01",))
    assert tie.facts == ("d-fac", "job", "s-2")
    assert tie.relied_on == ("d-fac", "di-fac", "s-2")
    assert ("fac", "pv-2") not in [(each.holder, each.counterparty) for each in review.clear]
    assert len(review.clear) == len(clear(FACTS))


def test_nor_does_a_pack_that_leaves_the_tie_aside_for_what_the_service_is():
    one, other = FACTS.services
    facts = attrs.evolve(FACTS, services=(one, attrs.evolve(other, hcbs=False)))
    review = under("FED-1915C", facts)
    assert [(each.holder, each.counterparty) for each in review.unweighed] == [("fac", "pv-2")]
    assert [each.holder for each in review.clear] == ["fac", "mon", "mon"]


def test_a_tie_that_may_be_over_proves_nothing_either():
    unsure = Period(start=date(2026, 1, 1), end=UNKNOWN)
    review = under("US-MS", attrs.evolve(FACTS, ties=(attrs.evolve(JOB, period=unsure),)))
    assert [each.facts for each in review.unweighed] == [("d-fac", "job", "s-2")]


def test_what_a_pack_weighs_is_a_finding_and_not_told_twice():
    review = under("FED-1915C", FACTS)
    assert "COI-EMP-01" in {each.rule for each in review.findings if each.holder == "fac"}
    assert review.unweighed == ()
