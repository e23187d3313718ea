"""The settled facts, looked up: by id, by plan, by person. Built once for a whole review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from attrs import AttrsInstance

from wraparound.conflict.acts import (
    ActivityFact,
    AssessmentFact,
    ChoiceFact,
    ConditionFact,
    DisclosureFact,
    EventFact,
    FlexFundFact,
    MeetingFact,
    NoticeFact,
    OfferFact,
    SignatureFact,
    SupportFact,
)
from wraparound.conflict.facts import Facts
from wraparound.conflict.kinds import (
    AgencyFact,
    CertificationFact,
    DutyFact,
    PersonFact,
    PlanFact,
    ServiceFact,
    TieFact,
    YouthFact,
)
from wraparound.conflict.kinship import Marriages
from wraparound.conflict.settling import parts_of
from wraparound.conflict.standing import next_day, turns_of
from wraparound.model.periods import Period

_Planned = TypeVar(
    "_Planned",
    AssessmentFact,
    ConditionFact,
    DutyFact,
    EventFact,
    NoticeFact,
    OfferFact,
    ServiceFact,
    SignatureFact,
)
_OnDay = TypeVar("_OnDay", ActivityFact, DisclosureFact, EventFact, FlexFundFact, MeetingFact)
_Listed = TypeVar("_Listed", AgencyFact, PersonFact, YouthFact, PlanFact, ServiceFact, TieFact)


class Index:
    """Lookups over settled facts; everything comes sorted by id."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.people = _by_id(facts.people)
        self.agencies = _by_id(facts.agencies)
        self.youth = _by_id(facts.youth)
        self.plans = _by_id(facts.plans)
        self.services = _by_id(facts.services)
        self.ties = _by_id(facts.ties)
        self.duties_of_plan = _by_plan(facts.duties)
        self.services_of_plan = _by_plan(facts.services)
        self.supports_of_plan: dict[str, list[SupportFact]] = defaultdict(list)
        for support in sorted(facts.supports, key=lambda each: each.id):
            for plan in support.plans:
                self.supports_of_plan[plan].append(support)
        self.certified: dict[str, list[CertificationFact]] = defaultdict(list)
        for certification in sorted(facts.certifications, key=lambda each: each.id):
            self.certified[certification.role].append(certification)
        self.disclosures_of: dict[str, list[DisclosureFact]] = defaultdict(list)
        for disclosure in sorted(facts.disclosures, key=lambda each: (each.day, each.id)):
            self.disclosures_of[disclosure.person].append(disclosure)
        self.activities_on = _by_day(facts.activities)
        self.funds_on = _by_day(facts.flex_funds)
        self.meetings_on = _by_day(facts.meetings)
        self.events_on = _by_day(facts.events)
        self.disclosures_on = _by_day(facts.disclosures)
        self.assessments_of = _by_plan(facts.assessments)
        self.offers_of = _by_plan(facts.offers)
        self.notices_of = _by_plan(facts.notices)
        self.conditions_of = _by_plan(facts.conditions)
        self.requests = tuple(sorted(facts.requests, key=lambda each: each.id))
        self.grievances = tuple(sorted(facts.grievances, key=lambda each: each.id))
        self.signatures_of = _by_plan(facts.signatures)
        self.events_of = _by_plan(facts.events)
        self.referrals = tuple(sorted(facts.referrals, key=lambda each: each.id))
        self.gifts = tuple(sorted(facts.gifts, key=lambda each: each.id))
        self.choices_of: dict[str, list[ChoiceFact]] = defaultdict(list)
        for choice in sorted(facts.choices, key=lambda each: (each.day, each.id)):
            self.choices_of[choice.service].append(choice)
        self.past_jobs: dict[str, list[TieFact]] = defaultdict(list)
        for tie in self.ties.values():
            if tie.kind == "employed_by" and isinstance(tie.period.end, date):
                self.past_jobs[tie.subject].append(tie)
        self.exceptions = tuple(sorted(facts.exceptions, key=lambda each: each.id))
        self.mitigations = tuple(sorted(facts.mitigations, key=lambda each: each.id))
        self.unspecified = tuple(
            sorted(facts.unspecified_interests, key=lambda each: each.id),
        )
        self.roster = tuple(sorted(facts.roster, key=lambda each: each.id))
        self.marriages = Marriages(self.ties.values())

    def is_person(self, party: str) -> bool:
        """Tell whether the id is a person's, or a youth's that stands for one."""
        return party not in self.agencies

    def turns(self) -> set[date]:
        """Return every day on which some fact begins or ends, or is dated, and the day after it.

        What only happened on its day is left to the rules that ask for it.
        """
        days: set[date] = set()
        for kind, held in self.facts.by_kind():
            if kind not in _LEFT_TO_RULES:
                days.update(day for fact in held for day in _turns(fact))
        return days


def _by_id(facts: Iterable[_Listed]) -> dict[str, _Listed]:
    return {fact.id: fact for fact in sorted(facts, key=lambda each: each.id)}


def _by_plan(facts: Iterable[_Planned]) -> dict[str | None, list[_Planned]]:
    found: dict[str | None, list[_Planned]] = defaultdict(list)
    for fact in sorted(facts, key=lambda each: each.id):
        found[fact.plan].append(fact)
    return found


def _by_day(facts: Iterable[_OnDay]) -> dict[date, list[_OnDay]]:
    found: dict[date, list[_OnDay]] = defaultdict(list)
    for fact in sorted(facts, key=lambda each: each.id):
        found[fact.day].append(fact)
    return found


def only_on(facts: Iterable[_OnDay]) -> Iterator[date]:
    """Yield the days on which the facts happened, and the days after, when it is over."""
    for fact in facts:
        yield fact.day
        yield next_day(fact.day)


_LEFT_TO_RULES = frozenset(
    {"people", "agencies", "activities", "flex_funds", "meetings", "events", "referrals"},
)
_DAYS = ("day", "received", "demonstrated", "approved_on")
_PLAN_DAYS = ("consent", "coi_guidelines", "dispute_strategy")


def _turns(fact: AttrsInstance) -> Iterator[date]:
    period = getattr(fact, "period", None)
    if isinstance(period, Period):
        yield from turns_of(period)
    for name in _DAYS:
        day = getattr(fact, name, None)
        if isinstance(day, date):
            yield day
            yield next_day(day)
    for name in _PLAN_DAYS:
        yield from (day for day in getattr(fact, name, ()) if isinstance(day, date))
    for day in getattr(fact, "roster_checks", ()):
        yield day
    for part in parts_of(fact):
        if part is not fact:
            yield from _turns(part)
