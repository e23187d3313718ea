"""Whether a waiver lifts a finding on a day: exceptions, safeguards, court orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from wraparound.conflict.day import Day
from wraparound.conflict.frozen import frozen
from wraparound.conflict.kinds import ExceptionFact, MitigationFact, SafeguardFact
from wraparound.conflict.statements import Statement
from wraparound.conflict.ways import NOWHERE, Way, best
from wraparound.model.findings import Disposition
from wraparound.model.periods import Period
from wraparound.model.truth import Truth, any_of
from wraparound.policy import ExceptionTerms, Waiver, WaiverKind

_ROSTER_AGE = "exception.roster_max_age"
_ANY_TERMS = ExceptionTerms()


@frozen
class Lift:
    """What the waivers that are relied on come to.

    Attributes:
        disposition: Mitigated, defective, or not to be told.
        reasons: Every defect, or every gap.
        waivers: The waiver that speaks.
    """

    disposition: Disposition
    reasons: frozenset[str]
    waivers: tuple[str, ...]


@attrs.define
class _Trial:
    """One waiver under test."""

    waiver: str
    defects: set[str] = attrs.field(factory=set)
    gaps: set[str] = attrs.field(factory=set)

    def note(self, truth: Truth, defect: str) -> None:
        """Keep a defect where the answer is no, and what is missing where it is not known."""
        if truth.fails:
            self.defects.add(defect)
        self.gaps |= truth.reasons

    def note_if(self, truth: Truth, defect: str) -> None:
        """Keep a defect where the answer is yes, and what is missing where it is not known."""
        self.note(~truth, defect)

    def take(self, other: _Trial) -> None:
        """Keep what came of a part of the same trial."""
        self.defects |= other.defects
        self.gaps |= other.gaps


def lifted(
    day: Day,
    code: str,
    statement: Statement,
    *,
    waiver: Waiver,
    terms: ExceptionTerms | None,
    functions: frozenset[str],
) -> Lift | None:
    """Return what waivers do to a true statement; None where none is relied on.

    Args:
        day: The day.
        code: The rule.
        statement: What is true.
        waiver: What the pack lets lift it.
        terms: What the pack asks of an exception.
        functions: The functions of the holder that the pack restricts.
    """
    if waiver.kind is WaiverKind.COURT_ORDER and statement.court_order is not None:
        return Lift(Disposition.MITIGATED, frozenset(), (statement.court_order,))
    if waiver.kind is WaiverKind.EXCEPTION and day.index.exceptions:
        case = ("relied on", statement.holder, statement.counterparty, statement.plan)
        tried, asked = day.kept(case, _exceptions_for, day, statement), terms or _ANY_TERMS
        return _outcome([_exception(day, each, statement, asked, functions) for each in tried])
    if waiver.kind is WaiverKind.SAFEGUARDS and day.index.mitigations:
        relied_on = _mitigations_for(day, code, statement)
        return _outcome([_mitigation(day, each, statement, waiver.requires) for each in relied_on])
    return None


def _outcome(trials: Sequence[_Trial]) -> Lift | None:
    """Weigh the trials: one that holds is enough, one that may hold beats one that does not."""
    if not trials:
        return None
    holding = [trial for trial in trials if not trial.defects and not trial.gaps]
    if holding:
        first = min(holding, key=lambda trial: trial.waiver)
        return Lift(Disposition.MITIGATED, frozenset(), (first.waiver,))
    possible = [trial for trial in trials if not trial.defects]
    if possible:
        first = min(possible, key=lambda trial: (len(trial.gaps), trial.waiver))
        return Lift(Disposition.INDETERMINATE, frozenset(first.gaps), (first.waiver,))
    first = min(trials, key=lambda trial: (len(trial.defects), trial.waiver))
    return Lift(Disposition.WAIVER_DEFECTIVE, frozenset(first.defects), (first.waiver,))


def _exceptions_for(day: Day, statement: Statement) -> list[ExceptionFact]:
    """Return the exceptions relied on: of the provider, the organization, or an employer."""
    of = day.network.entities.of
    entities = {of(each) for each in (statement.counterparty, statement.holder) if each is not None}
    if statement.holder is not None:
        for kind in ("employed_by", "contracted_by"):
            for tie, _ in day.network.from_party(kind, statement.holder):
                if tie.object is not None:
                    entities.add(of(tie.object))
    return [
        each
        for each in day.index.exceptions
        if of(each.entity) in entities and (each.plans is None or statement.plan in each.plans)
    ]


def _exception(
    day: Day,
    exception: ExceptionFact,
    statement: Statement,
    terms: ExceptionTerms,
    functions: frozenset[str],
) -> _Trial:
    trial = _Trial(exception.id)
    if not set(exception.authorities) & set(terms.authorities):
        trial.defects.add("authority")
    if not functions <= set(exception.functions) & set(terms.functions):
        trial.defects.add("function")
    plan = day.index.plans.get(statement.plan or "")
    youth = None if plan is None else plan.youth
    # Packs mostly ask the same proof of an exception, so it is weighed once for all of them.
    proof = ("proof", exception.id, youth, terms.needs, terms.safeguards)
    trial.take(day.kept(proof, _proof, day, exception, terms, youth))
    approvals = ("approvals", exception.id, terms.approvals)
    trial.take(day.kept(approvals, _approvals, day, exception, terms.approvals))
    if "roster" in terms.needs:
        others = ("others", exception.id, youth, functions)
        trial.take(day.kept(others, _others, day, exception, functions, youth))
    return trial


def _proof(day: Day, exception: ExceptionFact, terms: ExceptionTerms, youth: str | None) -> _Trial:
    """Return what is wrong with an exception, whoever relies on it for whatever functions."""
    trial = _Trial(exception.id)
    _test_period(trial, exception.period, day)
    if "area" in terms.needs and youth is not None:
        trial.note(day.lives_in(youth, frozenset(exception.areas)), "area")
    if "demonstration" in terms.needs and (
        exception.demonstrated is None or not day.has_come(exception.demonstrated)
    ):
        trial.defects.add("not_demonstrated")
    _test_safeguards(trial, day, exception.safeguards, terms.safeguards)
    if "roster" in terms.needs:
        _test_roster(trial, day, exception)
    return trial


def _test_period(trial: _Trial, period: Period, day: Day) -> None:
    truth = day.standing(period, trial.waiver)
    early = isinstance(period.start, date) and not day.has_come(period.start)
    trial.note(truth, "not_started" if early else "expired")


def _approvals(day: Day, exception: ExceptionFact, asked: Iterable[str]) -> _Trial:
    trial = _Trial(exception.id)
    in_force = [
        each for each in exception.approvals if each.status == "approved" and day.has_come(each.day)
    ]
    kinds = {each.kind for each in in_force}
    trial.defects.update(f"unapproved:{kind}" for kind in asked if kind not in kinds)
    for each in in_force:
        if each.by is not None:
            tied = day.at(each.day).network.tied(each.by, exception.entity)
            trial.note_if(tied, f"approver_tied:{each.by}")
    return trial


def _test_safeguards(
    trial: _Trial,
    day: Day,
    listed: Iterable[SafeguardFact],
    required: Iterable[str],
) -> None:
    rows = tuple(listed)
    for code in required:
        periods = [row.period for row in rows if row.code == code]
        if not periods:
            trial.defects.add(f"missing_safeguard:{code}")
            continue
        in_force = any_of([day.standing(period, trial.waiver) for period in periods])
        trial.note(in_force, f"safeguard_not_in_force:{code}")


def _test_roster(trial: _Trial, day: Day, exception: ExceptionFact) -> None:
    checks = [check for check in exception.roster_checks if day.has_come(check)]
    oldest = day.values.age(_ROSTER_AGE)
    if not checks:
        trial.defects.add("roster_missing")
    elif oldest is not None and day.has_come(oldest.after(max(checks))):
        trial.defects.add("roster_stale")


def _others(
    day: Day, exception: ExceptionFact, functions: frozenset[str], youth: str | None
) -> _Trial:
    """Return whether somebody else, who is willing and qualified, could do the same."""
    trial = _Trial(exception.id)
    of = day.network.entities.of
    for _, agency, truth in day.offering(functions, youth):
        if not truth.fails and of(agency) != of(exception.entity):
            trial.note_if(truth, f"another_provider:{agency}")
    return trial


def _mitigations_for(day: Day, code: str, statement: Statement) -> list[MitigationFact]:
    return [
        each
        for each in day.index.mitigations
        if code in each.rules
        and each.holder in {None, statement.holder}
        and each.counterparty in {None, statement.counterparty}
        and each.plan in {None, statement.plan}
    ]


def _mitigation(
    day: Day,
    mitigation: MitigationFact,
    statement: Statement,
    required: Iterable[str],
) -> _Trial:
    trial = _Trial(mitigation.id)
    _test_period(trial, mitigation.period, day)
    _test_safeguards(trial, day, mitigation.safeguards, required)
    approver = mitigation.approved_by
    if approver is not None:
        then = day if mitigation.approved_on is None else day.at(mitigation.approved_on)
        tie = any_of(
            way.truth
            for way in approver_ways(
                then,
                approver,
                holder=statement.holder,
                counterparty=statement.counterparty,
            )
        )
        trial.note_if(tie, f"approver_tied:{approver}")
    return trial


def approver_way(
    day: Day,
    approver: str,
    *,
    holder: str | None,
    counterparty: str | None,
) -> Way | None:
    """Return the best way in which somebody is tied to the case that they approved."""
    return best(approver_ways(day, approver, holder=holder, counterparty=counterparty))


def approver_ways(
    day: Day,
    approver: str,
    *,
    holder: str | None,
    counterparty: str | None,
) -> Iterable[Way]:
    """Yield every way in which somebody is tied to the case that they approved, on that day."""
    if holder is not None:
        if holder == approver:
            yield NOWHERE
        kin = day.network.kinship.between(approver, holder)
        if kin is not None:
            yield kin
    for party in (holder, counterparty):
        if party is not None and not day.index.is_person(party):
            yield from day.network.links(approver, party)
