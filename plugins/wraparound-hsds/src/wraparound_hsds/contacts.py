"""How to reach a service or an agency: phones and e-mail addresses, without the names of staff."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.model.person import ContactKind, ContactPoint
from wraparound.shapes import Json, objects_in, text_in
from wraparound_hsds.words import plainly

_KINDS = {"text": ContactKind.TEXT, "sms": ContactKind.TEXT, "fax": ContactKind.OTHER}


def contacts_in(*values: Json) -> tuple[ContactPoint, ...]:
    """Return every way to reach somebody in these objects and in their contacts, each once."""
    found = (point for value in values for point in _points(value))
    return tuple(dict.fromkeys(found))


def _points(value: Json) -> Iterator[ContactPoint]:
    for phone in objects_in(value, "phones"):
        number, extension = text_in(phone, "number"), plainly(phone.get("extension"))
        if number:
            kind = _KINDS.get(text_in(phone, "type").lower(), ContactKind.PHONE)
            yield ContactPoint(
                kind=kind, value=f"{number} ext. {extension}" if extension else number
            )
    if email := text_in(value, "email"):
        yield ContactPoint(kind=ContactKind.EMAIL, value=email)
    for contact in objects_in(value, "contacts"):
        yield from _points(contact)
