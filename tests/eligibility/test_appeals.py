"""How a decision can be appealed: routes out of packs, days, what was told and asked."""

from __future__ import annotations

import json
from datetime import date

import attrs
import pytest
from tests.eligibility.test_replay import LAKE, rules_of
from tests.states import EVERY_RULE

from wraparound import Program
from wraparound.eligibility.appealing import (
    NOT_ON_FILE,
    appeal_as_json,
    appeal_lines,
    begin_appeal,
    family_lines,
    routes_of,
)
from wraparound.eligibility.determination import determine
from wraparound.eligibility.explaining import explain
from wraparound.errors import PolicyInvalid, RecordNotFound
from wraparound.model import (
    Appeal,
    AppealOutcome,
    AppealStart,
    Determination,
    Family,
    NoticeForm,
)

DAY = date(2026, 2, 1)
ELSEWHERE = LAKE.replace("US-XX", "ZZ")
ROUTE = """\
appeals:
  - id: lake.hearing
    title: Hearing before the county
    decides: The county's hearing officer
    ask: By phone or in writing, at the county office
    days: 30
    counted_from: notice_mailed
    citation: Lake Code 12
    effective_from: "2026-01-01"
    confidence: found
    continue: {days: 10, counted_from: action, words: Services go on., citation: Lake Code 13}
"""


def decided(text=LAKE, on=DAY):
    return determine("lake.entry", {}, on=on, rule_sets=rules_of(text))


def state(name):
    return determine(name, {}, on=DAY, rule_sets=EVERY_RULE)


def test_a_programs_own_route_is_told_with_its_days_and_its_text():
    (route,) = routes_of(decided(ROUTE + LAKE))
    assert (route.days, route.counted_from) == (30, AppealStart.NOTICE_MAILED)
    appeal = begin_appeal(decided(ROUTE + LAKE))
    lines = list(appeal_lines(appeal))
    assert (
        "Ask within 30 days from the day on which the notice was mailed. Source: Lake Code 12."
        in lines
    )
    assert lines[-1] == "The record does not show that the family was told how to appeal."
    assert not any("Lake Code" in line for line in family_lines(appeal))


def test_the_last_days_are_told_once_the_days_are_known():
    (route,) = routes_of(decided(ROUTE + LAKE))
    appeal = Appeal(routes=(route,), mailed_on=date(2026, 2, 2), action_on=date(2026, 2, 20))
    assert appeal.ask_by(route) == date(2026, 3, 4)
    assert appeal.continue_by(route) == date(2026, 3, 2)
    said = " ".join(family_lines(appeal))
    assert "Ask by 2026-03-04" in said
    assert "asked for by 2026-03-02: Services go on." in said
    told = appeal_as_json(appeal, DAY)
    assert told["routes"][0]["ask_by"] == "2026-03-04"
    assert told["told_on"] == "2026-02-01"
    assert json.loads(json.dumps(told)) == told


def test_a_route_counts_only_while_it_is_in_force_and_was_read():
    assert routes_of(decided(ROUTE + ELSEWHERE, date(2025, 12, 31))) == ()
    recalled = ROUTE.replace("confidence: found", "confidence: background")
    assert routes_of(decided(recalled + ELSEWHERE)) == ()


def test_where_no_text_was_read_nothing_is_guessed():
    appeal = begin_appeal(decided(ELSEWHERE))
    assert appeal.routes == ()
    assert NOT_ON_FILE in list(appeal_lines(appeal))
    assert NOT_ON_FILE in list(family_lines(appeal))
    assert appeal_as_json(appeal)["if_not_on_file"] == NOT_ON_FILE


def test_a_state_without_a_route_tells_the_bound_of_federal_law_and_no_days():
    (route,) = routes_of(state("us-nj-ycm.entry"))
    assert route.id == "us-federal.medicaid-hearing"
    assert route.days_at_most == 90
    appeal = Appeal(routes=(route,), mailed_on=DAY)
    assert appeal.ask_by(route) is None
    said = " ".join(family_lines(appeal))
    assert NOT_ON_FILE in said
    assert "is not on file here. It may be 90 at most." in said
    assert appeal_as_json(appeal)["on_file"] is False


def test_mississippi_has_thirty_days_from_the_mailing():
    (route,) = routes_of(state("us-ms-mypac.entry"))
    assert Appeal(mailed_on=date(2026, 2, 2)).ask_by(route) == date(2026, 3, 4)
    assert "100-5.9" in route.citation


def test_an_explanation_tells_the_route():
    told = explain(decided(ROUTE + LAKE))["appeal"]
    assert told["routes"][0]["citation"] == "Lake Code 12"
    assert explain(decided())["appeal"]["on_file"] is False


def test_a_bad_route_tells_all_its_faults():
    bad = """\
appeals:
  - {id: "", days: 0, counted_from: someday, confidence: sure, effective_to: soon, more: 1}
  - {id: a, title: A, citation: c, confidence: found, counted_from: action, continue: {days: x}}
  - id: b
    title: B
    citation: c
    confidence: found
    effective_from: "2026-02-01"
    effective_to: "2026-01-01"
"""
    with pytest.raises(PolicyInvalid) as refused:
        rules_of(bad + LAKE)
    assert {fault.path for fault in refused.value.faults} >= {
        "appeals[0].id",
        "appeals[0].title",
        "appeals[0].days",
        "appeals[0].counted_from",
        "appeals[0].citation",
        "appeals[0].confidence",
        "appeals[0].effective_to",
        "appeals[0].more",
        "appeals[1].counted_from",
        "appeals[1].continue.days",
        "appeals[1].continue.counted_from",
        "appeals[1].continue.words",
        "appeals[1].continue.citation",
        "appeals[2].effective_to",
    }


@pytest.fixture(params=["memory:", "sqlite"])
def program(request, tmp_path):
    url = request.param if request.param == "memory:" else f"sqlite:///{tmp_path / 'cases.db'}"
    with Program.open(url, only=["us-ms"]) as opened:
        with opened.change(by="office", reason="test") as unit:
            unit.add(Family(id="reed"))
        yield opened


def test_what_was_told_and_asked_is_kept_with_the_decision(program):
    found = program.eligibility("reed", rules="us-ms-mypac.entry", as_of=DAY)
    kept = program.record_determination(found, family="reed", by="clerk")
    appeal = attrs.evolve(
        kept.appeal,
        told_to=("ada",),
        forms=(NoticeForm.WRITTEN, NoticeForm.SPOKEN),
        language="es",
        mailed_on=date(2026, 2, 2),
    )
    program.keep_appeal(kept.id, appeal, by="clerk", told_on=date(2026, 2, 2))
    (route,) = appeal.routes
    asked = attrs.evolve(
        appeal,
        asked_on=date(2026, 2, 9),
        asked_by="ada",
        route=route.id,
        wants_services_to_go_on=True,
    )
    program.keep_appeal(kept.id, asked, by="clerk")
    done = attrs.evolve(asked, outcome=AppealOutcome.CHANGED, decided_on=date(2026, 3, 20))
    program.keep_appeal(kept.id, done, by="clerk")
    stored = program.get(Determination, kept.id)
    assert stored.appeal == done
    assert stored.appeal_told_on == date(2026, 2, 2)
    assert list(appeal_lines(stored.appeal, stored.appeal_told_on))[-4:] == [
        "Told on 2026-02-02 to ada, written and verbal, in es.",
        "Asked for on 2026-02-09 by ada, us-ms.medicaid-hearing.",
        "It was asked that services go on meanwhile.",
        "Outcome: changed on 2026-03-20.",
    ]
    assert stored.inputs == kept.inputs
    with pytest.raises(RecordNotFound):
        program.keep_appeal("nothing", done, by="clerk")


def test_a_route_that_changes_later_does_not_change_what_was_told(program):
    found = determine("lake.entry", {}, on=DAY, rule_sets=rules_of(ROUTE + LAKE))
    kept = program.record_determination(found, family="reed", by="clerk")
    later = program.replay(
        kept.id, rule_sets=rules_of(ROUTE.replace("days: 30", "days: 20") + LAKE)
    )
    assert later.outcome.value == "same"
    assert later.determination.appeal.routes[0].days == 30
