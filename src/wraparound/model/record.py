"""What all records share: faults are told together, with their place and without the value."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, ParamSpec, TypeVar, cast, get_type_hints

import attrs

from wraparound.errors import Fault, RecordInvalid
from wraparound.model.checks import DEMAND, Check, check_for, fitting_types

_P = ParamSpec("_P")
_R = TypeVar("_R")


@attrs.frozen(kw_only=True)
class Record:
    """The base of every record: frozen, keyword-only, checked as a whole.

    A record that is built in Python is checked for the types of its fields and for what they
    demand, and all faults are reported at once. A document that the codec itself wrote is only
    checked for what fields demand, because its types are checked as it is read.
    """

    __slots__ = ()
    __attrs_attrs__: ClassVar[tuple[Any, ...]]  # Any: attrs says what they are

    def __init_subclass__(cls) -> None:
        """Stand in front of the initializer that attrs wrote, to gather every fault."""
        written = vars(cls).get("__init__")
        if written is not None:
            cls.__init__ = _gathering(written)  # type: ignore[method-assign]  # that is the point

    def __attrs_post_init__(self) -> None:
        """Refuse what the fields demand against, or what contradicts itself.

        Raises:
            RecordInvalid: With every fault.
        """
        demands, contradicts = _rules_of(type(self))  # type: ignore[arg-type]  # a class is hashable
        faults: list[Fault] = []
        try:
            for name, demand in demands:
                message = demand(getattr(self, name))
                if message:
                    faults.append(Fault(name, f"must be {message}"))
            if contradicts:
                faults += self.contradictions()
        except (TypeError, AttributeError, ArithmeticError):
            # a field of the wrong type can break a comparison: then the type is the fault
            faults = list(self._wrong_types())
            if not faults:
                raise
        if faults:
            raise RecordInvalid(type(self).__name__, faults)

    def contradictions(self) -> Iterator[Fault]:
        """Yield what cannot be true of several fields at once; records with such rules override."""
        return iter(())

    def _wrong_types(self) -> Iterator[Fault]:
        for name, check in _types_of(type(self)):  # type: ignore[arg-type]  # a class is hashable
            message = check(getattr(self, name))
            if message:
                yield Fault(name, f"must be {message}")


def _gathering(written: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(written)
    def initialize(self: Record, **values: object) -> None:
        demanded: tuple[Fault, ...] = ()
        try:
            written(self, **values)
        except RecordInvalid as error:
            demanded = error.faults
        checks = _checks_of(type(self))  # type: ignore[arg-type]  # a class is hashable
        for name, value in values.items():  # what was left out has its default, which fits
            fitting, check = checks[name]
            if type(value) not in fitting and check(value):
                break
        else:
            if not demanded:
                return
        faults = list(self._wrong_types())
        wrong = {fault.path for fault in faults}
        faults += [fault for fault in demanded if fault.path not in wrong]
        if faults:
            raise RecordInvalid(type(self).__name__, faults)

    return initialize


def typed(record: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return what builds a record out of values whose types need no check.

    It is for records that the library builds by the thousand out of what other records hold: the
    type checker sees to the types there. Everything else is checked as ever.

    Args:
        record: The kind of record.
    """
    kind = cast("type[_R]", record)
    written: Callable[..., None] = vars(kind)["__init__"].__wrapped__  # the one that attrs wrote

    def build(*_: _P.args, **values: _P.kwargs) -> _R:
        made = object.__new__(kind)
        written(made, **values)
        return made

    return build


@functools.cache
def _rules_of(record: type[Record]) -> tuple[tuple[tuple[str, Check], ...], bool]:
    """Return what fields demand, and whether the record has rules about several of them."""
    demands = tuple(
        (field.name, field.metadata[DEMAND])
        for field in attrs.fields(record)
        if DEMAND in field.metadata
    )
    return demands, record.contradictions is not Record.contradictions


@functools.cache
def _checks_of(record: type[Record]) -> dict[str, tuple[frozenset[type], Check]]:
    hints = get_type_hints(record)
    return {
        name: (fitting_types(hints[name]), check)
        for name, check in _types_of(record)  # type: ignore[arg-type]  # a class is hashable
    }


@functools.cache
def _types_of(record: type[Record]) -> tuple[tuple[str, Check], ...]:
    hints = get_type_hints(record)
    return tuple((field.name, check_for(hints[field.name])) for field in attrs.fields(record))
