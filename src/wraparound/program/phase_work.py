"""A program's phases: what the next one lacks by the record, and entering it with a reason."""

from __future__ import annotations

from datetime import date

import attrs

from wraparound.chart import Chart
from wraparound.errors import RecordNotFound
from wraparound.model.enrollment import PhaseEntry
from wraparound.model.ids import RecordId, new_id
from wraparound.model.incident import Event
from wraparound.model.record import Record
from wraparound.process.phase_guard import PhaseGuard, guard_phase
from wraparound.process.phases import PHASE_RETURN
from wraparound.program.plan_work import PlanWork


@attrs.frozen(kw_only=True)
class PhaseEntered:
    """What came of a step to another phase: it is entered, whatever is open.

    Attributes:
        entry: What staff entered.
        guard: What the step lacked by the record.
    """

    entry: PhaseEntry = attrs.field(repr=False)
    guard: PhaseGuard


class PhaseWork(PlanWork):
    """The records, the rules and the practice of one program, with its plans and phases."""

    def phase_guard(
        self, family: str | Chart, to: str = "", *, as_of: date | None = None
    ) -> PhaseGuard:
        """Return what a step to a phase lacks by the record; to the next one where left out.

        Raises:
            PolicyUnknown: Neither the program nor the national model has such a phase.
        """
        return guard_phase(self.stay(family, as_of=as_of), self.practice, to)

    def enter_phase(
        self, family: str, to: str, *, by: str, on: date | None = None, reason: str = ""
    ) -> PhaseEntered:
        """Keep the phase that staff enter, whatever the record lacks, with their reason.

        A step back is kept as the event that hides what the record showed of later phases; it
        counts with its reason only.

        Args:
            family: The family.
            to: The phase in the program's word, or the national one.
            by: Who enters it, as an id.
            on: The day; today where it is left out.
            reason: Why, above all where something is open or the step goes back.

        Raises:
            RecordNotFound: There is no such family, or it has no enrollment.
            PolicyUnknown: Neither the program nor the national model has such a phase.
        """
        day = self._day(on)
        opened = self._opened(family, day)
        stay = opened.stay
        if stay.enrollment is None:
            raise RecordNotFound("enrollment", f"of {family}")
        guard = guard_phase(stay, self.practice, to)
        phase = guard.phases[0] if len(guard.phases) == 1 else None
        entry = PhaseEntry(word=to, phase=phase, on=day, reason=reason)
        enrollment = stay.enrollment
        saved: list[Record] = [attrs.evolve(enrollment, phases=(*enrollment.phases, entry))]
        if guard.is_return:
            saved.append(
                Event(
                    id=RecordId(new_id()),
                    family=enrollment.family,
                    enrollment=enrollment.id,
                    type=PHASE_RETURN,
                    target=guard.phases[-1].name,
                    reason=reason,
                    on=day,
                )
            )
        self._keep(opened, saved, by=by, reason="phase entered")
        return PhaseEntered(entry=entry, guard=guard)
