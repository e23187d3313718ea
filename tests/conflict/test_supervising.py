"""Who watches over a plan, and who stands above both sides of it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from tests.conflict.test_clear_records import service
from tests.conflict.test_rules_apart import FACTS, PAST, SINCE, UNSURE, found, tie, told

from wraparound.conflict import kinds
from wraparound.model.findings import Disposition, Severity
from wraparound.policy import Pack, PackRule, Policy


def monitor(names: tuple[str, ...] | None, **more: Any) -> list[tuple[Any, ...]]:
    held = kinds.DutyFact(
        id="m", plan="pl", role="plan_monitor", holder="peer", services=names, period=SINCE
    )
    return told("COI-SVC-02", duties=(held,), **more)


def test_a_monitor_answers_for_the_services_that_the_duty_names_and_for_all_where_it_names_none():
    both = (service("s", "pv"), service("s-2", "pv"))
    works = (tie("job", "employed_by", "peer", "pv"),)
    assert [each[2][-1] for each in monitor(None, services=both, ties=works)] == ["s", "s-2"]
    assert [each[2][-1] for each in monitor(("s-2",), services=both, ties=works)] == ["s-2"]
    performs = tuple(
        attrs.evolve(each, performers=(kinds.PerformerFact(person="peer", period=SINCE),))
        for each in both
    )
    assert monitor(("s-2",), services=performs) == [("peer", "pv", ("m", "s-2"), "conflict")]
    once = attrs.evolve(both[0], performers=(kinds.PerformerFact(person="peer", period=PAST),))
    assert monitor(None, services=(once,)) == []


def test_an_agency_that_monitors_is_found_under_its_other_name():
    held = kinds.DutyFact(id="m", plan="pl", role="plan_monitor", holder="co", period=SINCE)
    one = tie("one", "same_legal_entity_as", "co", "pv")
    assert told("COI-SVC-02", duties=(held,), ties=(one,)) == [
        ("co", "pv", ("m", "one", "s"), "conflict")
    ]
    assert told("COI-SVC-02", duties=(held,)) == []


BOSS = tie("chain", "supervises", "boss", "fac")


def sides(*ties: kinds.TieFact, performers: tuple[str, ...] = (), **more: Any) -> list[Any]:
    delivered = attrs.evolve(
        FACTS.services[0],
        performers=tuple(kinds.PerformerFact(person=each, period=SINCE) for each in performers),
    )
    return told("COI-SUP-01", ties=(BOSS, *ties), services=(delivered,), **more)


@pytest.mark.parametrize("position", ["officer", "managing_employee"])
def test_a_boss_who_runs_the_provider_stands_on_both_sides(position: str):
    runs = tie("runs", "office", "boss", "pv", position=position)
    assert sides(runs) == [("boss", "pv", ("d", "chain", "runs", "s"), "conflict")]
    assert sides(attrs.evolve(runs, object="co")) == []
    assert sides(attrs.evolve(runs, period=PAST)) == []


def test_a_seat_on_the_board_alone_is_not_running_it():
    assert sides(tie("sits", "office", "boss", "pv", position="director")) == []


def test_a_boss_who_leads_the_unit_or_supervises_who_delivers():
    leads = tie("leads", "leads", "boss", "pv")
    assert sides(leads) == [("boss", "pv", ("d", "chain", "leads", "s"), "conflict")]
    over = tie("over", "supervises", "boss", "staff")
    expected = [("boss", "pv", ("d", "chain", "over", "s"), "conflict")]
    assert sides(over, performers=("staff",)) == expected
    assert sides(over) == []
    assert sides(performers=("fac",)) == []
    assert sides(attrs.evolve(over, subject="kin"), performers=("staff",)) == []
    maybe = sides(attrs.evolve(over, period=UNSURE), performers=("staff",))
    assert [each[3] for each in maybe] == ["indeterminate"]


def test_the_boss_of_a_boss_counts_where_the_pack_says_so_over_the_sure_chain_first():
    rule = PackRule(code="COI-SUP-01", severity=Severity.HIGH)
    policy = Policy(
        packs=(Pack(id="p", title="p", rules={rule.code: rule}, params={"supervision.depth": 2}),)
    )
    upper = tie("upper", "supervises", "kin", "boss")
    unsure = tie("a-way", "supervises", "kin", "fac", period=UNSURE)
    leads = tie("leads", "leads", "kin", "pv")

    def above(*ties: kinds.TieFact) -> list[tuple[tuple[str, ...], Disposition]]:
        facts = attrs.evolve(FACTS, ties=ties)
        held = found("COI-SUP-01", facts, policy=policy)
        return [(each.path, each.disposition) for each in held if each.holder == "kin"]

    sure = [(("d", "chain", "upper", "leads", "s"), Disposition.CONFLICT)]
    assert above(BOSS, upper, leads) == sure
    assert above(BOSS, upper, unsure, leads) == sure
    assert above(unsure, leads) == [(("d", "a-way", "leads", "s"), Disposition.INDETERMINATE)]
    assert told("COI-SUP-01", ties=(BOSS, upper, leads)) == []
