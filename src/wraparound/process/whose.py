"""Whose stay it is: the facilitator, the agency and the program that it is counted for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from wraparound.chart import Directory
from wraparound.model.duty import DutyRole
from wraparound.model.team import TeamMember, TeamRole
from wraparound.model.tie import TieKind
from wraparound.process.stay import Stay

NOT_RECORDED = ""
"""What a stay is counted for where the record does not tell."""

_FACILITATING = frozenset({DutyRole.FACILITATOR, DutyRole.CASE_MANAGER})


class By(Enum):
    """By what stays are counted together."""

    FACILITATOR = "facilitator"
    AGENCY = "agency"
    PROGRAM = "program"


def whose(stay: Stay, by: By, employers: Mapping[str, str] | None = None) -> str:
    """Return for whom a stay is counted on the day of its chart: an id, or a program's code.

    The facilitator is the one on the team on that day, or who has the duty, or whom the enrollment
    names, in this order. The agency is the one that he or she works for, or the coordinating one.

    Args:
        stay: The stay.
        by: By what it is counted.
        employers: For whom staff work, by the person, as ``employers_in`` tells it; what the chart
            itself tells where it is left out.
    """
    if by is By.PROGRAM:
        return stay.enrollment.program if stay.enrollment else NOT_RECORDED
    if by is By.FACILITATOR:
        return _facilitator(stay)
    known = employers_in(stay.chart.directory, stay.as_of) if employers is None else employers
    return _agency(stay, known)


def employers_in(directory: Directory, day: date) -> Mapping[str, str]:
    """Return for whom people work on a day, by the person: their job's agency, or by a tie."""
    found: dict[str, str] = {
        tie.subject: tie.object
        for tie in directory.ties
        if tie.kind is TieKind.EMPLOYED_BY
        and isinstance(tie.object, str)
        and tie.period.surely_covers(day)
    }
    for job in directory.staff:
        if isinstance(job.employer, str):
            found[job.person] = job.employer
    return found


def _facilitator(stay: Stay) -> str:
    member = _member(stay)
    if member is not None:
        return member.person
    held = _holder(stay, *_FACILITATING)
    named = stay.enrollment.coordinator if stay.enrollment else None
    return held or named or NOT_RECORDED


def _agency(stay: Stay, employers: Mapping[str, str]) -> str:
    member = _member(stay)
    if member is not None and isinstance(member.employer, str):
        return member.employer
    organization = _holder(stay, DutyRole.COORDINATING_ORG)
    return organization or employers.get(_facilitator(stay), NOT_RECORDED)


def _member(stay: Stay) -> TeamMember | None:
    """Return the facilitator on the team: of one who left, the last one that was."""
    of_role = [each for each in stay.members if each.role is TeamRole.FACILITATOR]
    now = [each for each in of_role if each.active_on(stay.as_of)]
    return next(iter(now or sorted(of_role, key=_joined, reverse=True)), None)


def _joined(member: TeamMember) -> tuple[date, str]:
    joined = member.accepted_on
    return (joined if isinstance(joined, date) else date.min, member.id)


def _holder(stay: Stay, *roles: DutyRole) -> str:
    lineages = {each.lineage for each in stay.plans}
    return next(
        (
            each.holder
            for each in stay.chart.duties
            if each.role in roles
            and each.family == stay.chart.family.id
            and (each.plan is None or each.plan in lineages)
            and each.period.covers(stay.as_of) is not False
        ),
        NOT_RECORDED,
    )
