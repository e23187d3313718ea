"""Facts as a policy analyst writes them: rows by kind, and how their words are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from wraparound.errors import FactsInvalid, RecordInvalid
from wraparound.model.ids import FamilyId
from wraparound.model.periods import Period
from wraparound.model.shares import Share
from wraparound.model.terms import UNKNOWN, Unknown, Why

Row = Mapping[str, Any]  # Any: what a YAML file holds, told apart by its keys

FAMILY = FamilyId("scenario.family")
"""The one family that every scenario is about, however many youths it has."""

_UNKNOWN = "unknown"


class Rows:
    """The rows of a scenario by kind, and what each id in them stands for."""

    def __init__(self, given: Mapping[str, Iterable[Row]]) -> None:
        self.kinds = {kind: tuple(rows) for kind, rows in given.items()}
        self.youth = frozenset(row["id"] for row in self.of("youth"))
        self.agencies = frozenset(row["id"] for row in self.of("agencies"))
        self.services = frozenset(row["id"] for row in self.of("services"))
        self.family = frozenset(each for row in self.of("youth") for each in row.get("family", ()))

    def of(self, kind: str) -> tuple[Row, ...]:
        """Return the rows of a kind."""
        return self.kinds.get(kind, ())

    def is_family(self, *ids: str) -> bool:
        """Tell whether somebody of the ids belongs to the family."""
        return any(each in self.youth or each in self.family for each in ids)


def day(value: object) -> date | Unknown | None:
    """Return a day, the word for not knowing one, or None."""
    if value is None:
        return None
    return UNKNOWN if value == _UNKNOWN else date.fromisoformat(str(value))


def known_day(value: object) -> date | None:
    """Return a day, or None where there is none or it is not known."""
    found = day(value)
    return None if isinstance(found, Unknown) else found


def recorded(row: Row) -> date | None:
    """Return the day on which a row was recorded."""
    return known_day(row.get("recorded"))


def period(row: Row) -> Period:
    """Return the days from and until which a row holds.

    Raises:
        FactsInvalid: There are none.
    """
    start, end = day(row.get("from")), day(row.get("until"))
    if isinstance(start, Unknown):
        start = Unknown(sure_on=known_day(row.get("first_known")))
    if isinstance(end, Unknown):
        end = Unknown(sure_on=known_day(row.get("last_known")))
    try:
        return Period(start=start, end=end)
    except RecordInvalid:
        raise FactsInvalid("empty_interval", [row.get("id", "")]) from None


def share(value: Any) -> Share | None:  # Any: a text, a mapping, or nothing
    """Return a share as it is written: a number, a range, or not known.

    Raises:
        FactsInvalid: No share is like that.
    """
    if value is None:
        return None
    if value == _UNKNOWN:
        return Share(unknown=Why.NOT_RECORDED)
    try:
        if isinstance(value, str):
            return Share(low=Decimal(value), high=Decimal(value))
        return Share(
            low=Decimal(value.get("min", "0")),
            high=Decimal(value.get("max", "1")),
            low_open=value.get("min_exclusive", False),
            high_open=value.get("max_exclusive", False),
        )
    except (RecordInvalid, InvalidOperation):
        raise FactsInvalid("bad_share") from None


def answer(value: object) -> bool | Unknown:
    """Return yes, no, or not known."""
    return UNKNOWN if value == _UNKNOWN else value is True


def word(value: Any) -> Any:  # Any: a text, or the record of not knowing one
    """Return a text, or the record of not knowing one."""
    return UNKNOWN if value == _UNKNOWN else value
