"""Which other records a record speaks of: read from the types of its fields."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NewType, TypeVar, get_args, get_type_hints

import attrs

from wraparound.model.ids import (
    AgencyId,
    EnrollmentId,
    FamilyId,
    LineageId,
    PartyId,
    PersonId,
    PlanId,
    ServiceId,
    TeamId,
)
from wraparound.model.record import Record

KINDS_OF_ID: dict[object, tuple[str, ...]] = {
    PersonId: ("person",),
    AgencyId: ("agency",),
    PartyId: ("person", "agency"),
    FamilyId: ("family",),
    EnrollmentId: ("enrollment",),
    TeamId: ("team",),
    PlanId: ("plan",),
    LineageId: ("lineage",),
    ServiceId: ("service",),
}
"""The kinds of record that an id of each type can name. Other ids name parts of the same family."""

_Record = TypeVar("_Record", bound=Record)

_PARTIES = frozenset({"person", "agency"})


@attrs.frozen
class Reference:
    """One id of another record, where it stands.

    Attributes:
        path: The field, such as ``services[0].provider``.
        kinds: The kinds of record that it can name.
        id: The id.
    """

    path: str
    kinds: tuple[str, ...]
    id: str


def references(record: Record) -> Iterator[Reference]:
    """Yield every id of another record in this record and its parts, except the record's own."""
    for name, walk in _walks(type(record)):  # type: ignore[arg-type]  # a class is hashable
        value = getattr(record, name)
        if value is not None:
            yield from walk(value, name)


def renamed(record: _Record, names: Mapping[str, str]) -> _Record:
    """Return the record with other ids: its own, and those that it and its parts speak of.

    Args:
        record: A record.
        names: The new id for each id that changes.
    """
    changes = {
        name: other
        for name, rename in _renamings(type(record))  # type: ignore[arg-type]  # mypy: instances' hash
        if (other := rename(value := getattr(record, name), names)) is not value
    }
    return attrs.evolve(record, **changes) if changes else record


def parties(record: Record) -> frozenset[str]:
    """Return the ids of the people and agencies that a record speaks of."""
    found: set[str] = set()
    _gather(record, found)
    return frozenset(found)


_Gathering = Callable[[Any, set[str]], None]  # Any: what the field's type says


def _gather(value: Record, found: set[str]) -> None:
    # every chart is opened through here: no path is built, and nothing is yielded
    for name, gather in _gatherings(type(value)):  # type: ignore[arg-type]  # a class is hashable
        part = getattr(value, name)
        if part:
            gather(part, found)


@functools.cache
def _gatherings(record: type[Record]) -> tuple[tuple[str, _Gathering], ...]:
    hints = get_type_hints(record)
    named = ((field.name, _gathering_for(hints[field.name])) for field in attrs.fields(record))
    return tuple((name, gather) for name, gather in named if gather and name != "id")


def _gathering_for(hint: Any) -> _Gathering | None:  # Any: an annotation
    if isinstance(hint, NewType):
        of_a_party = not _PARTIES.isdisjoint(KINDS_OF_ID.get(hint, ()))
        return _gather_id if of_a_party else None
    if isinstance(hint, type) and issubclass(hint, Record):
        return _gather_part if _gatherings(hint) else None  # type: ignore[arg-type]  # as above
    if getattr(hint, "__origin__", None) is tuple:
        inner = _gathering_for(get_args(hint)[0])
        return None if inner is None else functools.partial(_gather_each, inner)
    choices = [_gathering_for(choice) for choice in get_args(hint)]
    return next((gather for gather in choices if gather is not None), None)


def _gather_id(value: object, found: set[str]) -> None:
    if isinstance(value, str):
        found.add(value)


def _gather_part(value: object, found: set[str]) -> None:
    if isinstance(value, Record):
        _gather(value, found)


def _gather_each(inner: _Gathering, value: object, found: set[str]) -> None:
    if isinstance(value, tuple):
        for item in value:
            inner(item, found)


_Walk = Callable[[Any, str], Iterator[Reference]]  # Any: what the field's type says


_Rename = Callable[[Any, Mapping[str, str]], Any]  # Any: what the field's type says


@functools.cache
def _renamings(record: type[Record]) -> tuple[tuple[str, _Rename], ...]:
    hints = get_type_hints(record)
    found = ((field.name, _renaming_for(hints[field.name])) for field in attrs.fields(record))
    return tuple((name, rename) for name, rename in found if rename is not None)


def _renaming_for(hint: Any) -> _Rename | None:  # Any: an annotation
    if isinstance(hint, NewType):
        return _renamed_id
    if isinstance(hint, type) and issubclass(hint, Record):
        return _renamed_part if _renamings(hint) else None  # type: ignore[arg-type]  # as above
    if getattr(hint, "__origin__", None) is tuple:
        inner = _renaming_for(get_args(hint)[0])
        return None if inner is None else functools.partial(_renamed_each, inner)
    choices = [_renaming_for(choice) for choice in get_args(hint)]
    return next((rename for rename in choices if rename is not None), None)


def _renamed_id(value: object, names: Mapping[str, str]) -> object:
    return names.get(value, value) if isinstance(value, str) else value


def _renamed_part(value: object, names: Mapping[str, str]) -> object:
    return renamed(value, names) if isinstance(value, Record) else value


def _renamed_each(inner: _Rename, value: object, names: Mapping[str, str]) -> object:
    if not isinstance(value, tuple):
        return value
    others = tuple(inner(item, names) for item in value)
    return others if any(a is not b for a, b in zip(others, value, strict=True)) else value


@functools.cache
def _walks(record: type[Record]) -> tuple[tuple[str, _Walk], ...]:
    hints = get_type_hints(record)
    walks = []
    for field in attrs.fields(record):
        if field.name == "id":
            continue
        walk = _walk_for(hints[field.name])
        if walk is not None:
            walks.append((field.name, walk))
    return tuple(walks)


def _walk_for(hint: Any) -> _Walk | None:  # Any: an annotation
    if isinstance(hint, NewType):
        kinds = KINDS_OF_ID.get(hint)
        return None if kinds is None else functools.partial(_one, kinds)
    if isinstance(hint, type) and issubclass(hint, Record):
        return _part if _walks(hint) else None  # type: ignore[arg-type]  # a class is hashable
    if getattr(hint, "__origin__", None) is tuple:
        inner = _walk_for(get_args(hint)[0])
        return None if inner is None else functools.partial(_each, inner)
    choices = [_walk_for(choice) for choice in get_args(hint)]
    return next((walk for walk in choices if walk is not None), None)


def _one(kinds: tuple[str, ...], value: object, path: str) -> Iterator[Reference]:
    if isinstance(value, str):
        yield Reference(path, kinds, value)


def _part(value: object, path: str) -> Iterator[Reference]:
    if isinstance(value, Record):
        for inner in references(value):
            yield Reference(f"{path}.{inner.path}", inner.kinds, inner.id)


def _each(inner: _Walk, value: object, path: str) -> Iterator[Reference]:
    if isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from inner(item, f"{path}[{place}]")
