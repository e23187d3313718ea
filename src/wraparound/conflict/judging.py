"""One pack's judgement of one statement: conditions, variants, functions, severity, waivers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs

from wraparound.conflict.day import Day, category_in, community_based, paid
from wraparound.conflict.frozen import frozen
from wraparound.conflict.kinds import ServiceFact
from wraparound.conflict.statements import Identity, Statement, Verdict
from wraparound.conflict.waivers import lifted
from wraparound.model.findings import Disposition, PackView, Severity
from wraparound.model.record import typed
from wraparound.model.truth import YES, Truth, all_of
from wraparound.policy import Pack, PackRule, Parameters, Waiver, WaiverKind

_new_pack_view = typed(PackView)

_THERAPY = ("therapy",)
_NO_WAIVERS: tuple[str, ...] = ()

_PLACE = {
    Disposition.CONFLICT: 0,
    Disposition.WAIVER_DEFECTIVE: 0,
    Disposition.INDETERMINATE: 1,
    Disposition.POTENTIAL: 2,
    Disposition.MITIGATED: 3,
}


Case = tuple[Severity, tuple[str, ...], Waiver]
"""How heavy a pack weighs a statement, what it asks of the service, and what it lets lift it."""


@frozen
class Judge:
    """One pack, judging.

    Attributes:
        pack: The pack.
        parameters: The words that all packs share.
    """

    pack: Pack
    parameters: Parameters
    _needed: dict[str | None, frozenset[str]] = attrs.field(factory=dict, init=False, eq=False)
    _plain: dict[tuple[str, Severity, Disposition], PackView] = attrs.field(
        factory=dict, init=False, eq=False
    )

    def judge(
        self,
        day: Day,
        entry: PackRule,
        statement: Statement,
        judged: list[tuple[Case, Verdict | None]],
    ) -> Verdict | None:
        """Return what the pack makes of a statement; None where it is not so.

        Args:
            day: The day.
            entry: What the pack says of the rule.
            statement: What the rule says.
            judged: What other packs made of the statement. One for which the case is the same makes
                the same of it, unless an exception is weighed: each pack asks for its own proof.
        """
        case = self._case(day, entry, statement)
        if case is None:
            return None
        if case[2].kind is WaiverKind.EXCEPTION and day.index.exceptions:
            return self._verdict(day, entry.code, statement, case)
        for other, verdict in judged:
            if other == case:
                return verdict
        verdict = self._verdict(day, entry.code, statement, case)
        judged.append((case, verdict))
        return verdict

    def _verdict(self, day: Day, code: str, statement: Statement, case: Case) -> Verdict | None:
        severity, when, waiver = case
        truth = statement.truth
        if statement.service is not None:
            truth &= conditions(statement.service, when)
        if truth.fails:
            return None
        if statement.ceiling is not None and severity.rank > statement.ceiling.rank:
            severity = statement.ceiling
        disposition, reasons, waivers = statement.becomes, statement.reasons, _NO_WAIVERS
        if truth.open:
            disposition, reasons = Disposition.INDETERMINATE, truth.reasons
        elif disposition is Disposition.CONFLICT and statement.waivable:
            lift = lifted(
                day,
                code,
                statement,
                waiver=waiver,
                terms=self.pack.exception,
                functions=self.needed(statement.role),
            )
            if lift is not None:
                disposition, waivers = lift.disposition, lift.waivers
                reasons = lift.reasons or reasons
        return Verdict(
            severity=severity,
            disposition=disposition,
            reasons=tuple(sorted(reasons)),
            waivers=waivers,
            measure=statement.measure,
        )

    def view(self, code: str, verdict: Verdict) -> PackView:
        """Return a verdict on a rule as people see it, with the text that the rule stands on."""
        key = (code, verdict.severity, verdict.disposition)
        plain = not verdict.reasons and not verdict.waivers
        held = self._plain.get(key) if plain else None
        if held is not None:
            return held
        entry = self.pack.rules[code]
        view = _new_pack_view(
            pack=self.pack.id,
            severity=verdict.severity,
            disposition=verdict.disposition,
            reasons=verdict.reasons,
            waivers=verdict.waivers,
            citation=entry.cite,
            basis=entry.basis,
            confidence=entry.confidence,
        )
        if plain:
            self._plain[key] = view  # many families have the same: nothing in it is about one
        return view

    def needed(self, role: str | None) -> frozenset[str]:
        """Return the functions of a role that the pack restricts."""
        if role not in self._needed:
            self._needed[role] = self._restricted(role)
        return self._needed[role]

    def _restricted(self, role: str | None) -> frozenset[str]:
        functions = frozenset(self.parameters.role_functions.get(role or "", ()))
        return functions if self.pack.functions is None else functions & set(self.pack.functions)

    def _case(self, day: Day, entry: PackRule, statement: Statement) -> Case | None:
        """Return what the entry says of the case; None where the pack says nothing of it."""
        if entry.holders is not None and statement.role not in entry.holders:
            return None
        severity, when, waiver = entry.severity, entry.when, entry.waiver
        variant = None if statement.variant is None else entry.variants.get(statement.variant)
        if variant is not None:
            when = when if variant.when is None else variant.when
            severity, waiver = variant.severity, variant.waiver or waiver
        if severity is None:
            return None
        role = statement.role
        if self.parameters.role_functions.get(role or "") and not self.needed(role):
            if severity is Severity.PROHIBITED:
                severity = Severity.HIGH
            if waiver.kind is WaiverKind.EXCEPTION:
                required = day.values.sequence("safeguards.default")
                waiver = Waiver(kind=WaiverKind.SAFEGUARDS, requires=required)
        return severity, when, waiver


def conditions(service: ServiceFact, when: Iterable[str]) -> Truth:
    """Return whether a service is what an entry asks for."""
    return all_of([_ASKED[word](service) for word in when]) if when else YES


_ASKED: Mapping[str, Callable[[ServiceFact], Truth]] = {
    "paid": paid,
    "hcbs": community_based,
    "therapy": lambda service: category_in(service, _THERAPY),
}
"""What each condition of an entry asks of a service."""


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
