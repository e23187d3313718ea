"""The server is down, slow, refuses, gets it twice; the process is killed: nothing is lost.

Every message ends delivered, or parked with a reason, and whoever gets one twice knows it.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from tests.channels.conftest import SECRET, mail_server, web_server
from tests.notices.made_up import DAY, directory, family, wishes

from wraparound.channels import MailSecurity, SmtpChannel, WebhookChannel
from wraparound.hooks import hookimpl
from wraparound.model import ActionStep
from wraparound.program import Program
from wraparound.storage import MessageState

HOUSE = Path(__file__).resolve().parents[2]
START = datetime(2026, 3, 2, 18, tzinfo=UTC)
ENDED = {MessageState.DELIVERED, MessageState.PARKED}

WORKER = """
import sys
from datetime import datetime
from tests.channels.test_none_is_lost import opened

url, kind, port, at, worker = sys.argv[1:]
with opened(url, kind, int(port), lambda: datetime.fromisoformat(at)) as program:
    print("ready", flush=True)
    program.deliver_all(worker=worker)
    print("done", flush=True)
"""


class Configured:
    name = "configured"

    def __init__(self, channel):
        self.channel = channel

    @hookimpl
    def register_channels(self):
        return [self.channel]


def channel(kind, port, timeout=5.0):
    if kind == "smtp":
        return SmtpChannel(
            "127.0.0.1",
            port=port,
            sender="team@county.example",
            security=MailSecurity.NONE,
            timeout=timeout,
        )
    return WebhookChannel(f"http://127.0.0.1:{port}/", secret=SECRET, timeout=timeout)


def opened(url, kind, port, now, timeout=5.0):
    plugins = [Configured(channel(kind, port, timeout))]
    return Program.open(url, plugins=plugins, only=["us-ms"], now=now, practice="us-ms")


def fill(program, kind, tasks=3):
    steps = tuple(
        ActionStep(id=f"step-{number}", what="Marked task", responsible="m-mum")
        for number in range(tasks)
    )
    plan = attrs.evolve(next(each for each in family() if each.id == "plan-1"), steps=steps)
    staff = [
        attrs.evolve(each, notifications=wishes(kind)) if hasattr(each, "notifications") else each
        for each in directory()
    ]
    with program.change(by="tester") as unit:
        unit.add(*staff, *family(plan, mum=wishes(kind)))
    return sum(program.notify(by="night", as_of=DAY).queued.values())


@pytest.fixture(params=["smtp", "webhook"])
def kind(request):
    return request.param


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'cases.db'}"


class Receiver:
    """A real server of a kind, and the keys that it got."""

    def __init__(self, kind, box, web):
        self.kind, self.box, self.web = kind, box, web

    def serving(self):
        return mail_server(self.box) if self.kind == "smtp" else web_server(self.web)

    @property
    def keys(self):
        if self.kind == "smtp":
            return [mail["Message-ID"].partition("@")[0][1:] for mail in self.box.mails]
        return [post.headers["Idempotency-Key"] for post in self.web.posts]

    def answer(self, *ways):
        """Refuse in the words of the protocol: later, never."""
        words = {
            "smtp": {"later": "450 later", "never": "550 never"},
            "webhook": {"later": 503, "never": 410},
        }[self.kind]
        answers = self.box.answers if self.kind == "smtp" else self.web.answers
        answers.extend(words[way] for way in ways)


@pytest.fixture
def receiver(kind, box, web):
    return Receiver(kind, box, web)


def ends(program):
    return Counter(held.state for held in program.store.messages())


def run_until_all_ended(program, clock, *, rounds=100):
    for _ in range(rounds):
        program.deliver_all(worker="w")
        held = program.store.messages()
        if {each.state for each in held} <= ENDED:
            return
        clock[0] = min(each.due_at for each in held if each.state not in ENDED)
    pytest.fail("some message never came to its end")


def test_a_server_that_is_down_and_comes_back_gets_each_once(kind, url, nobody, receiver):
    clock = [START]
    with opened(url, kind, nobody, lambda: clock[0]) as program:
        count = fill(program, kind)
        report = program.deliver_all(worker="w")
        assert report.waiting == report.taken == count
    clock[0] += timedelta(hours=1)
    with receiver.serving() as port, opened(url, kind, port, lambda: clock[0]) as program:
        run_until_all_ended(program, clock)
        assert ends(program) == {MessageState.DELIVERED: count}
    assert len(receiver.keys) == len(set(receiver.keys)) == count


def test_a_server_that_stays_down_ends_in_a_reason(kind, url, nobody):
    clock = [START]
    with opened(url, kind, nobody, lambda: clock[0]) as program:
        count = fill(program, kind)
        run_until_all_ended(program, clock)
        assert ends(program) == {MessageState.PARKED: count}
        assert {held.reason for held in program.store.messages()} == {f"{kind}: unreachable"}
    assert clock[0] - START >= timedelta(days=3)


def test_a_server_that_is_too_slow_ends_in_a_reason(kind, url, silent):
    clock = [START]
    with opened(url, kind, silent, lambda: clock[0], timeout=0.1) as program:
        count = fill(program, kind, tasks=1)
        run_until_all_ended(program, clock)
        assert ends(program) == {MessageState.PARKED: count}
        assert {held.reason for held in program.store.messages()} == {f"{kind}: timeout"}


def test_later_and_never_are_told_apart(kind, url, receiver):
    clock = [START]
    receiver.answer("later", "never", "later")
    with receiver.serving() as port, opened(url, kind, port, lambda: clock[0]) as program:
        count = fill(program, kind)
        run_until_all_ended(program, clock)
        assert ends(program) == {MessageState.DELIVERED: count - 1, MessageState.PARKED: 1}
        (parked,) = program.store.messages(MessageState.PARKED)
        assert parked.reason == ("smtp: smtp_550" if kind == "smtp" else "webhook: http_410")


def test_a_receiver_that_answers_too_late_gets_it_again_under_the_same_key(
    kind, url, receiver, box, web
):
    """It took the message, and we never heard so: it comes twice, and is known by its key."""
    clock = [START]
    box.delay = web.delay = 0.6
    with receiver.serving() as port:
        with opened(url, kind, port, lambda: clock[0], timeout=0.2) as program:
            fill(program, kind, tasks=1)
            program.deliver(worker="w", limit=1)
            (held,) = [each for each in program.store.messages() if each.tries]
            assert held.state is MessageState.WAITING
        time.sleep(0.8)
        box.delay = web.delay = 0.0
        with opened(url, kind, port, lambda: clock[0]) as program:
            run_until_all_ended(program, clock)
            count = ends(program)[MessageState.DELIVERED]
    assert receiver.keys.count(held.message.id) == 2
    assert len(set(receiver.keys)) == count


def test_killed_in_the_middle_none_is_lost(kind, url, receiver, box, web):
    """Three times SIGKILL at some moment of delivering; then somebody finishes the work."""
    chance = random.Random(11)  # noqa: S311 - the same moments each time, no secret
    box.delay = web.delay = 0.02
    clock = [START]
    with receiver.serving() as port:
        with opened(url, kind, port, lambda: clock[0]) as program:
            count = fill(program, kind, tasks=40)
        for life in range(3):
            child = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    WORKER,
                    url,
                    kind,
                    str(port),
                    clock[0].isoformat(),
                    f"w{life}",
                ],
                stdout=subprocess.PIPE,
                text=True,
                cwd=HOUSE,
            )
            assert child.stdout.readline().strip() == "ready"
            time.sleep(chance.uniform(0.05, 0.4))
            child.kill()
            assert child.stdout.read() == "", "it was done before it was killed"
            child.wait()
            child.stdout.close()
            clock[0] += timedelta(minutes=6)
        time.sleep(0.2)
        sent_by_the_killed = len(receiver.keys)
        with opened(url, kind, port, lambda: clock[0]) as program:
            held = program.store.messages()
            assert MessageState.LEASED in {each.state for each in held}
            run_until_all_ended(program, clock)
            assert ends(program) == {MessageState.DELIVERED: count}
    assert 0 < sent_by_the_killed < count
    assert set(receiver.keys) == {each.message.id for each in held}
    twice = len(receiver.keys) - len(set(receiver.keys))
    assert twice <= 3, "at most the one under way, each time"
