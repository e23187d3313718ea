"""Whom a family can choose from: by need or kind of help, and each row of the roster by itself."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound import Program
from wraparound.errors import RecordNotFound
from wraparound.model import (
    UNKNOWN,
    Agency,
    Family,
    LifeDomain,
    Need,
    Period,
    Person,
    Plan,
    PlannedService,
    PlanStatus,
    Residence,
    RosterEntry,
    Strategy,
)
from wraparound.program import Supposition
from wraparound.program.options import candidates

DAY = date(2026, 5, 1)


def row(name: str, agency: str, *, willing=True, qualified=True, area="oakfield") -> RosterEntry:
    return RosterEntry(
        id=name,
        agency=agency,
        offers=("respite",),
        area=area,
        willing=willing,
        qualified=qualified,
    )


@pytest.fixture
def program():
    with Program.open("memory:", only=()) as opened:
        with opened.change(by="office", reason="test") as unit:
            unit.add(Agency(id="pine", name="Pine House"))
            unit.add(Person(id="kid", family="bell", residences=(Residence(area="oakfield"),)))
            unit.add(Family(id="bell", members=()))
        yield opened


def listed(program: Program, *rows: RosterEntry) -> list[tuple[str, object, object]]:
    with program.change(by="office", reason="roster") as unit:
        for each in rows:
            unit.add(each)
    found = candidates(program.directory(), category="respite", areas=["oakfield"], on=DAY)
    return [(each.agency, each.willing, each.qualified) for each in found]


def test_willing_in_one_row_and_qualified_in_another_is_neither(program):
    """The roster test is asked of each row (specification 3.10)."""
    assert listed(program, row("a", "pine", qualified=False), row("b", "pine", willing=False)) == []


def test_one_row_that_is_both_is_enough(program):
    rows = (row("a", "pine", qualified=False), row("b", "pine"))
    assert listed(program, *rows) == [("pine", True, True)]


def test_what_nobody_recorded_is_no_refusal(program):
    """The row that may do is told, before one that surely does not."""
    rows = (row("a", "pine", willing=False), row("b", "pine", qualified=UNKNOWN))
    assert listed(program, *rows) == [("pine", True, None)]


@pytest.fixture
def planned(program):
    """A family with a plan: a need with a service, one by its strategy, and one without."""
    need = {"domain": LifeDomain.HOME}
    plan = Plan(
        id="plan-1",
        lineage="plan",
        family="bell",
        youth="kid",
        status=PlanStatus.ACTIVE,
        period=Period(start=date(2026, 1, 1)),
        needs=(
            Need(id="n-rest", statement="Mum can sleep one night in a week.", **need),
            Need(id="n-talk", statement="He is heard by somebody who is not family.", **need),
            Need(id="n-none", statement="He has a place to be loud.", **need),
        ),
        strategies=(Strategy(id="s-talk", need="n-talk", text="Talk on Fridays."),),
        services=(
            PlannedService(id="svc-1", category="respite", need="n-rest", provider="pine"),
            PlannedService(id="svc-2", category="therapy", strategy="s-talk", provider="pine"),
        ),
    )
    with program.change(by="office", reason="plan") as unit:
        unit.add(plan)
        unit.add(row("a", "pine"))
        unit.add(attrs.evolve(row("b", "pine"), offers=("therapy",)))
    return program


@pytest.mark.parametrize(
    ("need", "category"), [("n-rest", "respite"), ("n-talk", "therapy"), ("therapy", "therapy")]
)
def test_a_need_of_the_plan_stands_for_the_help_that_is_planned_for_it(planned, need, category):
    (option,) = planned.options(need, "bell", as_of=DAY)
    assert (option.agency, option.category) == ("pine", category)


@pytest.mark.parametrize(
    ("need", "hint"),
    [
        ("n-none", "no service is planned for it yet"),
        ("respit", "did you mean 'respite'?"),
        ("xyz", "the directory has respite, therapy"),
    ],
)
def test_a_need_that_nobody_knows_is_no_empty_list(planned, need, hint):
    with pytest.raises(RecordNotFound) as error:
        planned.options(need, "bell", as_of=DAY)
    assert hint in str(error.value)
    assert need in str(error.value)


def test_a_record_that_is_not_stored_cannot_be_supposed_to_be_gone(program):
    with pytest.raises(RecordNotFound) as error:
        list(program.what_if(Supposition(without=(("tie", "nope"),)), as_of=DAY))
    assert "nope" in str(error.value)
