"""The settled facts, looked up: by id, by plan, by person. Built once for a whole review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import TypeVar

from wraparound.conflict.acts import (
    AssessmentFact,
    ChoiceFact,
    ConditionFact,
    DisclosureFact,
    EventFact,
    NoticeFact,
    OfferFact,
    SignatureFact,
    SupportFact,
)
from wraparound.conflict.facts import Facts
from wraparound.conflict.kinds import (
    AgencyFact,
    DutyFact,
    Fact,
    PersonFact,
    PlanFact,
    ServiceFact,
    TieFact,
    YouthFact,
)
from wraparound.conflict.kinship import Marriages

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
_OnDay = TypeVar("_OnDay", ChoiceFact, DisclosureFact)
_Any = TypeVar("_Any", bound=Fact)
_Key = TypeVar("_Key", bound=Hashable)
_Listed = TypeVar("_Listed", AgencyFact, PersonFact, YouthFact, PlanFact, ServiceFact, TieFact)

_EITHER_WAY = frozenset({"same_legal_entity_as", "kin", "household"})
"""The ties that somebody has from either end."""


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
        self.ties_of = _grouped(self.ties.values(), attrgetter("kind"))
        self.ties_from = _grouped(self.ties.values(), attrgetter("kind", "subject"))
        self.ties_to = _grouped(self.ties.values(), attrgetter("kind", "object"))
        aliases = self.ties_of.get("same_legal_entity_as", ())
        self.aliased = {end for tie in aliases for end in (tie.subject, tie.object)}
        jobs = self.ties_of.get("employed_by", ())
        self.jobs = frozenset(tie.id for tie in jobs)
        ended = (tie for tie in jobs if isinstance(tie.period.end, date))
        self.past_jobs = _grouped(ended, attrgetter("subject"))
        self.marriages = Marriages(self.ties.values())
        self.duties_of_plan = _by_plan(facts.duties)
        self.holders_of_role: dict[str, set[str]] = {}
        for duty in facts.duties:
            self.holders_of_role.setdefault(duty.role, set()).add(duty.holder)
        self.tied_as = self._tied_as()
        self.services_of_plan = _by_plan(facts.services)
        self.provides = any(isinstance(each.provider, str) for each in facts.services)
        self.delivers = any(each.performers for each in facts.services)
        self.assessments_of = _by_plan(facts.assessments)
        self.offers_of = _by_plan(facts.offers)
        self.notices_of = _by_plan(facts.notices)
        self.conditions_of = _by_plan(facts.conditions)
        self.signatures_of = _by_plan(facts.signatures)
        self.events_of = _by_plan(facts.events)
        self.supports_of_plan: dict[str, list[SupportFact]] = defaultdict(list)
        for support in _sorted(facts.supports):
            for plan in support.plans:
                self.supports_of_plan[plan].append(support)
        self.certified = _grouped(_sorted(facts.certifications), attrgetter("role"))
        self.disclosures = _sorted(facts.disclosures)
        self.disclosures_of = _grouped(_by_day(facts.disclosures), attrgetter("person"))
        self.choices_of = _grouped(_by_day(facts.choices), attrgetter("service"))
        self.activities = _sorted(facts.activities)
        self.flex_funds = _sorted(facts.flex_funds)
        self.meetings = _sorted(facts.meetings)
        self.events = _sorted(facts.events)
        self.requests = _sorted(facts.requests)
        self.grievances = _sorted(facts.grievances)
        self.referrals = _sorted(facts.referrals)
        self.gifts = _sorted(facts.gifts)
        self.exceptions = _sorted(facts.exceptions)
        self.mitigations = _sorted(facts.mitigations)
        self.unspecified = _sorted(facts.unspecified_interests)
        self.roster = _sorted(facts.roster)

    def _tied_as(self) -> frozenset[tuple[str, str]]:
        """Return each role of a duty with the kinds of ties that its holders have, at any time."""
        kinds: dict[str | None, set[str]] = {}
        for tie in self.ties.values():
            kinds.setdefault(tie.subject, set()).add(tie.kind)
            if tie.kind in _EITHER_WAY:
                kinds.setdefault(tie.object, set()).add(tie.kind)
        return frozenset(
            (role, kind)
            for role, holders in self.holders_of_role.items()
            for holder in holders
            for kind in kinds.get(holder, ())
        )

    def provided(self, plan: str) -> Iterator[tuple[ServiceFact, str]]:
        """Yield every service of a plan that a named agency provides, live or not, with it."""
        for service in self.services_of_plan[plan]:
            if isinstance(service.provider, str):
                yield service, service.provider

    def has_tie(self, party: str, *kinds: str) -> bool:
        """Tell whether a tie of one of the kinds starts at somebody, on whatever days.

        The tie may start at any name of the party's legal entity.
        """
        return any((kind, party) in self.ties_from for kind in kinds) or party in self.aliased

    def is_tied_to(self, party: str, *kinds: str) -> bool:
        """Tell whether a tie of one of the kinds ends at somebody, on whatever days.

        The tie may end at any name of the party's legal entity.
        """
        return any((kind, party) in self.ties_to for kind in kinds) or party in self.aliased

    def is_person(self, party: str) -> bool:
        """Tell whether the id is a person's, or a youth's that stands for one."""
        return party not in self.agencies


def _sorted(facts: Iterable[_Any]) -> tuple[_Any, ...]:
    return tuple(sorted(facts, key=attrgetter("id")))


def _by_id(facts: Iterable[_Listed]) -> dict[str, _Listed]:
    return {fact.id: fact for fact in _sorted(facts)}


def _by_day(facts: Iterable[_OnDay]) -> list[_OnDay]:
    return sorted(facts, key=attrgetter("day", "id"))


def _by_plan(facts: Iterable[_Planned]) -> dict[str | None, list[_Planned]]:
    return _grouped(_sorted(facts), attrgetter("plan"))


def _grouped(facts: Iterable[_Any], key: Callable[[_Any], _Key]) -> dict[_Key, list[_Any]]:
    found: dict[_Key, list[_Any]] = defaultdict(list)
    for fact in facts:
        found[key(fact)].append(fact)
    return found
