"""Mail: real servers that take, refuse, wait, encrypt, ask for a password, or are not there."""

from __future__ import annotations

import logging
import time
import traceback

import attrs
import pytest
from tests.channels.conftest import Accounts, mail_server

from wraparound.channels import MailSecurity, SmtpChannel
from wraparound.errors import ChannelDown, DeliveryFailed, DeliveryRefused

SENDER = "team@county.example"


def plain(port, **options):
    return SmtpChannel(
        "127.0.0.1", port=port, sender=SENDER, security=MailSecurity.NONE, timeout=2, **options
    )


def test_a_mail_arrives_with_its_key_and_its_calendar(box, mail_port, letter):
    plain(mail_port).deliver(letter)
    (mail,) = box.mails
    assert mail["To"] == "mum@example.org"
    assert mail["Subject"] == "Una reunión"
    assert mail["Message-ID"] == "<0190-key@county.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "es"
    text = mail.get_body(("plain",))
    assert "9 de marzo" in text.get_content()
    (calendar,) = mail.iter_attachments()
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_filename() == "reunion.ics"


def test_the_same_letter_twice_has_the_same_key(box, mail_port, letter):
    """A receiver drops the second one by its Message-ID."""
    channel = plain(mail_port)
    channel.deliver(letter)
    channel.deliver(letter)
    assert len({mail["Message-ID"] for mail in box.mails}) == 1
    assert len(box.mails) == 2


@pytest.mark.parametrize("refuse_at", ["rcpt", "data"])
@pytest.mark.parametrize(
    ("reply", "error", "code"),
    [
        ("450 mailbox busy: mum@example.org", DeliveryFailed, "smtp_450"),
        ("452 too much", DeliveryFailed, "smtp_452"),
        ("550 no such mailbox: mum@example.org", DeliveryRefused, "smtp_550"),
        ("554 no", DeliveryRefused, "smtp_554"),
        ("421 good-bye", ChannelDown, "smtp_421"),
    ],
)
def test_what_the_server_says_decides(box, mail_port, letter, refuse_at, reply, error, code):
    """4xx: again later. 5xx: never. 421: nothing more now. Its words are not repeated."""
    box.refuse_at = refuse_at
    box.answers = [reply]
    with pytest.raises(DeliveryFailed) as refused:
        plain(mail_port).deliver(letter)
    assert type(refused.value) is error
    assert refused.value.code == code
    assert "mum@" not in "".join(traceback.format_exception(refused.value))
    assert box.mails == []


def test_nobody_listens(nobody, letter):
    with pytest.raises(ChannelDown) as refused:
        plain(nobody).deliver(letter)
    assert refused.value.code == "unreachable"


def test_a_silent_server_is_left_after_the_timeout(silent, letter):
    channel = SmtpChannel(
        "127.0.0.1", port=silent, sender=SENDER, security=MailSecurity.NONE, timeout=0.3
    )
    begun = time.monotonic()
    with pytest.raises(ChannelDown) as refused:
        channel.deliver(letter)
    assert refused.value.code == "timeout"
    assert time.monotonic() - begun < channel.patience


def test_a_server_that_sends_a_letter_now_and_then_is_left_too(dripping, letter):
    """Its silence never lasts as long as the timeout: the whole is bounded as well."""
    channel = SmtpChannel(
        "127.0.0.1", port=dripping, sender=SENDER, security=MailSecurity.NONE, timeout=0.3
    )
    begun = time.monotonic()
    with pytest.raises(DeliveryFailed):
        channel.deliver(letter)
    assert time.monotonic() - begun < channel.patience


def test_starttls_and_a_password(box, server_tls, trust, letter):
    with mail_server(
        box,
        tls_context=server_tls,
        require_starttls=True,
        auth_required=True,
        authenticator=Accounts(),
    ) as port:
        channel = SmtpChannel(
            "localhost", port=port, sender=SENDER, user="fac", password="right", trust=trust
        )
        channel.deliver(letter)
        assert len(box.mails) == 1
        wrong = SmtpChannel(
            "localhost", port=port, sender=SENDER, user="fac", password="wrong", trust=trust
        )
        with pytest.raises(ChannelDown) as refused:
            wrong.deliver(letter)
    assert refused.value.code == "smtp_535"
    assert "wrong" not in f"{refused.value}{wrong!r}"


def test_a_certificate_that_nobody_vouches_for_is_refused(box, server_tls, letter):
    with mail_server(box, tls_context=server_tls) as port:
        channel = SmtpChannel("localhost", port=port, sender=SENDER)
        with pytest.raises(ChannelDown) as refused:
            channel.deliver(letter)
    assert refused.value.code == "certificate"
    assert box.mails == []


def test_without_the_encryption_demanded_nothing_is_sent(box, mail_port, letter):
    """A server that does not offer STARTTLS gets neither the letter nor the password."""
    channel = SmtpChannel("127.0.0.1", port=mail_port, sender=SENDER, user="fac", password="right")
    with pytest.raises(ChannelDown) as refused:
        channel.deliver(letter)
    assert refused.value.code == "not_offered"
    assert box.mails == []


def test_tls_from_the_first_byte(box, server_tls, trust, letter):
    with mail_server(box, ssl_context=server_tls, server_hostname="localhost") as port:
        channel = SmtpChannel(
            "localhost", port=port, sender=SENDER, security=MailSecurity.TLS, trust=trust
        )
        channel.deliver(letter)
    assert len(box.mails) == 1


def test_a_password_goes_over_no_plain_connection():
    with pytest.raises(ValueError, match="encrypted connection"):
        plain(25, user="fac", password="right")


@pytest.mark.parametrize("address", ["mum@example.org\nBcc: all@example.org", "a\r\nb@example.org"])
def test_an_address_cannot_add_a_header(box, mail_port, letter, address):
    with pytest.raises(DeliveryRefused) as refused:
        plain(mail_port).deliver(attrs.evolve(letter, address=address))
    assert refused.value.code == "address_invalid"
    assert "example" not in "".join(traceback.format_exception(refused.value))
    assert box.mails == []


def test_nothing_personal_is_logged(mail_port, letter, caplog):
    with caplog.at_level(logging.DEBUG):
        plain(mail_port).deliver(letter)
    ours = [each for each in caplog.records if each.name.startswith("wraparound")]
    assert "mum@" not in " ".join(each.getMessage() for each in ours)
