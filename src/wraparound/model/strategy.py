"""Strategies and the steps that carry them: who does what about a need, by when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED, NOT_NEGATIVE
from wraparound.model.ids import Identifier, MemberId, NeedId, StepId, StrategyId, StrengthId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, IDENTIFYING, NARRATIVE, labelled
from wraparound.model.team import SupportType
from wraparound.model.terms import UNKNOWN, Unknown


class StrategyStatus(Enum):
    """How a strategy stands."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DONE = "done"
    CHANGED = "changed"
    DROPPED = "dropped"


class Helping(Enum):
    """What the family says of a strategy."""

    HELPING = "helping"
    HELPING_SOME = "helping_some"
    NOT_HELPING = "not_helping"
    TOO_EARLY = "too_early"


class StepStatus(Enum):
    """How an action step stands."""

    NOT_STARTED = "not_started"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


@frozen(kw_only=True, field_transformer=labelled)
class Option(Record):
    """One thing that the team thought of before it chose.

    Attributes:
        text: The idea.
        by: Who had it.
        chosen: Whether the family chose it.
    """

    text: str = field(metadata=NARRATIVE | FILLED)
    by: MemberId | None = field(default=None, metadata=ADMINISTRATIVE)
    chosen: bool = field(default=False, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Rating(Record):
    """How well a strategy works, as the family says on a day.

    Attributes:
        on: The day.
        value: What it says.
    """

    on: date | Unknown = field(metadata=ADMINISTRATIVE)
    value: Helping = field(metadata=CLINICAL)


@frozen(kw_only=True, field_transformer=labelled)
class Strategy(Record):
    """One thing that people will do about a need, built on a strength.

    Attributes:
        id: The strategy's id.
        need: The need that it answers.
        text: What will be done.
        options: What else was thought of.
        options_considered: How many options there were, where only the number is known.
        chosen_reason: Why the family chose this one.
        strengths: The strengths that it uses.
        support: What kind of support carries it.
        setting: Where it happens.
        cultural_fit: How it suits the family's culture.
        cost: What it costs, in dollars.
        flexible_funds: Whether flexible funds pay for it.
        status: How it stands.
        started_on: When it began.
        changed_on: When it was changed or dropped.
        changed_reason: What did not work.
        replaces: The strategy that it was made from.
        ratings: How well it works.
    """

    id: StrategyId = field(metadata=ADMINISTRATIVE)
    need: NeedId | None = field(default=None, metadata=ADMINISTRATIVE)
    text: str = field(metadata=CLINICAL | FILLED)
    options: tuple[Option, ...] = field(default=(), metadata=NARRATIVE)
    options_considered: int | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    chosen_reason: str = field(default="", metadata=NARRATIVE)
    strengths: tuple[StrengthId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    support: SupportType | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    setting: str = field(default="", metadata=NARRATIVE)
    cultural_fit: str = field(default="", metadata=NARRATIVE)
    cost: Decimal | None = field(default=None, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    flexible_funds: bool = field(default=False, metadata=ADMINISTRATIVE)
    status: StrategyStatus = field(default=StrategyStatus.ACTIVE, metadata=ADMINISTRATIVE)
    started_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    changed_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    changed_reason: str = field(default="", metadata=NARRATIVE)
    replaces: StrategyId | None = field(default=None, metadata=ADMINISTRATIVE)
    ratings: tuple[Rating, ...] = field(default=(), metadata=CLINICAL)


@frozen(kw_only=True, field_transformer=labelled)
class ActionStep(Record):
    """A task: one person, one thing, one day.

    Attributes:
        id: The step's id.
        identifiers: What other systems call it.
        strategy: The strategy that it carries.
        what: What is to be done.
        responsible: The team member who does it.
        responsible_words: Who does it, where no team member is named.
        due_on: By when.
        status: How it stands.
        status_on: Since when.
        note: What happened.
    """

    id: StepId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=IDENTIFYING)
    strategy: StrategyId | None = field(default=None, metadata=ADMINISTRATIVE)
    what: str = field(metadata=CLINICAL | FILLED)
    responsible: MemberId | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    responsible_words: str = field(default="", metadata=NARRATIVE)
    due_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    status: StepStatus = field(default=StepStatus.NOT_STARTED, metadata=ADMINISTRATIVE)
    status_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    note: str = field(default="", metadata=NARRATIVE)
