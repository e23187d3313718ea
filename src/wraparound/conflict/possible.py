"""Which links there could ever be: from the facts alone, whenever they stand.

It never says less than what is found on some day, so a rule whose links are not possible need not
be asked; it may say more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    SISTER,
)

_HOLDS = ("owns", "controls")
_DEALINGS = {"contracted_by": CONTRACT, "compensated_by": PAY, "office": OFFICE}


@once_for_each
def linked_as(index: Index) -> frozenset[tuple[str, str]]:
    """Return each role of a duty with the kinds of links that a holder may have to a provider.

    The provider is one of the same plan.
    """
    return frozenset(
        (duty.role, kind)
        for duty, providers in _with_providers(index)
        for kind in kinds_of_links(index, duty.holder, providers)
    )


def kinds_of_links(index: Index, person: str, agencies: frozenset[str]) -> Iterator[str]:
    """Yield the kinds of links that a person may have to one of some agencies."""
    for job in index.ties_from["employed_by", person]:
        if job.object is None:
            yield EMPLOYER_UNKNOWN
        else:
            yield from _of_employer(index, job.object, agencies)
    for kind, link in _DEALINGS.items():
        if _reaches(index, index.ties_from[kind, person], agencies):
            yield link
    if index.has_tie(person, "owns"):
        yield INTEREST


def _of_employer(index: Index, employer: str, agencies: frozenset[str]) -> Iterator[str]:
    if employer in agencies:
        yield EMPLOYED
    if employer in index.aliased:
        yield ALIAS
    held = any(index.is_tied_to(agency, *_HOLDS) for agency in agencies)
    if held and index.has_tie(employer, *_HOLDS):
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
    for duty, providers in _with_providers(index):
        above = _above(index, duty.holder) if duty.role in roles else frozenset()
        for boss in above:
            leads = (*index.ties_from["leads", boss], *index.ties_from["office", boss])
            if _reaches(index, leads, providers):
                return True
        for service in index.services_of_plan[duty.plan] if above else ():
            if any(_above(index, each.person) & above for each in service.performers):
                return True
    return False


def _with_providers(index: Index) -> Iterator[tuple[DutyFact, frozenset[str]]]:
    for plan, duties in index.duties_of_plan.items():
        providers = frozenset(agency for _, agency in index.provided(plan or ""))
        if providers:
            yield from ((duty, providers) for duty in duties)


def _reaches(index: Index, ties: Iterable[TieFact], agencies: frozenset[str]) -> bool:
    """Tell whether a tie ends at one of the agencies, or at what may be another name of one."""
    return any(tie.object in agencies or tie.object in index.aliased for tie in ties)


def _above(index: Index, person: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [person]
    while waiting:
        for tie in index.ties_to["supervises", waiting.pop()]:
            if tie.subject not in found:
                found.add(tie.subject)
                waiting.append(tie.subject)
    return frozenset(found)
