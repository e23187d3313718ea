"""A web address of another system: letters as signed JSON, by the Standard Webhooks rules."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import json
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from wraparound.channels.deadline import cut_after
from wraparound.errors import ChannelDown, DeliveryFailed, DeliveryRefused
from wraparound.hooks import Letter
from wraparound.model.person import ContactKind

VERSION = "1.0"
"""The version of the document's shape: a newer minor only adds keys."""

_PREFIX = "whsec_"
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_LATER = frozenset({408, 409, 423, 425, 429})
"""Replies below 500 that ask to come again."""
_STRANGER = frozenset({401, 403, 407})
"""Replies that say that we are not known: no other letter would fare better."""


def webhook_signature(secret: bytes, key: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a delivery: ``v1,`` and the HMAC-SHA256 as base64.

    What is signed is ``key.timestamp.body`` (Standard Webhooks, "Signature scheme"), so that
    neither the time nor the key can be exchanged.
    """
    signed = f"{key}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()


class WebhookChannel:
    """Posts letters to one web address, each signed, each with its key.

    The receiver knows by ``webhook-id`` (and ``Idempotency-Key``, the same) what it has seen, by
    ``webhook-signature`` that it comes from here, and by ``webhook-timestamp`` that it is fresh.
    """

    name = "webhook"
    reaches: ContactKind | None = None

    def __init__(
        self,
        url: str,
        *,
        secret: str,
        timeout: float = 20.0,
        trust: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Set up the channel; nothing is sent yet.

        Args:
            url: Where to; ``https``, or ``http`` on the same machine.
            secret: The shared secret, as ``whsec_`` and base64, or as any text of 24 bytes or more.
            timeout: Seconds of silence, and a third of what one letter may take altogether.
            trust: Which certificates are trusted; those of the system where it is left out.
            now: The clock that deliveries are stamped with.

        Raises:
            ValueError: The address would send personal text over a connection that anybody can
                read, or the secret is too short to be one.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in {"https", "http"} or not host:
            message = "the address of a webhook must begin with https://"
            raise ValueError(message)
        if parts.scheme == "http" and host not in _LOCAL:
            message = "a webhook on another machine must begin with https://"
            raise ValueError(message)
        if parts.username or parts.password:
            message = "a webhook is known by its signature: leave the account out of its address"
            raise ValueError(message)
        self._secure = parts.scheme == "https"
        self._place = (host, parts.port)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._secret = _secret(secret)
        self._timeout = timeout
        self._trust = trust
        self._now = now

    def __repr__(self) -> str:
        """Show the host: a path can be a secret, too."""
        return f"WebhookChannel({self._place[0]})"

    @property
    def patience(self) -> float:
        """The most seconds that one letter takes: connecting, and then everything else."""
        return 3 * self._timeout

    def deliver(self, letter: Letter) -> None:
        """Post the letter.

        Raises:
            DeliveryFailed: The receiver asks to come again, failed (5xx), or was too slow.
            DeliveryRefused: The receiver refuses it (any other reply than 2xx).
            ChannelDown: There is no receiver, or it does not know us.
        """
        body = _document(letter)
        stamp = int(self._now().timestamp())
        status = self._post(
            body,
            {
                "Content-Type": "application/json",
                "User-Agent": "wraparound",
                "Idempotency-Key": letter.key,
                "webhook-id": letter.key,
                "webhook-timestamp": str(stamp),
                "webhook-signature": webhook_signature(self._secret, letter.key, stamp, body),
            },
        )
        if 200 <= status < 300:
            return
        said = f"http_{status}"
        if status in _STRANGER:
            raise ChannelDown(self.name, said)
        if status >= 500 or status in _LATER:
            raise DeliveryFailed(self.name, said)
        raise DeliveryRefused(self.name, said)

    def _post(self, body: bytes, headers: dict[str, str]) -> int:
        """Post, and return the status of the reply; a redirection is one, and is not followed."""
        host, port = self._place
        link: http.client.HTTPConnection
        if self._secure:
            trust = self._trust or ssl.create_default_context()
            link = http.client.HTTPSConnection(host, port, timeout=self._timeout, context=trust)
        else:
            link = http.client.HTTPConnection(host, port, timeout=self._timeout)

        def connection() -> socket.socket | None:
            return link.sock

        with cut_after(2 * self._timeout, connection) as deadline:
            try:
                link.connect()
            except ssl.SSLError:
                raise ChannelDown(self.name, "certificate") from None
            except OSError as error:
                slow = isinstance(error, TimeoutError)
                raise ChannelDown(self.name, "timeout" if slow else "unreachable") from None
            try:
                link.request("POST", self._path, body, headers)
                return link.getresponse().status
            except (OSError, http.client.HTTPException) as error:
                slow = deadline.passed or isinstance(error, TimeoutError)
                raise DeliveryFailed(self.name, "timeout" if slow else "disconnected") from None
            finally:
                link.close()


def _secret(text: str) -> bytes:
    if text.startswith(_PREFIX):
        try:
            secret = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            message = "the secret of a webhook is whsec_ and base64"
            raise ValueError(message) from None
    else:
        secret = text.encode()
    if len(secret) < 24:
        message = "the secret of a webhook must have 24 bytes or more"
        raise ValueError(message)
    return secret


def _document(letter: Letter) -> bytes:
    document = {
        "document": "notification",
        "version": VERSION,
        "key": letter.key,
        "at": letter.at.isoformat(),
        "recipient": letter.recipient,
        "address": letter.address,
        "language": letter.language,
        "subject": letter.subject,
        "text": letter.text,
        "items": [
            {
                "key": each.key,
                "kind": each.kind,
                "at": each.at.isoformat(),
                "family": each.family,
                "about": list(each.about),
                "facts": dict(each.facts),
            }
            for each in letter.items
        ],
        "enclosures": [
            {
                "name": each.name,
                "media_type": each.media_type,
                "content": base64.b64encode(each.content).decode(),
            }
            for each in letter.enclosures
        ],
    }
    return json.dumps(document).encode()
