"""Strategies read from the types of a record's fields, for whatever nobody wrote by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from wraparound.model import FRACTION, SOME, UNKNOWN, Record, Unknown, Why
from wraparound.model.checks import DEMAND

R = TypeVar("R", bound=Record)
Values = Mapping[str, "SearchStrategy[Any]"]  # Any: each field has its own type
Parts = Callable[[type[Record]], "SearchStrategy[Any]"]  # Any: of whatever record is asked for
Texts = Callable[[str, "attrs.Attribute[Any]"], SearchStrategy[str]]  # Any: a field of any type

FIRST_DAY = date(2024, 1, 1)
LAST_DAY = date(2026, 12, 31)


@attrs.frozen(kw_only=True)
class Deriving:
    """How to turn the fields of a record into strategies.

    Attributes:
        parts: Gives the strategy of a record that is part of another.
        texts: Gives the texts of a field, from the name of its record and the field.
        in_order: For records whose days follow one another: the fields, the earliest first.
    """

    parts: Parts
    texts: Texts
    in_order: Mapping[type[Record], tuple[str, ...]]

    def records(
        self, record: type[R], own: Values | None = None, *, sparse: bool = False
    ) -> SearchStrategy[R]:
        """Return records of a class.

        Args:
            record: The class.
            own: Strategies for fields that should not be derived.
            sparse: Leave out about half of what may be left out, as parts of records do.
        """
        own = own or {}
        hints = get_type_hints(record)
        values: dict[str, SearchStrategy[Any]] = {}  # Any: each field has its own type
        sometimes: dict[str, SearchStrategy[Any]] = {}  # Any: the same
        for field in attrs.fields(record):
            derived = own.get(field.name)
            if derived is None:
                derived = self._of_type(hints[field.name], record, field)
            always = not sparse or field.name in own or field.default is attrs.NOTHING
            (values if always else sometimes)[field.name] = derived
        days = self.in_order.get(record, ())
        return st.fixed_dictionaries(values, optional=sometimes).map(
            lambda drawn: record(**_in_order(drawn, days))
        )

    def _of_type(
        self,
        hint: Any,  # Any: an annotation
        record: type[Record],
        field: attrs.Attribute[Any],  # Any: a field of any type
    ) -> SearchStrategy[Any]:
        if isinstance(hint, NewType):
            return ids(hint, own=field.name == "id")
        origin = get_origin(hint)
        if origin in {Union, UnionType}:
            choices = [self._of_type(each, record, field) for each in get_args(hint)]
            return st.one_of(*choices, *_once_more(choices[0]))
        if origin is tuple:
            inner = self._of_type(get_args(hint)[0], record, field)
            least = 1 if _demands(field, SOME) else 0
            return st.lists(inner, min_size=least, max_size=2 + least).map(tuple)
        if origin is not None and issubclass(origin, Mapping):
            inner = self._of_type(get_args(hint)[1], record, field)
            return st.dictionaries(st.sampled_from(("total", "home", "school")), inner, max_size=2)
        return self._of_class(hint, record, field)

    def _of_class(
        self,
        wanted: type,
        record: type[Record],
        field: attrs.Attribute[Any],  # Any: a field of any type
    ) -> SearchStrategy[Any]:
        if wanted is str:
            texts = self.texts(record.__name__, field)
            return texts if DEMAND in field.metadata else st.one_of(st.just(""), texts)
        if wanted is Unknown:
            return unknowns()
        if issubclass(wanted, Record):
            return self.parts(wanted)
        if issubclass(wanted, Enum):
            return st.sampled_from(tuple(wanted))
        if wanted is Decimal and _demands(field, FRACTION):
            return st.decimals(min_value=0, max_value=1, places=4)
        return _PLAIN[wanted]


def unknowns() -> SearchStrategy[Unknown]:
    """Return ways of not knowing, the ordinary one most often."""
    return st.sampled_from([UNKNOWN, UNKNOWN, UNKNOWN, *(Unknown(unknown=why) for why in Why)])


def days() -> SearchStrategy[date]:
    """Return days on which these stories happen."""
    return st.dates(min_value=FIRST_DAY, max_value=LAST_DAY)


def ids(kind: NewType, *, own: bool = False) -> SearchStrategy[Any]:
    """Return ids of a type; one's own are never met twice, others name few things again and again.

    Args:
        kind: The type of id.
        own: Whether it is the id of the record itself.
    """
    word = str(getattr(kind, "__name__", "id")).removesuffix("Id").lower()
    if own:
        return st.uuids(version=4).map(str)
    return st.integers(min_value=1, max_value=8).map(lambda number: f"{word}-{number}")


def _once_more(strategy: SearchStrategy[Any]) -> list[SearchStrategy[Any]]:
    """Return the strategy of what is known again, since most of what is asked for is known."""
    return [strategy.map(lambda value: value), strategy.map(lambda value: value)]


def _demands(field: attrs.Attribute[Any], demand: Mapping[object, object]) -> bool:
    return field.metadata.get(DEMAND) is demand[DEMAND]


def _in_order(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Return the values with the known days of some fields put in order."""
    known = [name for name in names if isinstance(values.get(name), date)]
    in_order = sorted(cast("date", values[name]) for name in known)
    return values | dict(zip(known, in_order, strict=True))


_PLAIN: Mapping[type, SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(min_value=0, max_value=60),
    Decimal: st.decimals(min_value=0, max_value=1000, places=2),
    date: days(),
    datetime: st.datetimes(
        min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
        max_value=datetime(2026, 12, 31),  # noqa: DTZ001 - the same
        timezones=st.just(UTC),
    ),
}
