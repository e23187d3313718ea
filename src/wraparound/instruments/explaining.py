"""An assessment explained to a family: what it says, what it means, and what one may ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from types import MappingProxyType

import attrs

from wraparound.instruments.changing import NumberChange
from wraparound.instruments.content import Content
from wraparound.instruments.counting import DomainReading
from wraparound.instruments.document import Json, reading_document
from wraparound.instruments.facts import plain_number
from wraparound.instruments.instrument import Instrument, Kind
from wraparound.instruments.page import explanation_page, explanation_part
from wraparound.instruments.reading import AssessmentReading
from wraparound.instruments.scoring import ScoreReading
from wraparound.instruments.words import Words, load_words
from wraparound.model.truth import Truth

_WATCH = "watch"
_PATTERNS = MappingProxyType({True: "pattern.yes", False: "pattern.no", None: "pattern.open"})


@attrs.frozen(kw_only=True)
class Told:
    """One part of an explanation.

    Attributes:
        about: What it is about, as a key: ``done``, ``says``, ``change``, ``means``, ``lighter``,
            ``ask`` or ``unknown``.
        heading: Its heading.
        lines: Its sentences.
    """

    about: str
    heading: str
    lines: tuple[str, ...] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Explanation:
    """An assessment in words that a parent can use. It is not a clinical determination.

    Attributes:
        reading: What the assessment says.
        language: The language, as ``es``.
        notice: What every explanation says of itself.
        parts: Its parts, in the order to read them.
    """

    reading: AssessmentReading
    language: str
    notice: str
    parts: tuple[Told, ...]

    def as_document(self) -> Json:
        """Return the reading and the explanation as plain values that JSON can say."""
        return {
            **reading_document(self.reading),
            "language": self.language,
            "notice": self.notice,
            "told": [
                {"about": each.about, "heading": each.heading, "lines": list(each.lines)}
                for each in self.parts
            ],
        }

    def as_html(self) -> str:
        """Return the explanation as a page to read and print, without any asset."""
        return explanation_page(self.as_document())

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the page's part, without names of people."""
        return explanation_part(self.as_document())


def explain_assessment(
    reading: AssessmentReading, *, language: str = "en", content: Content | None = None
) -> Explanation:
    """Return an assessment in words that a parent can use.

    Args:
        reading: What the assessment says.
        language: ``en`` or ``es``.
        content: A licensed site's own content, whose wording is then shown beside the codes.

    Raises:
        PolicyUnknown: There is no such language.
    """
    words = load_words(language)
    teller = _Teller(reading, words, content)
    parts = [
        ("done", teller.done()),
        ("says", teller.says()),
        ("change", teller.changed()),
        ("means", teller.standing("means")),
        ("lighter", teller.standing("lighter")),
        ("ask", teller.standing("ask")),
        ("unknown", teller.unknown()),
    ]
    return Explanation(
        reading=reading,
        language=language,
        notice=words.say("notice"),
        parts=tuple(
            Told(about=about, heading=words.say(f"heading.{about}"), lines=tuple(lines))
            for about, lines in ((about, list(lines)) for about, lines in parts)
            if lines
        ),
    )


@attrs.frozen
class _Teller:
    reading: AssessmentReading
    words: Words
    content: Content | None

    def done(self) -> Iterator[str]:
        title = self.reading.instrument.title if self.reading.instrument else self.reading.name
        if self.reading.on is None:
            yield self.words.say("done.no_day", title=title)
        else:
            yield self.words.say("done", title=title, day=self.words.day(self.reading.on))
        change = self.reading.change
        if change is not None and change.before_on is not None:
            yield self.words.say("done.before", day=self.words.day(change.before_on))

    def says(self) -> Iterator[str]:
        instrument = self.reading.instrument
        if instrument is None:
            yield self.words.say("unknown.instrument")
            return
        lines = [
            *(line for each in self.reading.domains for line in self._domain(each, instrument)),
            *(line for each in self.reading.scores for line in self._score(each)),
            *self._about_scores(),
        ]
        yield from lines or [self.words.say("says.nothing")]
        for pattern in self.reading.patterns:
            key = _PATTERNS[pattern.answer.value]
            yield self.words.say(key, citation=pattern.rules.citation)

    def changed(self) -> Iterator[str]:
        change = self.reading.change
        if change is None:
            return
        if change.why_not is not None:
            yield self.words.say(f"change.why.{change.why_not.value}")
            return
        lines = [
            *(
                self.words.say(f"turn.{each.turn.value}", item=self._item(each.code))
                for each in change.items
                if each.turn is not None
            ),
            *(line for each in change.numbers for line in self._number(each)),
        ]
        yield from lines or [self.words.say("change.nothing")]
        yield self.words.say("change.care")

    def standing(self, about: str) -> Iterator[str]:
        """Yield what is said of every assessment, in the order of its numbers."""
        place = 1
        while f"{about}.{place}" in self.words.held:
            yield self.words.say(f"{about}.{place}")
            place += 1

    def unknown(self) -> Iterator[str]:
        faults = len(self.reading.faults)
        if faults:
            yield self.words.say("unknown.faults", count=str(faults))
        if self.reading.instrument is None:
            return
        if self.reading.certified.fails:
            yield self.words.say("unknown.not_certified")
        elif self.reading.certified.open:
            yield self.words.say("unknown.certified")
        for finding in self.reading.findings:
            if finding.code == "INST-06":
                domain = self.words.name("domain", finding.params["domain"])
                yield self.words.say("unknown.domain", domain=domain)

    def _domain(self, read: DomainReading, instrument: Instrument) -> Iterator[str]:
        if not read.ratings:
            return
        scale = instrument.scales[read.kind]
        name = self.words.name("domain", read.domain)
        if read.kind is Kind.STRENGTH:
            yield from self._listed("says.use", name, read.use)
            yield from self._listed("says.build", name, read.build)
        elif scale.act_from is not None:
            later = [code for code in read.act if code not in read.act_now]
            yield from self._listed("says.act_now", name, read.act_now)
            yield from self._listed("says.act", name, later)
            watch = [
                code for code, each in read.ratings.items() if scale.levels.get(each) == _WATCH
            ]
            yield from self._listed("says.watch", name, watch)
            if not read.act:
                yield self.words.say("says.no_act", domain=name)
        elif scale.levels:
            items = [
                self.words.say(
                    "says.item",
                    item=self._item(code),
                    level=self.words.say(f"level.{scale.levels[rating]}"),
                )
                for code, rating in read.ratings.items()
                if rating in scale.levels
            ]
            yield self.words.say("says.rated", domain=name, items=", ".join(items))

    def _listed(self, key: str, domain: str, codes: Iterable[str]) -> Iterator[str]:
        items = ", ".join(self._item(code) for code in codes)
        if items:
            yield self.words.say(key, domain=domain, items=items)

    def _score(self, read: ScoreReading) -> Iterator[str]:
        score, name = read.score, self.words.name("score", read.score.id)
        if read.low is None or read.high is None:
            return  # what was not recorded is nothing to explain
        if read.value is None:
            low, high = _plain(read.low), _plain(read.high)
            told = self.words.say("says.score_between", score=name, low=low, high=high)
        elif score.range_is_known and score.lowest is not None and score.highest is not None:
            told = self.words.say(
                "says.score_of",
                score=name,
                value=_plain(read.value),
                lowest=_plain(score.lowest),
                highest=_plain(score.highest),
            )
        else:
            told = self.words.say("says.score", score=name, value=_plain(read.value))
        yield f"{told} {self._indicates(read)}".rstrip()

    def _indicates(self, read: ScoreReading) -> str:
        if read.band is not None:
            return self.words.say(f"band.{read.band.word}")
        return self.words.say(f"why.{read.why_not.value}") if read.why_not else ""

    def _about_scores(self) -> Iterator[str]:
        """Yield which way the scores run, and where what they indicate is published."""
        told = [each for each in self.reading.scores if each.low is not None]
        ways = {each.score.higher for each in told}
        for each in told if len(ways) > 1 else told[:1]:
            name = self.words.name("score", each.score.id) if len(ways) > 1 else ""
            way = self.words.say(f"higher.{each.score.higher.value}")
            yield f"{name}: {way}" if name else way
        cited = [each.scheme.source.citation for each in told if each.band and each.scheme]
        for citation in dict.fromkeys(cited):
            yield self.words.say("says.source", citation=citation)

    def _number(self, change: NumberChange) -> Iterator[str]:
        kind = "score" if f"score.{change.about}" in self.words.held else "domain"
        about = self.words.name(kind, change.about)
        yield self.words.say(
            f"change.{change.direction.value}",
            about=about,
            before=_plain(change.before),
            after=_plain(change.after),
        )
        yield self._reliable(change.reliable, change, about)

    def _reliable(self, reliable: Truth, change: NumberChange, about: str) -> str:
        if change.published is None or not change.published.source.is_read:
            return self.words.say("change.no_value", about=about)
        if reliable.open:
            return self.words.say("change.as_large", about=about)
        key = "change.reliable" if reliable.holds else "change.not_reliable"
        return self.words.say(key, about=about, citation=change.published.source.citation)

    def _item(self, code: str) -> str:
        name = self.words.name("item", code)
        own = self.content.items.get(code) if self.content else None
        return f"{name}: {own.text}" if own and own.text else name


def _plain(number: Decimal) -> str:
    """Return a number as people write it, with one place after the point at the most."""
    return str(round(plain_number(number), 1)).removesuffix(".0")
