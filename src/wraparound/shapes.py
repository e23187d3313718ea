"""What a foreign document must look like, key by key, and which of its keys are carried.

An importer writes the objects of its standard down as ``Shape`` tables. One table says three
things of every key: what its value must be, whether it must be there, and, where it has no place in
a record, why it is left out. Messages never repeat a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

import attrs

from wraparound.errors import Fault

Json = Mapping[str, object]
"""A JSON object."""

Rule = Callable[[Json, str], Iterator[Fault]]
"""What must be true of several keys at once."""


def below(path: str, name: str) -> str:
    """Return the path of a key of the object at a path."""
    return f"{path}.{name}" if path else name


class Check(Protocol):
    """Yields what is wrong with a value."""

    def __call__(self, value: object, path: str, /) -> Iterator[Fault]:
        """Yield a fault for each thing that is wrong.

        Args:
            value: A JSON value.
            path: Where it stands.
        """
        ...


@attrs.frozen
class Said:
    """A check of one value.

    Attributes:
        holds: Tells whether the value is right.
        words: What it must be, in words that fit after "must be".
    """

    holds: Callable[[object], bool]
    words: str

    def __call__(self, value: object, path: str) -> Iterator[Fault]:
        """Yield a fault unless the value is right."""
        if not self.holds(value):
            yield Fault(path, f"must be {self.words}")


@attrs.frozen
class Each:
    """A check of a list: of every item."""

    item: Check

    def __call__(self, value: object, path: str) -> Iterator[Fault]:
        """Yield the faults of the list and of its items."""
        if not isinstance(value, list):
            yield Fault(path, "must be a list")
            return
        for place, item in enumerate(value):
            yield from self.item(item, f"{path}[{place}]")


@attrs.frozen(kw_only=True)
class Key:
    """One key of an object.

    Attributes:
        check: What its value must be.
        required: Whether it must be there.
        lost: Why it is not carried into a record; empty where it is.
    """

    check: Check
    required: bool = False
    lost: str = ""


def carried(check: Check) -> Key:
    """Return a key that may be there and is carried."""
    return Key(check=check)


def needed(check: Check) -> Key:
    """Return a key that must be there and is carried."""
    return Key(check=check, required=True)


def lost(check: Check, why: str, *, required: bool = False) -> Key:
    """Return a key that is checked, and not carried."""
    return Key(check=check, required=required, lost=why)


@attrs.frozen
class Lost:
    """Something that a record has no place for.

    Attributes:
        path: The keys that lead there, without numbers, so that equal things can be counted.
        why: The reason.
    """

    path: str
    why: str


_NOT_OURS = "is not a key of the standard"
# how keys are written in standards: a key that could be somebody's name is not repeated
_PLAIN = re.compile(r"[@$_]?[a-z][A-Za-z0-9_]{0,49}")


@attrs.frozen(kw_only=True)
class Shape:
    """A check of an object: of its keys, and of what they must mean together.

    Keys that the standard does not know are no fault; they are lost.

    Attributes:
        keys: The keys that the standard knows.
        rules: What must be true of several keys at once.
        nulls: Whether a key that need not be there may also be null.
    """

    keys: Mapping[str, Key]
    rules: tuple[Rule, ...] = ()
    nulls: bool = False

    def __call__(self, value: object, path: str) -> Iterator[Fault]:
        """Yield the faults of the object and of everything in it."""
        if not isinstance(value, dict):
            yield Fault(path, "must be an object")
            return
        for name, key in self.keys.items():
            place = below(path, name)
            if name not in value:
                if key.required:
                    yield Fault(place, "must be given")
            elif not (self.nulls and value[name] is None and not key.required):
                yield from key.check(value[name], place)
        for rule in self.rules:
            yield from rule(value, path)

    def lost(self, value: Json, path: str) -> Iterator[Lost]:
        """Yield what is in an object of this shape and is not carried.

        Args:
            value: An object without faults.
            path: What the object is called, such as ``service``.
        """
        for name, inner in value.items():
            if inner is None or inner in ("", [], {}):
                continue
            key = self.keys.get(name)
            place = f"{path}.{name if _PLAIN.fullmatch(name) else '(other)'}"
            if key is None:
                yield Lost(place, _NOT_OURS)
            elif key.lost:
                yield Lost(place, key.lost)
            else:
                yield from _lost_inside(key.check, inner, place)


def _lost_inside(check: Check, value: object, path: str) -> Iterator[Lost]:
    if isinstance(check, Each) and isinstance(value, list):
        for item in value:
            yield from _lost_inside(check.item, item, path)
    if isinstance(check, Shape) and isinstance(value, dict):
        yield from check.lost(value, path)


def one_of(*codes: str) -> Said:
    """Return the check of a code from a closed list."""
    return Said(
        lambda value: isinstance(value, str) and value in codes, f"one of {', '.join(codes)}"
    )


def text_of(least: int, most: int) -> Said:
    """Return the check of a text with so many characters."""
    size = f"{least}" if least == most else f"{least} to {most}"
    return Said(
        lambda value: isinstance(value, str) and least <= len(value) <= most,
        f"a text of {size} characters",
    )


def number_of(least: int, most: int) -> Said:
    """Return the check of a number between two others, both included."""
    return Said(
        lambda value: _is_number(value) and least <= value <= most,  # type: ignore[operator]  # it is
        f"a number from {least} to {most}",
    )


def matching(pattern: str, words: str) -> Said:
    """Return the check of a text that has a form."""
    form = re.compile(pattern, re.ASCII)
    return Said(lambda value: isinstance(value, str) and form.fullmatch(value) is not None, words)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def day_in(value: object) -> date | None:
    """Return the day that a text such as ``2026-03-01`` names, or None."""
    if not isinstance(value, str) or len(value) != len("YYYY-MM-DD"):
        return None
    try:
        return date.fromisoformat(value) if value[4] == "-" else None
    except ValueError:
        return None


def _is_instant(value: object) -> bool:
    if not isinstance(value, str) or _INSTANT.fullmatch(value) is None:
        return False
    try:
        datetime.fromisoformat(value.upper())
    except ValueError:
        return False
    return True


_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6}\d*)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)

ANYTHING = Said(lambda _: True, "anything")
TEXT = Said(lambda value: isinstance(value, str), "a text")
FILLED_TEXT = Said(
    lambda value: isinstance(value, str) and bool(value.strip()), "a text that is not blank"
)
NUMBER = Said(_is_number, "a number")
YES_NO = Said(lambda value: isinstance(value, bool), "true or false")
DAY = Said(lambda value: day_in(value) is not None, "a day as YYYY-MM-DD")
INSTANT = Said(_is_instant, "an instant with a time zone, as in RFC 3339")
DAY_OR_INSTANT = Said(
    lambda value: day_in(value) is not None or _is_instant(value),
    "a day as YYYY-MM-DD, or an instant with a time zone, as in RFC 3339",
)
LINK = matching(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", "a URI")
UUID = matching(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", "a UUID")
EMAIL = matching(r"[^@\s]+@[^@\s]+", "an e-mail address")


def text_in(value: Json, key: str) -> str:
    """Return the text at a key without blanks around it; empty where there is none."""
    found = value.get(key)
    return found.strip() if isinstance(found, str) else ""


def object_in(value: Json, key: str) -> Json:
    """Return the object at a key; an empty one where there is none."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def objects_in(value: Json, key: str) -> tuple[Json, ...]:
    """Return the objects in the list at a key; none where there is no list."""
    found = value.get(key)
    return (
        tuple(each for each in found if isinstance(each, dict)) if isinstance(found, list) else ()
    )
