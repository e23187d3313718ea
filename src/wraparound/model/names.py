"""Names made comparable. A name never says who somebody is; it only asks somebody to look."""

from __future__ import annotations

import unicodedata


def plain_name(name: str) -> str:
    """Return a name for comparing: compatible characters, no case or punctuation, single spaces."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    letters = (" " if unicodedata.category(char)[0] in "PZ" else char for char in folded)
    return " ".join("".join(letters).split())
