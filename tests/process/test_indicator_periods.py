"""Indicators over a period, and over many stays: what counts in it, and how sums are made."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from importlib import resources
from pathlib import Path

import attrs
import pytest
from tests.states import program_of

from wraparound.model import Meeting, TeamRole
from wraparound.policy.document import parse_yaml
from wraparound.process.indicator import IndicatorOptions, Measured, ratio
from wraparound.process.indicator_periods import BASES, Basis, is_within, measure_over
from wraparound.process.indicator_totals import IndicatorTotal, IndicatorTotals
from wraparound.process.indicators import INDICATORS, measure
from wraparound.process.stay import stay_of
from wraparound.process.whose import By, whose
from wraparound.testing.case_records import case_chart

CASE = Path(str(resources.files("wraparound.policy"))) / "scenarios/practice/fixtures/willow.yaml"
POLICY = program_of("us-ms")
LAST = date(2024, 9, 10)
WHOLE = date(2024, 1, 1)


def willow(day=LAST):
    return stay_of(case_chart(parse_yaml(CASE.read_bytes()), as_of=day))


def over(start, stay=None):
    return measure_over(stay or willow(), POLICY, start=start)


def test_a_period_that_holds_the_whole_stay_says_what_the_stay_says():
    found = over(WHOLE)
    days = IndicatorOptions(start=date(2024, 3, 6), end=date(2024, 9, 11))
    assert found.keys() == INDICATORS.keys()
    for name in INDICATORS.keys() - {"member_continuity"}:
        assert found[name] == measure(name, willow(), POLICY, days), name


def test_only_meetings_of_the_period_count():
    assert over(WHOLE)["family_presence_rate"].denominator == 2
    assert over(date(2024, 4, 1))["family_presence_rate"].denominator == 1
    assert over(date(2024, 8, 14))["family_presence_rate"].denominator == 1
    assert over(date(2024, 8, 15))["family_presence_rate"].denominator == 0


def test_time_before_the_period_does_not_count():
    """From 1 August the longest time without a meeting is that after the 14th."""
    assert over(WHOLE)["longest_meeting_gap_days"].value == 141
    assert over(date(2024, 8, 1))["longest_meeting_gap_days"].value == 27
    assert over(date(2024, 8, 14))["meetings_per_30_days"].numerator == 1


def test_stays_that_began_before_are_not_asked_how_they_began():
    asked = over(date(2024, 3, 7)).keys()
    assert {name for name in BASES if BASES[name] is Basis.BEGAN} == INDICATORS.keys() - asked
    assert "days_enrolment_to_first_plan" in over(date(2024, 3, 6))


def test_steps_count_that_were_due_in_the_period():
    stay = willow(date(2024, 10, 10))
    assert over(date(2024, 9, 1), stay)["steps_done_on_time_rate"].denominator == 2
    assert over(date(2024, 10, 2), stay)["steps_done_on_time_rate"].denominator == 0


def test_a_stay_that_ended_is_not_asked_how_it_stands():
    stay = willow()
    left = attrs.evolve(stay.enrollment, discharged_on=date(2024, 9, 1))
    found = over(WHOLE, attrs.evolve(stay, enrollment=left))
    assert "natural_team_share" not in found
    assert "family_presence_rate" in found


@pytest.mark.parametrize(
    ("left", "start", "within"),
    [
        (None, date(2024, 9, 10), True),
        (date(2024, 9, 1), date(2024, 9, 1), True),
        (date(2024, 9, 1), date(2024, 9, 2), False),
    ],
)
def test_a_stay_is_within_a_period_that_it_touches(left, start, within):
    stay = willow()
    enrollment = attrs.evolve(stay.enrollment, discharged_on=left)
    assert is_within(attrs.evolve(stay, enrollment=enrollment), start) is within


def test_a_total_is_the_sum_of_parts_over_the_sum_of_wholes():
    total = IndicatorTotal()
    for each in (ratio(1, 2), ratio(9, 10, excluded=3), ratio(0, 0)):
        total.add(each)
    assert (total.numerator, total.denominator, total.excluded, total.without) == (10, 12, 3, 1)
    assert total.value("family_presence_rate") == round(total.value("family_presence_rate"), 4)
    assert not total.of_stays


def test_a_total_of_days_is_their_mean():
    total = IndicatorTotal()
    for days in (10, 21):
        total.add(Measured(value=Fraction(days)))
    assert (total.value("crisis_plan_age_days"), total.of_stays) == (Fraction(31, 2), True)


def test_meetings_are_counted_per_thirty_days_again():
    stay = willow()
    total = IndicatorTotal()
    total.add(measure("meetings_per_30_days", stay, POLICY))
    alone = measure("meetings_per_30_days", stay, POLICY).rounded
    assert total.value("meetings_per_30_days") == alone


def test_a_family_counts_once_however_many_stays_it_has():
    totals = IndicatorTotals()
    totals.add_family(iter([over(WHOLE), over(WHOLE)]))
    totals.add_family(iter([]))
    assert totals.families == 1
    presence = totals.by_name["family_presence_rate"]
    assert (presence.families, presence.denominator) == (1, 4)


def test_a_stay_is_counted_for_whoever_facilitates_on_the_day():
    stay = willow()
    assert whose(stay, By.FACILITATOR) == "ward"
    assert whose(stay, By.AGENCY) == "compass"
    assert whose(stay, By.PROGRAM) == "wraparound"
    others = tuple(each for each in stay.members if each.role is not TeamRole.FACILITATOR)
    alone = attrs.evolve(stay, members=others)
    named = attrs.evolve(alone, enrollment=attrs.evolve(stay.enrollment, coordinator="nia"))
    assert whose(named, By.FACILITATOR) in {"nia", "ward"}
    assert whose(attrs.evolve(alone, enrollment=None), By.PROGRAM) == ""


def test_the_facilitator_of_the_day_is_not_the_one_who_left():
    stay = willow()
    (ward,) = [each for each in stay.members if each.role is TeamRole.FACILITATOR]
    left = attrs.evolve(ward, left_on=date(2024, 6, 1))
    new = attrs.evolve(ward, id="m-nia", person="nia", accepted_on=date(2024, 6, 2))
    changed = attrs.evolve(stay, members=(left, new))
    assert whose(changed, By.FACILITATOR) == "nia"
    assert whose(attrs.evolve(stay, members=(left,)), By.FACILITATOR) == "ward"


def test_every_indicator_has_a_basis():
    assert BASES.keys() == INDICATORS.keys()
    assert set(Counter(BASES.values())) == set(Basis)
    assert isinstance(willow().meetings[0], Meeting)
