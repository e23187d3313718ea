"""Every provider that a family can choose from, of any agency, in an order that favours nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from wraparound.chart import Chart, Directory
from wraparound.model.agency import Agency
from wraparound.model.directory import DirectoryStatus, RosterEntry, Service
from wraparound.model.findings import Finding
from wraparound.model.ids import AgencyId, PlannedServiceId, ServiceId
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.plan import Plan
from wraparound.model.planned_service import PlannedService, ServiceSpan, ServiceStatus
from wraparound.model.record import Record

SUPPOSED = PlannedServiceId("supposed-service")
"""What the service is called that is only supposed."""


@attrs.frozen(kw_only=True)
class ProviderOption:
    """One agency that a family could choose for a kind of help.

    Attributes:
        agency: The agency.
        services: Its services of this kind in the directory.
        willing: Whether it takes families; None where nobody recorded it.
        qualified: Whether it may; None where nobody recorded it.
        languages: In which languages, as the directory says.
        ties: What a review would find if the family chose it, the heaviest first; empty where
            nothing would be found. A tie is no reason to leave an option out: it is told.
    """

    agency: AgencyId
    services: tuple[ServiceId, ...] = ()
    willing: bool | None = None
    qualified: bool | None = None
    languages: tuple[str, ...] = ()
    ties: tuple[Finding, ...] = ()

    @property
    def tied(self) -> bool:
        """Whether choosing it would bring a finding."""
        return bool(self.ties)


def candidates(
    directory: Directory, *, category: str, areas: Iterable[str], on: date
) -> Iterator[ProviderOption]:
    """Yield every agency that offers a kind of help where the family lives.

    Those known to be unwilling or not qualified are left out. What is not recorded is not taken
    for a no: such an agency is an option, and is marked so.

    Args:
        directory: The whole directory.
        category: The kind of help.
        areas: Where the family lives; empty where that is not known, and then anywhere counts.
        on: The day.
    """
    wanted = frozenset(areas)
    services: dict[AgencyId, list[Service]] = {}
    for service in directory.services:
        fits = category in service.categories and _is_near(service.areas, wanted)
        if fits and service.agency is not None and service.status is DirectoryStatus.ACTIVE:
            services.setdefault(service.agency, []).append(service)
    entries: dict[AgencyId, list[RosterEntry]] = {}
    for entry in directory.records.all(RosterEntry):
        if (
            category in entry.offers
            and _is_near((entry.area,), wanted)
            and entry.period.covers(on) is not False
        ):
            entries.setdefault(entry.agency, []).append(entry)
    known = {agency.id for agency in directory.records.all(Agency)}
    for agency in sorted((services.keys() | entries.keys()) & known):
        listed = entries.get(agency, [])
        willing = _best(each.willing for each in listed)
        qualified = _best(each.qualified for each in listed)
        if willing is False or qualified is False:
            continue
        offered = services.get(agency, [])
        yield ProviderOption(
            agency=agency,
            services=tuple(sorted(each.id for each in offered)),
            willing=willing,
            qualified=qualified,
            languages=tuple(sorted({word for each in offered for word in each.languages})),
        )


def in_neutral_order(
    options: Iterable[ProviderOption], *, family: str, category: str, on: date
) -> tuple[ProviderOption, ...]:
    """Return options in an order that nobody chose: by a hash of family, help, day and agency.

    The same question gets the same order; another family or another day gets another one, so that
    no agency stands first more often than others.
    """

    def place(option: ProviderOption) -> str:
        text = f"{family}\n{category}\n{on.isoformat()}\n{option.agency}"
        return hashlib.sha256(text.encode()).hexdigest()

    return tuple(sorted(options, key=place))


def areas_of(chart: Chart) -> frozenset[str]:
    """Return where the youth of a family live on the day of the chart, as far as it is known."""
    youth = {each.id for each in chart.youth}
    people = (each for each in chart.all(Person) if each.id in youth)
    return frozenset(
        stay.area
        for person in people
        for stay in person.residences
        if isinstance(stay.area, str) and stay.area and stay.period.covers(chart.as_of) is not False
    )


def supposing(plan: Plan, agency: AgencyId, *, category: str, on: date) -> Plan:
    """Return a plan as if the family had chosen an agency for a kind of help from a day on."""
    service = PlannedService(
        id=SUPPOSED,
        category=category,
        provider=agency,
        paid=True,
        hcbs=True,
        spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=Period(start=on)),),
    )
    return attrs.evolve(plan, services=(*plan.services, service))


def with_plan(records: Iterable[Record], plan: Plan) -> list[Record]:
    """Return records with a plan in the place of the one of its id."""
    return [plan if isinstance(each, Plan) and each.id == plan.id else each for each in records]


def _is_near(areas: Iterable[str], wanted: frozenset[str]) -> bool:
    listed = {each for each in areas if each}
    return not listed or not wanted or bool(listed & wanted)


def _best(said: Iterable[object]) -> bool | None:
    """Return yes if any entry says so, no if all that there are say so, None otherwise."""
    answers = [each if isinstance(each, bool) else None for each in said]
    if True in answers:
        return True
    return False if answers and None not in answers else None
