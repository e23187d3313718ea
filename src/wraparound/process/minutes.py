"""Minutes into records: the meeting as it was held, and the plan as the team changed it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import attrs

from wraparound.errors import FactsInvalid
from wraparound.model.ids import FamilyId, LineageId, PlanId, StepId
from wraparound.model.meeting import Decision, Meeting
from wraparound.model.minutes import PARTS, Minutes
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.strategy import Strategy
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.plan_versions import highest_version, replaced_on, revised
from wraparound.process.recorded import flag
from wraparound.process.stay import Stay

NEEDS_APPROVAL: Final = "plan_approval_required"
"""The flag of a program in which a plan begins only when everybody agreed in writing."""

_PROGRESS: Final[dict[str, frozenset[str]]] = {
    "needs": frozenset({"status", "closed_on"}),
    "outcomes": frozenset({"data", "status"}),
    "strategies": frozenset({"ratings"}),
    "steps": frozenset({"status", "status_on", "note"}),
}
"""What tells how the plan goes, and does not change it."""

_OPEN: Final = frozenset({PlanStatus.DRAFT, PlanStatus.AGREED})


@attrs.frozen(kw_only=True)
class MinutesApplied:
    """What minutes make of the records.

    Attributes:
        meeting: The meeting as it is to be kept.
        before: The version that the team had before it; None where there was no plan.
        plan: The version that it has now; the same as before where nothing of it changed.
        replaced: The version before as it is to be kept, where a new one takes its place.
    """

    meeting: Meeting = attrs.field(repr=False)
    before: Plan | None = attrs.field(default=None, repr=False)
    plan: Plan | None = attrs.field(default=None, repr=False)
    replaced: Plan | None = attrs.field(default=None, repr=False)

    @property
    def is_revision(self) -> bool:
        """Whether the plan has a new version."""
        if self.plan is None:
            return False
        return self.before is None or self.before.id != self.plan.id


def apply_minutes(
    minutes: Minutes, stay: Stay, policy: ProgramPolicy, *, new_plan: PlanId
) -> MinutesApplied:
    """Return what minutes make of the records of a stay. Nothing is kept.

    Progress (a step done, a strategy rated, an outcome measured) is written into the version that
    the team has. Anything else makes a new version of a plan in force, without signatures and
    copies, because nobody has signed or got it yet. It is in force from the day of the meeting,
    and the one before it is replaced, unless the program asks for everybody's approval in writing
    first: then it is agreed, and the one before it goes on. A draft is changed as it is.

    Args:
        minutes: What the team decided.
        stay: The stay, as of the day of the meeting.
        policy: What the program goes by.
        new_plan: The id of a new version, where one is made.

    Raises:
        FactsInvalid: The minutes name a version that the stay does not have, or one that is over.
    """
    before = version_before(stay, minutes.plan)
    meeting = _meeting(minutes, stay, before)
    plan = before or _first_plan(stay, meeting.family, new_plan)
    changed = _changed(plan, minutes)
    if changed == plan:
        return MinutesApplied(meeting=meeting, before=before, plan=before)
    if before is None or before.status in _OPEN:
        told = attrs.evolve(
            changed,
            change_reason=minutes.reason or plan.change_reason,
            did_not_work=minutes.did_not_work or plan.did_not_work,
            decided_at=meeting.id,
        )
        return MinutesApplied(meeting=meeting, before=before, plan=told)
    if _is_progress(before, changed):
        return MinutesApplied(meeting=meeting, before=before, plan=changed)
    return _new_version(before, changed, minutes, stay, policy, new_plan)


def _new_version(
    before: Plan,
    changed: Plan,
    minutes: Minutes,
    stay: Stay,
    policy: ProgramPolicy,
    new_plan: PlanId,
) -> MinutesApplied:
    day = day_of(minutes)
    agreed = flag(policy, NEEDS_APPROVAL, day)
    plan = revised(
        changed,
        new_plan,
        version=highest_version(stay.plans, before.lineage) + 1,
        status=PlanStatus.AGREED if agreed else PlanStatus.ACTIVE,
        on=day,
        reason=minutes.reason,
        did_not_work=minutes.did_not_work,
        decided_at=minutes.meeting.id,
    )
    return MinutesApplied(
        meeting=_meeting(minutes, stay, before),
        before=before,
        plan=plan,
        replaced=None if agreed else replaced_on(before, day),
    )


def day_of(minutes: Minutes) -> date:
    """Return the day of the meeting, which minutes always have."""
    day = minutes.meeting.on
    assert isinstance(day, date)  # noqa: S101 - minutes without a day cannot be built
    return day


def version_before(stay: Stay, named: str | None = None) -> Plan | None:
    """Return the version that a team has: the one named, the one in force, or else the newest.

    Raises:
        FactsInvalid: The stay has no such version, or it is over.
    """
    if named is not None:
        found = next((each for each in stay.plans if each.id == named), None)
        if found is None:
            raise FactsInvalid("unknown_plan", [named])
        if found.status in (PlanStatus.REPLACED, PlanStatus.ENDED):
            raise FactsInvalid(
                "plan_is_over", [named], hint="name the version in force, or leave it out"
            )
        return found
    drafts = [each for each in stay.plans if each.status in _OPEN]
    return stay.active_plan or max(drafts, key=lambda plan: plan.version, default=None)


def _first_plan(stay: Stay, family: FamilyId, new_plan: PlanId) -> Plan:
    enrollment = stay.enrollment
    return Plan(
        id=new_plan,
        lineage=LineageId(new_plan),
        family=family,
        enrollment=enrollment.id if enrollment else None,
        youth=enrollment.youth if enrollment else None,
    )


def _meeting(minutes: Minutes, stay: Stay, before: Plan | None) -> Meeting:
    """Return the meeting as it is kept: held, with the steps that came of it or were looked at."""
    meeting = minutes.meeting
    known = {each.id for each in before.steps} if before else set()
    told = [each.id for each in minutes.steps]
    return attrs.evolve(
        meeting,
        held=True,
        enrollment=meeting.enrollment or (stay.enrollment.id if stay.enrollment else None),
        plan=meeting.plan or (before.lineage if before else None),
        new_steps=_with(meeting.new_steps, (each for each in told if each not in known)),
        reviewed_steps=_with(meeting.reviewed_steps, (each for each in told if each in known)),
    )


def _with(listed: tuple[StepId, ...], more: Iterable[StepId]) -> tuple[StepId, ...]:
    return tuple(dict.fromkeys((*listed, *more)))


def _changed(plan: Plan, minutes: Minutes) -> Plan:
    """Return a plan with the parts of minutes in it, in place or at the end."""
    changes: dict[str, Any] = {  # Any: each field has its own type
        name: _put(getattr(plan, name), getattr(minutes, name)) for name in PARTS
    }
    changes["strategies"] = tuple(
        _with_options(each, minutes.meeting.decisions) for each in changes["strategies"]
    )
    for name in ("mission", "crisis_plan", "transition"):
        if told := getattr(minutes, name):
            changes[name] = told
    return attrs.evolve(plan, **changes)


def _put(held: tuple[Any, ...], told: tuple[Any, ...]) -> tuple[Any, ...]:  # Any: as above
    new = {part.id: part for part in told}
    kept = [new.pop(part.id, part) for part in held]
    return (*kept, *new.values())


def _with_options(strategy: Strategy, decisions: tuple[Decision, ...]) -> Strategy:
    """Return a strategy with what was thought of before it was chosen, so that it is told once."""
    if strategy.options:
        return strategy
    thought = [each.options for each in decisions if each.strategy == strategy.id and each.options]
    if not thought:
        return strategy
    counted = strategy.options_considered
    return attrs.evolve(
        strategy,
        options=thought[0],
        options_considered=(
            len(thought[0]) if counted is None or isinstance(counted, Unknown) else counted
        ),
    )


def _is_progress(before: Plan, changed: Plan) -> bool:
    """Tell whether two versions differ only in how the plan goes."""
    same: dict[str, Any] = {name: getattr(before, name) for name in _PROGRESS}  # Any: as above
    if attrs.evolve(changed, **same) != before:
        return False
    for name, fields in _PROGRESS.items():
        held, told = getattr(before, name), getattr(changed, name)
        if len(held) != len(told):
            return False
        for old, new in zip(held, told, strict=True):
            if attrs.evolve(new, **{field: getattr(old, field) for field in fields}) != old:
                return False
    return True
