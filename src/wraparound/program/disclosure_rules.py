"""What a policy asks of disclosures: by which rules, for how long, and who set each number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any, Final

import attrs

from wraparound.model.disclosure import DisclosureKind
from wraparound.policy import Age, Pack, Policy, Value

ATTESTED: Final = "COI-PRC-03"
DISCLOSED: Final = "COI-OWN-06"

KINDS: Final = MappingProxyType(
    {ATTESTED: DisclosureKind.ATTESTATION, DISCLOSED: DisclosureKind.INTERESTS}
)
"""The rules that ask for a disclosure, each with the kind that it asks for."""

DECIDED_BY: Final = MappingProxyType(
    {
        ATTESTED: MappingProxyType(
            {
                "missing": (),
                "unsigned_by_supervisor": ("attestation.supervisor_signature",),
                "stale": ("attestation.max_age",),
                "not_refreshed": ("attestation.triggers", "attestation.grace"),
                "not_filed_with": ("attestation.per_employer",),
            }
        ),
        DISCLOSED: MappingProxyType(
            {
                "no_disclosure": (),
                "stale_disclosure": ("disclosure.max_age",),
                "disclosure_contradicted": (),
            }
        ),
    }
)
"""The reasons for which each rule asks, with the parameters that a reason turns on.

The second rule has reasons of other kinds too, which no person of the staff can do anything about.
"""

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


def settings_of(policy: Policy) -> tuple[DisclosureSetting, ...]:
    """Return everything that the packs of a policy ask of disclosures, pack by pack."""
    return tuple(
        _setting(policy, pack, rule, name)
        for pack in policy.packs
        for rule in KINDS
        if rule in pack.rules
        for names in DECIDED_BY[rule].values()
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
        for name in DECIDED_BY[rule].get(code_of(reason), ())
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
