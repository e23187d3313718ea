"""The least that would have to change so that a finding no longer holds.

It is computed and never done: the answer names facts whose end would clear the finding, and says
whose choice each end is. A service of the family comes last, and is the family's alone to change. A
complaint or a request is never taken back: what ends is that the same people handle it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from itertools import combinations
from typing import Any, TypeVar

import attrs

from wraparound.chart import Chart
from wraparound.conflict.acts import GrievanceFact, RequestFact
from wraparound.conflict.facts import KINDS, Facts
from wraparound.conflict.kinds import Fact, ServiceFact, StatusSpan
from wraparound.conflict.projection import facts_of
from wraparound.conflict.review import review_facts
from wraparound.errors import FactsInvalid
from wraparound.model.findings import Finding, Review, Timing
from wraparound.model.periods import Period
from wraparound.policy import Policy

MOST = 2
"""So many facts are ended together at most; beyond that there is no single thing to propose."""

_PASSED_ON = frozenset({"duties", "grievances", "requests"})
"""Facts that do not end so much as pass to somebody else."""

_F = TypeVar("_F", bound=Fact)


class Whose(Enum):
    """Whose choice it is that a fact ends."""

    PROGRAM = "program"
    """A duty, or the handling of a complaint or a request, can pass to somebody else: the program
    arranges it."""
    PERSON = "person"
    """A tie is ended by the person or the agency that has it."""
    FAMILY = "family"
    """A service is the family's own choice, and nobody else's."""


@attrs.frozen(kw_only=True)
class LeastChange:
    """Facts whose end clears a finding, and no fewer of them would.

    Attributes:
        facts: Their ids, in the order of the finding's path. A complaint or a request stands for
            who handles it: that passes to somebody else, and the family's words stay.
        whose: Whose choice each end is, in the same order.
    """

    facts: tuple[str, ...]
    whose: tuple[Whose, ...]


def least_changes(
    chart: Chart, finding: Finding, *, policy: Policy, as_of: date | None = None
) -> tuple[LeastChange, ...]:
    """Return every least change after which a finding no longer holds, and no new one does.

    Args:
        chart: The chart that the finding is of.
        finding: A finding that holds on the day.
        policy: The packs that judge.
        as_of: The day from which the facts would have ended; the chart's own where left out.

    Returns:
        The changes that leave the family's services alone first. Nothing where the finding does
        not hold on the day, or where no end of at most two facts clears it.
    """
    day = as_of or chart.as_of
    facts = facts_of(chart)
    before = _current(review_facts(facts, policy=policy, as_of=day))
    if _identity(finding) not in before:
        return ()
    kinds = {each.id: (kind, each) for kind, held in facts.by_kind() for each in held}
    endable = [each for each in finding.path if each in kinds and _can_end(kinds[each][1], day)]
    for size in range(1, MOST + 1):
        found = [
            _least(ended, kinds)
            for ended in combinations(endable, size)
            if _clears(facts, ended, finding, before, policy=policy, day=day)
        ]
        if found:
            return tuple(sorted(found, key=_order))
    return ()


_Identity = tuple[str, str | None, str | None, str | None, tuple[str, ...]]


def _identity(finding: Finding) -> _Identity:
    return (finding.rule, finding.plan, finding.holder, finding.counterparty, finding.path)


def _current(review: Review) -> frozenset[_Identity]:
    return frozenset(_identity(each) for each in review.findings if each.timing is Timing.CURRENT)


def _clears(
    facts: Facts,
    ended: Iterable[str],
    finding: Finding,
    before: frozenset[_Identity],
    *,
    policy: Policy,
    day: date,
) -> bool:
    try:
        after = _current(review_facts(_without(facts, ended, day), policy=policy, as_of=day))
    except FactsInvalid:
        return False  # other facts refer to what would be gone
    return _identity(finding) not in after and after <= before


def _without(facts: Facts, ended: Iterable[str], day: date) -> Facts:
    """Return the facts as if some of them ended on a day."""
    ids = frozenset(ended)
    changed = {}
    for kind in KINDS:
        held = getattr(facts, kind)
        if any(each.id in ids for each in held):
            kept = [_ended(each, day) if each.id in ids else each for each in held]
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


def _least(ended: tuple[str, ...], kinds: Mapping[str, tuple[str, Fact]]) -> LeastChange:
    return LeastChange(facts=ended, whose=tuple(_whose(kinds[each][0]) for each in ended))


def _whose(kind: str) -> Whose:
    if kind == "services":
        return Whose.FAMILY
    return Whose.PROGRAM if kind in _PASSED_ON else Whose.PERSON


def _order(change: LeastChange) -> tuple[int, tuple[str, ...]]:
    ranks = {Whose.PROGRAM: 0, Whose.PERSON: 1, Whose.FAMILY: 2}
    return max(ranks[each] for each in change.whose), change.facts
