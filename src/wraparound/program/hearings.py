"""A program's decisions and what waits for one: determinations, appeals, requests, complaints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from wraparound import __version__
from wraparound.chart import Chart
from wraparound.eligibility.determination import Determined
from wraparound.eligibility.recorded import recorded_facts, with_facts
from wraparound.eligibility.recording import as_record
from wraparound.eligibility.replaying import Replay, replay
from wraparound.eligibility.rule_sets import load_rule_sets
from wraparound.model.appeal import Appeal
from wraparound.model.determination import Determination
from wraparound.model.terms import Unknown
from wraparound.policy.predicates import Facts
from wraparound.policy.rule_sets import RuleSets
from wraparound.program.matters import Matter, matters_of
from wraparound.program.practice import Practice


class Hearings(Practice):
    """The records, the rules and the practice of one program, and what it decided."""

    def record_determination(
        self,
        determined: Determined,
        *,
        family: str,
        by: str,
        enrollment: str | None = None,
        person: str | None = None,
    ) -> Determination:
        """Keep a determination with its rules, facts, reasons and routes of appeal.

        Args:
            determined: What the rules said, as ``eligibility`` returns it.
            family: The family.
            by: Who decided, as an id.
            enrollment: The stay.
            person: Whom it is about.
        """
        record = as_record(
            determined,
            family=family,
            enrollment=enrollment,
            person=person,
            by=by,
            library=__version__,
        )
        with self.change(by=by, reason="determination") as unit:
            unit.add(record)
        return record

    def open_requests(self, *, as_of: date | None = None) -> Iterator[Matter]:
        """Yield what waits for an answer, family after family, without how anybody stands to it."""
        for chart in self.charts(as_of=self._day(as_of), around=False):
            yield from matters_of(chart, policy=self.policy, with_handlers=False)

    def replay(
        self,
        determination: str | Determination,
        *,
        rule_sets: RuleSets | None = None,
        compare_on: date | None = None,
    ) -> Replay:
        """Return what comes out when a stored determination's facts are asked again.

        They are asked under the very rules that were applied, where these are at hand. Where only
        others are, the answer says so, and tells what is different. Nothing is stored.

        Args:
            determination: The record, or its id.
            rule_sets: Sets of rules besides the installed ones, such as a file of that time; they
                come first.
            compare_on: Compare the facts with those of the family's chart on this day, too.

        Raises:
            RecordNotFound: There is no such determination.
        """
        record = (
            self.get(Determination, determination)
            if isinstance(determination, str)
            else determination
        )
        known = _beside({**load_rule_sets(), **self.criteria}, rule_sets or {})
        if compare_on is None:
            return replay(record, known=known)
        facts = self._facts_for(record, self.chart(record.family, as_of=compare_on))
        return replay(record, known=known, facts=facts, facts_on=compare_on)

    def keep_appeal(
        self, determination: str, appeal: Appeal, *, by: str, told_on: date | None = None
    ) -> Determination:
        """Keep what a family was told of its appeal, what it asked for, and what came of it.

        Args:
            determination: The determination's id.
            appeal: The appeal as it is now.
            by: Who writes it down, as an id.
            told_on: When the family was told how to appeal; what is on file where it is left out.

        Raises:
            RecordNotFound: There is no such determination.
            RecordChanged: Somebody changed it meanwhile; nothing was kept.
        """
        stored = self.stored(Determination, determination)
        before = stored.record
        if not isinstance(before, Determination):  # pragma: no cover - of that kind
            raise TypeError(determination)
        told = before.appeal_told_on if told_on is None else told_on
        record = attrs.evolve(before, appeal=appeal, appeal_told_on=told)
        with self.change(by=by, reason="appeal") as unit:
            unit.replace(record, over=stored)
        return record

    def _facts_for(self, record: Determination, chart: Chart) -> Mapping[str, object]:
        """Return what a chart tells, and plugins of the record's facts that it does not."""
        facts: Mapping[str, object] = recorded_facts(chart, record.enrollment)
        if isinstance(record.inputs, Unknown):
            return facts
        held = Facts(held=facts, as_of=chart.as_of, wrapped=True)
        unknown = [each.name for each in record.inputs if not held.knows(each.name)]
        told = [self.hooks.resolve_fact(name, chart) for name in unknown]
        return with_facts(facts, [each for each in told if each is not None])


def _beside(known: RuleSets, more: RuleSets) -> RuleSets:
    """Return sets of rules with the versions of others before those of the same name."""
    found = dict(known)
    for name, versions in more.items():
        found[name] = (*versions, *(each for each in known.get(name, ()) if each not in versions))
    return found
