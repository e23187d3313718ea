"""The end of a stay as an event that rules read, where nobody wrote the event down by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from wraparound.chart import Chart
from wraparound.conflict.acts import EventFact
from wraparound.model.duty import Duty, DutyRole
from wraparound.model.enrollment import DischargeReason, Enrollment, EnrollmentState
from wraparound.model.plan import Plan

DISCHARGE = "discharge"
TRANSFER = "transfer"

EVENT_KINDS = frozenset(
    {"reassessment", "provider_change", "service_change", DISCHARGE, "hours_cut", TRANSFER}
)
"""The kinds of events that conflict rules ask about (specification, section 2)."""

_NOBODYS_ACT = frozenset({DischargeReason.DIED, DischargeReason.MOVED, DischargeReason.AGED_OUT})


def closing_events(
    chart: Chart, lineages: Mapping[str, Sequence[Plan]], written: Collection[EventFact]
) -> Iterator[EventFact]:
    """Yield an event for each plan of a stay that ended, unless one of that day is written down.

    It is brought about by the organization that coordinates under the plan on that day, else by
    who decided the closing, else by the coordinator; the family asked for it where the reason for
    the discharge says so. A death, a move and a birthday are nobody's act.

    Args:
        chart: The chart.
        lineages: The versions of each plan that the family's facts tell of.
        written: The events that somebody wrote down.
    """
    told = {(each.plan, each.kind, each.day) for each in written}
    for stay in chart.enrollments:
        day = stay.discharged_on
        if not isinstance(day, date) or stay.discharge_reason in _NOBODYS_ACT:
            continue
        moved_on = stay.discharge_reason is DischargeReason.TRANSFERRED
        kind = TRANSFER if moved_on else DISCHARGE
        for plan in _plans_of(stay, lineages, chart):
            if (plan, kind, day) not in told:
                yield EventFact(
                    id=closing_id(stay.id, plan),
                    kind=kind,
                    plan=plan,
                    day=day,
                    by=_brought_about_by(stay, plan, day, chart),
                    requested_by_family=stay.discharge_reason is DischargeReason.FAMILY_REQUEST,
                )


def closing_id(stay: str, plan: str) -> str:
    """Return the id of the event that the end of a stay is for one of its plans."""
    return f"{stay}.discharge.{plan}"


def _plans_of(
    stay: Enrollment, lineages: Mapping[str, Sequence[Plan]], chart: Chart
) -> Iterable[str]:
    named = [
        name
        for name, versions in lineages.items()
        if any(version.enrollment == stay.id for version in versions)
    ]
    alone = len(lineages) == 1 and len(chart.enrollments) == 1
    return named or (list(lineages) if alone else [])


def _brought_about_by(stay: Enrollment, plan: str, day: date, chart: Chart) -> str | None:
    duties = (*chart.all(Duty), *chart.directory.records.all(Duty))  # there, of every plan
    organizations = {
        each.holder
        for each in duties
        if each.role is DutyRole.COORDINATING_ORG
        and each.plan in {None, plan}
        and each.period.covers(day) is not False
    }
    if len(organizations) == 1:
        return organizations.pop()
    closings = [each.by for each in stay.history if each.state is EnrollmentState.CLOSED]
    return next((each for each in reversed(closings) if each), None) or stay.coordinator
