"""Phases: what the next one lacks is told, staff go on, and their reason is kept."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.states import program_of

from wraparound.errors import PolicyUnknown
from wraparound.model import Enrollment, Phase
from wraparound.process.activities import Shown
from wraparound.process.phase_guard import program_phases

DAY = date(2024, 9, 12)


def open_codes(guard):
    return {each.code: each.shown for each in guard.open}


def test_the_next_phase_tells_what_it_lacks(willow):
    guard = willow().phase_guard("willow", as_of=DAY)
    assert (guard.to, guard.phases) == ("Transition", (Phase.TRANSITION,))
    assert guard.reading.computed is Phase.IMPLEMENTATION
    assert open_codes(guard)["3.3a"] is Shown.UNKNOWN
    assert all(each.source for each in guard.open)
    assert guard.asks_why


def test_what_the_record_shows_is_not_open(willow):
    program = willow()
    assert "1.1a" not in open_codes(program.phase_guard("willow", as_of=DAY))
    (engagement,) = program.stay("willow", as_of=DAY).chart.engagements
    with program.change(by="office", reason="test") as unit:
        unit.replace(attrs.evolve(engagement, oriented_on=None))
    guard = program.phase_guard("willow", as_of=DAY)
    assert open_codes(guard)["1.1a"] is Shown.NOT_SHOWN


def test_a_step_inside_a_phase_that_a_program_split_asks_for_nothing(willow):
    program = willow("us-wa")
    assert program.phase_guard("willow", "Assessing", as_of=DAY).open == ()
    assert program.phase_guard("willow", "Transition", as_of=DAY).open
    guard = program.phase_guard("willow", "Teaming", as_of=DAY)
    assert guard.phases == (Phase.ENGAGEMENT, Phase.PLANNING)
    assert guard.is_return


@pytest.mark.parametrize(
    ("pack", "words"),
    [("us-wa", 6), ("us-wi", 3), ("us-ma", 5), ("us-ms", 5)],
)
def test_each_program_has_its_own_words(pack, words):
    """Washington has six phases, Wisconsin three, Massachusetts splits the first in two."""
    found = program_phases(program_of(pack))
    assert len(found) == words
    assert all(found.values())


def test_staff_go_on_and_say_why(willow):
    program = willow()
    entered = program.enter_phase(
        "willow", "Transition", by="ward", on=DAY, reason="The family is moving"
    )
    assert entered.guard.open
    (stay,) = program.find(Enrollment, family="willow")
    assert stay.phases[-1] == entered.entry
    assert (stay.phases[-1].phase, stay.phases[-1].reason) == (
        Phase.TRANSITION,
        "The family is moving",
    )
    phase = program.phase("willow", as_of=DAY)
    assert (phase.asserted, phase.agrees) == ("Transition", False)


@pytest.mark.parametrize(
    ("reason", "stands"),
    [("A new school", Phase.PLANNING), ("", Phase.IMPLEMENTATION)],
)
def test_a_way_back_counts_with_its_reason_only(willow, reason, stands):
    program = willow()
    entered = program.enter_phase(
        "willow", "Initial plan development", by="ward", on=DAY, reason=reason
    )
    assert entered.guard.is_return
    assert entered.guard.asks_why
    assert program.phase("willow", as_of=DAY).computed is stands


def test_a_word_that_nobody_knows_names_the_nearest(willow):
    program = willow()
    with pytest.raises(PolicyUnknown, match="Transition"):
        program.enter_phase("willow", "Transitoin", by="ward", on=DAY)
    with pytest.raises(PolicyUnknown):
        program.phase_guard("willow", "x", as_of=DAY)


def test_nothing_comes_after_the_end(willow):
    program = willow()
    (stay,) = program.find(Enrollment, family="willow")
    with program.change(by="office", reason="test") as unit:
        unit.replace(attrs.evolve(stay, discharged_on=DAY))
    guard = program.phase_guard("willow", as_of=DAY)
    assert (guard.to, guard.open, guard.asks_why) == ("", (), False)
