"""An instrument as structure: domains, codes, ranges, bands and their sources, never a wording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from types import MappingProxyType

import attrs

from wraparound.model.findings import Confidence


class Kind(Enum):
    """What a domain is about. Domains of one kind are never summed with those of another."""

    NEED = "need"
    """A high number asks for action."""
    STRENGTH = "strength"
    """A low number is a strength that can be used."""


class Higher(Enum):
    """What a higher score says."""

    WORSE = "worse"
    BETTER = "better"


class Keeps(Enum):
    """What a record may hold of the instrument by its licence."""

    ITEMS_AND_SCORES = "items_and_scores"
    SCORES = "scores"
    """Scores only: to hold items would need a licence of its own."""


class Average(Enum):
    """What a reliable change of a domain is measured on."""

    DOMAIN_TIMES_TEN = "domain_average_times_ten"
    """The average of the domain's items, times ten."""


@attrs.frozen(kw_only=True)
class Source:
    """Where a number comes from.

    Attributes:
        citation: The text.
        confidence: Whether it was read; what was only recalled never decides.
        note: What a reader should know, such as what is judgement.
    """

    citation: str
    confidence: Confidence = Confidence.FOUND
    note: str = ""

    @property
    def is_read(self) -> bool:
        """Whether the text was read."""
        return self.confidence is Confidence.FOUND


@attrs.frozen(kw_only=True)
class Scale:
    """How an item of one kind is rated.

    Attributes:
        lowest: The lowest rating.
        highest: The highest.
        step: From one rating to the next.
        levels: What a rating is called, by a word of the catalogue; empty where only the
            instrument's own text says it.
        act_from: From which rating on a need asks for action; None where nothing says so.
        act_now_from: From which it asks for action at once.
        usable_to: Up to which rating a strength can be used in a plan.
        source: Where that comes from.
    """

    lowest: int
    highest: int
    step: int
    levels: Mapping[int, str] = MappingProxyType({})
    act_from: int | None = None
    act_now_from: int | None = None
    usable_to: int | None = None
    source: Source

    def allows(self, rating: int) -> bool:
        """Tell whether an item can have a rating."""
        within = self.lowest <= rating <= self.highest
        return within and (rating - self.lowest) % self.step == 0


@attrs.frozen(kw_only=True)
class ReliableChange:
    """How much must change to be more than chance, as somebody published it.

    Attributes:
        more_than: A change that is larger is reliable; of one that is just as large nothing is
            said.
        of: What it is measured on; None for the score itself.
        source: Who published it.
    """

    more_than: Decimal
    of: Average | None = None
    source: Source


@attrs.frozen(kw_only=True)
class Domain:
    """One group of items.

    Attributes:
        id: Its code.
        kind: Whether its items are needs or strengths.
        items: The codes of its items that are known.
        whole: Whether these are all of them: editions add and leave out.
        source: Where the list comes from.
        change: A published reliable change; None where there is none.
    """

    id: str
    kind: Kind
    items: tuple[str, ...] = ()
    whole: bool = False
    source: Source
    change: ReliableChange | None = None


@attrs.frozen(kw_only=True)
class Band:
    """Scores that are read alike; both ends belong to it.

    Attributes:
        lowest: The lowest score; None where there is no limit.
        highest: The highest.
        word: What they are called, by a word of the catalogue.
    """

    lowest: Decimal | None
    highest: Decimal | None
    word: str

    def holds(self, value: Decimal) -> bool:
        """Tell whether a score lies in the band."""
        above = self.lowest is None or value >= self.lowest
        return above and (self.highest is None or value <= self.highest)


@attrs.frozen(kw_only=True)
class Scheme:
    """Bands that somebody published for a score.

    Attributes:
        id: Its name, as ``Assessment.band_scheme`` has it.
        bands: The bands, the lowest first.
        forms: The forms of the instrument that it is for; empty for all.
        named: Whether it counts only where it is named, because others would read it otherwise.
        source: Who published it.
    """

    id: str
    bands: tuple[Band, ...]
    forms: tuple[str, ...] = ()
    named: bool = False
    source: Source

    def band_of(self, value: Decimal) -> Band | None:
        """Return the band of a score; None where it lies in none."""
        return next((each for each in self.bands if each.holds(value)), None)


@attrs.frozen(kw_only=True)
class Score:
    """A number that the instrument gives.

    Attributes:
        id: Its name, as ``Assessment.scores`` has it.
        higher: What a higher one says.
        lowest: The lowest that can be; None where nothing read says so.
        highest: The highest.
        step: From one to the next; None where any number can be.
        of_domains: The domains whose items it sums; empty where it is not simply a sum.
        schemes: The published ways to read it.
        source: Where its structure comes from.
        change: A published reliable change; None where there is none.
    """

    id: str
    higher: Higher
    lowest: Decimal | None = None
    highest: Decimal | None = None
    step: Decimal | None = None
    of_domains: tuple[str, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    source: Source
    change: ReliableChange | None = None

    @property
    def range_is_known(self) -> bool:
        """Whether a text that was read says what it can be."""
        return self.source.is_read

    def allows(self, value: Decimal) -> bool:
        """Tell whether the score can be so; a range that was only recalled refuses nothing."""
        if not self.range_is_known:
            return True
        above = self.lowest is None or value >= self.lowest
        below = self.highest is None or value <= self.highest
        return above and below and (self.step is None or _is_multiple(value, self.step))


def _is_multiple(value: Decimal, step: Decimal) -> bool:
    try:
        return value % step == 0
    except InvalidOperation:  # so large that no score can be meant
        return False


@attrs.frozen(kw_only=True)
class Answers:
    """How many items are asked, and from how many blanks on nothing can be scored.

    Attributes:
        asked: How many there are.
        void_from: From so many blanks on the scores do not count; None where nothing says so.
        source: Where that comes from.
    """

    asked: int
    void_from: int | None = None
    source: Source


@attrs.frozen(kw_only=True)
class Ages:
    """For whom the instrument is made, in completed years.

    Attributes:
        youngest: From which age on; None where nothing read says so.
        oldest: Up to which age.
        source: Where that comes from.
    """

    youngest: int | None = None
    oldest: int | None = None
    source: Source


@attrs.frozen(kw_only=True)
class Instrument:
    """The structure of one instrument.

    Attributes:
        id: Its short name, as ``Assessment.instrument`` has it.
        title: Its name.
        edition: The edition that is described; empty where editions share it.
        also: Other short names for it.
        holder: Who holds the rights.
        licence: What may be done with it.
        keeps: What a record may hold of it.
        licensed: Whether a site needs a licence to use it.
        certified: Whether who rates must be certified; None where it need not be.
        ages: For whom it is made; None where nothing says so.
        items_called: What rules about who qualifies call its rated parts.
        scales: How items are rated, by their kind.
        domains: Its groups of items.
        scores: The numbers that it gives.
        without_total: Whether there is no total, so that one that is recorded is a mistake.
        answers: How many items are asked; None where nothing says so.
        source: Where the structure comes from.
        compiled_on: When the texts were read.
    """

    id: str
    title: str
    edition: str = ""
    also: tuple[str, ...] = ()
    holder: str
    licence: str
    keeps: Keeps
    licensed: bool = False
    certified: Source | None = None
    ages: Ages | None = None
    items_called: str = "items"
    scales: Mapping[Kind, Scale] = MappingProxyType({})
    domains: tuple[Domain, ...] = ()
    scores: tuple[Score, ...] = ()
    without_total: bool = False
    answers: Answers | None = None
    source: Source
    compiled_on: date

    @property
    def is_whole(self) -> bool:
        """Whether every item of every domain is known."""
        return all(each.whole for each in self.domains)

    def domain_of(self, code: str) -> Domain | None:
        """Return the domain of an item; None where no list has it."""
        return next((each for each in self.domains if code in each.items), None)

    def score(self, name: str) -> Score | None:
        """Return a score by its name; None where there is none."""
        return next((each for each in self.scores if each.id == name), None)

    def sources(self) -> Iterator[tuple[str, Source]]:
        """Yield every source with what rests on it, such as ``scores.total``."""
        yield "", self.source
        for about, each in (
            ("certified", self.certified),
            ("ages", self.ages and self.ages.source),
            ("answers", self.answers and self.answers.source),
        ):
            if each:
                yield about, each
        for kind, scale in self.scales.items():
            yield f"scales.{kind.value}", scale.source
        for domain in self.domains:
            yield f"domains.{domain.id}", domain.source
            if domain.change:
                yield f"domains.{domain.id}.change", domain.change.source
        for score in self.scores:
            yield f"scores.{score.id}", score.source
            if score.change:
                yield f"scores.{score.id}.change", score.change.source
            for scheme in score.schemes:
                yield f"scores.{score.id}.{scheme.id}", scheme.source


Instruments = Mapping[str, Instrument]
"""Instruments by their short names."""


def find_instrument(name: str, known: Instruments) -> Instrument | None:
    """Return an instrument by a short name, however it is capitalized; None where none has it."""
    wanted = name.strip().casefold()
    for each in known.values():
        if wanted in {word.casefold() for word in (each.id, *each.also)}:
            return each
    return None
