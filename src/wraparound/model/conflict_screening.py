"""Screenings for conflicts of interest: what was found for a family, and what became of it."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED, NOT_NEGATIVE
from wraparound.model.findings import Disposition, Severity
from wraparound.model.ids import FamilyId, Identifier, RecordId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, PUBLIC, labelled


class FindingState(Enum):
    """How a finding stands, seen from the screening before."""

    NEW = "new"
    CONTINUING = "continuing"
    RESOLVED = "resolved"
    """It was found before, and no longer holds."""
    PASSED = "passed"
    """It was over when it was first seen: what holds on a day or a few falls between two runs."""
    NOT_ASKED = "not_asked"
    """It was found under another policy, and the packs asked now do not find it: so nothing says
    that it is resolved."""


@frozen(kw_only=True, field_transformer=labelled)
class ScreenedFinding(Record):
    """One finding through the screenings that found it.

    Attributes:
        rule: The code of the rule.
        plan: The plan that it concerns.
        holder: Who must act.
        counterparty: The other end.
        path: The ids of the facts that it stands on.
        severity: How heavy it weighs.
        disposition: What became of it.
        state: New, continuing, resolved, passed or not asked.
        found_on: The day of the first screening that found it.
        resolved_on: The day of the first screening that no longer did; of one that passed, the
            first day on which it no longer held.
    """

    rule: str = field(metadata=PUBLIC | FILLED)
    plan: str | None = field(default=None, metadata=ADMINISTRATIVE)
    holder: str | None = field(default=None, metadata=ADMINISTRATIVE)
    counterparty: str | None = field(default=None, metadata=ADMINISTRATIVE)
    path: tuple[str, ...] = field(default=(), metadata=ADMINISTRATIVE)
    severity: Severity = field(metadata=ADMINISTRATIVE)
    disposition: Disposition = field(metadata=ADMINISTRATIVE)
    state: FindingState = field(default=FindingState.NEW, metadata=ADMINISTRATIVE)
    found_on: date = field(metadata=ADMINISTRATIVE)
    resolved_on: date | None = field(default=None, metadata=ADMINISTRATIVE)

    @property
    def holds(self) -> bool:
        """Whether it was found on the day of the screening."""
        return self.state in {FindingState.NEW, FindingState.CONTINUING}

    @property
    def identity(self) -> tuple[str | None, ...]:
        """What a finding is known again by: rule, plan, both ends and path."""
        return (self.rule, self.plan, self.holder, self.counterparty, *self.path)


@frozen(kw_only=True, field_transformer=labelled)
class ConflictScreening(Record):
    """What the last screening for conflicts found for one family. Its id is the family's.

    Attributes:
        id: The family's id.
        family: The family.
        identifiers: What other systems call it.
        on: The day that was asked about.
        run: The run of screening that it belongs to.
        packs: The packs that judged.
        policy: A short text that changes with the packs and their overlays; empty where an older
            version of the library kept the screening.
        findings: What was found, and what was found before and is resolved.
        questions: How many records somebody has to look at first.
        failed: Why the family could not be reviewed, as a code; empty where it was.
        relies_on: The people and agencies whose records bear on the family; and as
            ``roster:respite`` the kinds of help and the functions whose rows of the roster do.
        may_change_on: The next day on which the findings may change by themselves; None where
            there is none.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    on: date = field(metadata=ADMINISTRATIVE)
    run: RecordId = field(metadata=ADMINISTRATIVE)
    packs: tuple[str, ...] = field(default=(), metadata=PUBLIC)
    policy: str = field(default="", metadata=ADMINISTRATIVE)
    findings: tuple[ScreenedFinding, ...] = field(default=(), metadata=ADMINISTRATIVE)
    questions: int = field(default=0, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    failed: str = field(default="", metadata=ADMINISTRATIVE)
    # texts, and not ids of parties: a chart follows those, and must not follow an older slice
    relies_on: tuple[str, ...] = field(default=(), metadata=ADMINISTRATIVE)
    may_change_on: date | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class ConflictScreeningRun(Record):
    """One run over every family, or over those that something touched since the one before.

    Attributes:
        id: The run's id.
        identifiers: What other systems call it.
        on: The day that it asks about.
        policy: A short text that changes with the packs and their overlays.
        position: How far the store had come when it began; once it is finished, when it ended, if
            nobody else changed anything meanwhile. The next run looks for changes from there.
        follows: The run before it, whose screenings it left as they were where nothing touched
            them; None for a run over every family.
        finished: Whether it came to its end; one that did not is gone on with.
        families: How many families there were at its end, reviewed or not, so that the next run
            need not count them; None where others changed something while it went on.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    on: date = field(metadata=ADMINISTRATIVE)
    policy: str = field(metadata=ADMINISTRATIVE)
    position: int = field(metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    follows: RecordId | None = field(default=None, metadata=ADMINISTRATIVE)
    finished: bool = field(default=False, metadata=ADMINISTRATIVE)
    families: int | None = field(default=None, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
