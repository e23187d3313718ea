"""Which links there could ever be: from the facts alone, whenever they stand.

It never says less than what is found on some day, so a rule whose links are not possible need not
be asked; it may say more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wraparound.conflict.beside import once_for_each
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import DutyFact, TieFact
from wraparound.conflict.network import (
    ALIAS,
    CONTRACT,
    EMPLOYED,
    EMPLOYER_UNKNOWN,
    INTEREST,
    OFFICE,
    PARENT,
    PAY,
    SAME_ENTITY,
    SISTER,
)

_NONE: frozenset[str] = frozenset()
_HOLDS = ("owns", "controls")
_DEALINGS = {"contracted_by": CONTRACT, "compensated_by": PAY, "office": OFFICE}
_LINKING = frozenset({"employed_by", SAME_ENTITY, *_HOLDS, *_DEALINGS})
"""The kinds of ties that a link may be made of."""


@once_for_each
def linked_as(index: Index) -> frozenset[tuple[str, str]]:
    """Return each role of a duty with the kinds of links that a holder may have to a provider.

    The provider is one of the same plan.
    """
    found: set[tuple[str, str]] = set()
    for duties, providers in _with_providers(index):
        for duty in duties:
            kinds = kinds_of_links(index, duty.holder, providers)
            found.update([(duty.role, kind) for kind in kinds])
    return frozenset(found)


def kinds_of_links(index: Index, person: str, agencies: frozenset[str]) -> frozenset[str]:
    """Return the kinds of links that a person may have to one of some agencies.

    Where all ties that links are made of are of the directory, it is worked out once for every
    family around which it lies.
    """
    where = index.common
    if where is None or not index.own_ties.isdisjoint(_LINKING):
        where = index
    return where.possible.shared(
        (person, agencies), lambda: frozenset(links_possible(where, person, agencies))
    )


def links_possible(index: Index, person: str, agencies: frozenset[str]) -> Iterator[str]:
    """Yield the kinds of those links, out of all ties that an index has."""
    kinds = index.tie_kinds.get(person, _NONE)
    if "employed_by" in kinds:
        for job in index.ties_from["employed_by", person]:
            if job.object is None:
                yield EMPLOYER_UNKNOWN
            else:
                yield from _of_employer(index, job.object, agencies)
    for kind, link in _DEALINGS.items():
        if kind in kinds and _reaches(index, index.ties_from[kind, person], agencies):
            yield link
    if "owns" in kinds or person in index.aliased:
        yield INTEREST


def _of_employer(index: Index, employer: str, agencies: frozenset[str]) -> Iterator[str]:
    if employer in agencies:
        yield EMPLOYED
    if employer in index.aliased:
        yield ALIAS
    if index.has_tie(employer, *_HOLDS) and any(
        index.is_tied_to(agency, *_HOLDS) for agency in agencies
    ):
        yield PARENT
    if index.is_tied_to(employer, *_HOLDS):  # the provider itself may hold it
        yield SISTER


def delivers_as(index: Index) -> Iterator[str]:
    """Yield each role of a duty whose holder is named as delivering a service of the same plan."""
    for duties in index.duties_as.values():
        for duty in duties:
            for service in index.services_of_plan[duty.plan]:
                if any(each.person == duty.holder for each in service.performers):
                    yield duty.role


def boss_on_both_sides(index: Index, roles: frozenset[str]) -> bool:
    """Tell whether somebody above who holds a duty may also stand on a provider's side."""
    for duties, providers in _with_providers(index):
        for duty in duties:
            bosses = above(index, duty.holder) if duty.role in roles else _NONE
            if bosses and _leads_too(index, duty, bosses, providers):
                return True
    return False


def _leads_too(
    index: Index, duty: DutyFact, bosses: frozenset[str], providers: frozenset[str]
) -> bool:
    for boss in bosses:
        leads = (*index.ties_from["leads", boss], *index.ties_from["office", boss])
        if _reaches(index, leads, providers):
            return True
    return any(
        above(index, each.person) & bosses
        for service in index.services_of_plan[duty.plan]
        for each in service.performers
    )


def _with_providers(index: Index) -> Iterator[tuple[Sequence[DutyFact], frozenset[str]]]:
    for plan, duties in index.duties_of_plan.items():
        providers = frozenset([agency for _, agency in index.provided(plan or "")])
        if providers:
            yield duties, providers


def _reaches(index: Index, ties: Iterable[TieFact], agencies: frozenset[str]) -> bool:
    """Tell whether a tie ends at one of the agencies, or at what may be another name of one."""
    return any(tie.object in agencies or tie.object in index.aliased for tie in ties)


def above(index: Index, person: str) -> frozenset[str]:
    """Return everybody above a person, whenever."""
    found: set[str] = set()
    waiting = [person]
    while waiting:
        for tie in index.ties_to["supervises", waiting.pop()]:
            if tie.subject not in found:
                found.add(tie.subject)
                waiting.append(tie.subject)
    return frozenset(found)
