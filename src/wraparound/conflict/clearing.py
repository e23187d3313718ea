"""Proof of the negative: for whom, and for which provider, nothing at all was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wraparound.conflict.day import AGENTS, Day
from wraparound.conflict.kinds import PlanFact
from wraparound.conflict.rules.ownership import is_stale, latest_disclosure
from wraparound.conflict.statements import Identity
from wraparound.model.findings import ClearRecord, Question
from wraparound.model.record import typed
from wraparound.model.terms import Unknown
from wraparound.model.truth import Truth

_new_clear_record = typed(ClearRecord)

_CLEARED = AGENTS | {"plan_monitor", "authorizer"}

_AGAINST_FAMILIES = ("COI-EMP-", "COI-OWN-", "COI-KIN-")
_AGAINST = frozenset(
    {
        "COI-SVC-01",
        "COI-SVC-02",
        "COI-SVC-03",
        "COI-GOV-01",
        "COI-LEG-01",
        "COI-LEG-02",
        "COI-SUP-02",
        "COI-AUT-01",
        "COI-AUT-02",
    },
)


def clear_records(
    day: Day,
    current: Iterable[Identity],
    questions: Sequence[Question],
    same: dict[str, str],
) -> list[ClearRecord]:
    """Return who is free of which provider on the day.

    It takes no finding of any kind between them, a current disclosure, and no open question about
    either: what nobody looked at is never called clear.

    Args:
        day: The day, under the parameters of the first pack.
        current: Everything that is found on the day.
        questions: Which records may be one.
        same: For records merged into one person, the id that stands for them.
    """
    against: dict[tuple[str | None, str | None], set[str | None]] = {}
    for rule, plan, holder, counterparty, _ in current:
        if ties_somebody(rule):
            against.setdefault((plan, holder), set()).add(_agency(day, counterparty))
    asked_about = {same.get(each, each) for question in questions for each in question.ids}
    return sorted(_clear(day, against, asked_about), key=_order)


def _order(record: ClearRecord) -> tuple[str, str, str]:
    return record.plan, record.holder, record.counterparty


def ties_somebody(rule: str) -> bool:
    """Tell whether a rule is about a tie between who decides and who delivers."""
    return rule in _AGAINST or rule.startswith(_AGAINST_FAMILIES)


def _agency(day: Day, counterparty: str | None) -> str | None:
    return counterparty if counterparty in day.index.agencies else None


def _clear(
    day: Day,
    against: dict[tuple[str | None, str | None], set[str | None]],
    asked_about: set[str],
) -> Iterator[ClearRecord]:
    for plan, active in day.plans:
        if any(isinstance(service.provider, Unknown) for service, _ in day.lived(plan)):
            continue
        providers: dict[str, list[str]] = {}
        for service in day.services(plan):
            if service.truth.holds:
                providers.setdefault(service.provider, []).append(service.fact.id)
        for holder, held in _deciding(day, plan, active).items():
            disclosure = latest_disclosure(day, holder)
            if disclosure is None or is_stale(day, disclosure) or holder in asked_about:
                continue
            found = {*against.get((plan.id, holder), ()), *asked_about}
            for provider, services in providers.items():
                if None not in found and provider not in found:
                    relied_on = {*held, *services, disclosure.id, *_disregarded(day, holder)}
                    yield _new_clear_record(
                        plan=plan.id,
                        holder=holder,
                        counterparty=provider,
                        relied_on=tuple(sorted(relied_on)),
                    )


def _deciding(day: Day, plan: PlanFact, active: Truth) -> dict[str, list[str]]:
    """Return who surely decides something under a plan, with their duties."""
    duties: dict[str, list[str]] = {}
    for duty in day.duties(plan, active):
        person = day.index.is_person(duty.fact.holder)
        if person and duty.truth.holds and duty.fact.role in _CLEARED:
            duties.setdefault(duty.fact.holder, []).append(duty.fact.id)
    return duties


def _disregarded(day: Day, holder: str) -> Iterator[str]:
    excluded = day.values.words("interest.exclusions")
    for tie, _ in day.network.from_party("owns", holder):
        if tie.via in excluded:
            yield tie.id
