"""What a rule turns on, and who set it: the pack, an overlay, or the library's own default."""

from __future__ import annotations

from typing import Any, Final

import attrs

from wraparound.policy import Age, Pack, Policy, Value

AGES: Final = frozenset({"attestation.max_age", "disclosure.max_age"})
"""Parameters that say how long a disclosure counts."""


@attrs.frozen(kw_only=True)
class PolicySetting:
    """One number that a rule of a pack turns on, and who set it.

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


def setting_behind(policy: Policy, pack: Pack, rule: str, name: str) -> PolicySetting:
    """Return the value of a parameter under a pack, with whoever set it."""
    changed = [each for each in policy.overlays if each.pack == pack.id and name in each.params]
    cite = pack.rules[rule].cite
    if changed:
        # the text of the pack's rule does not say what somebody changed in it
        cite = changed[-1].cite.strip() or changed[-1].relaxation_basis.strip()
    set_by = changed[-1].id if changed else pack.id if name in pack.params else ""
    return PolicySetting(
        pack=pack.id,
        rule=rule,
        parameter=name,
        value=policy.values(pack).raw(name),
        set_by=set_by,
        citation=cite,
    )


def age_in_words(age: Age) -> str:
    """Return a length of time in words."""
    counted = ((age.months, "month"), (age.days, "day"))
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counted if count]
    return " and ".join(said) or "no time"
