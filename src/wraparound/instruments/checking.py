"""Scores against the definition: everything that is wrong or cannot be told, at once.

What is wrong with a record is a finding. None refuses a save, and none holds a rating or a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from wraparound.instruments.certifying import certified_on_the_day
from wraparound.instruments.counting import kind_of
from wraparound.instruments.facts import rated_items
from wraparound.instruments.finding import ScoreFinding
from wraparound.instruments.instrument import Domain, Instrument, Keeps, Kind
from wraparound.instruments.scoring import NoBand, is_void, read_score
from wraparound.model.assessment import Assessment
from wraparound.model.duty import Staff
from wraparound.model.terms import Unknown
from wraparound.policy.days import completed_years

_TOTALS = ("total", "sum")


def check_assessment(
    assessment: Assessment,
    instrument: Instrument | None,
    *,
    born: date | None = None,
    staff: Iterable[Staff] = (),
) -> tuple[ScoreFinding, ...]:
    """Return everything that is wrong with an assessment by its definition, or cannot be told.

    Args:
        assessment: The assessment, stored or not.
        instrument: Its definition; None where nobody defined it.
        born: The young person's day of birth, where it is known.
        staff: The staff records of the program, for certificates.
    """
    if instrument is None:
        return (ScoreFinding(code="INST-01", path="instrument"),)
    return (
        *_of_the_day(assessment),
        *_of_the_licence(assessment, instrument),
        *_of_the_edition(assessment, instrument),
        *_of_the_age(assessment, instrument, born),
        *_of_the_assessor(assessment, instrument, staff),
        *_of_the_items(assessment, instrument),
        *_of_the_domains(assessment, instrument),
        *_of_the_scores(assessment, instrument),
        *_of_the_answers(assessment, instrument),
    )


def _finds(code: str, path: str, /, **params: object) -> ScoreFinding:
    return ScoreFinding(
        code=code, path=path, params={key: str(value) for key, value in params.items()}
    )


def _of_the_day(assessment: Assessment) -> Iterator[ScoreFinding]:
    if isinstance(assessment.on, Unknown):
        yield _finds("INST-23", "on")


def _of_the_licence(assessment: Assessment, instrument: Instrument) -> Iterator[ScoreFinding]:
    if assessment.license_ok is False:
        yield _finds("INST-20", "license_ok", instrument=instrument.id)
    elif isinstance(assessment.license_ok, Unknown) and instrument.licensed:
        yield _finds("INST-21", "license_ok", instrument=instrument.id)
    if instrument.keeps is Keeps.SCORES and rated_items(assessment):
        yield _finds("INST-12", "items", instrument=instrument.id)


def _of_the_edition(assessment: Assessment, instrument: Instrument) -> Iterator[ScoreFinding]:
    named, described = assessment.version.strip(), instrument.edition
    if named and described and named.casefold() != described.casefold():
        yield _finds("INST-16", "version", edition=described)


def _of_the_age(
    assessment: Assessment, instrument: Instrument, born: date | None
) -> Iterator[ScoreFinding]:
    ages, on = instrument.ages, assessment.on
    if ages is None or born is None or not isinstance(on, date):
        return
    years = completed_years(born, on)
    too_young = ages.youngest is not None and years < ages.youngest
    too_old = ages.oldest is not None and years > ages.oldest
    if too_young or too_old:
        yield _finds("INST-19", "person", youngest=ages.youngest, oldest=ages.oldest)


def _of_the_assessor(
    assessment: Assessment, instrument: Instrument, staff: Iterable[Staff]
) -> Iterator[ScoreFinding]:
    certified = certified_on_the_day(assessment, instrument, staff)
    if certified.fails:
        yield _finds("INST-17", "certified_until")
    elif certified.open and isinstance(assessment.on, date):
        yield _finds("INST-18", "certified_until")


def _of_the_items(assessment: Assessment, instrument: Instrument) -> Iterator[ScoreFinding]:
    if instrument.keeps is Keeps.SCORES:
        return
    seen: set[str] = set()
    for code, rating in rated_items(assessment):
        path = f"items.{code}"
        if code in seen:
            yield _finds("INST-05", path, code=code)
        seen.add(code)
        domain = instrument.domain_of(code)
        if domain is None and instrument.domains and instrument.is_whole:
            yield _finds("INST-02", path, code=code, instrument=instrument.id)
        elif domain is None:
            yield _finds("INST-03", path, code=code)
        elif (domain.kind is Kind.STRENGTH) is not (code in assessment.strength_items):
            yield _finds("INST-22", path, code=code, domain=domain.id)
        scale = instrument.scales.get(kind_of(code, instrument, assessment))
        if rating is not None and scale is not None and not scale.allows(rating):
            limits = {"lowest": scale.lowest, "highest": scale.highest, "step": scale.step}
            yield _finds("INST-04", path, code=code, **limits)


def _of_the_domains(assessment: Assessment, instrument: Instrument) -> Iterator[ScoreFinding]:
    if instrument.keeps is Keeps.SCORES:
        return
    rated = {code for code, rating in rated_items(assessment) if rating is not None}
    if not rated and assessment.scores:
        return  # an office may keep no more than the scores
    for domain in instrument.domains:
        missing = _missing(domain, rated)
        if missing:
            yield _finds("INST-06", f"items:{domain.id}", domain=domain.id, missing=missing)


def _missing(domain: Domain, rated: set[str]) -> str:
    """Return what of a domain is not known to be rated, in words; nothing where all of it is."""
    left = [code for code in domain.items if code not in rated]
    if domain.whole:
        return ", ".join(left)
    return "" if rated & set(domain.items) else "every item that is known to be of it"


def _of_the_scores(assessment: Assessment, instrument: Instrument) -> Iterator[ScoreFinding]:
    for name in assessment.scores:
        if instrument.score(name) is not None:
            continue
        path = f"scores.{name}"
        if instrument.without_total and any(word in name.lower() for word in _TOTALS):
            yield _finds("INST-10", path, instrument=instrument.id)
        elif instrument.scores:
            yield _finds("INST-07", path, score=name, instrument=instrument.id)
        else:
            yield _finds("INST-08", path, score=name, instrument=instrument.id)
    for score in instrument.scores:
        path = f"scores.{score.id}"
        told = assessment.scores.get(score.id)
        if told is not None and not score.allows(told):
            limits = {"lowest": score.lowest, "highest": score.highest, "step": score.step}
            named = {key: _number(value) for key, value in limits.items()}
            yield _finds("INST-09", path, score=score.id, **named)
        elif read_score(score, instrument, assessment).why_not is NoBand.INCONSISTENT:
            yield _finds("INST-11", path, score=score.id)


def _of_the_answers(assessment: Assessment, instrument: Instrument) -> Iterator[ScoreFinding]:
    answers, told = instrument.answers, assessment.answered
    if answers is None:
        return
    if isinstance(told, Unknown):
        if answers.void_from is not None:
            yield _finds("INST-14", "answered")
    elif not 0 <= told <= answers.asked:
        yield _finds("INST-15", "answered", instrument=instrument.id, asked=answers.asked)
    elif is_void(instrument, assessment):
        blank = answers.asked - told
        yield _finds("INST-13", "answered", blank=blank, asked=answers.asked)


def _number(value: Decimal | None) -> str:
    return "any number" if value is None else f"{value:f}"
