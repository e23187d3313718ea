"""Completing a stored record with what came in again: nothing that was there is lost."""

from __future__ import annotations

from typing import TypeVar

import attrs

from wraparound.model.ids import Identifier
from wraparound.model.need import Need
from wraparound.model.outcome import Outcome
from wraparound.model.periods import Period
from wraparound.model.plan import Plan
from wraparound.model.planned_service import PlannedService
from wraparound.model.record import Record
from wraparound.model.shares import Share
from wraparound.model.strategy import ActionStep
from wraparound.model.strength import Strength
from wraparound.model.terms import Unknown

_R = TypeVar("_R", bound=Record)

_KEYS = ("id", "person", "key")
"""What tells the parts of a list apart; a list of parts without one is replaced as a whole."""

_VALUES = (Identifier, Period, Share, Unknown)
"""What is one value in several fields: a period that came in again replaces the one before."""


def completed(stored: _R, incoming: _R) -> _R:
    """Return the stored record with everything that the incoming one says.

    A field that the incoming record leaves at its default stays as stored. Lists of parts that have
    an id are united, and a part that came in again is completed in its turn; of other lists the
    incoming one is taken.
    """
    changes = {}
    for field in attrs.fields(type(stored)):
        before, after = getattr(stored, field.name), getattr(incoming, field.name)
        if before == after or after == _default(field):
            continue
        changes[field.name] = _united(before, after)
    return attrs.evolve(stored, **changes) if changes else stored


def other_names(stored: Record, incoming: Record) -> dict[str, str]:
    """Return the stored id for each id that the incoming record gives to the same part.

    Two files that tell of one plan of care agree on its outside identifiers, and on those of its
    parts; what each of them calls the plan through all its versions, and its parts, may differ.
    """
    if not isinstance(stored, Plan) or not isinstance(incoming, Plan):
        return {}
    known = {each.key: part.id for part in _parts(stored) for each in part.identifiers}
    names: dict[str, str] = {incoming.lineage: stored.lineage}
    for part in _parts(incoming):
        found = {known[each.key] for each in part.identifiers if each.key in known}
        if len(found) == 1:
            names[part.id] = found.pop()
    return {name: other for name, other in names.items() if name != other}


def _parts(plan: Plan) -> tuple[ActionStep | Need | Outcome | PlannedService | Strength, ...]:
    return (*plan.strengths, *plan.needs, *plan.outcomes, *plan.steps, *plan.services)


def _default(field: attrs.Attribute[object]) -> object:
    default = field.default
    # attrs types Factory as a function, and it is a class
    made = getattr(default, "factory", None)
    return default if made is None else made()


def _united(before: object, after: object) -> object:
    if isinstance(before, _VALUES):
        return after
    if isinstance(before, Record) and isinstance(after, type(before)):
        return completed(before, after)
    if isinstance(before, tuple) and isinstance(after, tuple):
        return _united_parts(before, after)
    return after


def _united_parts(before: tuple[object, ...], after: tuple[object, ...]) -> tuple[object, ...]:
    name = next(
        (key for key in _KEYS if all(hasattr(part, key) for part in (*before, *after))), None
    )
    if name is None:
        return after
    parts = {getattr(part, name): part for part in before}
    for part in after:
        key = getattr(part, name)
        parts[key] = _united(parts[key], part) if key in parts else part
    return tuple(parts.values())
