"""Data types of FHIR in the words of the model: names, addresses, periods, days, codes."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wraparound.model.periods import Period
from wraparound.model.person import ContactKind, ContactPoint
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound_fhir.case import Json, Reading
from wraparound_fhir.primitives import is_number_as_text

_KINDS = {
    "phone": ContactKind.PHONE,
    "sms": ContactKind.TEXT,
    "email": ContactKind.EMAIL,
}
_YEAR, _MONTH, _DAY = len("2020"), len("2020-01"), len("2020-01-01")
_LAST = date.max


def day_of(value: object) -> date | Unknown:
    """Return the day of a date or instant; unknown where only a month or year is given."""
    if not isinstance(value, str) or len(value) < _DAY:
        return UNKNOWN
    return date.fromisoformat(value[:_DAY])


def known_day(value: object) -> date | None:
    """Return the day of a date or instant; None where it does not give one."""
    day = day_of(value)
    return day if isinstance(day, date) else None


def last_day(value: str) -> date:
    """Return the last day that a date can mean: the end of its month or year."""
    if len(value) == _YEAR:
        return date(int(value), 12, 31)
    if len(value) == _MONTH:
        year, month = int(value[:_YEAR]), int(value[-2:])
        return date(year, month, monthrange(year, month)[1])
    return date.fromisoformat(value[:_DAY])


def period_of(value: object, *, running: bool = True, sure_on: date | None = None) -> Period:
    """Return a FHIR period, whose end counts, as half-open days.

    Args:
        value: The period; None where the resource gives none.
        running: Whether the resource says that it still holds, where no end is given.
        sure_on: A day on which the source said so.
    """
    said: Json = value if isinstance(value, dict) else {}
    begun, ended = said.get("start"), said.get("end")
    end: date | Unknown | None = None if running else UNKNOWN
    if isinstance(ended, str):
        last = last_day(ended)
        end = last + timedelta(days=1) if last < _LAST else None
    within = (
        sure_on if sure_on is not None and (not isinstance(end, date) or sure_on < end) else None
    )
    start: date | Unknown = Unknown(sure_on=within if running else None)
    if isinstance(begun, str):
        start = day_of(begun)
        if isinstance(start, Unknown):
            latest = last_day(begun)
            sure = latest if not isinstance(end, date) or latest < end else None
            start = Unknown(sure_on=sure)
    return Period(start=start, end=end)


def number_of(value: object) -> Decimal | None:
    """Return a number as a decimal; None where there is none."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number or is_number_as_text(value) else None


def words_of(concept: object) -> str:
    """Return what a concept is called: its text, or the words or the code of its first coding."""
    if not isinstance(concept, dict):
        return ""
    text = concept.get("text")
    if isinstance(text, str) and text.strip():
        return text.strip()
    for key in ("display", "code"):
        for coding in concept.get("coding", []):
            said = coding.get(key)
            if isinstance(said, str) and said.strip():
                return said.strip()
    return ""


def codes_of(*concepts: object) -> Iterator[tuple[str, str]]:
    """Yield the system and code of each coding."""
    for concept in concepts:
        if isinstance(concept, dict):
            for coding in concept.get("coding", []):
                code = coding.get("code")
                if isinstance(code, str):
                    yield str(coding.get("system", "")), code


def said_in(*concepts: object) -> str:
    """Return everything that concepts say in words, in small letters, to look for words in."""
    found: list[str] = []
    for concept in concepts:
        if isinstance(concept, dict):
            found.append(str(concept.get("text", "")))
            found += [str(coding.get("display", "")) for coding in concept.get("coding", [])]
    return " ".join(found).lower()


def name_in(reading: Reading) -> str | Unknown:
    """Return the name in use of somebody; former and further names are told."""
    names: list[Any] = reading.items("name")
    current = [each for each in names if each.get("use") not in {"old", "maiden", "nickname"}]
    order = {"official": 0, "usual": 1}
    current.sort(key=lambda each: order.get(each.get("use", ""), 2))
    if len(names) > 1:
        reading.case.leave(
            f"{reading.path}.name", "one name is kept, and a nickname", len(names) - 1
        )
    return _full_name(current[0]) if current else UNKNOWN


def nickname_in(reading: Reading) -> str:
    """Return what somebody likes to be called."""
    for each in reading.items("name"):
        if each.get("use") == "nickname":
            name = _full_name(each)
            return name if isinstance(name, str) else ""
    return ""


def _full_name(name: Json) -> str | Unknown:
    given = [part for part in name.get("given", []) if isinstance(part, str)]
    suffixes = [part for part in name.get("suffix", []) if isinstance(part, str)]
    parts = [*given, name.get("family", ""), *suffixes]
    words = " ".join(part.strip() for part in parts if isinstance(part, str) and part.strip())
    text = name.get("text")
    return words or (text.strip() if isinstance(text, str) and text.strip() else UNKNOWN)


def contacts_in(reading: Reading) -> tuple[ContactPoint, ...]:
    """Return how somebody is reached; what is no longer used is told."""
    found: list[ContactPoint] = []
    for each in reading.items("telecom"):
        value = each.get("value")
        if not isinstance(value, str) or each.get("use") == "old":
            reading.case.leave(f"{reading.path}.telecom", "is no longer used, or has no value")
        elif each.get("system") != "url":
            kind = _KINDS.get(str(each.get("system")), ContactKind.OTHER)
            found.append(ContactPoint(kind=kind, value=value))
    return tuple(dict.fromkeys(found))


def website_in(reading: Reading) -> str:
    """Return the page of an agency or service."""
    pages = [each.get("value") for each in reading.items("telecom") if each.get("system") == "url"]
    return pages[0] if pages and isinstance(pages[0], str) else ""


def address_line(address: object) -> str:
    """Return a postal address in one line."""
    if not isinstance(address, dict):
        return ""
    lines = [line for line in address.get("line", []) if isinstance(line, str)]
    region = " ".join(
        str(address[key]) for key in ("state", "postalCode") if isinstance(address.get(key), str)
    )
    parts = [*lines, address.get("city"), region]
    said = ", ".join(part.strip() for part in parts if isinstance(part, str) and part.strip())
    text = address.get("text")
    return said or (text.strip() if isinstance(text, str) else "")


def notes_in(reading: Reading, key: str = "note") -> tuple[str, ...]:
    """Return the texts of annotations; who wrote them and when is told as left out."""
    notes = reading.items(key)
    if any(len(note) > 1 for note in notes):
        reading.case.leave(f"{reading.path}.{key}", "who wrote a note and when is not kept")
    return tuple(note["text"].strip() for note in notes if isinstance(note.get("text"), str))


def url_tail(url: str) -> str:
    """Return the last part of a URL, without a version."""
    return url.partition("|")[0].rstrip("/").rpartition("/")[2]
