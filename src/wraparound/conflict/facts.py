"""The facts that a review of conflicts reads: the records without their stories."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from operator import add, attrgetter
from typing import Any

import attrs

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
from wraparound.conflict.naming import named_parties
from wraparound.conflict.survey import Mentioned, Survey, loose_among

_ID = attrgetter("id")

OfKinds = dict[str, Any]  # Any: for each kind, a tuple of its facts
"""Some of the facts of ``Facts``, by the names of their kinds."""

_Place = tuple[str, Fact]
"""A fact, after the name of its kind."""


@attrs.frozen(kw_only=True, slots=False)  # what is worked out is kept beside the fields
class Facts:
    """Everything that the conflict rules ask about, by kind. The order never matters."""

    people: tuple[PersonFact, ...] = ()
    agencies: tuple[AgencyFact, ...] = ()
    youth: tuple[YouthFact, ...] = ()
    plans: tuple[PlanFact, ...] = ()
    duties: tuple[DutyFact, ...] = ()
    services: tuple[ServiceFact, ...] = ()
    ties: tuple[TieFact, ...] = ()
    unspecified_interests: tuple[UnspecifiedInterestFact, ...] = ()
    certifications: tuple[CertificationFact, ...] = ()
    exceptions: tuple[ExceptionFact, ...] = ()
    mitigations: tuple[MitigationFact, ...] = ()
    offers: tuple[OfferFact, ...] = ()
    roster: tuple[RosterFact, ...] = ()
    choices: tuple[ChoiceFact, ...] = ()
    notices: tuple[NoticeFact, ...] = ()
    conditions: tuple[ConditionFact, ...] = ()
    disclosures: tuple[DisclosureFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    requests: tuple[RequestFact, ...] = ()
    grievances: tuple[GrievanceFact, ...] = ()
    referrals: tuple[ReferralFact, ...] = ()
    supports: tuple[SupportFact, ...] = ()
    assessments: tuple[AssessmentFact, ...] = ()
    activities: tuple[ActivityFact, ...] = ()
    flex_funds: tuple[FlexFundFact, ...] = ()
    meetings: tuple[MeetingFact, ...] = ()
    signatures: tuple[SignatureFact, ...] = ()
    gifts: tuple[GiftFact, ...] = ()

    parts: tuple[Facts, Facts] | None = attrs.field(default=None, init=False, eq=False, repr=False)
    """A family's own facts, and those of the directory around it, where these were put together.
    Whatever is worked out from the second is worked out once for every family that shares them."""

    @classmethod
    def together(cls, own: Facts, shared: Facts) -> Facts:
        """Put a family's own facts together with those of the directory around it."""
        held = map(add, _ALL_KINDS(own), _ALL_KINDS(shared))
        whole = object.__new__(cls)
        vars(whole).update(zip(KINDS, held, strict=True), parts=(own, shared))
        return whole

    @functools.cached_property
    def survey(self) -> Survey:
        """Everything looked through, once."""
        survey = Survey()
        for kind, held in self.by_kind():
            survey.look_at(kind, held)
        return survey

    def ids_of(self, kind: str) -> frozenset[str]:
        """Return the ids of the facts of a kind."""
        return self.survey.of_kind.get(kind, _NONE)

    @functools.cached_property
    def shared_ids(self) -> frozenset[str]:
        """The ids that more than one fact, or part of a fact, has."""
        if self.parts is None:
            return self.survey.repeated
        own, shared = self.parts
        both = own.survey.ids & shared.survey.ids
        return own.shared_ids | shared.shared_ids | both

    @functools.cached_property
    def loose(self) -> Mentioned:
        """The ids that facts refer to, and that none of the facts that they may stand for has."""
        if self.parts is None:
            return loose_among(self.survey.mentioned, self.survey.of_kind)
        own, shared = self.parts
        missing = loose_among(own.loose, shared.survey.of_kind)
        if not shared.loose:
            return missing
        rest = {kinds: set(held) for kinds, held in missing.items()}
        for kinds, held in loose_among(shared.loose, own.survey.of_kind).items():
            rest.setdefault(kinds, set()).update(held)
        return rest

    def place_of(self, id: str) -> _Place | None:  # noqa: A002 - the word that facts use
        """Return the kind and the fact that has an id, itself or in a part; None where none has."""
        if self.parts is None:
            return self._places.get(id)
        own, shared = self.parts
        return own.sought(id) or shared.place_of(id)

    @functools.cached_property
    def _places(self) -> dict[str, _Place]:
        found = {fact.id: (kind, fact) for kind, held in self.by_kind() for fact in held}
        found.update(self._places_of_parts())
        return found

    def sought(self, name: str) -> _Place | None:
        """Return what ``place_of`` does; for a few ids, this takes less than a list of all."""
        for kind, ids in self.survey.of_kind.items():
            if name in ids:
                return kind, next(fact for fact in getattr(self, kind) if fact.id == name)
        return next((place for part, place in self._places_of_parts() if part == name), None)

    def _places_of_parts(self) -> Iterator[tuple[str, _Place]]:
        for plan in self.plans:
            for version in plan.versions:
                yield version.id, ("plans", plan)
        for support in self.supports:
            for payment in support.payments:
                yield payment.id, ("supports", support)

    @functools.cached_property
    def claims(self) -> tuple[TieFact, ...]:
        """The ties that say of two records that they are, or may be, of one person."""
        if self.parts is None:
            return tuple([tie for tie in self.ties if tie.kind == "same_person_as"])
        own, shared = self.parts
        return own.claims + shared.claims

    @functools.cached_property
    def parties(self) -> dict[str, frozenset[str]]:
        """Everybody whom some fact names, with the kinds that all such facts allow."""
        if self.parts is None:
            return named_parties(self.survey, self.ties)
        own, shared = (part.parties for part in self.parts)
        return {**shared, **{each: kinds & shared.get(each, kinds) for each, kinds in own.items()}}

    def by_kind(self) -> list[tuple[str, tuple[Fact, ...]]]:
        """Return the kinds that there is any fact of, each with its facts."""
        return [pair for pair in zip(KINDS, _ALL_KINDS(self), strict=True) if pair[1]]


_NONE: frozenset[str] = frozenset()

KINDS = tuple(field.name for field in attrs.fields(Facts) if field.init)
"""The names of the kinds, in the order of the specification."""

_ALL_KINDS: Callable[[Facts], tuple[tuple[Fact, ...], ...]] = attrgetter(*KINDS)
