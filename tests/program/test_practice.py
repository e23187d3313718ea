"""The practice of a stored family: phase, next steps, clocks, plan review, caseload."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

import attrs
import pytest

from wraparound import Program
from wraparound.errors import FactsInvalid, PolicyUnknown
from wraparound.model import (
    Completeness,
    Determination,
    Eligibility,
    Enrollment,
    Family,
    FamilyId,
    Purpose,
)
from wraparound.model.enrollment import Phase
from wraparound.model.kinds import kind_of
from wraparound.policy.document import parse_yaml
from wraparound.process.clock import ClockStatus
from wraparound.process.next_steps import StepKind
from wraparound.program import Reader
from wraparound.testing.case_records import case_chart

OWN = Path(str(resources.files("wraparound.policy").joinpath("scenarios", "practice")))
CASE = OWN / "fixtures" / "willow.yaml"
DAY = date(2024, 9, 10)


@pytest.fixture
def program():
    chart = case_chart(parse_yaml(CASE.read_bytes()), as_of=DAY)
    with Program.open("memory:", practice="us-ms", only=["us-ms"]) as opened:
        with opened.change(by="office", reason="test") as unit:
            for record in (chart.family, *chart.records, *chart.directory.records):
                if kind_of(record).name != "family" or record is chart.family:
                    unit.add(record)
        yield opened


def test_where_a_family_stands(program):
    phase = program.phase("willow", as_of=DAY)
    assert phase.computed is Phase.IMPLEMENTATION
    assert phase.agrees is True
    assert phase.evidence[Phase.PLANNING] == date(2024, 3, 26)


def test_what_comes_next(program):
    steps = program.next_steps("willow", as_of=DAY)
    assert [(each.kind, each.clock, each.due) for each in steps[:1]] == [
        (StepKind.DUE, "team_meeting_max_gap", date(2024, 9, 13))
    ]
    assert all(each.citation for each in steps)
    asked = {each.activity for each in steps if each.kind is StepKind.NOT_RECORDED}
    assert "3.3a" in asked


def test_stored_records_are_judged_as_the_case_is(program):
    review = program.review_plan("willow", as_of=DAY)
    assert {each.rule for each in review.findings} == {"CLOCK-01"}
    assert review.program == "us-ms"


def test_the_caseload_is_listed_by_day(program):
    late = list(program.due(as_of=date(2024, 9, 14)))
    assert [(each.family, each.due.status, each.due.days_late) for each in late] == [
        ("willow", ClockStatus.NOT_MET, 1)
    ]
    assert list(program.due(as_of=DAY, within_days=2)) == []
    assert len(list(program.due(as_of=DAY, within_days=3))) == 1


def test_absence_tells_nothing_until_somebody_says_that_all_is_on_file(program):
    """Take the word for meetings back, and the gap is unknown instead of late."""
    (stay,) = program.find(Enrollment, family="willow")
    with program.change(by="office", reason="test") as unit:
        unit.replace(
            attrs.evolve(
                stay, complete=tuple(each for each in stay.complete if each.kind != "meeting")
            )
        )
    clock = program.clocks("willow", as_of=date(2024, 12, 1))[0]
    assert clock.name == "team_meeting_max_gap"
    assert clock.status is ClockStatus.UNKNOWN
    with program.change(by="office", reason="test") as unit:
        until = Completeness(kind="meeting", until=date(2024, 12, 1))
        (stay,) = program.find(Enrollment, family="willow")
        unit.replace(attrs.evolve(stay, complete=(*stay.complete, until)))
    assert program.clocks("willow", as_of=date(2024, 12, 1))[0].status is ClockStatus.NOT_MET
    assert program.clocks("willow", as_of=date(2024, 12, 2))[0].status is ClockStatus.UNKNOWN


def test_indicators_and_activities(program):
    found = program.indicators("willow", as_of=DAY)
    assert found["longest_meeting_gap_days"].value == 141
    assert found["resolved_item_share"].value is None
    assert len(program.activities("willow", as_of=DAY)) == 33


def test_another_reader_has_the_same_practice(program):
    assert program.read_by(Reader(by="x")).practice is program.practice


def test_wrong_names_are_told(program):
    with pytest.raises(PolicyUnknown, match="program pack"):
        Program.open("memory:", practice="us-zz", only=())
    with pytest.raises(FactsInvalid):
        program.stay("willow", enrollment="other")
    assert FamilyId("willow") in list(program.families())


@pytest.mark.parametrize(
    ("purpose", "answer", "status"),
    [
        ("continuing", "eligible", ClockStatus.MET),
        ("continuing", "not_eligible", ClockStatus.NOT_MET),
        ("entry", "eligible", ClockStatus.NOT_MET),
    ],
)
def test_a_stored_decision_that_help_goes_on_meets_the_clock_of_deciding_anew(
    purpose, answer, status
):
    """Indiana decides anew every twelve months (405 IAC 5-21.7-8(b)); the stay began in 2024."""
    enrolled = date(2024, 1, 10)
    with Program.open("memory:", practice="us-in", only=["us-states"]) as opened:
        with opened.change(by="office", reason="test") as unit:
            unit.add(Family(id="reed"))
            unit.add(
                Enrollment(
                    id="stay",
                    family="reed",
                    youth="kim",
                    enrolled_on=enrolled,
                    discharged_on=None,
                    complete=(Completeness(kind="event", until=None),),
                )
            )
            unit.add(
                Determination(
                    id="again",
                    family="reed",
                    enrollment="stay",
                    purpose=Purpose(purpose),
                    on=date(2025, 1, 10),
                    answer=Eligibility(answer),
                )
            )
        clocks = {each.name: each for each in opened.clocks("reed", as_of=date(2025, 3, 1))}
        assert clocks["recert_max_gap"].intervals[0].status is status
        due = {each.due.clock: each.due for each in opened.due(as_of=date(2025, 3, 1))}
        again = status is ClockStatus.MET
        assert due["recert_max_gap"].due == date(2026 if again else 2025, 1, 10)
