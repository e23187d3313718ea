"""Real servers on this machine: mail and web, that take, refuse, wait, or are not there."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import attrs
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wraparound.hooks import Enclosure, Letter, LetterItem

SECRET = "whsec_" + "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0"
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.fixture
def letter():
    return Letter(
        key="0190-key",
        at=AT,
        recipient="mum",
        address="mum@example.org",
        language="es",
        subject="Una reunión",
        text="Su equipo se reúne el 9 de marzo.\n",
        items=(
            LetterItem(
                key="0190-key",
                kind="meeting_invitation",
                at=AT,
                family="bell",
                about=("m-1",),
                facts={"on": "2026-03-09"},
            ),
        ),
        enclosures=(
            Enclosure(
                name="reunion.ics", media_type="text/calendar", content=b"BEGIN:VCALENDAR\r\n"
            ),
        ),
    )


class Box:
    """A mail server's box: it takes mails, or answers as it was told."""

    def __init__(self):
        self.mails = []
        self.answers = []
        """Replies to RCPT or DATA, one a mail, the first first; then every mail is taken."""
        self.refuse_at = "rcpt"
        self.delay = 0.0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answers and self.refuse_at == "rcpt":
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        await asyncio.sleep(self.delay)
        return "250 taken"


@contextmanager
def mail_server(box, **options):
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture
def box():
    return Box()


@pytest.fixture
def mail_port(box):
    with mail_server(box) as port:
        yield port


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def nobody():
    """A port that nobody listens on."""
    return free_port()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of this machine that signs itself, and its key, as files."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


@pytest.fixture
def server_tls(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


@pytest.fixture
def trust(certificate):
    return ssl.create_default_context(cafile=certificate / "cert.pem")


class Accounts:
    """One account: fac, with the password 'right'."""

    def __call__(self, server, session, envelope, mechanism, data):
        good = getattr(data, "login", b"") == b"fac" and getattr(data, "password", b"") == b"right"
        return AuthResult(success=good, handled=good)


@attrs.define
class Post:
    """What a web address got."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def document(self):
        return json.loads(self.body)


class WebBox:
    """What a web address got, and how it answers."""

    def __init__(self):
        self.posts = []
        self.delay = 0.0
        self.answers = []
        """Statuses, one a post, the first first; then 200."""


@pytest.fixture
def web():
    return WebBox()


@contextmanager
def web_server(web, *, tls=None):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            web.posts.append(Post(self.path, dict(self.headers), body))
            status = web.answers.pop(0) if web.answers else 200
            time.sleep(web.delay)
            with suppress(OSError):
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("Location", "/elsewhere")
                self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def web_port(web):
    with web_server(web) as port:
        yield port


@pytest.fixture
def dripping():
    """The port of a server that begins to answer, and sends a letter a little while after another.

    No timeout between two letters ever passes.
    """
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)

    def drip(link):
        with link, suppress(OSError):
            link.sendall(b"220-")
            while not stop.wait(0.05):
                link.sendall(b"x")

    def listen():
        threads = []
        while not stop.is_set():
            with suppress(TimeoutError):
                link, _ = listener.accept()
                threads.append(threading.Thread(target=drip, args=(link,)))
                threads[-1].start()
        for each in threads:
            each.join()

    thread = threading.Thread(target=listen)
    thread.start()
    yield listener.getsockname()[1]
    stop.set()
    thread.join()
    listener.close()


@pytest.fixture
def silent():
    """The port of a server that takes connections and says nothing."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=50)
    yield listener.getsockname()[1]
    listener.close()
