"""A program pack: what one program's texts say about its clocks, limits and words, as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

import attrs

from wraparound.model.enrollment import Phase
from wraparound.model.findings import Confidence

ParameterValue = Decimal | bool | str | tuple[str, ...] | tuple[Decimal, ...]
"""What a parameter holds: a number, yes or no, a name, words, or the two ends of a range."""


class ParameterKind(Enum):
    """What a parameter is for. Those of the first group are clocks."""

    DUE_AFTER = "due_after"
    MAX_GAP = "max_gap"
    PER_CALENDAR_MONTH = "per_calendar_month"
    MIN_NOTICE = "min_notice"
    WINDOW = "window"
    LIMIT_MAX = "limit_max"
    LIMIT_MIN = "limit_min"
    RANGE = "range"
    FLAG = "flag"
    LIST = "list"
    EXPECTED = "expected"
    """A usual length, shown to people. Nothing is ever late by it."""
    START_RULE = "start_rule"

    @property
    def is_clock(self) -> bool:
        """Whether somebody can be in time or late by it."""
        return self in _CLOCKS


_CLOCKS = frozenset(
    {
        ParameterKind.DUE_AFTER,
        ParameterKind.MAX_GAP,
        ParameterKind.PER_CALENDAR_MONTH,
        ParameterKind.MIN_NOTICE,
        ParameterKind.WINDOW,
    }
)


class Unit(Enum):
    """What one of a parameter's number is."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    COUNT = "count"
    RATIO = "ratio"
    AGE = "age"
    NONE = "none"


class Idiom(Enum):
    """How a text allows something to be late."""

    NONE = "none"
    """A recorded reason is kept and shown, and changes nothing."""
    DOCUMENT_REASON = "document_reason"
    """Do it, or write down why not."""
    DILIGENT_EFFORTS = "diligent_efforts"
    """Do it, or document the efforts made."""
    CLINICAL_REASON = "clinical_reason"
    """Do it, or document the clinical reason."""
    APPROVAL = "approval"
    """An exception counts only with an approver and the day of the approval."""


class StartPolicy(Enum):
    """Which of several starts a clock runs from."""

    FIRST = "first"
    EACH = "each"
    """Every start has a clock of its own."""
    LATEST_SUPERSEDES = "latest_supersedes"
    """A new start closes the running clock, unless that was already overdue."""


class Force(Enum):
    """What stands behind a pack."""

    REFERENCE = "reference"
    """Good practice, no law."""
    STATUTE = "statute"
    REGULATION = "regulation"
    PROGRAM_POLICY = "program_policy"
    FICTIONAL = "fictional"
    """Invented, for scenarios."""


@attrs.frozen(kw_only=True)
class LateEntry:
    """A start that moves where a fact was entered for a month that had already passed.

    Attributes:
        added: The event of the entry.
        event: The event that then is the start.
    """

    added: str
    event: str


@attrs.frozen(kw_only=True)
class StartRule:
    """From which event a clock runs.

    Attributes:
        events: Their names; any of them starts it.
        late_entry: What is the start instead, where the event was entered late.
    """

    events: tuple[str, ...] = ()
    late_entry: LateEntry | None = None


@attrs.frozen(kw_only=True)
class Band:
    """A length that holds early in a stay.

    Attributes:
        under_months: For intervals that begin before so many months after the first start.
        value: The length.
    """

    under_months: int
    value: Decimal


@attrs.frozen(kw_only=True)
class Switch:
    """A length that depends on something: on an attribute with a history, or on time in the stay.

    Attributes:
        attribute: The attribute's name; empty where the length depends on time.
        values: The length for each of its values.
        bands: The lengths by time, the earliest first.
    """

    attribute: str = ""
    values: Mapping[str, Decimal] = MappingProxyType({})
    bands: tuple[Band, ...] = ()


@attrs.frozen(kw_only=True)
class ProgramParameter:
    """One version of one number, list or flag of a program.

    Attributes:
        name: Its name; versions of one parameter share it.
        kind: What it is for.
        value: What it holds.
        value_before: For windows: how long before the start counts.
        unit: What one of the number is.
        starts: From which event a clock runs.
        satisfied_by: The event that a clock waits for.
        end_event: The event that ends it.
        target_event: For notices: the event that is announced.
        start_policy: Which of several starts counts.
        early_counts: Whether what happened before the start counts.
        next_business_day: Whether a due day moves on to the next business day.
        pause_reasons: For which reasons the clock stands still; empty where it never does.
        switch: What the length depends on.
        applies_if: The attributes, with their values, for which the clock runs at all.
        executable: Whether it can be worked out; a text may leave its unit undefined.
        overlap_ok: Whether two versions are both candidates for some days, on purpose.
        basis: What the unit rests on, where the text says more than the unit does.
        idiom: How the text allows lateness.
        citation: The text.
        effective_from: The first day of the version; None where that is not known.
        effective_to: Its last day; None where it is open, or not known.
        confidence: Whether the text was read.
        note: What a reader should know.
    """

    name: str
    kind: ParameterKind
    value: ParameterValue | None
    value_before: Decimal | None = None
    unit: Unit
    starts: StartRule = StartRule()
    satisfied_by: str = ""
    end_event: str = ""
    target_event: str = ""
    start_policy: StartPolicy = StartPolicy.FIRST
    early_counts: bool = False
    next_business_day: bool = False
    pause_reasons: tuple[str, ...] = ()
    switch: Switch | None = None
    applies_if: Mapping[str, str] = MappingProxyType({})
    executable: bool = True
    overlap_ok: bool = False
    basis: str = ""
    idiom: Idiom
    citation: str
    effective_from: date | None = None
    effective_to: date | None = None
    confidence: Confidence
    note: str = ""

    @property
    def found(self) -> bool:
        """Whether its text was read; a number that was only recalled is never used."""
        return self.confidence is Confidence.FOUND

    def in_force_on(self, day: date) -> bool:
        """Tell whether the version may be in force on a day; both its ends count."""
        after_start = self.effective_from is None or self.effective_from <= day
        return after_start and (self.effective_to is None or day <= self.effective_to)

    def meets(self, other: ProgramParameter) -> bool:
        """Tell whether there may be a day on which both are in force."""
        begins = max(self.effective_from or date.min, other.effective_from or date.min)
        return begins <= min(self.effective_to or date.max, other.effective_to or date.max)


@attrs.frozen(kw_only=True)
class PhaseMap:
    """A program's words for the phases.

    Attributes:
        terms: The national phases that each word covers, by the word as it is written.
        citation: Where the words were read.
        confidence: Whether they were.
        inferred: Whether the match with the national phases is a judgement.
    """

    terms: Mapping[str, tuple[Phase, ...]]
    citation: str
    confidence: Confidence
    inferred: bool = False


@attrs.frozen(kw_only=True)
class ProgramPack:
    """What one program's texts say.

    Attributes:
        id: Its name.
        title: What it is.
        jurisdiction: Such as ``US-MS``.
        force: What stands behind it.
        compiled_on: When the texts were read.
        timezone: In which days are counted.
        extends: The packs whose parameters hold where this one is silent, the nearest first.
        holidays: Days that are no business days, besides weekends.
        phases: The program's words for the phases; None where it has none of its own.
        parameters: Every version of every parameter, in the order of the file.
        not_found: What was looked for and not seen. Silence here is not silence of the law.
        historical: Whether it is kept for the past only.
    """

    id: str
    title: str
    jurisdiction: str
    force: Force
    compiled_on: date
    timezone: str
    extends: tuple[str, ...] = ()
    holidays: frozenset[date] = frozenset()
    phases: PhaseMap | None = None
    parameters: tuple[ProgramParameter, ...] = ()
    not_found: tuple[str, ...] = ()
    historical: bool = False

    def versions(self, name: str) -> tuple[ProgramParameter, ...]:
        """Return every version of a parameter in this pack alone."""
        return tuple(each for each in self.parameters if each.name == name)
