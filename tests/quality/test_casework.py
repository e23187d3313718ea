"""Casework: functions, contacts and their minimums, the story of several stays, and the rules."""

from __future__ import annotations

from datetime import date

import pytest
from tests.states import program_of

from wraparound.chart import Chart
from wraparound.model import (
    UNKNOWN,
    AttributeChange,
    Barrier,
    CareService,
    CaseManagementModel,
    Completeness,
    Contact,
    ContactPurpose,
    DischargeReason,
    Enrollment,
    Family,
    Handover,
    Mode,
    Period,
    Person,
    Placement,
    Referral,
    ReferralState,
    ReferralStep,
    Setting,
)
from wraparound.model.findings import Confidence
from wraparound.policy import ProgramPolicy
from wraparound.policy.program_reading import read_program_pack
from wraparound.process.activities import Shown
from wraparound.process.case_management import CaseFunction, WorkedBy, load_case_models
from wraparound.process.casework import read_case
from wraparound.process.clock import ClockStatus
from wraparound.process.stay import stay_of
from wraparound.process.story import Passage
from wraparound.quality.casework import CASE_RULES, review_case
from wraparound.quality.catalogue import load_case_rules
from wraparound.quality.telling import tell

DAY = date(2026, 6, 30)
COUNTY = """\
policy: fern-county
title: Fern County
jurisdiction: ZZ
legal_force: program_policy
compiled_on: "2026-01-01"
timezone: America/Chicago
extends: [us-nj]
parameters:
  - name: contact_min
    kind: per_calendar_month
    value: 2
    unit: count
    start_event: enrolled
    satisfied_by: contact_any
    end_event: discharged
    applies_if: {model: brokerage}
    exception_idiom: document_reason
    citation: County policy 3
    confidence: found
  - name: referral_answer_due
    kind: due_after
    value: 14
    unit: calendar_days
    start_event: referral_made
    satisfied_by: referral_answered
    exception_idiom: none
    citation: County policy 7
    confidence: found
not_found: []
"""


@pytest.fixture(scope="module")
def county():
    pack = read_program_pack(COUNTY, source="county.yaml")
    return ProgramPolicy(packs=(pack, *program_of("us-nj").packs))


def stay(name="stay", began=date(2026, 3, 10), **more):
    more = {"coordinator": "ines", "coordinator_assigned_on": began, **more}
    return Enrollment(id=name, family="reed", youth="kim", enrolled_on=began, **more)


def brokered(*kinds, **more):
    complete = tuple(Completeness(kind=kind) for kind in kinds)
    return stay(
        service=CareService.CASE_MANAGEMENT,
        model=CaseManagementModel.BROKERAGE,
        complete=complete,
        **more,
    )


def seen(*records):
    return stay_of(Chart.of([Family(id="reed"), *records], as_of=DAY))


def contact(name, day, **more):
    more = {"successful": True, "mode": Mode.PHONE, **more}
    return Contact(id=name, family="reed", on=day, **more)


def test_every_model_of_the_records_is_described_with_its_sources():
    models = load_case_models()
    assert set(models) == set(CaseManagementModel)
    assert all(each.citation for each in models.values())
    act = models[CaseManagementModel.ASSERTIVE_COMMUNITY_TREATMENT]
    assert (act.worked_by, act.caseload_parameter) == (WorkedBy.TEAM, "act_people_per_fte_max")
    recalled = [
        number
        for each in models.values()
        for number in each.numbers
        if number.confidence is not Confidence.FOUND
    ]
    assert recalled
    assert not any(each.parameter for each in recalled)


def test_numbers_of_models_stand_in_a_pack_where_they_name_a_parameter():
    packs = [program_of(name) for name in ("us-ms", "us-nc", "us-tx")]
    for model in load_case_models().values():
        for number in model.numbers:
            if number.parameter:
                assert any(
                    each.citation.split(":")[0].split(" (")[0] in number.citation
                    for pack in packs
                    for each in pack.versions(number.parameter)
                ), number.what


def test_what_the_record_shows_of_each_function(county):
    found = read_case(
        seen(
            brokered("contact"),
            Referral(id="r1", family="reed", on=date(2026, 4, 1)),
            contact("c1", date(2026, 5, 1), purpose=ContactPurpose.MONITORING),
            contact("c2", date(2026, 7, 1), purpose=ContactPurpose.ADVOCACY),
        ),
        county,
    )
    shown = {each.function: (each.shown, each.last_on) for each in found.functions}
    assert shown == {
        CaseFunction.ASSESSMENT: (Shown.UNKNOWN, None),
        CaseFunction.PLAN: (Shown.UNKNOWN, None),
        CaseFunction.LINKING: (Shown.SHOWN, date(2026, 4, 1)),
        CaseFunction.MONITORING: (Shown.SHOWN, date(2026, 5, 1)),
        CaseFunction.ADVOCACY: (Shown.NOT_SHOWN, None),
    }
    assert found.functions[2].evidence == ("referral:r1",)


def test_contacts_by_month_have_no_gaps(county):
    found = read_case(
        seen(
            brokered(),
            contact("a", date(2026, 4, 2), mode=Mode.IN_PERSON),
            contact("b", date(2026, 4, 20), mode=Mode.VISIT),
            contact("c", date(2026, 6, 3), successful=False),
            contact("d", date(2026, 6, 4), successful=UNKNOWN),
            contact("e", UNKNOWN),
        ),
        county,
    )
    told = [
        (each.month.month, each.reached, each.in_person, each.visits, each.tried, each.unclear)
        for each in found.months
    ]
    assert told == [(4, 2, 1, 1, 0, 0), (5, 0, 0, 0, 0, 0), (6, 0, 0, 0, 1, 1)]


def test_a_minimum_is_met_or_not_in_each_period_by_the_model(county):
    calls = (contact("a", date(2026, 4, 2)), contact("b", date(2026, 4, 20)))
    (minimum,) = read_case(seen(brokered("contact"), *calls), county).minimums
    assert [each.status for each in minimum.intervals][:2] == [
        ClockStatus.MET,
        ClockStatus.NOT_MET,
    ]
    (unknown,) = read_case(seen(brokered(), *calls), county).minimums
    assert unknown.status is ClockStatus.UNKNOWN
    clinical = brokered(tier="high")
    other = seen(stay(service=CareService.CASE_MANAGEMENT, model=CaseManagementModel.CLINICAL))
    assert read_case(other, county).minimums == ()
    assert read_case(seen(clinical), program_of("us-nj")).minimums == ()


def story(county, *records):
    return read_case(seen(*records), county).story


def test_stays_over_stages_re_entry_and_from_child_to_adult_are_one_story(county):
    first = stay(
        "child",
        date(2024, 1, 10),
        discharged_on=date(2025, 6, 30),
        discharge_reason=DischargeReason.AGED_OUT,
    )
    second = stay(
        "adult",
        date(2025, 7, 1),
        service=CareService.CASE_MANAGEMENT,
        follows="child",
        discharged_on=date(2026, 1, 10),
        attributes=(
            AttributeChange(name="stage", value="early_recovery", on=date(2025, 7, 1)),
            AttributeChange(name="stage", value="sustained_recovery", on=date(2025, 12, 1)),
            AttributeChange(name="stage", value="later", on=date(2026, 12, 1)),
        ),
    )
    third = stay("again", date(2026, 3, 10), coordinator="omar")
    jail = Placement(
        id="p1",
        family="reed",
        setting=Setting.JAIL,
        period=Period(start=date(2026, 1, 20), end=date(2026, 3, 10)),
    )
    kim = Person(id="kim", family="reed", birth_date=date(2004, 6, 1))
    one, two, three = story(county, third, first, second, jail, kim).chapters
    assert [each.enrollment for each in (one, two, three)] == ["child", "adult", "again"]
    assert (one.passage, one.age, one.ended) == (Passage.FIRST, 19, DischargeReason.AGED_OUT)
    assert (two.passage, two.days_between, two.past_age_limit) == (
        Passage.WITHOUT_A_BREAK,
        0,
        True,
    )
    assert [each.name for each in two.stages] == ["early_recovery", "sustained_recovery"]
    assert (three.follows, three.passage, three.days_between) == (
        "adult",
        Passage.WITH_A_BREAK,
        58,
    )
    assert (two.out_of, three.out_of, three.workers) == (None, Setting.JAIL, ("omar",))


def test_who_was_past_the_age_limit_before_does_not_pass_it_again(county):
    first = stay("a", date(2025, 7, 1), discharged_on=date(2026, 1, 10))
    second = stay("b", date(2026, 6, 15), follows="a")
    kim = Person(id="kim", family="reed", birth_date=date(2004, 6, 1))
    assert [each.past_age_limit for each in story(county, first, second, kim).chapters] == [
        None,
        False,
    ]


def test_a_program_without_an_age_limit_says_nothing_of_adults():
    first = stay("child", date(2024, 1, 10), discharged_on=date(2025, 6, 30))
    second = stay("adult", date(2025, 6, 1), follows="child")
    kim = Person(id="kim", family="reed", birth_date=date(2004, 6, 1))
    (one,) = (
        each for each in story(program_of("us-ms"), first, second, kim).chapters if each.follows
    )
    assert (one.past_age_limit, one.passage) == (None, Passage.OVERLAPPING)


def test_a_story_that_goes_in_a_circle_ends(county):
    told = story(
        county, stay("a", follows="b"), stay("b", follows="a"), stay("c", follows="nobody")
    )
    assert told.broken == ("a", "b", "c")
    assert {each.passage for each in told.chapters} == {Passage.FIRST}


def review(county, *records):
    found = review_case(seen(*records), policy=county)
    for each in (*found.findings, *found.unknown):
        told = tell(each)
        assert told.facilitator
        assert "{" not in told.facilitator + told.family
    return {each.rule for each in found.findings}, {each.rule for each in found.unknown}


def test_good_casework_is_found_free(county):
    assert review(county, stay()) == (set(), set())


def handed(**more):
    more = {
        "before": "ines",
        "after": "omar",
        "accepted_on": date(2026, 4, 20),
        "effective_on": date(2026, 5, 1),
        "family_told_on": date(2026, 4, 20),
        **more,
    }
    return stay(coordinator="omar", handovers=(Handover(**more),))


@pytest.mark.parametrize(
    ("records", "found", "unknown"),
    [
        ([stay(coordinator_assigned_on=date(2026, 3, 12))], {"CASE-01"}, set()),
        ([stay(coordinator=None)], set(), {"CASE-01"}),
        ([stay(), stay("two", date(2026, 6, 1), coordinator="lee")], {"CASE-02"}, set()),
        ([handed()], set(), set()),
        ([handed(accepted_on=None)], {"CASE-01", "CASE-03"}, set()),
        ([handed(accepted_on=UNKNOWN)], set(), {"CASE-01", "CASE-03"}),
        ([handed(family_told_on=None)], {"CASE-04"}, set()),
        ([handed(family_told_on=UNKNOWN)], set(), {"CASE-04"}),
        ([handed(after="lee")], {"CASE-05"}, set()),
        (
            [
                stay("a", date(2025, 1, 1), discharged_on=date(2025, 6, 30)),
                stay("b", date(2025, 7, 2), follows="a"),
            ],
            {"CASE-06"},
            set(),
        ),
        (
            [
                stay("a", date(2025, 1, 1), discharged_on=date(2025, 6, 30)),
                stay("b", date(2025, 7, 1), follows="a"),
            ],
            set(),
            set(),
        ),
        (
            [
                stay("a", date(2025, 1, 1), discharged_on=date(2025, 6, 30)),
                stay("b", date(2025, 9, 1)),
            ],
            set(),
            set(),
        ),
        ([stay(follows="other")], {"CASE-07"}, set()),
        (
            [stay(), Referral(id="r", family="reed", on=date(2026, 6, 1))],
            {"CASE-08"},
            set(),
        ),
        (
            [
                stay(),
                Referral(
                    id="r",
                    family="reed",
                    on=date(2026, 6, 20),
                    steps=(ReferralStep(state=ReferralState.CANCELLED, on=date(2026, 6, 21)),),
                ),
            ],
            {"CASE-09"},
            set(),
        ),
        (
            [
                stay(),
                Referral(
                    id="r",
                    family="reed",
                    on=date(2026, 6, 20),
                    steps=(
                        ReferralStep(
                            state=ReferralState.WAITING,
                            on=date(2026, 6, 21),
                            barriers=(Barrier.COST,),
                        ),
                    ),
                ),
            ],
            {"CASE-10"},
            set(),
        ),
    ],
)
def test_each_rule_finds_its_own(county, records, found, unknown):
    assert review(county, *records) == (found, unknown)


def test_every_rule_has_its_words():
    assert list(load_case_rules()) == list(CASE_RULES)
