"""The log as a channel: ids and codes, and nothing personal."""

from __future__ import annotations

import logging

from wraparound.channels import LogChannel
from wraparound.hooks import Channel


def test_a_line_for_each_thing_without_anything_personal(letter, caplog):
    with caplog.at_level(logging.INFO, logger="wraparound.notices"):
        LogChannel().deliver(letter)
    (line,) = caplog.messages
    assert line == "meeting_invitation for mum: family bell, about m-1, key 0190-key"
    assert letter.address not in line


def test_it_is_a_channel():
    assert isinstance(LogChannel(), Channel)
