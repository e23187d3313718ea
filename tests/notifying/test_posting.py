"""What cannot be delivered waits, or is parked with its reason."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest
from tests.notices.made_up import DAY, mail, wishes
from tests.notifying.conftest import change, fill, letters_to, states

from wraparound.errors import ChannelDown, DeliveryFailed, DeliveryRefused
from wraparound.model import (
    Meeting,
    NotificationKind,
    Person,
    Plan,
    StepStatus,
)
from wraparound.storage import MessageState

ALL_BUT_TASKS = tuple(each for each in NotificationKind if each.value != "task_assigned")


@pytest.mark.parametrize(
    ("preference", "reason"),
    [
        (wishes(time_zone="America/Nowhere"), "there is no such time zone here"),
    ],
)
def test_what_cannot_be_sent_is_parked_with_its_reason(program, preference, reason):
    fill(program, mum=preference)
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    assert set(states(program, "mum").values()) == {(MessageState.PARKED, reason)}


def test_a_channel_that_is_not_set_up_is_waited_for(program, clock, bag):
    """Somebody may set it up; if nobody does, the message is parked with the reason."""
    fill(program, mum=wishes(channel="pigeon"))
    program.notify(by="night", as_of=DAY)
    assert program.deliver_all(worker="w").waiting == 2
    reason = "there is no channel pigeon"
    assert set(states(program, "mum").values()) == {(MessageState.WAITING, reason)}
    clock.at += timedelta(days=3)
    program.deliver_all(worker="w")
    assert set(states(program, "mum").values()) == {(MessageState.PARKED, reason)}


@pytest.mark.parametrize("safe", [False, None])
def test_a_familys_own_address_is_used_only_if_that_is_known_to_be_safe(program, safe):
    fill(program, mum=wishes())
    contact = mail("mum@home.example") if safe is None else mail("mum@home.example", safe=safe)
    unknown = type(contact)(kind=contact.kind, value=contact.value) if safe is None else contact
    change(program, Person, "mum", contacts=(unknown,))
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    (state,) = set(states(program, "mum").values())
    assert state == (MessageState.PARKED, "no address for the channel smtp that may be used")


def test_an_address_that_the_person_named_is_used(program, bag):
    told = letters_to(program, bag, "mum", mum=wishes(address="other@home.example"))
    assert {each.address for each in told.values()} == {"other@home.example"}


@pytest.mark.parametrize(
    ("kind", "record", "changes", "told"),
    [
        (Meeting, "meet", {"on": DAY + timedelta(days=10)}, "meeting_invitation"),
        (Meeting, "meet", {"held": False}, "meeting_invitation"),
    ],
)
def test_what_is_no_longer_so_is_not_told(program, bag, kind, record, changes, told):
    fill(program, mum=wishes())
    program.notify(by="night", as_of=DAY)
    change(program, kind, record, **changes)
    program.deliver_all(worker="w")
    state, reason = states(program, "mum")[told]
    assert state is MessageState.PARKED
    assert reason.startswith("overtaken")


def test_a_task_that_is_done_by_then_is_not_told(program, bag):
    fill(program, mum=wishes())
    program.notify(by="night", as_of=DAY)
    plan = program.get(Plan, "plan-1")
    done = tuple(attrs.evolve(each, status=StepStatus.DONE) for each in plan.steps)
    change(program, Plan, "plan-1", steps=done)
    program.deliver_all(worker="w")
    assert states(program, "mum")["task_assigned"][0] is MessageState.PARKED


def test_who_opts_out_meanwhile_hears_nothing(program, bag):
    fill(program, mum=wishes())
    program.notify(by="night", as_of=DAY)
    change(program, Person, "mum", notifications=wishes(opted_out=True))
    program.deliver_all(worker="w")
    assert "mum" not in {each.recipient for each in bag.letters}
    assert set(states(program, "mum").values()) == {
        (MessageState.PARKED, "wishes not to hear of it")
    }


def test_a_refused_one_is_parked_and_the_others_go_on(program, bag):
    fill(program, mum=wishes())
    program.notify(by="night", as_of=DAY)
    bag.failing = [DeliveryRefused("smtp", "smtp_550")]
    report = program.deliver_all(worker="w")
    assert report.parked == 1
    assert report.delivered == len(bag.letters) == report.taken - 1
    (parked,) = program.store.messages(MessageState.PARKED)
    assert parked.reason == "smtp: smtp_550"


def test_one_that_fails_waits_longer_each_time_and_arrives(program, bag, clock):
    fill(program)
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    change(
        program,
        Person,
        "mum",
        notifications=wishes(without=ALL_BUT_TASKS),
    )
    program.notify(by="night", as_of=DAY)
    bag.failing = [DeliveryFailed("smtp", "smtp_450")] * 3
    waits = []
    for _ in range(3):
        assert program.deliver_all(worker="w").waiting == 1
        (held,) = program.store.messages(MessageState.WAITING)
        waits.append(held.due_at - clock.at)
        clock.at = held.due_at
    assert waits == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert program.deliver_all(worker="w").delivered == 1
    assert [each.recipient for each in bag.letters].count("mum") == 1


def test_a_channel_that_is_down_is_tried_once_a_run(program, bag):
    fill(program, mum=wishes())
    program.notify(by="night", as_of=DAY)
    bag.failing = [ChannelDown("smtp", "unreachable")] * 100
    report = program.deliver_all(worker="w")
    assert bag.asked == 1
    assert report.waiting == report.taken > 5
    assert {held.reason for held in program.store.messages()} == {"smtp: unreachable"}


def test_a_channel_that_stays_down_parks_in_the_end_and_a_release_delivers(program, bag, clock):
    fill(program)
    program.notify(by="night", as_of=DAY)
    bag.failing = [ChannelDown("smtp", "unreachable")] * 1000
    for _ in range(60):
        program.deliver_all(worker="w")
        clock.at += timedelta(hours=2)
    held = program.store.messages()
    assert {each.state for each in held} == {MessageState.PARKED}
    assert {each.reason for each in held} == {"smtp: unreachable"}
    bag.failing = []
    for each in held:
        assert program.store.release_message(each.message.id, at=clock.at)
    report = program.deliver_all(worker="w")
    assert report.delivered + report.parked == len(held)
    overtaken = list(program.store.messages(MessageState.PARKED))
    assert all(each.reason.startswith("overtaken") for each in overtaken)


def test_a_strangers_channel_that_breaks_is_told_of_by_type_only(program, bag):
    fill(program)
    program.notify(by="night", as_of=DAY)
    bag.failing = [RuntimeError("mum@home.example said no")]
    program.deliver_all(worker="w")
    (held,) = program.store.messages(MessageState.WAITING)
    assert held.reason == "smtp: RuntimeError"


def test_no_letter_is_begun_that_could_outlast_its_lease(program, bag, clock):
    """Somebody else may have the message by then: it is given back."""
    fill(program)
    program.notify(by="night", as_of=DAY)
    bag.patience = 60.0
    sent = []

    def slow(letter):
        clock.at += timedelta(seconds=59)
        sent.append(letter.key)

    bag.deliver = slow
    report = program.deliver(worker="w")
    assert 3 <= len(sent) <= 5
    assert report.delivered == len(sent)
    program.deliver_all(worker="w")
    assert len(sent) == len(set(sent)) == len(program.store.messages())
