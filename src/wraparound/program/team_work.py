"""A program's team work: who must be at a meeting, and its minutes kept as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import attrs

from wraparound.chart import Chart
from wraparound.documents import Redline, called_on_team, redline
from wraparound.errors import FactsInvalid
from wraparound.importing import read_minutes
from wraparound.model.ids import PlanId, new_id
from wraparound.model.meeting import Meeting
from wraparound.model.minutes import Minutes
from wraparound.model.plan import Plan
from wraparound.model.plan_findings import PlanFinding
from wraparound.model.record import Record
from wraparound.process.expected import Expected, expected_at
from wraparound.process.minutes import apply_minutes, day_of, version_before
from wraparound.process.stay import Stay, stay_of
from wraparound.program.phase_work import PhaseWork
from wraparound.quality.review import RULES, review_plan


@attrs.frozen(kw_only=True)
class MeetingRecorded:
    """What came of minutes.

    Attributes:
        meeting: The meeting as it is kept.
        plan: The version that the team has now; None where there is no plan.
        changes: What is different in the plan; None where there was none before.
        is_revision: Whether the plan has a new version.
        expected: Who must have been there, and whether they were.
        findings: What the rules say of the meeting and of links in the plan.
        called: What to call people and parts of the plan, by their ids; personal.
        kept: Whether it was kept, or only shown.
    """

    meeting: Meeting = attrs.field(repr=False)
    plan: Plan | None = attrs.field(default=None, repr=False)
    changes: Redline | None = None
    is_revision: bool = False
    expected: tuple[Expected, ...] = ()
    findings: tuple[PlanFinding, ...] = ()
    called: Mapping[str, str] = attrs.field(factory=dict, hash=False, repr=False)
    kept: bool = False


class TeamWork(PhaseWork):
    """The records, the rules and the practice of one program, and what its teams decide."""

    def record_meeting(
        self, minutes: Minutes, *, by: str, role: str = "", keep: bool = True
    ) -> MeetingRecorded:
        """Keep a meeting with everything that it changed, in one change, or nothing of it.

        See ``wraparound.process.minutes.apply_minutes`` for when the plan has a new version.

        Args:
            minutes: What the team decided.
            by: Who writes them down, as an id.
            role: In which role, as a short code.
            keep: Whether to keep anything; without it, the answer tells what would come of it.

        Raises:
            FactsInvalid: The meeting was recorded before, or the minutes name a version of the plan
                that the stay does not have.
            RecordNotFound: There is no such family.
            RecordChanged: Somebody changed the plan meanwhile; nothing was kept.
        """
        day = day_of(minutes)
        opened = self._opened(minutes.meeting.family, day, minutes.meeting.enrollment)
        before = opened.over(minutes.meeting)
        if before is not None and isinstance(before.record, Meeting) and before.record.held is True:
            raise FactsInvalid(
                "meeting_recorded_before",
                [minutes.meeting.id],
                hint="give the minutes of another meeting an id of their own; "
                "to correct this one, replace its record",
            )
        made = apply_minutes(minutes, opened.stay, self.practice, new_plan=PlanId(new_id()))
        told = [made.meeting, made.replaced, None if made.plan == made.before else made.plan]
        saved = [each for each in told if each is not None]
        if keep:
            self._keep(opened, saved, by=by, role=role, reason=f"minutes of {made.meeting.id}")
        after = _with_records(opened.stay, saved)
        return MeetingRecorded(
            meeting=made.meeting,
            plan=made.plan,
            changes=redline(made.before, made.plan) if made.before and made.plan else None,
            is_revision=made.is_revision,
            expected=expected_at(after, self.practice, made.meeting),
            findings=self._said_of(made.meeting, made.plan, after),
            called=called_on_team(after),
            kept=keep,
        )

    def read_minutes(self, file: Path) -> Minutes:
        """Return the minutes of a file, with what it leaves out taken from the plan.

        Raises:
            InputRefused: Something is wrong; the error lists all of it with its lines.
            RecordNotFound: There is no such family.
        """

        def plan_of(family: str, plan: str | None) -> Plan | None:
            return version_before(self.stay(family), plan)

        return read_minutes(file, plan_of)

    def expected(self, family: str | Chart, *, as_of: date | None = None) -> tuple[Expected, ...]:
        """Return who must be at the next meeting of a team, and why."""
        return expected_at(self.stay(family, as_of=as_of), self.practice)

    def _said_of(self, meeting: Meeting, plan: Plan | None, stay: Stay) -> tuple[PlanFinding, ...]:
        codes = [code for code in RULES if code.startswith(("MEET-", "REF-"))]
        review = review_plan(stay, policy=self.practice, codes=codes)
        about = {meeting.id, plan.id if plan else ""}
        return tuple(each for each in review.findings if each.place.id in about)


def _with_records(stay: Stay, saved: Iterable[Record]) -> Stay:
    """Return a stay as it is when some records are kept."""
    new = {(type(each), str(getattr(each, "id", ""))): each for each in saved}
    held = [
        new.pop((type(each), str(getattr(each, "id", ""))), each) for each in stay.chart.records
    ]
    chart = Chart.of([*held, *new.values()], as_of=stay.as_of)
    whole = attrs.evolve(chart, directory=stay.chart.directory)
    return stay_of(whole, stay.enrollment.id if stay.enrollment else None)
