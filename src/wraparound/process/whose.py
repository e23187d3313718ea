"""Whose stay it is: the facilitator, the agency and the program that it is counted for."""

from __future__ import annotations

from datetime import date
from enum import Enum

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


def whose(stay: Stay, by: By) -> str:
    """Return for whom a stay is counted on the day of its chart: an id, or a program's code.

    The facilitator is the one on the team on that day, or who has the duty, or whom the enrollment
    names, in this order. The agency is the one that he or she works for, or the coordinating one.
    """
    if by is By.PROGRAM:
        return stay.enrollment.program if stay.enrollment else NOT_RECORDED
    return _facilitator(stay) if by is By.FACILITATOR else _agency(stay)


def _facilitator(stay: Stay) -> str:
    member = _member(stay)
    if member is not None:
        return member.person
    held = _holder(stay, *_FACILITATING)
    named = stay.enrollment.coordinator if stay.enrollment else None
    return held or named or NOT_RECORDED


def _agency(stay: Stay) -> str:
    member = _member(stay)
    if member is not None and isinstance(member.employer, str):
        return member.employer
    organization = _holder(stay, DutyRole.COORDINATING_ORG)
    if organization:
        return organization
    person = _facilitator(stay)
    for job in stay.staff:
        if person and job.person == person and isinstance(job.employer, str):
            return job.employer
    for tie in stay.chart.ties:
        employs = tie.kind is TieKind.EMPLOYED_BY and tie.subject == person
        runs = tie.period.surely_covers(stay.as_of)
        if person and employs and runs and isinstance(tie.object, str):
            return tie.object
    return NOT_RECORDED


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
