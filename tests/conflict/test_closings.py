"""The end of a stay after a complaint: seen by rules without anybody writing an event by hand."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound.chart import Chart, Directory
from wraparound.conflict import closing_id, review_conflicts
from wraparound.model import (
    UNKNOWN,
    Agency,
    DischargeReason,
    Duty,
    DutyRole,
    Enrollment,
    EnrollmentState,
    EnrollmentStep,
    Event,
    Family,
    FamilyMember,
    FamilyRole,
    Grievance,
    Period,
    Person,
    Plan,
    PlanStatus,
    QuestionKind,
    Tie,
    TieKind,
)
from wraparound.policy import choose_policy

END, DAY = date(2026, 5, 20), date(2026, 6, 1)
SINCE = Period(start=date(2026, 1, 1))
POLICY = choose_policy(["FED-1915C"])
STAY = Enrollment(
    id="stay",
    family="f",
    youth="kid",
    coordinator="fac",
    discharged_on=END,
    discharge_reason=DischargeReason.NO_PROGRESS,
)
COMPLAINT = Grievance(id="g", family="f", received_on=date(2026, 5, 1), subject="org")
ORGANIZATION = Duty(
    id="d",
    family="f",
    plan="p",
    role=DutyRole.COORDINATING_ORG,
    holder="org",
    period=SINCE,
)
PLAN = Plan(
    id="v1",
    lineage="p",
    family="f",
    youth="kid",
    enrollment="stay",
    status=PlanStatus.ACTIVE,
    period=SINCE,
)
DIRECTORY = Directory.of(
    [
        Person(id="fac"),
        Person(id="chief"),
        Agency(id="org"),
        Agency(id="other"),
        Tie(id="job", kind=TieKind.EMPLOYED_BY, subject="fac", object="org"),
    ]
)


def review(*records, stay=STAY, complaint=COMPLAINT, duty=ORGANIZATION):
    family = Family(id="f", members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),))
    own = [family, Person(id="kid", family="f"), PLAN, stay, complaint, *records]
    own += [duty] if duty else []
    return review_conflicts(Chart.of(own, as_of=DAY, directory=DIRECTORY), policy=POLICY)


def signals(*records, **more):
    found = review(*records, **more).findings
    return [each.path for each in found if each.rule == "COI-GRV-02"]


def test_a_discharge_after_a_complaint_is_a_signal():
    assert signals() == [("g", closing_id("stay", "p"))]


def test_a_discharge_that_the_family_asked_for_is_none():
    asked = attrs.evolve(STAY, discharge_reason=DischargeReason.FAMILY_REQUEST)
    assert signals(stay=asked) == []


@pytest.mark.parametrize("reason", ["died", "moved", "aged_out"])
def test_what_is_nobodys_act_is_none(reason):
    assert signals(stay=attrs.evolve(STAY, discharge_reason=DischargeReason(reason))) == []


@pytest.mark.parametrize("day", [None, UNKNOWN])
def test_a_stay_that_has_not_ended_on_a_known_day_is_none(day):
    assert signals(stay=attrs.evolve(STAY, discharged_on=day)) == []


def test_a_transfer_is_told_as_one():
    """An event that somebody wrote down of that day and kind is not told twice."""
    stay = attrs.evolve(STAY, discharge_reason=DischargeReason.TRANSFERRED)
    assert signals(stay=stay) == [("g", closing_id("stay", "p"))]
    event = Event(id="e", family="f", plan="p", type="transfer", on=END, by="org")
    assert signals(event, stay=stay) == [("g", "e")]
    assert len(signals(event)) == 2  # the stay itself was ended, and not passed on


def test_without_an_organization_it_is_who_decided_and_else_the_coordinator():
    closed = EnrollmentStep(state=EnrollmentState.CLOSED, on=END, by="chief")
    about = attrs.evolve(COMPLAINT, subject="chief")
    stay = attrs.evolve(STAY, history=(closed,))
    assert signals(stay=stay, complaint=about, duty=None) == [("g", closing_id("stay", "p"))]
    assert signals(complaint=about, duty=None) == []
    about = attrs.evolve(COMPLAINT, subject="fac")
    assert signals(complaint=about, duty=None) == [("g", closing_id("stay", "p"))]


def test_a_duty_that_was_over_by_then_ends_no_stay():
    over = attrs.evolve(ORGANIZATION, period=Period(end=date(2026, 3, 1)))
    assert signals(duty=over) == []


def test_two_organizations_leave_it_open_which_of_them_it_was():
    two = attrs.evolve(ORGANIZATION, id="d2", holder="other")
    assert signals(two) == []


@pytest.mark.parametrize("kind", ["hours_cuts", "discharged", "transfers"])
def test_an_event_that_is_nearly_called_so_is_asked_about(kind):
    """Its name is the program's own word, so nothing refuses it; and no rule sees it."""
    event = Event(id="e", family="f", plan="p", type=kind, on=END, by="org")
    asked = [each for each in review(event).questions if each.kind is QuestionKind.UNKNOWN_EVENT]
    assert [each.ids for each in asked] == [("e",)]


@pytest.mark.parametrize("kind", ["hours_cut", "move", "transition", "crisis"])
def test_other_words_of_a_program_are_not(kind):
    event = Event(id="e", family="f", plan="p", type=kind, on=END, by="org")
    assert QuestionKind.UNKNOWN_EVENT not in {each.kind for each in review(event).questions}


def test_a_plan_of_another_stay_is_not_ended_with_it():
    other = attrs.evolve(PLAN, id="w1", lineage="q", enrollment="other-stay")
    assert signals(other) == [("g", closing_id("stay", "p"))]


def test_a_plan_that_names_no_stay_is_that_of_the_only_one():
    """With two plans, or two stays, nobody can tell which of them ended."""
    unnamed = attrs.evolve(PLAN, enrollment=None)
    second = attrs.evolve(STAY, id="second", discharged_on=None)
    family = Family(id="f", members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),))
    own = [family, Person(id="kid", family="f"), STAY, COMPLAINT, ORGANIZATION]

    def told(*records):
        chart = Chart.of([*own, *records], as_of=DAY, directory=DIRECTORY)
        found = review_conflicts(chart, policy=POLICY).findings
        return [each.path for each in found if each.rule == "COI-GRV-02"]

    assert told(unnamed) == [("g", closing_id("stay", "p"))]
    assert told(unnamed, second) == []
    assert told(unnamed, attrs.evolve(unnamed, id="w1", lineage="q")) == []


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        ({"plan": "q"}, False),
        ({"role": DutyRole.SUPERVISOR}, False),
    ],
)
def test_the_organization_is_the_one_that_coordinates_under_this_plan(change, ends):
    found = signals(duty=attrs.evolve(ORGANIZATION, **change))
    assert found == ([("g", closing_id("stay", "p"))] if ends else [])


def test_a_stay_without_a_day_hides_no_other_one():
    first = attrs.evolve(STAY, id="a-stay", discharged_on=None)
    assert signals(first) == [("g", closing_id("stay", "p"))]


def test_the_last_who_closed_it_counts():
    steps = [
        EnrollmentStep(state=EnrollmentState.CLOSED, on=date(2026, 2, 1), by="fac"),
        EnrollmentStep(state=EnrollmentState.ENROLLED, on=date(2026, 3, 1), by="fac"),
        EnrollmentStep(state=EnrollmentState.CLOSED, on=END, by="chief"),
    ]
    stay = attrs.evolve(STAY, history=tuple(steps))
    about = attrs.evolve(COMPLAINT, subject="chief")
    assert signals(stay=stay, complaint=about, duty=None) == [("g", closing_id("stay", "p"))]


def test_an_organization_that_coordinates_for_the_whole_program_counts_for_each_plan():
    """Its duty belongs to no family, and so it stands in the directory."""
    duty = attrs.evolve(ORGANIZATION, plan=None, family=None)
    family = Family(id="f", members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),))
    own = [family, Person(id="kid", family="f"), PLAN, STAY, COMPLAINT]
    chart = Chart.of(own, as_of=DAY, directory=Directory.of([*DIRECTORY.records, duty]))
    found = review_conflicts(chart, policy=POLICY).findings
    assert [each.path for each in found if each.rule == "COI-GRV-02"] == [
        ("g", closing_id("stay", "p"))
    ]
