"""Definitions of instruments out of YAML: strict, all faults at once, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import attrs

from wraparound.instruments.instrument import (
    Ages,
    Answers,
    Average,
    Band,
    Domain,
    Higher,
    Instrument,
    Keeps,
    Kind,
    ReliableChange,
    Scale,
    Scheme,
    Score,
    Source,
)
from wraparound.model.findings import Confidence
from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file

_WHOLE = "must be a whole number"


def read_instrument(text: str | bytes, *, source: str) -> Instrument:
    """Return the instrument that a YAML text defines.

    Args:
        text: The file.
        source: Its name, for the faults.

    Raises:
        PolicyInvalid: With every fault.
    """
    return read_policy_file(text, source, _instrument)


def read_instrument_files(paths: Iterable[Path]) -> tuple[Instrument, ...]:
    """Return the instruments that files define, such as a state's own edition.

    Raises:
        PolicyInvalid: A file has faults; all of them are listed.
        OSError: A file cannot be read.
    """
    return tuple(read_instrument(path.read_bytes(), source=path.name) for path in paths)


def _instrument(file: Section) -> Instrument:
    source = _source(file)
    domains = tuple(_domain(each, source) for each in file.listed("domains"))
    found = Instrument(
        id=file.text("id"),
        title=file.text("title"),
        edition=file.text("edition", ""),
        also=file.texts("also"),
        holder=file.text("holder"),
        licence=file.text("licence"),
        keeps=file.choice("keeps", Keeps),
        licensed=file.flag("licensed"),
        certified=_inner(file, "certified", source),
        ages=_ages(file.section("ages"), source),
        items_called=file.text("items_called", "items"),
        scales=MappingProxyType(
            {_kind(name, entry): _scale(entry, source) for name, entry in file.sections("scales")}
        ),
        domains=domains,
        scores=tuple(_score(each, source) for each in file.listed("scores")),
        without_total=file.flag("without_total"),
        answers=_answers(file.section("answers"), source),
        source=source,
        compiled_on=file.day("compiled_on") or date.min,
    )
    _refuse_nonsense(file, found)
    return found


def _source(entry: Section, outer: Source | None = None) -> Source:
    """Return the source of an entry: its own, or that of what it stands in."""
    note = entry.text("note", "")
    if outer is not None and entry.raw("citation") is None:
        if entry.raw("confidence") is not None:
            entry.fault("confidence", "must stand beside a citation of its own")
        return Source(citation=outer.citation, confidence=outer.confidence, note=note)
    return Source(
        citation=entry.text("citation"),
        confidence=entry.choice("confidence", Confidence, Confidence.FOUND),
        note=note,
    )


def _inner(file: Section, key: str, outer: Source) -> Source | None:
    entry = file.section(key)
    if entry is None:
        return None
    found = _source(entry, outer)
    entry.finish()
    return found


def _ages(entry: Section | None, outer: Source) -> Ages | None:
    if entry is None:
        return None
    ages = Ages(
        youngest=_number(entry, "youngest"),
        oldest=_number(entry, "oldest"),
        source=_source(entry, outer),
    )
    entry.finish()
    return ages


def _answers(entry: Section | None, outer: Source) -> Answers | None:
    if entry is None:
        return None
    answers = Answers(
        asked=_needed(entry, "asked"),
        void_from=_number(entry, "void_from"),
        source=_source(entry, outer),
    )
    entry.finish()
    return answers


def _kind(name: str, entry: Section) -> Kind:
    known = {each.value: each for each in Kind}
    if name not in known:
        entry.fault("", "must be called one of " + ", ".join(known))
    return known.get(name, Kind.NEED)


def _scale(entry: Section, outer: Source) -> Scale:
    levels = entry.raw("levels")
    held = levels if isinstance(levels, dict) else {}
    if levels is not None and not all(
        isinstance(key, int) and isinstance(word, str) for key, word in held.items()
    ):
        entry.fault("levels", "must be a mapping of ratings to words")
        held = {}
    scale = Scale(
        lowest=_needed(entry, "lowest"),
        highest=_needed(entry, "highest"),
        step=_needed(entry, "step"),
        levels=MappingProxyType(held),
        act_from=_number(entry, "act_from"),
        act_now_from=_number(entry, "act_now_from"),
        usable_to=_number(entry, "usable_to"),
        source=_source(entry, outer),
    )
    entry.finish()
    span = scale.highest - scale.lowest
    if scale.step < 1 or span < 1 or span % scale.step:
        entry.fault("", "must go up from lowest to highest in whole steps")
        return attrs.evolve(scale, step=1)
    named = (scale.act_from, scale.act_now_from, scale.usable_to)
    for rating in (*scale.levels, *(each for each in named if each is not None)):
        if not scale.allows(rating):
            entry.fault("", f"names the rating {rating}, which no item can have")
    return scale


def _domain(entry: Section, outer: Source) -> Domain:
    domain = Domain(
        id=entry.text("id"),
        kind=entry.choice("kind", Kind),
        items=entry.texts("items"),
        whole=entry.flag("whole"),
        source=_source(entry, outer),
        change=_change(entry.section("change"), outer),
    )
    entry.finish()
    return domain


def _change(entry: Section | None, outer: Source) -> ReliableChange | None:
    if entry is None:
        return None
    of = None if entry.raw("of") is None else entry.choice("of", Average)
    change = ReliableChange(
        more_than=_exact(entry, "more_than") or Decimal(0), of=of, source=_source(entry, outer)
    )
    if change.more_than <= 0:
        entry.fault("more_than", "must be a number above 0")
    entry.finish()
    return change


def _score(entry: Section, outer: Source) -> Score:
    source = _source(entry, outer)
    score = Score(
        id=entry.text("id"),
        higher=entry.choice("higher", Higher),
        lowest=_exact(entry, "lowest"),
        highest=_exact(entry, "highest"),
        step=_exact(entry, "step"),
        of_domains=entry.texts("of_domains"),
        schemes=tuple(_scheme(each, outer) for each in entry.listed("schemes")),
        source=source,
        change=_change(entry.section("change"), outer),
    )
    entry.finish()
    if score.step is not None and score.step <= 0:
        entry.fault("step", "must be above 0")
        return attrs.evolve(score, step=None)
    for place, scheme in enumerate(score.schemes):
        for message in _faults_in(scheme, score):
            entry.fault(f"schemes[{place}].bands", message)
    return score


def _scheme(entry: Section, outer: Source) -> Scheme:
    scheme = Scheme(
        id=entry.text("id"),
        bands=tuple(_band(each) for each in entry.listed("bands")),
        forms=entry.texts("forms"),
        named=entry.flag("named"),
        source=_source(entry, outer),
    )
    entry.finish()
    return scheme


def _band(entry: Section) -> Band:
    band = Band(
        lowest=_exact(entry, "lowest"), highest=_exact(entry, "highest"), word=entry.text("word")
    )
    entry.finish()
    return band


def _faults_in(scheme: Scheme, score: Score) -> Iterator[str]:
    """Yield what is wrong with bands: none, a gap, an overlap, or an end outside the score."""
    if not scheme.bands:
        yield "must hold a band"
    step = score.step or Decimal(1)
    for before, after in pairwise(scheme.bands):
        if before.highest is None or after.lowest is None:
            yield "may be open at the first and the last end only"
        elif after.lowest != before.highest + step:
            yield f"must go on at {before.highest + step} after {before.highest}"
    for band in scheme.bands:
        if band.lowest is not None and band.highest is not None and band.lowest > band.highest:
            yield f"must not end at {band.highest} before they begin at {band.lowest}"
        for end in (band.lowest, band.highest):
            if end is not None and not score.allows(end):
                yield f"name {end}, which the score cannot be"


def _refuse_nonsense(file: Section, found: Instrument) -> None:
    kinds = {each.id: each.kind for each in found.domains}
    codes: dict[str, str] = {}
    for place, domain in enumerate(found.domains):
        if domain.kind not in found.scales:
            file.fault(f"domains[{place}].kind", f"needs a scale for {domain.kind.value}")
        for code in domain.items:
            if code in codes:
                file.fault(f"domains[{place}].items", f"hold {code}, which {codes[code]} has")
            codes[code] = domain.id
    for place, score in enumerate(found.scores):
        lost = [each for each in score.of_domains if each not in kinds]
        if lost:
            file.fault(f"scores[{place}].of_domains", f"has no domain {', '.join(lost)}")
        if len({kinds[each] for each in score.of_domains if each in kinds}) > 1:
            message = "must not sum needs with strengths: they run opposite ways"
            file.fault(f"scores[{place}].of_domains", message)
    for key, names in (
        ("domains", [each.id for each in found.domains]),
        ("scores", [each.id for each in found.scores]),
    ):
        for name in {each for each in names if names.count(each) > 1}:
            file.fault(key, f"hold {name} twice")


def _needed(section: Section, key: str) -> int:
    value = _number(section, key)
    if value is None and section.entries.get(key) is None:
        section.fault(key, _WHOLE)
    return value or 0


def _number(section: Section, key: str) -> int | None:
    value = section.raw(key)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    section.fault(key, _WHOLE)
    return None


def _exact(section: Section, key: str) -> Decimal | None:
    value = section.raw(key)
    if value is None:
        return None
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        try:
            number = Decimal(value)
        except ArithmeticError:
            number = Decimal("NaN")
        if number.is_finite():
            return number
    section.fault(key, 'must be a whole number, or a number in quotes such as "3.90"')
    return None
