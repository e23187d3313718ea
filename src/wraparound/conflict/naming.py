"""Whom facts name: to see who has no record of their own, and of which kind they must be."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.conflict.facts import Facts
from wraparound.conflict.settling import parts_of, references_in

_PARTIES = frozenset({"people", "agencies", "youth"})

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


def named_parties(facts: Facts) -> dict[str, frozenset[str]]:
    """Return everybody whom some fact names, with the kinds that all such facts allow."""
    found: dict[str, frozenset[str]] = {}
    for each, kinds in _named(facts):
        if kinds <= _PARTIES:
            found[each] = found.get(each, _PARTIES) & kinds
    return found


def _named(facts: Facts) -> Iterator[tuple[str, frozenset[str]]]:
    for _, held in facts.by_kind():
        for fact in held:
            for part in parts_of(fact):
                for kinds, each in references_in(part):
                    yield each, kinds
    for tie in facts.ties:
        if tie.kind in _TO_AGENCY and tie.object is not None:
            yield tie.object, frozenset({"agencies"})
        if tie.kind in _FROM_AGENCY:
            yield tie.subject, frozenset({"agencies"})
