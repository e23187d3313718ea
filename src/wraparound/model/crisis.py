"""The crisis and safety plan: what everybody does before, during and after a hard moment."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.ids import MemberId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, IDENTIFYING, NARRATIVE, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class CrisisPlanKind(Enum):
    """What a crisis plan is for."""

    PROVISIONAL = "provisional"
    PROACTIVE = "proactive"
    REACTIVE = "reactive"
    COMBINED = "combined"
    POST_TRANSITION = "post_transition"


@frozen(kw_only=True, field_transformer=labelled)
class CrisisStep(Record):
    """One thing that one person does.

    Attributes:
        text: What.
        who: The team member.
        who_words: Who, where it is nobody of the team.
        contact: How to reach them.
        tier: For responses: 1 is tried first.
    """

    text: str = field(metadata=CLINICAL | FILLED)
    who: MemberId | None = field(default=None, metadata=ADMINISTRATIVE)
    who_words: str = field(default="", metadata=NARRATIVE)
    contact: str = field(default="", metadata=IDENTIFYING)
    tier: int | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Revision(Record):
    """A day on which something was looked at again, and why.

    Attributes:
        on: The day.
        reason: Why.
    """

    on: date | Unknown = field(metadata=ADMINISTRATIVE)
    reason: str = field(default="", metadata=NARRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Copy(Record):
    """Somebody who got a copy, and when.

    Attributes:
        member: Who.
        on: When.
    """

    member: MemberId = field(metadata=ADMINISTRATIVE)
    on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Risk(Record):
    """Something that could go wrong in daily life, and what is done about it.

    Attributes:
        text: What could happen.
        measures: What is done so that it does not, or hurts less.
    """

    text: str = field(metadata=CLINICAL | FILLED)
    measures: tuple[str, ...] = field(default=(), metadata=CLINICAL)


@frozen(kw_only=True, field_transformer=labelled)
class ImmediatePlan(Record):
    """What was agreed at once about something that could not wait for the next plan.

    Attributes:
        on: When it was agreed.
        text: What was agreed.
        who: Who of the team does it.
        linked_items: Codes of assessment items that it answers, never their wording.
    """

    on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    text: str = field(default="", metadata=CLINICAL)
    who: tuple[MemberId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    linked_items: tuple[str, ...] = field(default=(), metadata=CLINICAL)


@frozen(kw_only=True, field_transformer=labelled)
class CrisisPlan(Record):
    """What a crisis is for this family, and what then happens.

    Attributes:
        kind: What it is for.
        places: Where it is for: home, school, the community.
        completed_on: When it was finished.
        revised: When it was revised, and why.
        family_definition: What the family calls a crisis, and whose crisis it is.
        triggers: What sets it off.
        early_signs: What is seen first.
        prevention_steps: What is done so that it does not come.
        response_steps: What is done when it comes, in tiers.
        not_to_do: What makes it worse.
        worked_before: What helped before.
        line_24h: The number that somebody answers at any hour.
        respite: Where somebody can go.
        end_benchmarks: How everybody knows that it is over.
        linked_items: Codes of assessment items that it answers, never their wording.
        copies: Who has it.
        drills: When it was tried out.
        debrief: What is done afterwards.
    """

    kind: CrisisPlanKind | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    places: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    completed_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    revised: tuple[Revision, ...] | Unknown = field(default=(), metadata=ADMINISTRATIVE)
    family_definition: str = field(default="", metadata=NARRATIVE)
    triggers: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    early_signs: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    prevention_steps: tuple[CrisisStep, ...] = field(default=(), metadata=CLINICAL)
    response_steps: tuple[CrisisStep, ...] = field(default=(), metadata=CLINICAL)
    not_to_do: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    worked_before: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    line_24h: str | Unknown | None = field(default=UNKNOWN, metadata=IDENTIFYING)
    respite: str | Unknown | None = field(default=UNKNOWN, metadata=NARRATIVE)
    end_benchmarks: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    linked_items: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    copies: tuple[Copy, ...] = field(default=(), metadata=ADMINISTRATIVE)
    drills: tuple[date, ...] = field(default=(), metadata=ADMINISTRATIVE)
    debrief: str = field(default="", metadata=NARRATIVE)
