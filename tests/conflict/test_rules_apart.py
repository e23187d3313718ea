"""Rules that ask for facts that few systems hold, one by one, under a pack that raises all."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.conflict.test_clear_records import duty, service
from tests.conflict.test_properties import PLAIN

from wraparound.conflict import acts, kinds
from wraparound.conflict.catalogue import load_catalogue
from wraparound.conflict.facts import Facts
from wraparound.conflict.review import review_facts
from wraparound.conflict.rules.referring import quarter_days
from wraparound.model.findings import Disposition, Finding, Severity
from wraparound.model.periods import Period
from wraparound.model.terms import UNKNOWN
from wraparound.policy import Pack, PackRule, Policy

DAY = date(2026, 3, 1)
SINCE = Period(start=date(2026, 1, 1))
PAST = Period(start=date(2025, 1, 1), end=date(2026, 1, 1))
UNSURE = Period(start=UNKNOWN)
PEOPLE = ("fac", "boss", "peer", "kin", "staff")
FACTS = Facts(
    people=tuple(kinds.PersonFact(id=each) for each in PEOPLE),
    agencies=tuple(kinds.AgencyFact(id=each) for each in ("pv", "co", "other")),
    youth=(kinds.YouthFact(id="kid"),),
    plans=(kinds.PlanFact(id="pl", youth="kid", period=SINCE),),
    duties=(duty("d", "fac"),),
    services=(service("s", "pv"),),
)


def tie(name: str, kind: str, subject: str, other: str | None, **more: Any) -> kinds.TieFact:
    more.setdefault("period", SINCE)
    return kinds.TieFact(id=name, kind=kind, subject=subject, object=other, **more)


JOB = tie("job", "employed_by", "fac", "co")


def found(code: str, facts: Facts, on: date = DAY, policy: Policy = PLAIN) -> list[Finding]:
    review = review_facts(facts, policy=policy, as_of=on)
    return [each for each in review.findings if each.rule == code]


def told(code: str, **more: Any) -> list[tuple[str | None, str | None, tuple[str, ...], str]]:
    """Who is found with whom, over which path, and what becomes of it."""
    return [
        (each.holder, each.counterparty, each.path, each.disposition.value)
        for each in found(code, attrs.evolve(FACTS, **more))
    ]


@pytest.mark.parametrize("kind", ["management_contract", "landlord_of"])
@pytest.mark.parametrize("ends", [("co", "pv"), ("pv", "co")])
def test_an_employer_that_does_business_with_a_provider(kind: str, ends: tuple[str, str]):
    deal = tie("deal", kind, *ends)
    expected = [("fac", "pv", ("d", "job", "deal", "s"), "conflict")]
    assert told("COI-EMP-07", ties=(JOB, deal)) == expected
    unsure = attrs.evolve(deal, period=UNSURE)
    assert told("COI-EMP-07", ties=(JOB, unsure)) == [(*expected[0][:3], "indeterminate")]
    assert told("COI-EMP-07", ties=(attrs.evolve(JOB, object="pv"), deal)) == []
    assert told("COI-EMP-07", ties=(JOB, tie("deal", kind, "other", "pv"))) == []
    assert told("COI-EMP-07", ties=(JOB, tie("deal", "org_contract", *ends))) == []
    assert told("COI-EMP-07", ties=(attrs.evolve(JOB, subject="boss"), deal)) == []
    one = tie("one", "same_legal_entity_as", "co", "pv")
    assert told("COI-EMP-07", ties=(JOB, deal, one)) == []


def cooling(**params: Any) -> Policy:
    rule = PackRule(code="COI-EMP-09", severity=Severity.HIGH)
    return Policy(packs=(Pack(id="p", title="p", rules={"COI-EMP-09": rule}, params=params),))


def test_a_job_that_was_left_counts_for_as_long_as_the_pack_says_and_not_by_itself():
    left = attrs.evolve(FACTS, ties=(tie("job", "employed_by", "fac", "pv", period=PAST),))
    assert found("COI-EMP-09", left) == []
    policy = cooling(**{"cooling_off.employment": "P6M"})
    (finding,) = found("COI-EMP-09", left, policy=policy)
    assert (finding.start, finding.end) == (date(2026, 1, 1), date(2026, 7, 1))
    assert finding.path == ("d", "job", "s")
    elsewhere = attrs.evolve(left, ties=(tie("job", "employed_by", "fac", "co", period=PAST),))
    assert found("COI-EMP-09", elsewhere, policy=policy) == []
    again = (*left.ties, tie("back", "employed_by", "fac", "pv"))
    assert found("COI-EMP-09", attrs.evolve(left, ties=again), policy=policy) == []


COORDINATES = duty("c", "co", "coordinating_org")
CONTRACT = tie("deal", "org_contract", "co", "other")
SEAT = tie("seat", "office", "boss", "co", position="director")
WORKS = tie("works", "employed_by", "boss", "other")


def board(**more: Any) -> list[tuple[str | None, str | None, tuple[str, ...], str]]:
    more.setdefault("duties", (COORDINATES,))
    return told("COI-GOV-03", **more)


@pytest.mark.parametrize("position", ["director", "chair", "nonprofit_member"])
def test_a_board_member_who_is_tied_to_a_contractor(position: str):
    seat = attrs.evolve(SEAT, position=position)
    whole = (CONTRACT, seat, WORKS)
    on_the_board = position != "nonprofit_member" or bool(board(ties=whole))
    assert board(ties=whole) == (
        [("boss", "other", ("seat", "works", "deal"), "conflict")] if on_the_board else []
    )


def test_no_seat_no_contract_no_tie_no_coordination_nothing_is_found():
    assert board(ties=(CONTRACT, SEAT)) == []
    assert board(ties=(SEAT, WORKS)) == []
    assert board(ties=(CONTRACT, WORKS)) == []
    assert board(ties=(CONTRACT, attrs.evolve(SEAT, position="officer"), WORKS)) == []
    assert board(ties=(CONTRACT, attrs.evolve(SEAT, object="pv"), WORKS)) == []
    assert board(ties=(CONTRACT, SEAT, WORKS), duties=(duty("d", "fac"),)) == []
    assert board(ties=(attrs.evolve(CONTRACT, subject="pv"), SEAT, WORKS)) == []


def test_close_family_of_a_board_member_counts_as_the_member():
    spouse = tie("rel", "kin", "boss", "kin", relation="spouse_of")
    theirs = attrs.evolve(WORKS, subject="kin")
    assert board(ties=(CONTRACT, SEAT, spouse, theirs)) == [
        ("boss", "other", ("seat", "rel", "works", "deal"), "conflict")
    ]
    cousin = attrs.evolve(spouse, relation="cousin_of")
    assert board(ties=(CONTRACT, SEAT, cousin, theirs)) == []


@pytest.mark.parametrize("fact", ["deal", "seat", "works"])
def test_what_may_have_ended_makes_it_unsure(fact: str):
    ties = tuple(
        attrs.evolve(each, period=UNSURE) if each.id == fact else each
        for each in (CONTRACT, SEAT, WORKS)
    )
    assert [each[3] for each in board(ties=ties)] == ["indeterminate"]


FUND = acts.FlexFundFact(
    id="fund", plan="pl", day=DAY, requester="fac", approvers=("boss",), payee="pv"
)


def funded(fund: acts.FlexFundFact = FUND, **more: Any) -> list[tuple[Any, ...]]:
    facts = attrs.evolve(FACTS, flex_funds=(fund,), **more)
    return [
        (each.holder, each.counterparty, each.path, each.disposition.value, each.reasons)
        for each in found("COI-AUT-03", facts)
    ]


def test_money_that_somebody_free_approved_is_in_order():
    assert funded() == []
    assert funded(attrs.evolve(FUND, approvers=())) == []


def test_who_asked_or_receives_or_is_tied_to_who_does_may_not_approve():
    own = attrs.evolve(FUND, approvers=("fac",))
    assert funded(own) == [("fac", "pv", ("fund",), "conflict", ("self_approval",))]
    paid = attrs.evolve(FUND, payee="boss")
    assert funded(paid) == [("boss", "boss", ("fund",), "conflict", ("payee_is_approver",))]
    works = tie("works", "employed_by", "boss", "pv")
    tied = ("boss", "pv", ("fund", "works"), "conflict", ("tied_to_payee",))
    assert funded(ties=(works,)) == [tied]
    maybe = attrs.evolve(works, period=UNSURE)
    assert [each[3] for each in funded(ties=(maybe,))] == ["indeterminate"]
    aunt = tie("rel", "kin", "boss", "peer", relation="sibling_of")
    to_peer = attrs.evolve(FUND, payee="peer")
    assert funded(to_peer, ties=(aunt,)) == [
        ("boss", "peer", ("fund", "rel"), "conflict", ("tied_to_payee",))
    ]
    assert funded(to_peer) == []


def test_a_second_approver_who_is_free_mitigates_and_one_who_is_not_does_not():
    two = attrs.evolve(FUND, approvers=("fac", "boss"))
    assert [(each[0], each[3]) for each in funded(two)] == [("fac", "mitigated")]
    works = tie("works", "employed_by", "boss", "pv")
    assert [(each[0], each[3]) for each in funded(two, ties=(works,))] == [
        ("boss", "conflict"),
        ("fac", "conflict"),
    ]


def test_money_is_judged_on_its_day_alone():
    before = attrs.evolve(FUND, approvers=("fac",), day=date(2026, 2, 1))
    (finding,) = found("COI-AUT-03", attrs.evolve(FACTS, flex_funds=(before,)))
    assert (finding.start, finding.end) == (date(2026, 2, 1), date(2026, 2, 2))


@pytest.mark.parametrize(
    ("quarter", "first", "after"),
    [
        ("2026Q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026Q2", date(2026, 4, 1), date(2026, 7, 1)),
        ("2026Q3", date(2026, 7, 1), date(2026, 10, 1)),
        ("2026Q4", date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_quarter_has_its_days(quarter: str, first: date, after: date):
    assert quarter_days(quarter) == (first, after)


def tally(name: str, by: str, provider: str, count: int, **more: Any) -> acts.ReferralFact:
    rest = {"category": "respite", "area": "north", "quarter": "2026Q1", **more}
    return acts.ReferralFact(id=name, by=by, provider=provider, count=count, **rest)


TIED = (tie("job", "employed_by", "fac", "pv"),)
OTHERS = (tally("r3", "peer", "pv", 10), tally("r4", "peer", "other", 30))


def referred(*tallies: acts.ReferralFact, on: date = DAY, ties: Any = TIED) -> list[Finding]:
    return found("COI-REF-01", attrs.evolve(FACTS, referrals=tallies, ties=ties), on)


def test_referring_to_ones_own_employer_more_than_others_do_is_a_signal():
    (finding,) = referred(tally("r1", "fac", "pv", 38), tally("r2", "fac", "other", 2), *OTHERS)
    assert (finding.holder, finding.counterparty, finding.path) == ("fac", "pv", ("r1",))
    assert (finding.disposition, finding.reasons) == (Disposition.POTENTIAL, ("above_baseline",))
    assert finding.measure is not None
    assert finding.measure.name == "referrals"
    assert [(each.name, each.value) for each in finding.measure.values] == [
        ("n", "40"),
        ("k", "38"),
        ("baseline", "0.25"),
    ]
    assert (finding.start, finding.end) == (date(2026, 1, 1), date(2026, 4, 1))
    (parts,) = referred(
        tally("r1", "fac", "pv", 30),
        tally("r0", "fac", "pv", 8),
        tally("r2", "fac", "other", 2),
        *OTHERS,
    )
    assert parts.path == ("r0", "r1")


def test_no_more_than_others_is_no_signal():
    assert referred(tally("r1", "fac", "pv", 12), tally("r2", "fac", "other", 28), *OTHERS) == []


def test_without_a_tie_or_in_another_quarter_or_area_there_is_nothing_to_compare():
    mine = (tally("r1", "fac", "pv", 38), tally("r2", "fac", "other", 2))
    assert referred(*mine, *OTHERS, ties=()) == []
    assert referred(*mine, *OTHERS, on=date(2025, 12, 31)) == []
    for change in ({"category": "therapy"}, {"area": "south"}, {"quarter": "2025Q4"}):
        moved = [attrs.evolve(each, **change) for each in OTHERS]
        assert referred(*mine, *moved) == []


def test_small_numbers_say_nothing_on_either_side():
    few = (tally("r1", "fac", "pv", 9), tally("r2", "fac", "other", 0))
    assert referred(*few, *OTHERS) == []
    mine = (tally("r1", "fac", "pv", 38), tally("r2", "fac", "other", 2))
    assert referred(*mine, tally("r3", "peer", "pv", 1), tally("r4", "peer", "other", 3)) == []


def test_other_referrers_who_are_tied_too_are_no_baseline():
    mine = (tally("r1", "fac", "pv", 38), tally("r2", "fac", "other", 2))
    ties = (*TIED, tie("too", "employed_by", "peer", "pv"))
    assert referred(*mine, *OTHERS, ties=ties) == []


def test_owners_that_cannot_be_told_are_asked_about_for_each_service_of_the_agency():
    gap = kinds.UnspecifiedInterestFact(
        id="gap", agency="pv", reason="information_not_provided", period=SINCE
    )
    told_interests = acts.DisclosureFact(
        id="di", kind="interests", person="fac", day=date(2025, 12, 1)
    )
    facts = attrs.evolve(FACTS, unspecified_interests=(gap,), disclosures=(told_interests,))
    (finding,) = found("COI-OWN-06", facts)
    assert (finding.holder, finding.counterparty, finding.path) == ("fac", "pv", ("d", "gap", "s"))
    assert finding.disposition is Disposition.INDETERMINATE
    assert finding.reasons == ("unspecified_owner:information_not_provided",)
    for changed in (
        {"agency": "other"},
        {"reason": "no_beneficial_owners"},
        {"period": PAST},
    ):
        other = attrs.evolve(facts, unspecified_interests=(attrs.evolve(gap, **changed),))
        assert found("COI-OWN-06", other) == []
    unpaid = attrs.evolve(facts, services=(attrs.evolve(FACTS.services[0], paid=False),))
    assert found("COI-OWN-06", unpaid) == []
    maybe = attrs.evolve(facts, duties=(attrs.evolve(FACTS.duties[0], period=UNSURE),))
    assert found("COI-OWN-06", maybe) == []


ANSWERED = {
    "COI-EMP-07": {"ties": (JOB, tie("deal", "landlord_of", "co", "pv"))},
    "COI-GOV-03": {"ties": (CONTRACT, SEAT, WORKS), "duties": (COORDINATES,)},
    "COI-AUT-03": {"flex_funds": (attrs.evolve(FUND, approvers=("fac",)),)},
    "COI-REF-01": {
        "ties": TIED,
        "referrals": (tally("r1", "fac", "pv", 38), tally("r2", "fac", "other", 2), *OTHERS),
    },
    "COI-SVC-02": {
        "duties": (duty("m", "co", "plan_monitor"),),
        "ties": (tie("one", "same_legal_entity_as", "co", "pv"),),
    },
}
"""Facts that make a rule speak."""


@pytest.mark.parametrize("code", ANSWERED)
def test_each_speaks_of_the_part_that_the_catalogue_names(code: str):
    facts = attrs.evolve(FACTS, **ANSWERED[code])

    def raised(*holders: str) -> list[Finding]:
        rule = PackRule(code=code, severity=Severity.HIGH, holders=holders)
        policy = Policy(packs=(Pack(id="p", title="p", rules={code: rule}),))
        return found(code, facts, policy=policy)

    assert raised(*load_catalogue()[code].holders)
    assert raised("nobody") == []


@pytest.mark.parametrize("code", ["COI-EMP-07", "COI-SVC-02"])
def test_each_that_is_about_a_service_asks_what_the_service_is(code: str):
    unpaid = (attrs.evolve(FACTS.services[0], paid=False),)
    facts = attrs.evolve(FACTS, **ANSWERED[code])
    rule = PackRule(code=code, severity=Severity.HIGH, when=("paid",))
    policy = Policy(packs=(Pack(id="p", title="p", rules={code: rule}),))
    assert found(code, facts, policy=policy)
    assert found(code, attrs.evolve(facts, services=unpaid), policy=policy) == []
