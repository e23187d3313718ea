"""Names made comparable. A name never says who somebody is; it only asks somebody to look."""

from __future__ import annotations

import unicodedata

_ASCII = {ord(char): " " for char in map(chr, range(128)) if unicodedata.category(char)[0] in "PZ"}


def plain_name(name: str) -> str:
    """Return a name for comparing: compatible characters, no case or punctuation, single spaces."""
    if name.isascii():  # most are, and this is ten times as fast
        return " ".join(name.lower().translate(_ASCII).split())
    folded = unicodedata.normalize("NFKC", name).casefold()
    letters = (" " if unicodedata.category(char)[0] in "PZ" else char for char in folded)
    return " ".join("".join(letters).split())
