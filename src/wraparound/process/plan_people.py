"""Who says yes to a plan of care, and who has it: who signed, who has not, who lacks a copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from typing import Final

import attrs

from wraparound.model.ids import MemberId
from wraparound.model.plan import Plan, Signature
from wraparound.model.planned_service import PlannedService, ServiceStatus
from wraparound.model.strategy import StepStatus
from wraparound.model.team import SupportType, TeamMember
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.stay import Stay

REQUIRED_SIGNERS: Final = "required_signers"
"""The parameter of a program that lists whose signature it asks for."""

SIGNERS: Final = ("youth", "caregiver", "facilitator")
"""Who signs where a program lists nobody."""

EVERYBODY: Final = "all_members"
"""What stands in such a list for every member of the team."""

_OPEN_STEPS: Final = frozenset({StepStatus.NOT_STARTED, StepStatus.DOING})
_OVER: Final = frozenset({ServiceStatus.ENDED, ServiceStatus.DECLINED})


class Asked(Enum):
    """Why somebody's signature is asked for."""

    PROGRAM = "program"
    """The program lists the role, or everybody."""
    TASK = "task"
    """They do a step of the plan."""
    SERVICE = "service"
    """They provide a service on it."""


@attrs.frozen(kw_only=True)
class Signer:
    """Somebody whose yes the plan needs.

    Attributes:
        name: The role, the team member or the agency.
        asked: Why their signature is asked for.
        signed_on: When they signed; None where they have not by the day.
    """

    name: str
    asked: Asked
    signed_on: date | None = None


def signers_of(plan: Plan, stay: Stay, policy: ProgramPolicy) -> tuple[Signer, ...]:
    """Return whose yes a version needs: those whom the program lists, and all who do something.

    Everybody who is responsible for a part signs (42 CFR 441.301(c)(2)(ix)): those who do a step
    that is not done, and the formal providers of services that go on. Nobody is listed twice.

    Args:
        plan: The version.
        stay: The stay, as of the day that is asked about.
        policy: What the program goes by.
    """
    signed = signatures_by(plan, stay.as_of)
    listed = policy.on(REQUIRED_SIGNERS, stay.as_of).values
    roles = next((value for value in listed if isinstance(value, tuple)), None)
    found = [
        Signer(name=name, asked=Asked.PROGRAM, signed_on=signed_on(name, signed))
        for name in required_signers(stay, None if roles is None else map(str, roles))
    ]
    told = {each.name for each in found}
    for member in _with_tasks(plan, stay):
        if member.id not in told and member.role.value not in told:
            told.add(member.id)
            day = _member_signed_on(member, signed)
            found.append(Signer(name=member.id, asked=Asked.TASK, signed_on=day))
    for agency in _providers(plan, stay.as_of):
        if agency not in told:
            told.add(agency)
            day = _agency_signed_on(agency, stay, signed)
            found.append(Signer(name=agency, asked=Asked.SERVICE, signed_on=day))
    return tuple(found)


def required_signers(stay: Stay, listed: Iterable[str] | None) -> Iterator[str]:
    """Yield whose signature a program asks for: roles, and members where it asks for everybody.

    Args:
        stay: The stay.
        listed: What the program lists; None where it lists nobody.
    """
    youth = stay.youth
    for signer in SIGNERS if listed is None else listed:
        if signer == EVERYBODY:
            yield from (each.id for each in stay.active)
        elif signer != "youth" or youth is None or youth.able_to_sign is not False:
            yield signer


def signatures_by(plan: Plan, day: date) -> list[tuple[date, Signature]]:
    """Return the signatures of a version that were given by a day."""
    dated = [(each.on, each) for each in plan.signatures if isinstance(each.on, date)]
    return [(on, each) for on, each in dated if on <= day]


def signed_on(name: str, signed: list[tuple[date, Signature]]) -> date | None:
    """Return when a role, or a member, signed; None where they have not."""
    days = [on for on, each in signed if name in (each.role.value, each.member)]
    return min(days, default=None)


def without_copy(plan: Plan, stay: Stay) -> tuple[MemberId, ...]:
    """Return the members of the team who should have a version by the day, and have no copy."""
    start = plan.period.start
    if not isinstance(start, date) or stay.as_of <= start:
        return ()
    has_it = {
        copy.member
        for copy in plan.distribution
        if isinstance(copy.on, date) and start <= copy.on <= stay.as_of
    }
    return tuple(
        each.id
        for each in stay.active
        if isinstance(each.accepted_on, date)
        and each.accepted_on <= start
        and each.id not in has_it
    )


def _with_tasks(plan: Plan, stay: Stay) -> Iterator[TeamMember]:
    for step in plan.steps:
        member = stay.member(step.responsible)
        if step.status in _OPEN_STEPS and member is not None:
            yield member


def _providers(plan: Plan, day: date) -> Iterator[str]:
    for service in plan.services:
        formal = service.support is SupportType.FORMAL or service.paid is True
        if formal and isinstance(service.provider, str) and _goes_on(service, day):
            yield service.provider


def _goes_on(service: PlannedService, day: date) -> bool:
    now = [each for each in service.spans if each.period.covers(day) is not False]
    return not service.spans or any(each.status not in _OVER for each in now)


def _member_signed_on(member: TeamMember, signed: list[tuple[date, Signature]]) -> date | None:
    # a signature that names a role and nobody is that of whoever holds the role
    days = [
        on
        for on, each in signed
        if each.member == member.id
        or each.person == member.person
        or (each.member is None and each.role.value == member.role.value)
    ]
    return min(days, default=None)


def _agency_signed_on(agency: str, stay: Stay, signed: list[tuple[date, Signature]]) -> date | None:
    staff = {each.id for each in stay.members if each.employer == agency}
    days = [on for on, each in signed if each.agency == agency or each.member in staff]
    return min(days, default=None)
