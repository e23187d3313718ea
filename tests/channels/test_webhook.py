"""A web address: signed, keyed, and judged by its reply alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from tests.channels.conftest import SECRET, web_server

from wraparound.channels import WebhookChannel, webhook_signature
from wraparound.errors import ChannelDown, DeliveryFailed, DeliveryRefused


def channel(port, **options):
    return WebhookChannel(f"http://127.0.0.1:{port}/hook?a=1", secret=SECRET, timeout=2, **options)


def test_a_letter_is_posted_with_its_key(web, web_port, letter):
    channel(web_port).deliver(letter)
    (post,) = web.posts
    assert post.path == "/hook?a=1"
    assert post.headers["Idempotency-Key"] == post.headers["webhook-id"] == letter.key
    told = post.document
    assert (told["document"], told["version"]) == ("notification", "1.0")
    assert told["recipient"] == "mum"
    assert told["text"] == letter.text
    assert told["items"][0]["facts"] == {"on": "2026-03-09"}
    assert base64.b64decode(told["enclosures"][0]["content"]) == b"BEGIN:VCALENDAR\r\n"


def test_the_published_verifier_takes_the_signature(web, web_port, letter):
    """The library of the Standard Webhooks project is the judge."""
    channel(web_port).deliver(letter)
    (post,) = web.posts
    judge = Webhook(SECRET)
    judge.verify(post.body, post.headers)
    with pytest.raises(WebhookVerificationError):
        judge.verify(post.body.replace(b"bell", b"ball"), post.headers)
    with pytest.raises(WebhookVerificationError):
        judge.verify(post.body, {**post.headers, "webhook-id": "another"})
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(b"y" * 24).decode()).verify(post.body, post.headers)


def test_an_old_delivery_is_not_fresh(web, web_port, letter):
    """A recorded delivery that is played again much later is found by its timestamp."""
    channel(web_port, now=lambda: datetime.now(UTC) - timedelta(hours=1)).deliver(letter)
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(SECRET).verify(web.posts[0].body, web.posts[0].headers)


def test_the_signature_by_hand():
    mac = hmac.new(b"k" * 24, b"id.7.{}", hashlib.sha256).digest()
    assert webhook_signature(b"k" * 24, "id", 7, b"{}") == "v1," + base64.b64encode(mac).decode()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (500, DeliveryFailed),
        (503, DeliveryFailed),
        (429, DeliveryFailed),
        (408, DeliveryFailed),
        (409, DeliveryFailed),
        (400, DeliveryRefused),
        (404, DeliveryRefused),
        (410, DeliveryRefused),
        (422, DeliveryRefused),
        (302, DeliveryRefused),
        (401, ChannelDown),
        (403, ChannelDown),
    ],
)
def test_the_reply_decides(web, web_port, letter, status, error):
    web.answers = [status]
    with pytest.raises(DeliveryFailed) as refused:
        channel(web_port).deliver(letter)
    assert type(refused.value) is error
    assert refused.value.code == f"http_{status}"


def test_a_redirection_is_not_followed(web, web_port, letter):
    """What was meant for one place does not go to another."""
    web.answers = [307]
    with pytest.raises(DeliveryRefused):
        channel(web_port).deliver(letter)
    assert [post.path for post in web.posts] == ["/hook?a=1"]


def test_nobody_listens(nobody, letter):
    with pytest.raises(ChannelDown) as refused:
        channel(nobody).deliver(letter)
    assert refused.value.code == "unreachable"


@pytest.mark.parametrize("kind", ["silent", "dripping"])
def test_a_slow_server_is_left(kind, request, letter):
    port = request.getfixturevalue(kind)
    slow = WebhookChannel(f"http://127.0.0.1:{port}/", secret=SECRET, timeout=0.3)
    begun = time.monotonic()
    with pytest.raises(DeliveryFailed) as refused:
        slow.deliver(letter)
    assert refused.value.code in {"timeout", "disconnected"}
    assert time.monotonic() - begun < slow.patience


def test_encrypted_and_vouched_for(web, server_tls, trust, letter):
    with web_server(web, tls=server_tls) as port:
        url = f"https://localhost:{port}/hook"
        with pytest.raises(ChannelDown) as refused:
            WebhookChannel(url, secret=SECRET).deliver(letter)
        assert refused.value.code == "certificate"
        assert web.posts == []
        WebhookChannel(url, secret=SECRET, trust=trust).deliver(letter)
    assert len(web.posts) == 1


@pytest.mark.parametrize(
    ("url", "secret", "words"),
    [
        ("http://portal.example/hook", SECRET, "https://"),
        ("ftp://portal.example/hook", SECRET, "https://"),
        ("https://", SECRET, "https://"),
        ("https://me:mine@portal.example/", SECRET, "leave the account out"),
        ("https://portal.example/", "short", "24 bytes"),
        ("https://portal.example/", "whsec_c2hvcnQ=", "24 bytes"),
        ("https://portal.example/", "whsec_***", "base64"),
    ],
)
def test_what_cannot_be_safe_is_refused_at_once(url, secret, words):
    with pytest.raises(ValueError, match=words) as refused:
        WebhookChannel(url, secret=secret)
    assert secret not in str(refused.value)
    assert "mine" not in str(refused.value)


def test_the_repr_shows_no_secret():
    told = repr(WebhookChannel("https://portal.example/hook/t0ken", secret=SECRET))
    assert told == "WebhookChannel(portal.example)"
