"""Runs over every family: what the next run must look at, and what it need not."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path

import attrs
import pytest

from wraparound.model.agency import Agency
from wraparound.model.conflict_screening import ConflictScreeningRun
from wraparound.model.duty import Duty, DutyRole
from wraparound.model.family import Family, FamilyMember, FamilyRole
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.planned_service import PlannedService, ServiceSpan, ServiceStatus
from wraparound.model.tie import Tie, TieKind
from wraparound.program import Program

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "screening.py"
DAY = date(2026, 3, 1)
SINCE = Period(start=date(2026, 1, 1))


def family(name, guide):
    """A family whose plan holds a service of one agency, and who guides it."""
    return (
        Family(id=name, members=(FamilyMember(person=f"{name}-kid", role=FamilyRole.YOUTH),)),
        Person(id=f"{name}-kid", family=name, member=True),
        Duty(
            id=f"{name}-duty",
            family=name,
            plan=f"{name}-line",
            role=DutyRole.FACILITATOR,
            holder=guide,
            period=SINCE,
        ),
        Plan(
            id=f"{name}-v1",
            lineage=f"{name}-line",
            family=name,
            youth=f"{name}-kid",
            status=PlanStatus.ACTIVE,
            period=SINCE,
            services=(
                PlannedService(
                    id=f"{name}-s",
                    provider="birch",
                    category="respite",
                    paid=True,
                    hcbs=True,
                    spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=SINCE),),
                ),
            ),
        ),
    )


@pytest.fixture(params=["memory:", "file"])
def program(request, tmp_path):
    """Three families: two are guided by Ada, one by Bo."""
    url = request.param if request.param == "memory:" else f"sqlite:///{tmp_path / 'cases.db'}"
    with Program.open(url, only=()) as opened:
        with opened.change(by="tester") as unit:
            unit.add(Person(id="ada"), Person(id="bo"), Agency(id="birch"), Agency(id="elm"))
            unit.add(Tie(id="job", kind=TieKind.EMPLOYED_BY, subject="ada", object="elm"))
            for name, guide in (("f1", "ada"), ("f2", "ada"), ("f3", "bo")):
                unit.add(*family(name, guide))
        yield opened


def screen(program, **more):
    return program.screen(by="nightly", as_of=DAY, **more)


def last_run(program):
    return list(program.find(ConflictScreeningRun))[-1]


def move(program, agency):
    with program.change(by="tester") as unit:
        unit.replace(attrs.evolve(unit.get(Tie, "job"), object=agency))


def test_a_tie_that_changes_touches_only_the_families_that_ask_about_it(program):
    assert screen(program).families == 3
    move(program, "birch")
    report = screen(program)
    assert (report.families, report.untouched) == (2, 1)
    assert report.new >= 2


def test_a_run_that_nobody_disturbed_is_not_read_through_by_the_next(program, monkeypatch):
    """The next run begins to look where this one ended, and not where it began."""
    began = program.store.position()
    screen(program, at_once=1)
    assert last_run(program).position > began + 3
    read = []
    feed = program.store.feed
    monkeypatch.setattr(
        type(program.store),
        "feed",
        lambda _, after=0, **more: read.extend(found := feed(after, **more)) or found,
    )
    assert screen(program).families == 0
    written = {each.kind for entry in read for each in entry.touched}
    assert written <= {"conflict_screening_run"}


def test_what_changes_while_a_run_goes_on_is_looked_at_by_the_next(program):
    """A tie that changes in the middle of a run may have been read before it changed."""
    began = program.store.position()
    screen(program, at_once=1, told=lambda count: move(program, "birch") if count == 2 else None)
    assert last_run(program).position == began
    assert screen(program).families == 2
    assert screen(program).families == 0


def test_a_run_need_not_count_the_families_that_nothing_touched(program, monkeypatch):
    """It knows from the run before how many there are, and asks the store for none of them."""
    screen(program)
    move(program, "birch")
    asked = []
    find = program.store.find
    monkeypatch.setattr(
        type(program.store),
        "find",
        lambda _, kind, *given, **more: asked.append(kind) or find(kind, *given, **more),
    )
    report = screen(program)
    assert (report.families, report.untouched) == (2, 1)
    assert asked
    assert "family" not in asked


def test_families_that_come_and_go_between_runs_are_counted(program):
    """One comes, one goes and comes back: the next run knows how many it left as they were."""
    screen(program)
    with program.change(by="tester") as unit:
        unit.add(*family("f4", "bo"))
    told = [screen(program)]
    with program.change(by="tester") as unit:
        unit.remove(unit.get(Family, "f3"))
    told.append(screen(program))
    with program.change(by="tester") as unit:
        unit.add(family("f3", "bo")[0])
    told += [screen(program), screen(program)]
    assert [(each.families, each.untouched) for each in told] == [(1, 3), (0, 3), (1, 3), (0, 4)]


def test_a_family_that_comes_while_a_run_goes_on_is_counted_by_the_next(program):
    def come(count):
        if count == 1:
            with program.change(by="tester") as unit:
                unit.add(*family("f4", "bo"))

    screen(program, at_once=1, told=come)
    assert last_run(program).families is None
    screen(program)
    report = screen(program)
    assert (report.families, report.untouched) == (0, 4)
    assert last_run(program).families == 4


def test_the_benchmark_of_screening_runs_at_a_small_scale(tmp_path):
    """It fills two stores, screens them, changes one tie, and tells the ratios."""
    found = importlib.util.spec_from_file_location("benchmark_of_screening", BENCHMARK)
    assert found is not None
    benchmark = importlib.util.module_from_spec(found)
    sys.modules[found.name] = benchmark
    try:
        found.loader.exec_module(benchmark)
        benchmark.STAFF, benchmark.AGENCIES = 20, 5
        lines = list(benchmark.measured(tmp_path, (20, 40)))
    finally:
        del sys.modules[found.name]
    assert len(lines) == 4
    assert lines[0].startswith("20 families: ")
    assert "after one tie changed: 2 families touched" in lines[3]
