"""From one screening to the next: what is new, goes on, is resolved, passed, or not asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest

from wraparound.model import (
    Agency,
    ConflictScreening,
    Disclosure,
    DisclosureKind,
    Duty,
    DutyRole,
    Family,
    FamilyMember,
    FamilyRole,
    Gift,
    GiftKind,
    Mitigation,
    Period,
    Person,
    Plan,
    PlannedService,
    PlanStatus,
    Residence,
    RosterEntry,
    Safeguard,
    ServiceOffer,
    ServiceSpan,
    ServiceStatus,
    SoleProviderException,
    Tie,
    TieKind,
)
from wraparound.program import Program

FIRST, SECOND, THIRD = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
SINCE = Period(start=date(2026, 1, 1))
TIE = "COI-EMP-01"
GIFT = "COI-GFT-01"


def opened(url, *packs):
    return Program.open(url, policies=packs or ("FED-1915C", "GOOD-PRACTICE"), only=())


@pytest.fixture
def url(tmp_path):
    """A store with a family whose planner has no tie to its provider."""
    address = f"sqlite:///{tmp_path / 'cases.db'}"
    service = PlannedService(
        id="s",
        provider="birch",
        category="respite",
        paid=True,
        hcbs=True,
        spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=SINCE),),
    )
    with opened(address) as program, program.change(by="tester") as unit:
        unit.add(Person(id="ada"), Agency(id="birch"), Agency(id="elm"))
        unit.add(
            Family(id="f", members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),)),
            Person(id="kid", family="f", residences=(Residence(area="oakfield"),)),
            Duty(
                id="d", family="f", plan="p", role=DutyRole.FACILITATOR, holder="ada", period=SINCE
            ),
            Plan(
                id="v1",
                lineage="p",
                family="f",
                youth="kid",
                status=PlanStatus.ACTIVE,
                period=SINCE,
                services=(service,),
            ),
        )
        unit.add(Tie(id="job", kind=TieKind.EMPLOYED_BY, subject="ada", object="elm"))
    return address


def keep(program, *records):
    with program.change(by="tester") as unit:
        for each in records:
            unit.add(each)


def move(program, agency):
    with program.change(by="tester") as unit:
        unit.replace(attrs.evolve(unit.get(Tie, "job"), object=agency))


def screen(program, day, **more):
    return program.screen(by="nightly", as_of=day, **more)


def states(program, rule):
    (held,) = program.find(ConflictScreening)
    return [(each.state.value, each.found_on) for each in held.findings if each.rule == rule]


def gift(day):
    return Gift(
        id="gift", kind=GiftKind.GIFT, giver="birch", receiver="ada", value=Decimal(90), on=day
    )


def test_what_held_for_a_day_between_two_runs_is_not_lost(url):
    """A gift weighs on its day. Nobody screens on every day."""
    with opened(url) as program:
        screen(program, FIRST)
        keep(program, gift(date(2026, 3, 20)))
        report = screen(program, SECOND)
        assert report.passed == 1
        assert states(program, GIFT) == [("passed", SECOND)]
        again = screen(program, THIRD, everybody=True)
        assert again.passed == 0
        assert states(program, GIFT) == [("passed", SECOND)]


def test_what_was_written_down_late_is_not_lost_either(url):
    """Its day lies before a run that could not know of it."""
    with opened(url) as program:
        screen(program, SECOND)
        keep(program, gift(date(2026, 2, 10)))
        assert screen(program, SECOND).passed == 1


def test_a_second_run_on_one_day_finds_nothing_new(url):
    with opened(url) as program:
        move(program, "birch")
        first = screen(program, FIRST)
        assert states(program, TIE) == [("new", FIRST)]
        second = screen(program, FIRST, everybody=True)
        assert (second.new, second.continuing) == (0, first.new)
        assert states(program, TIE) == [("continuing", FIRST)]


def test_what_returns_is_new_again(url):
    with opened(url) as program:
        move(program, "birch")
        screen(program, FIRST)
        move(program, "elm")
        assert screen(program, SECOND).resolved == 1
        assert states(program, TIE) == [("resolved", FIRST)]
        move(program, "birch")
        assert screen(program, THIRD).new == 1
        assert states(program, TIE) == [("new", THIRD)]


def test_other_packs_do_not_resolve_what_they_do_not_ask(url):
    with opened(url) as program:
        move(program, "birch")
        screen(program, FIRST)
    with opened(url, "GOOD-PRACTICE") as program:
        report = screen(program, FIRST)
        assert report.resolved == 0
        assert report.not_asked >= 1
        assert states(program, TIE) == [("continuing", FIRST)]  # it is raised there too
    with opened(url, "FED-1915C", "GOOD-PRACTICE") as program:
        report = screen(program, SECOND)
        assert report.resolved == 0


def test_what_is_not_asked_stays_so_until_it_is_asked_again(url):
    rule = "COI-PRC-01"  # only the federal packs ask for guidelines on the plan
    with opened(url, "FED-1915C") as program:
        screen(program, FIRST)
        assert states(program, rule) == [("new", FIRST)]
    with opened(url, "GOOD-PRACTICE") as program:
        for day in (FIRST, SECOND):
            screen(program, day, everybody=True)
            assert states(program, rule) == [("not_asked", FIRST)]
    with opened(url, "FED-1915C") as program:
        screen(program, THIRD)
        assert states(program, rule) == [("new", THIRD)]


def test_a_row_of_the_roster_touches_the_families_that_were_offered_such_help(url):
    row = RosterEntry(
        id="r", agency="birch", offers=("respite",), area="oakfield", willing=True, qualified=True
    )
    with opened(url) as program:
        screen(program, FIRST)
        keep(program, row)
        assert screen(program, FIRST).families == 0
        keep(
            program,
            ServiceOffer(id="o", family="f", plan="p", category="respite", on=date(2026, 2, 1)),
        )
        assert screen(program, FIRST).families == 1
        keep(program, attrs.evolve(row, id="r2", offers=("therapy",)))
        assert screen(program, FIRST).families == 0
        keep(program, attrs.evolve(row, id="r3", agency="elm"))
        assert screen(program, FIRST).families == 1


def test_a_gap_that_is_answered_is_resolved(url):
    told = Disclosure(id="told", kind=DisclosureKind.INTERESTS, person="ada", on=FIRST)
    with opened(url, "FED-1915C") as program:
        screen(program, FIRST)
        assert states(program, "COI-OWN-06") == [("new", FIRST)]
        keep(program, told)
        screen(program, SECOND)
        assert states(program, "COI-OWN-06") == [("resolved", FIRST)]


def test_what_lifted_it_lapses_and_it_is_new_again(url):
    """A mitigation ends, and nothing else changes: somebody has to look again."""
    codes = ("SG-01", "SG-02", "SG-05")
    mitigation = Mitigation(
        id="mit",
        plan="p",
        rules=(TIE,),
        safeguards=tuple(Safeguard(code=code, period=SINCE) for code in codes),
        period=Period(start=SINCE.start, end=date(2026, 4, 15)),
    )
    with opened(url, "GOOD-PRACTICE") as program:
        move(program, "birch")
        keep(program, mitigation)
        screen(program, FIRST)
        assert states(program, TIE) == [("new", FIRST)]
        screen(program, SECOND, everybody=True)
        assert states(program, TIE) == [("continuing", FIRST)]
        assert screen(program, THIRD).new == 1
        assert states(program, TIE) == [("new", THIRD)]


def test_a_row_of_the_roster_touches_the_families_around_an_exception(url):
    """Somebody else who would do the same work ends what lifts the finding."""
    lifted = SoleProviderException(id="ex", agency="birch", functions=("plan_development",))
    row = RosterEntry(
        id="r",
        agency="elm",
        offers=("case_management",),
        area="oakfield",
        willing=True,
        qualified=True,
    )
    with opened(url) as program:
        keep(program, lifted)
        screen(program, FIRST)
        keep(program, row)
        assert screen(program, FIRST).families == 0
        keep(program, attrs.evolve(row, id="r2", offers=("plan_development",)))
        assert screen(program, FIRST).families == 1
