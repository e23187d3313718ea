"""A chart as the facts that conflict rules read: ids, dates and words of a list, no stories."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import attrs

from wraparound.chart import Chart
from wraparound.conflict.facts import Facts
from wraparound.conflict.kinds import (
    AgencyFact,
    AreaStay,
    DutyFact,
    PerformerFact,
    PersonFact,
    PlanFact,
    ServiceFact,
    StatusSpan,
    TieFact,
    VersionFact,
    YouthFact,
)
from wraparound.conflict.projected_acts import act_facts
from wraparound.conflict.projected_directory import (
    around,
    duty_fact,
    name_of,
    person_fact,
    tie_facts,
)
from wraparound.conflict.projected_waivers import waiver_facts
from wraparound.conflict.standing import new_period
from wraparound.model.duty import Duty
from wraparound.model.family import FamilyRole
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.planned_service import PlannedService, ServiceStatus
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.model.tie import Tie

Lineages = dict[str, list[Plan]]

_AGENCY_ONLY = frozenset({"agencies"})

_NEVER_SAID = (
    StatusSpan(status=ServiceStatus.ACTIVE.value, period=Period(start=UNKNOWN, end=UNKNOWN)),
)
"""A service that is named on a plan without any status may be active on any day: who can tell?"""


def facts_of(chart: Chart) -> Facts:
    """Return what the conflict rules ask of a chart.

    A person or an agency that records name, and of whom there is no record, becomes an id that is
    not on record: the review goes on, asks for the record, and calls nothing about it clear.
    References to plans of other families are left out with what they belong to.
    """
    versions = chart.plans
    lineages = _lineages(versions)
    plans = tuple([_plan(name, held, chart) for name, held in lineages.items()])
    services = _services(lineages)
    service_ids = frozenset([service.id for service in services])
    youth = {plan.youth for plan in plans}.union(chart.family.people_as(FamilyRole.YOUTH))
    own_ties = (*chart.family.relationships, *chart.all(Tie))
    directory = around(chart.directory, frozenset([tie.id for tie in own_ties]))
    people: dict[str, Person] = {each.id: each for each in chart.people}
    own = Facts(
        people=tuple(
            [
                person_fact(person)
                for each, person in people.items()
                if each not in youth and each not in directory.people
            ]
        ),
        youth=tuple(
            [
                _youth(each, directory.people.get(each) or people.get(each), chart)
                for each in sorted(youth)
            ]
        ),
        plans=plans,
        duties=tuple(
            [
                _duty(duty, service_ids)
                for duty in (*chart.all(Duty), *directory.duties)
                if duty.plan is None or duty.plan in lineages
            ]
        ),
        services=services,
        ties=_beside(own_ties, chart.directory.ties, directory.facts.ids_of("ties")),
        **waiver_facts(chart, versions, lineages),
        **act_facts(chart, lineages, service_ids),
    )
    return _completed(own, _but(directory.facts, youth))


def _beside(
    own: tuple[Tie, ...], shared: tuple[Tie, ...], ids: frozenset[str]
) -> tuple[TieFact, ...]:
    """Return a family's own ties; one that the directory has, too, counts once."""
    if any(tie.id in ids for tie in own):
        own = tuple(tie for tie in own if tie not in shared)
    return tie_facts(own, ids)


def _but(facts: Facts, youth: Collection[str]) -> Facts:
    """Return the facts without the people who are the youth of this family."""
    if facts.ids_of("people").isdisjoint(youth):
        return facts
    return attrs.evolve(facts, people=tuple(p for p in facts.people if p.id not in youth))


def _completed(own: Facts, shared: Facts) -> Facts:
    """Add an entry for everybody who is named and has no record."""
    facts = Facts.together(own, shared)
    if not facts.loose:
        return facts
    missing = facts.parties.keys() - {
        each.id for each in (*facts.people, *facts.agencies, *facts.youth)
    }
    if not missing:
        return facts
    agencies = sorted(each for each in missing if facts.parties[each] == _AGENCY_ONLY)
    people = sorted(missing - set(agencies))
    added = attrs.evolve(
        own,
        people=(*own.people, *(PersonFact(id=each, on_record=False) for each in people)),
        agencies=(*own.agencies, *(AgencyFact(id=each, on_record=False) for each in agencies)),
    )
    return Facts.together(added, shared)


def _lineages(versions: Iterable[Plan]) -> Lineages:
    """Return the versions of each plan in order; drafts only count where there is nothing else."""
    found: Lineages = {}
    for version in versions:
        found.setdefault(version.lineage, []).append(version)
    return {
        name: [each for each in held if each.status is not PlanStatus.DRAFT] or held
        for name, held in found.items()
    }


def _plan(name: str, versions: list[Plan], chart: Chart) -> PlanFact:
    youth = next((each.youth for each in reversed(versions) if each.youth is not None), None)
    first = next(iter(chart.family.people_as(FamilyRole.YOUTH)), None)
    return PlanFact(
        id=name,
        youth=youth or first or chart.family.id,
        period=new_period(start=versions[0].period.start, end=versions[-1].period.end),
        versions=tuple(
            VersionFact(id=each.id, day=each.dated_on, authors=each.authors)
            for each in versions
            if each.dated_on is not None and not isinstance(each.dated_on, Unknown)
        ),
        consent=tuple(each.consent_on for each in versions if each.consent_on is not None),
        coi_guidelines=tuple(
            each.conflict_guidelines_on
            for each in versions
            if each.conflict_guidelines_on is not None
        ),
        dispute_strategy=tuple(
            each.dispute_strategy_on for each in versions if each.dispute_strategy_on is not None
        ),
    )


def _services(lineages: Lineages) -> tuple[ServiceFact, ...]:
    """Return every planned service as the latest version that names it has it.

    A service that the next version no longer names ends as that version begins, whatever its own
    spans say: it is not on the plan any more.
    """
    found: dict[tuple[str, str], tuple[PlannedService, int]] = {}
    for name, versions in lineages.items():
        for place, version in enumerate(versions):
            found.update({(name, each.id): (each, place) for each in version.services})
    return tuple(
        _service(name, service)
        if place + 1 == len(lineages[name])
        else _dropped(_service(name, service), _beginning(lineages[name][place + 1]))
        for (name, _), (service, place) in found.items()
    )


def _beginning(version: Plan) -> date | Unknown:
    days = (version.period.start, version.dated_on, version.completed_on)
    return next((day for day in days if isinstance(day, date)), UNKNOWN)


def _dropped(service: ServiceFact, on: date | Unknown) -> ServiceFact:
    return attrs.evolve(
        service,
        spans=tuple(
            attrs.evolve(
                span, period=new_period(start=span.period.start, end=_earlier(span.period, on))
            )
            for span in service.spans
            if not _begins_by(span.period, on)
        ),
    )


def _earlier(period: Period, on: date | Unknown) -> date | Unknown:
    if isinstance(period.end, date) and isinstance(on, date):
        return min(period.end, on)
    return period.end if isinstance(period.end, date) else on


def _begins_by(period: Period, on: date | Unknown) -> bool:
    return isinstance(period.start, date) and isinstance(on, date) and period.start >= on


def _service(plan: str, service: PlannedService) -> ServiceFact:
    return ServiceFact(
        id=service.id,
        recorded=service.recorded_on,
        plan=plan,
        provider=service.provider,
        category=None if isinstance(service.category, Unknown) else service.category,
        paid=service.paid,
        hcbs=service.hcbs,
        spans=tuple(
            StatusSpan(status=span.status.value, period=span.period) for span in service.spans
        )
        or _NEVER_SAID,
        performers=tuple(
            PerformerFact(person=each.person, period=each.period) for each in service.performers
        ),
    )


def _youth(youth: str, person: Person | None, chart: Chart) -> YouthFact:
    others = (each.person for each in chart.family.members if each.person != youth)
    return YouthFact(
        id=youth,
        name="" if person is None else name_of(person.name),
        family=tuple(dict.fromkeys(others)),
        areas=tuple(
            AreaStay(
                area=None if isinstance(stay.area, Unknown) else stay.area,
                period=stay.period,
            )
            for stay in (() if person is None else person.residences)
        ),
    )


def _duty(duty: Duty, services: frozenset[str]) -> DutyFact:
    fact = duty_fact(duty)
    if fact.services is None or services.issuperset(fact.services):
        return fact
    return attrs.evolve(fact, services=tuple(each for each in fact.services if each in services))
