"""Every provider that a family can choose from, of any agency, in an order that favours nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from wraparound.chart import Chart, Directory
from wraparound.errors import RecordNotFound, did_you_mean
from wraparound.model.agency import Agency
from wraparound.model.choice import ServiceOffer
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
        category: The kind of help.
        services: Its services of this kind in the directory.
        willing: Whether it takes families; None where nobody recorded it.
        qualified: Whether it may; None where nobody recorded it.
        languages: In which languages, as the directory says.
        ties: What a review would find if the family chose it, the heaviest first; empty where
            nothing would be found. A tie is no reason to leave an option out: it is told.
    """

    agency: AgencyId
    category: str = ""
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
        fit = _best(entries.get(agency, []))
        if fit is None:
            continue
        willing, qualified = fit
        offered = services.get(agency, [])
        yield ProviderOption(
            agency=agency,
            category=category,
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


def kinds_of_help(chart: Chart, need: str, directory: Directory) -> tuple[str, ...]:
    """Return the kinds of help for a need of a family's plan, or a kind of help itself.

    For a need, these are the categories of the services planned for it, and of earlier offers.

    Raises:
        RecordNotFound: It is neither a need of the plan for which a kind of help is known, nor a
            kind of help that the directory has; the hint names the nearest.
    """
    plan = chart.plan
    if plan is not None and any(each.id == need for each in plan.needs):
        strategies = {each.id for each in plan.strategies if each.need == need}
        found = [
            each.category
            for each in plan.services
            if each.need == need or each.strategy in strategies
        ]
        found += [each.category for each in chart.all(ServiceOffer) if each.need == need]
        named = tuple(dict.fromkeys(each for each in found if isinstance(each, str)))
        if not named:
            hint = "no service is planned for it yet: name a kind of help, such as respite"
            raise RecordNotFound("kind of help for need", need, hint=hint)
        return named
    known = categories_of(directory)
    if need not in known:
        has = ", ".join(sorted(known)) or "no kind of help yet"
        hint = did_you_mean(need, known) or f"the directory has {has}"
        raise RecordNotFound("need or kind of help", need, hint=hint)
    return (need,)


def categories_of(directory: Directory) -> frozenset[str]:
    """Return every kind of help that the directory has, wherever it is given."""
    offered = (word for each in directory.services for word in each.categories)
    listed = (word for each in directory.records.all(RosterEntry) for word in each.offers)
    return frozenset((*offered, *listed))


def areas_of(chart: Chart, *, on: date | None = None) -> frozenset[str]:
    """Return where the youth of a family live on a day, as far as it is known.

    Args:
        chart: The chart.
        on: The day; the chart's own where left out.
    """
    day = on or chart.as_of
    youth = {each.id for each in chart.youth}
    people = (each for each in chart.all(Person) if each.id in youth)
    return frozenset(
        stay.area
        for person in people
        for stay in person.residences
        if isinstance(stay.area, str) and stay.area and stay.period.covers(day) is not False
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


def _best(entries: Iterable[RosterEntry]) -> tuple[bool | None, bool | None] | None:
    """Return whether an agency is willing and qualified by its best row; None where no row fits.

    Both have to be so in one row: willing in one and qualified in another is neither
    (specification 3.10).
    """
    rows = [(_known(each.willing), _known(each.qualified)) for each in entries]
    if not rows:
        return None, None
    fit = [row for row in rows if False not in row]
    return max(fit, key=lambda row: row.count(True), default=None)


def _known(said: object) -> bool | None:
    return said if isinstance(said, bool) else None
