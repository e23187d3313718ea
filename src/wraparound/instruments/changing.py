"""What changed from one assessment to the next: better or worse by the scale's own direction.

A reliable change is one that is larger than somebody published that chance alone can be. Where
nobody did, or nobody read it, that is said, and no number is made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum

import attrs

from wraparound.instruments.counting import kind_of
from wraparound.instruments.facts import ratings_of
from wraparound.instruments.instrument import (
    Domain,
    Higher,
    Instrument,
    Kind,
    ReliableChange,
    Scale,
)
from wraparound.instruments.scoring import NoBand, read_score
from wraparound.model import truth
from wraparound.model.assessment import Assessment
from wraparound.model.truth import Truth

_DOUBTFUL = frozenset({NoBand.INCONSISTENT, NoBand.OUT_OF_RANGE, NoBand.VOID})
"""A score of which one of these is said is no number to compare."""


class Direction(Enum):
    """Which way something went, for the young person and the family."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


class Turn(Enum):
    """What became of an item between two assessments."""

    RESOLVED = "resolved"
    """A need that asked for action does not any more."""
    ARISEN = "arisen"
    """A need asks for action that did not."""
    CALMED = "calmed"
    """A need asked for action at once, and now asks for action."""
    BUILT = "built"
    """A strength can be used that could not."""
    LOST = "lost"
    """A strength cannot be used any more."""


class NotComparable(Enum):
    """Why two assessments are not compared."""

    OTHER_INSTRUMENT = "other_instrument"
    OTHER_EDITION = "other_edition"
    OTHER_FORM = "other_form"
    OTHER_PERSON = "other_person"
    DAY_UNKNOWN = "day_unknown"
    SAME_DAY = "same_day"


@attrs.frozen(kw_only=True)
class ItemChange:
    """One item that was rated both times.

    Attributes:
        code: The item.
        kind: Whether it is a need or a strength.
        before: The earlier rating.
        after: The later one.
        direction: Which way it went.
        turn: What became of it, where it crossed a threshold.
    """

    code: str
    kind: Kind
    before: int = attrs.field(repr=False)
    after: int = attrs.field(repr=False)
    direction: Direction = attrs.field(repr=False)
    turn: Turn | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class NumberChange:
    """One score, or one domain's average, that is known both times.

    Attributes:
        about: The score, or the domain.
        before: The earlier number.
        after: The later one.
        direction: Which way it went.
        reliable: Whether the change is larger than chance can be: not known where nobody published
            how large that is, or where it is exactly as large.
        published: What was published; None where nothing was.
    """

    about: str
    before: Decimal = attrs.field(repr=False)
    after: Decimal = attrs.field(repr=False)
    direction: Direction = attrs.field(repr=False)
    reliable: Truth = attrs.field(repr=False)
    published: ReliableChange | None = None


@attrs.frozen(kw_only=True)
class AssessmentChange:
    """Everything that changed between two assessments with one instrument.

    Attributes:
        before: The earlier assessment.
        after: The later one.
        before_on: The earlier day; None where nobody recorded it.
        why_not: Why they are not compared; None where they are.
        items: Items that were rated both times.
        only_before: Items that were rated only the first time.
        only_after: Items that were rated only the second time.
        numbers: Scores and averages that are known both times.
    """

    before: str
    after: str
    before_on: date | None = None
    why_not: NotComparable | None = None
    items: tuple[ItemChange, ...] = ()
    only_before: tuple[str, ...] = attrs.field(default=(), repr=False)
    only_after: tuple[str, ...] = attrs.field(default=(), repr=False)
    numbers: tuple[NumberChange, ...] = ()


def change_between(
    first: Assessment, second: Assessment, instrument: Instrument
) -> AssessmentChange:
    """Return what changed between two assessments; they may be given in either order.

    A rising number may also mean that more was learned, so a change for the worse is no verdict on
    the young person, the family or the help.

    Args:
        first: One assessment.
        second: The other one.
        instrument: The instrument of both.
    """
    before, after = first, second
    if isinstance(before.on, date) and isinstance(after.on, date) and after.on < before.on:
        before, after = after, before
    empty = AssessmentChange(
        before=before.id,
        after=after.id,
        before_on=before.on if isinstance(before.on, date) else None,
    )
    why_not = _why_not(before, after, instrument)
    if why_not is not None:
        return attrs.evolve(empty, why_not=why_not)
    old, new = ratings_of(before), ratings_of(after)
    return attrs.evolve(
        empty,
        items=tuple(_items(before, after, instrument)),
        only_before=tuple(code for code in old if code not in new),
        only_after=tuple(code for code in new if code not in old),
        numbers=(*_scores(before, after, instrument), *_averages(before, after, instrument)),
    )


def _why_not(before: Assessment, after: Assessment, instrument: Instrument) -> NotComparable | None:
    names = {word.casefold() for word in (instrument.id, *instrument.also)}
    if not {before.instrument.casefold(), after.instrument.casefold()} <= names:
        return NotComparable.OTHER_INSTRUMENT
    if before.person != after.person:
        return NotComparable.OTHER_PERSON
    if before.version != after.version:
        return NotComparable.OTHER_EDITION
    if before.form.casefold() != after.form.casefold():
        return NotComparable.OTHER_FORM
    if not (isinstance(before.on, date) and isinstance(after.on, date)):
        return NotComparable.DAY_UNKNOWN
    return NotComparable.SAME_DAY if before.on == after.on else None


def _items(before: Assessment, after: Assessment, instrument: Instrument) -> Iterator[ItemChange]:
    old, new = ratings_of(before), ratings_of(after)
    for code in old:
        if code not in new:
            continue
        kind = kind_of(code, instrument, after)
        scale = instrument.scales.get(kind)
        if scale is None or not (scale.allows(old[code]) and scale.allows(new[code])):
            continue
        yield ItemChange(
            code=code,
            kind=kind,
            before=old[code],
            after=new[code],
            # both kinds go down for the better: a strength of 0 is at the center of a plan
            direction=_direction(Decimal(old[code]), Decimal(new[code]), Higher.WORSE),
            turn=_turn(scale, old[code], new[code]),
        )


def _turn(scale: Scale, old: int, new: int) -> Turn | None:
    if scale.usable_to is not None:
        if (old <= scale.usable_to) is (new <= scale.usable_to):
            return None
        return Turn.BUILT if new <= scale.usable_to else Turn.LOST
    act, now = scale.act_from, scale.act_now_from
    if act is not None and (old >= act) is not (new >= act):
        return Turn.ARISEN if new >= act else Turn.RESOLVED
    return Turn.CALMED if now is not None and new < now <= old else None


def _scores(
    before: Assessment, after: Assessment, instrument: Instrument
) -> Iterator[NumberChange]:
    for score in instrument.scores:
        old, new = (read_score(score, instrument, each) for each in (before, after))
        if {old.why_not, new.why_not} & _DOUBTFUL:
            continue
        if old.value is not None and new.value is not None:
            yield _change(score.id, old.value, new.value, score.higher, score.change)


def _averages(
    before: Assessment, after: Assessment, instrument: Instrument
) -> Iterator[NumberChange]:
    for domain in instrument.domains:
        old, new = _average(before, domain, instrument), _average(after, domain, instrument)
        if domain.change is not None and old is not None and new is not None:
            yield _change(domain.id, old, new, Higher.WORSE, domain.change)


def _average(assessment: Assessment, domain: Domain, instrument: Instrument) -> Decimal | None:
    """Return a domain's average times ten; None unless every one of its items is rated."""
    scale, ratings = instrument.scales[domain.kind], ratings_of(assessment)
    rated = [ratings[code] for code in domain.items if code in ratings]
    if not domain.whole or not rated or len(rated) < len(domain.items):
        return None
    if not all(map(scale.allows, rated)):
        return None
    return Decimal(10 * sum(rated)) / len(rated)


def _change(
    about: str, old: Decimal, new: Decimal, higher: Higher, published: ReliableChange | None
) -> NumberChange:
    size = abs(new - old)
    reliable = truth.unknown(f"no_published_value:{about}")
    if published is not None and published.source.is_read:
        equal = truth.unknown(f"as_large_as_published:{about}")
        reliable = equal if size == published.more_than else truth.of(size > published.more_than)
    return NumberChange(
        about=about,
        before=old,
        after=new,
        direction=_direction(old, new, higher),
        reliable=reliable,
        published=published,
    )


def _direction(old: Decimal, new: Decimal, higher: Higher) -> Direction:
    if old == new:
        return Direction.SAME
    return Direction.BETTER if (new > old) is (higher is Higher.BETTER) else Direction.WORSE
