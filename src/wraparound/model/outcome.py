"""Outcomes: how a family and its team will know that life got better."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.ids import Identifier, NeedId, OutcomeId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, IDENTIFYING, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class Direction(Enum):
    """Which way the measure should go."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


class OutcomeStatus(Enum):
    """How an outcome stands."""

    ACTIVE = "active"
    REACHED = "reached"
    CHANGED = "changed"
    DROPPED = "dropped"


@frozen(kw_only=True, field_transformer=labelled)
class Measure(Record):
    """A number on a day: where it started, or where it should be.

    Attributes:
        value: The number.
        words: What was said where it is no number.
        on: The day that it was measured, or by which it should be reached.
    """

    value: Decimal | Unknown | None = field(default=UNKNOWN, metadata=CLINICAL)
    words: str = field(default="", metadata=CLINICAL)
    on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class DataPoint(Record):
    """One measurement.

    Attributes:
        on: The day.
        value: The number.
        source: Who or what measured it.
    """

    on: date | Unknown = field(metadata=ADMINISTRATIVE)
    value: Decimal | Unknown = field(metadata=CLINICAL)
    source: str = field(default="", metadata=CLINICAL)


@frozen(kw_only=True, field_transformer=labelled)
class Outcome(Record):
    """A measurable change in daily life that shows a need is being met.

    Attributes:
        id: The outcome's id.
        identifiers: What other systems call it.
        need: The need that it belongs to.
        statement: What will be different.
        indicator: What is counted.
        unit: What one of it is, such as "nights a week".
        measure_method: How and by whom it is counted.
        baseline: Where it started.
        target: Where it should be, and by when.
        direction: Which way it should go.
        status: How it stands.
        data: Measurements, in the order made.
    """

    id: OutcomeId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=IDENTIFYING)
    need: NeedId | None = field(default=None, metadata=ADMINISTRATIVE)
    statement: str = field(metadata=CLINICAL | FILLED)
    indicator: str = field(default="", metadata=CLINICAL)
    unit: str = field(default="", metadata=CLINICAL)
    measure_method: str = field(default="", metadata=CLINICAL)
    baseline: Measure | None = field(default=None, metadata=CLINICAL)
    target: Measure | None = field(default=None, metadata=CLINICAL)
    direction: Direction | None = field(default=None, metadata=ADMINISTRATIVE)
    status: OutcomeStatus = field(default=OutcomeStatus.ACTIVE, metadata=ADMINISTRATIVE)
    data: tuple[DataPoint, ...] = field(default=(), metadata=CLINICAL)
