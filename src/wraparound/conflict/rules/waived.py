"""Waivers that do not hold, and who approved them (COI-EXC)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wraparound.conflict.day import Day
from wraparound.conflict.kinds import ExceptionFact
from wraparound.conflict.needs import one_of, self_reviewed, some
from wraparound.conflict.statements import (
    Judged,
    Options,
    Rule,
    RuleAfter,
    Statement,
    Verdict,
)
from wraparound.conflict.waivers import approver_way
from wraparound.conflict.ways import best
from wraparound.model.findings import Disposition
from wraparound.model.truth import YES
from wraparound.policy import WaiverKind


def exception_fails(day: Day, judged: Sequence[Judged]) -> Iterator[tuple[Statement, Verdict]]:
    """EXC-01: an exception is relied on and does not hold, so that the findings stand again.

    Source: 42 CFR 441.301(c)(1)(vi), 441.730(b), 441.555(c); specification 6.7.
    """
    because: dict[tuple[str, str | None], list[Verdict]] = {}
    for (_, plan, *_), verdict in judged:
        if verdict.disposition is Disposition.WAIVER_DEFECTIVE:
            for waiver in verdict.waivers:
                because.setdefault((waiver, plan), []).append(verdict)
    for exception in day.index.exceptions:
        for (waiver, plan), verdicts in because.items():
            if waiver != exception.id:
                continue
            statement = Statement(
                truth=YES,
                path=(exception.id,),
                plan=plan,
                holder=exception.entity,
            )
            reasons = {reason for each in verdicts for reason in each.reasons}
            yield (
                statement,
                Verdict(
                    severity=max((each.severity for each in verdicts), key=lambda each: each.rank),
                    disposition=Disposition.WAIVER_DEFECTIVE,
                    reasons=tuple(sorted(reasons)),
                ),
            )


def approver_tied(day: Day, _: Options) -> Iterator[Statement]:
    """EXC-02: who approved a waiver, or reviewed a disclosure, is tied to the case.

    Source: no text; nobody approves their own case; specification 6.8.
    """
    for exception in day.index.exceptions:
        yield from _exception_approvers(day, exception)
    for each in day.index.mitigations:
        if (
            each.approved_by is None
            or each.approved_on is None
            or not day.has_come(each.approved_on)
        ):
            continue
        way = approver_way(
            day.at(each.approved_on),
            each.approved_by,
            holder=each.holder,
            counterparty=each.counterparty,
        )
        if way is not None:
            yield Statement(
                truth=day.standing(each.period, each.id) & way.truth,
                path=(each.id, *way.path),
                plan=each.plan,
                holder=each.approved_by,
                counterparty=each.holder or each.counterparty,
                role="exception_approver",
            )
    for disclosure in day.happening(day.index.self_reviewed):
        yield Statement(
            truth=YES,
            path=(disclosure.id,),
            holder=disclosure.person,
            counterparty=disclosure.person,
            role="disclosure_reviewer",
            reasons=frozenset({"self_review"}),
        )


def _exception_approvers(day: Day, exception: ExceptionFact) -> Iterator[Statement]:
    active = day.standing(exception.period, exception.id)
    for approval in exception.approvals:
        if approval.by is None or approval.status != "approved":
            continue
        if not day.has_come(approval.day):
            continue
        link = best(day.at(approval.day).network.links(approval.by, exception.entity))
        if link is not None:
            yield Statement(
                truth=active & link.truth,
                path=(exception.id, *link.path),
                holder=approval.by,
                counterparty=exception.entity,
                role="exception_approver",
            )


RULES = (
    Rule(
        code="COI-EXC-02",
        ask=approver_tied,
        of_plans=False,
        needs=(one_of(some("exceptions", "mitigations"), self_reviewed),),
    ),
)
RULES_AFTER = (
    RuleAfter(
        code="COI-EXC-01",
        ask=exception_fails,
        waiver=WaiverKind.EXCEPTION,
        needs=(some("exceptions"),),
    ),
)
