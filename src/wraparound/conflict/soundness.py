"""Facts that contradict one another stop a review: an answer from them would be worth nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise

from wraparound.conflict.bands import NOUGHT
from wraparound.conflict.entities import Entities
from wraparound.conflict.facts import Facts
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import ServiceFact, TieFact
from wraparound.conflict.standing import standing, turns_of
from wraparound.conflict.survey import parts_of, references_in
from wraparound.errors import FactsInvalid
from wraparound.model.terms import Unknown
from wraparound.policy import Values


def check_facts(facts: Facts) -> None:
    """Refuse facts that cannot all be true; only the first kind of contradiction is told.

    Raises:
        FactsInvalid: Two facts share an id, one refers to nothing, or a service had two statuses
            on one day.
    """
    checks: tuple[tuple[str, Callable[[Facts], Iterable[str]]], ...] = (
        ("duplicate_id", _shared_ids),
        ("unknown_reference", _loose_references),
        ("overlapping_spans", _overlapping),
    )
    for code, find in checks:
        ids = sorted(set(find(facts)))
        if ids:
            raise FactsInvalid(code, ids)


def _shared_ids(facts: Facts) -> Iterable[str]:
    return facts.shared_ids


def _loose_references(facts: Facts) -> Iterator[str]:
    if not facts.loose:
        return
    for _, held in facts.by_kind():
        for fact in held:
            parts = (reference for part in parts_of(fact) for reference in references_in(part))
            if any(each in facts.loose.get(kinds, ()) for kinds, each in parts):
                yield fact.id


def _overlapping(facts: Facts) -> Iterator[str]:
    for service in facts.services:
        spans = sorted(_dated_spans(service)) if len(service.spans) > 1 else ()
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            yield service.id


def _dated_spans(service: ServiceFact) -> Iterator[tuple[date, date]]:
    for span in service.spans:
        start, end = span.period.start, span.period.end
        if isinstance(start, Unknown) or isinstance(end, Unknown):
            continue
        yield start or date.min, end or date.max


def check_wholes(index: Index, values: Values) -> None:
    """Refuse shares of one entity that surely add up to more than the whole on some day.

    Raises:
        FactsInvalid: They do.
    """
    excluded = values.words("interest.exclusions")
    links = index.ties_of.get("same_legal_entity_as", ())
    if not links and index.shares_of.fit(excluded):
        return
    owned = [tie for tie in index.ties_of["owns"] if tie.via not in excluded]
    turns = {turn for tie in (*owned, *links) for turn in turns_of(tie.period)}
    for day in sorted({date.min, *turns}):
        truths = [(tie, standing(tie.period, day, tie.id)) for tie in links]
        of = Entities((tie, truth) for tie, truth in truths if not truth.fails).of
        held: dict[str, list[TieFact]] = {}
        for tie in owned:
            inside = of(tie.subject) == of(tie.object or "")
            if standing(tie.period, day, tie.id).holds and not inside:
                held.setdefault(of(tie.object or ""), []).append(tie)
        for ties in held.values():
            if sum((tie.share_band.lo for tie in ties), NOUGHT) > 1:
                raise FactsInvalid("shares_exceed_whole", sorted(tie.id for tie in ties))
