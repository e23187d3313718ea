"""The facts that a review of conflicts reads: the records without their stories."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from operator import attrgetter

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
from wraparound.conflict.survey import Survey

_ID = attrgetter("id")


@attrs.frozen(kw_only=True)
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
        held = {name: (getattr(own, name), getattr(shared, name)) for name in KINDS}
        whole = cls(**{name: mine + theirs for name, (mine, theirs) in held.items()})
        object.__setattr__(whole, "parts", (own, shared))
        return whole

    @functools.cached_property
    def survey(self) -> Survey:
        """Everything looked through, once."""
        if self.parts is not None:
            own, shared = self.parts
            return own.survey.beside(shared.survey)
        survey = Survey()
        for _, held in self.by_kind():
            if held:
                survey.look_at(held)
        return survey

    @functools.cached_property
    def ids(self) -> dict[str, frozenset[str]]:
        """The ids of the facts of each kind."""
        if self.parts is None:
            return {kind: frozenset(map(_ID, held)) for kind, held in self.by_kind()}
        own, shared = (part.ids for part in self.parts)
        return {kind: own[kind] | shared[kind] for kind in KINDS}

    @functools.cached_property
    def parties(self) -> dict[str, frozenset[str]]:
        """Everybody whom some fact names, with the kinds that all such facts allow."""
        if self.parts is None:
            return named_parties(self.survey, self.ties)
        own, shared = (part.parties for part in self.parts)
        return {**shared, **{each: kinds & shared.get(each, kinds) for each, kinds in own.items()}}

    def by_kind(self) -> Iterator[tuple[str, tuple[Fact, ...]]]:
        """Yield every kind with its facts."""
        for name in KINDS:
            yield name, getattr(self, name)


KINDS = tuple(field.name for field in attrs.fields(Facts) if field.init)
"""The names of the kinds, in the order of the specification."""
