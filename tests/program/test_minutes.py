"""Minutes: a meeting with everything that it changed is kept at once, or nothing of it."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound import hookimpl
from wraparound.documents import ChangeKind
from wraparound.errors import ChangeRefused, FactsInvalid, InputRefused, RecordInvalid
from wraparound.model import (
    ActionStep,
    Attendance,
    DataPoint,
    Decision,
    Meeting,
    Minutes,
    Option,
    Plan,
    PlanStatus,
    Presence,
    Rating,
    StepStatus,
    Strategy,
    StrategyStatus,
)
from wraparound.model.strategy import Helping

MET = date(2024, 9, 12)


def meeting(*present, name="t3", **more):
    there = [Attendance(member=each, presence=Presence.PRESENT) for each in present]
    return Meeting(id=name, family="willow", on=MET, attendance=tuple(there), **more)


def whole_team(**more):
    return meeting("m-ivo", "m-nela", "m-aunt", "m-coach", "m-ward", "m-teach", **more)


def plans(program):
    return {each.version: each for each in program.find(Plan, enrollment=stay(program))}


def stay(program):
    return program.stay("willow", as_of=MET).enrollment.id


def now(program):
    return program.stay("willow", as_of=MET).plan


def revision(program):
    """What a team that drops a strategy and hands out a task decides."""
    plan = now(program)
    (_, g2), (a1, _) = plan.strategies, plan.steps
    return Minutes(
        meeting=whole_team(
            decisions=(
                Decision(
                    text="Try the rowing club",
                    strategy="g3",
                    options=(Option(text="Club", chosen=True), Option(text="Choir")),
                    decided_by=("m-ivo", "m-nela"),
                    dissent="The teacher would wait.",
                ),
            )
        ),
        reason="The coach moved away.",
        did_not_work=(g2.id,),
        strategies=(
            attrs.evolve(g2, status=StrategyStatus.DROPPED, changed_on=MET),
            Strategy(id="g3", need=g2.need, text="The club rows past the school", replaces=g2.id),
        ),
        steps=(
            attrs.evolve(a1, status=StepStatus.DONE, status_on=MET),
            ActionStep(
                id="a3",
                strategy="g3",
                what="Ask the club",
                responsible="m-aunt",
                due_on=date(2024, 9, 20),
            ),
        ),
    )


def test_decisions_become_a_version_with_its_reason_and_what_did_not_work(willow):
    program = willow()
    found = program.record_meeting(revision(program), by="ward")
    after = plans(program)
    assert {n: each.status for n, each in after.items()} == {
        1: PlanStatus.REPLACED,
        2: PlanStatus.ACTIVE,
    }
    second = after[2]
    assert second == found.plan
    assert second.change_reason == "The coach moved away."
    assert (second.did_not_work, second.decided_at) == (("g2",), "t3")
    assert (second.replaces, second.period.start, second.completed_on) == ("p1", MET, MET)
    assert after[1].period.end == MET
    assert second.signatures == second.distribution == ()
    kept = program.get(Meeting, "t3")
    assert kept.held is True
    assert (kept.new_steps, kept.reviewed_steps) == (("a3",), ("a1",))
    assert kept.decisions[0].dissent
    changes = {(each.kind, each.id) for each in found.changes.changes}
    assert {
        (ChangeKind.ADDED, "g3"),
        (ChangeKind.STATUS, "g2"),
        (ChangeKind.ADDED, "a3"),
    } <= changes


def test_options_that_were_thought_of_come_with_the_strategy(willow):
    program = willow()
    program.record_meeting(revision(program), by="ward")
    new = {each.id: each for each in now(program).strategies}["g3"]
    assert [each.text for each in new.options] == ["Club", "Choir"]
    assert new.options_considered == 2


def test_a_dry_run_tells_the_same_and_keeps_nothing(willow):
    program = willow()
    before = program.store.position()
    shown = program.record_meeting(revision(program), by="ward", keep=False)
    assert not shown.kept
    assert program.store.position() == before
    kept = program.record_meeting(revision(program), by="ward")
    assert kept.changes.changes == shown.changes.changes
    assert kept.findings == shown.findings


def test_all_of_it_is_one_change_or_none(willow):
    class Closed:
        name = "closed"

        @hookimpl
        def before_commit(self, change):
            kinds = {type(each).__name__ for each in change.saved}
            return "closed" if kinds == {"Meeting", "Plan"} else None

    program = willow(plugins=[Closed()])
    with pytest.raises(ChangeRefused):
        program.record_meeting(revision(program), by="ward")
    assert list(plans(program)) == [1]
    assert now(program).status is PlanStatus.ACTIVE
    assert "t3" not in {each.id for each in program.find(Meeting)}


def test_progress_alone_makes_no_version(willow):
    program = willow()
    plan = now(program)
    found = program.record_meeting(
        Minutes(
            meeting=whole_team(),
            outcomes=(
                attrs.evolve(
                    plan.outcomes[0],
                    data=(
                        *plan.outcomes[0].data,
                        DataPoint(on=MET, value=plan.outcomes[0].target.value),
                    ),
                ),
            ),
            strategies=(
                attrs.evolve(plan.strategies[0], ratings=(Rating(on=MET, value=Helping.HELPING),)),
            ),
        ),
        by="ward",
    )
    assert not found.is_revision
    assert list(plans(program)) == [1]
    assert len(now(program).outcomes[0].data) == 2
    assert now(program).signatures == plan.signatures


def test_where_everybody_approves_first_the_new_version_waits(willow):
    program = willow("us-wi")
    program.record_meeting(revision(program), by="ward")
    assert {n: each.status for n, each in plans(program).items()} == {
        1: PlanStatus.ACTIVE,
        2: PlanStatus.AGREED,
    }


def test_a_draft_is_changed_as_it_is(willow):
    program = willow()
    draft = program.revise_plan("willow", reason="Winter comes", by="ward", on=MET)
    task = ActionStep(id="a9", what="Buy boots", responsible="m-nela", due_on=MET)
    found = program.record_meeting(
        Minutes(meeting=whole_team(), plan=draft.id, steps=(task,)), by="ward"
    )
    assert (found.plan.id, found.plan.status) == (draft.id, PlanStatus.DRAFT)
    assert found.plan.change_reason == "Winter comes"
    assert len(plans(program)) == 2


def test_the_first_meeting_can_begin_a_plan(willow):
    program = willow()
    with program.change(by="office", reason="test") as unit:
        unit.remove(now(program))
    task = ActionStep(id="b1", what="Write down the mission", responsible="m-ward")
    found = program.record_meeting(
        Minutes(meeting=whole_team(), mission="Beside Ivo", steps=(task,)), by="ward"
    )
    assert (found.plan.version, found.plan.status) == (1, PlanStatus.DRAFT)
    assert found.changes is None
    assert found.is_revision


def test_a_meeting_of_family_and_staff_alone_is_found(willow):
    program = willow()
    found = program.record_meeting(
        Minutes(meeting=meeting("m-ivo", "m-nela", "m-ward")), by="ward", keep=False
    )
    assert [each.severity.value for each in found.findings if each.rule == "MEET-02"] == ["error"]
    told = {each.rule: (each.was_there, each.required) for each in found.expected}
    assert told == {"MEET-01": (True, True), "MEET-02": (False, True)}
    whole = program.record_meeting(Minutes(meeting=whole_team()), by="ward", keep=False)
    assert "MEET-02" not in {each.rule for each in whole.findings}
    assert {each.was_there for each in whole.expected} == {True}


def test_a_meeting_without_the_family_is_found(willow):
    found = willow().record_meeting(
        Minutes(meeting=meeting("m-ward", "m-teach")), by="ward", keep=False
    )
    assert "MEET-01" in {each.rule for each in found.findings}


def test_who_must_be_there_is_told_before_the_meeting(willow):
    family, other = willow("nwi-model").expected("willow", as_of=MET)
    assert family.members == ("m-ivo", "m-nela")
    assert other.members == ("m-aunt", "m-coach", "m-teach")
    assert (family.required, other.required, other.was_there) == (True, False, None)


def test_a_planned_meeting_is_completed_and_a_recorded_one_stays(willow):
    program = willow()
    with program.change(by="office", reason="test") as unit:
        unit.add(Meeting(id="t3", family="willow", on=MET))
    program.record_meeting(Minutes(meeting=whole_team()), by="ward")
    assert program.get(Meeting, "t3").held is True
    with pytest.raises(FactsInvalid, match="meeting_recorded_before"):
        program.record_meeting(Minutes(meeting=whole_team()), by="ward")


def test_a_version_that_is_over_cannot_be_what_the_team_had(willow):
    program = willow()
    program.record_meeting(revision(program), by="ward")
    again = Minutes(meeting=whole_team(name="t4"), plan="p1", mission="Other")
    with pytest.raises(FactsInvalid, match="plan_is_over"):
        program.record_meeting(again, by="ward")
    with pytest.raises(FactsInvalid, match="unknown_plan"):
        program.record_meeting(attrs.evolve(again, plan="p9"), by="ward")


def test_minutes_are_of_a_day_and_tell_each_part_once():
    task = ActionStep(id="a1", what="Call")
    with pytest.raises(RecordInvalid) as refused:
        Minutes(meeting=Meeting(id="t", family="willow", held=False), steps=(task, task))
    assert [each.path for each in refused.value.faults] == [
        "meeting.on",
        "meeting.held",
        "steps[1].id",
    ]


def test_two_meetings_of_one_day_leave_no_version_without_a_day(willow):
    program = willow()
    program.record_meeting(revision(program), by="ward")
    late = Minutes(meeting=whole_team(name="t4"), mission="We stand beside both.")
    program.record_meeting(late, by="ward")
    second, third = plans(program)[2], plans(program)[3]
    assert (second.period.start, second.period.end) == (MET, date(2024, 9, 13))
    assert third.status is PlanStatus.ACTIVE


FILE = """\
meeting:
  family: willow
  on: 2024-09-12
  attendance: [{member: m-nela, presence: present}]
reason: The coach moved away.
did_not_work: [g2]
strategies:
  - {id: g2, status: dropped, changed_on: 2024-09-12}
steps:
  - {id: a1, status: done, status_on: 2024-09-12}
  - {what: Ask the club, responsible: m-aunt, due_on: 2024-09-20}
"""


def test_a_file_names_only_what_is_different(willow, tmp_path):
    program = willow()
    file = tmp_path / "minutes.yaml"
    file.write_text(FILE, "utf-8")
    minutes = program.read_minutes(file)
    assert minutes.strategies[0] == attrs.evolve(
        now(program).strategies[1], status=StrategyStatus.DROPPED, changed_on=MET
    )
    assert minutes.steps[0].what == "Meet Ivo at the bus"
    assert minutes.steps[1].id
    assert minutes.meeting.id


def test_every_fault_of_a_file_is_told_with_its_line(willow, tmp_path):
    file = tmp_path / "minutes.yaml"
    wrong = FILE.replace("status: done", "status: Marked").replace("what: Ask the club, ", "")
    file.write_text(wrong + "surprise: 1\n", "utf-8")
    with pytest.raises(InputRefused) as refused:
        willow().read_minutes(file)
    told = {(each.path, each.source.rpartition(":")[2]) for each in refused.value.faults}
    assert {("steps[0].status", "10"), ("steps[1].what", "11"), ("surprise", "12")} == told
    assert "Marked" not in str(refused.value)


@pytest.mark.parametrize("text", ["- a\n", "meeting: 3\n", "{", ""])
def test_what_is_no_minutes_is_refused(willow, tmp_path, text):
    file = tmp_path / "minutes.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputRefused):
        willow().read_minutes(file)
