"""What a review says: findings with their evidence, what is clear, and what to look at."""

from __future__ import annotations

from datetime import date
from enum import Enum
from html import escape

import attrs

from wraparound.model.checks import FILLED
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.policy_change import PolicyChange
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, PUBLIC, STAFF_TIE, labelled


class Severity(Enum):
    """How heavy a finding weighs, from the lightest to the heaviest."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    PROHIBITED = "prohibited"

    @property
    def rank(self) -> int:
        """The place in the order, from 0 for the lightest."""
        return _SEVERITIES.index(self)


_SEVERITIES = tuple(Severity)


class Disposition(Enum):
    """What became of a statement once everything recorded about it was weighed."""

    CONFLICT = "conflict"
    """It is true, and nothing lifts it."""
    WAIVER_DEFECTIVE = "waiver_defective"
    """It is true; a waiver is relied on that does not hold, for every reason listed."""
    INDETERMINATE = "indeterminate"
    """The facts do not decide it; the reasons say what is missing."""
    POTENTIAL = "potential"
    """A signal for people to look at. It proves nothing."""
    MITIGATED = "mitigated"
    """It is true, and a waiver holds. The finding is kept."""


class Timing(Enum):
    """Where a finding lies, seen from the day of the review."""

    PAST = "past"
    CURRENT = "current"


class Basis(Enum):
    """Where a severity comes from."""

    TEXT = "text"
    """It follows from words of the cited text."""
    INFERENCE = "inference"
    """It is a judgement; the cited text does not say it."""


class Confidence(Enum):
    """How well a citation is known."""

    FOUND = "found"
    """The cited words were read."""
    BACKGROUND = "background"
    """General knowledge, or no legal text at all: verify before relying on it."""


@attrs.frozen(kw_only=True, field_transformer=labelled)
class Evidence(Record):
    """One fact that a finding relies on: enough to tell the chain, and nothing personal.

    Attributes:
        id: The fact.
        kind: What kind of fact it is, such as ``duty``, ``tie`` or ``service``.
        says: What it says between its subject and its object, such as "employed by".
        subject: The id of whom or what it is about.
        object: The id at the other end; None where there is none, or where it is not known.
        period: When it holds.
    """

    id: str = attrs.field(metadata=ADMINISTRATIVE | FILLED)
    kind: str = attrs.field(metadata=ADMINISTRATIVE | FILLED)
    says: str = attrs.field(metadata=ADMINISTRATIVE)
    subject: str | None = attrs.field(default=None, metadata=ADMINISTRATIVE)
    object: str | None = attrs.field(default=None, metadata=ADMINISTRATIVE)
    period: Period = attrs.field(default=ALWAYS, metadata=ADMINISTRATIVE)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class MeasureValue(Record):
    """One number of a measure.

    Attributes:
        name: Its name, such as ``lo``.
        value: The number, exactly.
    """

    name: str = attrs.field(metadata=PUBLIC | FILLED)
    value: str = attrs.field(metadata=STAFF_TIE)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class FindingMeasure(Record):
    """The numbers behind a finding, as exact text: a decimal, or a fraction such as ``4/9``.

    Attributes:
        name: What was measured, such as ``look_through`` or ``kin_degree``.
        values: The numbers and words by name, in order.
    """

    name: str = attrs.field(metadata=PUBLIC | FILLED)
    values: tuple[MeasureValue, ...] = attrs.field(default=(), metadata=STAFF_TIE)

    def value(self, name: str) -> str | None:
        """Return one of the values, or None."""
        return next((each.value for each in self.values if each.name == name), None)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class PackView(Record):
    """What one policy pack says about a finding.

    Attributes:
        pack: The pack.
        severity: How heavy it weighs there.
        disposition: What becomes of it there.
        reasons: Defects or gaps, sorted.
        waivers: The waivers relied on.
        citation: The text that the rule stands on, as exactly as the pack gives it.
        basis: Whether the severity follows from that text.
        confidence: Whether that text was read.
    """

    pack: str = attrs.field(metadata=PUBLIC | FILLED)
    severity: Severity = attrs.field(metadata=ADMINISTRATIVE)
    disposition: Disposition = attrs.field(metadata=ADMINISTRATIVE)
    reasons: tuple[str, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    waivers: tuple[str, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    citation: str = attrs.field(default="", metadata=PUBLIC)
    basis: Basis = attrs.field(default=Basis.INFERENCE, metadata=PUBLIC)
    confidence: Confidence = attrs.field(default=Confidence.BACKGROUND, metadata=PUBLIC)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class Remedy(Record):
    """What can be done, in plain words.

    Attributes:
        family: What the family may ask for.
        administrator: What the program can do.
    """

    family: str = attrs.field(default="", metadata=PUBLIC)
    administrator: str = attrs.field(default="", metadata=PUBLIC)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class Finding(Record):
    """One thing for people to look at, with the path of facts that it stands on.

    A finding advises. It never removes a provider, and it never stops a record from being kept.

    Attributes:
        rule: The code of the rule, such as ``COI-EMP-01``.
        severity: How heavy it weighs, as the pack that governs says.
        disposition: What became of it, as that pack says.
        plan: The plan that it concerns; None where it concerns no single plan.
        holder: Who must act; None where nobody in particular must.
        counterparty: The other end: an agency, a person, the youth; or None.
        reasons: Defects of a waiver, or what is missing, sorted.
        start: The first day; None where no fact bounds it.
        end: The first day on which it no longer holds; None where no fact ends it.
        path: The ids of the facts relied on, in the order of the rule.
        timing: Past or current on the day of the review.
        waivers: The waivers relied on.
        measure: The numbers behind it, if there are any.
        by_pack: What each pack says that raises the rule, in the order asked for.
        evidence: The facts of the path, in its order.
        title: What the rule asks, in a line.
        why: Why it matters, in a plain sentence.
        remedy: What can be done.
    """

    rule: str = attrs.field(metadata=PUBLIC | FILLED)
    severity: Severity = attrs.field(metadata=ADMINISTRATIVE)
    disposition: Disposition = attrs.field(metadata=ADMINISTRATIVE)
    plan: str | None = attrs.field(default=None, metadata=ADMINISTRATIVE)
    holder: str | None = attrs.field(default=None, metadata=ADMINISTRATIVE)
    counterparty: str | None = attrs.field(default=None, metadata=ADMINISTRATIVE)
    reasons: tuple[str, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    start: date | None = attrs.field(default=None, metadata=ADMINISTRATIVE)
    end: date | None = attrs.field(default=None, metadata=ADMINISTRATIVE)
    path: tuple[str, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    timing: Timing = attrs.field(default=Timing.CURRENT, metadata=ADMINISTRATIVE)
    waivers: tuple[str, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    measure: FindingMeasure | None = attrs.field(default=None, metadata=STAFF_TIE)
    by_pack: tuple[PackView, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    evidence: tuple[Evidence, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    title: str = attrs.field(default="", metadata=PUBLIC)
    why: str = attrs.field(default="", metadata=PUBLIC)
    remedy: Remedy = attrs.field(factory=Remedy, metadata=PUBLIC)

    @property
    def period(self) -> Period:
        """The days of the finding, half-open."""
        return Period(start=self.start, end=self.end)

    @property
    def governing(self) -> PackView | None:
        """The view that speaks for the finding: the first with its severity and disposition."""
        spoken = (self.severity, self.disposition, self.reasons)
        for each in self.by_pack:
            if (each.severity, each.disposition, each.reasons) == spoken:
                return each
        return None

    @property
    def citation(self) -> str:
        """The text that the governing pack stands on; empty for a host's own rule."""
        return "" if self.governing is None else self.governing.citation

    def __str__(self) -> str:
        """Return the finding in a line of ids and codes."""
        path = " → ".join(self.path)
        return f"{self.rule} {self.severity.value} {self.disposition.value}: {path}".rstrip(": ")

    def view(self, pack: str) -> PackView | None:
        """Return what a pack says; None where it does not raise the rule."""
        return next((each for each in self.by_pack if each.pack == pack), None)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class ClearRecord(Record):
    """Proof of the negative, on one day, for one person and one provider of a plan.

    Attributes:
        plan: The plan.
        holder: Who decides.
        counterparty: The agency that delivers.
        relied_on: The facts that the proof stands on, sorted.
    """

    plan: str = attrs.field(metadata=ADMINISTRATIVE | FILLED)
    holder: str = attrs.field(metadata=ADMINISTRATIVE | FILLED)
    counterparty: str = attrs.field(metadata=ADMINISTRATIVE | FILLED)
    relied_on: tuple[str, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class UnweighedTie(Record):
    """A tie between who decides and who delivers that none of the packs asked weighs.

    Nothing was found of the two, and still nothing is proven: the packs do not ask about such a
    tie, or leave it aside because of what the service is.

    Attributes:
        plan: The plan.
        holder: Who decides.
        counterparty: The agency that delivers.
        relied_on: The facts that a proof would have stood on, sorted.
        rules: The rules of the library that see the tie, sorted.
        facts: The facts that say it, sorted.
    """

    plan: str = attrs.field(metadata=ADMINISTRATIVE | FILLED)
    holder: str = attrs.field(metadata=ADMINISTRATIVE | FILLED)
    counterparty: str = attrs.field(metadata=ADMINISTRATIVE | FILLED)
    relied_on: tuple[str, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    rules: tuple[str, ...] = attrs.field(default=(), metadata=PUBLIC)
    facts: tuple[str, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)


class QuestionKind(Enum):
    """Why a person has to look at records."""

    POSSIBLE_SAME_PERSON = "possible_same_person"
    """Somebody noted that they may be one person, and nobody confirmed it."""
    SAME_NAME = "same_name"
    """They are called the same, and nothing links or separates them."""
    SHARED_IDENTIFIER = "shared_identifier"
    """Two agencies share a tax or provider number, and nothing links them."""
    NOT_ON_RECORD = "not_on_record"
    """Other records name a person or an agency of whom there is no record."""
    UNKNOWN_EVENT = "unknown_event"
    """An event is called nearly like one that rules ask about, and so none of them sees it."""
    UNNAMED_PROVIDER = "unnamed_provider"
    """A service is live, and nobody recorded which agency gives it."""


@attrs.frozen(kw_only=True, field_transformer=labelled)
class Question(Record):
    """Something about records for a person to look at. It never makes a finding.

    Attributes:
        kind: Why somebody has to look.
        ids: The records, sorted.
    """

    kind: QuestionKind = attrs.field(metadata=ADMINISTRATIVE)
    ids: tuple[str, ...] = attrs.field(metadata=ADMINISTRATIVE)


@attrs.frozen(kw_only=True, field_transformer=labelled)
class Review(Record):
    """What a review of conflicts says, as of a day and under chosen packs.

    Attributes:
        as_of: The day that it was asked for.
        known_as_of: What was recorded later was left out; None where nothing was.
        packs: The packs, in the order asked for.
        findings: The heaviest first.
        clear: Who is proven free of which provider.
        unweighed: Of whom a tie to a provider is on file that none of the packs weighs.
        questions: Which records a person has to look at.
        changes: What overlays changed in the packs: the answer stands under it.
        unanswered: Plugins whose own checks failed: what they would have said is not known.
        may_change_on: The next day after that one on which the same facts may give another answer;
            None where there is none.
    """

    as_of: date = attrs.field(metadata=ADMINISTRATIVE)
    known_as_of: date | None = attrs.field(default=None, metadata=ADMINISTRATIVE)
    packs: tuple[str, ...] = attrs.field(default=(), metadata=PUBLIC)
    findings: tuple[Finding, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    clear: tuple[ClearRecord, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    unweighed: tuple[UnweighedTie, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    questions: tuple[Question, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    changes: tuple[PolicyChange, ...] = attrs.field(default=(), metadata=PUBLIC)
    unanswered: tuple[str, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    may_change_on: date | None = attrs.field(default=None, metadata=ADMINISTRATIVE)

    @property
    def current(self) -> tuple[Finding, ...]:
        """The findings that hold on the day of the review, without those that are past."""
        return tuple(each for each in self.findings if each.timing is Timing.CURRENT)

    def __str__(self) -> str:
        """Return the review as a line, and a line for each finding, in ids and codes."""
        changed = ", ".join(dict.fromkeys(each.overlay for each in self.changes))
        asked = ", ".join(self.packs) + (f"; changed by {changed}" if changed else "")
        lines = [f"{len(self.findings)} findings as of {self.as_of.isoformat()} ({asked})"]
        return "\n".join([*lines, *map(str, self.findings)])

    def _repr_html_(self) -> str:
        """Return what a notebook shows: ids, codes and days, and nothing personal."""
        heads = ("rule", "severity", "disposition", "from", "until", "path of facts", "title")
        columns = "".join(f"<th scope='col' style='text-align:left'>{head}</th>" for head in heads)
        rows = "".join(_html_row(finding) for finding in self.findings)
        failed = f"; not answered by {', '.join(self.unanswered)}" if self.unanswered else ""
        failed += "".join(f"; {each}" for each in self.changes)
        return (
            f"<table><caption>{len(self.findings)} findings as of {self.as_of.isoformat()}"
            f"{escape(failed)} (personal text is hidden)</caption>"
            f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>"
        )


def _html_row(finding: Finding) -> str:
    cells = (
        finding.severity.value,
        finding.disposition.value,
        "" if finding.start is None else finding.start.isoformat(),
        "" if finding.end is None else finding.end.isoformat(),
        " → ".join(finding.path),
        finding.title,
    )
    rest = "".join(f"<td style='text-align:left'>{escape(cell)}</td>" for cell in cells)
    return f"<tr><th scope='row' style='text-align:left'>{escape(finding.rule)}</th>{rest}</tr>"


@attrs.frozen(kw_only=True, field_transformer=labelled)
class Difference(Record):
    """What a change would add to a review, and what it would remove.

    Attributes:
        added: Findings that only the changed facts have.
        removed: Findings that only the facts as they are have.
    """

    added: tuple[Finding, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
    removed: tuple[Finding, ...] = attrs.field(default=(), metadata=ADMINISTRATIVE)
