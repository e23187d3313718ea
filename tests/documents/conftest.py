"""A small family and its review, made from records."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from wraparound.chart import Chart, Directory
from wraparound.conflict import review_conflicts
from wraparound.model.agency import Agency
from wraparound.model.duty import Duty, DutyRole
from wraparound.model.family import Family, FamilyMember, FamilyRole
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.planned_service import PlannedService, ServiceSpan, ServiceStatus
from wraparound.model.tie import Tie, TieKind
from wraparound.policy import choose_policy

DAY = date(2025, 6, 1)
ARTEFACTS = os.environ.get("WRAPAROUND_TEST_ARTEFACTS")
"""A folder for the pages that the tests have made, for people to look at."""

PACKS = ("FED-1915C", "FED-TCM")


@pytest.fixture
def chart():
    """A family whose facilitator works for the agency that gives respite."""
    service = PlannedService(
        id="svc",
        category="respite",
        provider="pv",
        paid=True,
        hcbs=True,
        spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=Period(start=date(2025, 2, 1))),),
    )
    year = Period(start=date(2025, 1, 1))
    return Chart.of(
        [
            Family(id="bell", members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),)),
            Person(id="kid", family="bell", name="Marked Youth"),
            Plan(
                id="v1",
                lineage="plan",
                family="bell",
                youth="kid",
                status=PlanStatus.ACTIVE,
                period=year,
                dated_on=date(2025, 1, 1),
                services=(service,),
            ),
            Duty(
                id="d1",
                family="bell",
                plan="plan",
                role=DutyRole.FACILITATOR,
                holder="fac",
                period=year,
            ),
        ],
        as_of=DAY,
        directory=Directory.of(
            [
                Person(id="fac", name="Marked <b>Facilitator</b>"),
                Agency(id="pv", name="Birch & House"),
                Tie(
                    id="t1",
                    kind=TieKind.EMPLOYED_BY,
                    subject="fac",
                    object="pv",
                    period=Period(start=date(2024, 1, 1)),
                ),
            ]
        ),
    )


@pytest.fixture
def review(chart):
    """The review of that family under two packs."""
    return review_conflicts(chart, policy=choose_policy(PACKS), as_of=DAY)


@pytest.fixture
def employed(review):
    """The finding that the facilitator works for the provider."""
    return next(each for each in review.findings if each.rule == "COI-EMP-01")


@pytest.fixture
def untold(review):
    """The finding that cannot be told for lack of a disclosure."""
    return next(each for each in review.findings if each.rule == "COI-OWN-06")


@pytest.fixture
def artefacts(tmp_path):
    folder = Path(ARTEFACTS) if ARTEFACTS else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder
