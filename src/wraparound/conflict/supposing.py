"""The least that somebody could do so that a finding no longer holds.

It is computed and never done: each step is supposed, and the review is asked again. The answer says
whose choice each step is. A service of the family comes last, and is the family's alone to change.
A complaint or a request is never taken back: what ends is that the same people handle it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

import attrs

from wraparound.chart import Chart
from wraparound.conflict.deeds import Deed, Step, Whose
from wraparound.conflict.endings import endings
from wraparound.conflict.facts import Facts
from wraparound.conflict.projection import facts_of
from wraparound.conflict.repairs import repairs, safeguarded, safeguards
from wraparound.conflict.review import review_facts
from wraparound.errors import FactsInvalid
from wraparound.model.findings import Disposition, Finding, Timing
from wraparound.policy import Policy

MOST = 2
"""So many steps are taken together at most; beyond that there is no single thing to propose."""


@attrs.frozen(kw_only=True)
class LeastChange:
    """Steps that clear a finding, and no fewer of them would.

    Attributes:
        facts: What each step is about: the id of a fact, of the plan, or of the person who signs.
            A complaint or a request stands for who handles it: that passes to somebody else, and
            the family's words stay.
        deeds: What is done to each, in the same order.
        whose: Whose choice each step is, in the same order.
        details: What more there is to say of each, such as the codes of safeguards.
    """

    facts: tuple[str, ...]
    deeds: tuple[Deed, ...]
    whose: tuple[Whose, ...]
    details: tuple[str, ...]


def least_changes(
    chart: Chart, finding: Finding, *, policy: Policy, as_of: date | None = None
) -> tuple[LeastChange, ...]:
    """Return every least change after which a finding no longer holds, and no new one does.

    A finding no longer holds either where it is mitigated then: people still see it.

    Args:
        chart: The chart that the finding is of.
        finding: A finding that holds on the day.
        policy: The packs that judge.
        as_of: The day on which the steps would have been taken; the chart's own where left out.

    Returns:
        The changes that leave the family's services alone first. Nothing where the finding does
        not hold on the day, or where no two steps clear it.
    """
    day = as_of or chart.as_of
    search = _Search(facts=facts_of(chart), policy=policy, day=day)
    before = search.standing(search.facts)
    if _identity(finding) not in before:
        return ()
    steps = [*endings(search.facts, _paths(finding, before), day)]
    steps += repairs(search.facts, finding, policy=policy)
    found: list[tuple[Step, ...]] = []
    for size in range(1, MOST + 1):
        found += [
            taken
            for taken in combinations(steps, size)
            if _worth_asking(taken, found) and search.clears(taken, finding, before)
        ]
    codes = search.least_safeguards(finding, before)
    if codes:
        found.append((safeguarded(finding, codes),))
    return tuple(map(_least, sorted(found, key=_order)))


_Identity = tuple[str, str | None, str | None, str | None, tuple[str, ...]]
_Standing = Mapping[_Identity, Finding]


@attrs.frozen(kw_only=True)
class _Search:
    """The facts as they are, and what reviews of them say once steps are supposed."""

    facts: Facts
    policy: Policy
    day: date

    def standing(self, facts: Facts) -> _Standing:
        """Return what holds on the day."""
        review = review_facts(facts, policy=self.policy, as_of=self.day)
        return {_identity(each): each for each in review.findings if each.timing is Timing.CURRENT}

    def clears(self, steps: Iterable[Step], finding: Finding, before: _Standing) -> bool:
        """Tell whether steps clear a finding and do no harm elsewhere."""
        facts = self.facts
        for step in steps:
            facts = step.supposed(facts, self.day)
        try:
            after = self.standing(facts)
        except FactsInvalid:
            return False  # other facts refer to what would be gone
        left = after.get(_identity(finding))
        gone = left is None or (
            left.disposition is Disposition.MITIGATED is not finding.disposition
        )
        return gone and after.keys() <= before.keys()

    def least_safeguards(self, finding: Finding, before: _Standing) -> tuple[str, ...]:
        """Return the safeguards that would lift a finding, and none that need not be there."""
        codes = safeguards(finding, self.policy)

        def lift(codes: tuple[str, ...]) -> bool:
            return self.clears([safeguarded(finding, codes)], finding, before)

        if not codes or not lift(codes):
            return ()
        for code in codes:
            fewer = tuple(each for each in codes if each != code)
            if fewer and lift(fewer):
                codes = fewer
        return codes


def _identity(finding: Finding) -> _Identity:
    return (finding.rule, finding.plan, finding.holder, finding.counterparty, finding.path)


def _paths(finding: Finding, before: _Standing) -> Iterator[str]:
    """Yield the facts of a finding, and of those for which it tells that a waiver fails."""
    yield from finding.path
    for each in before.values():
        if not set(finding.path).isdisjoint(each.waivers):
            yield from each.path


def _worth_asking(steps: tuple[Step, ...], found: Sequence[tuple[Step, ...]]) -> bool:
    """Leave out what holds more than it takes, and two steps where one of them is the point.

    That is so of two repairs, and of two endings once a single step clears it.
    """
    if len(steps) > 1:
        taking = sum(step.takes_away for step in steps)
        if not taking or (found and taking == len(steps)):
            return False
    return not any(set(fewer) <= set(steps) for fewer in found)


def _least(steps: tuple[Step, ...]) -> LeastChange:
    return LeastChange(
        facts=tuple(each.fact for each in steps),
        deeds=tuple(each.deed for each in steps),
        whose=tuple(each.whose for each in steps),
        details=tuple(each.detail for each in steps),
    )


def _order(steps: tuple[Step, ...]) -> tuple[int, int, tuple[str, ...]]:
    heaviest = max(_RANKS[each.whose] for each in steps)
    return heaviest, len(steps), tuple(each.fact for each in steps)


_RANKS = {Whose.PROGRAM: 0, Whose.PERSON: 1, Whose.AUTHORITY: 2, Whose.FAMILY: 3}
