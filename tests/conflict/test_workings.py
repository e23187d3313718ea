"""What is worked out once: how much of it is kept, on which days it holds, and for whom."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path
from weakref import ref

import pytest
from tests.conflict.coordinated import family

from wraparound.conflict import possible, review_conflicts, workings
from wraparound.conflict.facts import Facts
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import (
    AgencyFact,
    PersonFact,
    TieFact,
)
from wraparound.conflict.network import Network
from wraparound.conflict.review import review_facts
from wraparound.conflict.standing import FOREVER
from wraparound.conflict.workings import Workings
from wraparound.model.periods import Period
from wraparound.model.record import Record
from wraparound.policy import choose_policy
from wraparound.testing.scenarios import read_scenarios, scenario_chart

POLICY = choose_policy(["FED-1915C"])

SCENARIOS = Path(__file__).parents[2] / "src" / "wraparound" / "policy" / "scenarios"


def test_of_what_follows_from_a_directory_the_latest_is_kept():
    workings, made = Workings(2), list[str]()

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    for name in ("a", "b", "a", "c", "b", "a"):
        assert workings.shared(name, make, name) == name.upper()
    assert made == ["a", "b", "c", "a"]


def day(number: int) -> date:
    return date(2026, 1, number)


def test_an_answer_is_held_from_the_day_it_was_asked_on_until_it_may_be_another():
    held = Workings()
    held.hold("who", day(3), "ann", day(5))
    assert [held.held_on("who", day(number)) for number in range(2, 6)] == [
        None,
        ("ann", day(5)),
        ("ann", day(5)),
        None,
    ]
    assert held.held_on("what", day(3)) is None


def test_an_answer_on_an_earlier_day_of_the_same_epoch_makes_one_stretch_of_both():
    held = Workings()
    held.hold("who", day(9), "ben", FOREVER)
    held.hold("who", day(3), "ann", day(6))
    held.hold("who", day(1), "ann", day(4))
    assert [held.held_on("who", day(number)) for number in (1, 5, 6, 9)] == [
        ("ann", day(6)),
        ("ann", day(6)),
        None,
        ("ben", FOREVER),
    ]


def test_of_epochs_and_of_questions_the_latest_are_held(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workings, "_QUESTIONS", 2)
    held = Workings(2)
    for number in (1, 2, 3):
        held.hold("who", day(number), number, day(number + 1))
    assert held.held_on("who", day(1)) is None
    assert held.held_on("who", day(2)) == (2, day(3))
    held.hold("what", day(1), 1, day(2))
    held.hold("why", day(1), 1, day(2))
    assert held.held_on("who", day(3)) is None
    assert held.held_on("what", day(1)) == (1, day(2))


def test_what_is_kept_of_a_directory_is_let_go_with_it():
    """A run over a whole state meets thousands of them, one after another."""
    shared = Facts(
        people=(PersonFact(id="ann"),),
        agencies=(AgencyFact(id="x"),),
        ties=(TieFact(id="job", kind="employed_by", subject="ann", object="x"),),
    )
    kept = [ref(shared), ref(shared.ties[0])]
    review = review_facts(
        Facts.together(family("one", day(1)), shared), policy=POLICY, as_of=day(5)
    )
    assert review.findings
    assert [each() is None for each in kept] == [False, False]
    del shared
    assert [each() is None for each in kept] == [True, True]


def test_nothing_that_a_review_of_a_chart_worked_out_outlives_the_chart():
    scenario = read_scenarios(next(SCENARIOS.glob("*.yaml")))[0]
    as_of = date.fromisoformat(scenario["as_of"])

    def reviewed() -> set[str]:
        chart = scenario_chart(scenario["facts"], as_of=as_of)
        return {each.rule for each in review_conflicts(chart, policy=POLICY).findings}

    def alive() -> int:
        gc.collect()
        return sum(isinstance(each, Facts | Index | Record) for each in gc.get_objects())

    found = reviewed()  # what is worked out once for good, is by now
    before = alive()
    assert [reviewed() for _ in range(3)] == [found] * 3
    assert alive() == before


def test_links_are_followed_once_in_an_epoch_for_all_families_around_a_directory(
    monkeypatch: pytest.MonkeyPatch,
):
    followed: list[tuple[str, str]] = []
    plainly = Network._links

    def counted(self: Network, person: str, agency: str):
        followed.append((person, agency))
        return plainly(self, person, agency)

    monkeypatch.setattr(Network, "_links", counted)
    job = Period(start=date(2025, 1, 1), end=date(2026, 1, 1))
    shared = Facts(
        people=(PersonFact(id="ann"),),
        agencies=(AgencyFact(id="x"), AgencyFact(id="y")),
        ties=(TieFact(id="job", kind="employed_by", subject="ann", object="x", period=job),),
    )

    def found(own: Facts, as_of: date) -> list[tuple[date | None, date | None]]:
        review = review_facts(Facts.together(own, shared), policy=POLICY, as_of=as_of)
        return [(each.start, each.end) for each in review.findings if each.rule == "COI-EMP-01"]

    begins = date(2025, 6, 1)
    assert found(family("one", begins), date(2025, 7, 1)) == [(begins, job.end)]
    once = len(followed)
    assert once > 0
    earlier = date(2025, 3, 1)
    assert found(family("two", earlier), date(2026, 7, 1)) == [(earlier, job.end)]
    more = len(followed)
    assert more > once, "days before those that were asked about are asked about"
    assert found(family("three", date(2025, 4, 1)), date(2026, 7, 1)) == [
        (date(2025, 4, 1), job.end)
    ]
    assert len(followed) == more
    own = TieFact(id="gives", kind="contracted_by", subject="one-m", object="y")
    assert found(family("one", begins, own), date(2025, 7, 1)) == [(begins, job.end)]
    assert len(followed) > more, "a family that has such a tie of its own has its own answers"


def test_what_might_link_somebody_to_an_agency_is_asked_once_for_all_families_around_a_directory(
    monkeypatch: pytest.MonkeyPatch,
):
    asked: list[str] = []
    plainly = possible.links_possible

    def counted(index, person, agencies):
        asked.append(person)
        return plainly(index, person, agencies)

    monkeypatch.setattr(possible, "links_possible", counted)
    shared = Facts(
        people=(PersonFact(id="ann"),),
        agencies=(AgencyFact(id="x"), AgencyFact(id="y")),
        ties=(TieFact(id="job", kind="employed_by", subject="ann", object="y"),),
    )
    begins = date(2025, 6, 1)
    own = TieFact(id="works", kind="employed_by", subject="ann", object="x")
    told = []
    for facts in (family("one", begins), family("two", begins), family("own", begins, own)):
        review = review_facts(Facts.together(facts, shared), policy=POLICY, as_of=begins)
        told.append(({each.rule for each in review.findings} & {"COI-EMP-01"}, len(asked)))
    assert told == [(set(), 1), (set(), 1), ({"COI-EMP-01"}, 2)]
