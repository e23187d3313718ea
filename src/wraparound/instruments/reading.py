"""One assessment read: what is wrong with it, what its ratings and scores say, what changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from wraparound.instruments.certifying import certified_on_the_day
from wraparound.instruments.changing import AssessmentChange, change_between
from wraparound.instruments.checking import check_assessment
from wraparound.instruments.counting import DomainReading, read_domains
from wraparound.instruments.finding import ScoreFinding, Weight
from wraparound.instruments.instrument import Instrument, Keeps
from wraparound.instruments.patterns import PatternReading, read_patterns
from wraparound.instruments.scoring import ScoreReading, read_score
from wraparound.model import truth
from wraparound.model.assessment import Assessment
from wraparound.model.duty import Staff
from wraparound.model.truth import Truth
from wraparound.policy.rule_sets import RuleSets


@attrs.frozen(kw_only=True)
class AssessmentReading:
    """What one assessment says, by the definition of its instrument.

    Attributes:
        assessment: The assessment's id.
        name: The instrument, as the record calls it.
        instrument: Its definition; None where nobody defined it.
        on: The day; None where nobody recorded it.
        certified: Whether whoever rated was certified on that day.
        findings: What is wrong with the record, or cannot be told.
        domains: Its items by domain, needs apart from strengths.
        scores: Its scores, with what each indicates.
        patterns: What published rules find in its codes.
        change: What changed since the one before; None where there is none.
    """

    assessment: str
    name: str
    instrument: Instrument | None = attrs.field(default=None, repr=False)
    on: date | None = None
    certified: Truth
    findings: tuple[ScoreFinding, ...] = ()
    domains: tuple[DomainReading, ...] = attrs.field(default=(), repr=False)
    scores: tuple[ScoreReading, ...] = attrs.field(default=(), repr=False)
    patterns: tuple[PatternReading, ...] = attrs.field(default=(), repr=False)
    change: AssessmentChange | None = attrs.field(default=None, repr=False)

    @property
    def faults(self) -> tuple[ScoreFinding, ...]:
        """What is surely wrong with the record."""
        return tuple(each for each in self.findings if each.weight is Weight.FAULT)


def read_assessment(
    assessment: Assessment,
    instrument: Instrument | None,
    *,
    before: Assessment | None = None,
    born: date | None = None,
    staff: Iterable[Staff] = (),
    rule_sets: RuleSets | None = None,
    scheme: str = "",
) -> AssessmentReading:
    """Return what an assessment says.

    Args:
        assessment: The assessment, stored or not.
        instrument: Its definition; None where nobody defined it.
        before: The assessment to compare it with.
        born: The young person's day of birth, where it is known.
        staff: The staff records of the program, for certificates.
        rule_sets: Sets of rules, for patterns in codes.
        scheme: The published way to read scores by, where the record names none.
    """
    jobs = tuple(staff)
    empty = AssessmentReading(
        assessment=assessment.id,
        name=assessment.instrument,
        instrument=instrument,
        on=assessment.on if isinstance(assessment.on, date) else None,
        certified=truth.unknown("instrument"),
        findings=check_assessment(assessment, instrument, born=born, staff=jobs),
    )
    if instrument is None:
        return empty
    keeps_items = instrument.keeps is not Keeps.SCORES
    return attrs.evolve(
        empty,
        certified=certified_on_the_day(assessment, instrument, jobs),
        domains=read_domains(instrument, assessment) if keeps_items else (),
        scores=tuple(
            read_score(each, instrument, assessment, scheme=scheme) for each in instrument.scores
        ),
        patterns=read_patterns(instrument, assessment, rule_sets or {}, born=born),
        change=None if before is None else change_between(before, assessment, instrument),
    )
