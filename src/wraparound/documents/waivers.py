"""A waiver part by part: what a pack asks, what was found of each part, and where it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

import attrs

from wraparound.documents.days import period_in_words
from wraparound.documents.names import Names
from wraparound.documents.reasons import reason_in_words
from wraparound.model.exception import (
    ApprovalStatus,
    Mitigation,
    Safeguard,
    SoleProviderException,
)
from wraparound.model.findings import Disposition, Finding, PackView
from wraparound.policy import ExceptionTerms, Pack, Policy, load_parameters

OTHER = "other"
"""The part that reasons belong to which are about no single part of a waiver."""

_ASKS = {
    "period": "it is in force on the day",
    "authority": "it is approved under this text",
    "function": "it covers what the holder does",
    "area": "it covers where the youth lives",
    "approval": "everybody approved it who must",
    "approver": "no approver is tied to whom they approved",
    "demonstration": "it was shown that there is no other provider",
    "roster": "the list of providers was looked through, and shows no other",
    OTHER: "the facts that it stands on are known",
}

_PART_OF_REASON = {
    "not_started": "period",
    "expired": "period",
    "authority": "authority",
    "function": "function",
    "area": "area",
    "unknown_area": "area",
    "unapproved": "approval",
    "approver_tied": "approver",
    "not_demonstrated": "demonstration",
    "roster_missing": "roster",
    "roster_stale": "roster",
    "another_provider": "roster",
    "unknown_roster": "roster",
}
_OF_SAFEGUARDS = frozenset({"missing_safeguard", "safeguard_not_in_force"})
_RELIED_ON = frozenset(
    {Disposition.MITIGATED, Disposition.WAIVER_DEFECTIVE, Disposition.INDETERMINATE}
)

Waivers = Mapping[str, SoleProviderException | Mitigation]
"""The records of waivers, by id."""


class PartResult(Enum):
    """What came of one part of a waiver."""

    HOLDS = "yes"
    FAILS = "no"
    UNKNOWN = "cannot be told"
    NO_DEFECT = "no defect is told"
    """Another part fails. What would only be not known of this one is not told then."""
    NOT_ASKED = "not asked"
    """The pack does not ask this of such a waiver: nothing is said about it."""
    NOBODY_NAMED = "nobody is named"
    """Nobody who approved it is on record, so that nobody's ties could be looked at."""


@attrs.frozen(kw_only=True)
class WaiverPart:
    """One part of a waiver, as a pack weighed it.

    Attributes:
        pack: The pack.
        waiver: The waiver.
        part: The part, such as ``roster``, or ``safeguard SG-01``.
        asks: What must be so.
        result: What came of it.
        says: The defects or gaps, in words.
        shown_by: Where it can be seen, as the record says: days, and for a safeguard the evidence.
    """

    pack: str
    waiver: str
    part: str
    asks: str
    result: PartResult
    says: tuple[str, ...] = ()
    shown_by: str = ""


def waiver_parts(
    finding: Finding,
    *,
    policy: Policy,
    waivers: Waivers,
    names: Names | None = None,
    personal: bool = False,
) -> Iterator[WaiverPart]:
    """Yield what each pack found of each part of the waivers that a finding relies on.

    A waiver of another kind, such as a court order, has no parts.

    Args:
        finding: The finding.
        policy: The packs, which say what a waiver must show.
        waivers: The exceptions and mitigations on record.
        names: What to call people and agencies.
        personal: Whether the words of the records, such as where a safeguard shows, are told.
    """
    packs = {pack.id: pack for pack in policy.packs}
    for view in finding.by_pack:
        if view.disposition not in _RELIED_ON or view.pack not in packs:
            continue
        for each in view.waivers:
            if each in waivers:
                weighed = _Weighed(
                    view=view,
                    pack=packs[view.pack],
                    finding=finding,
                    record=waivers[each],
                    names=names or Names(),
                    personal=personal,
                )
                yield from weighed.parts()


@attrs.frozen(kw_only=True)
class _Weighed:
    """One waiver under one pack."""

    view: PackView
    pack: Pack
    finding: Finding
    record: SoleProviderException | Mitigation
    names: Names
    personal: bool

    def parts(self) -> Iterator[WaiverPart]:
        """Yield every part, asked or not."""
        found: dict[str, list[str]] = {}
        for reason in self.view.reasons:
            found.setdefault(_part_of(reason), []).append(reason_in_words(reason, self.names).says)
        asked = self._asked()
        for part, asks in _ASKS.items():
            if part == OTHER and part not in found:
                continue
            says = tuple(found.pop(part, ()))
            yield self._part(part, asks, says, asked=part in asked or bool(says))
        words = load_parameters().safeguards
        for code in self._codes():
            part = f"safeguard {code}"
            says = tuple(found.pop(part, ()))
            asks = f"{words.get(code, code)}"
            yield self._part(part, asks, says, asked=True, shown_by=self._shown(code))

    def _part(
        self, part: str, asks: str, says: tuple[str, ...], *, asked: bool, shown_by: str = ""
    ) -> WaiverPart:
        if part == "period":
            shown_by = period_in_words(self.record.period)
        return WaiverPart(
            pack=self.view.pack,
            waiver=self.record.id,
            part=part,
            asks=asks,
            result=self._result(part, says, asked=asked),
            says=says,
            shown_by=shown_by,
        )

    def _result(self, part: str, says: tuple[str, ...], *, asked: bool) -> PartResult:
        defective = self.view.disposition is Disposition.WAIVER_DEFECTIVE
        if says:
            return PartResult.FAILS if defective else PartResult.UNKNOWN
        if not asked:
            return PartResult.NOT_ASKED
        if part == "approver" and not any(self._approvers()):
            return PartResult.NOBODY_NAMED
        return PartResult.NO_DEFECT if defective else PartResult.HOLDS

    def _asked(self) -> frozenset[str]:
        """Return the parts that the pack asks of such a waiver (specification 6.3 and 6.6)."""
        if isinstance(self.record, Mitigation):
            return frozenset({"period", "approver"})
        asked = {"period", "authority", "function", "approver"}
        terms = self._terms
        asked |= {"approval"} if terms.approvals else set()
        asked |= {"demonstration", "roster"} & set(terms.needs)
        if "area" in terms.needs and self.finding.plan is not None:
            asked.add("area")
        return frozenset(asked)

    @property
    def _terms(self) -> ExceptionTerms:
        return self.pack.exception or ExceptionTerms()

    def _approvers(self) -> Iterator[str | None]:
        if isinstance(self.record, Mitigation):
            yield self.record.approved_by
            return
        for each in self.record.approvals:
            if each.status is ApprovalStatus.APPROVED:
                yield each.by

    def _codes(self) -> Iterable[str]:
        """Return the codes of the safeguards that the pack asks for, sorted."""
        told = {
            reason.partition(":")[2]
            for reason in self.view.reasons
            if reason.partition(":")[0] in _OF_SAFEGUARDS
        }
        if isinstance(self.record, SoleProviderException):
            return sorted({*self._terms.safeguards, *told})
        entry = self.pack.rules[self.finding.rule]
        waivers = [entry.waiver, *(each.waiver for each in entry.variants.values() if each.waiver)]
        asked = {code for each in waivers for code in each.requires}
        asked.update(load_parameters().values(self.pack.params).sequence("safeguards.default"))
        # of those that only another case of the rule asks for, the record need not have any
        listed = {each.code for each in self.record.safeguards}
        return sorted({*told, *(asked & listed)})

    def _shown(self, code: str) -> str:
        return "; ".join(
            self._evidence(each) for each in self.record.safeguards if each.code == code
        )

    def _evidence(self, safeguard: Safeguard) -> str:
        when = period_in_words(safeguard.period)
        shown = safeguard.evidence if self.personal else ""
        return ", ".join(filter(None, (when, shown))) or "nothing is recorded of where it shows"


def _part_of(reason: str) -> str:
    code, _, about = reason.partition(":")
    if code in _OF_SAFEGUARDS:
        return f"safeguard {about}"
    return _PART_OF_REASON.get(code, OTHER)
