"""The words of a case as scenarios write it, and how they are read.

A case tells three things apart: a key that is not there is one that nobody knows; null is known
not to exist or not to have happened; anything else is what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeVar

from wraparound.errors import FactsInvalid, did_you_mean
from wraparound.model import UNKNOWN, EnrollmentId, LineageId, Period, TeamId, Unknown

Row = Mapping[str, Any]  # Any: what a YAML file holds, told apart by its keys

STAY: Final = EnrollmentId("episode")
"""The one stay of a case."""
PLAN: Final = LineageId("plan")
"""The one plan of a case."""
TEAM: Final = TeamId("team")
"""The one team of a case."""

_Word = TypeVar("_Word", bound=Enum)


def row(value: object) -> Row:
    """Return a mapping; an empty one for nothing."""
    return value if isinstance(value, Mapping) else {}


def rows(value: object) -> tuple[Row, ...]:
    """Return a list of mappings; an empty one for nothing."""
    return tuple(value) if isinstance(value, list) else ()


def texts(value: object) -> tuple[str, ...]:
    """Return a list of texts; an empty one for nothing."""
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def text(value: object) -> str:
    """Return a text without the blanks around it; an empty one for nothing."""
    return str(value).strip() if value is not None else ""


def day(given: Row, key: str) -> date | Unknown | None:
    """Return a day, nothing, or the record of not knowing."""
    if key not in given:
        return UNKNOWN
    value = given[key]
    return None if value is None else read_day(value)


def known_day(given: Row, key: str) -> date | None:
    """Return a day, or None where there is none or nobody knows it."""
    found = day(given, key)
    return None if isinstance(found, Unknown) else found


def sure_day(given: Row, key: str) -> date | Unknown:
    """Return a day, or the record of not knowing it."""
    return known_day(given, key) or UNKNOWN


def read_day(value: object) -> date:
    """Return the day that a text tells, with or without a time.

    Raises:
        FactsInvalid: It is none.
    """
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError:
        raise FactsInvalid("not_a_day", [str(value)]) from None


def instant(value: object) -> datetime | None:
    """Return an instant; None for a day without a time, and for nothing."""
    if value is None or "T" not in str(value):
        return None
    return datetime.fromisoformat(str(value))


def answer(given: Row, key: str) -> bool | Unknown:
    """Return yes or no, or the record of not knowing."""
    value = given.get(key)
    return UNKNOWN if value is None else value is True


def number(value: object) -> Decimal | None:
    """Return a number exactly as it is written; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return Decimal(str(value))


def word(value: object, words: type[_Word], like: Mapping[str, _Word] | None = None) -> _Word:
    """Return the member of an enumeration that a word stands for.

    Args:
        value: The word.
        words: The enumeration.
        like: Words of scenarios that it calls otherwise.

    Raises:
        FactsInvalid: There is no such word.
    """
    known = {**{str(each.value): each for each in words}, **(like or {})}
    if value not in known:
        raise FactsInvalid("unknown_word", [str(value)], hint=did_you_mean(str(value), known))
    return known[str(value)]


def span(given: Row, start: str = "start", end: str = "end") -> Period:
    """Return the days between two keys; what is not there is open."""
    return Period(start=known_day(given, start), end=known_day(given, end))


def patched(case: object, changes: Iterable[Row]) -> Any:  # Any: whatever the case holds
    """Return a case after changes in the manner of JSON Patch (RFC 6902): add, replace, remove.

    Raises:
        FactsInvalid: A path leads nowhere.
    """
    for change in changes:
        path = [
            part.replace("~1", "/").replace("~0", "~")
            for part in str(change["path"]).split("/")[1:]
        ]
        try:
            case = _changed(case, path, change)
        except (KeyError, IndexError, TypeError, ValueError):
            raise FactsInvalid("no_such_place", [str(change["path"])]) from None
    return case


def _changed(value: Any, path: list[str], change: Row) -> Any:
    key, rest = path[0], path[1:]
    if isinstance(value, list):
        items = list(value)
        place = len(items) if key == "-" else int(key)
        if rest:
            items[place] = _changed(items[place], rest, change)
        elif change["op"] == "add":
            items.insert(place, change["value"])
        elif change["op"] == "remove":
            del items[place]
        else:
            items[place] = change["value"]
        return items
    held = dict(value)
    if rest:
        held[key] = _changed(held[key], rest, change)
    elif change["op"] == "remove":
        del held[key]
    else:
        held[key] = change["value"]
    return held
