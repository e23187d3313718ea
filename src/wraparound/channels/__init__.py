"""The channels that come with the library: mail, another system's address, and the log."""

from __future__ import annotations

from wraparound.channels.log import LogChannel
from wraparound.channels.smtp import MailSecurity, SmtpChannel
from wraparound.channels.webhook import WebhookChannel, webhook_signature

__all__ = ["LogChannel", "MailSecurity", "SmtpChannel", "WebhookChannel", "webhook_signature"]
