"""Kinship and shared homes (COI-KIN)."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wraparound.conflict.day import AGENTS, Day, Duty
from wraparound.conflict.kinship import Kin
from wraparound.conflict.needs import provided, related_holder
from wraparound.conflict.network import INTEREST, OFFICE
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.conflict.ways import Way
from wraparound.model.findings import Disposition, FindingMeasure, MeasureValue
from wraparound.model.truth import Truth

_IGNORED = "ignore"
_A_SIGNAL = "potential"


def kin_of_youth(day: Day, _: Options) -> Iterator[Statement]:
    """KIN-01: who plans, assesses or decides eligibility is related to the person planned for.

    Source: 42 CFR 441.730(b)(1), 441.555(c)(1); 29 DCMR 4223.2; specification 5.13.
    """
    for duty in day.persons_holding(AGENTS):
        yield from _related(day, duty, duty.plan.youth, (), duty.truth)


def kin_of_caregiver(day: Day, _: Options) -> Iterator[Statement]:
    """KIN-02: who plans, assesses or decides eligibility is related to a paid caregiver.

    Source: 42 CFR 441.730(b)(1), 441.555(c)(1); specification 5.13.
    """
    for duty in day.persons_holding(AGENTS):
        for caregiver in day.caregivers(duty.plan):
            if caregiver.person != duty.fact.holder:
                truth = duty.truth & caregiver.truth
                yield from _related(day, duty, caregiver.person, (caregiver.fact,), truth)


def kin_of_owner(day: Day, _: Options) -> Iterator[Statement]:
    """KIN-03: close family of who plans owns, runs or controls a provider.

    Source: 42 USC 1395nn(a)(2) as an analogy; relations as in 42 CFR 455.104; specification 5.13.
    """
    for duty in day.persons_holding(AGENTS):
        holder = duty.fact.holder
        for relative in day.network.kinship.relatives(holder):
            kin = day.network.kinship.close(holder, relative)
            if kin is None:
                continue
            for service in day.services(duty.plan):
                for way in _stakes_of(day, relative, service.provider):
                    yield Statement(
                        truth=duty.truth & kin.truth & way.truth & service.truth,
                        path=(duty.fact.id, *kin.path, *way.path, service.fact.id),
                        plan=duty.plan.id,
                        holder=holder,
                        counterparty=service.provider,
                        role=duty.fact.role,
                        service=service.fact,
                    )


def shares_home(day: Day, _: Options) -> Iterator[Statement]:
    """KIN-04: who plans lives with the person planned for, or with a paid caregiver.

    Source: good practice; the federal words name blood and marriage only; specification 5.13.
    """
    for duty in day.persons_holding(AGENTS):
        for tie, other, truth in _homes(day, duty.fact.holder):
            if other == duty.plan.youth and not _surely_kin(day, duty.fact.holder, other):
                yield _home(duty, other, (tie,), duty.truth & truth, variant="individual")
            for caregiver in day.caregivers(duty.plan):
                if caregiver.person == other and not _surely_kin(day, duty.fact.holder, other):
                    both = duty.truth & truth & caregiver.truth
                    yield _home(duty, other, (tie, caregiver.fact), both, variant=None)


def _related(
    day: Day,
    duty: Duty,
    other: str,
    facts: tuple[str, ...],
    truth: Truth,
) -> Iterator[Statement]:
    holder = duty.fact.holder
    kin = day.network.kinship.between(holder, other)
    ordinary = Statement(
        truth=truth if kin is None else truth & kin.truth,
        path=(duty.fact.id, *(() if kin is None else kin.path), *facts),
        plan=duty.plan.id,
        holder=holder,
        counterparty=other,
        role=duty.fact.role,
        measure=None if kin is None else _measure(kin.word, kin.degree, kin.kind),
    )
    if kin is not None:
        yield ordinary
        return
    meaning = day.values.text("kin.ex_spouse")
    ended = [tie for end, tie in day.index.marriages.ended(holder, other) if day.has_come(end)]
    if not ended or meaning == _IGNORED:
        return
    past = attrs.evolve(ordinary, path=(duty.fact.id, ended[0], *facts))
    if meaning != _A_SIGNAL:
        yield attrs.evolve(past, measure=_measure("S", 0, "marriage"))
        return
    yield attrs.evolve(
        past,
        variant="ended_affinity",
        becomes=Disposition.POTENTIAL,
        reasons=frozenset({"affinity_ended"}),
    )


def _measure(word: str, degree: int, kind: str) -> FindingMeasure:
    return FindingMeasure(
        name="kin_degree",
        values=(
            MeasureValue(name="word", value=word),
            MeasureValue(name="degree", value=str(degree)),
            MeasureValue(name="class", value=kind),
        ),
    )


def _stakes_of(day: Day, person: str, agency: str) -> Iterator[Way]:
    interest = day.network.best_link(person, agency, frozenset({INTEREST}))
    if interest is not None:
        yield interest
    else:
        of = day.network.entities.of
        control = day.network.power.controls(of(person), of(agency))
        if control is not None:
            yield control
    for link in day.network.links(person, agency):
        if link.kind == OFFICE:
            yield link


def _homes(day: Day, person: str) -> Iterator[tuple[str, str, Truth]]:
    for tie, truth in day.network.from_party("household", person):
        yield tie.id, tie.object or "", truth
    for tie, truth in day.network.to_party("household", person):
        yield tie.id, tie.subject, truth


def _surely_kin(day: Day, one: str, other: str) -> bool:
    kin: Kin | None = day.network.kinship.between(one, other)
    return kin is not None and kin.truth.holds


def _home(
    duty: Duty,
    other: str,
    facts: tuple[str, ...],
    truth: Truth,
    *,
    variant: str | None,
) -> Statement:
    return Statement(
        truth=truth,
        path=(duty.fact.id, *facts),
        plan=duty.plan.id,
        holder=duty.fact.holder,
        counterparty=other,
        role=duty.fact.role,
        variant=variant,
    )


RULES = (
    Rule(code="COI-KIN-01", ask=kin_of_youth, needs=(related_holder(AGENTS),)),
    Rule(code="COI-KIN-02", ask=kin_of_caregiver, needs=(related_holder(AGENTS),)),
    Rule(code="COI-KIN-03", ask=kin_of_owner, needs=(related_holder(AGENTS), provided)),
    Rule(code="COI-KIN-04", ask=shares_home, needs=(related_holder(AGENTS),)),
)
