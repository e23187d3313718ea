"""Every rule by its code. A new rule is a function in a family's file and a row in a pack."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wraparound.conflict.rules import (
    authorization,
    choice,
    complaints,
    employment,
    family,
    favors,
    legal,
    office,
    ownership,
    process,
    referring,
    services,
    supervision,
    team,
    waived,
)
from wraparound.conflict.statements import Rule, RuleAfter

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.code: rule
        for module in (
            employment,
            services,
            ownership,
            office,
            family,
            legal,
            supervision,
            authorization,
            choice,
            referring,
            complaints,
            team,
            favors,
            process,
            waived,
        )
        for rule in module.RULES
    },
)
"""The rules that look at facts."""

RULES_AFTER: Mapping[str, RuleAfter] = MappingProxyType(
    {rule.code: rule for rule in waived.RULES_AFTER},
)
"""The rules that look at what a pack made of the others."""
