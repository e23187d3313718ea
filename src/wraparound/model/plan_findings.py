"""What a review of a plan says: findings with their places, and what the record does not tell."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from enum import Enum

import attrs


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


@attrs.frozen(kw_only=True)
class RecordPlace:
    """A place in a family's record.

    Attributes:
        kind: The kind of record, such as ``plan``.
        id: The record.
        pointer: The place in it as a JSON pointer (RFC 6901); empty for the whole record.
    """

    kind: str
    id: str = ""
    pointer: str = ""

    def within(self, *parts: str | int) -> RecordPlace:
        """Return a place inside this one."""
        return RecordPlace(kind=self.kind, id=self.id, pointer=self.pointer + pointer_to(*parts))


@attrs.frozen(kw_only=True)
class RuleWords:
    """What a host's own rule is called and says; those of the library stand in its catalogue.

    Attributes:
        title: What it is about.
        facilitator: What it says to a facilitator; ``{who}`` stands for the param ``who``.
        family: What it says to a family.
        hint: What to do.
        source: Where it comes from: the document and the page.
    """

    title: str
    facilitator: str
    family: str
    hint: str
    source: str


@attrs.frozen(kw_only=True)
class PlanFinding:
    """One thing that a plan, a team or a meeting still lacks, for people to decide about.

    Attributes:
        rule: The rule.
        severity: How much it asks for.
        place: Where.
        params: What the messages speak of, by name; words of a family may be among it.
        missing: For what cannot be judged: what must be known.
        suppressed_by: Who marked it as looked at; None where nobody did.
        words: What a host's own rule says; None for the library's rules.
    """

    rule: str
    severity: PlanSeverity
    place: RecordPlace
    params: Mapping[str, object] = attrs.field(factory=dict, hash=False, repr=False)
    missing: tuple[str, ...] = ()
    suppressed_by: str | None = None
    words: RuleWords | None = None


@attrs.frozen(kw_only=True)
class PlanReview:
    """What a review of one stay says.

    Attributes:
        as_of: The day.
        program: The program pack that it was judged by.
        findings: What to look at.
        unknown: What the record does not tell.
        suppressed: Findings that somebody marked, with a reason that is kept.
        unanswered: Plugins whose own rules failed: what they would say is not known.
    """

    as_of: date
    program: str
    findings: tuple[PlanFinding, ...] = ()
    unknown: tuple[PlanFinding, ...] = ()
    suppressed: tuple[PlanFinding, ...] = ()
    unanswered: tuple[str, ...] = ()


@functools.lru_cache(maxsize=4096)  # field names and indexes: the same few, again and again
def pointer_to(*parts: str | int) -> str:
    """Return the JSON pointer (RFC 6901) of a place."""
    if not parts:
        return ""
    return "/" + "/".join(
        [part if part.isidentifier() else _escaped(part) for part in map(str, parts)]
    )


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
