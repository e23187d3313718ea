"""What is kept with a change is told to the plugins, at least once, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from wraparound.hooks import Notification, hookimpl
from wraparound.model.family import Family
from wraparound.program import Program
from wraparound.program.delivery import MOST_TRIES
from wraparound.storage import Change, Message, MessageState

START = datetime(2026, 1, 1, tzinfo=UTC)
TOLD = Notification(kind="welcome", at=START, family="fam", about=("fam",), facts={"way": "post"})


class Listener:
    """A plugin that hears, or fails for as long as it is told to."""

    name = "listener"

    def __init__(self):
        self.heard = []
        self.failing = False

    @hookimpl
    def after_notification(self, notification):
        if self.failing:
            message = "the line is down"
            raise ConnectionError(message)
        self.heard.append(notification)


class Clock:
    def __init__(self):
        self.at = START

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture(params=["memory:", "file"])
def program(request, tmp_path, clock, listener):
    url = request.param if request.param == "memory:" else f"sqlite:///{tmp_path / 'cases.db'}"
    with Program.open(url, plugins=[listener], only=(), now=clock) as opened:
        yield opened


def keep(program, family="fam"):
    with program.change(by="tester") as unit:
        unit.add(Family(id=family))
        unit.tell(attrs.evolve(TOLD, family=family))


def test_a_kept_notification_is_told_once(program, listener):
    keep(program)
    assert listener.heard == []
    assert program.deliver(worker="w").delivered == 1
    (heard,) = listener.heard
    assert heard.id
    assert attrs.evolve(heard, id="") == TOLD
    assert program.deliver(worker="w").delivered == 0


def test_an_error_in_the_change_keeps_no_message(program):
    with pytest.raises(ZeroDivisionError):
        _half(program)
    assert program.store.messages() == ()


def _half(program):
    with program.change(by="tester") as unit:
        unit.add(Family(id="fam"))
        unit.tell(TOLD)
        _ = 1 / 0


def test_a_failed_one_waits_longer_each_time_and_is_told_in_the_end(program, listener, clock):
    keep(program)
    listener.failing = True
    waits = []
    for _ in range(3):
        assert program.deliver(worker="w").waiting == 1
        (held,) = program.store.messages()
        waits.append(held.due_at - clock.at)
        assert program.deliver(worker="w").waiting == 0
        clock.at = held.due_at
    assert waits == sorted(waits)
    assert waits[0] < waits[2]
    assert "ConnectionError" in program.store.messages()[0].reason
    listener.failing = False
    assert program.deliver(worker="w").delivered == 1
    assert len(listener.heard) == 1


def test_after_too_many_failures_it_is_parked_until_released(program, listener, clock):
    keep(program)
    listener.failing = True
    for _ in range(MOST_TRIES):
        report = program.deliver(worker="w")
        clock.at += timedelta(days=1)
    assert report.parked == 1
    (held,) = program.store.messages(MessageState.PARKED)
    listener.failing = False
    assert program.deliver(worker="w").delivered == 0
    assert program.store.release_message(held.message.id, at=clock.at)
    assert program.deliver(worker="w").delivered == 1


def test_what_is_no_notification_is_parked_at_once(program):
    message = Message(id="m-1", kind="odd", body=b"not JSON")
    program.store.commit(Change(id="c-1", at=START, by="t", messages=(message,)))
    assert program.deliver(worker="w").parked == 1


def test_two_workers_do_not_tell_the_same_message(program, clock):
    for number in range(5):
        keep(program, f"fam-{number}")
    taken = program.store.take_messages("one", at=clock.at, lease=timedelta(hours=1), limit=3)
    assert len(taken) == 3
    assert program.deliver(worker="two").delivered == 2
