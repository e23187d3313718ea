"""Exceptions and mitigations: what a State approved, and what keeps two jobs apart."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.ids import AgencyId, Identifier, LineageId, PartyId, PersonId, RecordId
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, NARRATIVE, labelled


class ApprovalStatus(Enum):
    """How an approval stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


@frozen(kw_only=True, field_transformer=labelled)
class Approval(Record):
    """One approval that an exception rests on.

    Attributes:
        kind: What kind, such as ``cms_approved``.
        status: How it stands.
        on: When.
        by: Who approved.
    """

    kind: str = field(metadata=ADMINISTRATIVE | FILLED)
    status: ApprovalStatus = field(metadata=ADMINISTRATIVE)
    on: date | None = field(default=None, metadata=ADMINISTRATIVE)
    by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Safeguard(Record):
    """Something that keeps coordination and provision apart, with its evidence.

    Attributes:
        code: The safeguard's code in the policy, such as ``SG-01``.
        evidence: Where it can be seen.
        period: When it is in force.
    """

    code: str = field(metadata=ADMINISTRATIVE | FILLED)
    evidence: str = field(default="", metadata=NARRATIVE)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class SoleProviderException(Record):
    """An approved exception: this agency is the only willing and qualified one in the area.

    Attributes:
        id: The exception's id.
        identifiers: What other systems call it.
        agency: The agency that may do both.
        authorities: The policy packs that it is approved under.
        functions: Which functions it covers, such as ``plan_development``.
        areas: Where.
        plans: For which plans; empty means for all.
        approvals: The approvals it rests on.
        demonstrated_on: When it was shown that there is no other.
        roster_checks: When the list of providers was looked through again.
        safeguards: What keeps the two jobs apart.
        period: When it holds.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    agency: AgencyId = field(metadata=ADMINISTRATIVE)
    authorities: tuple[str, ...] = field(default=(), metadata=ADMINISTRATIVE)
    functions: tuple[str, ...] = field(default=(), metadata=ADMINISTRATIVE)
    areas: tuple[str, ...] = field(default=(), metadata=ADMINISTRATIVE)
    plans: tuple[LineageId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    approvals: tuple[Approval, ...] = field(default=(), metadata=ADMINISTRATIVE)
    demonstrated_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
    roster_checks: tuple[date, ...] = field(default=(), metadata=ADMINISTRATIVE)
    safeguards: tuple[Safeguard, ...] = field(default=(), metadata=ADMINISTRATIVE)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Mitigation(Record):
    """Safeguards put in place for particular conflicts.

    Attributes:
        id: The mitigation's id.
        identifiers: What other systems call it.
        rules: The rules that it answers.
        safeguards: What is in place.
        holder: For whom; None means for anybody.
        counterparty: Towards whom; None means towards anybody.
        plan: For which plan; None means for any.
        approved_by: Who approved it.
        approved_on: When.
        period: When it holds.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    rules: tuple[str, ...] = field(default=(), metadata=ADMINISTRATIVE)
    safeguards: tuple[Safeguard, ...] = field(default=(), metadata=ADMINISTRATIVE)
    holder: PartyId | None = field(default=None, metadata=ADMINISTRATIVE)
    counterparty: PartyId | None = field(default=None, metadata=ADMINISTRATIVE)
    plan: LineageId | None = field(default=None, metadata=ADMINISTRATIVE)
    approved_by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    approved_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)
