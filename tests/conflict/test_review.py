"""The review as a whole: deterministic, exact in its days, telling why, and telling no secrets."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from wraparound.chart import Chart
from wraparound.conflict import compare, explain, load_catalogue, review_conflicts
from wraparound.conflict.moment import Moment
from wraparound.conflict.rules import RULES, RULES_AFTER
from wraparound.errors import FactsInvalid, PolicyUnknown
from wraparound.model.findings import Disposition, QuestionKind, Review, Severity
from wraparound.model.plan import Plan
from wraparound.model.terms import UNKNOWN
from wraparound.policy import Pack, PackRule, choose_policy, load_packs
from wraparound.program import assemble_hooks, plugin_packs
from wraparound.testing.scenarios import scenario_chart

FEDERAL = ("FED-1915C", "FED-1915I", "FED-1915K", "FED-TCM")
TODAY = date(2025, 6, 1)

Facts = dict[str, list[dict[str, Any]]]


def facts(**more: list[dict[str, Any]]) -> Facts:
    """A facilitator, a youth, a plan, and an agency that gives one service."""
    held: Facts = {
        "people": [{"id": "fac", "name": "Wren Alder"}],
        "agencies": [
            {"id": "pv", "name": "Larch House"},
            {"id": "hub", "name": "Coordination Hub"},
        ],
        "youth": [{"id": "kid", "name": "Juniper Vale", "areas": [{"area": "oakfield"}]}],
        "plans": [{"id": "pl", "youth": "kid", "from": "2025-01-01"}],
        "duties": [
            {"id": "d1", "plan": "pl", "role": "facilitator", "holder": "fac", "from": "2025-01-01"}
        ],
        "services": [
            {
                "id": "s1",
                "plan": "pl",
                "provider": "pv",
                "category": "respite",
                "paid": True,
                "hcbs": True,
                "spans": [{"status": "active", "from": "2025-02-01"}],
            }
        ],
        "ties": [],
    }
    for kind, rows in more.items():
        held[kind] = [*held.get(kind, []), *rows]
    return held


def job(**more: Any) -> dict[str, Any]:
    return {"id": "t1", "kind": "employed_by", "subject": "fac", "object": "pv", **more}


def review(given: Mapping[str, Any], *, packs: tuple[str, ...] = FEDERAL, **days: date) -> Review:
    as_of = days.pop("as_of", TODAY)
    return review_conflicts(scenario_chart(given, as_of=as_of), policy=choose_policy(packs), **days)


def raised(found: Review, rule: str) -> list[tuple[date | None, date | None]]:
    return [(each.start, each.end) for each in found.findings if each.rule == rule]


def test_every_rule_is_explained_and_asked():
    """The catalogue, the code and the packs know the same rules."""
    asked = {*RULES, *RULES_AFTER}
    assert asked == set(load_catalogue())
    hooks, _ = assemble_hooks()
    packs = (*load_packs().values(), *plugin_packs(hooks).values())
    assert asked == {code for pack in packs for code in pack.rules}


def test_a_rule_that_nobody_knows_is_named_with_the_nearest():
    with pytest.raises(PolicyUnknown, match="did you mean 'COI-KIN-01'"):
        explain("COI-KIN-1")


def test_a_pack_with_a_rule_that_nobody_asks_is_refused():
    """Its silence would look like an all-clear."""
    code = "COI-XXX-01"
    pack = Pack(id="MINE", title="Mine", rules={code: PackRule(code=code, severity=Severity.LOW)})
    policy = choose_policy(["MINE"], packs={"MINE": pack})
    with pytest.raises(PolicyUnknown, match=code):
        review_conflicts(scenario_chart(facts(), as_of=TODAY), policy=policy)


def test_a_finding_tells_the_chain_the_reason_and_what_to_do():
    found = review(facts(ties=[job(**{"from": "2024-01-01"})]))
    finding = found.findings[0]
    assert (finding.rule, finding.severity) == ("COI-EMP-01", Severity.PROHIBITED)
    assert [(each.id, each.kind, each.says) for each in finding.evidence] == [
        ("d1", "duty", "facilitator of"),
        ("t1", "tie", "employed by"),
        ("s1", "service", "delivers a service of"),
    ]
    assert finding.evidence[1].period.start == date(2024, 1, 1)
    assert finding.title
    assert finding.why
    assert finding.remedy.family
    assert finding.remedy.administrator


def test_each_pack_speaks_for_itself_with_its_own_citation():
    found = review(facts(ties=[job()]))
    views = found.findings[0].by_pack
    assert [view.pack for view in views] == list(FEDERAL)
    assert views[0].citation == "42 CFR 441.301(c)(1)(vi)"
    assert views[3].severity is Severity.HIGH


def test_a_finding_has_no_name_and_no_personal_text_anywhere():
    found = review(facts(ties=[job()]))
    shown = repr(found)
    for secret in ("Wren", "Alder", "Juniper", "Vale", "Larch"):
        assert secret not in shown


def test_the_order_of_records_never_matters():
    given = facts(
        people=[{"id": "sam", "name": "Sam Birch"}],
        ties=[
            job(),
            {"id": "t2", "kind": "owns", "subject": "fac", "object": "hub", "share": "0.6"},
            {"id": "t3", "kind": "owns", "subject": "hub", "object": "pv", "share": "0.6"},
            {"id": "t4", "kind": "kin", "subject": "fac", "object": "sam", "relation": "spouse_of"},
            {"id": "t5", "kind": "office", "subject": "sam", "object": "pv", "position": "chair"},
        ],
    )
    first = review(given)
    shuffler = random.Random(7)  # noqa: S311 - the same orders every time
    for _ in range(5):
        shuffled = {kind: shuffler.sample(rows, len(rows)) for kind, rows in given.items()}
        assert review(shuffled) == first
    assert {"COI-EMP-01", "COI-OWN-03", "COI-OWN-04", "COI-KIN-03"} <= {
        each.rule for each in first.findings
    }


def test_asking_only_where_something_changes_misses_no_day(monkeypatch: pytest.MonkeyPatch):
    """Asked on every single day of three years, the review says the same."""
    given = facts(
        ties=[
            job(**{"from": "2024-01-01", "until": "unknown", "last_known": "2025-03-10"}),
            {
                "id": "t2",
                "kind": "same_legal_entity_as",
                "subject": "hub",
                "object": "pv",
                "from": "2025-04-01",
            },
        ],
        disclosures=[
            {"id": "x1", "kind": "interests", "person": "fac", "date": "2024-05-05", "declares": []}
        ],
        events=[{"id": "e1", "kind": "discharge", "plan": "pl", "date": "2025-05-01", "by": "pv"}],
        grievances=[{"id": "g1", "plan": "pl", "received": "2025-03-01", "subject": "pv"}],
    )
    packs = (*FEDERAL, "GOOD-PRACTICE")
    sparse = review(given, packs=packs)
    watched = Moment.watched

    def every_day(self: Moment, ask: Any, *asked: Any) -> tuple[Any, date]:
        """Say of every answer in three years that tomorrow's may be another."""
        answer, until = watched(self, ask, *asked)
        today = max(self._date, date(2023, 12, 31))
        until = min(until, today + timedelta(days=1)) if today.year < 2027 else until
        asked_on.add(self._date)
        return answer, until

    asked_on: set[date] = set()
    monkeypatch.setattr(Moment, "watched", every_day)
    dense = review(given, packs=packs)
    assert len(asked_on) > 1000
    assert dense.may_change_on != sparse.may_change_on
    assert attrs.evolve(dense, may_change_on=sparse.may_change_on) == sparse
    assert len(sparse.findings) > 4


def test_a_conflict_ends_with_the_job_and_does_not_wait_for_the_day_of_the_review():
    found = review(facts(ties=[job(until="2025-08-01")]))
    assert raised(found, "COI-EMP-01") == [(date(2025, 2, 1), date(2025, 8, 1))]


def test_a_duty_counts_as_its_plan_does_also_once_the_plan_itself_is_in_doubt():
    given = facts(ties=[job()])
    given["plans"][0].update(until="unknown", last_known="2025-03-10")
    sure, doubtful = [e for e in review(given).findings if e.rule == "COI-EMP-01"]
    assert (sure.disposition, sure.end) == (Disposition.CONFLICT, date(2025, 3, 11))
    assert doubtful.start == date(2025, 3, 11)
    assert doubtful.reasons == ("unknown_until:pl",)


def test_what_begins_after_the_day_is_not_told():
    found = review(facts(ties=[job(**{"from": "2025-09-01"})]))
    assert raised(found, "COI-EMP-01") == []


def test_an_unknown_end_of_a_job_is_a_gap_and_not_an_all_clear():
    found = review(facts(ties=[job(until="unknown", last_known="2025-03-01")]))
    sure, open_end = [each for each in found.findings if each.rule == "COI-EMP-01"]
    assert (sure.disposition, sure.end) == (Disposition.CONFLICT, date(2025, 3, 2))
    assert open_end.disposition is Disposition.INDETERMINATE
    assert open_end.reasons == ("unknown_until:t1",)


def test_without_a_disclosure_nobody_is_clear():
    found = review(facts())
    assert found.clear == ()
    assert [each.reasons for each in found.findings if each.rule == "COI-OWN-06"] == [
        ("no_disclosure",)
    ]


def test_with_a_current_disclosure_and_no_tie_the_facilitator_is_clear():
    disclosure = {"id": "x1", "kind": "interests", "person": "fac", "date": "2025-01-01"}
    found = review(facts(disclosures=[disclosure]))
    assert [(each.holder, each.counterparty) for each in found.clear] == [("fac", "pv")]


def test_a_comparison_tells_what_a_change_would_add_and_remove():
    before = review(facts())
    after = review(facts(ties=[job()]))
    assert {each.rule for each in compare(before, after).added} == {"COI-EMP-01"}
    assert compare(after, before).removed == compare(before, after).added


def test_facts_that_contradict_one_another_stop_the_review():
    half = {"kind": "owns", "object": "pv", "share": "0.6"}
    given = facts(
        ties=[{"id": "t1", "subject": "fac", **half}, {"id": "t2", "subject": "hub", **half}]
    )
    with pytest.raises(FactsInvalid) as error:
        review(given)
    assert (error.value.code, error.value.ids) == ("shares_exceed_whole", ("t1", "t2"))


def test_a_service_of_a_provider_that_nobody_named_is_asked_about(chart_without_provider: Chart):
    """Who cannot be named cannot be called clear either."""
    found = review_conflicts(chart_without_provider, policy=choose_policy(FEDERAL))
    assert [each.kind for each in found.questions] == [QuestionKind.UNNAMED_PROVIDER]
    assert found.clear == ()


@pytest.fixture
def chart_without_provider() -> Chart:
    disclosure = {"id": "x1", "kind": "interests", "person": "fac", "date": "2025-01-01"}
    chart = scenario_chart(facts(disclosures=[disclosure]), as_of=TODAY)
    records = [each for each in chart.records if not isinstance(each, Plan)]
    plans = [
        attrs.evolve(
            plan, services=tuple(attrs.evolve(each, provider=UNKNOWN) for each in plan.services)
        )
        for plan in chart.plans
    ]
    return Chart.of([*records, *plans], as_of=TODAY, directory=chart.directory)
