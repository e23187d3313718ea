"""What each policy pack says about one rule, in general."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from wraparound.cli.page import Page
from wraparound.documents.law import UNCHECKED
from wraparound.policy import Pack, PackRule, Waiver, WaiverKind

_LIFTS = {
    WaiverKind.EXCEPTION: "an approved exception: nobody else is willing and qualified",
    WaiverKind.SAFEGUARDS: "recorded safeguards",
    WaiverKind.COURT_ORDER: "a court order",
    WaiverKind.NONE: "nothing",
    WaiverKind.CURE: "repairing the missing or wrong fact",
    WaiverKind.REVIEW: "people, who look at it and decide",
}


_ONLY_IF = {"paid": "paid for", "hcbs": "a Medicaid home and community-based one"}


@attrs.frozen(kw_only=True)
class PackStanding:
    """What one pack says about one rule.

    Attributes:
        pack: The pack.
        severity: How heavy it weighs; empty where it weighs as much as what it restores.
        citation: The text that it stands on.
        basis: Whether the weight follows from the text, or is a judgement.
        confidence: Whether the text was read.
        effective_from: The first day; None where it always held.
        only_if: What must be true of the service.
        lifted_by: What can lift it, in words.
        variants: Cases that weigh differently: name and weight.
    """

    pack: str
    severity: str
    citation: str
    basis: str
    confidence: str
    effective_from: str | None
    only_if: tuple[str, ...]
    lifted_by: str
    variants: dict[str, str]


def standings_of(code: str, packs: Iterable[Pack]) -> list[PackStanding]:
    """Return what each pack that raises a rule says about it."""
    return [_standing(pack, pack.rules[code]) for pack in packs if code in pack.rules]


def print_standings(page: Page, standings: Iterable[PackStanding]) -> None:
    """Write what each pack says."""
    listed = list(standings)
    page.line()
    if not listed:
        page.line("None of these packs raises it.", indent=2)
        return
    for each in listed:
        weight = each.severity or "the weight of what it restores"
        since = f" since {each.effective_from}" if each.effective_from else ""
        basis = "the text says so" if each.basis == "text" else "a judgement"
        read = "" if each.confidence == "found" else f"; {UNCHECKED}: verify"
        lines = [
            f"{weight}{since}: {each.citation} ({basis}{read})",
            f"Lifted by {each.lifted_by}.",
        ]
        if each.only_if:
            asked = " and ".join(_ONLY_IF.get(word, word) for word in each.only_if)
            lines.append(f"Only if the service is {asked}.")
        if each.variants:
            cases = ", ".join(f"{name.replace('_', ' ')}: {w}" for name, w in each.variants.items())
            lines.append(f"Cases that weigh otherwise: {cases}.")
        page.labelled(each.pack, lines)


def _standing(pack: Pack, rule: PackRule) -> PackStanding:
    return PackStanding(
        pack=pack.id,
        severity="" if rule.severity is None else rule.severity.value,
        citation=rule.cite,
        basis=rule.basis.value,
        confidence=rule.confidence.value,
        effective_from=None if pack.effective_from is None else pack.effective_from.isoformat(),
        only_if=rule.when,
        lifted_by=_lifted_by(rule.waiver),
        variants={name: case.severity.value for name, case in rule.variants.items()},
    )


def _lifted_by(waiver: Waiver) -> str:
    words = _LIFTS[waiver.kind]
    return f"{words} ({', '.join(waiver.requires)})" if waiver.requires else words
