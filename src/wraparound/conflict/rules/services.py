"""Who delivers, monitors or writes what is planned (COI-SVC)."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.conflict.acts import ActivityFact
from wraparound.conflict.day import PLANNING, Day, Duty
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import PlanFact, ServiceFact, VersionFact
from wraparound.conflict.needs import delivered, duty_of
from wraparound.conflict.network import ALIAS, CONTRACT, EMPLOYMENT, Link
from wraparound.conflict.possible import delivers_as, kinds_of_links
from wraparound.conflict.rules.asking import over_services
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.model.truth import YES, Truth, any_of, unknown

_MONITOR = frozenset({"plan_monitor"})
_AUTHOR = "plan_author"
_NAMED_PLANNERS = frozenset({"planner", "facilitator"})
_STAFF = EMPLOYMENT | {ALIAS}


def planner_delivers(day: Day, _: Options) -> Iterator[Statement]:
    """SVC-01: who plans also delivers a service of the plan.

    Source: 42 CFR 441.301(c)(1)(vi), 441.730(b)(5), 441.555(c)(5); 24 Miss. Code R. 2-41.1(E);
    specification 5.7.
    """
    for duty in day.persons_holding(PLANNING):
        for service, live in day.lived(duty.plan):
            performs = day.performing(service, duty.fact.holder)
            if not performs.fails:
                yield _delivering(duty, service, duty.truth & performs & live)


def monitor_delivers(day: Day, _: Options) -> Iterator[Statement]:
    """SVC-02: who monitors the plan works for, is, or stands for who delivers the service.

    Source: 42 CFR 441.301(c)(1)(vi) and (c)(2)(viii), 441.725(b), 441.540(b); specification 5.7.
    """
    for duty in day.holding(_MONITOR):
        for _link, statement in over_services(day, (duty,), _monitor_links):
            if statement.service is not None and _concerns(duty, statement.service):
                yield statement
        for service, live in day.lived(duty.plan):
            performs = day.performing(service, duty.fact.holder)
            if not performs.fails and _concerns(duty, service):
                yield _delivering(duty, service, duty.truth & performs & live)


def plan_written_by_staff(day: Day, _: Options) -> Iterator[Statement]:
    """SVC-03: provider staff wrote the current plan, and they are not its named planner.

    The tie is asked for on the day of the version; it ends when a new version is dated.
    Source: 42 CFR 441.301(c)(1)(vi) ("develop"), 441.730(b)(5), 441.555(c)(5); specification 5.8.
    """
    for plan, active in day.plans:
        version = current_version(plan, day)
        if version is None:
            continue
        then = day.at(version.day)
        for author in version.authors:
            if _plans(day, plan, active, author).holds:
                continue
            for service in day.services(plan):
                for link in then.network.links(author, service.provider):
                    if link.kind in _STAFF or _is_contract(link):
                        yield Statement(
                            truth=active & link.truth & service.truth,
                            path=(version.id, *link.path, service.fact.id),
                            plan=plan.id,
                            holder=author,
                            counterparty=service.provider,
                            role=_AUTHOR,
                            service=service.fact,
                        )


def delivery_billed_as_management(day: Day, _: Options) -> Iterator[Statement]:
    """SVC-04: what was billed as case management was the delivery of a service.

    Source: 42 CFR 441.18(c); specification 5.9.
    """
    for activity in day.happening(filter(_misbilled, day.index.activities)):
        known = activity.nature == "direct_service"
        yield Statement(
            truth=YES if known else unknown(f"unknown_nature:{activity.id}"),
            path=(activity.id,),
            plan=activity.plan,
            holder=activity.person,
        )


def current_version(plan: PlanFact, day: Day) -> VersionFact | None:
    """Return the latest version of a plan dated on or before the day."""
    written = [version for version in plan.versions if day.has_come(version.day)]
    return max(written, key=lambda each: (each.day, each.id), default=None)


def _delivering(duty: Duty, service: ServiceFact, truth: Truth) -> Statement:
    return Statement(
        truth=truth,
        path=(duty.fact.id, service.id),
        plan=duty.plan.id,
        holder=duty.fact.holder,
        counterparty=service.provider if isinstance(service.provider, str) else None,
        role=duty.fact.role,
        service=service,
    )


def _concerns(duty: Duty, service: ServiceFact) -> bool:
    return duty.fact.services is None or service.id in duty.fact.services


def _monitor_links(day: Day, holder: str, agency: str) -> Iterator[Link]:
    if day.index.is_person(holder):
        yield from (link for link in day.network.links(holder, agency) if link.kind in _STAFF)
        return
    chain = day.network.entities.chain(holder, agency)
    if chain is not None:
        yield Link(chain.truth, chain.path)


def _plans(day: Day, plan: PlanFact, active: Truth, person: str) -> Truth:
    return any_of(
        duty.truth
        for duty in day.duties(plan, active)
        if duty.fact.role in _NAMED_PLANNERS and duty.fact.holder == person
    )


def _misbilled(activity: ActivityFact) -> bool:
    return activity.billed_as == "case_management" and activity.nature != "coordination"


def _is_contract(link: Link) -> bool:
    return link.kind == CONTRACT


def _planner_performs(index: Index) -> bool:
    return not PLANNING.isdisjoint(delivers_as(index))


def _author_works(index: Index) -> bool:
    kinds = _STAFF | {CONTRACT}
    return any(
        not kinds.isdisjoint(kinds_of_links(index, author, providers))
        for plan in index.plans.values()
        if (providers := frozenset(agency for _, agency in index.provided(plan.id)))
        for version in plan.versions
        for author in version.authors
    )


def _some_misbilled(index: Index) -> bool:
    return any(map(_misbilled, index.facts.activities))


RULES = (
    Rule(code="COI-SVC-01", ask=planner_delivers, needs=(delivered, _planner_performs)),
    Rule(code="COI-SVC-02", ask=monitor_delivers, needs=(duty_of(_MONITOR),)),
    Rule(code="COI-SVC-03", ask=plan_written_by_staff, needs=(_author_works,)),
    Rule(
        code="COI-SVC-04",
        ask=delivery_billed_as_management,
        of_plans=False,
        needs=(_some_misbilled,),
    ),
)
