"""Proof of the negative: for whom, and for which provider, nothing at all was found."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from wraparound.conflict.catalogue import load_catalogue
from wraparound.conflict.day import AGENTS, Day
from wraparound.conflict.kinds import PlanFact
from wraparound.conflict.rules import RULES
from wraparound.conflict.rules.ownership import is_stale, latest_disclosure
from wraparound.conflict.statements import Identity, Options
from wraparound.model.findings import ClearRecord, Question, UnweighedTie
from wraparound.model.record import typed
from wraparound.model.terms import Unknown
from wraparound.model.truth import Truth

_new_clear_record = typed(ClearRecord)
_new_unweighed_tie = typed(UnweighedTie)

_CLEARED = AGENTS | {"plan_monitor", "authorizer"}

Pairs = tuple[list[ClearRecord], list[UnweighedTie]]
"""Who is free of which provider, and for whom the packs do not ask enough to say so."""


def clear_records(
    day: Day,
    current: Iterable[Identity],
    questions: Sequence[Question],
    same: dict[str, str],
    silent: Collection[str],
) -> Pairs:
    """Return who is free of which provider on the day.

    It takes no finding of any kind between them, a current disclosure, and no open question about
    either: what nobody looked at is never called clear. Nor is a pair between whom a tie is on file
    that none of the packs asks about, or that they leave aside for what the service is: packs that
    are silent prove nothing.

    Args:
        day: The day, under the parameters of the first pack.
        current: Everything that is found on the day.
        questions: Which records may be one.
        same: For records merged into one person, the id that stands for them.
        silent: Rules that packs ask and that can find nothing in these facts.
    """
    against: dict[tuple[str | None, str | None], set[str | None]] = {}
    for rule, plan, holder, counterparty, _ in current:
        if ties_somebody(rule):
            against.setdefault((plan, holder), set()).add(_agency(day, counterparty))
    asked_about = {same.get(each, each) for question in questions for each in question.ids}
    free = sorted(_clear(day, against, asked_about), key=_order)
    if not free:
        return [], []
    on_file = _on_file(day, tying_rules().difference(silent))
    clear, unweighed = list[ClearRecord](), list[UnweighedTie]()
    for record in free:
        ties = [
            tie
            for counterparty in (record.counterparty, None)
            for tie in on_file.get((record.plan, record.holder, counterparty), ())
        ]
        if ties:
            unweighed.append(_unweighed(record, ties))
        else:
            clear.append(record)
    return clear, unweighed


_OnFile = Mapping[tuple[str | None, str | None, str | None], Sequence[tuple[str, tuple[str, ...]]]]
"""What may tie whom to which provider under which plan: the rule that tells it, and its path."""


def _on_file(day: Day, codes: Iterable[str]) -> _OnFile:
    """Return every tie that a rule of the library sees, whatever a pack would make of it."""
    found: dict[tuple[str | None, str | None, str | None], list[tuple[str, tuple[str, ...]]]] = {}
    for code in codes:
        rule = RULES[code]
        if not all(need(day.index) for need in rule.needs):
            continue
        for said in rule.ask(day, Options()):
            if not said.truth.fails:
                key = (said.plan, said.holder, _agency(day, said.counterparty))
                found.setdefault(key, []).append((code, said.path))
    return found


def _unweighed(record: ClearRecord, ties: Iterable[tuple[str, tuple[str, ...]]]) -> UnweighedTie:
    told = list(ties)
    return _new_unweighed_tie(
        plan=record.plan,
        holder=record.holder,
        counterparty=record.counterparty,
        relied_on=record.relied_on,
        rules=tuple(sorted({code for code, _ in told})),
        facts=tuple(sorted({fact for _, path in told for fact in path})),
    )


def _order(record: ClearRecord) -> tuple[str, str, str]:
    return record.plan, record.holder, record.counterparty


@functools.cache
def tying_rules() -> frozenset[str]:
    """Return the codes of the rules about a tie between who decides and who delivers."""
    return frozenset(code for code, each in load_catalogue().items() if each.ties_somebody)


def ties_somebody(rule: str) -> bool:
    """Tell whether a rule is about a tie between who decides and who delivers."""
    return rule in tying_rules()


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
