"""What a plan must hold, and what a planner must sign (COI-PRC)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from wraparound.conflict.acts import DisclosureFact
from wraparound.conflict.day import PLANNING, Day, Duty
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import PlanFact
from wraparound.conflict.needs import duty_of
from wraparound.conflict.rules.services import current_version
from wraparound.conflict.standing import FOREVER, begins_by
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.model.terms import Unknown
from wraparound.model.truth import YES, Truth
from wraparound.policy import Values

_SUPERVISOR = "supervisor"
_ATTESTS = "attestation"


def guidelines_missing(day: Day, _: Options) -> Iterator[Statement]:
    """PRC-01: the plan has no conflict-of-interest guidelines, or no strategy for disagreement.

    Source: 42 CFR 441.301(c)(1)(v), 441.725(a)(5), 441.540(a)(5); specification 5.23.
    """
    for plan, active in day.plans:
        gaps: list[str] = []
        gaps += _not_yet(day, plan, "coi_guidelines", plan.coi_guidelines, "missing_coi_guidelines")
        gaps += _not_yet(
            day, plan, "dispute_strategy", plan.dispute_strategy, "missing_dispute_strategy"
        )
        yield from _about(plan, active, gaps)


def unsigned(day: Day, _: Options) -> Iterator[Statement]:
    """PRC-02: consent, or the signature of a provider, is missing.

    Source: 42 CFR 441.301(c)(2)(ix), 441.725(b), 441.540(b); specification 5.23.
    """
    of = day.network.entities.of
    for plan, active in day.plans:
        since = _signed_since(day, plan)
        live = {of(each.provider) for each in day.services(plan) if each.truth.holds}
        # Most signatures are the family's: only those of a live provider are asked for their day.
        signed = {
            entity
            for each in (day.index.signatures_of[plan.id] if live else ())
            if (entity := of(each.by)) in live and since <= each.day and day.has_come(each.day)
        }
        gaps = [f"unsigned:{entity}" for entity in sorted(live - signed)]
        gaps += _not_yet(day, plan, "consent", plan.consent, "no_consent", since=since)
        yield from _about(plan, active, gaps)


def attestation(day: Day, _: Options) -> Iterator[Statement]:
    """PRC-03: the statement of independence is missing, stale, unsigned or not renewed.

    Source: OKDHS case management attestation rule (2014), 29 DCMR 4223; specification 5.24.
    """
    for duty in day.persons_holding(PLANNING):
        reasons = frozenset(_flaws(day, duty))
        if reasons:
            yield Statement(
                truth=duty.truth,
                path=(duty.fact.id,),
                plan=duty.plan.id,
                holder=duty.fact.holder,
                role=duty.fact.role,
                reasons=reasons,
            )


def _guided(index: Index, _: Values) -> date:
    """Return the first day on which a plan may say too little of conflicts, for PRC-01."""
    found = FOREVER
    for plan in index.plans.values():
        begin = begins_by(plan.period)
        if not (_said_by(begin, plan.coi_guidelines) and _said_by(begin, plan.dispute_strategy)):
            found = min(found, begin)
    return found


def _all_signed(index: Index, values: Values) -> date:
    """Return the first day on which a consent or a signature may be missing, for PRC-02."""
    if index.aliased or values.flag("signature.per_version"):
        return date.min
    found = FOREVER
    for plan in index.plans.values():
        begin = begins_by(plan.period)
        if not _said_by(begin, plan.consent):
            found = min(found, begin)
        for service, provider in index.provided(plan.id):
            live = max(
                begin, min([begins_by(span.period) for span in service.spans], default=begin)
            )
            if live < found and not any(
                signature.by == provider and signature.day <= live
                for signature in index.signatures_of[plan.id]
            ):
                found = live
    return found


def _said_by(begin: date, days: Iterable[date | Unknown]) -> bool:
    return any(isinstance(each, date) and each <= begin for each in days)


def _not_yet(
    day: Day,
    plan: PlanFact,
    what: str,
    days: Iterable[date | Unknown],
    missing: str,
    *,
    since: date = date.min,
) -> tuple[str, ...]:
    """Return what is missing where no version says so by now: known to be, or not known."""
    said = tuple(days)
    if any(isinstance(each, date) and since <= each and day.has_come(each) for each in said):
        return ()
    unsure = any(isinstance(each, Unknown) for each in said)
    return (f"unknown_{what}:{plan.id}",) if unsure else (missing,)


def _about(plan: PlanFact, active: Truth, gaps: Iterable[str]) -> Iterator[Statement]:
    """Say what is missing: a known gap makes it a conflict and carries unknown ones along."""
    reasons = frozenset(gaps)
    if not reasons:
        return
    sure = any(not reason.startswith("unknown_") for reason in reasons)
    yield Statement(
        truth=active & (YES if sure else Truth(None, reasons)),
        path=(plan.id,),
        plan=plan.id,
        reasons=reasons,
    )


def _signed_since(day: Day, plan: PlanFact) -> date:
    if not day.values.flag("signature.per_version"):
        return date.min
    version = current_version(plan, day)
    return date.min if version is None else version.day


def _flaws(day: Day, duty: Duty) -> Iterator[str]:
    made = [
        each
        for each in day.index.disclosures_of[duty.fact.holder]
        if each.kind == _ATTESTS and day.has_come(each.day)
    ]
    valid = [each for each in made if _is_signed(day, duty, each)]
    if not made:
        yield "missing"
    elif not valid:
        yield "unsigned_by_supervisor"
    if not valid:
        return
    latest = valid[-1]
    age = day.values.age("attestation.max_age")
    if age is not None and day.has_come(age.after(latest.day)):
        yield "stale"
    yield from _not_refreshed(day, duty, latest)
    if day.values.flag("attestation.per_employer"):
        of = day.network.entities.of
        named = {of(each.employer) for each in valid if each.employer is not None}
        for job, truth in day.network.employers(duty.fact.holder):
            if truth.holds and of(job.object or "") not in named:
                yield f"not_filed_with:{job.object}"


def _is_signed(day: Day, duty: Duty, statement: DisclosureFact) -> bool:
    if not day.values.flag("attestation.supervisor_signature"):
        return True
    then = day.at(statement.day)
    bosses = {
        boss for boss, way in then.network.superiors(duty.fact.holder, 1).items() if way.truth.holds
    }
    for plan, active in then.plans:
        if plan.id == duty.plan.id:
            bosses |= {
                each.fact.holder
                for each in then.duties(plan, active)
                if each.fact.role == _SUPERVISOR and each.truth.holds
            }
    return any(each in bosses and each != duty.fact.holder for each in statement.cosigned_by)


def _not_refreshed(day: Day, duty: Duty, latest: DisclosureFact) -> Iterator[str]:
    triggers, grace = day.values.words("attestation.triggers"), day.values.age("attestation.grace")
    begun = duty.fact.period.start
    for event in day.index.events_of[duty.plan.id]:
        due = event.day if grace is None else grace.after(event.day)
        early = isinstance(begun, date) and event.day < begun
        if event.kind in triggers and event.day > latest.day and not early and day.has_come(due):
            yield f"not_refreshed:{event.id}"


RULES = (
    Rule(code="COI-PRC-01", ask=guidelines_missing, quiet_until=_guided),
    Rule(
        code="COI-PRC-02",
        ask=unsigned,
        quiet_until=_all_signed,
        own=frozenset({"signature.per_version"}),
    ),
    Rule(
        code="COI-PRC-03",
        ask=attestation,
        needs=(duty_of(PLANNING),),
        own=frozenset(
            {
                "attestation.grace",
                "attestation.max_age",
                "attestation.per_employer",
                "attestation.supervisor_signature",
                "attestation.triggers",
            },
        ),
    ),
)
