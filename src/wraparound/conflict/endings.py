"""Steps that take something away: a tie or a service ends, a duty or a complaint passes on."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

import attrs

from wraparound.conflict.acts import GrievanceFact, RequestFact
from wraparound.conflict.deeds import Deed, Step, Whose
from wraparound.conflict.facts import KINDS, Facts
from wraparound.conflict.kinds import Fact, ServiceFact, StatusSpan
from wraparound.model.periods import Period

_PASSED_ON = frozenset({"duties", "grievances", "requests"})
"""Facts that do not end so much as pass to somebody else."""

_F = TypeVar("_F", bound=Fact)


def endings(facts: Facts, path: Iterable[str], day: date) -> Iterator[Step]:
    """Yield a step for each fact of a path that can end or pass on.

    Args:
        facts: All facts.
        path: The ids of the facts in question, in order.
        day: The day.
    """
    kinds = {each.id: (kind, each) for kind, held in facts.by_kind() for each in held}
    for fact in dict.fromkeys(path):
        kind, held = kinds.get(fact, ("", None))
        if held is not None and _can_end(held, day):
            passes = kind in _PASSED_ON
            yield Step(
                fact=fact,
                deed=Deed.PASSES_ON if passes else Deed.ENDS,
                whose=_whose(kind),
                supposed=functools.partial(_without, fact),
            )


def _whose(kind: str) -> Whose:
    if kind == "services":
        return Whose.FAMILY
    return Whose.PROGRAM if kind in _PASSED_ON else Whose.PERSON


def _without(fact: str, facts: Facts, day: date) -> Facts:
    """Return the facts as if one of them ended on a day."""
    changed = {}
    for kind in KINDS:
        held = getattr(facts, kind)
        if any(each.id == fact for each in held):
            kept = [_ended(each, day) if each.id == fact else each for each in held]
            changed[kind] = tuple(each for each in kept if each is not None)
    return attrs.evolve(facts, **changed)


def _can_end(fact: Fact, day: date) -> bool:
    if isinstance(fact, RequestFact):
        return fact.handled_by is not None
    if isinstance(fact, (GrievanceFact, ServiceFact)):
        return True
    period = getattr(fact, "period", None)
    return isinstance(period, Period) and period.covers(day) is not False


def _ended(fact: _F, day: date) -> _F | None:
    """Return the fact as if it ended on a day; None where it had not begun before."""
    if isinstance(fact, ServiceFact):
        spans = tuple(
            StatusSpan(status=each.status, period=period)
            for each in fact.spans
            if (period := _cut(each.period, day)) is not None
        )
        return attrs.evolve(fact, spans=spans) if spans else None
    if isinstance(fact, GrievanceFact):
        handlers = tuple(
            attrs.evolve(each, period=period)
            for each in fact.handlers
            if (period := _cut(each.period, day)) is not None
        )
        return attrs.evolve(fact, handlers=handlers)
    if isinstance(fact, RequestFact):
        return attrs.evolve(fact, handled_by=None)
    period = getattr(fact, "period", None)
    if not isinstance(period, Period):
        return fact
    cut = _cut(period, day)
    changes: Any = {"period": cut}  # Any: not every kind of fact has a period, but this one
    return None if cut is None else attrs.evolve(fact, **changes)


def _cut(period: Period, day: date) -> Period | None:
    if isinstance(period.start, date) and period.start >= day:
        return None
    if isinstance(period.end, date) and period.end <= day:
        return period
    return Period(start=period.start, end=day)
