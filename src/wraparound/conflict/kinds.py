"""Who there is and what holds for a time: people, plans, duties, services, ties, waivers."""

from __future__ import annotations

import functools
from datetime import date

import attrs

from wraparound.conflict.bands import Band, band_of
from wraparound.conflict.frozen import frozen
from wraparound.conflict.references import AGENCY, PARTS, PARTY, PERSON, PLAN, SERVICE, TIE, to
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.shares import Share
from wraparound.model.terms import Unknown


@frozen(kw_only=True)
class Fact:
    """Anything with an id that a finding can rely on."""

    id: str


@frozen(kw_only=True)
class NamedFact(Fact):
    """Somebody or something with a name, which only serves to ask whether two records are one."""

    name: str = attrs.field(default="", repr=False)


@frozen(kw_only=True)
class PersonFact(NamedFact):
    """Somebody.

    Somebody who is not ``on_record`` is only an id that other records name.
    """

    member: bool = False
    on_record: bool = True


@frozen(kw_only=True)
class AgencyFact(NamedFact):
    """An agency; ``board_size`` counts the seats of its board.

    An agency that is not ``on_record`` is only an id that other records name.
    """

    tin: str | None = attrs.field(default=None, repr=False)
    npi: str | None = attrs.field(default=None, repr=False)
    board_size: int | None = None
    on_record: bool = True


@frozen(kw_only=True)
class AreaStay:
    """Where a youth lived for a time; an area of None is not known."""

    area: str | None
    period: Period = ALWAYS


@frozen(kw_only=True)
class YouthFact(NamedFact):
    """Whom a plan is for: a child, a young person, or an adult."""

    family: tuple[str, ...] = attrs.field(default=(), metadata=PERSON)
    areas: tuple[AreaStay, ...] = attrs.field(default=(), metadata=PARTS)


@frozen(kw_only=True)
class VersionFact(Fact):
    """One dated version of a plan, and who wrote it."""

    day: date
    authors: tuple[str, ...] = attrs.field(default=(), metadata=PERSON)


@frozen(kw_only=True)
class PlanFact(Fact):
    """A plan through all its versions.

    The days are those on which any version says so; Unknown among them means that a version may.
    """

    youth: str = attrs.field(metadata=to("youth"))
    period: Period = ALWAYS
    versions: tuple[VersionFact, ...] = attrs.field(default=(), metadata=PARTS)
    consent: tuple[date | Unknown, ...] = ()
    coi_guidelines: tuple[date | Unknown, ...] = ()
    dispute_strategy: tuple[date | Unknown, ...] = ()


@frozen(kw_only=True)
class DatedFact(Fact):
    """A fact with the day on which it was recorded."""

    recorded: date | None = None


@frozen(kw_only=True)
class DutyFact(DatedFact):
    """Who decides what; ``services`` limits a monitor or an authorizer to these."""

    plan: str | None = attrs.field(default=None, metadata=PLAN)
    role: str
    holder: str = attrs.field(metadata=PARTY)
    services: tuple[str, ...] | None = attrs.field(default=None, metadata=SERVICE)
    unit: str | None = None
    period: Period = ALWAYS


@frozen(kw_only=True)
class StatusSpan:
    """The days on which a service had one status."""

    status: str
    period: Period = ALWAYS


@frozen(kw_only=True)
class PerformerFact:
    """Who delivers a service, and when."""

    person: str = attrs.field(metadata=PERSON)
    period: Period = ALWAYS


@frozen(kw_only=True)
class ServiceFact(DatedFact):
    """A service on a plan; a ``category`` of None is not known.

    A ``provider`` of None is no agency at all, as for a natural support.
    """

    plan: str = attrs.field(metadata=PLAN)
    provider: str | Unknown | None = attrs.field(default=None, metadata=AGENCY)
    category: str | None = None
    paid: bool | Unknown
    hcbs: bool | Unknown
    spans: tuple[StatusSpan, ...] = attrs.field(default=(), metadata=PARTS)
    performers: tuple[PerformerFact, ...] = attrs.field(default=(), metadata=PARTS)


@frozen(kw_only=True, slots=False)
class TieFact(DatedFact):
    """A tie from subject to object; an object of None is an employer that nobody recorded."""

    kind: str
    subject: str = attrs.field(metadata=PARTY)
    object: str | None = attrs.field(default=None, metadata=PARTY)
    period: Period = ALWAYS
    share: Share | None = None
    votes: Share | None = None
    assets: Share | None = None
    via: str = "direct"
    position: str | None = None
    basis: str | None = None
    incident_of: str | None = attrs.field(default=None, metadata=TIE)
    depends_on: str | None = attrs.field(default=None, metadata=AGENCY)
    confirmed: bool = True
    relation: str | None = None
    nature: str = "blood"
    partner: bool = False
    court_order: str | None = None

    @functools.cached_property
    def share_band(self) -> Band:
        """How much is owned, exactly."""
        return band_of(self.share, self.id)

    @functools.cached_property
    def votes_band(self) -> Band:
        """How many votes come with it: as many as shares where nothing else is said."""
        return band_of(self.votes or self.share, self.id)


@frozen(kw_only=True)
class UnspecifiedInterestFact(DatedFact):
    """A register's statement that the owners of an agency are none, or cannot be told."""

    agency: str = attrs.field(metadata=AGENCY)
    reason: str
    period: Period = ALWAYS


@frozen(kw_only=True)
class CertificationFact(DatedFact):
    """What an agency is certified as: ``care_coordination`` or ``hcbs_provider``."""

    agency: str = attrs.field(metadata=AGENCY)
    role: str
    period: Period = ALWAYS


@frozen(kw_only=True)
class ApprovalFact:
    """A decision on an exception; ``by`` is who took it."""

    kind: str
    status: str
    day: date
    by: str | None = attrs.field(default=None, metadata=PERSON)


@frozen(kw_only=True)
class SafeguardFact:
    """A safeguard and the days on which it was in force."""

    code: str
    period: Period = ALWAYS


@frozen(kw_only=True)
class ExceptionFact(DatedFact):
    """A sole-provider exception: what it claims, and what was shown for it."""

    entity: str = attrs.field(metadata=AGENCY)
    authorities: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    plans: tuple[str, ...] | None = attrs.field(default=None, metadata=PLAN)
    approvals: tuple[ApprovalFact, ...] = attrs.field(default=(), metadata=PARTS)
    demonstrated: date | None = None
    roster_checks: tuple[date, ...] = ()
    safeguards: tuple[SafeguardFact, ...] = attrs.field(default=(), metadata=PARTS)
    period: Period = ALWAYS


@frozen(kw_only=True)
class MitigationFact(DatedFact):
    """Safeguards put in place for named rules, perhaps for one holder, provider or plan."""

    rules: tuple[str, ...] = ()
    safeguards: tuple[SafeguardFact, ...] = attrs.field(default=(), metadata=PARTS)
    holder: str | None = attrs.field(default=None, metadata=PARTY)
    counterparty: str | None = attrs.field(default=None, metadata=PARTY)
    plan: str | None = attrs.field(default=None, metadata=PLAN)
    approved_by: str | None = attrs.field(default=None, metadata=PERSON)
    approved_on: date | None = None
    period: Period = ALWAYS
