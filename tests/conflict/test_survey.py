"""Facts looked through: their ids and parts, whom they name, and what refers to nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from wraparound.conflict.acts import PaymentFact, SupportFact
from wraparound.conflict.facts import Facts
from wraparound.conflict.kinds import (
    AgencyFact,
    PerformerFact,
    PersonFact,
    PlanFact,
    ServiceFact,
    VersionFact,
    YouthFact,
)
from wraparound.conflict.review import review_facts
from wraparound.conflict.survey import parts_of, references_in
from wraparound.errors import FactsInvalid
from wraparound.policy import choose_policy

POLICY = choose_policy(["FED-1915C"])
DAY = date(2026, 6, 1)


def facts(**others: Any) -> Facts:
    """Facts with parts, and with ids in fields of every sort."""
    held: dict[str, Any] = {
        "people": (PersonFact(id="ann"), PersonFact(id="ben")),
        "agencies": (AgencyFact(id="x"),),
        "youth": (YouthFact(id="kid", family=("ann",)),),
        "plans": (PlanFact(id="p", youth="kid", versions=(version("ann"),)),),
        "services": (service("ben"),),
        "supports": (support("pay"),),
    }
    return Facts(**{**held, **others})


def version(author: str) -> VersionFact:
    return VersionFact(id="v", day=DAY, authors=(author,))


def service(performer: str, provider: str = "x") -> ServiceFact:
    performers = (PerformerFact(person=performer),)
    return ServiceFact(
        id="s", plan="p", provider=provider, paid=True, hcbs=True, performers=performers
    )


def support(payment: str) -> SupportFact:
    return SupportFact(
        id="sup", plans=("p",), person="ben", type="natural", payments=(PaymentFact(id=payment),)
    )


def beside_a_directory(**others: Any) -> Facts:
    """The same facts, the agencies and one person being of a directory."""
    whole = facts(**others)
    own = attrs.evolve(whole, people=whole.people[:1], agencies=())
    return Facts.together(own, Facts(people=whole.people[1:], agencies=whole.agencies))


def test_a_look_finds_every_id_and_every_reference_of_facts_and_of_their_parts():
    survey = facts().survey
    assert survey.ids == {"ann", "ben", "x", "kid", "p", "v", "s", "sup", "pay"}
    parts = [part for _, held in facts().by_kind() for fact in held for part in parts_of(fact)]
    named = {(kinds, each) for part in parts for kinds, each in references_in(part)}
    assert {(kinds, each) for kinds, held in survey.mentioned.items() for each in held} == named
    assert {each for _, each in named} == {"ann", "ben", "x", "kid", "p"}


@pytest.mark.parametrize("held", [facts, beside_a_directory])
@pytest.mark.parametrize(
    ("others", "shared"),
    [
        ({}, set()),
        ({"supports": (support("ann"),)}, {"ann"}),
        ({"supports": (support("v"),)}, {"v"}),
        ({"agencies": (AgencyFact(id="x"), AgencyFact(id="ann"))}, {"ann"}),
        ({"agencies": (AgencyFact(id="x"), AgencyFact(id="x"))}, {"x"}),
        ({"people": (PersonFact(id="ann"), PersonFact(id="ben"), PersonFact(id="ben"))}, {"ben"}),
    ],
)
def test_an_id_that_two_facts_or_parts_share_is_found(held: Any, others: Any, shared: set[str]):
    assert held(**others).shared_ids == shared
    if shared:
        with pytest.raises(FactsInvalid) as refused:
            review_facts(held(**others), policy=POLICY, as_of=DAY)
        assert (refused.value.code, refused.value.ids) == ("duplicate_id", tuple(sorted(shared)))


@pytest.mark.parametrize("held", [facts, beside_a_directory])
@pytest.mark.parametrize(
    ("others", "fact"),
    [
        ({"youth": (YouthFact(id="kid", family=("ann", "gone")),)}, "kid"),
        ({"plans": (PlanFact(id="p", youth="kid", versions=(version("gone"),)),)}, "p"),
        ({"services": (service("gone"),)}, "s"),
        ({"services": (service("ben", "gone"),)}, "s"),
        ({"services": (service("ben", "ann"),)}, "s"),
        ({"supports": (attrs.evolve(support("pay"), plans=("p", "gone")),)}, "sup"),
    ],
)
def test_the_fact_that_refers_to_nothing_is_named_and_no_other(held: Any, others: Any, fact: str):
    with pytest.raises(FactsInvalid) as refused:
        review_facts(held(**others), policy=POLICY, as_of=DAY)
    assert (refused.value.code, refused.value.ids) == ("unknown_reference", (fact,))


def test_a_fact_is_found_by_its_id_or_by_that_of_a_part():
    whole = facts()
    for held in (whole, beside_a_directory()):
        assert held.place_of("ben") == ("people", whole.people[1])
        assert held.place_of("s") == ("services", whole.services[0])
        assert held.place_of("v") == ("plans", whole.plans[0])
        assert held.place_of("pay") == ("supports", whole.supports[0])
        assert held.place_of("gone") is None
