"""What was done on a day: offers, choices, disclosures, requests, complaints, gifts."""

from __future__ import annotations

import functools
from datetime import date
from decimal import Decimal

import attrs

from wraparound.conflict.frozen import frozen
from wraparound.conflict.kinds import DatedFact, Fact
from wraparound.conflict.references import (
    AGENCY,
    PARTS,
    PARTY,
    PARTY_OR_SERVICE,
    PERSON,
    PLAN,
    SERVICE,
    TIE,
)
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.terms import Unknown
from wraparound.model.truth import Truth, of, unknown


@frozen(kw_only=True)
class OfferFact(DatedFact):
    """Which providers a family was shown for a category, when and by whom."""

    plan: str = attrs.field(metadata=PLAN)
    category: str
    day: date
    offered_by: str | None = attrs.field(default=None, metadata=PARTY)
    providers: tuple[str, ...] = attrs.field(default=(), metadata=AGENCY)


@frozen(kw_only=True, slots=False)
class RosterFact(DatedFact):
    """An agency that offers categories or functions in an area."""

    agency: str = attrs.field(metadata=AGENCY)
    offers: tuple[str, ...] = ()
    area: str
    willing: bool | Unknown
    qualified: bool | Unknown
    period: Period = ALWAYS

    @functools.cached_property
    def fit(self) -> Truth:
        """Whether the agency is willing and qualified."""
        gap = unknown(f"unknown_roster:{self.id}")
        return _known(self.willing, gap) & _known(self.qualified, gap)


def _known(answer: bool | Unknown, gap: Truth) -> Truth:
    return gap if isinstance(answer, Unknown) else of(answer)


@frozen(kw_only=True)
class ChoiceFact(DatedFact):
    """What a family was asked and agreed to about a service; ``said`` holds what is true."""

    plan: str = attrs.field(metadata=PLAN)
    service: str = attrs.field(metadata=SERVICE)
    day: date
    said: frozenset[str] = frozenset()


@frozen(kw_only=True)
class NoticeFact(DatedFact):
    """A notice of a family's right, given on a day in some forms; no plan means every plan."""

    kind: str
    plan: str | None = attrs.field(default=None, metadata=PLAN)
    day: date
    forms: tuple[str, ...] = ()


@frozen(kw_only=True)
class ConditionFact(DatedFact):
    """One thing that somebody required for another."""

    plan: str = attrs.field(metadata=PLAN)
    imposed_by: str = attrs.field(metadata=PARTY)
    period: Period = ALWAYS


@frozen(kw_only=True)
class DisclosureFact(DatedFact):
    """A person's statement of interests, or attestation of independence."""

    kind: str
    person: str = attrs.field(metadata=PERSON)
    day: date
    declares: tuple[str, ...] = attrs.field(default=(), metadata=TIE)
    employer: str | None = attrs.field(default=None, metadata=AGENCY)
    cosigned_by: tuple[str, ...] = attrs.field(default=(), metadata=PERSON)
    reviewed_by: str | None = attrs.field(default=None, metadata=PERSON)


@frozen(kw_only=True)
class EventFact(DatedFact):
    """Something that happened to a plan, such as a discharge."""

    kind: str
    plan: str = attrs.field(metadata=PLAN)
    day: date
    by: str | None = attrs.field(default=None, metadata=PARTY)
    requested_by_family: bool = False


@frozen(kw_only=True)
class RequestFact(DatedFact):
    """A family's request for a change, and the days from receiving to answering it."""

    kind: str
    plan: str | None = attrs.field(default=None, metadata=PLAN)
    received: date
    period: Period | None = ALWAYS
    handled_by: str | None = attrs.field(default=None, metadata=PERSON)
    about: str | None = attrs.field(default=None, metadata=PARTY_OR_SERVICE)


@frozen(kw_only=True)
class HandlerFact:
    """Who deals with a grievance, and when."""

    person: str = attrs.field(metadata=PERSON)
    period: Period = ALWAYS


@frozen(kw_only=True)
class GrievanceFact(DatedFact):
    """A complaint about a person or an agency, and the days from receiving to settling it."""

    plan: str | None = attrs.field(default=None, metadata=PLAN)
    received: date
    period: Period | None = ALWAYS
    subject: str = attrs.field(metadata=PARTY)
    involved: tuple[str, ...] = attrs.field(default=(), metadata=PERSON)
    handlers: tuple[HandlerFact, ...] = attrs.field(default=(), metadata=PARTS)


@frozen(kw_only=True)
class ReferralFact(DatedFact):
    """A count of referrals in a quarter such as ``2025Q1``."""

    by: str = attrs.field(metadata=PERSON)
    provider: str = attrs.field(metadata=AGENCY)
    category: str
    area: str
    quarter: str
    count: int


@frozen(kw_only=True)
class PaymentFact(Fact):
    """A payment to a support, while it runs."""

    period: Period = ALWAYS


@frozen(kw_only=True)
class SupportFact(DatedFact):
    """A natural or paid support of one plan, or of all plans of a stay."""

    plans: tuple[str, ...] = attrs.field(default=(), metadata=PLAN)
    person: str = attrs.field(metadata=PERSON)
    type: str
    payments: tuple[PaymentFact, ...] = attrs.field(default=(), metadata=PARTS)
    period: Period = ALWAYS


@frozen(kw_only=True)
class AssessmentFact(DatedFact):
    """An assessment; it may set the rate of an agency."""

    plan: str = attrs.field(metadata=PLAN)
    by: str = attrs.field(metadata=PERSON)
    day: date
    sets_rate_for: str | None = attrs.field(default=None, metadata=AGENCY)


@frozen(kw_only=True)
class ActivityFact(DatedFact):
    """What somebody did on a day, and what it was billed as; a nature of None is not known."""

    plan: str = attrs.field(metadata=PLAN)
    person: str = attrs.field(metadata=PERSON)
    day: date
    billed_as: str
    nature: str | None = None


@frozen(kw_only=True)
class FlexFundFact(DatedFact):
    """Flexible funds: who asked, who approved, who was paid."""

    plan: str = attrs.field(metadata=PLAN)
    day: date
    requester: str = attrs.field(metadata=PERSON)
    approvers: tuple[str, ...] = attrs.field(default=(), metadata=PERSON)
    payee: str = attrs.field(metadata=PARTY)


@frozen(kw_only=True)
class AttendeeFact:
    """Who came to a meeting, and as what; a role of None is not known, nor who came."""

    who: str | None = attrs.field(default=None, metadata=PERSON)
    role: str | None


@frozen(kw_only=True)
class MeetingFact(DatedFact):
    """A team meeting and who came."""

    plan: str = attrs.field(metadata=PLAN)
    day: date
    attendees: tuple[AttendeeFact, ...] = attrs.field(default=(), metadata=PARTS)


@frozen(kw_only=True)
class SignatureFact(DatedFact):
    """A signature under a plan."""

    plan: str = attrs.field(metadata=PLAN)
    by: str = attrs.field(metadata=PARTY)
    day: date


@frozen(kw_only=True)
class GiftFact(DatedFact):
    """A gift on a day, or a loan or a rent for a time."""

    kind: str
    giver: str = attrs.field(metadata=PARTY)
    receiver: str = attrs.field(metadata=PARTY)
    value: Decimal
    day: date | None = None
    period: Period = ALWAYS
