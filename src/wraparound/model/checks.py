"""What a field may hold: checks read from its type, and demands written beside it.

A check returns an empty text, or what the value must be. It never repeats the value: a note about
somebody's stepfather does not belong in an error message.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NewType, Union, get_args, get_origin

import attrs

Check = Callable[[object], str]
"""Returns an empty text, or what the value must be."""

DEMAND = "demand"

ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9._:~-]{0,199}"
"""What an id looks like, as a regular expression."""

_IDENTIFIER = re.compile(ID_PATTERN)

_SURROGATE = re.compile("[\ud800-\udfff]")

_WORDS = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    Decimal: "a decimal number",
    date: "a day",
    datetime: "an instant with a time zone",
    type(None): "left out",
}


def _filled(value: object) -> str:
    return "" if not isinstance(value, str) or value.strip() else "a text that is not blank"


def _some(value: object) -> str:
    return "" if value else "at least one"


def _not_negative(value: object) -> str:
    if isinstance(value, Decimal) and value.is_nan():
        return "a decimal number"
    return "zero or more" if isinstance(value, (int, Decimal)) and value < 0 else ""


def _from_zero_to_one(value: object) -> str:
    wrong = isinstance(value, Decimal) and not (value.is_finite() and 0 <= value <= 1)
    return "a decimal number from 0 to 1" if wrong else ""


FILLED: dict[object, object] = {DEMAND: _filled}
"""The text is not blank."""
SOME: dict[object, object] = {DEMAND: _some}
"""There is at least one."""
NOT_NEGATIVE: dict[object, object] = {DEMAND: _not_negative}
"""The number is zero or more."""
FRACTION: dict[object, object] = {DEMAND: _from_zero_to_one}
"""The number lies from 0 to 1, both included."""


def is_identifier(text: str) -> bool:
    """Tell whether a text can be the id of a record."""
    return _IDENTIFIER.fullmatch(text) is not None


def fitting_types(wanted: Any) -> frozenset[type]:  # Any: an annotation
    """Return the types whose every value fits an annotated type, so that no check is needed."""
    if wanted in {bool, int, date, type(None)}:
        return frozenset({wanted})
    if isinstance(wanted, type) and (issubclass(wanted, Enum) or attrs.has(wanted)):
        return frozenset({wanted})
    if get_origin(wanted) in {Union, types.UnionType}:
        return frozenset().union(*map(fitting_types, get_args(wanted)))
    return frozenset()


def check_for(wanted: Any) -> Check:
    """Return the check that belongs to the annotated type of a field.

    Args:
        wanted: A type as ``typing.get_type_hints`` gives it.

    Raises:
        TypeError: The model uses a form of type that has no check.
    """
    if wanted is object or wanted is Any:
        return lambda _: ""
    if isinstance(wanted, NewType):
        return _is_id
    origin = get_origin(wanted)
    if origin in {Union, types.UnionType}:
        return _one_of(tuple(get_args(wanted)))
    if origin is tuple:
        return _tuple_of(get_args(wanted)[0])
    if origin in {Mapping, dict}:
        return _mapping_of(*get_args(wanted))
    if isinstance(wanted, type):
        return _exactly(wanted)
    message = f"no check for fields of the type {wanted!r}"
    raise TypeError(message)


def _is_id(value: object) -> str:
    if isinstance(value, str) and is_identifier(value):
        return ""
    return "an id: letters, digits and . _ : ~ - (at most 200)"


def _exactly(wanted: type) -> Check:
    words = words_for(wanted)
    if wanted is str:
        return _text
    if wanted in _STRICT:
        right = _STRICT[wanted]
        return lambda value: "" if right(value) else words
    return lambda value: "" if isinstance(value, wanted) else words


def _text(value: object) -> str:
    # a lone surrogate cannot be written as UTF-8, and PostgreSQL refuses the NUL character
    if not isinstance(value, str) or "\0" in value:
        return _WORDS[str]
    return "" if value.isascii() or not _SURROGATE.search(value) else _WORDS[str]


_STRICT: Mapping[type, Callable[[object], bool]] = {
    # bool is an int, and datetime a date, only to Python
    int: lambda value: type(value) is int,
    date: lambda value: type(value) is date,
    datetime: lambda value: isinstance(value, datetime) and value.tzinfo is not None,
    # "not a number" and infinity are numbers only to Python
    Decimal: lambda value: isinstance(value, Decimal) and value.is_finite(),
}


def words_for(wanted: type) -> str:
    """Return what a value of this type is, in words that fit after "must be"."""
    if wanted in _WORDS:
        return _WORDS[wanted]
    if issubclass(wanted, Enum):
        return "one of " + ", ".join(str(member.value) for member in wanted)
    if wanted.__name__ == "Unknown":
        return "unknown"
    if attrs.has(wanted):
        return f"a {wanted.__name__} record"
    return f"a {wanted.__name__}"


def _one_of(choices: tuple[Any, ...]) -> Check:
    checks = [check_for(choice) for choice in choices]

    def check(value: object) -> str:
        messages = []
        for one in checks:
            message = one(value)
            if not message:
                return ""
            messages.append(message)
        return ", or ".join(messages)

    return check


def _tuple_of(inner: Any) -> Check:
    inside = check_for(inner)

    def check(value: object) -> str:
        if not isinstance(value, tuple):
            return "a tuple"
        if not value:
            return ""
        wrong = [(place, message) for place, item in enumerate(value) if (message := inside(item))]
        if not wrong:
            return ""
        places = ", ".join(str(place) for place, _ in wrong)
        return f"a tuple in which each is {wrong[0][1]}; not so at {places}"

    return check


def _mapping_of(key: Any, inner: Any) -> Check:
    keys, inside = check_for(key), check_for(inner)

    def check(value: object) -> str:
        if not isinstance(value, Mapping):
            return "a mapping"
        if any(keys(name) for name in value):
            return "a mapping whose keys are texts"
        message = next((found for item in value.values() if (found := inside(item))), "")
        return f"a mapping in which each value is {message}" if message else ""

    return check
