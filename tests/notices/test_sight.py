"""What somebody may be told, by their part, by consent, and by what they asked for."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest
from tests.notices.made_up import BEGUN, DAY, chart, directory, release, wishes

from wraparound.chart import Directory
from wraparound.model import UNKNOWN, ConsentKind, Period, Sensitivity
from wraparound.notices import Roster, may_be_sent, may_hear
from wraparound.process.stay import stay_of

ROSTER = Roster.of(Directory.of(directory()))
DAYS_ONLY = {Sensitivity.PUBLIC, Sensitivity.ADMINISTRATIVE}


def hears(person, *more):
    return may_hear(person, stay_of(chart(*more)), ROSTER)


@pytest.mark.parametrize("person", ["kid", "mum", "fac", "sup"])
def test_the_plan_is_the_familys_and_theirs_who_coordinate(person):
    assert {Sensitivity.CLINICAL, Sensitivity.NARRATIVE} <= hears(person)


@pytest.mark.parametrize("person", ["ther", "uncle", "sis", "stranger"])
def test_everybody_else_hears_days_until_there_is_a_release(person):
    assert hears(person) == DAYS_ONLY


def test_a_release_opens_what_it_names():
    named = (Sensitivity.CLINICAL,)
    assert hears("ther", release(("ther",), scope=named)) == DAYS_ONLY | set(named)
    assert hears("ther", release(("pv",), scope=named)) == DAYS_ONLY | set(named)
    assert hears("uncle", release(("ther",), scope=named)) == DAYS_ONLY


def test_substance_use_is_told_only_where_it_is_named():
    assert Sensitivity.SUBSTANCE_USE not in hears("ther", release(("ther",)))
    named = release(("ther",), scope=(Sensitivity.SUBSTANCE_USE,))
    assert Sensitivity.SUBSTANCE_USE not in hears("ther", named)
    assert Sensitivity.SUBSTANCE_USE in hears(
        "ther", release(("ther",), includes_substance_use=True)
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"signed_on": UNKNOWN},
        {"signed_on": None},
        {"signed_on": DAY + timedelta(days=1)},
        {"revoked_on": DAY},
        {"revoked_on": UNKNOWN},
        {"period": Period(start=BEGUN, end=DAY)},
        {"period": Period(start=UNKNOWN)},
        {"kind": ConsentKind.TREATMENT},
    ],
)
def test_a_release_that_may_not_hold_opens_nothing(changes):
    kind = changes.pop("kind", ConsentKind.RELEASE)
    given = release(("ther",), **changes)
    assert hears("ther", attrs.evolve(given, kind=kind)) == DAYS_ONLY


@pytest.mark.parametrize(
    ("preference", "details"),
    [
        (None, False),
        (wishes(), False),
        (wishes(details_agreed_on=UNKNOWN), False),
        (wishes(details_agreed_on=DAY + timedelta(days=1)), False),
        (wishes(details_agreed_on=DAY), True),
    ],
)
def test_details_are_only_sent_to_who_asked_for_them(preference, details):
    sent = may_be_sent("mum", preference, stay_of(chart()), ROSTER)
    assert (Sensitivity.CLINICAL in sent) is details
