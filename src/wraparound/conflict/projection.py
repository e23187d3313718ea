"""A chart as the facts that conflict rules read: ids, dates and words of a list, no stories."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from wraparound.chart import Chart
from wraparound.conflict.beside import once_for_each
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
from wraparound.conflict.projected_acts import with_acts
from wraparound.conflict.projected_waivers import with_waivers
from wraparound.model.agency import Agency
from wraparound.model.duty import Duty
from wraparound.model.family import FamilyRole
from wraparound.model.ids import NPI, TIN, Identifier
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.planned_service import PlannedService, ServiceStatus
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.model.tie import Certainty, Tie

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
    lineages = _lineages(chart.plans)
    plans = tuple(_plan(name, held, chart) for name, held in lineages.items())
    services = _services(lineages)
    service_ids = frozenset(service.id for service in services)
    youth = {plan.youth for plan in plans}.union(chart.family.people_as(FamilyRole.YOUTH))
    everyone: dict[str, Person] = {each.id: each for each in chart.everyone}
    facts = Facts(
        people=tuple(_person(each) for each in everyone.values() if each.id not in youth),
        agencies=tuple(_agency(agency) for agency in chart.directory.agencies),
        youth=tuple(_youth(each, everyone.get(each), chart) for each in sorted(youth)),
        plans=plans,
        duties=tuple(
            _duty(duty, service_ids)
            for duty in chart.duties
            if duty.plan is None or duty.plan in lineages
        ),
        services=services,
        ties=tie_facts(chart.ties),
    )
    return _completed(with_acts(chart, lineages, with_waivers(chart, facts)))


def _completed(facts: Facts) -> Facts:
    """Add an entry for everybody who is named and has no record."""
    known = {fact.id for kind in (facts.people, facts.agencies, facts.youth) for fact in kind}
    missing = {each: kinds for each, kinds in facts.parties.items() if each not in known}
    if not missing:
        return facts
    agencies = sorted(each for each, kinds in missing.items() if kinds == _AGENCY_ONLY)
    people = sorted(missing.keys() - set(agencies))
    return attrs.evolve(
        facts,
        people=(*facts.people, *(PersonFact(id=each, on_record=False) for each in people)),
        agencies=(*facts.agencies, *(AgencyFact(id=each, on_record=False) for each in agencies)),
    )


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
        period=Period(start=versions[0].period.start, end=versions[-1].period.end),
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
    found: dict[tuple[str, str], tuple[ServiceFact, int]] = {}
    for name, versions in lineages.items():
        for place, version in enumerate(versions):
            for service in version.services:
                found[name, service.id] = _service(name, service), place
    return tuple(
        fact
        if place + 1 == len(lineages[name])
        else _dropped(fact, _beginning(lineages[name][place + 1]))
        for (name, _), (fact, place) in found.items()
    )


def _beginning(version: Plan) -> date | Unknown:
    days = (version.period.start, version.dated_on, version.completed_on)
    return next((day for day in days if isinstance(day, date)), UNKNOWN)


def _dropped(service: ServiceFact, on: date | Unknown) -> ServiceFact:
    return attrs.evolve(
        service,
        spans=tuple(
            attrs.evolve(
                span, period=Period(start=span.period.start, end=_earlier(span.period, on))
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


@once_for_each
def _person(person: Person) -> PersonFact:
    return PersonFact(id=person.id, name=_name(person.name), member=person.member)


def _youth(youth: str, person: Person | None, chart: Chart) -> YouthFact:
    others = (each.person for each in chart.family.members if each.person != youth)
    return YouthFact(
        id=youth,
        name="" if person is None else _name(person.name),
        family=tuple(dict.fromkeys(others)),
        areas=tuple(
            AreaStay(
                area=None if isinstance(stay.area, Unknown) else stay.area,
                period=stay.period,
            )
            for stay in (() if person is None else person.residences)
        ),
    )


@once_for_each
def _agency(agency: Agency) -> AgencyFact:
    return AgencyFact(
        id=agency.id,
        name=_name(agency.name),
        tin=_identifier(agency.identifiers, TIN),
        npi=_identifier(agency.identifiers, NPI),
        board_size=agency.board_size,
    )


def _name(name: str | Unknown) -> str:
    return "" if isinstance(name, Unknown) else name


def _identifier(identifiers: Iterable[Identifier], system: str) -> str | None:
    return next((each.value for each in identifiers if each.system == system), None)


def _duty(duty: Duty, services: frozenset[str]) -> DutyFact:
    fact = _any_duty(duty)
    if fact.services is None or services.issuperset(fact.services):
        return fact
    return attrs.evolve(fact, services=tuple(each for each in fact.services if each in services))


@once_for_each
def _any_duty(duty: Duty) -> DutyFact:
    return DutyFact(
        id=duty.id,
        recorded=duty.recorded_on,
        plan=duty.plan,
        role=duty.role.value,
        holder=duty.holder,
        services=duty.services or None,
        unit=duty.unit or None,
        period=duty.period,
    )


def tie_facts(ties: Iterable[Tie]) -> tuple[TieFact, ...]:
    """Return ties as the rules read them."""
    held = tuple(ties)
    known = frozenset(tie.id for tie in held)
    if len(known) < len(held):
        held = tuple(dict.fromkeys(held))
    return tuple(
        [
            fact
            if fact.incident_of is None or fact.incident_of in known
            else attrs.evolve(fact, incident_of=None)
            for fact in map(_tie, held)
        ]
    )


@once_for_each
def _tie(tie: Tie) -> TieFact:
    return TieFact(
        id=tie.id,
        recorded=tie.recorded_on,
        kind=tie.kind.value,
        subject=tie.subject,
        object=None if isinstance(tie.object, Unknown) else tie.object,
        period=tie.period,
        share=tie.share,
        votes=tie.votes,
        assets=tie.assets,
        via="direct" if tie.via is None else tie.via.value,
        position=None if tie.position is None else tie.position.value,
        basis=None if tie.basis is None else tie.basis.value,
        incident_of=tie.incident_of,
        depends_on=tie.depends_on,
        confirmed=tie.certainty is not Certainty.POSSIBLE,
        relation=None if tie.relation is None else tie.relation.value,
        nature="blood" if tie.nature is None else tie.nature.value,
        partner=tie.partner,
        court_order=(tie.court_order_number or tie.id) if tie.court_order else None,
    )
