"""A program's plans of care: versions made, agreed, put in force, signed and handed out.

What a step still lacks is told with it. Nothing here refuses a step because of what is open: staff
go on, and the reason that they give is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType

import attrs

from wraparound.chart import Chart
from wraparound.errors import FactsInvalid, RecordNotFound
from wraparound.importing import Stored
from wraparound.model.crisis import Copy
from wraparound.model.enrollment import DocumentedReason, Enrollment
from wraparound.model.ids import MemberId, PlanId, StrategyId, new_id
from wraparound.model.plan import Plan, PlanStatus, Signature
from wraparound.model.record import Record
from wraparound.process.plan_versions import (
    PlanMoved,
    PlanStanding,
    highest_version,
    open_before,
    plan_standings,
    put_in_force,
    replaced_on,
    revised,
)
from wraparound.process.stay import Stay, stay_of
from wraparound.program.keeping import stored_in
from wraparound.program.practice import Practice


@attrs.frozen(kw_only=True)
class OpenedStay:
    """A stay with the revisions that its records had as they were read.

    Attributes:
        stay: The stay.
        stored: Each record with its revision, by its class and id.
    """

    stay: Stay
    stored: Mapping[tuple[type[Record], str], Stored]

    def over(self, record: Record) -> Stored | None:
        """Return a record as it was read; None for a new one."""
        return self.stored.get((type(record), str(getattr(record, "id", ""))))

    def plan(self, plan: str) -> Plan:
        """Return a version of the plan.

        Raises:
            RecordNotFound: The stay has no such version.
        """
        found = next((each for each in self.stay.plans if each.id == plan), None)
        if found is None:
            raise RecordNotFound("plan", plan)
        return found


class PlanWork(Practice):
    """The records, the rules and the practice of one program, and the plans of its families."""

    def plan_standings(
        self, family: str | Chart, *, as_of: date | None = None
    ) -> tuple[PlanStanding, ...]:
        """Return how every version of a family's plan stands: who signed, who has it, what next."""
        return plan_standings(self.stay(family, as_of=as_of), self.practice)

    def revise_plan(
        self,
        family: str,
        *,
        reason: str,
        by: str,
        did_not_work: Iterable[StrategyId] = (),
        on: date | None = None,
    ) -> Plan:
        """Keep a draft of the next version of a family's plan, made from the one in force.

        Args:
            family: The family.
            reason: What did not work, and what is to change.
            by: Who makes it, as an id.
            did_not_work: The strategies that it changes because they did not work.
            on: The day; today where it is left out.

        Raises:
            RecordNotFound: There is no such family, or it has no plan in force.
        """
        day = self._day(on)
        opened = self._opened(family, day)
        before = opened.stay.active_plan
        if before is None:
            raise RecordNotFound("plan", f"{family}, in force", hint="a first plan is a new record")
        draft = revised(
            before,
            PlanId(new_id()),
            version=highest_version(opened.stay.plans, before.lineage) + 1,
            status=PlanStatus.DRAFT,
            on=day,
            reason=reason,
            did_not_work=tuple(did_not_work),
        )
        self._keep(opened, [draft], by=by, reason=f"draft made from {before.id}")
        return draft

    def agree_plan(
        self, plan: str, *, by: str, on: date | None = None, reason: str = ""
    ) -> PlanMoved:
        """Keep that the team agreed on a version.

        Args:
            plan: The version.
            by: Who writes it down, as an id.
            on: The day; today where it is left out.
            reason: Why the team goes on with what is open; it is kept beside the stay.

        Returns:
            The version, with what the record does not show yet.

        Raises:
            RecordNotFound: There is no such version.
            FactsInvalid: The version is over.
        """

        def agreed(version: Plan, day: date) -> Plan:
            return attrs.evolve(version, status=PlanStatus.AGREED, completed_on=day)

        return self._move(plan, PlanStatus.AGREED, agreed, by=by, on=on, reason=reason)

    def start_plan(
        self, plan: str, *, by: str, on: date | None = None, reason: str = ""
    ) -> PlanMoved:
        """Put a version in force, and replace whichever was; both in one change.

        It takes and returns what ``agree_plan`` does.

        Raises:
            RecordNotFound: There is no such version.
            FactsInvalid: The version is over.
        """
        return self._move(plan, PlanStatus.ACTIVE, put_in_force, by=by, on=on, reason=reason)

    def sign_plan(self, plan: str, signature: Signature, *, by: str) -> Plan:
        """Keep somebody's yes to a version.

        Raises:
            RecordNotFound: There is no such version.
        """
        return self._with(
            plan, by, lambda each: attrs.evolve(each, signatures=(*each.signatures, signature))
        )

    def hand_out_plan(
        self, plan: str, members: Iterable[MemberId], *, by: str, on: date | None = None
    ) -> Plan:
        """Keep that members of the team got a version.

        Raises:
            RecordNotFound: There is no such version.
        """
        day = self._day(on)
        copies = tuple(Copy(member=each, on=day) for each in members)
        return self._with(
            plan, by, lambda each: attrs.evolve(each, distribution=(*each.distribution, *copies))
        )

    def _move(
        self,
        plan: str,
        to: PlanStatus,
        moved: Callable[[Plan, date], Plan],
        *,
        by: str,
        on: date | None,
        reason: str,
    ) -> PlanMoved:
        day = self._day(on)
        held = self.get(Plan, plan)
        opened = self._opened(held.family, day, held.enrollment)
        version = opened.plan(plan)
        if version.status in (PlanStatus.REPLACED, PlanStatus.ENDED):
            raise FactsInvalid("plan_is_over", [plan], hint="make a new version of it")
        is_open = tuple(open_before(version, to, opened.stay, self.practice))
        after = moved(version, day)
        in_force = [
            each
            for each in opened.stay.plans
            if each.status is PlanStatus.ACTIVE and each.id != plan and to is PlanStatus.ACTIVE
        ]
        replaced = tuple(replaced_on(each, day) for each in in_force)
        saved: list[Record] = [after, *replaced]
        enrollment = opened.stay.enrollment
        if is_open and reason and enrollment is not None:
            saved.append(_excused(enrollment, f"plan:{plan}:{to.value}", reason, day))
        self._keep(opened, saved, by=by, reason=f"plan {to.value}")
        return PlanMoved(plan=after, replaced=replaced, open=is_open, reason=reason)

    def _with(self, plan: str, by: str, changed: Callable[[Plan], Plan]) -> Plan:
        with self.change(by=by, reason=f"plan {plan}") as unit:
            after = changed(unit.get(Plan, plan))
            unit.replace(after)
        return after

    def _opened(self, family: str, day: date, enrollment: str | None = None) -> OpenedStay:
        """Open a family for a change: what is kept later is kept over what was read here."""
        held = [stored_in(each) for each in self.envelopes(family)]
        if not held:
            raise RecordNotFound("family", family, hint="`wraparound families` lists them")
        chart = Chart.of((each.record for each in held), as_of=day, directory=self.directory())
        stored = {(type(each.record), str(getattr(each.record, "id", ""))): each for each in held}
        return OpenedStay(stay=stay_of(chart, enrollment), stored=MappingProxyType(stored))

    def _keep(
        self, opened: OpenedStay, records: Iterable[Record], *, by: str, reason: str, role: str = ""
    ) -> None:
        with self.change(by=by, role=role, reason=reason) as unit:
            for record in records:
                before = opened.over(record)
                if before is None:
                    unit.add(record)
                else:
                    unit.replace(record, over=before)


def _excused(enrollment: Enrollment, clock: str, reason: str, day: date) -> Enrollment:
    why = DocumentedReason(clock=clock, text=reason, recorded_on=day)
    return attrs.evolve(enrollment, documented_reasons=(*enrollment.documented_reasons, why))
