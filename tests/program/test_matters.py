"""Requests and complaints: how long they wait, by whose number, and who may handle them."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound import Program
from wraparound.errors import RecordNotFound
from wraparound.model import (
    UNKNOWN,
    Agency,
    ChangeRequest,
    Duty,
    DutyRole,
    Family,
    FamilyMember,
    FamilyRole,
    Grievance,
    Handler,
    Period,
    Person,
    Plan,
    PlannedService,
    PlanStatus,
    RequestKind,
    Staff,
    Tie,
    TieKind,
)
from wraparound.policy import Overlay, choose_policy
from wraparound.program import matters

DAY = date(2026, 5, 1)
SINCE = Period(start=date(2026, 1, 1))
REQUEST = ChangeRequest(
    id="asked",
    family="f",
    kind=RequestKind.CHANGE_PROVIDER,
    received_on=date(2026, 4, 20),
    about="boss",
)
PEOPLE = ("fac", "boss", "aide", "cousin", "free", "twin", "under")


@pytest.fixture
def program():
    """A boss of one agency, whom several people stand near in different ways."""
    with Program.open("memory:", only=()) as opened:
        with opened.change(by="office", reason="test") as unit:
            unit.add(Agency(id="org"), Agency(id="pv"))
            for each in PEOPLE:
                unit.add(Person(id=each))
            unit.add(
                Tie(id="j1", kind=TieKind.EMPLOYED_BY, subject="boss", object="org"),
                Tie(id="j2", kind=TieKind.EMPLOYED_BY, subject="aide", object="org"),
                Tie(id="above", kind=TieKind.SUPERVISES, subject="boss", object="fac"),
                Tie(id="seat", kind=TieKind.CONTRACTED_BY, subject="cousin", object="pv"),
            )
            unit.add(
                Staff(
                    id="s1",
                    person="boss",
                    role="chief",
                    employer="org",
                    unit="east",
                    hired_on=SINCE.start,
                ),
                Staff(
                    id="s2",
                    person="twin",
                    role="planner",
                    employer="org",
                    unit="east",
                    hired_on=SINCE.start,
                ),
                Staff(
                    id="s3", person="under", role="planner", supervisor="s1", hired_on=SINCE.start
                ),
                Staff(
                    id="s4",
                    person="free",
                    role="planner",
                    employer="pv",
                    unit="east",
                    hired_on=SINCE.start,
                ),
            )
            unit.add(
                Family(id="f", members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),)),
                Person(id="kid", family="f"),
                Duty(
                    id="d",
                    family="f",
                    plan="p",
                    role=DutyRole.FACILITATOR,
                    holder="fac",
                    period=SINCE,
                ),
                Plan(
                    id="v1",
                    lineage="p",
                    family="f",
                    youth="kid",
                    status=PlanStatus.ACTIVE,
                    period=SINCE,
                    services=(PlannedService(id="s", provider="pv", category="respite"),),
                ),
            )
        yield opened


def keep(program, *records):
    with program.change(by="office", reason="test") as unit:
        for each in records:
            unit.add(each)


def standing(program, person):
    (matter,) = program.requests("f", people=[person], as_of=DAY)
    (told,) = matter.asked_about
    return told


@pytest.mark.parametrize(
    ("person", "barred"),
    [
        ("boss", ("same_org", "same_person")),
        ("aide", ("same_org",)),
        ("fac", ("subordinate",)),
        ("twin", ("same_unit",)),
        ("under", ("subordinate",)),
        ("free", ()),
        ("cousin", ()),
    ],
)
def test_who_may_handle_a_request_about_a_person(program, person, barred):
    """A unit is part of an agency: another agency may call one of its own the same."""
    keep(program, REQUEST)
    told = standing(program, person)
    assert told.barred == barred
    assert told.may_handle is not bool(barred)


def test_what_is_about_a_service_is_about_who_gives_it(program):
    keep(program, attrs.evolve(REQUEST, about=None, about_service="s"))
    assert standing(program, "cousin").barred == ("tied",)
    assert standing(program, "boss").barred == ()


def test_what_is_about_nobody_recorded_cannot_be_told(program):
    keep(program, attrs.evolve(REQUEST, about=None))
    told = standing(program, "boss")
    assert (told.may_handle, told.unsure) == (None, ("unknown_about",))


def test_a_tie_that_may_be_over_leaves_it_open(program):
    keep(program, REQUEST)
    unsure = Tie(
        id="k",
        kind=TieKind.SUPERVISES,
        subject="boss",
        object="free",
        period=Period(start=SINCE.start, end=UNKNOWN),
    )
    keep(program, unsure)
    told = standing(program, "free")
    assert (told.barred, told.unsure, told.may_handle) == ((), ("subordinate",), None)


def test_a_complaint_bars_those_who_took_part(program):
    keep(
        program,
        Grievance(
            id="g",
            family="f",
            received_on=DAY,
            subject="pv",
            involved=("boss",),
            handlers=(Handler(person="fac", period=SINCE),),
        ),
    )
    (matter,) = program.requests("f", people=["boss", "cousin"], as_of=DAY)
    assert [(each.person, each.barred) for each in matter.handlers] == [
        ("fac", ("subordinate_of_involved",))
    ]
    assert [each.barred for each in matter.asked_about] == [("previously_involved",), ("tied",)]
    assert (matter.asks, matter.limits, matter.due) == ("complaint", (), None)


def test_the_days_for_an_answer_are_told_with_whoever_set_them(program):
    (limit, *_) = program_limits(program, REQUEST)
    assert (limit.due, limit.days_late) == (date(2026, 5, 20), 0)
    assert (limit.setting.value, limit.setting.set_by) == (30, "")
    overlay = Overlay(id="county", pack="FED-1915C", params={"request.max_days": 5}, cite="Code 1")
    policy = choose_policy(["FED-1915C", "FED-1915I"], overlays=[overlay])
    found = matters.matters_of(program.chart("f", as_of=DAY), policy=policy)
    (matter,) = found
    assert [(each.setting.pack, each.setting.set_by) for each in matter.limits] == [
        ("FED-1915C", "county"),
        ("FED-1915I", ""),
    ]
    assert (matter.due, matter.days_late) == (date(2026, 4, 25), 6)


def program_limits(program, request):
    keep(program, request)
    (matter,) = program.requests("f", as_of=DAY)
    return matter.limits


def test_what_is_settled_is_told_on_request(program):
    keep(program, attrs.evolve(REQUEST, answered_on=date(2026, 4, 25)))
    assert program.requests("f", as_of=DAY) == ()
    (matter,) = program.requests("f", as_of=DAY, settled=True)
    assert (matter.days_open, matter.limits) == (5, ())
    (then,) = program.requests("f", as_of=date(2026, 4, 24))
    assert then.days_open == 4
    assert program.requests("f", as_of=date(2026, 4, 19)) == ()


def test_every_family_with_an_open_one_is_found(program):
    keep(program, REQUEST)
    (matter,) = program.open_requests(as_of=DAY)
    assert (matter.family, matter.id, matter.days_open) == ("f", "asked", 11)


def test_a_person_whom_nobody_recorded_is_an_error(program):
    """Nothing is on file about them, and that would look like a clearance."""
    keep(program, REQUEST)
    with pytest.raises(RecordNotFound) as error:
        program.requests("f", people=["bos"], as_of=DAY)
    assert "did you mean 'boss'" in str(error.value)
