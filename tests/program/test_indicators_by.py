"""Indicators over all families: one pass, sums by group, small groups hidden."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from wraparound import Program
from wraparound.model import (
    Attendance,
    Enrollment,
    Family,
    Meeting,
    Person,
    Presence,
    Team,
    TeamMember,
    TeamRole,
)
from wraparound.model.family import FamilyMember, FamilyRole
from wraparound.process.whose import By
from wraparound.program import ALL_GROUPS

START, END = date(2026, 1, 1), date(2026, 7, 1)


def family(unit, number, facilitator, *, met=True, enrolled=date(2026, 1, 5)):
    name = f"f-{number:03}"
    unit.add(
        Family(id=name, members=(FamilyMember(person=f"{name}-kid", role=FamilyRole.YOUTH),)),
        Person(id=f"{name}-kid", family=name),
        Enrollment(id=f"{name}-stay", family=name, youth=f"{name}-kid", enrolled_on=enrolled),
        Team(
            id=f"{name}-team",
            family=name,
            enrollment=f"{name}-stay",
            members=(
                TeamMember(
                    id=f"{name}-m1", person=f"{name}-kid", role=TeamRole.YOUTH, accepted_on=enrolled
                ),
                TeamMember(
                    id=f"{name}-m2",
                    person=facilitator,
                    role=TeamRole.FACILITATOR,
                    employer=f"of-{facilitator}",
                    accepted_on=enrolled,
                ),
            ),
        ),
    )
    if met:
        there = Attendance(member=f"{name}-m1", presence=Presence.PRESENT)
        unit.add(
            Meeting(
                id=f"{name}-met",
                family=name,
                enrollment=f"{name}-stay",
                on=date(2026, 2, 4),
                held=True,
                attendance=(there,),
            )
        )


@pytest.fixture
def county():
    """Forty families of nia, three of ben, twelve of ada."""
    with Program.open("memory:", only=()) as program:
        number = 0
        with program.change(by="office", reason="test") as unit:
            for facilitator, count in (("nia", 40), ("ben", 3), ("ada", 12)):
                for _ in range(count):
                    family(unit, number, facilitator)
                    number += 1
        yield program


def report(program, by=By.FACILITATOR, **more):
    return program.indicators_by(by, start=START, end=END, **more)


def test_small_groups_are_hidden_with_what_would_tell_them(county):
    found = report(county)
    assert found.least == 11
    assert dict(found.groups) == {"ada": None, "ben": None, "nia": 40, ALL_GROUPS: 55}
    for indicator in ("days_enrolment_to_first_team_meeting", "family_presence_rate"):
        assert found.cell(indicator, "ben").hidden
        assert found.cell(indicator, "ada").hidden
        assert found.cell(indicator, "ben").value is None
        assert found.cell(indicator, "nia").families == 40
        assert found.cell(indicator).families == 55


def test_inside_the_program_every_group_is_shown(county):
    found = report(county, inside=True)
    assert dict(found.groups) == {"ada": 12, "ben": 3, "nia": 40, ALL_GROUPS: 55}
    cell = found.cell("days_enrolment_to_first_team_meeting", "ben")
    assert (cell.value, cell.numerator, cell.denominator) == (30, Fraction(90), Fraction(3))


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        (By.AGENCY, {"of-nia", "of-ben", "of-ada", ALL_GROUPS}),
        (By.PROGRAM, {"", ALL_GROUPS}),
    ],
)
def test_families_are_counted_by_agency_and_program(county, by, groups):
    assert report(county, by).groups.keys() == groups


def test_few_families_without_a_part_cannot_be_counted(county):
    """Two of nia's have no meeting: how many have one is not told, nor how many have none."""
    with county.change(by="office", reason="test") as unit:
        family(unit, 200, "nia", met=False)
        family(unit, 201, "nia", met=False)
    cell = report(county).cell("days_enrolment_to_first_team_meeting", "nia")
    assert (cell.value, cell.families, cell.without) == (30, None, None)
    assert cell.numerator is cell.denominator is None
    shown = report(county, inside=True).cell("days_enrolment_to_first_team_meeting", "nia")
    assert (shown.families, shown.without) == (40, 2)


def test_totals_are_the_sums_of_what_each_family_says(county):
    found = report(county, inside=True)
    alone = [county.indicators(each, as_of=date(2026, 6, 30)) for each in county.families()]
    for name in ("family_presence_rate", "natural_attendance_share", "natural_team_share"):
        parts = [each[name] for each in alone if each[name].value is not None]
        cell = found.cell(name)
        assert (cell.numerator or 0) == sum((each.numerator for each in parts), Fraction(0)), name
        assert (cell.denominator or 0) == sum((each.denominator for each in parts), Fraction(0))
    gaps = [each["longest_meeting_gap_days"].value for each in alone]
    assert found.cell("longest_meeting_gap_days").numerator == sum(gaps)


def test_what_is_not_counted_is_told(county):
    from wraparound.model import UNKNOWN  # noqa: PLC0415 - only here

    with county.change(by="office", reason="test") as unit:
        unit.add(
            Family(id="x"), Enrollment(id="x-stay", family="x", youth="y", enrolled_on=UNKNOWN)
        )
    assert report(county).left_out == {"nobody recorded when the stay began": 1}


def test_how_far_it_is_told(county):
    seen = []
    report(county, told=seen.append)
    assert seen == list(range(1, 56))


def test_a_period_has_a_day(county):
    with pytest.raises(ValueError, match="ends after it starts"):
        county.indicators_by(By.PROGRAM, start=START, end=START)
    with pytest.raises(LookupError):
        report(county).cell("surprise")


def test_who_reads_all_families_is_in_the_trail(county):
    before = len(list(county.accesses("f-000")))
    report(county)
    assert len(list(county.accesses("f-000"))) == before + 1
