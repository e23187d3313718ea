"""Whom facts name: to see who has no record of their own, and of which kind they must be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wraparound.conflict.kinds import TieFact
from wraparound.conflict.survey import Survey

_PARTIES = frozenset({"people", "agencies", "youth"})
_AGENCY_ONLY = frozenset({"agencies"})

_TO_AGENCY = frozenset(
    {
        "employed_by",
        "contracted_by",
        "compensated_by",
        "employment_offer",
        "owns",
        "controls",
        "secured_debt",
        "office",
        "management_contract",
        "landlord_of",
        "org_contract",
        "same_legal_entity_as",
        "leads",
    },
)
_FROM_AGENCY = frozenset(
    {"management_contract", "landlord_of", "org_contract", "same_legal_entity_as"},
)


def named_parties(survey: Survey, ties: Iterable[TieFact]) -> dict[str, frozenset[str]]:
    """Return everybody whom some fact names, with the kinds that all such facts allow."""
    found: dict[str, frozenset[str]] = {}
    for kinds, held in survey.mentioned.items():
        if kinds <= _PARTIES:
            for each in held:
                found[each] = found.get(each, _PARTIES) & kinds
    for each in set(_agencies_by_tie(ties)):
        found[each] = found.get(each, _PARTIES) & _AGENCY_ONLY
    return found


def _agencies_by_tie(ties: Iterable[TieFact]) -> Iterator[str]:
    for tie in ties:
        if tie.kind in _TO_AGENCY and tie.object is not None:
            yield tie.object
        if tie.kind in _FROM_AGENCY:
            yield tie.subject
