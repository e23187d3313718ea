"""Counts of referrals: nobody is counted twice or left out in silence, and few are not shown."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound.model.agency import Agency
from wraparound.model.family import Family
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.referral import Referral, ReferralState, ReferralStep, ReferralTally
from wraparound.model.tie import Tie, TieKind
from wraparound.program import Program, count_referrals, keep_tallies

START, END = date(2025, 1, 1), date(2026, 1, 1)


def referral(number, by, provider, **more):
    fields = {"category": "respite", "area": "north", "on": date(2025, 2, 3)} | more
    return Referral(id=f"r{number}", family="bell", by=by, provider=provider, **fields)


def opened(*referrals, policies=("GOOD-PRACTICE",)):
    program = Program.open(
        "memory:",
        policies=policies,
        only=(),
        now=lambda: datetime(2025, 12, 1, tzinfo=UTC),
    )
    with program.change(by="office") as unit:
        unit.add(Family(id="bell"))
        for agency in ("pv", "other"):
            unit.add(Agency(id=agency, name=agency))
        for person in ("fac", "peer"):
            unit.add(Person(id=person, name="Marked"))
        since = Period(start=date(2024, 1, 1))
        unit.add(Tie(id="t", kind=TieKind.EMPLOYED_BY, subject="fac", object="pv", period=since))
        for each in referrals:
            unit.add(each)
    return program


def many(by, provider, count, start):
    return [referral(start + each, by, provider) for each in range(count)]


def steered():
    """The tied one sends 29 of 30 to the employer; the other 5 of 30."""
    return [
        *many("fac", "pv", 29, 0),
        *many("fac", "other", 1, 100),
        *many("peer", "pv", 5, 200),
        *many("peer", "other", 25, 300),
    ]


def test_a_signal_is_seen_before_and_after_the_counts_are_kept():
    with opened(*steered()) as program:
        report = count_referrals(program, start=START, end=END)
        (signal,) = report.signals
        assert (signal.holder, signal.counterparty) == ("fac", "pv")
        assert signal.measure.value("n") == "30"
        assert signal.measure.value("k") == "29"
        assert not [each for each in program.review("bell").findings if each.measure]
        assert keep_tallies(program, report, by="office") == 4
        again = count_referrals(program, start=START, end=END)
        assert again == report
        assert keep_tallies(program, again, by="office") == 4
        (found,) = [each for each in program.review("bell").findings if each.measure]
        assert found.measure == signal.measure
        assert len(list(program.find(ReferralTally))) == 4


def test_federal_packs_say_nothing():
    with opened(*steered(), policies=("FED-1915C",)) as program:
        assert not count_referrals(program, start=START, end=END).signals


def test_few_referrals_are_not_shown_and_make_no_signal():
    few = [*many("fac", "pv", 19, 0), *many("peer", "other", 40, 100)]
    with opened(*few) as program:
        report = count_referrals(program, start=START, end=END)
    assert not report.signals
    shown = {row.by: (row.referrals, dict(row.to)) for row in report.rows}
    assert shown == {"fac": (None, {}), "peer": (40, {"other": 40})}
    assert "19" not in str(report.rows)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"on": None}, "nobody recorded the day"),
        ({"provider": None}, "no provider is named"),
        ({"by": None}, "nobody recorded who referred"),
        ({"area": ""}, "kind of help or area is not recorded"),
        ({"steps": ReferralState.DRAFT}, "drafts and cancelled ones"),
        ({"steps": ReferralState.CANCELLED}, "drafts and cancelled ones"),
    ],
)
def test_what_is_left_out_is_told(more, reason):
    fields = {"by": "fac", "provider": "pv"} | more
    if fields.get("on", 0) is None:
        fields.pop("on")
        odd = Referral(id="r1", family="bell", category="respite", area="north", **fields)
    else:
        if "steps" in fields:
            step = ReferralStep(state=fields["steps"], on=date(2025, 2, 3))
            fields["steps"] = (step,)
        odd = referral(1, fields.pop("by"), fields.pop("provider"), **fields)
    with opened(odd) as program:
        report = count_referrals(program, start=START, end=END)
    assert report.left_out == {reason: 1}
    assert not report.tallies


def test_other_days_do_not_count():
    days = [date(2024, 12, 31), START, date(2025, 12, 31), END]
    rows = [referral(n, "fac", "pv", on=day) for n, day in enumerate(days)]
    with opened(*rows) as program:
        report = count_referrals(program, start=START, end=END)
    assert [(each.quarter, each.count) for each in report.tallies] == [("2025Q1", 1), ("2025Q4", 1)]


@given(
    st.lists(
        st.tuples(st.sampled_from(["fac", "peer"]), st.sampled_from(["pv", "other"]), st.dates()),
        max_size=30,
    )
)
def test_the_counts_add_up(made):
    rows = [referral(n, by, to, on=day) for n, (by, to, day) in enumerate(made)]
    with opened(*rows) as program:
        report = count_referrals(program, start=START, end=END)
    expected = Counter((by, to) for by, to, day in made if START <= day < END)
    counted = Counter()
    for each in report.tallies:
        counted[each.by, each.provider] += each.count
    assert counted == expected


def test_a_program_without_families_counts_nothing():
    with Program.open("memory:", only=()) as program:
        report = count_referrals(program, start=START, end=END)
    assert not report.rows
    assert not report.signals
