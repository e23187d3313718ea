"""The kinds of record that are stored, with the fields that each is found by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType

import attrs

from wraparound.errors import KindUnknown
from wraparound.model.agency import Agency, Certification
from wraparound.model.assessment import Assessment
from wraparound.model.choice import Notice, ServiceChoice, ServiceCondition, ServiceOffer
from wraparound.model.conflict_screening import ConflictScreening, ConflictScreeningRun
from wraparound.model.consent import Consent
from wraparound.model.contact import Contact
from wraparound.model.determination import Determination
from wraparound.model.directory import RosterEntry, Service
from wraparound.model.disclosure import Disclosure, Gift, UnspecifiedInterest
from wraparound.model.duty import Duty, FlexFundRequest, Staff
from wraparound.model.engagement import Engagement
from wraparound.model.enrollment import Enrollment
from wraparound.model.exception import Mitigation, SoleProviderException
from wraparound.model.family import Family
from wraparound.model.grievance import ChangeRequest, Grievance
from wraparound.model.ids import Identifier
from wraparound.model.incident import Event, Incident, Placement
from wraparound.model.meeting import Meeting
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.plan import Plan
from wraparound.model.record import Record
from wraparound.model.referral import Referral, ReferralTally
from wraparound.model.team import Team
from wraparound.model.tie import Tie

IDENTIFIER = "identifier"
"""The index of outside identifiers, which every kind has."""


@attrs.frozen
class Kind:
    """One kind of stored record.

    Attributes:
        name: What documents and stores call it.
        record: The class of its records.
        index: The fields that it is found by, besides ``identifier`` and ``family``.
    """

    name: str
    record: type[Record]
    index: tuple[str, ...] = ()

    @property
    def searchable(self) -> tuple[str, ...]:
        """Every field that records of this kind are found by."""
        family = ("family",) if self.of_families else ()
        return (IDENTIFIER, *family, *self.index)

    @property
    def of_families(self) -> bool:
        """Whether records of this kind can belong to a family."""
        return self.record is Family or "family" in attrs.fields_dict(self.record)


_KINDS = (
    Kind("family", Family),
    Kind("person", Person),
    Kind("enrollment", Enrollment, ("youth", "program", "service", "coordinator")),
    Kind("engagement", Engagement, ("enrollment",)),
    Kind("team", Team, ("enrollment",)),
    Kind("plan", Plan, ("lineage", "enrollment", "status")),
    Kind("meeting", Meeting, ("enrollment", "on")),
    Kind("contact", Contact, ("by", "on")),
    Kind("assessment", Assessment, ("person", "instrument")),
    Kind("determination", Determination, ("person", "answer")),
    Kind("incident", Incident, ("person", "type")),
    Kind("placement", Placement, ("person", "setting")),
    Kind("event", Event, ("type",)),
    Kind("consent", Consent, ("person", "kind")),
    Kind("service_offer", ServiceOffer, ("plan", "offered_by")),
    Kind("service_choice", ServiceChoice, ("plan", "service")),
    Kind("notice", Notice, ("plan", "kind")),
    Kind("service_condition", ServiceCondition, ("plan",)),
    Kind("referral", Referral, ("by", "provider")),
    Kind("change_request", ChangeRequest, ("kind", "handled_by")),
    Kind("grievance", Grievance, ("subject",)),
    Kind("flex_fund_request", FlexFundRequest, ("plan",)),
    Kind("duty", Duty, ("plan", "role", "holder")),
    Kind("tie", Tie, ("kind", "subject", "object")),
    Kind("agency", Agency, ("kind",)),
    Kind("service", Service, ("agency", "categories", "areas")),
    Kind("roster_entry", RosterEntry, ("agency", "area")),
    Kind("certification", Certification, ("agency",)),
    Kind("staff", Staff, ("person", "employer", "role")),
    Kind("disclosure", Disclosure, ("person", "kind")),
    Kind("unspecified_interest", UnspecifiedInterest, ("agency",)),
    Kind("gift", Gift, ("giver", "receiver")),
    Kind("exception", SoleProviderException, ("agency",)),
    Kind("mitigation", Mitigation, ("plan",)),
    Kind("referral_tally", ReferralTally, ("by", "provider")),
    Kind("conflict_screening", ConflictScreening, ("run", "relies_on", "may_change_on")),
    Kind("conflict_screening_run", ConflictScreeningRun, ("on",)),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _KINDS})
"""Every kind of stored record, by its name."""

_BY_RECORD = {kind.record: kind for kind in _KINDS}


def kind_of(record: Record) -> Kind:
    """Return the kind of a record.

    Raises:
        TypeError: Records of this class are only stored as part of others.
    """
    return kind_of_class(type(record))


def kind_of_class(record: type[Record]) -> Kind:
    """Return the kind of the records of a class.

    Raises:
        TypeError: Records of this class are only stored as part of others.
    """
    kind = _BY_RECORD.get(record)
    if kind is None:
        message = f"a {record.__name__} is stored as part of another record, not by itself"
        raise TypeError(message)
    return kind


def kind_named(name: str) -> Kind:
    """Return the kind with this name.

    Raises:
        KindUnknown: There is no such kind; the hint names the nearest.
    """
    if name not in KINDS:
        raise KindUnknown(name, KINDS)
    return KINDS[name]


def family_of(record: Record) -> str | None:
    """Return the family that a record belongs to; None in the directory."""
    if isinstance(record, Family):
        return record.id
    family: str | None = getattr(record, "family", None)
    return family


def index_of(record: Record) -> dict[str, tuple[str, ...]]:
    """Return the texts that a record is found by, for each searchable field that has one."""
    kind = kind_of(record)
    found: dict[str, tuple[str, ...]] = {}
    for name in kind.index:
        texts = _texts(getattr(record, name))
        if texts:
            found[name] = texts
    identifiers: tuple[Identifier, ...] = getattr(record, "identifiers", ())
    if identifiers:
        found[IDENTIFIER] = tuple(sorted({each.key for each in identifiers}))
    return found


def valid_days(record: Record) -> tuple[date | None, date | None]:
    """Return the first day on which a record is valid, and the first on which it no longer is.

    An end that nobody recorded leaves the record in on every day that it may be valid on.
    """
    period = getattr(record, "period", None)
    if not isinstance(period, Period):
        return None, None
    start = period.start if isinstance(period.start, date) else None
    return start, period.end if isinstance(period.end, date) else None


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, Enum):
        return (str(value.value),)
    if isinstance(value, date):
        return (value.isoformat(),)
    if isinstance(value, tuple):
        return tuple(text for item in value for text in _texts(item))
    return ()
