"""A waiver part by part: what a finding's packs found of each thing that an exception must have."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wraparound.documents.names import Names
from wraparound.documents.reasons import reason_in_words
from wraparound.model.findings import Disposition, Finding, PackView

_PARTS = {
    "period": ("it is in force on the day", ("not_started", "expired")),
    "authority": ("it is approved under this text", ("authority",)),
    "function": ("it covers what the holder does", ("function",)),
    "area": ("it covers where the youth lives", ("area", "unknown_area")),
    "approval": ("everybody approved it who must", ("unapproved",)),
    "approver": ("no approver is tied to whom they approved", ("approver_tied",)),
    "demonstration": ("it was shown that there is no other provider", ("not_demonstrated",)),
    "safeguards": (
        "the safeguards it demands are in force",
        ("missing_safeguard", "safeguard_not_in_force"),
    ),
    "roster": (
        "the list of providers was looked through, and shows no other",
        ("roster_missing", "roster_stale", "another_provider", "unknown_roster"),
    ),
}
_RELIED_ON = frozenset(
    {Disposition.MITIGATED, Disposition.WAIVER_DEFECTIVE, Disposition.INDETERMINATE}
)
OTHER = "other"
"""The part that reasons belong to which are about no single part of a waiver."""


@attrs.frozen(kw_only=True)
class WaiverPart:
    """One part of a waiver, as a pack weighed it.

    Attributes:
        pack: The pack.
        waiver: The waiver.
        part: The part, such as ``roster``.
        asks: What must be so.
        holds: Yes, no, or None where it cannot be told. Where another part is defective, what is
            only not known is not told, and counts as yes.
        says: The defects or gaps, in words.
    """

    pack: str
    waiver: str
    part: str
    asks: str
    holds: bool | None
    says: tuple[str, ...] = ()


def waiver_parts(finding: Finding, names: Names | None = None) -> Iterator[WaiverPart]:
    """Yield what each pack found of each part of the waivers that a finding relies on.

    Args:
        finding: The finding.
        names: What to call people and agencies.
    """
    for view in finding.by_pack:
        if view.disposition in _RELIED_ON:
            for waiver in view.waivers:
                yield from _of_view(view, waiver, names or Names())


def _of_view(view: PackView, waiver: str, names: Names) -> Iterator[WaiverPart]:
    found: dict[str, list[str]] = {}
    for reason in view.reasons:
        found.setdefault(_part_of(reason), []).append(reason_in_words(reason, names).says)
    asked = {part: asks for part, (asks, _) in _PARTS.items()}
    if OTHER in found:
        asked[OTHER] = "the facts that it stands on are known"
    lacking = False if view.disposition is Disposition.WAIVER_DEFECTIVE else None
    for part, asks in asked.items():
        says = tuple(found.get(part, ()))
        yield WaiverPart(
            pack=view.pack,
            waiver=waiver,
            part=part,
            asks=asks,
            holds=lacking if says else True,
            says=says,
        )


def _part_of(reason: str) -> str:
    code = reason.partition(":")[0]
    for part, (_, codes) in _PARTS.items():
        if code in codes:
            return part
    return OTHER
