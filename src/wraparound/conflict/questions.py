"""What a person has to look at: records that may be one, and records that say too little."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from wraparound.conflict.day import Day
from wraparound.conflict.facts import Facts
from wraparound.conflict.kinds import AgencyFact, NamedFact
from wraparound.model.findings import Question, QuestionKind
from wraparound.model.terms import Unknown

_SEPARATES = frozenset({"same_person_as", "different_from", "same_legal_entity_as"})


def questions_about(facts: Facts, same: dict[str, str]) -> list[Question]:
    """Return every pair of records that somebody has to look at, sorted.

    Args:
        facts: The facts as known, before records of one person are merged.
        same: For records merged into one person, the id that stands for them.
    """
    parted = {
        frozenset((same.get(tie.subject, tie.subject), same.get(tie.object, tie.object)))
        for tie in facts.ties
        if tie.kind in _SEPARATES and tie.object is not None
    }
    found = [*_possible(facts, same), *_shared(facts.agencies, parted)]
    numbered = {question.ids for question in found}
    asked = {*facts.parties, *(each.id for each in facts.youth)}
    groups: tuple[Iterable[NamedFact], ...] = ((*facts.people, *facts.youth), facts.agencies)
    for group in groups:
        for ids in _namesakes(group, asked):
            if frozenset(same.get(each, each) for each in ids) in parted:
                continue
            if len({same.get(each, each) for each in ids}) > 1 and ids not in numbered:
                found.append(Question(kind=QuestionKind.SAME_NAME, ids=ids))
    missing = not_on_record(facts)
    found += [Question(kind=QuestionKind.NOT_ON_RECORD, ids=(each,)) for each in missing]
    return sorted(set(found), key=question_order)


def not_on_record(facts: Facts) -> list[str]:
    """Return whom records name and of whom there is no record, sorted."""
    people = [each.id for each in facts.people if not each.on_record]
    return sorted([*people, *(each.id for each in facts.agencies if not each.on_record)])


def unnamed_providers(day: Day) -> list[Question]:
    """Return a question for each service that is live on the day without a named provider."""
    return [
        Question(kind=QuestionKind.UNNAMED_PROVIDER, ids=(service.id,))
        for plan, _ in day.plans
        for service, _ in day.lived(plan)
        if isinstance(service.provider, Unknown)
    ]


def question_order(question: Question) -> tuple[str, tuple[str, ...]]:
    """Return what orders questions: their kind, then the records."""
    return question.kind.value, question.ids


def _possible(facts: Facts, same: dict[str, str]) -> Iterator[Question]:
    for tie in facts.ties:
        if tie.kind != "same_person_as" or tie.confirmed or tie.object is None:
            continue
        if same.get(tie.subject, tie.subject) != same.get(tie.object, tie.object):
            ids = tuple(sorted((tie.subject, tie.object)))
            yield Question(kind=QuestionKind.POSSIBLE_SAME_PERSON, ids=ids)


def _shared(agencies: Iterable[AgencyFact], parted: set[frozenset[str]]) -> Iterator[Question]:
    bearers: dict[tuple[str, str], list[str]] = {}
    for agency in agencies:
        for kind, number in (("tin", agency.tin), ("npi", agency.npi)):
            if number:
                bearers.setdefault((kind, number), []).append(agency.id)
    for ids in bearers.values():
        for pair in combinations(sorted(ids), 2):
            if frozenset(pair) not in parted:
                yield Question(kind=QuestionKind.SHARED_IDENTIFIER, ids=pair)


def _namesakes(named: Iterable[NamedFact], asked: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Yield pairs of records with one name, of which at least one has a part in this review.

    Others in the directory may be called the same too: that is a question, but not this family's.
    """
    groups: dict[str, list[str]] = {}
    for fact in named:
        if fact.plain:
            groups.setdefault(fact.plain, []).append(fact.id)
    for records in groups.values():
        for record in sorted(records) if len(records) > 1 else ():
            if record in asked:
                yield from (
                    tuple(sorted((record, other)))
                    for other in records
                    if other != record and (other not in asked or record < other)
                )
