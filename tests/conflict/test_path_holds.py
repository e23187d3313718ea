"""A finding stands on each fact of its path: without any one of them, it does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs
import pytest
from tests.conflict.test_properties import PLAIN, pack_of_all
from tests.conflict.test_vectors import ALL

from wraparound.conflict.facts import Facts
from wraparound.conflict.projection import facts_of
from wraparound.conflict.review import review_facts
from wraparound.errors import FactsInvalid, RecordInvalid
from wraparound.model.findings import Disposition, Finding, Timing
from wraparound.model.periods import Period
from wraparound.model.terms import UNKNOWN
from wraparound.policy import Policy
from wraparound.testing.scenarios import scenario_chart

pytestmark = pytest.mark.skipif(not ALL, reason="the shared vectors are not there")

ON_ANOTHER_DAY = frozenset({"COI-EXC-02", "COI-SVC-03"})
"""They ask for a tie on the day of an approval, or of a version."""

OUTLIVES = frozenset({"COI-KIN-02"})
"""A marriage that ended still counts for a time."""

OF_SEVERAL_WAYS = frozenset({"COI-OWN-02", "COI-OWN-03"})
"""A share that comes over several ways may be an interest without one of them."""

OUTLIVES_THE_PLAN = frozenset({"COI-GRV-01", "COI-REQ-01"})
"""A complaint and a request are answered whether or not the plan goes on."""

UNSURE = Period(start=UNKNOWN, end=UNKNOWN)
ORGANISATIONS = pack_of_all(level=lambda _: "organisation")


def told() -> Iterator[tuple[str, Facts, date]]:
    for name, vector in ALL.items():
        day = date.fromisoformat(vector["as_of"])
        try:
            yield name, facts_of(scenario_chart(vector["facts"], as_of=day)), day
        except (FactsInvalid, RecordInvalid):
            continue  # it is about facts that no review can be made of


TOLD = list(told())


def current(facts: Facts, day: date, policy: Policy) -> dict[tuple[object, ...], Finding]:
    try:
        found = review_facts(facts, policy=policy, as_of=day).findings
    except FactsInvalid:
        return {}
    return {
        (each.rule, each.plan, each.holder, each.counterparty, each.path): each
        for each in found
        if each.timing is Timing.CURRENT
    }


def dated(facts: Facts, path: tuple[str, ...], day: date) -> Iterator[tuple[str, Any]]:
    """The facts of a path that stand on the day and have a day before it, with their kind."""
    for kind, held in facts.by_kind():
        for fact in held:
            if fact.id not in path or kind == "services":
                continue
            period = getattr(fact, "period", None)
            if period is not None and period.covers(day):
                yield kind, fact


def instead(facts: Facts, kind: str, old: Any, new: Any) -> Facts:
    held = (new if fact is old else fact for fact in getattr(facts, kind))
    return attrs.evolve(facts, **{kind: tuple(held)})


def ended(fact: Any, day: date) -> Any:
    start = fact.period.start
    began = start if isinstance(start, date) and start < day else None
    return attrs.evolve(fact, period=Period(start=began, end=day))


@pytest.mark.parametrize("policy", [PLAIN, ORGANISATIONS], ids=["people", "organisations"])
def test_where_a_fact_of_the_path_has_ended_the_finding_has_ended_with_it(policy: Policy):
    asked: set[str] = set()
    for name, facts, day in TOLD:
        for key, finding in current(facts, day, policy).items():
            for kind, fact in dated(facts, finding.path, day):
                if kind == "ties" and finding.rule in ON_ANOTHER_DAY | OUTLIVES:
                    continue
                over = instead(facts, kind, fact, ended(fact, day))
                assert key not in current(over, day, policy), (name, finding.rule, fact.id)
                asked.add(finding.rule)
    assert len(asked) > 35


@pytest.mark.parametrize("policy", [PLAIN, ORGANISATIONS], ids=["people", "organisations"])
def test_where_nobody_knows_when_a_fact_of_the_path_stood_nothing_is_sure(policy: Policy):
    asked: set[str] = set()
    for name, facts, day in TOLD:
        for key, finding in current(facts, day, policy).items():
            if finding.rule in OF_SEVERAL_WAYS:
                continue
            for kind, fact in dated(facts, finding.path, day):
                unsure = instead(facts, kind, fact, attrs.evolve(fact, period=UNSURE))
                found = current(unsure, day, policy).get(key)
                if found is not None:
                    where = (name, finding.rule, fact.id)
                    assert found.disposition is Disposition.INDETERMINATE, where
                    assert {f"unknown_from:{fact.id}", f"unknown_until:{fact.id}"} <= {
                        *found.reasons
                    }, where
                    asked.add(finding.rule)
    assert len(asked) > 25


@pytest.mark.parametrize("policy", [PLAIN, ORGANISATIONS], ids=["people", "organisations"])
def test_where_the_service_or_the_plan_has_ended_the_finding_has_ended_with_it(policy: Policy):
    asked: set[str] = set()
    for name, facts, day in TOLD:
        for key, finding in current(facts, day, policy).items():
            if finding.rule in OUTLIVES_THE_PLAN:
                continue
            for service in facts.services:
                if service.id not in finding.path:
                    continue
                over = instead(facts, "services", service, attrs.evolve(service, spans=()))
                assert key not in current(over, day, policy), (name, finding.rule)
                asked.add(finding.rule)
            for plan in facts.plans:
                if plan.id == finding.plan and plan.period.covers(day):
                    over = instead(facts, "plans", plan, ended(plan, day))
                    assert key not in current(over, day, policy), (name, finding.rule)
                    asked.add(finding.rule)
    assert len(asked) > 35
