"""A chart holds one family, and the part of the directory that bears on it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from wraparound.chart import Chart, Directory
from wraparound.errors import FactsInvalid
from wraparound.model.agency import Agency
from wraparound.model.directory import Service
from wraparound.model.disclosure import Disclosure
from wraparound.model.duty import Duty, DutyRole
from wraparound.model.family import Family, FamilyMember, FamilyRole
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.planned_service import PlannedService
from wraparound.model.references import parties, references, renamed
from wraparound.model.shares import exactly
from wraparound.model.tie import Office, Relation, Tie, TieKind
from wraparound.testing import strategies

DAY = date(2026, 3, 1)
SECRET = "Zebulon-Marker"


def tie(name, kind, subject, other, **more):
    return Tie(id=name, kind=kind, subject=subject, object=other, **more)


FAMILY = Family(
    id="fam",
    vision=SECRET,
    members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),),
)
RECORDS = (
    FAMILY,
    Person(id="kid", family="fam", name=SECRET),
    Duty(id="d", family="fam", plan="line", role=DutyRole.FACILITATOR, holder="ada"),
    Plan(
        id="v1",
        lineage="line",
        family="fam",
        status=PlanStatus.ACTIVE,
        period=Period(start=date(2026, 1, 1)),
        services=(PlannedService(id="s", provider="birch"),),
    ),
)
DIRECTORY = Directory.of(
    [
        *(Agency(id=name) for name in ("birch", "hill", "top", "elm", "far")),
        *(Person(id=name) for name in ("ada", "ben", "cy", "dot", "eve", "kim")),
        tie("t-hill-birch", TieKind.OWNS, "hill", "birch", share=exactly("1")),
        tie("t-top-hill", TieKind.OWNS, "top", "hill", share=exactly("0.6")),
        tie("t-cy-top", TieKind.OFFICE, "cy", "top", position=Office.CHAIR),
        tie("t-ada-elm", TieKind.EMPLOYED_BY, "ada", "elm"),
        tie("t-ben-elm", TieKind.EMPLOYED_BY, "ben", "elm"),
        tie("t-kim-ada", TieKind.KIN, "kim", "ada", relation=Relation.SIBLING_OF),
        tie("t-kim-far", TieKind.OFFICE, "kim", "far", position=Office.OFFICER),
        tie("t-dot-eve", TieKind.KIN, "dot", "eve", relation=Relation.SPOUSE_OF),
        Disclosure(id="x-ada", person="ada", on=DAY),
        Disclosure(id="x-dot", person="dot", on=DAY),
        Service(id="svc-birch", name="Respite", agency="birch"),
    ]
)
CHART = Chart.of(RECORDS, as_of=DAY, directory=DIRECTORY)


def ids(records):
    return {record.id for record in records}


def test_owners_are_followed_upwards_and_their_officers_are_told():
    assert {"t-hill-birch", "t-top-hill", "t-cy-top"} <= ids(CHART.ties)
    assert {"birch", "hill", "top"} <= ids(CHART.directory.agencies)
    assert "cy" in ids(CHART.everyone)


def test_people_are_followed_to_employers_and_to_the_interests_of_their_kin():
    assert {"t-ada-elm", "t-kim-ada", "t-kim-far"} <= ids(CHART.ties)


def test_other_staff_of_an_agency_stay_out():
    assert "t-ben-elm" not in ids(CHART.ties)
    assert "ben" not in ids(CHART.everyone)


def test_strangers_stay_out():
    assert {"t-dot-eve"}.isdisjoint(ids(CHART.ties))
    assert ids(CHART.directory.records.all(Disclosure)) == {"x-ada"}


def test_the_plan_in_force_is_the_highest_active_version_on_the_day():
    older = Plan(id="v0", lineage="line", family="fam", version=0, status=PlanStatus.ACTIVE)
    later = Plan(
        id="v2",
        lineage="line",
        family="fam",
        version=2,
        status=PlanStatus.ACTIVE,
        period=Period(start=date(2026, 4, 1)),
    )
    chart = Chart.of([*RECORDS, older, later], as_of=DAY)
    assert chart.plan is not None
    assert chart.plan.id == "v1"
    assert [plan.id for plan in chart.plans] == ["v0", "v1", "v2"]


def test_a_chart_is_of_exactly_one_family():
    with pytest.raises(FactsInvalid, match="one_family_expected"):
        Chart.of(RECORDS[1:], as_of=DAY)
    with pytest.raises(FactsInvalid, match="one_family_expected"):
        Chart.of([*RECORDS, Family(id="other")], as_of=DAY)


def test_a_record_of_another_family_is_refused():
    with pytest.raises(FactsInvalid, match="record_of_another_family"):
        Chart.of([*RECORDS, Person(id="x", family="other")], as_of=DAY)


def test_what_a_chart_shows_holds_nothing_personal():
    assert SECRET not in repr(CHART)
    page = CHART._repr_html_()
    assert SECRET not in page
    assert "<caption>Family fam as of 2026-03-01" in page
    assert "people" in page


@given(strategies.any_record())
def test_the_parties_of_a_record_are_its_references_to_people_and_agencies(record):
    """The fast way to gather parties finds what the slow way, with paths, finds."""
    slowly = {each.id for each in references(record) if {"person", "agency"} & set(each.kinds)}
    assert parties(record) == slowly


@given(strategies.any_record())
def test_renaming_changes_the_ids_that_are_named_and_nothing_else(record):
    names = {each.id: f"{each.id}-new" for each in references(record)} | {record.id: "own-new"}
    other = renamed(record, names)
    assert other.id == "own-new"
    assert [(each.path, each.id) for each in references(other)] == [
        (each.path, names[each.id]) for each in references(record)
    ]
    back = renamed(other, {new: old for old, new in names.items()})
    assert back == record or len(set(names.values())) < len(names)


def test_whoever_holds_a_duty_in_the_whole_program_is_in_every_chart():
    standing = Directory.of(
        [
            *DIRECTORY.records,
            Duty(id="d-monitor", role=DutyRole.PLAN_MONITOR, holder="dot"),
        ]
    )
    chart = Chart.of(RECORDS, as_of=DAY, directory=standing)
    assert "t-dot-eve" in ids(chart.ties)
    assert "x-dot" in ids(chart.directory.records.all(Disclosure))
