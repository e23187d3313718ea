"""Instruments and readings as documents that programs read: stable keys in a stable order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wraparound.instruments.changing import AssessmentChange, NumberChange
from wraparound.instruments.counting import DomainReading
from wraparound.instruments.facts import plain_number
from wraparound.instruments.finding import ScoreFinding
from wraparound.instruments.instrument import Band, Domain, Instrument, Score, Source
from wraparound.instruments.patterns import PatternReading
from wraparound.instruments.reading import AssessmentReading
from wraparound.instruments.scoring import ScoreReading

Json = dict[str, Any]  # Any: the values that JSON can say
_WORDS = {True: "T", False: "F", None: "U"}


def instrument_document(instrument: Instrument) -> Json:
    """Return a definition as plain values that JSON can say; it holds no wording."""
    return {
        "instrument": instrument.id,
        "title": instrument.title,
        "edition": instrument.edition,
        "also": list(instrument.also),
        "holder": instrument.holder,
        "licence": instrument.licence,
        "keeps": instrument.keeps.value,
        "licensed": instrument.licensed,
        "without_total": instrument.without_total,
        "compiled_on": instrument.compiled_on.isoformat(),
        "source": _source(instrument.source),
        "certified": _source(instrument.certified),
        "ages": instrument.ages
        and {"youngest": instrument.ages.youngest, "oldest": instrument.ages.oldest},
        "answers": instrument.answers
        and {"asked": instrument.answers.asked, "void_from": instrument.answers.void_from},
        "scales": {
            kind.value: {
                "lowest": scale.lowest,
                "highest": scale.highest,
                "step": scale.step,
                "levels": {str(rating): word for rating, word in scale.levels.items()},
                "act_from": scale.act_from,
                "act_now_from": scale.act_now_from,
                "usable_to": scale.usable_to,
                "source": _source(scale.source),
            }
            for kind, scale in instrument.scales.items()
        },
        "domains": [_domain(each) for each in instrument.domains],
        "scores": [_score(each) for each in instrument.scores],
    }


def finding_document(finding: ScoreFinding) -> Json:
    """Return a finding as plain values that JSON can say."""
    return {
        "code": finding.code,
        "weight": finding.weight.value,
        "title": finding.rule.title,
        "path": finding.path,
        "message": finding.message,
        "hint": finding.rule.hint,
        "source": finding.rule.source,
    }


def reading_document(reading: AssessmentReading) -> Json:
    """Return a reading as plain values that JSON can say."""
    return {
        "assessment": reading.assessment,
        "instrument": reading.instrument.id if reading.instrument else reading.name,
        "defined": reading.instrument is not None,
        "title": reading.instrument.title if reading.instrument else "",
        "on": reading.on.isoformat() if reading.on else None,
        "certified": _WORDS[reading.certified.value],
        "findings": [finding_document(each) for each in reading.findings],
        "domains": [_domain_reading(each) for each in reading.domains],
        "scores": [_score_reading(each) for each in reading.scores],
        "patterns": [_pattern(each) for each in reading.patterns],
        "change": None if reading.change is None else _changed(reading.change),
    }


def _source(source: Source | None) -> Json | None:
    if source is None:
        return None
    return {
        "citation": source.citation,
        "confidence": source.confidence.value,
        "note": source.note,
    }


def _domain(domain: Domain) -> Json:
    return {
        "domain": domain.id,
        "kind": domain.kind.value,
        "items": list(domain.items),
        "whole": domain.whole,
        "source": _source(domain.source),
        "reliable_change": domain.change
        and {
            "more_than": _number(domain.change.more_than),
            "of": domain.change.of.value if domain.change.of else "score",
            "source": _source(domain.change.source),
        },
    }


def _score(score: Score) -> Json:
    return {
        "score": score.id,
        "higher": score.higher.value,
        "lowest": _number(score.lowest),
        "highest": _number(score.highest),
        "step": _number(score.step),
        "of_domains": list(score.of_domains),
        "source": _source(score.source),
        "schemes": [
            {
                "scheme": each.id,
                "forms": list(each.forms),
                "named": each.named,
                "source": _source(each.source),
                "bands": [_band(band) for band in each.bands],
            }
            for each in score.schemes
        ],
    }


def _band(band: Band) -> Json:
    return {"lowest": _number(band.lowest), "highest": _number(band.highest), "word": band.word}


def _domain_reading(read: DomainReading) -> Json:
    return {
        "domain": read.domain,
        "kind": read.kind.value,
        "rated": dict(read.ratings),
        "act": list(read.act),
        "act_now": list(read.act_now),
        "use": list(read.use),
        "build": list(read.build),
        "missing": list(read.missing),
        "whole": read.whole,
        "asks_for_action": _WORDS[read.asks_for_action.value],
    }


def _score_reading(read: ScoreReading) -> Json:
    return {
        "score": read.score.id,
        "value": _number(read.value),
        "low": _number(read.low),
        "high": _number(read.high),
        "higher": read.score.higher.value,
        "indicates": read.band.word if read.band else None,
        "band": _band(read.band) if read.band else None,
        "scheme": read.scheme.id if read.scheme else None,
        "citation": read.scheme.source.citation if read.scheme and read.band else "",
        "why_not": read.why_not.value if read.why_not else None,
    }


def _pattern(read: PatternReading) -> Json:
    return {
        "rules": read.rules.id,
        "version": read.rules.version,
        "result": _WORDS[read.answer.value],
        "meaning": read.meaning,
        "missing": list(read.answer.missing),
        "citation": read.rules.citation,
    }


def _changed(change: AssessmentChange) -> Json:
    return {
        "before": change.before,
        "before_on": change.before_on.isoformat() if change.before_on else None,
        "why_not": change.why_not.value if change.why_not else None,
        "items": [
            {
                "item": each.code,
                "kind": each.kind.value,
                "before": each.before,
                "after": each.after,
                "direction": each.direction.value,
                "turn": each.turn.value if each.turn else None,
            }
            for each in change.items
        ],
        "only_before": list(change.only_before),
        "only_after": list(change.only_after),
        "numbers": [_number_change(each) for each in change.numbers],
    }


def _number_change(change: NumberChange) -> Json:
    published = change.published
    return {
        "about": change.about,
        "before": _number(change.before),
        "after": _number(change.after),
        "direction": change.direction.value,
        "reliable": _WORDS[change.reliable.value],
        "published": None if published is None else _number(published.more_than),
        "citation": "" if published is None else published.source.citation,
    }


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else plain_number(value)
