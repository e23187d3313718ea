"""Facts made ready: what was not yet known is left out, and records of one person become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

import attrs
from attrs import AttrsInstance

from wraparound.conflict.facts import KINDS, Facts
from wraparound.conflict.kinds import DatedFact
from wraparound.conflict.survey import shape_of

_Part = TypeVar("_Part", bound=AttrsInstance)


def known_by(facts: Facts, day: date | None) -> Facts:
    """Return the facts as they were known on a day: what was recorded later is left out."""
    return facts if day is None else _as_known(facts, day)


def same_people(facts: Facts) -> dict[str, str]:
    """Return, for each record of a person that is confirmed to be another's, the id that stays.

    Names never merge anybody, and neither does a possible match.
    """
    return merged_ids(
        (tie.subject, tie.object)
        for tie in facts.claims
        if tie.confirmed and tie.object is not None
    )


def merged(facts: Facts, same: Mapping[str, str]) -> Facts:
    """Return the facts with the records of one person merged, so that it shows in no path."""
    return _renamed_facts(facts, same) if same else facts


def merged_ids(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return, for each id that a pair joins to others, the smallest id of its group."""
    smallest: dict[str, str] = {}

    def find(each: str) -> str:
        while smallest.get(each, each) != each:
            each = smallest[each]
        return each

    for one, other in pairs:
        low, high = sorted((find(one), find(other)))
        smallest[high] = low
        smallest.setdefault(low, low)
    return {each: find(each) for each in smallest}


def _as_known(facts: Facts, day: date) -> Facts:
    kept: dict[str, tuple[object, ...]] = {}
    for kind in KINDS:
        held = getattr(facts, kind)
        known = tuple(each for each in held if not _recorded_after(each, day))
        if len(known) != len(held):
            kept[kind] = known
    return attrs.evolve(facts, **kept) if kept else facts  # type: ignore[arg-type]  # by kind


def _recorded_after(fact: object, day: date) -> bool:
    return isinstance(fact, DatedFact) and fact.recorded is not None and fact.recorded > day


def _renamed_facts(facts: Facts, names: Mapping[str, str]) -> Facts:
    kept = {
        kind: tuple(_renamed(each, names) for each in getattr(facts, kind))
        for kind in KINDS
        if kind not in {"people", "agencies"}
    }
    kept["people"] = tuple(each for each in facts.people if names.get(each.id, each.id) == each.id)
    return attrs.evolve(facts, **kept)


def _renamed(part: _Part, names: Mapping[str, str]) -> _Part:
    changes: dict[str, object] = {}
    shape = shape_of(type(part))
    for field, _ in shape.references:
        value = getattr(part, field)
        new = _renamed_value(value, names)
        if new != value:
            changes[field] = new
    for field in shape.nested:
        value = getattr(part, field)
        new = tuple(_renamed(each, names) for each in value)
        if new != value:
            changes[field] = new
    return attrs.evolve(part, **changes) if changes else part  # type: ignore[misc]  # bound above


def _renamed_value(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(names.get(each, each) for each in value))
    return value
