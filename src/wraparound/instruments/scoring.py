"""What a score indicates: its band by a published way of reading, or why there is none."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from itertools import chain

import attrs

from wraparound.instruments.facts import ratings_of
from wraparound.instruments.instrument import Band, Domain, Instrument, Scheme, Score
from wraparound.model.assessment import Assessment
from wraparound.model.terms import Unknown
from wraparound.policy.predicates import Context, Facts, Node, answer
from wraparound.policy.predicates.nodes import Op, Sum


class NoBand(Enum):
    """Why a score is read into no band."""

    NOT_RECORDED = "not_recorded"
    PARTS_MISSING = "parts_missing"
    """What is rated so far can still come out in more than one band."""
    INCONSISTENT = "inconsistent"
    """The total that was recorded cannot come of the parts that were."""
    OUT_OF_RANGE = "out_of_range"
    VOID = "void"
    """Too many items were left blank."""
    NO_PUBLISHED_VALUE = "no_published_value"
    ONLY_RECALLED = "only_recalled"
    """Nobody read the text that the bands stand in, so they decide nothing."""
    NOT_NAMED = "not_named"
    """Others would read it otherwise, and nobody named which way counts."""
    OTHER_FORM = "other_form"
    """The published bands are for another form, or the form is not recorded."""


@attrs.frozen(kw_only=True)
class ScoreReading:
    """One score of one assessment.

    Attributes:
        score: The score.
        low: The least that it can be by what is recorded; None where nothing is.
        high: The most.
        band: What it indicates; None where nothing says so.
        scheme: By which published way of reading.
        why_not: Why there is no band.
    """

    score: Score
    low: Decimal | None = attrs.field(default=None, repr=False)
    high: Decimal | None = attrs.field(default=None, repr=False)
    band: Band | None = attrs.field(default=None, repr=False)
    scheme: Scheme | None = None
    why_not: NoBand | None = None

    @property
    def value(self) -> Decimal | None:
        """The score, where it is one number."""
        return self.low if self.low == self.high else None


def read_score(
    score: Score, instrument: Instrument, assessment: Assessment, *, scheme: str = ""
) -> ScoreReading:
    """Return what a score indicates, by what was recorded of it and of its parts.

    A total that was not recorded is summed from its parts where all of them are known; where some
    are missing it is known within limits, and may still lie in one band.

    Args:
        score: The score.
        instrument: Its instrument.
        assessment: The assessment.
        scheme: The published way to read it by; the assessment's own where left out.
    """
    found = _within_limits(score, instrument, assessment)
    if found.why_not is not None or found.low is None or found.high is None:
        return found
    if is_void(instrument, assessment):
        return attrs.evolve(found, why_not=NoBand.VOID)
    if not (score.allows(found.low) and score.allows(found.high)):
        return attrs.evolve(found, why_not=NoBand.OUT_OF_RANGE)
    chosen = _choose(score, assessment, scheme or assessment.band_scheme)
    if isinstance(chosen, NoBand):
        return attrs.evolve(found, why_not=chosen)
    band = chosen.band_of(found.low)
    if band is None or band != chosen.band_of(found.high):
        return attrs.evolve(found, scheme=chosen, why_not=NoBand.PARTS_MISSING)
    return attrs.evolve(found, scheme=chosen, band=band)


def is_void(instrument: Instrument, assessment: Assessment) -> bool:
    """Tell whether so many items are known to be blank that no score counts."""
    asked = instrument.answers
    if asked is None or asked.void_from is None or isinstance(assessment.answered, Unknown):
        return False
    return asked.asked - assessment.answered >= asked.void_from


def _within_limits(score: Score, instrument: Instrument, assessment: Assessment) -> ScoreReading:
    told = assessment.scores.get(score.id)
    parts = _parts(score, instrument)
    ratings = ratings_of(assessment)
    if told is None and not (parts and ratings.keys() & set(_codes(parts))):
        return ScoreReading(score=score, why_not=NoBand.NOT_RECORDED)
    if not parts:
        return ScoreReading(score=score, low=told, high=told)
    scale = instrument.scales[parts[0].kind]
    test = Sum(
        within="items",
        of=_codes(parts),
        each_min=scale.lowest,
        each_max=scale.highest,
        total_fact="total",
        op=Op.AT_LEAST,
        value=scale.lowest,
    )
    held: dict[str, object] = {"items": ratings}
    if told is not None:
        held["total"] = float(told)
    node = Node(id=f"{instrument.id}.{score.id}", test=test, operator="sum")
    facts = Facts(held=held, as_of=instrument.compiled_on)
    details = answer(node, Context(facts=facts)).details
    limits = details["range"]
    low, high = limits if isinstance(limits, list) else (None, None)
    if "issue" in details:
        return ScoreReading(score=score, low=told, high=told, why_not=NoBand.INCONSISTENT)
    return ScoreReading(score=score, low=_exact(low), high=_exact(high))


def _parts(score: Score, instrument: Instrument) -> tuple[Domain, ...]:
    """Return the domains that a score sums; none where one of their lists is not whole."""
    found = tuple(each for each in instrument.domains if each.id in score.of_domains)
    return found if all(each.whole and each.items for each in found) else ()


def _codes(parts: tuple[Domain, ...]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(each.items for each in parts))


def _exact(number: object) -> Decimal:
    return Decimal(str(number)).normalize() + 0


def _choose(score: Score, assessment: Assessment, named: str) -> Scheme | NoBand:
    """Return the published way to read a score by, or why there is none."""
    if not score.schemes:
        return NoBand.NO_PUBLISHED_VALUE
    read = [each for each in score.schemes if each.source.is_read]
    by_name = [each for each in score.schemes if each.id == named]
    if not read or (by_name and not by_name[0].source.is_read):
        return NoBand.ONLY_RECALLED
    usable = by_name or [each for each in read if not each.named]
    if len(usable) != 1:
        return NoBand.NOT_NAMED
    forms = usable[0].forms
    if forms and assessment.form.strip().casefold() not in forms:
        return NoBand.OTHER_FORM
    return usable[0]
