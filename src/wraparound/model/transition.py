"""The transition plan: how formal help ends well, and how the family can come back."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.crisis import CrisisPlan
from wraparound.model.ids import AgencyId, MemberId, NeedId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, IDENTIFYING, NARRATIVE, labelled
from wraparound.model.team import SupportType
from wraparound.model.terms import UNKNOWN, Unknown


@frozen(kw_only=True, field_transformer=labelled)
class Criterion(Record):
    """A sign, for one need, that the family can go on without the program.

    Attributes:
        need: The need.
        text: The sign.
        met_on: When it was seen.
    """

    need: NeedId | None = field(default=None, metadata=ADMINISTRATIVE)
    text: str = field(metadata=NARRATIVE | FILLED)
    met_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class ContinuingSupport(Record):
    """Somebody who stays.

    Attributes:
        who: Who stays, in words.
        member: The same person as a team member.
        agency: An agency that stays.
        needs: The needs that it answers.
        support: What kind of support it is.
        contact: How to reach them.
        confirmed_on: When they said yes.
    """

    who: str = field(default="", metadata=IDENTIFYING)
    member: MemberId | None = field(default=None, metadata=ADMINISTRATIVE)
    agency: AgencyId | None = field(default=None, metadata=ADMINISTRATIVE)
    needs: tuple[NeedId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    support: SupportType | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    contact: str = field(default="", metadata=IDENTIFYING)
    confirmed_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class FollowUp(Record):
    """A time to ask how it goes, after the end.

    Attributes:
        due_on: When.
        who: Who asks.
        done_on: When it was done.
    """

    due_on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    who: str = field(default="", metadata=IDENTIFYING)
    done_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class TransitionPlan(Record):
    """How a family leaves formal wraparound: its own decision, with its team.

    Attributes:
        step_down: How help grows less, in words; stands in the plan from the first version.
        started_on: When the last phase began.
        planned_on: The day that it is planned for.
        notice_given_on: When a receiving agency was told.
        receiving_agency: Which agency takes over.
        receiving_agency_present: Whether it came to a meeting.
        criteria: How everybody will know that it is time.
        readiness: How ready the family says it is.
        supports: Who stays.
        way_back: How the family can come back without a new hurdle.
        whom_to_contact: Whom to call.
        crisis_plan: The crisis plan for afterwards.
        what_worked: What worked, in words that the family keeps.
        what_worked_given_on: When the family got its record of what worked.
        future_plan: What the family means to do from here on.
        celebration: How the family celebrates.
        celebration_offered: Whether a celebration was offered.
        celebrated_on: When it was held.
        follow_ups: When somebody asks how it goes.
    """

    step_down: str = field(default="", metadata=NARRATIVE)
    started_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    planned_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    notice_given_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    receiving_agency: AgencyId | None = field(default=None, metadata=ADMINISTRATIVE)
    receiving_agency_present: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    criteria: tuple[Criterion, ...] = field(default=(), metadata=NARRATIVE)
    readiness: str = field(default="", metadata=NARRATIVE)
    supports: tuple[ContinuingSupport, ...] = field(default=(), metadata=NARRATIVE)
    way_back: str = field(default="", metadata=NARRATIVE)
    whom_to_contact: str = field(default="", metadata=IDENTIFYING)
    crisis_plan: CrisisPlan | None = field(default=None, metadata=NARRATIVE)
    what_worked: str = field(default="", metadata=NARRATIVE)
    what_worked_given_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    future_plan: str = field(default="", metadata=NARRATIVE)
    celebration: str = field(default="", metadata=NARRATIVE)
    celebration_offered: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    celebrated_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    follow_ups: tuple[FollowUp, ...] = field(default=(), metadata=ADMINISTRATIVE)
