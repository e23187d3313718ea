"""What a policy asks of disclosures: by which rules, for how long, and who set each number."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from wraparound.conflict import RuleEntry, load_catalogue
from wraparound.model.disclosure import DisclosureKind
from wraparound.policy import Age, Pack, Policy, Value

AGES: Final = frozenset({"attestation.max_age", "disclosure.max_age"})
"""Parameters that say how long a disclosure counts."""


@attrs.frozen(kw_only=True)
class DisclosureSetting:
    """One thing that a pack asks of disclosures, and who says so.

    Attributes:
        pack: The pack that asks.
        rule: The rule.
        parameter: The parameter that decides.
        value: Its value; None where there is no limit.
        set_by: The pack or the overlay that sets it; empty where none does, and the default of the
            library counts, which no cited text stands behind.
        citation: The text that the rule stands on, or that the overlay names for its change.
    """

    pack: str
    rule: str
    parameter: str
    value: Value
    set_by: str = ""
    citation: str = ""

    @property
    def age(self) -> Age | None:
        """How long a disclosure counts; None for other settings, and where there is no limit."""
        told = self.value if self.parameter in AGES else None
        return Age.parse(told) if isinstance(told, str) else None

    def as_document(self) -> dict[str, Any]:
        """Return the setting as JSON can say it."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {**attrs.asdict(self), "value": value}


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


def settings_of(policy: Policy) -> tuple[DisclosureSetting, ...]:
    """Return everything that the packs of a policy ask of disclosures, pack by pack."""
    return tuple(
        _setting(policy, pack, rule, name)
        for pack in policy.packs
        for rule, entry in asking_rules().items()
        if rule in pack.rules
        for names in entry.reasons.values()
        for name in names
    )


def settings_behind(
    policy: Policy, rule: str, said: Iterable[tuple[str, str]]
) -> Iterator[DisclosureSetting]:
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
        yield _setting(policy, packs[pack], rule, name)


def code_of(reason: str) -> str:
    """Return a reason without the id that it is about."""
    return reason.partition(":")[0]


def age_in_words(age: Age) -> str:
    """Return a length of time in words."""
    counted = ((age.months, "month"), (age.days, "day"))
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counted if count]
    return " and ".join(said) or "no time"


def _setting(policy: Policy, pack: Pack, rule: str, name: str) -> DisclosureSetting:
    changed = [each for each in policy.overlays if each.pack == pack.id and name in each.params]
    cite = pack.rules[rule].cite
    if changed:
        # the text of the pack's rule does not say what somebody changed in it
        cite = changed[-1].cite.strip() or changed[-1].relaxation_basis.strip()
    set_by = changed[-1].id if changed else pack.id if name in pack.params else ""
    return DisclosureSetting(
        pack=pack.id,
        rule=rule,
        parameter=name,
        value=policy.values(pack).raw(name),
        set_by=set_by,
        citation=cite,
    )
