"""Foreign documents into records: nothing is coerced, and every fault is told with its path."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from types import UnionType
from typing import Any, NewType, Union, get_args, get_origin

import attrs
import cattrs
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from wraparound.errors import DocumentInvalid, Fault, RecordInvalid, did_you_mean
from wraparound.model.checks import DEMAND, is_identifier, words_for
from wraparound.model.record import Record
from wraparound.model.terms import Unknown


def structured(fields: Mapping[str, object], record: type[Record], name: str) -> Record:
    """Return the record with these fields.

    Args:
        fields: What the document says, without its kind and schema version.
        record: The class of the record.
        name: What messages call it.

    Raises:
        DocumentInvalid: With every fault and its path.
    """
    try:
        return _strict().structure(fields, record)
    except (BaseValidationError, RecordInvalid, _AlsoUnmet, _Unfit) as error:
        # from None: the chain of causes holds the input, and the input is a family's
        raise DocumentInvalid(name, list(_faults(error, ""))) from None
    except RecursionError:
        raise DocumentInvalid(name, [Fault("", "is nested too deeply")]) from None


class _Unfit(ValueError):  # noqa: N818 - it never leaves this room
    """A value that does not fit; the message says what it must be and never what it is."""


class _AlsoUnmet(Exception):  # noqa: N818 - it never leaves this room
    """Faults of reading a record, with those that its fields would have demanded against."""

    def __init__(self, error: BaseValidationError, unmet: list[Fault]) -> None:
        self.error = error
        self.unmet = unmet
        super().__init__()


def _faults(error: BaseException, path: str) -> Iterator[Fault]:
    if isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        for key in sorted(map(str, error.extra_fields)):
            hint = did_you_mean(key, known)
            message = "is not a field here" + (f"; {hint}" if hint else "")
            # an unknown key may itself be a name of a person: it is only repeated if it is a word
            yield Fault(_joined(path, key if is_identifier(key) else "(key)"), message)
    elif isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _faults(inner, path + _step(inner, path))
    elif isinstance(error, _AlsoUnmet):
        yield from _faults(error.error, path)
        for fault in error.unmet:
            yield Fault(_joined(path, fault.path), fault.message)
    elif isinstance(error, RecordInvalid):
        for fault in error.faults:
            yield Fault(_joined(path, fault.path), fault.message)
    elif isinstance(error, KeyError):
        yield Fault(path, "must be given")
    else:
        yield Fault(path, str(error) if isinstance(error, _Unfit) else "does not fit")


def _step(error: BaseException, path: str) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return f".{note.name}" if path else note.name
        if isinstance(note, IterableValidationNote):
            return f"[{note.index}]"
    return ""


def _joined(path: str, rest: str) -> str:
    return f"{path}.{rest}" if path and rest else path or rest


@functools.cache
def _strict() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    for exact in (str, int, bool):
        converter.register_structure_hook(exact, functools.partial(_exact, exact))
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook(datetime, _instant)
    converter.register_structure_hook_func(_is_enum, _member)
    converter.register_structure_hook_func(lambda kind: isinstance(kind, NewType), _identifier)
    for belongs, reader in (
        (_is_union, _union),
        (_is_tuple, _tuple),
        (_is_mapping, _mapping),
        (attrs.has, _record),
    ):
        converter.register_structure_hook_factory(belongs, functools.partial(reader, converter))
    return converter


def _exact(wanted: type, value: object, _: object) -> object:
    if type(value) is not wanted:
        raise _Unfit(f"must be {words_for(wanted)}")
    return value


def _decimal(value: object, _: object) -> Decimal:
    if isinstance(value, str):
        try:
            number = Decimal(value)
        except InvalidOperation:
            pass
        else:
            if number.is_finite():
                return number
    raise _Unfit('must be a decimal number written as a text, such as "0.05"')


def _day(value: object, _: object) -> date:
    if isinstance(value, str) and len(value) == len("2026-01-31"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _Unfit('must be a day, such as "2026-01-31"')


def _instant(value: object, _: object) -> datetime:
    if isinstance(value, str):
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            if instant.tzinfo is not None:
                return instant
    raise _Unfit('must be an instant with its zone, such as "2026-01-31T09:30:00Z"')


def _is_enum(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _member(value: object, wanted: type[Enum]) -> Enum:
    for member in wanted:
        if type(value) is type(member.value) and value == member.value:
            return member
    raise _Unfit(f"must be {words_for(wanted)}")


def _identifier(value: object, _: object) -> str:
    if isinstance(value, str) and is_identifier(value):
        return value
    raise _Unfit("must be an id: letters, digits and . _ : ~ - (at most 200)")


def _is_union(kind: object) -> bool:
    return get_origin(kind) in {Union, UnionType}


def _union(converter: cattrs.Converter, kind: Any) -> Callable[[object, object], object]:
    choices = get_args(kind)
    optional = type(None) in choices
    uncertain = Unknown in choices
    (plain,) = (each for each in choices if each not in {type(None), Unknown})
    read_plain = converter.get_structure_hook(plain)
    read_unknown = converter.get_structure_hook(Unknown)

    def structure(value: object, _: object) -> object:
        if value is None and optional:
            return None
        if uncertain and isinstance(value, Mapping) and not attrs.has(plain):
            return read_unknown(value, Unknown)
        return read_plain(value, plain)

    return structure


def _is_tuple(kind: object) -> bool:
    return get_origin(kind) is tuple


def _tuple(converter: cattrs.Converter, kind: Any) -> Callable[[object, object], object]:
    inner = get_args(kind)[0]
    listed = list[inner]  # type: ignore[valid-type]  # a type made of the annotation

    def structure(value: object, _: object) -> object:
        if not isinstance(value, (list, tuple)):
            raise _Unfit("must be a list")
        return tuple(converter.structure(list(value), listed))

    return structure


def _is_mapping(kind: object) -> bool:
    return get_origin(kind) in {Mapping, dict}


def _mapping(converter: cattrs.Converter, kind: Any) -> Callable[[object, object], object]:
    inner = get_args(kind)[1]
    read_value = converter.get_structure_hook(inner)

    def structure(value: object, _: object) -> object:
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise _Unfit("must be a mapping from texts")
        return {key: read_value(item, inner) for key, item in value.items()}

    return structure


def _record(converter: cattrs.Converter, kind: Any) -> Callable[[object, object], object]:
    generated = make_dict_structure_fn(kind, converter)

    demands = [field for field in attrs.fields(kind) if DEMAND in field.metadata]

    def structure(value: object, _: object) -> object:
        if not isinstance(value, Mapping):
            raise _Unfit("must be a mapping")
        try:
            return generated(value, kind)
        except BaseValidationError as error:
            if any(isinstance(inner, RecordInvalid) for inner in error.exceptions):
                raise
            # the record was not built, so what its fields demand was not asked yet
            unmet = [
                Fault(field.name, f"must be {message}")
                for field in demands
                if field.name in value and (message := field.metadata[DEMAND](value[field.name]))
            ]
            raise _AlsoUnmet(error, unmet) from None

    return structure
