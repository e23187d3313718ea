"""Where an ordered answer goes on: the place of the last record that was shown, as one text.

A bookmark says of which question it is, so that it is not taken for a place in another answer.
Whoever passes it on cannot tell what it holds and need not: it is only good for going on.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from datetime import date

import attrs

from wraparound.errors import Fault, RequestInvalid

_OPENING, _CLOSING = "(", ")"


@attrs.frozen
class Bookmark:
    """The place of one record in the order of a field.

    Attributes:
        value: What the record holds in that field; None where it holds nothing.
        id: Its id.
    """

    value: str | None = attrs.field(repr=False)
    id: str


@attrs.frozen
class Order:
    """In which order records are shown.

    Attributes:
        field: The field whose values give the order.
        descending: Whether the greatest comes first.
        question: A short text that no other question has.
    """

    field: str
    descending: bool
    question: str

    def mark(self, value: str | None, record_id: str) -> str:
        """Return the text that says how far an answer has come."""
        place = json.dumps([self.question, value, record_id]).encode()
        return f"{_OPENING}{base64.urlsafe_b64encode(place).decode()}{_CLOSING}"

    def find(self, after: str | None) -> Bookmark | None:
        """Return the place to go on from; None at the beginning.

        Raises:
            RequestInvalid: The text comes from another question, or from nowhere.
        """
        if after is None:
            return None
        match _read(after):
            case [self.question, (str() | None) as value, str(record_id)]:
                return Bookmark(value, record_id)
            case _:
                raise RequestInvalid("this search", [Fault("after", _ELSEWHERE)])


def order_of(
    kind: str, where: Mapping[str, str], order: str, *, valid_on: date | None = None
) -> Order:
    """Return the order that a question asks for; a field with ``-`` before it is put downwards."""
    asked = [kind, sorted(where.items()), order, valid_on and valid_on.isoformat()]
    question = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]
    return Order(order.removeprefix("-"), order.startswith("-"), question)


def refuse_bookmark(after: str) -> None:
    """Refuse the bookmark of an ordered answer where an answer is in the order of ids.

    Raises:
        RequestInvalid: It is one.
    """
    if isinstance(_read(after), list):
        raise RequestInvalid("this search", [Fault("after", _ELSEWHERE)])


_ELSEWHERE = "must be what a page of the same question said"


def _read(after: str) -> object:
    if not (after.startswith(_OPENING) and after.endswith(_CLOSING) and after.isascii()):
        return None
    try:
        place: object = json.loads(base64.b64decode(after[1:-1], altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeDecodeError, json.JSONDecodeError):
        return None
    return place
