"""What a rule says about a day, before any pack judges it; and how rules are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from wraparound.conflict.day import Day
from wraparound.conflict.frozen import frozen
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import ServiceFact
from wraparound.conflict.needs import Need
from wraparound.model.findings import Disposition, FindingMeasure, Severity
from wraparound.model.truth import Truth
from wraparound.policy import PackRule, Values, WaiverKind

Identity = tuple[str, str | None, str | None, str | None, tuple[str, ...]]
"""What makes two findings the same: rule, plan, holder, counterparty, path."""


@frozen(kw_only=True)
class Statement:
    """One answer of a rule: who, over which facts, and whether it is so.

    Attributes:
        truth: Whether it is so, leaving the pack's conditions on the service aside.
        path: The facts relied on, in the order of the rule.
        plan: The plan that it concerns.
        holder: Who must act.
        counterparty: The other end.
        role: The part that the holder plays, for packs that speak of some roles only.
        service: The service that the pack's conditions are asked of.
        variant: The named case of the rule.
        becomes: What a true statement becomes before waivers: a conflict, or a signal, or a gap.
        reasons: What a true statement says in detail.
        measure: The numbers behind it.
        ceiling: The heaviest that it can weigh.
        waivable: False where it stands above every waiver.
        court_order: The court order that lifts it where the pack accepts one.
    """

    truth: Truth
    path: tuple[str, ...]
    plan: str | None = None
    holder: str | None = None
    counterparty: str | None = None
    role: str | None = None
    service: ServiceFact | None = None
    variant: str | None = None
    becomes: Disposition = Disposition.CONFLICT
    reasons: frozenset[str] = frozenset()
    measure: FindingMeasure | None = None
    ceiling: Severity | None = None
    waivable: bool = True
    court_order: str | None = None


@frozen
class Options:
    """What a pack's entry asks of the rule itself.

    Attributes:
        organisation: The question is asked of agencies.
        kin_exempt: Relatives of the youth are outside.
        spouse_link: A spouse who delivers counts as a link.
    """

    organisation: bool = False
    kin_exempt: bool = False
    spouse_link: bool = False


@frozen(kw_only=True)
class Verdict:
    """What one pack makes of a statement.

    Attributes:
        severity: How heavy it weighs.
        disposition: What becomes of it.
        reasons: Defects or gaps, sorted.
        waivers: The waivers relied on, sorted.
        measure: The numbers behind it.
    """

    severity: Severity
    disposition: Disposition
    reasons: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    measure: FindingMeasure | None = None


Judged = tuple[Identity, Verdict]
Ask = Callable[[Day, Options], Iterable[Statement]]
Quiet = Callable[[Index, Values], date]
AskAfter = Callable[[Day, Sequence[Judged]], Iterable[tuple[Statement, Verdict]]]


@frozen(kw_only=True)
class Rule:
    """A question about a day, by its code. What it weighs, and for whom, is for the packs.

    Attributes:
        code: The code, such as ``COI-EMP-01``.
        ask: The question.
        of_plans: It is about plans that may be active: nothing is said before the first begins.
        needs: What must be among the facts, all of it, for the question to be worth asking.
        quiet_until: The first day on which the question may find anything, from facts and
            parameters alone; it is not asked before, and never where that is ``FOREVER``. It may
            name a day too early, and none too late.
        own: The parameters that this question turns on and that no other question may read.
    """

    code: str
    ask: Ask
    of_plans: bool = True
    needs: tuple[Need, ...] = ()
    quiet_until: Quiet | None = None
    own: frozenset[str] = frozenset()


@frozen(kw_only=True)
class RuleAfter:
    """A question about what a pack made of all other rules on a day.

    Attributes:
        code: The code.
        ask: The question; it yields verdicts of its own.
        waiver: It is about the rules that a waiver of this kind may lift, and about no other.
        needs: As of a rule.
    """

    code: str
    ask: AskAfter
    waiver: WaiverKind
    needs: tuple[Need, ...] = ()

    def closes(self, entry: PackRule) -> bool:
        """Tell whether it is about what a pack says by an entry."""
        waivers = [entry.waiver, *(each.waiver for each in entry.variants.values() if each.waiver)]
        return any(each.kind is self.waiver for each in waivers)
