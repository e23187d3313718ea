"""What there is to tell of a family, and whom of it."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from tests.notices.made_up import DAY, chart, directory, family
from tests.states import program_of

from wraparound.chart import Directory
from wraparound.conflict import review_conflicts
from wraparound.model import (
    ChangeRequest,
    Enrollment,
    FamilyRole,
    Grievance,
    Meeting,
    NotificationKind,
    Plan,
    RequestKind,
    Severity,
    StepStatus,
    Team,
)
from wraparound.notices import KindRule, Part, Roster, load_notice_rules, occasions, recipients
from wraparound.policy import choose_policy
from wraparound.process.stay import stay_of

POLICY = choose_policy(("FED-TCM", "FED-1915C"))
MISSISSIPPI = program_of("us-ms")
RULES = load_notice_rules()
ROSTER = Roster.of(Directory.of(directory()))


def found(what, kind=None, *, rules=RULES):
    told = occasions(
        what, practice=MISSISSIPPI, review=review_conflicts(what, policy=POLICY), rules=rules
    )
    return [each for each in told if kind is None or each.kind is kind]


def whom(what, kind, *, rules=RULES):
    """Whom each thing of a kind is told to, by the first record that it is about."""
    stay = stay_of(what)
    return {
        each.about[0]: set(recipients(each, stay, roster=ROSTER, rules=rules))
        for each in found(what, kind, rules=rules)
    }


def changed(record_id, **changes):
    record = next(each for each in family() if each.id == record_id)
    return attrs.evolve(record, **changes)


def test_every_kind_of_thing_is_found():
    assert {each.kind for each in found(chart())} == set(NotificationKind)


def test_a_thing_holds_ids_and_codes_only():
    told = repr([attrs.asdict(each) for each in found(chart())])
    assert "Marked" not in told
    assert "example" not in told


def test_the_same_day_gives_the_same_and_the_next_day_the_same_keys():
    """What stands goes on standing: its key is the same, so that nobody is told twice."""
    today, again = found(chart()), found(chart())
    assert today == again
    keys = {each.key("fac"): each.kind for each in today}
    assert len(keys) == len(today)
    tomorrow = {each.key("fac") for each in found(chart(as_of=DAY + timedelta(days=1)))}
    late = {key for key, kind in keys.items() if kind is not NotificationKind.CLOCK_DUE}
    assert late <= tomorrow


def test_each_recipient_has_a_key_of_their_own():
    (first, *_) = found(chart())
    assert len({first.key("fac"), first.key("sup"), first.key("")}) == 3


def test_a_clock_is_told_of_before_its_day_and_once_it_is_late():
    late = found(chart(), NotificationKind.CLOCK_LATE)
    assert late
    assert all(date.fromisoformat(each.facts["due"][:10]) < DAY for each in late)
    due = found(chart(), NotificationKind.CLOCK_DUE)
    ahead = timedelta(days=RULES.kinds[NotificationKind.CLOCK_DUE].days_before)
    assert due
    assert all(DAY <= date.fromisoformat(each.facts["due"][:10]) <= DAY + ahead for each in due)


def test_nothing_is_due_in_a_stay_that_has_ended():
    over = chart(changed("stay", discharged_on=date(2026, 2, 20)))
    assert found(over, NotificationKind.CLOCK_LATE) == []
    assert found(over, NotificationKind.CLOCK_DUE) == []
    assert found(over, NotificationKind.TASK_ASSIGNED) == []
    assert found(over, NotificationKind.MEETING_INVITATION) == []


def test_only_findings_that_weigh_enough_are_told_of():
    told = found(chart(), NotificationKind.NEW_FINDING)
    assert "COI-EMP-01" in {each.facts["rule"] for each in told}
    kind = attrs.evolve(
        RULES.kinds[NotificationKind.NEW_FINDING], least_severity=Severity.PROHIBITED
    )
    fewer = attrs.evolve(RULES, kinds={NotificationKind.NEW_FINDING: kind})
    assert {each.facts["severity"] for each in found(chart(), rules=fewer)} == {"prohibited"}
    assert len(found(chart(), rules=fewer)) < len(told)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, True),
        ({"on": DAY}, True),
        ({"on": DAY - timedelta(days=1)}, False),
        ({"on": DAY + timedelta(days=31)}, False),
        ({"held": True, "on": DAY}, False),
        ({"held": False}, False),
    ],
)
def test_a_meeting_ahead_is_one_to_invite_to(changes, told):
    asked = chart(changed("meet", **changes))
    assert bool(found(asked, NotificationKind.MEETING_INVITATION)) is told


def test_a_meeting_that_moved_is_another_thing():
    (before,) = found(chart(), NotificationKind.MEETING_INVITATION)
    moved = chart(changed("meet", on=date(2026, 3, 10)))
    (after,) = found(moved, NotificationKind.MEETING_INVITATION)
    assert before.key("mum") != after.key("mum")


def test_a_task_is_told_to_whom_it_is_given_while_it_is_open():
    assert whom(chart(), NotificationKind.TASK_ASSIGNED) == {
        "step-mum": {"mum"},
        "step-ther": {"ther"},
    }
    plan = next(each for each in family() if isinstance(each, Plan))
    done = [attrs.evolve(each, status=StepStatus.DONE) for each in plan.steps]
    assert found(chart(changed("plan-1", steps=tuple(done))), NotificationKind.TASK_ASSIGNED) == []


def test_a_task_of_a_new_version_is_no_new_task():
    keys = {each.key("mum") for each in found(chart(), NotificationKind.TASK_ASSIGNED)}
    newer = changed("plan-1", version=2)
    assert keys == {each.key("mum") for each in found(chart(newer), NotificationKind.TASK_ASSIGNED)}


def test_a_request_is_told_of_once_it_waits_too_long():
    assert set(whom(chart(), NotificationKind.REQUEST_UNANSWERED)) == {"ask", "complaint"}
    fresh = chart(
        changed("ask", received_on=DAY - timedelta(days=6)),
        changed("complaint", resolved_on=DAY),
    )
    assert found(fresh, NotificationKind.REQUEST_UNANSWERED) == []


def test_who_is_complained_about_does_not_hear_of_it():
    """The facilitator handles the request, and is the one complained about in the complaint."""
    told = whom(chart(), NotificationKind.REQUEST_UNANSWERED)
    assert told["ask"] == {"fac", "sup"}
    assert told["complaint"] == {"sup"}


@pytest.mark.parametrize("changes", [{"subject": "cma"}, {"subject": "pv", "involved": ("sup",)}])
def test_nor_do_those_who_work_for_an_agency_that_is(changes):
    told = whom(chart(changed("complaint", **changes)), NotificationKind.REQUEST_UNANSWERED)
    assert told["complaint"] == set()


def test_whom_a_request_is_about_does_not_hear_of_it():
    about = changed("ask", kind=RequestKind.CHANGE_FACILITATOR, about="fac")
    assert whom(chart(about), NotificationKind.REQUEST_UNANSWERED)["ask"] == {"sup"}


def test_a_finding_about_a_complaint_is_kept_from_whom_it_is_about():
    """What a rule found on a complaint tells of the complaint, too."""
    what = chart()
    (first, *_) = found(what, NotificationKind.NEW_FINDING)
    told = attrs.evolve(first, whom=("fac",))
    about = attrs.evolve(told, about=(*told.about, "complaint"))
    stay = stay_of(what)
    assert "fac" in recipients(told, stay, roster=ROSTER, rules=RULES)
    assert "fac" not in recipients(about, stay, roster=ROSTER, rules=RULES)


def test_everybody_at_the_table_is_invited():
    told = whom(chart(), NotificationKind.MEETING_INVITATION)
    assert told == {"meet": {"kid", "mum", "uncle", "fac", "ther"}}


def test_whom_the_family_does_not_want_is_not_invited():
    team = next(each for each in family() if isinstance(each, Team))
    members = tuple(
        attrs.evolve(each, family_approved=False) if each.person == "ther" else each
        for each in team.members
    )
    told = whom(chart(attrs.evolve(team, members=members)), NotificationKind.MEETING_INVITATION)
    assert "ther" not in told["meet"]


def test_a_site_can_tell_somebody_else():
    kinds = {NotificationKind.CLOCK_LATE: KindRule(to=(Part.CAREGIVER,))}
    rules = attrs.evolve(RULES, kinds=kinds)
    told = whom(chart(), NotificationKind.CLOCK_LATE, rules=rules)
    assert set().union(*told.values()) == {"mum"}


def test_the_case_has_what_these_tests_need():
    """The tests above would pass on nothing."""
    assert {type(each) for each in family()} >= {ChangeRequest, Enrollment, Grievance, Meeting}
    assert FamilyRole.CAREGIVER in {each.role for each in chart().family.members}
