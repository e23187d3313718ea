"""The facts that a review of conflicts reads: the records without their stories."""

from __future__ import annotations

import functools
from collections.abc import Iterator

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

    @functools.cached_property
    def survey(self) -> Survey:
        """Everything looked through, once."""
        survey = Survey()
        for _, held in self.by_kind():
            if held:
                survey.look_at(held)
        return survey

    @functools.cached_property
    def parties(self) -> dict[str, frozenset[str]]:
        """Everybody whom some fact names, with the kinds that all such facts allow."""
        return named_parties(self.survey, self.ties)

    def by_kind(self) -> Iterator[tuple[str, tuple[Fact, ...]]]:
        """Yield every kind with its facts."""
        for name in KINDS:
            yield name, getattr(self, name)


KINDS = tuple(field.name for field in attrs.fields(Facts))
"""The names of the kinds, in the order of the specification."""
