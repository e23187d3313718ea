"""A chart on one page: who belongs to it, the stay, the team, the plan in force, the services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import Enum

import attrs

from wraparound.chart import Chart
from wraparound.documents.days import period_in_words
from wraparound.documents.names import Names
from wraparound.model.enrollment import Enrollment
from wraparound.model.kinds import kind_of
from wraparound.model.planned_service import PlannedService
from wraparound.model.team import TeamMember
from wraparound.model.terms import Unknown

NOT_KNOWN = "not recorded"

Row = tuple[str, ...]


@attrs.frozen(kw_only=True)
class Section:
    """One part of the page.

    Attributes:
        key: What programs call it.
        title: What people call it.
        columns: What stands in each column.
        rows: What is there; a cell that is not known says so, and an empty one means none.
    """

    key: str
    title: str
    columns: Row
    rows: tuple[Row, ...] = ()


def summarize_chart(chart: Chart, names: Names | None = None) -> tuple[Section, ...]:
    """Return what a chart holds, on one page.

    Args:
        chart: The family as of a day.
        names: What to call people and agencies; without names of people, what is personal (needs,
            kinds of services) is left out as well.
    """
    known = names or Names.of(chart)
    sections = (
        Section(
            key="members",
            title="Family",
            columns=("person", "role", "when"),
            rows=tuple(
                (known.name(each.person), _word(each.role), period_in_words(each.period))
                for each in chart.family.members
            ),
        ),
        Section(
            key="enrollments",
            title="Stay in the program",
            columns=("enrollment", "service", "state", "enrolled", "coordinator"),
            rows=tuple(_stay(each, chart.as_of, known) for each in chart.enrollments),
        ),
        Section(
            key="team",
            title="Team",
            columns=("person", "role", "support", "works for", "since"),
            rows=tuple(_members(chart, known)),
        ),
        Section(
            key="duties",
            title="Who decides",
            columns=("role", "who", "plan", "when"),
            rows=tuple(
                (
                    _word(each.role),
                    known.name(each.holder),
                    each.plan or "whole program",
                    period_in_words(each.period),
                )
                for each in chart.duties
            ),
        ),
        Section(
            key="plan",
            title="Plan of care in force",
            columns=("plan", "version", "when", "strengths", "needs", "outcomes", "strategies"),
            rows=_plan(chart),
        ),
        Section(
            key="services",
            title="Services on the plan",
            columns=("service", "provider", "status", "paid", "when"),
            rows=tuple(_services(chart, known)),
        ),
        Section(
            key="records",
            title="Everything recorded",
            columns=("kind", "how many"),
            rows=tuple(_counts(chart)),
        ),
    )
    return tuple(section for section in sections if section.rows)


def state_of(enrollment: Enrollment, as_of: date) -> str:
    """Return the state that a stay has reached on a day, as its word."""
    reached = [
        step for step in enrollment.history if isinstance(step.on, Unknown) or step.on <= as_of
    ]
    return _word(reached[-1].state) if reached else NOT_KNOWN


def _stay(enrollment: Enrollment, as_of: date, names: Names) -> Row:
    coordinator = enrollment.coordinator
    return (
        enrollment.id,
        _word(enrollment.service),
        state_of(enrollment, as_of),
        _word(enrollment.enrolled_on),
        "" if coordinator is None else names.name(coordinator),
    )


def _members(chart: Chart, names: Names) -> Iterator[Row]:
    for team in chart.teams:
        for member in team.members:
            if not _has_left(member, chart.as_of):
                employer = member.employer
                yield (
                    names.name(member.person),
                    _word(member.role),
                    _word(member.support),
                    names.name(employer) if isinstance(employer, str) else _word(employer),
                    _word(member.accepted_on),
                )


def _has_left(member: TeamMember, day: date) -> bool:
    return isinstance(member.left_on, date) and member.left_on <= day


def _plan(chart: Chart) -> tuple[Row, ...]:
    plan = chart.plan
    if plan is None:
        return ()
    parts = (plan.strengths, plan.needs, plan.outcomes, plan.strategies)
    counts = (str(len(each)) for each in parts)
    return ((plan.lineage, str(plan.version), period_in_words(plan.period), *counts),)


def _services(chart: Chart, names: Names) -> Iterator[Row]:
    for service in chart.plan.services if chart.plan is not None else ():
        provider = service.provider
        yield (
            names.services.get(service.id, service.id),
            names.name(provider) if isinstance(provider, str) else _word(provider),
            *_status(service, chart.as_of),
        )


def _status(service: PlannedService, day: date) -> Row:
    now = [span for span in service.spans if span.period.covers(day) is not False]
    spans = now or list(service.spans[-1:])
    status = _word(spans[-1].status) if spans else NOT_KNOWN
    when = period_in_words(spans[-1].period) if spans else ""
    return status, _word(service.paid), when


def _counts(chart: Chart) -> Iterator[Row]:
    counts = Counter(kind_of(record).name for record in chart.records)
    yield from ((kind, str(count)) for kind, count in sorted(counts.items()))


def _word(value: object) -> str:
    if isinstance(value, Unknown):
        return NOT_KNOWN
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
