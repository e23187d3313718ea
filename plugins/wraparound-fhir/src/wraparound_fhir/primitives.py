"""Single values of FHIR: what a text, a day or a number must look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

_DAY = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_TIME = r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?"
_ZONE = r"(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))"
_DATE = re.compile(_DAY)
_DATE_TIME = re.compile(rf"\d{{4}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T{_TIME}{_ZONE})?)?)?")
_INSTANT = re.compile(rf"\d{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T{_TIME}{_ZONE}")
_CLOCK = re.compile(_TIME)
_CODE = re.compile(r"[^\s]+(\s[^\s]+)*")
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_URI = re.compile(r"\S+")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_WHOLE_DAY = len("2020-02-30")

Check = Callable[[object], str]
"""Returns an empty text, or what the value must be."""


def _text(value: object) -> str:
    return "" if isinstance(value, str) and value.strip() else "must be a text that is not blank"


def _like(pattern: re.Pattern[str], words: str) -> Check:
    def check(value: object) -> str:
        fits = isinstance(value, str) and pattern.fullmatch(value) is not None
        return "" if fits else f"must be {words}"

    return check


def _when(pattern: re.Pattern[str], words: str) -> Check:
    def check(value: object) -> str:
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            return f"must be {words}"
        if value.startswith("0000"):
            return f"must be {words} of a real year"
        if len(value) >= _WHOLE_DAY:
            try:
                date.fromisoformat(value[:_WHOLE_DAY])
            except ValueError:
                return "must be a day that the calendar has"
        return ""

    return check


def _whole(low: int, high: int, words: str) -> Check:
    def check(value: object) -> str:
        fits = type(value) is int and low <= value <= high
        return "" if fits else f"must be {words}"

    return check


def _boolean(value: object) -> str:
    return "" if isinstance(value, bool) else "must be true or false"


def _decimal(value: object) -> str:
    fits = isinstance(value, (int, float)) and not isinstance(value, bool)
    return "" if fits else "must be a number"


def is_number_as_text(value: object) -> bool:
    """Tell whether a text is nothing but a number: converters from XML write them so."""
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,17})?([eE][-+]?\d{1,3})?")

_MOST = 2**31 - 1

PRIMITIVES: dict[str, Check] = {
    "string": _text,
    "markdown": _text,
    "xhtml": _text,
    "boolean": _boolean,
    "decimal": _decimal,
    "integer": _whole(-_MOST - 1, _MOST, "a whole number"),
    "unsignedInt": _whole(0, _MOST, "a whole number, zero or more"),
    "positiveInt": _whole(1, _MOST, "a whole number, one or more"),
    "date": _when(_DATE, "a date such as 2025-03-01, 2025-03 or 2025"),
    "dateTime": _when(
        _DATE_TIME, "a date such as 2025-03-01, or with a time and its zone (T14:30:00-05:00)"
    ),
    "instant": _when(_INSTANT, "an instant such as 2025-03-01T14:30:00-05:00"),
    "time": _like(_CLOCK, "a time of day such as 14:30:00"),
    "code": _like(_CODE, "a code (no blanks at its ends)"),
    "id": _like(_ID, "an id: letters, digits, - and . (at most 64)"),
    "uri": _like(_URI, "a URI without blanks"),
    "url": _like(_URI, "a URL without blanks"),
    "canonical": _like(_URI, "a URL without blanks"),
    "oid": _like(re.compile(r"urn:oid:[0-2](\.(0|[1-9]\d*))+"), "an OID as a URN"),
    "uuid": _like(
        re.compile(r"urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
        "a UUID as a URN",
    ),
    "base64Binary": _like(_BASE64, "base64"),
}
"""The check of each primitive data type."""


def is_id(value: object) -> bool:
    """Tell whether this can be the id of a resource, and so be shown in messages."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None
