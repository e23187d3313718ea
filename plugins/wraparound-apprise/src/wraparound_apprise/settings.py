"""The channels that a site has, out of one setting: a name and an address for each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wraparound.model import ContactKind
from wraparound_apprise.channel import AppriseChannel

_NAME = re.compile(r"([a-z][a-z0-9_-]*)(?::([a-z]+))?")
_KINDS = {each.value: each for each in ContactKind}


def read_channels(text: str, *, source: str) -> Iterator[AppriseChannel]:
    """Yield the channels of a setting.

    Args:
        text: One line for each: ``NAME=ADDRESS``, or ``NAME:KIND=ADDRESS``, where the kind is that
            of the contact that ``{address}`` stands for where a person named none (``text``,
            ``phone``, ``email``). Blank lines and lines that begin with ``#`` count for nothing.
        source: What to call it in an error.

    Raises:
        ValueError: A line is none of this; it is named by its number, because it can be a secret.
    """
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        named, _, address = entry.partition("=")
        found = _NAME.fullmatch(named.strip())
        if found is None or not address:
            message = f"line {number} of {source} must be NAME=ADDRESS or NAME:KIND=ADDRESS"
            raise ValueError(message)
        name, kind = found.groups()
        if kind is not None and kind not in _KINDS:
            message = f"line {number} of {source}: the kind must be one of {', '.join(_KINDS)}"
            raise ValueError(message)
        if name in seen:
            message = f"line {number} of {source} uses a name twice"
            raise ValueError(message)
        seen.add(name)
        try:
            yield AppriseChannel(
                name, address.strip(), reaches=None if kind is None else _KINDS[kind]
            )
        except ValueError:
            message = f"line {number} of {source} has an address that Apprise does not know"
            raise ValueError(message) from None
