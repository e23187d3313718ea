"""Made-up families: whole, consistent, the same every time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from wraparound.model import (
    KINDS,
    DutyRole,
    Enrollment,
    Family,
    Meeting,
    Plan,
    PlanStatus,
    SupportType,
    Team,
    Tie,
    TieKind,
    kind_of,
)
from wraparound.model.references import references
from wraparound.testing import synthetic_family
from wraparound.testing.strategies import any_record, household, plans, records, records_of


def one(family, kind):
    found = [record for record in family if isinstance(record, kind)]
    assert len(found) == 1
    return found[0]


def test_the_same_number_gives_the_same_family():
    assert synthetic_family(3) == synthetic_family(3)
    assert synthetic_family(3) != synthetic_family(4)


def test_no_two_families_share_an_id():
    ids = [record.id for seed in range(20) for record in synthetic_family(seed)]
    assert len(ids) == len(set(ids))


@given(family=household())
def test_every_reference_in_a_household_resolves(family):
    ids = {record.id for record in family} | {
        plan.lineage for plan in family if isinstance(plan, Plan)
    }
    dangling = [
        (record.id, reference.path)
        for record in family
        for reference in references(record)
        if reference.id not in ids
    ]
    assert dangling == []


@given(family=household())
def test_a_household_tells_one_story_in_order(family):
    stay = one(family, Enrollment)
    first, second = (record for record in family if isinstance(record, Plan))
    assert stay.referral_received_on <= stay.enrolled_on <= first.completed_on
    assert first.period.end == second.period.start
    assert (first.status, second.status) == (PlanStatus.REPLACED, PlanStatus.ACTIVE)
    assert second.replaces == first.id
    days = [record.on for record in family if isinstance(record, Meeting)]
    assert days == sorted(days)


@given(family=household())
def test_natural_and_formal_helpers_sit_at_one_table(family):
    team = one(family, Team)
    assert {member.support for member in team.members} >= {
        SupportType.NATURAL,
        SupportType.INFORMAL,
        SupportType.FORMAL,
    }
    assert all(
        member.employer is not None
        for member in team.members
        if member.support is SupportType.FORMAL
    )


def inner_references(plan):
    needs = {need.id for need in plan.needs}
    strengths = {strength.id for strength in plan.strengths}
    strategies = {strategy.id for strategy in plan.strategies}
    yield from ((outcome.need, needs) for outcome in plan.outcomes)
    yield from ((strategy.need, needs) for strategy in plan.strategies)
    yield from ((used, strengths) for each in plan.strategies for used in each.strengths)
    yield from ((step.strategy, strategies) for step in plan.steps)
    yield from ((service.strategy, strategies) for service in plan.services)


@given(plan=plans())
def test_the_parts_of_a_drawn_plan_refer_to_one_another(plan):
    assert all(named is None or named in parts for named, parts in inner_references(plan))


@given(family=household())
def test_the_parts_of_a_made_up_plan_refer_to_one_another(family):
    for plan in (record for record in family if isinstance(record, Plan)):
        assert all(named in parts for named, parts in inner_references(plan))
        members = {member.id for member in one(family, Team).members}
        assert {step.responsible for step in plan.steps} <= members


def test_some_made_up_facilitators_work_for_the_provider():
    """So that demonstrations and benchmarks have something to find."""
    employers = set()
    for seed in range(40):
        family = synthetic_family(seed)
        provider = f"family-{seed}.agency.provider"
        jobs = {r.subject: r.object for r in family if isinstance(r, Tie)}
        facilitator = next(
            record.holder
            for record in family
            if getattr(record, "role", None) is DutyRole.FACILITATOR
        )
        employers.add(jobs[facilitator] == provider)
    assert employers == {True, False}


def test_the_kin_of_a_made_up_family_stand_in_its_record():
    family = one(synthetic_family(1), Family)
    assert {tie.kind for tie in family.relationships} == {TieKind.KIN}
    assert family.members


def test_there_are_strategies_for_every_stored_kind(stored_kind):
    @settings(max_examples=8)
    @given(record=records(stored_kind.name))
    def draw(record):
        assert kind_of(record) is stored_kind

    draw()


def test_there_are_strategies_for_every_record(record_class):
    @settings(max_examples=4)
    @given(record=records_of(record_class))
    def draw(record):
        assert type(record) is record_class

    draw()


def test_everything_is_drawn_sooner_or_later():
    drawn = set()

    @settings(max_examples=100)
    @given(record=any_record())
    def draw(record):
        drawn.add(kind_of(record).name)

    draw()
    assert len(drawn) > len(KINDS) / 3


@pytest.mark.parametrize("seed", range(3))
def test_a_made_up_family_lives_in_our_days(seed):
    stay = one(synthetic_family(seed), Enrollment)
    assert date(2024, 1, 1) < stay.enrolled_on < date(2026, 1, 1)
