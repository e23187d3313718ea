"""Requests and complaints: how long they wait, by whose number, and who may handle them."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound import Program
from wraparound.conflict import standings
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


def duty(name, holder, unit, **more):
    fields = {"family": "f", "plan": "p", "role": DutyRole.FACILITATOR, "period": SINCE, **more}
    return Duty(id=name, holder=holder, unit=unit, **fields)


@pytest.mark.parametrize(
    ("duties", "barred"),
    [
        ((("free", "west"), ("under", "west")), ("same_unit",)),
        ((("free", "west"), ("under", "north")), ()),
        ((("under", "west"), ("twin", "west")), ()),
        ((("free", ""), ("under", "")), ()),
    ],
)
def test_the_unit_of_duties_counts_where_the_employer_is_not_known(program, duties, barred):
    keep(program, attrs.evolve(REQUEST, about="under"))
    keep(program, *(duty(f"d{place}", *each) for place, each in enumerate(duties)))
    assert standing(program, "free").barred == barred


def test_the_unit_of_duties_does_not_count_between_two_known_employers(program):
    """Two agencies may call a unit the same."""
    keep(program, attrs.evolve(REQUEST, about="boss"))
    job = Tie(id="j9", kind=TieKind.EMPLOYED_BY, subject="free", object="pv", period=SINCE)
    keep(program, job, duty("d1", "free", "west"), duty("d2", "boss", "west"))
    assert standing(program, "free").barred == ()


def test_a_duty_that_is_over_counts_no_more(program):
    keep(program, attrs.evolve(REQUEST, about="under"))
    over = Period(start=SINCE.start, end=date(2026, 2, 1))
    keep(program, duty("d1", "free", "west", period=over), duty("d2", "under", "west"))
    assert standing(program, "free").barred == ()


def test_it_is_asked_on_the_day_that_is_named(program):
    """The chief came in March: before, nobody stood under them."""
    keep(program, REQUEST)
    later = Period(start=date(2026, 4, 28))
    keep(
        program, Tie(id="new", kind=TieKind.SUPERVISES, subject="boss", object="free", period=later)
    )
    chart = program.chart("f", as_of=DAY)
    around = chart.within(program.directory(), also=["free"])
    asked = {"policy": program.policy}
    (now,) = standings(around, REQUEST, ["free"], **asked)
    (then,) = standings(around, REQUEST, ["free"], as_of=date(2026, 4, 25), **asked)
    assert (now.barred, then.barred) == (("subordinate",), ())


def test_the_first_pack_says_how_wide_an_agency_is(program):
    """A county may count a whole group of agencies as the one complained about."""
    keep(
        program,
        REQUEST,
        Tie(id="owns", kind=TieKind.CONTROLS, subject="org", object="pv"),
        Tie(id="j9", kind=TieKind.EMPLOYED_BY, subject="free", object="pv"),
    )
    wide = Overlay(id="o", pack="FED-1915C", params={"grievance.org_scope": "controlled_group"})
    chart = program.chart("f", as_of=DAY).within(program.directory(), also=["free"])
    told = [
        standings(chart, REQUEST, ["free"], policy=choose_policy(["FED-1915C"], overlays=overlays))
        for overlays in ([], [wide])
    ]
    assert [each[0].barred for each in told] == [(), ("same_org",)]
    assert standings(chart, REQUEST, ["free"], policy=choose_policy([]))[0].barred == ()


def test_who_works_for_the_agency_is_told_once(program):
    keep(program, attrs.evolve(REQUEST, about="org"))
    assert standing(program, "boss").barred == ("same_org",)


def test_those_above_the_one_above_count_and_a_circle_ends(program):
    """Staff records say whose is above whose; a mistake among them must not go on for ever."""
    keep(
        program,
        attrs.evolve(REQUEST, about="boss"),
        Staff(id="s5", person="cousin", role="aide", supervisor="s3", hired_on=SINCE.start),
        Staff(id="s6", person="aide", role="aide", supervisor="s7", hired_on=SINCE.start),
        Staff(id="s7", person="kid", role="aide", supervisor="s6", hired_on=SINCE.start),
    )
    assert standing(program, "cousin").barred == ("subordinate",)
    assert standing(program, "aide").barred == ("same_org",)
