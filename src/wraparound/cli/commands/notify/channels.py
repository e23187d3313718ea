"""The channels that a command was set up with: by its options, and by the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click

from wraparound.channels import MailSecurity, SmtpChannel, WebhookChannel
from wraparound.hooks import Channel, hookimpl

SMTP_VARIABLE = "WRAPAROUND_SMTP"
"""Names the mail server where ``--smtp`` is left out."""
SMTP_PASSWORD_VARIABLE = "WRAPAROUND_SMTP_PASSWORD"  # noqa: S105 - the name of it
"""Holds its password, which no option takes: options can be read by others."""
SENDER_VARIABLE = "WRAPAROUND_SMTP_SENDER"
"""The address that mails come from where ``--sender`` is left out."""
WEBHOOK_VARIABLE = "WRAPAROUND_WEBHOOK"
"""Names the web address where ``--webhook`` is left out."""
WEBHOOK_SECRET_VARIABLE = "WRAPAROUND_WEBHOOK_SECRET"  # noqa: S105 - the name of it
"""Holds its secret."""

_F = TypeVar("_F", bound=Callable[..., Any])  # Any: a command takes whatever options it has

_SECURITY = {
    "smtp": MailSecurity.STARTTLS,
    "smtps": MailSecurity.TLS,
    "smtp+plain": MailSecurity.NONE,
}


class ConfiguredChannels:
    """The plugin that brings the channels that a command was set up with."""

    name = "configured-channels"

    def __init__(self, channels: Sequence[Channel]) -> None:
        self._channels = tuple(channels)

    @hookimpl
    def register_channels(self) -> tuple[Channel, ...]:
        """Return the channels."""
        return self._channels


def channel_options(function: _F) -> _F:
    """Add the options that say which servers letters go by."""
    for option in (
        click.option(
            "--webhook",
            metavar="URL",
            help=f"The web address for the channel webhook; its secret is in "
            f"{WEBHOOK_SECRET_VARIABLE}.",
        ),
        click.option("--sender", metavar="ADDRESS", help="The address that mails come from."),
        click.option(
            "--smtp",
            metavar="URL",
            help="The mail server for the channel smtp: smtp://user@host:587 (STARTTLS), "
            f"smtps://, smtp+plain://; its password is in {SMTP_PASSWORD_VARIABLE}.",
        ),
    ):
        function = option(function)
    return function


def configured(*, smtp: str | None, sender: str | None, webhook: str | None) -> ConfiguredChannels:
    """Return the channels that were asked for, by option or by the environment.

    Raises:
        UsageError: One cannot be set up; no secret is in the message.
    """
    found: list[Channel] = []
    smtp = smtp or os.environ.get(SMTP_VARIABLE)
    webhook = webhook or os.environ.get(WEBHOOK_VARIABLE)
    try:
        if smtp:
            found.append(_smtp(smtp, sender or os.environ.get(SENDER_VARIABLE, "")))
        if webhook:
            found.append(_webhook(webhook))
    except ValueError as error:
        raise click.UsageError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    return ConfiguredChannels(found)


def _smtp(url: str, sender: str) -> SmtpChannel:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _SECURITY or not parts.hostname:
        message = "a mail server is written smtp://host, smtps://host or smtp+plain://host"
        raise ValueError(message)
    if parts.password is not None:
        message = f"leave the password out of the address, and put it into {SMTP_PASSWORD_VARIABLE}"
        raise ValueError(message)
    if not sender:
        message = f"say which address mails come from, with --sender or {SENDER_VARIABLE}"
        raise ValueError(message)
    return SmtpChannel(
        parts.hostname,
        sender=sender,
        port=port,
        security=_SECURITY[parts.scheme],
        user=parts.username or "",
        password=os.environ.get(SMTP_PASSWORD_VARIABLE, ""),
    )


def _webhook(url: str) -> WebhookChannel:
    secret = os.environ.get(WEBHOOK_SECRET_VARIABLE)
    if not secret:
        message = f"put the secret of the webhook into {WEBHOOK_SECRET_VARIABLE}"
        raise ValueError(message)
    return WebhookChannel(url, secret=secret)
