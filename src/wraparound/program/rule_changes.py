"""A program asks what a changed rule about who qualifies would do to its families."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import attrs

from wraparound.chart import Chart
from wraparound.cohort import RuleEffect, Turn, effect_of, least_shown, ready, turn_of
from wraparound.policy.rule_sets import RuleSets
from wraparound.program.practice import Practice


@attrs.frozen(kw_only=True)
class FamilyTurn:
    """What a changed rule would do to one family.

    Attributes:
        family: The family.
        turn: Its answer before and after, and the clauses that turn it.
    """

    family: str
    turn: Turn


class RuleChanges(Practice):
    """The records, the rules and the practice of one program, and what other rules would do."""

    def what_if_rules(
        self,
        rules: str,
        *,
        changed: RuleSets,
        becomes: str | None = None,
        families: Iterable[str] | None = None,
        as_of: date | None = None,
        failed: Callable[[str, str], None] | None = None,
    ) -> Iterator[FamilyTurn]:
        """Yield what a changed rule would do to each family, one after the other.

        Nothing is stored. ``rule_effect`` counts it for people who may not know families.

        Args:
            rules: The set of rules as it is.
            changed: The changed sets of rules, such as ``read_rule_files`` reads.
            becomes: What the changed set of rules is called, where its name is another.
            families: Whom to look at; every family where left out.
            as_of: The day of the decision; today where left out.
            failed: Told of each family whose records cannot be read, with the reason as a code;
                where it is left out, the error goes to the caller.

        Raises:
            PolicyUnknown: There is no such set of rules.
        """
        day = self._day(as_of)
        for chart in self._charts_of(families, day, failed):
            before = self.eligibility(chart, rules=rules)
            after = self.eligibility(chart, rules=becomes or rules, changed=changed)
            yield FamilyTurn(family=chart.family.id, turn=turn_of(before, after))

    def rule_effect(
        self,
        rules: str,
        *,
        changed: RuleSets,
        becomes: str | None = None,
        as_of: date | None = None,
        told: Callable[[int], None] = lambda _: None,
    ) -> RuleEffect:
        """Return how many families a changed rule adds and removes, with small counts hidden.

        Families are gone over once, in bounded memory. The bound of what is shown is the program's
        (``small_cell_min``).

        Args:
            rules: The set of rules as it is.
            changed: The changed sets of rules.
            becomes: What the changed set of rules is called, where its name is another.
            as_of: The day of the decision; today where left out.
            told: Told of how many families were gone over so far.

        Raises:
            PolicyUnknown: There is no such set of rules.
        """
        day = self._day(as_of)
        old = ready(rules, on=day, rule_sets=self.criteria)
        new = ready(becomes or rules, on=day, rule_sets={**self.criteria, **changed})
        turns: Counter[Turn] = Counter()
        lost: Counter[str] = Counter()
        found = self.what_if_rules(
            rules,
            changed=changed,
            becomes=becomes,
            as_of=day,
            failed=lambda _, reason: lost.update([reason]),
        )
        for count, each in enumerate(found, start=1):
            turns[each.turn] += 1
            told(count)
        least = least_shown(self.practice, on=day)
        return effect_of(turns, old, new, least=least, left_out=lost)

    def _charts_of(
        self,
        families: Iterable[str] | None,
        day: date,
        failed: Callable[[str, str], None] | None,
    ) -> Iterator[Chart]:
        if families is None:
            yield from self.charts(as_of=day, failed=failed)
        else:
            yield from (self.chart(family, as_of=day) for family in families)
