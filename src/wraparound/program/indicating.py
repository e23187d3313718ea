"""Indicators over many families: by facilitator, agency or program, small groups hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from wraparound.chart import Chart
from wraparound.cohort import Sum, suppress
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.indicator import IndicatorStatus
from wraparound.process.indicator_periods import is_within, measure_over
from wraparound.process.indicator_totals import IndicatorTotal, IndicatorTotals, status_of
from wraparound.process.indicators import INDICATORS
from wraparound.process.stay import Stay, stay_of
from wraparound.process.whose import By, whose

ALL_GROUPS = "*"
"""What all groups together are called; no id is written so."""

Cell = tuple[str, str]
"""An indicator and a group."""


@attrs.frozen(kw_only=True)
class IndicatorCell:
    """One indicator of one group.

    Attributes:
        indicator: Its name.
        group: The group; ``*`` for all together.
        hidden: Whether it is hidden, because few families are behind it, or would be told by it.
        value: The number; None where there is none, or it is hidden.
        numerator: The sum of what was counted.
        denominator: Out of what; for days and counts, out of how many stays.
        families: How many families have a part in it; None where few others have none.
        excluded: How many records were left out because they do not tell; None where they are few.
        without: How many stays have no value, because the record lacks what it is made of; None
            where they are few.
        status: Whether there is a value, and why not.
    """

    indicator: str
    group: str
    hidden: bool = False
    value: Decimal | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    families: int | None = None
    excluded: int | None = None
    without: int | None = None
    status: IndicatorStatus | None = None


@attrs.frozen(kw_only=True)
class IndicatorReport:
    """Every indicator of a period, by group.

    Attributes:
        by: By what stays are counted together.
        start: The first day.
        end: The first day after it.
        least: So many families a group must have to be shown; 1 where small groups are.
        groups: How many families each group has; None where that is hidden. All of them are ``*``.
        cells: Every indicator of every group, all of them together last.
        left_out: How many stays or families were not counted, by the reason.
    """

    by: By
    start: date
    end: date
    least: int
    groups: Mapping[str, int | None] = attrs.field(factory=dict, hash=False)
    cells: tuple[IndicatorCell, ...] = ()
    left_out: Mapping[str, int] = attrs.field(factory=dict, hash=False)

    def cell(self, indicator: str, group: str = ALL_GROUPS) -> IndicatorCell:
        """Return one indicator of one group.

        Raises:
            LookupError: There is none.
        """
        for each in self.cells:
            if (each.indicator, each.group) == (indicator, group):
                return each
        message = f"there is no indicator {indicator} of {group}"
        raise LookupError(message)


def report_indicators(
    charts: Iterable[Chart],
    policy: ProgramPolicy,
    *,
    by: By,
    start: date,
    end: date,
    least: int,
    employers: Mapping[str, str],
    left_out: Counter[str] | None = None,
) -> IndicatorReport:
    """Return the indicators of a period over many families, from one pass over their charts.

    Nothing of a family is kept but sums, so that memory grows with the groups and not with them.

    Args:
        charts: The families, as of the last day of the period.
        policy: What the program goes by.
        by: By what stays are counted together.
        start: The first day of the period.
        end: The first day after it.
        least: So many families a group must have to be shown.
        employers: For whom staff work, by the person.
        left_out: What was not counted so far, by the reason; it is added to.
    """
    counted: dict[str, IndicatorTotals] = {ALL_GROUPS: IndicatorTotals()}
    lost = Counter[str]() if left_out is None else left_out
    for chart in charts:
        stays = list(_stays(chart, start, lost))
        measured = [
            (whose(each, by, employers), measure_over(each, policy, start=start)) for each in stays
        ]
        counted[ALL_GROUPS].add_family(found for _, found in measured)
        for group in dict.fromkeys(name for name, _ in measured):
            totals = counted.setdefault(group, IndicatorTotals())
            totals.add_family(found for name, found in measured if name == group)
    names = [*sorted(name for name in counted if name != ALL_GROUPS), ALL_GROUPS]
    families = _shown({name: counted[name].families for name in names}, least)
    cells = [
        cell
        for indicator in INDICATORS
        for cell in _cells(
            indicator, {name: counted[name].by_name[indicator] for name in names}, families, least
        )
    ]
    return IndicatorReport(
        by=by,
        start=start,
        end=end,
        least=least,
        groups=families,
        cells=tuple(cells),
        left_out=dict(sorted(lost.items())),
    )


def _stays(chart: Chart, start: date, lost: Counter[str]) -> Iterator[Stay]:
    for enrollment in chart.enrollments:
        stay = stay_of(chart, enrollment.id)
        within = is_within(stay, start)
        if within is None:
            lost["nobody recorded when the stay began"] += 1
        elif within:
            yield stay


def _cells(
    indicator: str,
    totals: Mapping[str, IndicatorTotal],
    families: Mapping[str, int | None],
    least: int,
) -> Iterator[IndicatorCell]:
    shown = _shown({name: each.families for name, each in totals.items()}, least)
    for name, total in totals.items():
        of_group = families[name]
        if shown[name] is None or of_group is None:
            yield IndicatorCell(indicator=indicator, group=name, hidden=True)
        else:
            others = of_group - total.families
            yield _cell(indicator, name, total, others=others, least=least)


def _cell(
    indicator: str, group: str, total: IndicatorTotal, *, others: int, least: int
) -> IndicatorCell:
    """Return a cell, without the counts that would tell how few families have no part in it."""
    few_others = 0 < others < least
    told = bool(total.denominator) and not (few_others and total.of_stays)
    return IndicatorCell(
        indicator=indicator,
        group=group,
        value=total.value(indicator),
        numerator=total.numerator if told else None,
        denominator=total.denominator if told else None,
        families=None if few_others else total.families,
        excluded=_unless_few(total.excluded, least),
        without=None if few_others else _unless_few(total.without, least),
        status=status_of(total),
    )


def _unless_few(count: int, least: int) -> int | None:
    return None if 0 < count < least else count


def _shown(counts: Mapping[str, int], least: int) -> dict[str, int | None]:
    """Return the counts of families that may be shown.

    A family that moved from one group to another in the period is counted in both, so the groups
    need not add up to all; then what is more than all is a part of its own, that nobody sees.
    """
    parts = [name for name in counts if name != ALL_GROUPS]
    if least <= 1:
        return dict(counts)
    twice = sum(counts[name] for name in parts) - counts[ALL_GROUPS]
    whole = {**counts, ALL_GROUPS: counts[ALL_GROUPS] + twice}
    found = suppress(whole, least=least, sums=[Sum(ALL_GROUPS, tuple(parts))])
    if found[ALL_GROUPS] is not None:
        found[ALL_GROUPS] = counts[ALL_GROUPS]
    return found
