"""What a person has to look at: records that may be one, and records that say too little."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from itertools import combinations

from wraparound.conflict.beside import once_for_each
from wraparound.conflict.closings import EVENT_KINDS
from wraparound.conflict.day import Day
from wraparound.conflict.facts import Facts
from wraparound.conflict.frozen import frozen
from wraparound.conflict.kinds import AgencyFact
from wraparound.model.findings import Question, QuestionKind
from wraparound.model.names import plain_name
from wraparound.model.record import typed
from wraparound.model.terms import Unknown

_new_question = typed(Question)

_NEAR = 0.8
"""How alike two names are, from 0 to 1, where one of them is most likely a mistake."""

_SEPARATES = frozenset({"same_person_as", "different_from", "same_legal_entity_as"})


def questions_about(facts: Facts, same: dict[str, str]) -> list[Question]:
    """Return every pair of records that somebody has to look at, sorted.

    Args:
        facts: The facts as known, before records of one person are merged.
        same: For records merged into one person, the id that stands for them.
    """
    missing = not_on_record(facts)
    found = [_new_question(kind=QuestionKind.NOT_ON_RECORD, ids=(each,)) for each in missing]
    found += [
        _new_question(kind=QuestionKind.UNKNOWN_EVENT, ids=(each.id,))
        for each in facts.events
        if each.kind not in EVENT_KINDS and _meant(each.kind)
    ]
    alike = _alike(facts)
    found += _possible(facts, same)
    if alike.people or alike.agencies or alike.numbers:
        found += _of_signs(facts, alike, same)
    return sorted(set(found), key=question_order)


def _of_signs(facts: Facts, alike: _Bearers, same: dict[str, str]) -> list[Question]:
    """Return the pairs of records that share a number or a name, and are not said to be two."""
    parted = {
        frozenset((same.get(tie.subject, tie.subject), same.get(tie.object, tie.object)))
        for tie in facts.ties
        if tie.kind in _SEPARATES and tie.object is not None
    }
    found = list(_shared(alike, parted))
    numbered = {question.ids for question in [*_possible(facts, same), *found]}
    asked = {*facts.parties, *(each.id for each in facts.youth)}
    for ids in _namesakes(alike, asked):
        if frozenset(same.get(each, each) for each in ids) in parted:
            continue
        if len({same.get(each, each) for each in ids}) > 1 and ids not in numbered:
            found.append(_new_question(kind=QuestionKind.SAME_NAME, ids=ids))
    return found


@functools.cache
def _meant(kind: str) -> bool:
    """Tell whether the name of an event is most likely that of a kind that rules ask about."""
    return bool(get_close_matches(kind, sorted(EVENT_KINDS), n=1, cutoff=_NEAR))


def not_on_record(facts: Facts) -> list[str]:
    """Return whom records name and of whom there is no record, sorted."""
    own, _ = facts.parts or (facts, None)  # a directory is of what is on record
    people = [each.id for each in own.people if not each.on_record]
    return sorted([*people, *(each.id for each in own.agencies if not each.on_record)])


def unnamed_providers(day: Day) -> list[Question]:
    """Return a question for each service that is live on the day without a named provider."""
    return [
        _new_question(kind=QuestionKind.UNNAMED_PROVIDER, ids=(service.id,))
        for plan, _ in day.plans
        for service, _ in day.lived(plan)
        if isinstance(service.provider, Unknown)
    ]


def question_order(question: Question) -> tuple[str, tuple[str, ...]]:
    """Return what orders questions: their kind, then the records."""
    return question.kind.value, question.ids


def _possible(facts: Facts, same: dict[str, str]) -> Iterator[Question]:
    for tie in facts.claims:
        if tie.confirmed or tie.object is None:
            continue
        if same.get(tie.subject, tie.subject) != same.get(tie.object, tie.object):
            ids = tuple(sorted((tie.subject, tie.object)))
            yield _new_question(kind=QuestionKind.POSSIBLE_SAME_PERSON, ids=ids)


@frozen(slots=False)
class _Bearers:
    """Who bears each name, and each number of an agency; and those that several bear."""

    people: dict[str, tuple[str, ...]]
    agencies: dict[str, tuple[str, ...]]
    numbers: dict[str, tuple[str, ...]]

    @functools.cached_property
    def several(self) -> _Bearers:
        """The names and the numbers that several bear."""
        return _Bearers(*map(_several, (self.people, self.agencies, self.numbers)))


def _several(borne: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {sign: ids for sign, ids in borne.items() if len(ids) > 1}


def _borne(facts: Facts) -> _Bearers:
    return _Bearers(
        _by_sign((plain_name(each.name), each.id) for each in (*facts.people, *facts.youth)),
        _by_sign((plain_name(each.name), each.id) for each in facts.agencies),
        _by_sign(_numbered(facts.agencies)),
    )


_bearers = once_for_each(_borne)
"""Who bears what among a directory's facts, which many families share."""


def _numbered(agencies: Iterable[AgencyFact]) -> Iterator[tuple[str, str]]:
    for agency in agencies:
        for kind, number in (("tin", agency.tin), ("npi", agency.npi)):
            if number:
                yield f"{kind} {number}", agency.id


def _by_sign(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for sign, bearer in pairs:
        if sign:
            found[sign] = (*found.get(sign, ()), bearer)
    return found


def _alike(facts: Facts) -> _Bearers:
    """Return the names and numbers that several of these facts bear."""
    if facts.parts is None:
        return _borne(facts).several
    own, shared = _borne(facts.parts[0]), _bearers(facts.parts[1])
    return _Bearers(
        _together(own.people, shared.people, shared.several.people),
        _together(own.agencies, shared.agencies, shared.several.agencies),
        _together(own.numbers, shared.numbers, shared.several.numbers),
    )


def _together(
    own: dict[str, tuple[str, ...]],
    shared: dict[str, tuple[str, ...]],
    several: dict[str, tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    if not own:
        return several
    return {**several, **_several({sign: ids + shared.get(sign, ()) for sign, ids in own.items()})}


def _shared(alike: _Bearers, parted: set[frozenset[str]]) -> Iterator[Question]:
    for ids in alike.numbers.values():
        for pair in combinations(sorted(ids), 2):
            if frozenset(pair) not in parted:
                yield _new_question(kind=QuestionKind.SHARED_IDENTIFIER, ids=pair)


def _namesakes(alike: _Bearers, asked: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Yield pairs of records with one name, of which at least one has a part in this review.

    Others in the directory may be called the same too: that is a question, but not this family's.
    """
    for records in (*alike.people.values(), *alike.agencies.values()):
        for record in sorted(records):
            if record in asked:
                yield from (
                    tuple(sorted((record, other)))
                    for other in records
                    if other != record and (other not in asked or record < other)
                )
