"""One pack's judgement of one statement: conditions, variants, functions, severity, waivers."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from wraparound.conflict.day import Day, category_in, community_based, paid
from wraparound.conflict.kinds import ServiceFact
from wraparound.conflict.statements import Identity, Statement, Verdict
from wraparound.conflict.waivers import lifted
from wraparound.model.findings import Disposition, Severity
from wraparound.model.truth import YES, Truth, all_of
from wraparound.policy import Pack, PackRule, Parameters, Waiver, WaiverKind

_THERAPY = ("therapy",)

_PLACE = {
    Disposition.CONFLICT: 0,
    Disposition.WAIVER_DEFECTIVE: 0,
    Disposition.INDETERMINATE: 1,
    Disposition.POTENTIAL: 2,
    Disposition.MITIGATED: 3,
}


@attrs.frozen
class Judge:
    """One pack, judging.

    Attributes:
        pack: The pack.
        parameters: The words that all packs share.
    """

    pack: Pack
    parameters: Parameters

    def hears(self, entry: PackRule, statement: Statement) -> bool:
        """Tell whether the pack raises the rule for this holder's part."""
        return entry.holders is None or statement.role in entry.holders

    def judge(self, day: Day, entry: PackRule, statement: Statement) -> Verdict | None:
        """Return what the pack makes of a statement; None where it is not so."""
        severity, when, waiver = self._case(entry, statement)
        truth = statement.truth
        if statement.service is not None:
            truth &= conditions(statement.service, when)
        if truth.fails or severity is None:
            return None
        severity, waiver = self._gated(day, statement, severity, waiver)
        if statement.ceiling is not None and severity.rank > statement.ceiling.rank:
            severity = statement.ceiling
        verdict = Verdict(
            severity=severity,
            disposition=statement.becomes,
            reasons=tuple(sorted(statement.reasons)),
            measure=statement.measure,
        )
        if truth.open:
            return attrs.evolve(
                verdict,
                disposition=Disposition.INDETERMINATE,
                reasons=tuple(sorted(truth.reasons)),
            )
        if statement.becomes is not Disposition.CONFLICT or not statement.waivable:
            return verdict
        result = lifted(
            day,
            entry.code,
            statement,
            waiver=waiver,
            terms=self.pack.exception,
            functions=self.needed(statement.role),
        )
        if result is None:
            return verdict
        reasons = result.reasons or verdict.reasons
        return attrs.evolve(
            verdict,
            disposition=result.disposition,
            reasons=tuple(sorted(reasons)),
            waivers=result.waivers,
        )

    def needed(self, role: str | None) -> frozenset[str]:
        """Return the functions of a role that the pack restricts."""
        functions = frozenset(self.parameters.role_functions.get(role or "", ()))
        return functions if self.pack.functions is None else functions & set(self.pack.functions)

    def _case(
        self,
        entry: PackRule,
        statement: Statement,
    ) -> tuple[Severity | None, tuple[str, ...], Waiver]:
        variant = entry.variants.get(statement.variant or "")
        if variant is None:
            return entry.severity, entry.when, entry.waiver
        when = entry.when if variant.when is None else variant.when
        return variant.severity, when, variant.waiver or entry.waiver

    def _gated(
        self,
        day: Day,
        statement: Statement,
        severity: Severity,
        waiver: Waiver,
    ) -> tuple[Severity, Waiver]:
        if self.parameters.role_functions.get(statement.role or "") and not self.needed(
            statement.role,
        ):
            if severity is Severity.PROHIBITED:
                severity = Severity.HIGH
            if waiver.kind is WaiverKind.EXCEPTION:
                required = day.values.sequence("safeguards.default")
                waiver = Waiver(kind=WaiverKind.SAFEGUARDS, requires=required)
        return severity, waiver


def conditions(service: ServiceFact, when: Iterable[str]) -> Truth:
    """Return whether a service is what an entry asks for."""
    asked = {
        "paid": lambda: paid(service),
        "hcbs": lambda: community_based(service),
        "therapy": lambda: category_in(service, _THERAPY),
    }
    return all_of(asked[word]() for word in when) if when else YES


def worse(one: Verdict, other: Verdict) -> Verdict:
    """Return the worse of two verdicts of one pack on one identity and day."""
    return min(one, other, key=lambda each: (*weight(each), each.reasons, each.waivers))


def weight(verdict: Verdict) -> tuple[int, int, bool]:
    """Return what orders verdicts, the one that governs first.

    What is unresolved comes before what cannot be told, then signals, then what is mitigated; then
    the heavier; then the plain conflict. So a mitigated prohibition never hides a milder finding
    that is not resolved.
    """
    defective = verdict.disposition is Disposition.WAIVER_DEFECTIVE
    return _PLACE[verdict.disposition], -verdict.severity.rank, defective


def identity(code: str, statement: Statement) -> Identity:
    """Return what makes the statement's finding the same on other days."""
    return code, statement.plan, statement.holder, statement.counterparty, statement.path
