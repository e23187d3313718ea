"""Jobs, contracts and pay: who works for an agency that serves the family (COI-EMP)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wraparound.conflict.agency_roles import coordinating, serving
from wraparound.conflict.day import ASSESSING, EVALUATING, ORGANIZING, PLANNING, Day
from wraparound.conflict.needs import (
    SAME,
    duty_of,
    linked_holder,
    one_of,
    past_jobs,
    provided,
    some,
    tie_of,
    tied_holder,
)
from wraparound.conflict.network import (
    ALIAS,
    CONTRACT,
    EMPLOYMENT,
    INTEREST,
    PARENT,
    PAY,
    SISTER,
    Link,
)
from wraparound.conflict.rules.asking import Links, linked, over_services
from wraparound.conflict.standing import dated_end
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.model.findings import Severity
from wraparound.model.truth import any_of

_PLANNING_OR_ASSESSING = PLANNING | ASSESSING
_FINANCIAL = frozenset({CONTRACT, PAY, INTEREST})
_EVALUATED = EMPLOYMENT | {ALIAS, PARENT} | _FINANCIAL
_JOB = "employed_by"
_BUSINESS = ("management_contract", "landlord_of")


def employed_planner(day: Day, _: Options) -> Iterator[Statement]:
    """EMP-01: who plans is employed by a provider of the plan.

    Source: 42 CFR 441.301(c)(1)(vi), 441.730(b)(5), 441.555(c)(5); specification 5.1.
    """
    yield from _statements(over_services(day, day.persons_holding(PLANNING), linked(EMPLOYMENT)))


def employed_assessor(day: Day, _: Options) -> Iterator[Statement]:
    """EMP-02: who assesses is employed by a provider of the plan.

    Source: 42 CFR 441.730(b)(5), 441.555(c)(5); specification 5.1.
    """
    yield from _statements(over_services(day, day.persons_holding(ASSESSING), linked(EMPLOYMENT)))


def tied_evaluator(day: Day, _: Options) -> Iterator[Statement]:
    """EMP-03: who decides eligibility is employed by, paid by, or has an interest in a provider.

    Source: 42 CFR 441.730(b) and (b)(5); specification 5.2.
    """
    for link, statement in over_services(day, day.persons_holding(EVALUATING), linked(_EVALUATED)):
        financial = link.kind in _FINANCIAL
        yield attrs.evolve(statement, variant="financial" if financial else None)


def paid_otherwise(day: Day, _: Options) -> Iterator[Statement]:
    """EMP-04: who plans or assesses has a contract with, or other pay from, a provider.

    Wages of a known job are that job, not a payment of its own, unless the pack says otherwise.
    Source: 42 CFR 441.730(b)(4) with 411.354, 441.555(c)(4); specification 5.3.
    """
    kinds = {CONTRACT, PAY}
    if day.values.flag("prong4_includes_employment"):
        kinds |= EMPLOYMENT
    duties = day.persons_holding(_PLANNING_OR_ASSESSING)
    yield from _statements(over_services(day, duties, linked(frozenset(kinds))))


def employed_by_parent(day: Day, _: Options) -> Iterator[Statement]:
    """EMP-05: who plans or assesses is employed by an organization that controls a provider.

    Source: 42 CFR 441.301(c)(1)(vi), 441.730(b)(5), 441.555(c)(5), read as "an interest in" the
    provider; specification 5.4.
    """
    whole_group = day.values.text("employer_scope") == "controlled_group"
    duties = day.persons_holding(_PLANNING_OR_ASSESSING)
    for _link, statement in over_services(day, duties, linked(frozenset({PARENT}))):
        yield statement if whole_group else attrs.evolve(statement, ceiling=Severity.HIGH)


def employed_by_sister(day: Day, _: Options) -> Iterator[Statement]:
    """EMP-06: who plans or assesses is employed by an organization with the provider's owner.

    Source: silent texts; 42 CFR 403.902 and 411.354(b)(2) as analogies; specification 5.4.
    """
    duties = day.persons_holding(_PLANNING_OR_ASSESSING)
    yield from _statements(over_services(day, duties, linked(frozenset({SISTER}))))


def employer_contracts(day: Day, _: Options) -> Iterator[Statement]:
    """EMP-07: the planner's employer manages, houses, is managed or is housed by a provider.

    Source: 42 USC 1320a-3(c) as an analogy; specification 5.4.
    """
    yield from _statements(over_services(day, day.persons_holding(PLANNING), _business_links))


def same_entity(day: Day, options: Options) -> Iterator[Statement]:
    """EMP-08: coordinator and provider are one legal entity under two names.

    Source: 42 CFR 441.301(c)(1)(vi), 441.730(b)(5), 441.555(c)(5); 7 AAC 130.220(a) for the
    question about whole organizations; specification 5.5.
    """
    if options.organisation:
        yield from _both_roles(day)
        return
    duties = day.persons_holding(_PLANNING_OR_ASSESSING)
    yield from _statements(over_services(day, duties, linked(frozenset({ALIAS}))))
    agencies = (d for d in day.holding(ORGANIZING) if not day.index.is_person(d.fact.holder))
    yield from _statements(over_services(day, agencies, _chains))


def past_employment(day: Day, _: Options) -> Iterator[Statement]:
    """EMP-09: who plans recently left a job with a provider.

    Source: silent texts; Fla. Admin. Code 58L-1.006 lets past employment alone pass; holds only
    where ``cooling_off.employment`` is longer than zero; specification 5.6.
    """
    recent = day.values.age("cooling_off.recent")
    links = _past_jobs(day)
    for link, statement in over_services(day, day.persons_holding(PLANNING), links):
        end = None if link.tie is None else dated_end(link.tie.period)
        is_recent = end is not None and recent is not None and not day.has_come(recent.after(end))
        yield attrs.evolve(statement, variant="recent" if is_recent else None)


def future_employment(day: Day, _: Options) -> Iterator[Statement]:
    """EMP-10: who plans has accepted a job with a provider.

    Source: silent texts; specification 5.6.
    """
    yield from _statements(over_services(day, day.persons_holding(PLANNING), _offers))


def _statements(pairs: Iterable[tuple[Link, Statement]]) -> Iterator[Statement]:
    return (statement for _, statement in pairs)


def _business_links(day: Day, person: str, agency: str) -> Iterator[Link]:
    of_entity = day.network.entities.of
    entity = of_entity(agency)
    for job, truth in day.network.employers(person):
        employer = of_entity(job.object or "")
        for kind in _BUSINESS:
            for tie, stands in day.network.of_kind(kind):
                ends = {of_entity(tie.subject), of_entity(tie.object or "")}
                if employer != entity and ends == {employer, entity}:
                    yield Link(truth & stands, (job.id, tie.id))


def _chains(day: Day, holder: str, agency: str) -> Iterator[Link]:
    chain = day.network.entities.chain(holder, agency)
    if chain is not None:
        yield Link(chain.truth, chain.path)


def _offers(day: Day, person: str, agency: str) -> Iterator[Link]:
    of_entity = day.network.entities.of
    for tie, truth in day.network.from_party("employment_offer", person):
        if tie.object is not None and of_entity(tie.object) == of_entity(agency):
            yield Link(truth, (tie.id,))


def _past_jobs(day: Day) -> Links:
    """Return the question for jobs that ended within the cooling-off period."""
    cooling = day.values.age("cooling_off.employment")

    def links(_: Day, person: str, agency: str) -> Iterator[Link]:
        if cooling is None:
            return
        employed = any_of(link.truth for link in linked(EMPLOYMENT)(day, person, agency))
        for tie in day.index.past_jobs[person]:
            end = dated_end(tie.period)
            if tie.object != agency or end is None or not day.has_come(end):
                continue
            if day.has_come(cooling.after(end)):
                continue
            yield Link(~employed, (tie.id,), tie=tie)

    return links


def _both_roles(day: Day) -> Iterator[Statement]:
    by_entity = serving(day)
    for entity, coordinates in coordinating(day).items():
        serves = by_entity.get(entity)
        if serves is not None:
            yield Statement(
                truth=coordinates.truth & serves.truth,
                path=(*coordinates.path, *serves.path),
                holder=coordinates.agency,
                counterparty=serves.agency,
                role="coordinating_org",
            )


RULES = (
    Rule(code="COI-EMP-01", ask=employed_planner, needs=(linked_holder(PLANNING, EMPLOYMENT),)),
    Rule(code="COI-EMP-02", ask=employed_assessor, needs=(linked_holder(ASSESSING, EMPLOYMENT),)),
    Rule(code="COI-EMP-03", ask=tied_evaluator, needs=(linked_holder(EVALUATING, _EVALUATED),)),
    Rule(
        code="COI-EMP-04",
        ask=paid_otherwise,
        needs=(linked_holder(_PLANNING_OR_ASSESSING, EMPLOYMENT | {CONTRACT, PAY}),),
        own=frozenset({"prong4_includes_employment"}),
    ),
    Rule(
        code="COI-EMP-05",
        ask=employed_by_parent,
        needs=(linked_holder(_PLANNING_OR_ASSESSING, frozenset({PARENT})),),
        own=frozenset({"employer_scope"}),
    ),
    Rule(
        code="COI-EMP-06",
        ask=employed_by_sister,
        needs=(linked_holder(_PLANNING_OR_ASSESSING, frozenset({SISTER})),),
    ),
    Rule(
        code="COI-EMP-07",
        ask=employer_contracts,
        needs=(tie_of(*_BUSINESS), tied_holder(PLANNING, _JOB), provided),
    ),
    Rule(
        code="COI-EMP-08",
        ask=same_entity,
        of_plans=False,
        needs=(one_of(tie_of(SAME), duty_of(ORGANIZING), some("certifications")),),
    ),
    Rule(
        code="COI-EMP-09",
        ask=past_employment,
        needs=(past_jobs, tied_holder(PLANNING, _JOB), provided),
        own=frozenset({"cooling_off.employment", "cooling_off.recent"}),
    ),
    Rule(
        code="COI-EMP-10",
        ask=future_employment,
        needs=(tied_holder(PLANNING, "employment_offer"), provided),
    ),
)
