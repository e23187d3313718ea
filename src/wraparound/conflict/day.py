"""The facts as they stand on one day, under one pack's parameters: what every rule asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from wraparound.conflict.frozen import frozen
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import DutyFact, PlanFact, ServiceFact, YouthFact
from wraparound.conflict.moment import Moment
from wraparound.conflict.network import Network
from wraparound.conflict.workings import Workings
from wraparound.model.terms import Unknown
from wraparound.model.truth import NO, YES, Truth, any_of, of, unknown
from wraparound.policy import Values

FACILITATOR = "facilitator"
PLANNING = frozenset({"planner", FACILITATOR, "case_manager"})
ASSESSING = frozenset({"assessor"})
EVALUATING = frozenset({"eligibility_evaluator"})
ORGANIZING = frozenset({"coordinating_org"})
AGENTS = PLANNING | ASSESSING | EVALUATING


@frozen
class OnPlan:
    """A duty or a service of a plan, and whether it counts on the day.

    Attributes:
        plan: The plan.
        truth: Whether it counts.
    """

    plan: PlanFact
    truth: Truth


@frozen
class Duty(OnPlan):
    """A duty on an active plan."""

    fact: DutyFact


@frozen
class Service(OnPlan):
    """A live service of a named agency; whether its plan is active is asked of the duty."""

    fact: ServiceFact
    provider: str


@frozen
class Caregiver:
    """Somebody who is paid to care, by the fact that says so.

    Attributes:
        person: Who.
        truth: Whether it holds on the day.
        fact: The service or the payment.
    """

    person: str
    truth: Truth
    fact: str


class Timeline:
    """The days of a review that facts name; what follows from the same ties is shared by all."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._days: dict[tuple[date, int], Day] = {}
        self._made: list[Day] = []
        self._workings: dict[int, Workings] = {}

    def day(self, day: date, values: Values) -> Day:
        """Return the facts as they stand on a day, the same object each time."""
        key = (day, id(values))
        if key not in self._days:
            self._days[key] = self.moving(day, values)
        return self._days[key]

    def moving(self, day: date, values: Values) -> Day:
        """Return a day of the caller's own, to move on with."""
        made = Day(self, day, values, self._workings.setdefault(id(values), Workings()))
        self._made.append(made)
        return made

    def close(self) -> None:
        """Let go of all days, so that what a review built is freed at once and not by and by.

        A day and its network, and a day and its timeline, hold each other.
        """
        self._days.clear()
        for day in self._made:
            del day.network
        self._made.clear()


class Day(Moment):
    """One day of a review under one pack's parameters.

    Attributes:
        timeline: The other days.
        network: The ties as they stand.
    """

    def __init__(self, timeline: Timeline, day: date, values: Values, workings: Workings) -> None:
        super().__init__(timeline.index, day, values, workings)
        self.timeline = timeline
        self.network = Network(self)

    def at(self, day: date) -> Day:
        """Return a day that is named by a fact, under the same parameters."""
        return self.timeline.day(day, self.values)

    @property
    def plans(self) -> tuple[tuple[PlanFact, Truth], ...]:
        """The plans that may be active."""
        return self.kept("plans", self._active_plans)

    def _active_plans(self) -> tuple[tuple[PlanFact, Truth], ...]:
        held = ((p, self.standing(p.period, p.id)) for p in self.index.plans.values())
        return tuple((plan, truth) for plan, truth in held if not truth.fails)

    def duties(self, plan: PlanFact, active: Truth) -> tuple[Duty, ...]:
        """Return the duties of a plan that may count."""
        return self.kept(("duties", plan.id, active), self._duties_of, plan, active)

    def _duties_of(self, plan: PlanFact, active: Truth) -> tuple[Duty, ...]:
        held = (
            Duty(plan, active & self.standing(duty.period, duty.id), duty)
            for duty in self.index.duties_of_plan[plan.id]
        )
        return tuple(duty for duty in held if not duty.truth.fails)

    def holding(self, roles: frozenset[str]) -> tuple[Duty, ...]:
        """Return the duties of all active plans in some roles."""
        return self.kept(("holding", roles), self._holding, roles)

    def _holding(self, roles: frozenset[str]) -> tuple[Duty, ...]:
        return tuple(
            duty
            for plan, active in self.plans
            for duty in self.duties(plan, active)
            if duty.fact.role in roles
        )

    def persons_holding(self, roles: frozenset[str]) -> tuple[Duty, ...]:
        """Return those duties that people hold, not agencies."""
        return self.kept(("people", roles), self._persons_holding, roles)

    def _persons_holding(self, roles: frozenset[str]) -> tuple[Duty, ...]:
        is_person = self.index.is_person
        return tuple([each for each in self.holding(roles) if is_person(each.fact.holder)])

    def services(self, plan: PlanFact) -> tuple[Service, ...]:
        """Return the services of a plan that may be live and whose provider is named."""
        return self.kept(("services", plan.id), self._services_of, plan)

    def _services_of(self, plan: PlanFact) -> tuple[Service, ...]:
        return tuple(
            Service(plan, truth, service, service.provider)
            for service, truth in self.lived(plan)
            if isinstance(service.provider, str)
        )

    def lived(self, plan: PlanFact) -> Iterator[tuple[ServiceFact, Truth]]:
        """Yield every service of a plan that may be live, also those of no named agency."""
        for service in self.index.services_of_plan[plan.id]:
            truth = self.live(service)
            if not truth.fails:
                yield service, truth

    def live(self, service: ServiceFact) -> Truth:
        """Return whether a service puts its provider on the plan."""
        return self.kept(("live", service.id), self._live, service)

    def _live(self, service: ServiceFact) -> Truth:
        live = self.values.words("service.live_statuses")
        return any_of(
            self.standing(span.period, service.id) for span in service.spans if span.status in live
        )

    def performing(self, service: ServiceFact, person: str) -> Truth:
        """Return whether a person delivers a service."""
        return any_of(
            self.standing(each.period, service.id)
            for each in service.performers
            if each.person == person
        )

    def caregivers(self, plan: PlanFact) -> tuple[Caregiver, ...]:
        """Return who may be paid to care under a plan, by each fact that says so."""
        return self.kept(("caregivers", plan.id), lambda: tuple(self._paid_to_care(plan)))

    def _paid_to_care(self, plan: PlanFact) -> Iterable[Caregiver]:
        for service, live in self.lived(plan):
            counts = live & paid(service) & self._is_care(service)
            for person in dict.fromkeys(each.person for each in service.performers):
                truth = counts & self.performing(service, person)
                if not truth.fails:
                    yield Caregiver(person, truth, service.id)
        for support in self.index.supports_of_plan[plan.id]:
            listed = self.standing(support.period, support.id)
            for payment in support.payments:
                truth = listed & self.standing(payment.period, payment.id)
                if not truth.fails:
                    yield Caregiver(support.person, truth, payment.id)

    def _is_care(self, service: ServiceFact) -> Truth:
        if self.values.text("paid_caregiver.scope") != "care_categories":
            return YES
        return category_in(service, self.values.words("paid_caregiver.categories"))

    def lives_in(self, youth: str, areas: frozenset[str]) -> Truth:
        """Return whether a youth lives in one of the areas."""
        known = self.index.youth.get(youth)
        return NO if known is None else self.kept(("area", youth, areas), self._area, known, areas)

    def _area(self, youth: YouthFact, wanted: frozenset[str]) -> Truth:
        gap = unknown(f"unknown_area:{youth.id}")
        if not youth.areas:
            return gap
        rows = (
            self.standing(stay.period, youth.id)
            & (gap if stay.area is None else of(stay.area in wanted))
            for stay in youth.areas
        )
        return any_of(rows)

    def offering(
        self, what: frozenset[str], youth: str | None
    ) -> tuple[tuple[str, str, Truth], ...]:
        """Return the roster rows that list something: the row, the agency, and whether it counts.

        Args:
            what: Service categories or functions, one of which the row must list.
            youth: Whose area counts; None where no area is asked.
        """
        return self.kept(("offering", what, youth), lambda: tuple(self._offering(what, youth)))

    def _offering(
        self, what: frozenset[str], youth: str | None
    ) -> Iterator[tuple[str, str, Truth]]:
        for row in self.index.offering(what):
            truth = row.fit
            if not truth.fails:
                truth &= self.standing(row.period, row.id)
            if youth is not None and not truth.fails:
                truth &= self.lives_in(youth, frozenset({row.area}))
            yield row.id, row.agency, truth


def known_or(answer: bool | Unknown, gap: str, fact: str) -> Truth:
    """Return a recorded yes or no, or "not known" for the reason, which is about a fact."""
    return unknown(f"{gap}:{fact}") if isinstance(answer, Unknown) else of(answer)


def paid(service: ServiceFact) -> Truth:
    """Return whether a service is paid."""
    return known_or(service.paid, "unknown_paid", service.id)


def community_based(service: ServiceFact) -> Truth:
    """Return whether a service is home and community-based."""
    return known_or(service.hcbs, "unknown_hcbs", service.id)


def category_in(service: ServiceFact, wanted: Iterable[str]) -> Truth:
    """Return whether a service is of one of the categories."""
    if service.category is None:
        return unknown(f"unknown_category:{service.id}")
    return of(service.category in frozenset(wanted))
