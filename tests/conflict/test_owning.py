"""Who owns a part of a provider: directly, through others, beside them, by a debt, or untold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from tests.conflict.test_rules_apart import FACTS, PAST, UNSURE, found, tie

from wraparound.conflict import acts, kinds
from wraparound.model.findings import Finding, Severity, Timing
from wraparound.model.shares import Share
from wraparound.policy import Pack, PackRule, Policy
from wraparound.policy.pack import Variant


def share(low: str, high: str | None = None, *, low_open: bool = False, high_open: bool = False):
    return Share(
        low=Decimal(low),
        high=Decimal(low if high is None else high),
        low_open=low_open,
        high_open=high_open,
    )


def owns(name: str, who: str, what: str, part: Share, **more: Any) -> kinds.TieFact:
    return tie(name, "owns", who, what, share=part, **more)


def all_of(*ties: kinds.TieFact, code: str, **more: Any) -> list[Finding]:
    return found(code, attrs.evolve(FACTS, ties=ties, **more))


def told(*ties: kinds.TieFact, code: str, **more: Any) -> list[tuple[tuple[str, ...], str]]:
    return [(each.path, each.disposition.value) for each in all_of(*ties, code=code, **more)]


def measured(finding: Finding) -> tuple[str, list[tuple[str, str]]]:
    assert finding.measure is not None
    return finding.measure.name, [(each.name, each.value) for each in finding.measure.values]


def test_a_share_in_ones_own_name():
    held = owns("own", "fac", "pv", share("0.03"))
    (finding,) = all_of(held, code="COI-OWN-01")
    assert (finding.path, finding.disposition.value) == (("d", "own", "s"), "conflict")
    assert measured(finding) == ("direct_share", [("lo", "0.03"), ("hi", "0.03")])
    assert told(attrs.evolve(held, period=PAST), code="COI-OWN-01") == []
    assert told(attrs.evolve(held, object="co"), code="COI-OWN-01") == []
    assert told(attrs.evolve(held, via="mutual_fund"), code="COI-OWN-01") == []


def graded(code: str) -> Policy:
    case = Variant(severity=Severity.PROHIBITED)
    rule = PackRule(code=code, severity=Severity.LOW, variants={"at_or_above_grade": case})
    return Policy(packs=(Pack(id="p", title="p", rules={code: rule}),))


@pytest.mark.parametrize(("part", "weight"), [("0.05", "prohibited"), ("0.04", "low")])
def test_a_share_of_the_size_that_grades_it_weighs_more(part: str, weight: str):
    facts = attrs.evolve(FACTS, ties=(owns("own", "fac", "pv", share(part)),))
    (finding,) = found("COI-OWN-01", facts, policy=graded("COI-OWN-01"))
    assert finding.severity.value == weight


CHAIN = (owns("a", "fac", "co", share("0.5")), owns("b", "co", "pv", share("0.08")))


def test_an_interest_through_another_agency_is_small_or_not_and_never_both():
    assert told(*CHAIN, code="COI-OWN-02") == [(("d", "a", "b", "s"), "conflict")]
    assert told(*CHAIN, code="COI-OWN-03") == []
    large = (CHAIN[0], owns("b", "co", "pv", share("0.1")))
    assert told(*large, code="COI-OWN-02") == []
    (finding,) = all_of(*large, code="COI-OWN-03")
    assert measured(finding) == ("look_through", [("lo", "0.05"), ("hi", "0.05")])
    direct = owns("own", "fac", "pv", share("0.01"))
    assert told(direct, code="COI-OWN-02") == []


def test_a_range_around_the_grade_is_not_to_be_told():
    wide = (CHAIN[0], owns("b", "co", "pv", share("0.04", "0.2")))
    for code in ("COI-OWN-02", "COI-OWN-03"):
        ((path, disposition),) = told(*wide, code=code)
        assert (path, disposition) == (("d", "a", "b", "s"), "indeterminate")


def test_control_of_the_provider():
    control = tie("ctl", "controls", "fac", "pv")
    assert told(control, code="COI-OWN-04") == [(("d", "ctl", "s"), "conflict")]
    most = owns("own", "fac", "pv", share("0.51"))
    assert told(most, code="COI-OWN-04") == [(("d", "own", "s"), "conflict")]
    assert told(owns("own", "fac", "pv", share("0.5")), code="COI-OWN-04") == []


def debt(part: Share, assets: Share, **more: Any) -> kinds.TieFact:
    return tie("debt", "secured_debt", "fac", "pv", share=part, assets=assets, **more)


def test_a_secured_debt_counts_as_what_it_is_of_the_whole():
    (finding,) = all_of(debt(share("0.5"), share("0.2")), code="COI-OWN-05")
    assert (finding.path, finding.disposition.value) == (("d", "debt", "s"), "conflict")
    assert measured(finding) == ("secured_debt", [("lo", "0.1"), ("hi", "0.1")])
    assert told(debt(share("0.5"), share("0")), code="COI-OWN-05") == []
    assert told(attrs.evolve(debt(share("1"), share("1")), object="co"), code="COI-OWN-05") == []
    maybe = debt(share("0.5"), share("0", "0.2"))
    assert [each[1] for each in told(maybe, code="COI-OWN-05")] == ["indeterminate"]
    some = debt(share("0.5"), share("0", "0.2", low_open=True))
    assert [each[1] for each in told(some, code="COI-OWN-05")] == ["conflict"]
    both = debt(share("0", "0.5", low_open=True), share("0", "0.2"))
    assert [each[1] for each in told(both, code="COI-OWN-05")] == ["indeterminate"]


def test_debts_up_to_a_size_that_is_not_reached_are_below_the_grade():
    policy = graded("COI-OWN-05")
    for part, weight in (
        (share("0.1"), "prohibited"),
        (share("0.05", "0.1", high_open=True), "low"),
        (share("0.05", "0.1"), "low"),
    ):
        facts = attrs.evolve(FACTS, ties=(debt(part, share("0.5")),))
        (finding,) = found("COI-OWN-05", facts, policy=policy)
        assert finding.severity.value == weight


SISTERS = (
    owns("part", "fac", "co", share("0.1")),
    tie("up", "controls", "other", "co"),
    tie("down", "controls", "other", "pv"),
)


def test_a_part_of_an_agency_under_one_control_with_the_provider_is_a_signal():
    (finding,) = all_of(*SISTERS, code="COI-OWN-02")
    assert finding.path == ("d", "down", "part", "up", "s")
    assert (finding.disposition.value, finding.reasons) == ("potential", ("common_control_only",))


def test_no_signal_where_the_part_is_an_interest_itself_or_nothing_is_common():
    interest = owns("own", "fac", "pv", share("0.01"))
    assert all("up" not in each[0] for each in told(*SISTERS, interest, code="COI-OWN-02"))
    assert told(*SISTERS[:2], code="COI-OWN-02") == []
    assert told(SISTERS[0], SISTERS[2], code="COI-OWN-02") == []
    of_itself = (SISTERS[0], tie("ctl", "controls", "co", "pv"))
    assert told(*of_itself, code="COI-OWN-02") == []
    unsure = (*SISTERS[:2], attrs.evolve(SISTERS[2], period=UNSURE))
    assert [each[1] for each in told(*unsure, code="COI-OWN-02")] == ["indeterminate"]


def test_who_owns_most_of_their_employer():
    job = tie("job", "employed_by", "fac", "co")
    assert told(job, owns("own", "fac", "co", share("0.6")), code="COI-OWN-07") == [
        (("d", "job", "own"), "conflict")
    ]
    assert told(job, owns("own", "fac", "co", share("0.5")), code="COI-OWN-07") == []
    assert told(job, owns("own", "fac", "pv", share("0.6")), code="COI-OWN-07") == []
    assert told(attrs.evolve(job, object=None), code="COI-OWN-07") == []


def doubts(
    *ties: kinds.TieFact, day: date, declares: tuple[str, ...] = (), kind: str = "interests"
):
    made = acts.DisclosureFact(id="di", kind=kind, person="fac", day=day, declares=declares)
    return [
        (each.path, each.reasons)
        for each in all_of(*ties, code="COI-OWN-06", disclosures=(made,))
        if each.timing is Timing.CURRENT
    ]


JOB = tie("job", "employed_by", "fac", "pv")
NEW = date(2026, 1, 15)


def test_a_disclosure_is_relied_on_while_it_is_new_and_tells_what_there_is():
    assert doubts(day=NEW) == []
    assert doubts(JOB, day=NEW, declares=("job",)) == []
    assert doubts(day=NEW, kind="attestation") == [(("d",), ("no_disclosure",))]
    assert doubts(day=date(2024, 1, 1)) == [(("d", "di"), ("stale_disclosure",))]


@pytest.mark.parametrize(
    "kind",
    ["employed_by", "contracted_by", "compensated_by", "office", "owns", "secured_debt"],
)
def test_a_tie_to_a_provider_that_it_leaves_out_contradicts_it(kind: str):
    hidden = tie("x", kind, "fac", "pv", share=share("0.1"), assets=share("0.1"))
    reason = ("disclosure_contradicted:x",)
    assert doubts(hidden, day=NEW) == [(("d", "di"), reason)]
    assert doubts(attrs.evolve(hidden, object="co"), day=NEW) == []
    later = attrs.evolve(hidden, period=attrs.evolve(hidden.period, start=date(2026, 2, 1)))
    assert doubts(later, day=NEW) == []
    over = attrs.evolve(hidden, period=attrs.evolve(hidden.period, end=date(2026, 2, 1)))
    assert doubts(over, day=NEW) == []
    assert doubts(attrs.evolve(hidden, period=UNSURE), day=NEW) == []
    assert doubts(hidden, day=date(2024, 1, 1)) == [(("d", "di"), ("stale_disclosure",))]


def test_both_reasons_are_told_together():
    old = attrs.evolve(JOB, period=attrs.evolve(JOB.period, start=date(2023, 1, 1)))
    ((_, reasons),) = doubts(old, day=date(2024, 1, 1))
    assert reasons == ("disclosure_contradicted:job", "stale_disclosure")


def test_without_a_paid_service_nobody_need_disclose_for_it():
    unpaid = (attrs.evolve(FACTS.services[0], paid=False),)
    assert told(code="COI-OWN-06", services=unpaid) == []
    assert told(code="COI-OWN-06")
