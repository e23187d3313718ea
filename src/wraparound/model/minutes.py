"""Minutes: what a team decided at a meeting, told once, before it becomes records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import field, frozen

from wraparound.errors import Fault
from wraparound.model.crisis import CrisisPlan
from wraparound.model.ids import PlanId, StrategyId
from wraparound.model.meeting import Meeting
from wraparound.model.need import Need
from wraparound.model.outcome import Outcome
from wraparound.model.planned_service import PlannedService
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, NARRATIVE, labelled
from wraparound.model.strategy import ActionStep, Strategy
from wraparound.model.strength import Strength
from wraparound.model.transition import TransitionPlan


@frozen(kw_only=True, field_transformer=labelled)
class Minutes(Record):
    """A meeting, with what it changed in the plan and who does what from now on.

    Parts of the plan are told whole. One with the id of a part that the plan has stands in its
    place, any other is new. What is not told stays as it is; nothing is ever taken off a plan: a
    strategy is dropped, a step is done, a need is met.

    Attributes:
        meeting: The meeting: who was there, accomplishments, decisions with their options, dissent.
        plan: The version that the team had before it; the one in force where it is left out.
        reason: What did not work, and what changes: the reason of the new version.
        did_not_work: The strategies that the team changes because they did not work.
        mission: The team's mission in new words; empty where it stays.
        strengths: Strengths that were found or changed.
        needs: Needs that were taken up or changed.
        outcomes: Outcomes, above all with new measurements.
        strategies: Strategies that are new, rated, changed or dropped.
        steps: Tasks, new and old: one person, one thing, one day.
        services: Services that begin, change or end.
        crisis_plan: The crisis plan, where it changes.
        transition: The transition plan, where it changes.
    """

    meeting: Meeting = field(metadata=NARRATIVE)
    plan: PlanId | None = field(default=None, metadata=ADMINISTRATIVE)
    reason: str = field(default="", metadata=NARRATIVE)
    did_not_work: tuple[StrategyId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    mission: str = field(default="", metadata=NARRATIVE)
    strengths: tuple[Strength, ...] = field(default=(), metadata=NARRATIVE)
    needs: tuple[Need, ...] = field(default=(), metadata=CLINICAL)
    outcomes: tuple[Outcome, ...] = field(default=(), metadata=CLINICAL)
    strategies: tuple[Strategy, ...] = field(default=(), metadata=CLINICAL)
    steps: tuple[ActionStep, ...] = field(default=(), metadata=CLINICAL)
    services: tuple[PlannedService, ...] = field(default=(), metadata=CLINICAL)
    crisis_plan: CrisisPlan | None = field(default=None, metadata=CLINICAL)
    transition: TransitionPlan | None = field(default=None, metadata=NARRATIVE)

    def contradictions(self) -> Iterator[Fault]:
        """Yield faults of minutes that are of no meeting, or that tell one part twice."""
        if not isinstance(self.meeting.on, date):
            yield Fault("meeting.on", "must be a day: minutes are of a meeting that took place")
        if self.meeting.held is False:
            yield Fault("meeting.held", "must not be false: minutes are of a meeting that was held")
        for name in PARTS:
            seen: set[str] = set()
            for place, part in enumerate(getattr(self, name)):
                if part.id in seen:
                    yield Fault(f"{name}[{place}].id", "must not be used twice in one plan")
                seen.add(part.id)


PARTS = ("strengths", "needs", "outcomes", "strategies", "steps", "services")
"""The lists of a plan that minutes add to, or put changed parts into."""
