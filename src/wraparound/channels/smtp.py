"""Mail: letters by SMTP (RFC 5321) to any server, encrypted where the settings say so."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import Enum

from wraparound.channels.deadline import cut_after
from wraparound.errors import ChannelDown, DeliveryFailed, DeliveryRefused
from wraparound.hooks import Letter
from wraparound.model.person import ContactKind

_CLOSING = 421
"""The server says good-bye: nothing is wrong with the letter (RFC 5321, section 3.8)."""
_PERMANENT = 500
"""From here on a reply says that the same again would fail again (RFC 5321, section 4.2.1)."""


class MailSecurity(Enum):
    """How the connection to a mail server is protected."""

    STARTTLS = "starttls"
    """Plain at first, then encrypted, or not used at all (RFC 3207)."""
    TLS = "tls"
    """Encrypted from the first byte (RFC 8314)."""
    NONE = "none"
    """Not at all: for a server on the same machine."""


class _Plain(smtplib.SMTP):
    """A connection that is known before it is made, so that it can be cut while it greets."""

    def __init__(self, seen: list[smtplib.SMTP], host: str, port: int, *, timeout: float) -> None:
        seen.append(self)
        super().__init__(host, port, timeout=timeout)


class _Encrypted(smtplib.SMTP_SSL):
    """The same, encrypted."""

    def __init__(
        self,
        seen: list[smtplib.SMTP],
        host: str,
        port: int,
        *,
        timeout: float,
        context: ssl.SSLContext,
    ) -> None:
        seen.append(self)
        super().__init__(host, port, timeout=timeout, context=context)


class SmtpChannel:
    """Sends letters as mail, one recipient a mail.

    A mail that is tried twice has the same ``Message-ID``, by which a mail server or reader drops
    the second one. It says that a program sent it (``Auto-Submitted``, RFC 3834), so that nobody's
    absence note answers.
    """

    name = "smtp"
    reaches: ContactKind | None = ContactKind.EMAIL

    def __init__(
        self,
        host: str,
        *,
        sender: str,
        port: int | None = None,
        security: MailSecurity = MailSecurity.STARTTLS,
        user: str = "",
        password: str = "",
        timeout: float = 20.0,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """Set up the channel; nothing is sent yet.

        Args:
            host: The mail server.
            sender: The address that mails come from.
            port: 587, 465 for TLS, 25 without encryption, where it is left out.
            security: How the connection is protected.
            user: For a server that asks who we are; empty for none.
            password: The same.
            timeout: Seconds of silence, and a third of what one mail may take altogether.
            trust: Which certificates are trusted; those of the system where it is left out.

        Raises:
            ValueError: A password would go over a connection that anybody can read, or the sender
                is no address.
        """
        if user and security is MailSecurity.NONE:
            message = "a password is only sent over an encrypted connection: starttls or tls"
            raise ValueError(message)
        if "@" not in sender or any(letter in sender for letter in "\r\n"):
            message = "the sender must be a mail address"
            raise ValueError(message)
        usual = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465, MailSecurity.NONE: 25}
        self._place = (host, port or usual[security])
        self._sender = sender
        self._security = security
        self._account = (user, password)
        self._timeout = timeout
        self._trust = trust

    def __repr__(self) -> str:
        """Show where, and not with which account."""
        host, port = self._place
        return f"SmtpChannel({host}:{port}, {self._security.value})"

    @property
    def patience(self) -> float:
        """The most seconds that one mail takes: connecting, and then everything else."""
        return 3 * self._timeout

    def deliver(self, letter: Letter) -> None:
        """Send the letter as a mail.

        Raises:
            DeliveryFailed: The server put it off (4xx), was too slow, or was cut off.
            DeliveryRefused: The server refuses it (5xx), or the address is none.
            ChannelDown: There is no server, no encryption as demanded, or it does not know us.
        """
        mail = self._mail(letter)
        with self._told_plainly(), self._connected() as server:
            server.send_message(mail, self._sender, [letter.address])

    def _mail(self, letter: Letter) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        try:
            mail["From"] = self._sender
            mail["To"] = letter.address
        except ValueError:
            # its own words would repeat the address
            raise DeliveryRefused(self.name, "address_invalid") from None
        mail["Subject"] = letter.subject
        mail["Date"] = format_datetime(letter.at)
        mail["Message-ID"] = f"<{letter.key}@{self._sender.rpartition('@')[2].rstrip('>')}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.text)
        for each in letter.enclosures:
            main, _, sub = each.media_type.partition("/")
            mail.add_attachment(each.content, maintype=main, subtype=sub, filename=each.name)
        # last: what begins with Content is moved into the first part when a second one comes
        mail["Content-Language"] = letter.language
        return mail

    @contextmanager
    def _connected(self) -> Generator[smtplib.SMTP]:
        trust = self._trust or ssl.create_default_context()
        seen: list[smtplib.SMTP] = []

        def connection() -> socket.socket | None:
            return seen[0].sock if seen else None

        with cut_after(2 * self._timeout, connection) as deadline:
            try:
                server = self._open(seen, trust)
            except smtplib.SMTPResponseException as error:
                raise ChannelDown(self.name, f"smtp_{error.smtp_code}") from None
            except (OSError, smtplib.SMTPException) as error:
                code = "timeout" if deadline.passed else _code_of(error)
                raise ChannelDown(self.name, code) from None
            try:
                self._introduce(server, trust)
                yield server
            except (OSError, smtplib.SMTPException):
                if deadline.passed:
                    raise DeliveryFailed(self.name, "timeout") from None
                raise
            finally:
                self._leave(server)

    def _open(self, seen: list[smtplib.SMTP], trust: ssl.SSLContext) -> smtplib.SMTP:
        host, port = self._place
        if self._security is MailSecurity.TLS:
            return _Encrypted(seen, host, port, timeout=self._timeout, context=trust)
        return _Plain(seen, host, port, timeout=self._timeout)

    def _introduce(self, server: smtplib.SMTP, trust: ssl.SSLContext) -> None:
        try:
            if self._security is MailSecurity.STARTTLS:
                server.starttls(context=trust)
            if self._account[0]:
                server.login(*self._account)
        except smtplib.SMTPNotSupportedError:
            raise ChannelDown(self.name, "not_offered") from None
        except ssl.SSLError:
            raise ChannelDown(self.name, "certificate") from None
        except smtplib.SMTPResponseException as error:
            raise ChannelDown(self.name, f"smtp_{error.smtp_code}") from None

    def _leave(self, server: smtplib.SMTP) -> None:
        # the mail is accepted or not by now: a server that is slow to say good-bye changes nothing
        with suppress(OSError, smtplib.SMTPException):
            if server.sock is not None:
                server.sock.settimeout(1.0)
            server.quit()
        server.close()

    @contextmanager
    def _told_plainly(self) -> Generator[None]:
        """Turn what the server says into one of our errors: codes only, never its words."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as error:
            (code, _) = next(iter(error.recipients.values()))
            raise self._replied(code) from None
        except smtplib.SMTPResponseException as error:
            raise self._replied(error.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise DeliveryRefused(self.name, "address_not_supported") from None
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryFailed(self.name, _code_of(error)) from None

    def _replied(self, code: int) -> DeliveryFailed:
        said = f"smtp_{code}"
        if code == _CLOSING:
            return ChannelDown(self.name, said)
        refused = code >= _PERMANENT
        return DeliveryRefused(self.name, said) if refused else DeliveryFailed(self.name, said)


def _code_of(error: Exception) -> str:
    """Return why something failed that has no code of the protocol."""
    # smtplib tells of a silence as of a connection that was closed
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "timeout"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "disconnected"
    if isinstance(error, ssl.SSLError):
        return "certificate"
    return "unreachable"
