"""What a policy asks of disclosures: by which rules, for how long, and who set each number."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from wraparound.conflict import RuleEntry, load_catalogue
from wraparound.model.disclosure import DisclosureKind
from wraparound.policy import Policy
from wraparound.program.policy_settings import PolicySetting, setting_behind


@functools.cache
def asking_rules() -> Mapping[str, RuleEntry]:
    """Return the rules that ask people of the staff for a disclosure, by code."""
    catalogue = load_catalogue()
    return MappingProxyType({code: each for code, each in catalogue.items() if each.asks_for})


def kind_asked_by(rule: str) -> DisclosureKind:
    """Return the kind of disclosure that one of these rules asks for."""
    kind = asking_rules()[rule].asks_for
    assert kind is not None  # noqa: S101 - asking_rules holds no others
    return kind


def settings_of(policy: Policy) -> tuple[PolicySetting, ...]:
    """Return everything that the packs of a policy ask of disclosures, pack by pack."""
    return tuple(
        setting_behind(policy, pack, rule, name)
        for pack in policy.packs
        for rule, entry in asking_rules().items()
        if rule in pack.rules
        for names in entry.reasons.values()
        for name in names
    )


def settings_behind(
    policy: Policy, rule: str, said: Iterable[tuple[str, str]]
) -> Iterator[PolicySetting]:
    """Yield what decided that packs ask, once each.

    Args:
        policy: The policy.
        rule: The rule.
        said: Packs, each with a reason that it gives.
    """
    packs = {pack.id: pack for pack in policy.packs}
    asked = (
        (pack, name)
        for pack, reason in said
        for name in asking_rules()[rule].reasons.get(code_of(reason), ())
        if pack in packs
    )
    for pack, name in dict.fromkeys(asked):
        yield setting_behind(policy, packs[pack], rule, name)


def code_of(reason: str) -> str:
    """Return a reason without the id that it is about."""
    return reason.partition(":")[0]
