"""Letters through Apprise to a real web server on this machine, and what becomes of failures."""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import attrs
import pytest

import wraparound_apprise
from wraparound import Program
from wraparound.errors import DeliveryFailed, DeliveryRefused
from wraparound.hooks import Channel, Enclosure, Hooks, Letter, hookimpl
from wraparound.model import (
    ContactKind,
    ContactPoint,
    Enrollment,
    Family,
    FamilyMember,
    FamilyRole,
    Meeting,
    NotificationPreference,
    Person,
)
from wraparound.storage import MessageState
from wraparound_apprise import VARIABLE
from wraparound_apprise.channel import AppriseChannel
from wraparound_apprise.settings import read_channels

# Apprise loads a module for every service that it knows, and some of theirs use what Python retires
pytestmark = pytest.mark.filterwarnings("ignore:.*slated for removal:DeprecationWarning")

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
LETTER = Letter(
    key="0190-key",
    at=AT,
    recipient="mum",
    address="15551230100",
    subject="A meeting",
    text="Your team meets on March 9, 2026.",
    enclosures=(
        Enclosure(name="meeting.ics", media_type="text/calendar", content=b"BEGIN:VCALENDAR"),
    ),
)


class Server:
    def __init__(self):
        self.posts = []
        self.answers = []


@pytest.fixture
def server():
    held = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.posts.append((self.path, dict(self.headers), json.loads(body)))
            self.send_response(held.answers.pop(0) if held.answers else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    thread = threading.Thread(target=web.serve_forever, args=(0.01,))
    thread.start()
    held.place = f"127.0.0.1:{web.server_port}"
    yield held
    web.shutdown()
    thread.join()
    web.server_close()


def relay(server):
    return AppriseChannel("relay", f"json://{server.place}/{{address}}?+Idempotency-Key={{key}}")


def test_a_letter_arrives_with_its_key_and_its_calendar(server):
    relay(server).deliver(LETTER)
    ((path, headers, told),) = server.posts
    assert path == "/15551230100"
    assert headers["Idempotency-Key"] == "0190-key"
    assert told["title"] == "A meeting"
    assert told["message"] == LETTER.text
    (enclosed,) = told["attachments"]
    assert enclosed["filename"] == "meeting.ics"


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_what_is_not_taken_failed(server, status):
    server.answers = [status]
    with pytest.raises(DeliveryFailed) as refused:
        relay(server).deliver(LETTER)
    assert type(refused.value) is DeliveryFailed
    assert refused.value.code == "not_taken"


def test_nobody_listens():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    with pytest.raises(DeliveryFailed):
        AppriseChannel("relay", f"json://127.0.0.1:{port}/").deliver(LETTER)


def test_without_an_address_there_is_nobody_to_send_to(server):
    with pytest.raises(DeliveryRefused) as refused:
        relay(server).deliver(attrs.evolve(LETTER, address=""))
    assert refused.value.code == "no_address"
    assert server.posts == []


def test_an_address_cannot_change_the_place(server):
    """A recipient's address is one part of the way, whatever letters it has."""
    relay(server).deliver(attrs.evolve(LETTER, address="a/../b?x=1#@elsewhere.example"))
    ((path, _, _),) = server.posts
    assert path.startswith("/a%2F..%2Fb%3F")


def test_nothing_is_logged_that_is_personal_or_secret(server, caplog):
    with caplog.at_level(logging.DEBUG):
        relay(server).deliver(LETTER)
        server.answers = [500]
        with pytest.raises(DeliveryFailed):
            relay(server).deliver(LETTER)
    told = " ".join(each.getMessage() for each in caplog.records)
    assert LETTER.address not in told
    assert "Your team meets" not in told
    assert {each.name for each in caplog.records} <= {"asyncio"}


def test_the_setting_gives_a_channel_a_line():
    text = """
    # text messages
    sms:text=json://localhost/{address}
    office=json://localhost/
    """
    sms, office = read_channels(text, source=VARIABLE)
    assert (sms.name, sms.reaches) == ("sms", ContactKind.TEXT)
    assert (office.name, office.reaches) == ("office", None)
    assert all(isinstance(each, Channel) for each in (sms, office))
    assert repr(sms) == "AppriseChannel(sms)"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("json://s3cret@localhost", "NAME=ADDRESS"),
        ("Sms=json://s3cret@localhost", "NAME=ADDRESS"),
        ("sms=", "NAME=ADDRESS"),
        ("sms:pigeon=json://s3cret@localhost", "kind must be one of"),
        ("sms=nonsense://s3cret@localhost", "does not know"),
        ("a=json://localhost\na=json://s3cret@localhost", "twice"),
    ],
)
def test_a_line_that_is_wrong_is_named_by_its_number(line, says):
    with pytest.raises(ValueError, match=says) as refused:
        list(read_channels(f"# first\n{line}", source=VARIABLE))
    assert "line " in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_the_plugin_brings_what_the_environment_names(monkeypatch):
    hooks = Hooks()
    hooks.register(wraparound_apprise, name="apprise")
    monkeypatch.delenv(VARIABLE, raising=False)
    assert hooks.register_channels() == ()
    monkeypatch.setenv(VARIABLE, "office=json://localhost/")
    ((plugin, channel),) = hooks.register_channels()
    assert (plugin, channel.name) == ("apprise", "office")
    monkeypatch.setenv(VARIABLE, "wrong")
    assert hooks.register_channels() == ()
    assert [(call.plugin, call.failure) for call in hooks.failures] == [("apprise", "ValueError")]


def test_apprise_is_loaded_only_where_there_is_something_to_send():
    """Opening a program must not wait for it."""
    question = (
        "import sys, wraparound_apprise as us; us.register_channels(); "
        "print('apprise' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, check=True, encoding="utf-8", env={}
    )
    assert ran.stdout.strip() == "False"


class Brings:
    name = "brings"

    def __init__(self, channel):
        self.channel = channel

    @hookimpl
    def register_channels(self):
        return [self.channel]


def test_an_invitation_from_the_record_to_the_service_though_it_failed_at_first(server):
    """Through a whole program: refused twice, delivered once, under one key."""
    clock = [AT]
    channel = AppriseChannel(
        "sms",
        f"json://{server.place}/{{address}}?+Idempotency-Key={{key}}",
        reaches=ContactKind.TEXT,
    )
    server.answers = [500, 503]
    with Program.open(
        "memory:", plugins=[Brings(channel)], only=(), now=lambda: clock[0]
    ) as program:
        with program.change(by="office") as unit:
            unit.add(
                Person(
                    id="mum",
                    family="bell",
                    contacts=(ContactPoint(kind=ContactKind.TEXT, value="15551230100", safe=True),),
                    notifications=NotificationPreference(channel="sms", language="es"),
                ),
                Family(id="bell", members=(FamilyMember(person="mum", role=FamilyRole.CAREGIVER),)),
                Enrollment(id="stay", family="bell", youth="kid", enrolled_on=date(2026, 1, 5)),
                Meeting(id="meet", family="bell", enrollment="stay", on=date(2026, 3, 9)),
            )
        assert program.notify(by="night").queued == {"meeting_invitation": 1}
        for _ in range(2):
            assert program.deliver_all(worker="w").waiting == 1
            clock[0] += timedelta(hours=1)
        assert program.deliver_all(worker="w").delivered == 1
        (held,) = program.store.messages()
    assert held.state is MessageState.DELIVERED
    assert {headers["Idempotency-Key"] for _, headers, _ in server.posts} == {held.message.id}
    assert server.posts[-1][2]["title"] == "Una reunión"
