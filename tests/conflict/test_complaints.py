"""Who may deal with a complaint, and what follows a complaint too soon."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.conflict.test_rules_apart import DAY, FACTS, PAST, SINCE, UNSURE, found, tie

from wraparound.conflict import acts, kinds
from wraparound.model.findings import Finding, Severity
from wraparound.model.periods import Period
from wraparound.policy import Pack, PackRule, Policy
from wraparound.policy.pack import Variant

COMPLAINT = acts.GrievanceFact(
    id="g",
    plan="pl",
    received=date(2026, 1, 15),
    period=Period(start=date(2026, 1, 15)),
    subject="fac",
    handlers=(acts.HandlerFact(person="boss", period=SINCE),),
)
JOB = tie("job", "employed_by", "fac", "pv")
SAME_JOB = tie("too", "employed_by", "boss", "pv")


def pack(code: str, **params: Any) -> Policy:
    personal = Variant(severity=Severity.PROHIBITED)
    rule = PackRule(code=code, severity=Severity.LOW, variants={"personal": personal})
    return Policy(packs=(Pack(id="p", title="p", rules={code: rule}, params=params),))


def handled(
    *ties: kinds.TieFact, complaint: acts.GrievanceFact = COMPLAINT, **params: Any
) -> list[tuple[str | None, tuple[str, ...], tuple[str, ...], str]]:
    facts = attrs.evolve(FACTS, grievances=(complaint,), ties=ties)
    review = found("COI-GRV-01", facts, policy=pack("COI-GRV-01", **params))
    return [(each.holder, each.path, each.reasons, each.disposition.value) for each in review]


def near(relation: str, *path: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    return [("boss", ("g", *path), (relation,), "conflict")]


def test_somebody_who_stands_apart_may_deal_with_it():
    assert handled() == []
    assert handled(JOB) == []
    assert handled(JOB, attrs.evolve(SAME_JOB, object="co")) == []


def test_nobody_deals_with_a_complaint_about_themselves():
    own = attrs.evolve(COMPLAINT, subject="boss")
    assert handled(complaint=own) == near("same_person")


def test_whoever_works_where_the_one_complained_about_does_is_too_near():
    assert handled(JOB, SAME_JOB) == near("same_org", "job", "too")
    about_agency = attrs.evolve(COMPLAINT, subject="pv")
    assert handled(SAME_JOB, complaint=about_agency) == near("same_org", "too")
    names = tie("one", "same_legal_entity_as", "pv", "co")
    assert handled(names, SAME_JOB, complaint=attrs.evolve(COMPLAINT, subject="co")) == near(
        "same_org", "too"
    )


def test_an_employer_that_nobody_recorded_may_be_the_same():
    hidden = attrs.evolve(SAME_JOB, object=None)
    ((_, path, reasons, disposition),) = handled(JOB, hidden)
    assert (path, reasons, disposition) == (
        ("g", "job", "too"),
        ("unknown_employer:too",),
        "indeterminate",
    )


@pytest.mark.parametrize("ends", [("pv", "co"), ("co", "pv")])
def test_organizations_that_control_one_another_are_one_where_the_pack_says_so(
    ends: tuple[str, str],
):
    elsewhere = attrs.evolve(SAME_JOB, object="co")
    control = tie("ctl", "controls", *ends)
    assert handled(JOB, elsewhere, control) == []
    whole = {"grievance.org_scope": "controlled_group"}
    assert handled(JOB, elsewhere, control, **whole) == near("same_org", "ctl", "job", "too")
    unsure = attrs.evolve(control, period=UNSURE)
    assert [each[3] for each in handled(JOB, elsewhere, unsure, **whole)] == ["indeterminate"]


def test_who_works_under_the_one_complained_about_is_too_near():
    under = tie("under", "supervises", "fac", "boss")
    assert handled(under) == near("subordinate", "under")
    upper = (tie("a", "supervises", "fac", "peer"), tie("b", "supervises", "peer", "boss"))
    assert handled(*upper) == near("subordinate", "a", "b")
    assert handled(tie("over", "supervises", "boss", "fac")) == []


def test_kin_of_the_one_complained_about_are_too_near():
    rel = tie("rel", "kin", "boss", "fac", relation="sibling_of")
    assert handled(rel) == near("kin", "rel")


def test_who_was_involved_or_works_under_who_was_is_too_near():
    involved = attrs.evolve(COMPLAINT, involved=("boss",))
    assert handled(complaint=involved) == near("previously_involved")
    peer = attrs.evolve(COMPLAINT, involved=("peer",))
    assert handled(complaint=peer) == []
    under = tie("under", "supervises", "peer", "boss")
    assert handled(under, complaint=peer) == near("subordinate_of_involved", "under")


def test_what_is_sure_is_told_without_what_is_not():
    maybe = tie("maybe", "supervises", "fac", "boss", period=UNSURE)
    assert handled(JOB, SAME_JOB, maybe) == near("same_org", "job", "too")
    ((_, path, _, disposition),) = handled(maybe)
    assert (path, disposition) == (("g", "maybe"), "indeterminate")


def test_it_ends_as_the_complaint_is_settled_or_passes_to_somebody_else():
    facts = attrs.evolve(FACTS, grievances=(COMPLAINT,), ties=(JOB, SAME_JOB))

    def days(complaint: acts.GrievanceFact) -> list[tuple[date | None, date | None]]:
        asked = attrs.evolve(facts, grievances=(complaint,))
        return [(each.start, each.end) for each in found("COI-GRV-01", asked, date(2026, 12, 1))]

    settled = Period(start=date(2026, 1, 15), end=date(2026, 2, 1))
    assert days(attrs.evolve(COMPLAINT, period=settled)) == [(date(2026, 1, 15), date(2026, 2, 1))]
    assert days(attrs.evolve(COMPLAINT, period=None)) == []
    passed = (
        acts.HandlerFact(person="boss", period=Period(start=DAY, end=date(2026, 4, 1))),
        acts.HandlerFact(person="staff", period=Period(start=date(2026, 4, 1))),
    )
    assert days(attrs.evolve(COMPLAINT, handlers=passed)) == [(DAY, date(2026, 4, 1))]
    unsure = acts.HandlerFact(person="boss", period=UNSURE)
    (finding,) = found(
        "COI-GRV-01",
        attrs.evolve(facts, grievances=(attrs.evolve(COMPLAINT, handlers=(unsure,)),)),
    )
    assert finding.reasons == ("unknown_from:g",)


def test_personal_involvement_weighs_more_from_the_day_on_which_a_text_bars_it():
    def weights(complaint: acts.GrievanceFact, *ties: kinds.TieFact, **params: Any) -> list[str]:
        facts = attrs.evolve(FACTS, grievances=(complaint,), ties=ties)
        findings = found("COI-GRV-01", facts, policy=pack("COI-GRV-01", **params))
        return [each.severity.value for each in findings]

    barred = {"grievance.prohibited_from": "2026-01-15"}
    later = {"grievance.prohibited_from": "2026-01-16"}
    own = attrs.evolve(COMPLAINT, subject="boss")
    assert weights(own) == ["low"]
    assert weights(own, **barred) == ["prohibited"]
    assert weights(own, **later) == ["low"]
    assert weights(COMPLAINT, JOB, SAME_JOB, **barred) == ["low"]


CUT = acts.EventFact(id="e", kind="hours_cut", plan="pl", day=date(2026, 2, 1), by="pv")
ABOUT = attrs.evolve(COMPLAINT, subject="pv")


def cut(
    event: acts.EventFact = CUT,
    complaint: acts.GrievanceFact = ABOUT,
    *ties: kinds.TieFact,
) -> list[Finding]:
    facts = attrs.evolve(FACTS, events=(event,), grievances=(complaint,), ties=ties)
    return found("COI-GRV-02", facts, policy=pack("COI-GRV-02"))


def test_a_cut_soon_after_a_complaint_about_who_made_it_is_a_signal_on_its_day():
    (finding,) = cut()
    assert (finding.holder, finding.counterparty, finding.path) == ("pv", "kid", ("g", "e"))
    assert (finding.disposition.value, finding.reasons) == ("potential", ("timing",))
    assert (finding.start, finding.end) == (date(2026, 2, 1), date(2026, 2, 2))


@pytest.mark.parametrize("kind", ["discharge", "hours_cut", "transfer"])
def test_what_takes_help_away_counts(kind: str):
    assert cut(attrs.evolve(CUT, kind=kind))


def test_what_the_family_asked_for_or_nobody_did_or_takes_nothing_away_does_not():
    assert cut(attrs.evolve(CUT, requested_by_family=True)) == []
    assert cut(attrs.evolve(CUT, by=None)) == []
    assert cut(attrs.evolve(CUT, kind="crisis")) == []


def test_it_must_come_after_the_complaint_and_within_the_days_of_the_pack():
    assert cut(attrs.evolve(CUT, day=ABOUT.received))
    assert cut(attrs.evolve(CUT, day=date(2026, 1, 14))) == []
    facts = attrs.evolve(FACTS, events=(CUT,), grievances=(ABOUT,))
    for window, expected in ((17, 1), (16, 0)):
        policy = pack("COI-GRV-02", **{"grievance.retaliation_days": window})
        assert len(found("COI-GRV-02", facts, policy=policy)) == expected


def test_a_complaint_about_another_plan_does_not_count_and_one_about_none_does():
    second = kinds.PlanFact(id="pl-2", youth="kid", period=SINCE)
    elsewhere = attrs.evolve(
        FACTS,
        plans=(*FACTS.plans, second),
        events=(CUT,),
        grievances=(attrs.evolve(ABOUT, plan="pl-2"),),
    )
    assert found("COI-GRV-02", elsewhere, policy=pack("COI-GRV-02")) == []
    assert cut(complaint=attrs.evolve(ABOUT, plan=None))


def test_who_made_the_cut_must_be_who_was_complained_about_or_employ_them():
    assert cut(complaint=COMPLAINT) == []
    assert cut(CUT, COMPLAINT, JOB)
    assert cut(CUT, COMPLAINT, attrs.evolve(JOB, object="co")) == []
    assert cut(CUT, COMPLAINT, attrs.evolve(JOB, period=PAST)) == []
    (maybe,) = cut(CUT, COMPLAINT, attrs.evolve(JOB, object=None))
    assert maybe.disposition.value == "indeterminate"
    by_fac = attrs.evolve(CUT, by="fac")
    assert cut(by_fac, COMPLAINT)
    assert cut(by_fac, ABOUT) == []
    names = tie("one", "same_legal_entity_as", "pv", "co")
    assert cut(attrs.evolve(CUT, by="co"), ABOUT, names)
    assert cut(attrs.evolve(CUT, by="co"), ABOUT) == []
