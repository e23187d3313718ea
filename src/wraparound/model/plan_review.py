"""What a review of a plan says: findings with their places, and what the record does not tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

import attrs

from wraparound.model.checks import FILLED
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, NARRATIVE, PUBLIC, labelled


class PlanSeverity(Enum):
    """How much a finding about a plan asks for, from the least to the most."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """The place in the order, from 0 for the least."""
        return _SEVERITIES.index(self)


_SEVERITIES = tuple(PlanSeverity)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class RecordPlace(Record):
    """A place in a family's record.

    Attributes:
        kind: The kind of record, such as ``plan``.
        id: The record.
        pointer: The place in it as a JSON pointer (RFC 6901); empty for the whole record.
    """

    kind: str = attrs.field(metadata=ADMINISTRATIVE | FILLED)
    id: str = attrs.field(default="", metadata=ADMINISTRATIVE)
    pointer: str = attrs.field(default="", metadata=ADMINISTRATIVE)

    def within(self, *parts: str | int) -> RecordPlace:
        """Return a place inside this one."""
        inner = "".join(f"/{_escaped(str(part))}" for part in parts)
        return attrs.evolve(self, pointer=self.pointer + inner)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class PlanFinding(Record):
    """One thing that a plan, a team or a meeting still lacks, for people to decide about.

    Attributes:
        rule: The rule.
        severity: How much it asks for.
        place: Where.
        params: What the messages speak of, by name.
        missing: For what cannot be judged: what must be known.
        suppressed_by: Who marked it as looked at; None where nobody did.
    """

    rule: str = attrs.field(metadata=PUBLIC | FILLED)
    severity: PlanSeverity = attrs.field(metadata=ADMINISTRATIVE)
    place: RecordPlace = attrs.field(metadata=ADMINISTRATIVE)
    params: Mapping[str, object] = attrs.field(factory=dict, hash=False, metadata=NARRATIVE)
    missing: tuple[str, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    suppressed_by: str | None = attrs.field(default=None, metadata=ADMINISTRATIVE)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class PlanReview(Record):
    """What a review of one stay says.

    Attributes:
        as_of: The day.
        program: The program pack that it was judged by.
        findings: What to look at.
        unknown: What the record does not tell.
        suppressed: Findings that somebody marked, with a reason that is kept.
    """

    as_of: date = attrs.field(metadata=ADMINISTRATIVE)
    program: str = attrs.field(metadata=ADMINISTRATIVE)
    findings: tuple[PlanFinding, ...] = attrs.field(default=(), metadata=NARRATIVE)
    unknown: tuple[PlanFinding, ...] = attrs.field(default=(), metadata=NARRATIVE)
    suppressed: tuple[PlanFinding, ...] = attrs.field(default=(), metadata=NARRATIVE)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
