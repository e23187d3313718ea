"""The facts that a review of conflicts reads: the records without their stories."""

from __future__ import annotations

import functools
from collections.abc import Callable
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
        for _, held in self.by_kind():
            survey.look_at(held)
        return survey

    @functools.cached_property
    def ids(self) -> dict[str, frozenset[str]]:
        """The ids of the facts of each kind that there is any of."""
        return {kind: frozenset(map(_ID, held)) for kind, held in self.by_kind()}

    def ids_of(self, kind: str) -> frozenset[str]:
        """Return the ids of the facts of a kind."""
        return self.ids.get(kind, _NONE)

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
            return loose_among(self.survey.mentioned, self.ids)
        own, shared = self.parts
        if not shared.loose:
            return loose_among(own.loose, shared.ids)
        rest = {kinds: set(held) for kinds, held in loose_among(own.loose, shared.ids).items()}
        for kinds, held in loose_among(shared.loose, own.ids).items():
            rest.setdefault(kinds, set()).update(held)
        return rest

    @functools.cached_property
    def _places(self) -> dict[str, tuple[str, Fact]]:
        found = {fact.id: (kind, fact) for kind, held in self.by_kind() for fact in held}
        for plan in self.plans:
            found.update((version.id, ("plans", plan)) for version in plan.versions)
        for support in self.supports:
            found.update((payment.id, ("supports", support)) for payment in support.payments)
        return found

    def place_of(self, id: str) -> tuple[str, Fact] | None:  # noqa: A002 - the word that facts use
        """Return the kind and the fact that has an id, itself or in a part; None where none has."""
        if self.parts is None:
            return self._places.get(id)
        own, shared = self.parts
        return own.place_of(id) or shared.place_of(id)

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
