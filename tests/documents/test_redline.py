"""What changed between two versions of a plan, and meetings for calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
import pytest

from wraparound.documents import ChangeKind, called_in, redline
from wraparound.documents.calendar import meetings_calendar
from wraparound.model import (
    ActionStep,
    CrisisPlan,
    Meeting,
    Need,
    Plan,
    StepStatus,
    Strategy,
    StrategyStatus,
)

OLD = Plan(
    id="p1",
    lineage="p",
    family="reed",
    version=1,
    mission="We stand beside Kim",
    needs=(
        Need(id="n1", statement="Kim needs to know that somebody waits"),
        Need(id="n2", statement="Mother needs rest at night"),
    ),
    strategies=(Strategy(id="g1", need="n1", text="Aunt meets Kim at the bus"),),
    steps=(
        ActionStep(
            id="a1", strategy="g1", what="Ask the aunt", responsible="m1", due_on=date(2026, 2, 1)
        ),
        ActionStep(id="a2", strategy="g1", what="Buy a pass", responsible="m2"),
    ),
)


def changed(**more):
    return redline(OLD, attrs.evolve(OLD, id="p2", version=2, **more))


@pytest.mark.parametrize(
    ("more", "kind", "part", "says"),
    [
        (
            {"needs": (attrs.evolve(OLD.needs[0], statement="Kim needs somebody"), OLD.needs[1])},
            ChangeKind.REWORDED,
            "need",
            'Need n1, wording in other words: was "Kim needs to know',
        ),
        (
            {"strategies": (attrs.evolve(OLD.strategies[0], need="n2"),)},
            ChangeKind.MOVED,
            "strategy",
            "Strategy g1 moved to another need: from n1 to n2",
        ),
        (
            {"strategies": (attrs.evolve(OLD.strategies[0], status=StrategyStatus.DROPPED),)},
            ChangeKind.STATUS,
            "strategy",
            "Strategy g1: was active, is now dropped",
        ),
        (
            {"steps": (attrs.evolve(OLD.steps[0], responsible="m3"), OLD.steps[1])},
            ChangeKind.OWNER,
            "step",
            "Step a1 changes hands: from m1 to m3",
        ),
        (
            {"steps": (attrs.evolve(OLD.steps[0], due_on=date(2026, 3, 1)), OLD.steps[1])},
            ChangeKind.DATE,
            "step",
            "Step a1 slipped: was due on 2026-02-01, is now due on 2026-03-01",
        ),
        (
            {"steps": OLD.steps[:1]},
            ChangeKind.REMOVED,
            "step",
            "No longer in the plan: step a2: Buy a pass",
        ),
        (
            {"steps": (*OLD.steps, ActionStep(id="a3", what="Call", status=StepStatus.DOING))},
            ChangeKind.ADDED,
            "step",
            "New step a3: Call",
        ),
        ({"crisis_plan": CrisisPlan()}, ChangeKind.ADDED, "crisis plan", "New crisis plan"),
        (
            {"mission": "We walk with Kim"},
            ChangeKind.REWORDED,
            "plan",
            "The plan, mission in other words",
        ),
    ],
)
def test_each_change_is_told_once(more, kind, part, says):
    found = changed(**more)
    (change,) = found.changes
    assert (change.kind, change.part) == (kind, part)
    assert says in found.in_words()[0]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            {"strategies": (attrs.evolve(OLD.strategies[0], need="n2"),)},
            (
                'Strategy "Aunt meets Kim at the bus" moved to another need: '
                'from "Kim needs to know that somebody waits" to "Mother needs rest at night"'
            ),
        ),
        (
            {"steps": (attrs.evolve(OLD.steps[0], responsible="m3"), OLD.steps[1])},
            'Step "Ask the aunt" changes hands: from Aunt Ana to m3',
        ),
    ],
)
def test_people_and_parts_can_be_called_by_their_words(more, says):
    (said,) = changed(**more).in_words(called_in(OLD, {"m1": "Aunt Ana"}))
    assert said == says


def test_a_page_tells_days_and_hands_in_words_beside_the_marks():
    moved = attrs.evolve(OLD.steps[0], responsible="m3", due_on=date(2026, 1, 1))
    page = changed(steps=(moved, OLD.steps[1])).as_html({"m1": "Ana <b>"})
    assert "changes hands: from <del>Ana &lt;b&gt;</del> to <ins>m3</ins>" in page
    assert "is due earlier: was due on <del>2026-02-01</del>, is now due on" in page


def test_a_page_tells_what_did_not_work():
    page = changed(did_not_work=("g1",), change_reason="Nobody was home.").as_html(
        called_in(OLD, {})
    )
    assert "<p>Why: Nobody was home.</p>" in page
    assert "<p>What did not work: &quot;Aunt meets Kim at the bus&quot;</p>" in page


def test_the_same_plan_has_no_changes():
    found = changed()
    assert found.changes == ()
    assert "Nothing is different" in found.as_html()


def test_the_page_marks_words_and_escapes_them():
    needs = (attrs.evolve(OLD.needs[0], statement="Kim needs <b>to know</b> that Ana waits"),)
    page = changed(needs=(*needs, OLD.needs[1])).as_html()
    assert "<ins>&lt;b&gt;to know&lt;/b&gt;</ins>" in page
    assert "<b>" not in page
    assert "<del>somebody</del> <ins>Ana</ins>" in page


def test_no_words_of_the_family_are_in_what_a_notebook_shows():
    found = changed(mission="Marked words")
    assert "Marked" not in repr(found) + found._repr_html_()
    assert "1 reworded" in found._repr_html_()


def test_a_calendar_tells_when_and_not_whose():
    meetings = [
        Meeting(id="t1", family="reed", on=date(2026, 3, 1), place="Marked; place, " * 9),
        Meeting(id="t2", family="reed", on=date(2026, 4, 1), held=False),
        Meeting(id="t3", family="reed"),
    ]
    stamp = datetime(2026, 2, 1, 12, tzinfo=UTC)
    text = meetings_calendar(meetings, made_at=stamp, domain="county.example")
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20260301\r\nDTEND;VALUE=DATE:20260302\r\n" in text
    assert "reed" not in text
    assert "Marked" not in text
    shown = meetings_calendar(meetings, made_at=stamp, domain="county.example", personal=True)
    assert all(len(line.encode()) <= 75 for line in shown.split("\r\n"))
    assert "Marked\\; place\\," in shown.replace("\r\n ", "")
