"""What is different between two packs, or between one and itself on another day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from wraparound.policy.contents import Entry


@attrs.frozen(kw_only=True)
class Difference:
    """One thing that only one side says, or that the sides say differently.

    Attributes:
        key: The parameter, rule or question.
        field: Which part of it; empty where one side does not have it at all.
        before: What the first side says; empty for nothing.
        after: What the second side says; empty for nothing.
    """

    key: str
    field: str = ""
    before: str = ""
    after: str = ""


def differences(before: Iterable[Entry], after: Iterable[Entry]) -> tuple[Difference, ...]:
    """Return every difference, in the order of the first side, then what only the second has.

    Versions of one parameter are compared in their order.
    """
    return tuple(_differ(_numbered(before), _numbered(after)))


def _differ(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[Difference]:
    for key, entry in old.items():
        if key not in new:
            yield Difference(key=key, before=_gist(entry))
            continue
        fields = new[key].fields
        for name in dict.fromkeys((*entry.fields, *fields)):
            was, now = entry.fields.get(name, ""), fields.get(name, "")
            if was != now:
                yield Difference(key=key, field=name, before=was, after=now)
    for key, entry in new.items():
        if key not in old:
            yield Difference(key=key, after=_gist(entry))


def _numbered(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    named: dict[str, Entry] = {}
    for entry in entries:
        key, number = entry.key, 1
        while key in named:
            number += 1
            key = f"{entry.key} ({number})"
        named[key] = entry
    return named


_TELLING = ("value", "unit", "severity", "text")


def _gist(entry: Entry) -> str:
    return " ".join(entry.fields[name] for name in _TELLING if name in entry.fields) or "there"
