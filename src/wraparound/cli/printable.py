"""Text that the stream at hand can show: no control characters, and ASCII where it must be."""

from __future__ import annotations

import re
from typing import IO

_SIGNS = "→←—–…’"
_PLAIN = str.maketrans({"→": "->", "←": "<-", "—": "-", "–": "-", "…": "...", "’": "'"})
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def speaks_signs(stream: IO[str]) -> bool:
    """Tell whether a stream's encoding can show arrows and dashes."""
    try:
        _SIGNS.encode(_encoding_of(stream))
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def printable(text: str, stream: IO[str]) -> str:
    """Return the text as the stream can show it.

    Control characters become question marks: a name in a file must not steer somebody's terminal.
    """
    tame = _CONTROLS.sub("?", text)
    if not speaks_signs(stream):
        tame = tame.translate(_PLAIN)
    encoding = _encoding_of(stream)
    try:
        return tame.encode(encoding, "replace").decode(encoding)
    except LookupError:
        return tame.encode("ascii", "replace").decode("ascii")


def _encoding_of(stream: IO[str]) -> str:
    return getattr(stream, "encoding", None) or "utf-8"
