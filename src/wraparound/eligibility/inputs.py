"""Facts that a decision rested on, kept with their types, and read back exactly as rules saw them.

A list and several named values together are kept as JSON. In it, a day is ``{"$day": ...}``, an
instant ``{"$instant": ...}`` and an exact decimal ``{"$decimal": ...}``; a name that begins with
``$`` is written with one more. A tuple is read back as a list, which rules treat alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from wraparound.model.determination import Input, InputType
from wraparound.policy.predicates import ABSENT, Fact, put_fact

_MARK: Final = "$"
_AS_THEY_ARE: Final = frozenset({str, bool, int, float})
"""Kinds that JSON has, too."""


class _Unkept(Exception):  # noqa: N818 - it never leaves this room
    """A value of a kind that cannot be read back."""


def keep_input(fact: Fact) -> Input:
    """Return a fact as it is kept: its value, of which type, from where, as of which day.

    A value of a host's own kind is kept as text, and its type says that it cannot be read back.
    """
    try:
        kind, text = _kept(fact.value)
    except _Unkept:
        kind, text = InputType.OTHER, str(fact.value)
    return Input(name=fact.path, type=kind, value=text, source=fact.source, told_on=fact.on)


def can_be_read(kept: Input) -> bool:
    """Tell whether an input was kept so that its value can be read back."""
    return isinstance(kept.type, InputType) and kept.type is not InputType.OTHER


def value_of(kept: Input) -> object:
    """Return the value of an input, exactly as rules saw it; ``ABSENT`` where nobody knew it.

    Raises:
        ValueError: It was kept as text only, or its text is not of its type.
    """
    if not isinstance(kept.type, InputType) or kept.type not in _READ:
        message = "an input that was kept as text only cannot be read back"
        raise ValueError(message)
    try:
        return _READ[kept.type](kept.value)
    except (ArithmeticError, KeyError, ValueError):
        message = f"the value of an input is not of its type, {kept.type.value}"
        raise ValueError(message) from None


def facts_again(inputs: Iterable[Input]) -> Mapping[str, object]:
    """Return inputs as nested facts with their sources, as ``determine`` takes them.

    Raises:
        ValueError: One of them was kept as text only, or its text is not of its type.
    """
    found: dict[str, object] = {}
    # what stands deeper comes first: a whole that was an input itself holds its parts anyway
    for each in sorted(inputs, key=lambda kept: -kept.name.count(".")):
        value = value_of(each)
        if value is not ABSENT:
            told = {"value": value, "source": each.source, "date": each.told_on or None}
            put_fact(found, each.name, told)
    return MappingProxyType(found)


def _kept(value: object) -> tuple[InputType, str]:
    if value is ABSENT:
        return InputType.NOT_KNOWN, ""
    if value is None:
        return InputType.NONE, ""
    for kind, kept_as, write in _SIMPLE:
        if type(value) is kind:
            return kept_as, write(value)
    if isinstance(value, Mapping):
        return InputType.RECORD, _as_json(value)
    if isinstance(value, (list, tuple)):
        return InputType.LIST, _as_json(value)
    raise _Unkept


def _as_json(value: object) -> str:
    return json.dumps(_sayable(value), ensure_ascii=False, separators=(", ", ": "))


def _sayable(value: object) -> object:
    """Return a value as JSON can say it, with marks where JSON has no such kind."""
    if value is None or type(value) in _AS_THEY_ARE:
        return value
    for kind, _, write in _SIMPLE:
        if type(value) is kind:
            return {_MARKS[kind]: write(value)}
    if isinstance(value, Mapping):
        return dict(_named(value))
    if isinstance(value, (list, tuple)):
        return [_sayable(each) for each in value]
    raise _Unkept


def _named(value: Mapping[object, object]) -> Iterator[tuple[str, object]]:
    for key, each in value.items():
        if type(key) is not str:
            raise _Unkept
        yield (_MARK + key if key.startswith(_MARK) else key), _sayable(each)


def _from_json(text: str) -> object:
    return _said(json.loads(text))


def _said(value: object) -> object:
    if isinstance(value, list):
        return [_said(each) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, inner),) = value.items()
        if key in _MARKED:
            return _MARKED[key](inner)
    return {key[1:] if key.startswith(_MARK) else key: _said(each) for key, each in value.items()}


def _yes_or_no(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _record(text: str) -> object:
    value = _from_json(text)
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004 - told above as a value that is not of its type
    return value


def _list(text: str) -> object:
    value = _from_json(text)
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 - as above
    return value


_SIMPLE: Final[tuple[tuple[type, InputType, Callable[[object], str]], ...]] = (
    (str, InputType.TEXT, str),
    (bool, InputType.YES_NO, lambda value: "true" if value else "false"),
    (int, InputType.WHOLE_NUMBER, str),
    (float, InputType.NUMBER, repr),
    (Decimal, InputType.DECIMAL, str),
    (datetime, InputType.INSTANT, lambda value: value.isoformat()),  # type: ignore[attr-defined]  # it is an instant
    (date, InputType.DAY, lambda value: value.isoformat()),  # type: ignore[attr-defined]  # it is a day
)
_MARKS: Final = MappingProxyType({date: "$day", datetime: "$instant", Decimal: "$decimal"})
_MARKED: Final[Mapping[str, Callable[[str], object]]] = MappingProxyType(
    {"$day": date.fromisoformat, "$instant": datetime.fromisoformat, "$decimal": Decimal}
)
_READ: Final[Mapping[InputType, Callable[[str], object]]] = MappingProxyType(
    {
        InputType.TEXT: str,
        InputType.YES_NO: _yes_or_no,
        InputType.WHOLE_NUMBER: int,
        InputType.NUMBER: float,
        InputType.DECIMAL: Decimal,
        InputType.DAY: date.fromisoformat,
        InputType.INSTANT: datetime.fromisoformat,
        InputType.LIST: _list,
        InputType.RECORD: _record,
        InputType.NONE: lambda _: None,
        InputType.NOT_KNOWN: lambda _: ABSENT,
    }
)
