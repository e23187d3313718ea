"""The versions of a plan of care: draft, agreed, in force, replaced, and what each step lacks.

A version is made, agreed, and put in force; then the one before it is replaced. What a step still
lacks is told and never forbids it: staff may go on, and say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

import attrs

from wraparound.model.ids import MemberId, PlanId, RecordId, StrategyId
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.plan import Plan, PlanStatus
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.activities import Shown, load_activities, read_activities
from wraparound.process.guard import OpenItem, open_activity
from wraparound.process.plan_people import Signer, signers_of, without_copy
from wraparound.process.stay import Stay

_NEXT: Final = {PlanStatus.DRAFT: PlanStatus.AGREED, PlanStatus.AGREED: PlanStatus.ACTIVE}
_OF_PLANNING: Final = ("2.1", "2.2")
"""The activities in which a plan and its crisis plan are made; handing it out comes after."""


@attrs.frozen(kw_only=True)
class PlanStanding:
    """How one version stands.

    Attributes:
        plan: The version.
        in_force: Whether it is the one in force.
        signers: Whose yes it needs, with the days of those who signed.
        without_copy: Members who should have it, and have no copy.
        next: What it becomes next; None where it is in force, or over.
        open: What that step still lacks by the record.
        also_active: Other versions that call themselves active; only one may.
    """

    plan: Plan = attrs.field(repr=False)
    in_force: bool
    signers: tuple[Signer, ...] = ()
    without_copy: tuple[MemberId, ...] = ()
    next: PlanStatus | None = None
    open: tuple[OpenItem, ...] = ()
    also_active: tuple[PlanId, ...] = ()

    @property
    def unsigned(self) -> tuple[Signer, ...]:
        """Whose yes it still needs."""
        return tuple(each for each in self.signers if each.signed_on is None)


@attrs.frozen(kw_only=True)
class PlanMoved:
    """What came of a step of a plan: it is made, whatever is open.

    Attributes:
        plan: The version as it is kept.
        replaced: The versions that it replaced.
        open: What the step lacked by the record.
        reason: Why staff went on; empty where nobody said.
    """

    plan: Plan = attrs.field(repr=False)
    replaced: tuple[Plan, ...] = attrs.field(default=(), repr=False)
    open: tuple[OpenItem, ...] = ()
    reason: str = attrs.field(default="", repr=False)


def plan_standings(stay: Stay, policy: ProgramPolicy) -> tuple[PlanStanding, ...]:
    """Return how every version of a plan stands, the newest first.

    Args:
        stay: The stay, as of the day that is asked about.
        policy: What the program goes by.
    """
    newest_first = sorted(stay.plans, key=lambda plan: (-plan.version, plan.id))
    return tuple(_standing(plan, stay, policy) for plan in newest_first)


def open_before(plan: Plan, to: PlanStatus, stay: Stay, policy: ProgramPolicy) -> list[OpenItem]:
    """Return what a step of a version lacks by the record.

    Args:
        plan: The version.
        to: What it is to become.
        stay: The stay, as of the day.
        policy: What the program goes by.
    """
    if to is PlanStatus.AGREED:
        return list(_parts_open(plan, stay))
    if to is not PlanStatus.ACTIVE:
        return []
    return [*_not_agreed(plan), *_parts_open(plan, stay), *_yes_open(plan, stay, policy)]


def revised(
    before: Plan,
    new_plan: PlanId,
    *,
    version: int,
    status: PlanStatus,
    on: date,
    reason: str,
    did_not_work: tuple[StrategyId, ...] = (),
    decided_at: RecordId | None = None,
) -> Plan:
    """Return the next version of a plan: the same parts, and nobody's signature or copy yet.

    Args:
        before: The version that it is made from.
        new_plan: Its id.
        version: Its number.
        status: How far it has come.
        on: The day.
        reason: What did not work, and what changes.
        did_not_work: The strategies that it changes because they did not work.
        decided_at: The meeting that decided it.
    """
    finished = status is not PlanStatus.DRAFT
    return attrs.evolve(
        before,
        id=new_plan,
        identifiers=(),
        version=version,
        status=status,
        period=Period(start=on) if status is PlanStatus.ACTIVE else ALWAYS,
        dated_on=on if status is PlanStatus.ACTIVE else None,
        completed_on=on if finished else None,
        replaces=before.id,
        change_reason=reason,
        did_not_work=did_not_work,
        decided_at=decided_at,
        signatures=(),
        distribution=(),
        reviews=(),
        review_due_on=None,
        consent_on=None,
    )


def put_in_force(plan: Plan, on: date) -> Plan:
    """Return a version as it is in force from a day on."""
    return attrs.evolve(
        plan,
        status=PlanStatus.ACTIVE,
        period=Period(start=on),
        dated_on=on,
        completed_on=plan.completed_on if isinstance(plan.completed_on, date) else on,
    )


def replaced_on(plan: Plan, on: date) -> Plan:
    """Return a version that another one replaces from a day on."""
    start = plan.period.start
    # a version that began on that very day was in force on it
    end = on if not isinstance(start, date) or start < on else start + timedelta(days=1)
    return attrs.evolve(plan, status=PlanStatus.REPLACED, period=attrs.evolve(plan.period, end=end))


def highest_version(plans: Iterable[Plan], lineage: str) -> int:
    """Return the highest number among the versions of a plan; 0 where there is none."""
    return max((each.version for each in plans if each.lineage == lineage), default=0)


def _standing(plan: Plan, stay: Stay, policy: ProgramPolicy) -> PlanStanding:
    in_force = stay.plan is plan
    over = plan.status in (PlanStatus.REPLACED, PlanStatus.ENDED)
    to = _NEXT.get(plan.status)
    others = [each.id for each in stay.plans if each.status is PlanStatus.ACTIVE]
    return PlanStanding(
        plan=plan,
        in_force=in_force,
        signers=() if over else signers_of(plan, stay, policy),
        without_copy=without_copy(plan, stay) if in_force else (),
        next=to,
        open=() if to is None else tuple(open_before(plan, to, stay, policy)),
        also_active=tuple(name for name in others if in_force and name != plan.id),
    )


def _not_agreed(plan: Plan) -> Iterator[OpenItem]:
    if plan.status is PlanStatus.DRAFT:
        yield OpenItem(
            code="status:agreed",
            title="The team has not agreed on this version yet",
            shown=Shown.NOT_SHOWN,
            source="national practice model, phase 2",
        )


def _parts_open(plan: Plan, stay: Stay) -> Iterator[OpenItem]:
    """Yield the activities of planning that this very version does not show."""
    as_if_in_force = attrs.evolve(
        stay, plans=(attrs.evolve(plan, version=1, status=PlanStatus.ACTIVE),)
    )
    codes = [each.code for each in load_activities() if each.code.startswith(_OF_PLANNING)]
    for reading in read_activities(as_if_in_force, *codes):
        if reading.shown is not Shown.SHOWN:
            yield open_activity(reading)


def _yes_open(plan: Plan, stay: Stay, policy: ProgramPolicy) -> Iterator[OpenItem]:
    for signer in signers_of(plan, stay, policy):
        if signer.signed_on is None:
            yield OpenItem(
                code=f"signature:{signer.name}",
                title=f"{signer.name} has not signed ({signer.asked.value})",
                shown=Shown.NOT_SHOWN,
                source="42 CFR 441.301(c)(2)(ix); the program's list of signers",
            )
