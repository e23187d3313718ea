"""The settled facts, looked up: by id, by plan, by person. Each lookup is built when first used."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from copy import copy
from datetime import date
from operator import attrgetter
from typing import Any, Generic, TypeVar

from wraparound.conflict.acts import (
    ActivityFact,
    AssessmentFact,
    ChoiceFact,
    ConditionFact,
    DisclosureFact,
    EventFact,
    FlexFundFact,
    GiftFact,
    GrievanceFact,
    MeetingFact,
    NoticeFact,
    OfferFact,
    ReferralFact,
    RequestFact,
    RosterFact,
    SignatureFact,
    SupportFact,
)
from wraparound.conflict.beside import once_for_each
from wraparound.conflict.facts import Facts
from wraparound.conflict.kinds import (
    AgencyFact,
    CertificationFact,
    DutyFact,
    ExceptionFact,
    Fact,
    MitigationFact,
    PersonFact,
    PlanFact,
    ServiceFact,
    TieFact,
    UnspecifiedInterestFact,
    YouthFact,
)
from wraparound.conflict.kinship import Marriages
from wraparound.conflict.wholes import Shares
from wraparound.conflict.workings import Workings
from wraparound.policy import Values

_Any = TypeVar("_Any", bound=Fact)
_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found")

_TIES_KEPT, _FEWEST = 100_000, 4
"""How many ties, in all states together, what follows from a directory is kept of: it takes a few
hundred bytes for each. Of a large directory, a few states are kept."""

_ASKED_AFTER = 10_000
"""Of how many people the latest answers are kept, on how they might be linked to some agencies."""

_EITHER_WAY = frozenset({"same_legal_entity_as", "kin", "household"})
"""The ties that somebody has from either end."""


_ID = attrgetter("id")


class Groups(dict[_Key, Sequence[_Any]]):
    """Facts by a key; a key that nothing has stands for no facts, and is not remembered."""

    def __missing__(self, key: _Key) -> Sequence[_Any]:
        """Return nothing: the lookup may be shared by many reviews, and stays as it is."""
        return ()


class _Lookup(Generic[_Found]):
    """Something that an index looks up in one kind of fact, built when it is first asked for.

    What the facts of a directory give is built once for all families beside them, and a family's
    own facts are joined to it.
    """

    def __init__(
        self,
        kind: str,
        build: Callable[[Sequence[Any]], _Found],  # Any: facts of that kind
        join: Callable[[_Found, _Found], _Found],
    ) -> None:
        self._held = attrgetter(kind)
        self._build = build
        self._nothing = build(())
        self._join = join

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, index: Index, owner: type) -> _Found:
        """Build it, and keep it in the index, which from then on answers by itself."""
        held, common = self._held(index.own), index.common
        found = self._build(held) if held else self._nothing
        if common is not None and self._held(common.facts):
            shared: _Found = getattr(common, self._name)
            found = self._join(found, shared) if held else shared
        index.__dict__[self._name] = found
        return found


def _by_id(held: Sequence[_Any]) -> dict[str, _Any]:
    return {fact.id: fact for fact in _sorted(held)}


def _both(own: dict[str, _Any], shared: dict[str, _Any]) -> dict[str, _Any]:
    return _by_id([*own.values(), *shared.values()])


def _sorted(held: Iterable[_Any]) -> tuple[_Any, ...]:
    return tuple(sorted(held, key=_ID))


def _all_sorted(own: tuple[_Any, ...], shared: tuple[_Any, ...]) -> tuple[_Any, ...]:
    return _sorted((*own, *shared))


def _self_reviewed(told: Sequence[DisclosureFact]) -> tuple[DisclosureFact, ...]:
    """Return the disclosures that were reviewed by whoever made them."""
    return _sorted([each for each in told if each.reviewed_by == each.person])


def _past_jobs(ties: Sequence[TieFact]) -> Groups[str, TieFact]:
    """Return the jobs that ended on a known day, by who had them."""
    found: dict[str, list[TieFact]] = {}
    for tie in _sorted(ties):
        if tie.kind == "employed_by" and isinstance(tie.period.end, date):
            found.setdefault(tie.subject, []).append(tie)
    return Groups(found)


def _listed(kind: str) -> _Lookup[Any]:  # Any: facts of that kind
    """Return the facts of a kind, sorted."""
    return _Lookup(kind, _sorted, _all_sorted)


def _grouped(kind: str, *key: str, order: Sequence[str] = ("id",)) -> _Lookup[Any]:
    """Return the facts of a kind by what stands in a field of theirs, or in several, in order."""
    key_of, order_of = attrgetter(*key), attrgetter(*order)

    def build(held: Sequence[Fact]) -> Groups[Hashable, Fact]:
        found: dict[Hashable, list[Fact]] = {}
        for fact in held if len(held) < 2 else sorted(held, key=order_of):
            found.setdefault(key_of(fact), []).append(fact)
        return Groups(found)

    return _Lookup(kind, build, _joining(order_of))


def _joining(order: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:  # Any: groups of a kind
    def join(own: Groups[Hashable, Fact], shared: Groups[Hashable, Fact]) -> Groups[Hashable, Fact]:
        found = Groups(shared)
        for each, facts in own.items():
            found[each] = sorted([*facts, *shared[each]], key=order)
        return found

    return join


def _by_offer(rows: Sequence[RosterFact]) -> Groups[str, RosterFact]:
    found: dict[str, list[RosterFact]] = {}
    for row in _sorted(rows):
        for offer in dict.fromkeys(row.offers):
            found.setdefault(offer, []).append(row)
    return Groups(found)


def _kinds_of(ties: Sequence[TieFact]) -> dict[str | None, frozenset[str]]:
    """Return everybody who has a tie, with the kinds of their ties, whenever these stand."""
    kinds: dict[str | None, set[str]] = {}
    for tie in ties:
        kinds.setdefault(tie.subject, set()).add(tie.kind)
        if tie.kind in _EITHER_WAY:
            kinds.setdefault(tie.object, set()).add(tie.kind)
    return {party: frozenset(held) for party, held in kinds.items()}


def _kinds_together(
    own: dict[str | None, frozenset[str]], shared: dict[str | None, frozenset[str]]
) -> dict[str | None, frozenset[str]]:
    none: frozenset[str] = frozenset()
    return {**shared, **{each: kinds | shared.get(each, none) for each, kinds in own.items()}}


class Index:
    """Lookups over settled facts, each over the facts of one kind; lists come sorted by id.

    Attributes:
        facts: All of the facts.
        own: Those that are a family's own; all of them where no directory lies around.
        common: The same lookups over the directory alone, for every family that it lies around.
        possible: How people might be linked to agencies, whenever.
    """

    people: _Lookup[dict[str, PersonFact]] = _Lookup("people", _by_id, _both)
    agencies: _Lookup[dict[str, AgencyFact]] = _Lookup("agencies", _by_id, _both)
    youth: _Lookup[dict[str, YouthFact]] = _Lookup("youth", _by_id, _both)
    plans: _Lookup[dict[str, PlanFact]] = _Lookup("plans", _by_id, _both)
    services: _Lookup[dict[str, ServiceFact]] = _Lookup("services", _by_id, _both)
    ties_of: _Lookup[Groups[str, TieFact]] = _grouped("ties", "kind")
    ties_from: _Lookup[Groups[tuple[str, str], TieFact]] = _grouped("ties", "kind", "subject")
    ties_to: _Lookup[Groups[tuple[str, str], TieFact]] = _grouped("ties", "kind", "object")
    tie_kinds: _Lookup[dict[str | None, frozenset[str]]] = _Lookup(
        "ties", _kinds_of, _kinds_together
    )
    past_jobs: _Lookup[Groups[str, TieFact]] = _Lookup("ties", _past_jobs, _joining(_ID))
    shares_of: _Lookup[Shares] = _Lookup("ties", Shares.among, Shares.beside)
    duties_of_plan: _Lookup[Groups[str | None, DutyFact]] = _grouped("duties", "plan")
    duties_as: _Lookup[Groups[str, DutyFact]] = _grouped("duties", "role")
    services_of_plan: _Lookup[Groups[str | None, ServiceFact]] = _grouped("services", "plan")
    assessments_of: _Lookup[Groups[str | None, AssessmentFact]] = _grouped("assessments", "plan")
    offers_of: _Lookup[Groups[str | None, OfferFact]] = _grouped("offers", "plan")
    notices_of: _Lookup[Groups[str | None, NoticeFact]] = _grouped("notices", "plan")
    conditions_of: _Lookup[Groups[str | None, ConditionFact]] = _grouped("conditions", "plan")
    signatures_of: _Lookup[Groups[str | None, SignatureFact]] = _grouped("signatures", "plan")
    events_of: _Lookup[Groups[str | None, EventFact]] = _grouped("events", "plan")
    certified: _Lookup[Groups[str, CertificationFact]] = _grouped("certifications", "role")
    self_reviewed: _Lookup[tuple[DisclosureFact, ...]] = _Lookup(
        "disclosures", _self_reviewed, _all_sorted
    )
    disclosures_of: _Lookup[Groups[str, DisclosureFact]] = _grouped(
        "disclosures", "person", order=("day", "id")
    )
    choices_of: _Lookup[Groups[str, ChoiceFact]] = _grouped(
        "choices", "service", order=("day", "id")
    )
    activities: _Lookup[tuple[ActivityFact, ...]] = _listed("activities")
    flex_funds: _Lookup[tuple[FlexFundFact, ...]] = _listed("flex_funds")
    meetings: _Lookup[tuple[MeetingFact, ...]] = _listed("meetings")
    events: _Lookup[tuple[EventFact, ...]] = _listed("events")
    requests: _Lookup[tuple[RequestFact, ...]] = _listed("requests")
    grievances: _Lookup[tuple[GrievanceFact, ...]] = _listed("grievances")
    referrals: _Lookup[tuple[ReferralFact, ...]] = _listed("referrals")
    gifts: _Lookup[tuple[GiftFact, ...]] = _listed("gifts")
    exceptions: _Lookup[tuple[ExceptionFact, ...]] = _listed("exceptions")
    mitigations: _Lookup[tuple[MitigationFact, ...]] = _listed("mitigations")
    unspecified: _Lookup[tuple[UnspecifiedInterestFact, ...]] = _listed("unspecified_interests")
    roster_of: _Lookup[Groups[str, RosterFact]] = _Lookup("roster", _by_offer, _joining(_ID))

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.own, shared = facts.parts or (facts, None)
        self.common: Index | None = None if shared is None else _index_of(shared)
        self._workings: dict[int, tuple[Values, Workings]] = {}
        self.possible = Workings(_ASKED_AFTER)

    def offering(self, what: frozenset[str]) -> Sequence[RosterFact]:
        """Return the roster rows that list at least one of some categories or functions."""
        if len(what) == 1:
            (only,) = what
            return self.roster_of[only]
        rows = {row.id: row for each in what for row in self.roster_of[each]}
        return [rows[each] for each in sorted(rows)]

    @functools.cached_property
    def own_ties(self) -> frozenset[str]:
        """The kinds of the ties that are a family's own, and not of the directory around it."""
        return frozenset([tie.kind for tie in self.own.ties])

    def workings(self, values: Values) -> Workings:
        """Return what follows from these facts under some parameters, kept as long as they are."""
        held = self._workings.get(id(values))
        if held is None:
            most = max(_FEWEST, _TIES_KEPT // (1 + len(self.facts.ties)))
            held = self._workings[id(values)] = values, Workings(most)
        return held[1]

    @functools.cached_property
    def aliased(self) -> frozenset[str | None]:
        """The agencies that are said to be one legal entity with another."""
        ties = self.ties_of["same_legal_entity_as"]
        return frozenset(end for tie in ties for end in (tie.subject, tie.object))

    @functools.cached_property
    def jobs(self) -> frozenset[str]:
        """The ids of all jobs."""
        return frozenset(tie.id for tie in self.ties_of["employed_by"])

    @functools.cached_property
    def marriages(self) -> Marriages:
        """Marriages that ended."""
        return Marriages(self.ties_of["kin"])

    @functools.cached_property
    def supports_of_plan(self) -> Groups[str, SupportFact]:
        """Who supports, by each plan that they support."""
        found: dict[str, list[SupportFact]] = {}
        for support in _sorted(self.facts.supports):
            for plan in support.plans:
                found.setdefault(plan, []).append(support)
        return Groups(found)

    @functools.cached_property
    def holders_of_role(self) -> dict[str, set[str]]:
        """Who holds a duty in each role, whenever."""
        return {role: {duty.holder for duty in held} for role, held in self.duties_as.items()}

    @functools.cached_property
    def provides(self) -> bool:
        """Whether there is a service of a named agency."""
        return any(isinstance(each.provider, str) for each in self.facts.services)

    @functools.cached_property
    def delivers(self) -> bool:
        """Whether somebody is named as delivering a service."""
        return any(each.performers for each in self.facts.services)

    @functools.cached_property
    def tied_as(self) -> frozenset[tuple[str, str]]:
        """Each role of a duty with the kinds of ties that its holders have, at any time."""
        kinds = self.tie_kinds
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
        for kind in kinds:
            if (kind, party) in self.ties_from:
                return True
        return party in self.aliased

    def is_tied_to(self, party: str, *kinds: str) -> bool:
        """Tell whether a tie of one of the kinds ends at somebody, on whatever days.

        The tie may end at any name of the party's legal entity.
        """
        for kind in kinds:
            if (kind, party) in self.ties_to:
                return True
        return party in self.aliased

    def is_person(self, party: str) -> bool:
        """Tell whether the id is a person's, or a youth's that stands for one."""
        return party not in self.agencies


@once_for_each
def _index_of(facts: Facts) -> Index:
    """Return the index of the facts of a directory: kept for as long as these facts are.

    It is of a copy, which shares all that they hold: an index that held the facts themselves would
    keep them for good, and with them itself.
    """
    return Index(copy(facts))
