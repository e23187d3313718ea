"""What people are asked to look at: records that may be one, records that are missing."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound.conflict import kinds
from wraparound.conflict.facts import Facts
from wraparound.conflict.naming import named_parties
from wraparound.conflict.questions import not_on_record, questions_about
from wraparound.conflict.review import review_facts
from wraparound.conflict.settling import same_people
from wraparound.model.periods import Period
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.policy import choose_policy

DAY = date(2026, 3, 1)


def person(name: str, called: str = "") -> kinds.PersonFact:
    return kinds.PersonFact(id=name, name=called)


def agency(name: str, called: str = "", **numbers: str) -> kinds.AgencyFact:
    return kinds.AgencyFact(id=name, name=called, **numbers)


def tie(name: str, kind: str, subject: str, other: str | None, **more: bool) -> kinds.TieFact:
    return kinds.TieFact(id=name, kind=kind, subject=subject, object=other, **more)


def duty(holder: str) -> kinds.DutyFact:
    return kinds.DutyFact(id=f"d-{holder}", role="planner", holder=holder)


def asked(facts: Facts, shared: Facts | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """The questions, for facts that stand alone or beside those of a directory."""
    both = facts if shared is None else Facts.together(facts, shared)
    return [(each.kind.value, each.ids) for each in questions_about(both, same_people(both))]


@pytest.mark.parametrize("beside", [True, False])
def test_two_records_with_one_name_are_asked_about_where_one_has_a_part_here(beside: bool):
    mine = Facts(people=(person("b", "Wren  Alder"),), duties=(duty("b"), duty("c")))
    others = Facts(people=(person("c", "wren alder"), person("a", "WREN ALDER"), person("z", "Z")))
    found = (
        asked(mine, others)
        if beside
        else asked(attrs.evolve(mine, people=(*mine.people, *others.people)))
    )
    assert found == [
        ("same_name", ("a", "b")),
        ("same_name", ("a", "c")),
        ("same_name", ("b", "c")),
    ]


def test_namesakes_that_have_no_part_here_are_not_this_familys_question():
    assert asked(Facts(people=(person("a", "Wren"), person("b", "Wren")))) == []
    others = Facts(people=(person("a", "Wren"), person("b", "Wren")))
    assert asked(Facts(people=(person("c", "Larch"),), duties=(duty("c"),)), others) == []


def test_names_that_nobody_recorded_are_no_namesakes():
    people = (person("a"), person("b"))
    assert asked(Facts(people=people, duties=(duty("a"),))) == []


def test_a_youth_may_be_a_namesake_too_and_is_always_a_part_of_the_review():
    facts = Facts(
        people=(person("a", "Juniper"),), youth=(kinds.YouthFact(id="kid", name="Juniper"),)
    )
    assert asked(facts) == [("same_name", ("a", "kid"))]


@pytest.mark.parametrize("beside", [True, False])
def test_agencies_with_one_number_are_asked_about_in_pairs(beside: bool):
    mine = Facts(agencies=(agency("c", tin="1"), agency("d", npi="1"), agency("e", npi="7")))
    others = Facts(agencies=(agency("b", tin="1"), agency("a", tin="1"), agency("f", npi="7")))
    found = (
        asked(mine, others) if beside else asked(Facts(agencies=(*mine.agencies, *others.agencies)))
    )
    pairs = [("a", "b"), ("a", "c"), ("b", "c"), ("e", "f")]
    assert found == [("shared_identifier", pair) for pair in pairs]


def test_agencies_that_share_number_and_name_are_asked_about_once():
    facts = Facts(
        agencies=(agency("a", "Larch", tin="1"), agency("b", "Larch", tin="1")), duties=(duty("a"),)
    )
    assert asked(facts) == [("shared_identifier", ("a", "b"))]


def test_agencies_of_one_name_are_asked_about():
    facts = Facts(agencies=(agency("a", "Larch House"),), duties=(duty("a"),))
    assert asked(facts, Facts(agencies=(agency("b", "larch house"),))) == [
        ("same_name", ("a", "b"))
    ]


@pytest.mark.parametrize("kind", ["different_from", "same_legal_entity_as"])
def test_what_somebody_told_apart_or_joined_is_not_asked_again(kind: str):
    told = tie("t", kind, "b", "a")
    numbers = Facts(agencies=(agency("a", tin="1"), agency("b", tin="1")), ties=(told,))
    assert asked(numbers) == []
    named = (agency("a", "Larch"), agency("b", "Larch"), agency("c", "Larch"))
    facts = Facts(agencies=named, ties=(told,), duties=(duty("a"),))
    assert ("same_name", ("a", "b")) not in asked(facts)
    assert ("same_name", ("a", "c")) in asked(facts)


def test_any_other_tie_between_two_does_not_tell_them_apart():
    job = tie("t", "employed_by", "b", "a")
    facts = Facts(people=(person("a", "Wren"), person("b", "Wren")), ties=(job,))
    assert asked(facts) == [("same_name", ("a", "b"))]


def test_a_possible_match_is_asked_and_a_confirmed_one_is_settled():
    people = (person("a", "Wren"), person("b", "Wren"))
    maybe = tie("t", "same_person_as", "b", "a", confirmed=False)
    facts = Facts(people=people, ties=(maybe,))
    assert asked(facts) == [("possible_same_person", ("a", "b"))]
    sure = tie("t", "same_person_as", "b", "a", confirmed=True)
    assert asked(Facts(people=people, ties=(sure,))) == []


def test_a_possible_match_of_records_that_are_one_already_is_no_question():
    maybe = tie("t", "same_person_as", "b", "a", confirmed=False)
    sure = (
        tie("u", "same_person_as", "b", "c", confirmed=True),
        tie("v", "same_person_as", "c", "a", confirmed=True),
    )
    facts = Facts(people=tuple(map(person, "abc")), ties=(maybe, *sure))
    assert asked(facts) == []
    assert asked(attrs.evolve(facts, ties=(maybe, sure[0]))) == [
        ("possible_same_person", ("a", "b"))
    ]


def test_who_was_told_apart_from_a_record_is_so_from_all_that_are_the_same_person():
    people = (person("a", "Wren"), person("b", "Wren"), person("c", "Wren"))
    ties = (
        tie("t", "same_person_as", "a", "b", confirmed=True),
        tie("u", "different_from", "b", "c"),
    )
    assert asked(Facts(people=people, ties=ties, duties=(duty("a"),))) == []


def test_who_is_named_and_has_no_record_is_asked_for():
    gone = kinds.PersonFact(id="p", on_record=False)
    shut = kinds.AgencyFact(id="b", on_record=False)
    facts = Facts(people=(gone, person("q")), agencies=(shut, agency("c")))
    assert asked(facts) == [("not_on_record", ("b",)), ("not_on_record", ("p",))]
    assert not_on_record(facts) == ["b", "p"]
    beside = Facts.together(facts, Facts(people=(person("r"),)))
    assert not_on_record(beside) == ["b", "p"]


@pytest.mark.parametrize(
    ("provider", "status", "kinds_asked"),
    [
        (UNKNOWN, "active", ["unnamed_provider"]),
        (UNKNOWN, "completed", []),
        ("pv", "active", []),
        (None, "active", []),
    ],
)
def test_a_live_service_of_a_provider_whom_nobody_named_is_asked_about(
    provider: str | Unknown | None, status: str, kinds_asked: list[str]
):
    service = kinds.ServiceFact(
        id="s",
        plan="pl",
        provider=provider,
        paid=True,
        hcbs=True,
        spans=(kinds.StatusSpan(status=status, period=Period(start=date(2026, 1, 1))),),
    )
    facts = Facts(
        youth=(kinds.YouthFact(id="kid"),),
        agencies=(agency("pv"),),
        plans=(kinds.PlanFact(id="pl", youth="kid"),),
        services=(service,),
    )
    review = review_facts(facts, policy=choose_policy(["FED-1915C"]), as_of=DAY)
    assert [each.kind.value for each in review.questions] == kinds_asked
    assert all(each.ids == ("s",) for each in review.questions)


TO_AGENCY = (
    *("employed_by", "contracted_by", "compensated_by", "employment_offer", "owns", "controls"),
    *("secured_debt", "office", "leads"),
)
BETWEEN_AGENCIES = (
    *("management_contract", "landlord_of", "org_contract", "same_legal_entity_as"),
)


@pytest.mark.parametrize("kind", TO_AGENCY)
def test_a_tie_that_only_goes_to_agencies_says_that_its_end_is_one(kind: str):
    parties = Facts(ties=(tie("t", kind, "a", "b"),)).parties
    assert parties == {
        "a": frozenset({"people", "agencies", "youth"}),
        "b": frozenset({"agencies"}),
    }


@pytest.mark.parametrize("kind", BETWEEN_AGENCIES)
def test_a_tie_between_agencies_says_that_both_ends_are(kind: str):
    parties = Facts(ties=(tie("t", kind, "a", "b"),)).parties
    assert parties == {"a": frozenset({"agencies"}), "b": frozenset({"agencies"})}


def test_who_is_named_as_several_kinds_must_be_what_all_of_them_allow():
    facts = Facts(ties=(tie("t", "kin", "a", "b"), tie("u", "kin", "c", "a")), duties=(duty("b"),))
    assert set(facts.parties) == {"a", "b", "c"}
    assert all(len(allowed) == 3 for allowed in facts.parties.values())
    held = kinds.TieFact(id="v", kind="supervises", subject="a", object="b", depends_on="a")
    beside = Facts.together(facts, Facts(ties=(held,)))
    assert beside.parties["a"] == frozenset({"agencies"})
    assert beside.parties == named_parties(beside.survey, beside.ties)
    assert tie("t", "employed_by", "a", None).object is None
    assert Facts(ties=(tie("t", "employed_by", "a", None),)).parties.keys() == {"a"}
