"""What a report can ask of a record: its plain fields as columns, read from the model itself.

Only what holds one value becomes a column; a period, a share or a measure becomes two or three. A
field that is not known (``Unknown``) is NULL, as is a text that nobody wrote. Lists are views of
their own (``wraparound.storage.sql.views``).
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import attrs

from wraparound.model.outcome import Measure
from wraparound.model.periods import Period
from wraparound.model.record import Record
from wraparound.model.sensitivity import Sensitivity, sensitivity_of
from wraparound.model.shares import Share
from wraparound.model.terms import Unknown

_SPREAD = (Period, Share, Measure)
"""Small records whose fields become columns of whatever holds them."""

_PLAINER = {"on": "on_day", "by": "by_id", "program": "program_name"}
"""Names that a query would have to quote, or that the key has, and what stands in their place."""

_LEFT_OUT = frozenset({"family", "unknown"})
"""Fields that say what the key says already, or why there is no value."""


class Holds(Enum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    DAY = "day"
    INSTANT = "instant"


@attrs.frozen
class Column:
    """One column of a view.

    Attributes:
        name: Its name.
        path: The keys that lead to its value in the document, or in the part of it.
        holds: What it holds.
        label: How private it is.
        knowable: Whether the document may say there that something is not known.
    """

    name: str
    path: tuple[str, ...]
    holds: Holds
    label: Sensitivity
    knowable: bool = False


def columns_of_record(record: type[Record]) -> tuple[Column, ...]:
    """Return the columns of a record, in the order of its fields."""
    return tuple(_columns(record))


def held_in(record: type[Record], field: str) -> Any:  # Any: an annotation
    """Return the type of what a field that is a list holds.

    Raises:
        TypeError: The field is no list.
    """
    for choice in _choices(get_type_hints(record)[field]):
        if get_origin(choice) is tuple:
            return get_args(choice)[0]
    message = f"{record.__name__}.{field} is no list"
    raise TypeError(message)


def holds(wanted: Any) -> Holds | None:  # Any: an annotation
    """Return what a column of this type holds; None where it does not fit into one."""
    if isinstance(wanted, NewType) or wanted is str:
        return Holds.TEXT
    if not isinstance(wanted, type):
        return None
    if issubclass(wanted, Enum):
        return Holds.TEXT
    # bool before int, and datetime before date, of which they are kinds
    for kind, found in (
        (bool, Holds.YES_NO),
        (int, Holds.WHOLE),
        (Decimal, Holds.NUMBER),
        (datetime, Holds.INSTANT),
        (date, Holds.DAY),
    ):
        if issubclass(wanted, kind):
            return found
    return None


def _columns(
    record: type[Record], *, above: tuple[str, ...] = (), name: str = ""
) -> Iterator[Column]:
    hints = get_type_hints(record)
    for field in attrs.fields(record):
        choices = _choices(hints[field.name])
        values = [each for each in choices if each not in {Unknown, type(None)}]
        path = (*above, field.name)
        if len(values) != 1 or field.name in _LEFT_OUT:
            continue
        if values[0] in _SPREAD and not above:
            yield from _columns(values[0], above=path, name=f"{field.name}_")
            continue
        found = holds(values[0])
        if found is not None:
            yield Column(
                name=name + field.name if name else _name(field.name),
                path=path,
                holds=found,
                label=sensitivity_of(field),
                knowable=Unknown in choices,
            )


def _name(field: str) -> str:
    return _PLAINER.get(field, field)


def _choices(wanted: Any) -> tuple[Any, ...]:
    return get_args(wanted) if get_origin(wanted) in {Union, types.UnionType} else (wanted,)
