"""Letters to people by text message, chat, telephone and the rest, through Apprise."""

from __future__ import annotations

import os
from collections.abc import Sequence

from wraparound.hooks import Channel, hookimpl

__all__ = ["VARIABLE", "register_channels"]

VARIABLE = "WRAPAROUND_APPRISE"
"""The environment variable that holds the channels: ``NAME=ADDRESS``, one a line."""


@hookimpl
def register_channels() -> Sequence[Channel]:
    """Return a channel for each address that the environment names; none where it names none."""
    text = os.environ.get(VARIABLE, "")
    if not text.strip():
        return ()
    # Apprise takes a while to load, and most who open a program send nothing
    from wraparound_apprise.settings import read_channels  # noqa: PLC0415

    return tuple(read_channels(text, source=VARIABLE))
