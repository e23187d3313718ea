"""What a set of rules says as one checksum: two versions of one name that differ are told apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum

import attrs

from wraparound.policy.rule_sets import RuleSet, RuleSets

_NOT_OF_THE_RULES = frozenset({"appeals", "compiled_on"})
"""Fields that decide nothing about who qualifies."""


def digest_of(rules: RuleSet) -> str:
    """Return the SHA-256 of everything that a version of a set of rules says, as 64 digits.

    Texts, citations and dates count as much as numbers do. What is left out of a file counts like
    what says the default, so that a library which knows more fields gives the same digest.
    """
    said = json.dumps(_said(rules), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def asked_together(name: str, known: RuleSets, on: date) -> tuple[RuleSet, ...]:
    """Return the versions in force of a set of rules and of every set that it asks, itself first.

    Args:
        name: The set of rules.
        known: Every set of rules.
        on: The day.
    """
    found: dict[str, tuple[RuleSet, ...]] = {}
    waiting = [name]
    while waiting:
        asked = waiting.pop(0)
        if asked in found:
            continue
        found[asked] = tuple(each for each in known.get(asked, ()) if each.in_force_on(on))
        waiting += [other for rules in found[asked] for other in rules.asks]
    return tuple(rules for versions in found.values() for rules in versions)


def _said(value: object) -> object:
    """Return a value as JSON says it; of a record, only what is not the default."""
    if attrs.has(type(value)):
        return {"is": type(value).__name__, **_fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _said(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_said(each) for each in value]
    if isinstance(value, Enum):
        return _said(value.value)
    return value if isinstance(value, (str, bool, int, float, type(None))) else str(value)


def _fields(record: object) -> dict[str, object]:
    told = {}
    for field in attrs.fields(type(record)):  # type: ignore[arg-type]  # asked before: it is attrs
        value = getattr(record, field.name)
        if field.name not in _NOT_OF_THE_RULES and value != field.default:
            told[field.name] = _said(value)
    return told
