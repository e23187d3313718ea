"""Caseloads day by day: weighed by tier, by full-time part, by day; supervisors, teams, careers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.states import program_of

from wraparound import Program
from wraparound.model import (
    UNKNOWN,
    AttributeChange,
    CareService,
    CaseManagementModel,
    Duty,
    DutyRole,
    Enrollment,
    Family,
    Handover,
    Period,
    Staff,
    StaffCertification,
    Tie,
    TieKind,
)
from wraparound.policy import ProgramPolicy, choose_program
from wraparound.policy.program_reading import read_program_pack
from wraparound.process.careers import Validity, read_careers
from wraparound.process.clock import ClockStatus
from wraparound.process.limits import Limits
from wraparound.process.loads import LoadOf, LoadState

DAY = date(2026, 6, 30)
COUNTY = """\
policy: fern-county
title: Fern County
jurisdiction: ZZ
legal_force: program_policy
compiled_on: "2026-01-01"
timezone: America/Chicago
extends: []
parameters:
  - name: coordinator_caseload_max
    kind: limit_max
    value: 3
    unit: ratio
    start_event: null
    switch: {attribute: tier, values: {intensive: 2, moderate: 4}}
    exception_idiom: none
    citation: County policy 1
    effective_to: "2026-03-31"
    confidence: found
  - name: coordinator_caseload_max
    kind: limit_max
    value: 2
    unit: ratio
    start_event: null
    exception_idiom: none
    citation: County policy 2
    effective_from: "2026-04-01"
    confidence: found
  - name: supervisor_ratio_max
    kind: limit_max
    value: 1
    unit: ratio
    start_event: null
    exception_idiom: none
    citation: County policy 3
    confidence: found
not_found: []
"""
OVER, WITHIN, UNCLEAR, NO_LIMIT = LoadState


@pytest.fixture(scope="module")
def county():
    return ProgramPolicy(packs=(read_program_pack(COUNTY, source="county.yaml"),))


def stay(family, worker="ines", began=date(2026, 1, 5), **more):
    more = {
        "enrolled_on": began,
        "coordinator": worker,
        "coordinator_assigned_on": began,
        **more,
    }
    name = more.pop("id", f"{family}-stay")
    return Enrollment(id=name, family=family, youth=f"{family}-kid", **more)


def job(person, role="facilitator", part=1, **more):
    more = {"hired_on": date(2025, 1, 1), **more}
    full_time = part if part is UNKNOWN else Decimal(str(part))
    return Staff(id=f"job-{person}", person=person, role=role, full_time_part=full_time, **more)


def loads(policy, *records, start=None, end=None, as_of=DAY):
    with Program.open("memory:", practice=policy, only=()) as program:
        with program.change(by="office") as unit:
            families = {each.family for each in records if isinstance(each, Enrollment)}
            for family in sorted(families):
                unit.add(Family(id=family))
            for record in records:
                unit.add(record)
        found = list(program.caseloads(as_of=as_of, start=start, end=end))
    return {(each.of, each.holder): each for each in found}


def spans(policy, *records, holder=(LoadOf.COORDINATOR, "ines"), **more):
    return [
        (each.start.isoformat(), each.least, each.state)
        for each in loads(policy, *records, **more)[holder].spans
    ]


def test_as_many_as_the_limit_is_within_and_one_more_is_over():
    families = [stay(f"f{number:02}") for number in range(11)]
    nj = program_of("us-nj")
    (ten,) = loads(nj, job("ines"), *families[:10])[LoadOf.COORDINATOR, "ines"].spans
    assert (ten.least, ten.parts_least, ten.state) == (10, Fraction(1), WITHIN)
    found = loads(nj, job("ines"), *families)[LoadOf.COORDINATOR, "ines"]
    assert [each.state for each in found.over] == [OVER]
    (rule,) = found.rules
    assert (rule.value, rule.citation, rule.pack) == (10, "N.J.A.C. 10:73-3.22", "us-nj")


def test_half_a_week_is_half_a_caseload():
    families = [stay(f"f{number}") for number in range(6)]
    nj = program_of("us-nj")
    (half,) = loads(nj, job("ines", part=0.5), *families)[LoadOf.COORDINATOR, "ines"].spans
    assert (half.state, half.capacity) == (OVER, Decimal("0.5"))
    (five,) = loads(nj, job("ines", part=0.5), *families[:5])[LoadOf.COORDINATOR, "ines"].spans
    assert five.state is WITHIN


def test_families_are_weighed_by_the_limit_of_their_tier(county):
    first = [stay("a", tier="intensive"), stay("b", tier="moderate"), stay("c", tier="moderate")]
    day = date(2026, 3, 1)
    (span,) = loads(county, job("ines"), *first, as_of=day)[LoadOf.COORDINATOR, "ines"].spans
    assert (span.least, span.parts_least, span.state) == (3, Fraction(1), WITHIN)
    more = stay("d", tier="other")
    (span,) = loads(county, job("ines"), *first, more, as_of=day)[LoadOf.COORDINATOR, "ines"].spans
    assert (span.parts_least, span.state) == (Fraction(4, 3), OVER)


def test_a_tier_that_nobody_recorded_leaves_the_load_between_two_numbers(county):
    families = [stay(name) for name in "abc"]
    day = date(2026, 3, 1)
    (span,) = loads(county, job("ines"), *families, as_of=day)[LoadOf.COORDINATOR, "ines"].spans
    assert (span.parts_least, span.parts_most) == (Fraction(3, 4), Fraction(3, 2))
    assert (span.state, span.missing) == (UNCLEAR, ("families",))


def test_a_stay_whose_first_day_nobody_recorded_may_be_there(county):
    unsure = stay("a", enrolled_on=UNKNOWN)
    (span,) = loads(county, job("ines"), unsure)[LoadOf.COORDINATOR, "ines"].spans
    assert (span.least, span.most, span.parts_least, span.parts_most) == (0, 1, 0, Fraction(1, 2))


def test_who_was_over_and_when_day_by_day(county):
    """The tier changes, a family leaves, and another rule comes into force."""
    a = stay(
        "a",
        attributes=(
            AttributeChange(name="tier", value="moderate", on=date(2026, 1, 5)),
            AttributeChange(name="tier", value="intensive", on=date(2026, 2, 1)),
        ),
    )
    b = stay("b", tier="intensive", discharged_on=date(2026, 3, 1))
    c = stay("c", tier="moderate")
    found = loads(county, job("ines"), a, b, c, start=date(2026, 1, 1))
    load = found[LoadOf.COORDINATOR, "ines"]
    assert [
        (each.start.isoformat(), each.least, each.parts_least, each.state) for each in load.spans
    ] == [
        ("2026-01-01", 0, 0, WITHIN),
        ("2026-01-05", 3, 1, WITHIN),
        ("2026-02-01", 3, Fraction(5, 4), OVER),
        ("2026-03-01", 2, Fraction(3, 4), WITHIN),
        ("2026-04-01", 2, 1, WITHIN),
    ]
    assert [each.citation for each in load.rules] == ["County policy 1", "County policy 2"]
    assert load.spans[-1].end == DAY + timedelta(days=1)


def test_a_family_with_two_stays_or_two_records_of_the_worker_counts_once(county):
    stays = [stay("a"), stay("a", id="second"), stay("b", worker="ines-2")]
    same = Tie(id="t", kind=TieKind.SAME_PERSON_AS, subject="ines", object="ines-2")
    assert spans(county, job("ines"), same, *stays) == [("2026-06-30", 2, WITHIN)]


def test_a_handover_moves_a_family_on_its_first_day(county):
    moved = stay(
        "a",
        worker="omar",
        handovers=(
            Handover(
                before="ines",
                after="omar",
                accepted_on=date(2026, 5, 1),
                effective_on=date(2026, 5, 10),
            ),
        ),
    )
    records = (job("ines"), job("omar"), moved)
    at = {"start": date(2026, 5, 1)}
    assert spans(county, *records, **at) == [
        ("2026-05-01", 1, WITHIN),
        ("2026-05-10", 0, WITHIN),
    ]
    omar = spans(county, *records, holder=(LoadOf.COORDINATOR, "omar"), **at)
    assert omar == [("2026-05-01", 0, WITHIN), ("2026-05-10", 1, WITHIN)]


def test_duties_tell_who_has_a_family(county):
    duty = Duty(
        id="d",
        family="a",
        role=DutyRole.CASE_MANAGER,
        holder="ines",
        period=Period(start=date(2026, 6, 1)),
    )
    bare = stay("a", coordinator=None, coordinator_assigned_on=UNKNOWN)
    assert spans(county, bare, duty, job("ines")) == [("2026-06-30", 1, WITHIN)]


@pytest.mark.parametrize(
    ("staff", "families", "state", "missing"),
    [
        ((), 1, UNCLEAR, ("staff",)),
        ((job("ines", part=UNKNOWN),), 1, UNCLEAR, ("full_time_part",)),
        ((job("ines", part=UNKNOWN),), 3, OVER, ()),
        ((job("ines", part=UNKNOWN),), 0, WITHIN, ()),
        ((job("ines", hired_on=UNKNOWN),), 2, WITHIN, ()),
        ((job("ines", left_on=date(2026, 6, 1)),), 1, OVER, ()),
    ],
)
def test_what_nobody_recorded_of_a_job_stays_unknown(county, staff, families, state, missing):
    """More than one full caseload is over however much of the week is worked."""
    records = [stay(f"f{number}") for number in range(families)]
    found = loads(county, *staff, *records)
    if (LoadOf.COORDINATOR, "ines") not in found:
        assert families == 0
        return
    (span,) = found[LoadOf.COORDINATOR, "ines"].spans
    assert (span.state, span.missing) == (state, missing)


def test_a_program_without_a_limit_has_nobody_over():
    families = [stay(f"f{number}") for number in range(30)]
    found = loads(choose_program("nwi-model"), job("ines"), *families)
    load = found[LoadOf.COORDINATOR, "ines"]
    assert ([each.state for each in load.spans], load.rules) == ([NO_LIMIT], ())


def test_the_number_that_staff_state_stands_beside_the_one_that_is_counted(county):
    found = loads(county, job("ines", active_families=9), stay("a"))
    load = found[LoadOf.COORDINATOR, "ines"]
    assert (load.stated, load.spans[0].least) == (9, 1)


def test_supervisors_are_counted_by_heads_and_by_day(county):
    boss = job("boss", role="supervisor")
    below = [
        job("ines", supervisor="job-boss", part=0.2),
        job("omar", supervisor="job-boss", hired_on=date(2026, 6, 10), left_on=date(2026, 6, 20)),
        job("clerk", role="clerk", supervisor="job-boss"),
    ]
    found = loads(county, boss, *below, start=date(2026, 6, 1))
    load = found[LoadOf.SUPERVISOR, "boss"]
    assert [(each.start.isoformat(), each.least, each.state) for each in load.spans] == [
        ("2026-06-01", 1, WITHIN),
        ("2026-06-10", 2, OVER),
        ("2026-06-20", 1, WITHIN),
    ]
    assert [each.citation for each in load.rules] == ["County policy 3"]


def act(family, worker="ines"):
    return stay(
        family,
        worker,
        service=CareService.CASE_MANAGEMENT,
        model=CaseManagementModel.ASSERTIVE_COMMUNITY_TREATMENT,
    )


def test_a_team_of_assertive_community_treatment_shares_its_people():
    """24 Miss. Code R. 2-32.2: ten for each full-time worker, without the psychiatrist."""
    team = {"employer": "pine", "unit": "act-1"}
    staff = [
        job("ines", role="case_manager", **team),
        job("nurse", role="nurse", part=0.5, **team),
        job("doctor", role="psychiatrist", **team),
        job("other", role="nurse", employer="pine", unit="act-2"),
    ]
    people = [act(f"f{number:02}") for number in range(16)]
    found = loads(program_of("us-ms"), *staff, *people)
    load = found[LoadOf.TEAM, "pine/act-1"]
    (span,) = load.spans
    assert (span.least, span.parts_least, span.capacity) == (16, Fraction(8, 5), Decimal("1.5"))
    assert span.state is OVER
    assert load.jobs == ("job-ines", "job-nurse")
    assert found[LoadOf.COORDINATOR, "ines"].spans[0].least == 0
    fifteen = loads(program_of("us-ms"), *staff, *people[:15])
    assert fifteen[LoadOf.TEAM, "pine/act-1"].spans[0].state is WITHIN


def test_a_team_that_nobody_named_is_not_known():
    staff = job("ines", role="case_manager", employer="pine")
    found = loads(program_of("us-ms"), staff, *[act(f"f{number}") for number in range(12)])
    (span,) = found[LoadOf.TEAM, "ines"].spans
    assert (span.state, span.missing) == (UNCLEAR, ("unit",))


def test_a_day_after_the_record_is_not_told(county):
    found = loads(county, job("ines"), stay("a"), end=date(2027, 1, 1))
    assert found[LoadOf.COORDINATOR, "ines"].spans[-1].end == DAY + timedelta(days=1)


def test_limits_read_every_version_that_may_hold(county):
    limits = Limits(county)
    both = limits.rules("coordinator_caseload_max", date(2026, 1, 1), DAY)
    assert [each.by for each in both] == ["tier", ""]
    assert limits.rules("coordinator_caseload_max", date(2026, 5, 1), DAY) == both[1:]
    assert not limits.is_set("nothing", DAY)


def certificate(last):
    return StaffCertification(type="CANS", issued_on=date(2025, 1, 1), expires_on=last)


def test_certificates_that_ended_or_end_soon():
    days = (date(2026, 6, 29), DAY, date(2026, 8, 29), date(2026, 8, 30), None, UNKNOWN)
    worker = job("ines", certifications=tuple(certificate(each) for each in days))
    gone = job("omar", left_on=date(2026, 1, 1))
    (found,) = read_careers((worker, gone), program_of("us-nj"), as_of=DAY, within_days=60)
    assert [(each.validity, each.days_left) for each in found.certificates] == [
        (Validity.EXPIRED, -1),
        (Validity.EXPIRING, 0),
        (Validity.EXPIRING, 60),
        (Validity.VALID, 61),
        (Validity.VALID, None),
        (Validity.UNKNOWN, None),
    ]
    assert found.due is None


def test_the_first_certificate_is_due_by_the_programs_own_clock():
    """405 IAC 5-21.7-11: within 18 months of hire."""
    (late,) = read_careers(
        (job("ines", hired_on=date(2024, 12, 1)),), program_of("us-in"), as_of=DAY
    )
    assert late.due.status is ClockStatus.NOT_MET
    assert late.due.intervals[-1].due == date(2026, 6, 1)
    (other,) = read_careers((job("boss", role="supervisor"),), program_of("us-in"), as_of=DAY)
    assert other.due is None
