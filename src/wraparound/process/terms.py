"""The terms of a clock on the day that an interval begins: which text holds, and how long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import attrs

from wraparound.policy.days import add_months
from wraparound.policy.program_pack import ProgramParameter, Unit
from wraparound.process.calendar import due_day, next_business_day
from wraparound.process.clock import ClockStatus, Interval
from wraparound.process.moments import Moment, local_day
from wraparound.process.occurrences import Occurrences


@attrs.frozen(kw_only=True)
class Terms:
    """What one version of a parameter says about an interval.

    Attributes:
        rule: The version.
        length: How many of its unit.
        holidays: Days that are no business days, besides weekends.
    """

    rule: ProgramParameter
    length: int
    holidays: frozenset[date] = frozenset()

    def due(self, start: date, seen: Occurrences) -> date | None:
        """Return the last day in time; None where the clock stands still without a known end."""
        stops = seen.stops(self.rule.name, self.rule.pause_reasons)
        due = due_day(start, self.length, self.rule.unit, holidays=self.holidays, stops=stops)
        if due is not None and self.rule.next_business_day:
            return next_business_day(due, self.holidays)
        return due

    def before(self, day: date, length: int) -> date:
        """Return the day that lies so many of the unit before another."""
        if self.rule.unit is Unit.MONTHS:
            return add_months(day, -length)
        return date.fromordinal(day.toordinal() - length)


Judge = Callable[[Terms], Interval]
"""What judges an interval by the terms of one text."""


@attrs.frozen(kw_only=True)
class Versions:
    """Every version of a clock's parameter, in the pack that speaks for it.

    Attributes:
        name: The clock.
        all: The versions.
        holidays: Days that are no business days, besides weekends.
        anchor: The first start, from which the bands of a stay are counted.
    """

    name: str
    all: tuple[ProgramParameter, ...]
    holidays: frozenset[date] = frozenset()
    anchor: date | None = None

    @property
    def any(self) -> ProgramParameter:
        """One of them, for what all of them share: the kind, and which events count."""
        return self.all[0]

    def judge(self, start: Moment, seen: Occurrences, judged: Judge) -> Interval:
        """Return an interval, judged by the text that was in force when it began.

        Where the day on which a text changed is not known, both are tried, and only an answer on
        which they agree is one.
        """
        day = local_day(start, seen.zone)
        answers = []
        for rule in self.all:
            if not rule.in_force_on(day):
                continue
            length = self._length(rule, day, seen)
            if length is None:
                attribute = rule.switch.attribute if rule.switch else ""
                answers.append(not_known(start, f"attribute:{attribute}", rule))
            else:
                terms = Terms(rule=rule, length=length, holidays=self.holidays)
                answer = judged(terms)
                named = answer.rule is rule
                answers.append(answer if named else attrs.evolve(answer, rule=rule))
        if not answers:
            return not_known(start, f"rule_version:{self.name}")
        if len({each.status for each in answers}) > 1:
            return not_known(start, f"rule_date:{self.name}")
        return answers[0]

    def _length(self, rule: ProgramParameter, day: date, seen: Occurrences) -> int | None:
        length = rule.value if isinstance(rule.value, Decimal) else Decimal(0)
        switch = rule.switch
        if switch is None:
            return int(length)
        if switch.attribute:
            held = switch.values.get(seen.attribute(switch.attribute, day) or "")
            return None if held is None else int(held)
        anchor = self.anchor or day
        for band in switch.bands:
            if day < add_months(anchor, band.under_months):
                return int(band.value)
        return int(length)


def not_known(start: Moment, missing: str, rule: ProgramParameter | None = None) -> Interval:
    """Return an interval that nobody can judge."""
    return Interval(start=start, status=ClockStatus.UNKNOWN, missing=(missing,), rule=rule)
