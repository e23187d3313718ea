"""Records of each kind that a directory has, with all of their fields, and the fact of each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.conflict.recorded import FOR_A_TIME, LATER, NOTED, ON

from wraparound.conflict import acts, kinds
from wraparound.model.agency import Certification, CertifiedAs
from wraparound.model.directory import RosterEntry
from wraparound.model.disclosure import (
    Disclosure,
    DisclosureKind,
    Gift,
    GiftKind,
    UnspecifiedInterest,
    UnspecifiedReason,
)
from wraparound.model.duty import Duty, DutyRole
from wraparound.model.exception import (
    Approval,
    ApprovalStatus,
    Mitigation,
    Safeguard,
    SoleProviderException,
)
from wraparound.model.record import Record
from wraparound.model.referral import ReferralTally
from wraparound.model.terms import UNKNOWN

DIRECTORY_RECORDS: dict[str, tuple[Record, Any]] = {
    "unspecified_interests": (
        UnspecifiedInterest(
            id="x",
            agency="pv",
            reason=UnspecifiedReason.EXEMPT,
            period=FOR_A_TIME,
            recorded_on=NOTED,
        ),
        kinds.UnspecifiedInterestFact(
            id="x",
            recorded=NOTED,
            agency="pv",
            reason="exempt_from_disclosure",
            period=FOR_A_TIME,
        ),
    ),
    "certifications": (
        Certification(
            id="x",
            agency="pv",
            certified_as=CertifiedAs.CARE_COORDINATION,
            period=FOR_A_TIME,
            recorded_on=NOTED,
        ),
        kinds.CertificationFact(
            id="x", recorded=NOTED, agency="pv", role="care_coordination", period=FOR_A_TIME
        ),
    ),
    "roster": (
        RosterEntry(
            id="x",
            agency="pv",
            offers=("respite",),
            area="north",
            willing=False,
            qualified=UNKNOWN,
            period=FOR_A_TIME,
            recorded_on=NOTED,
        ),
        acts.RosterFact(
            id="x",
            recorded=NOTED,
            agency="pv",
            offers=("respite",),
            area="north",
            willing=False,
            qualified=UNKNOWN,
            period=FOR_A_TIME,
        ),
    ),
    "disclosures": (
        Disclosure(
            id="x",
            kind=DisclosureKind.ATTESTATION,
            person="fac",
            on=ON,
            employer="pv",
            cosigned_by=("boss",),
            reviewed_by="boss",
            recorded_on=NOTED,
        ),
        acts.DisclosureFact(
            id="x",
            recorded=NOTED,
            kind="attestation",
            person="fac",
            day=ON,
            employer="pv",
            cosigned_by=("boss",),
            reviewed_by="boss",
        ),
    ),
    "referrals": (
        ReferralTally(
            id="x",
            by="fac",
            provider="pv",
            category="respite",
            area="north",
            quarter="2026-Q1",
            count=12,
            recorded_on=NOTED,
        ),
        acts.ReferralFact(
            id="x",
            recorded=NOTED,
            by="fac",
            provider="pv",
            category="respite",
            area="north",
            quarter="2026-Q1",
            count=12,
        ),
    ),
    "gifts": (
        Gift(
            id="x",
            kind=GiftKind.LOAN,
            giver="pv",
            receiver="fac",
            value=Decimal("99.50"),
            period=FOR_A_TIME,
            recorded_on=NOTED,
        ),
        acts.GiftFact(
            id="x",
            recorded=NOTED,
            kind="loan",
            giver="pv",
            receiver="fac",
            value=Decimal("99.50"),
            period=FOR_A_TIME,
        ),
    ),
    "duties": (
        Duty(
            id="x",
            role=DutyRole.SUPERVISOR,
            holder="boss",
            unit="east",
            period=FOR_A_TIME,
            recorded_on=NOTED,
        ),
        kinds.DutyFact(
            id="x",
            recorded=NOTED,
            role="supervisor",
            holder="boss",
            unit="east",
            period=FOR_A_TIME,
        ),
    ),
    "mitigations": (
        Mitigation(
            id="x",
            rules=("COI-EMP-01",),
            safeguards=(Safeguard(code="firewall", period=FOR_A_TIME),),
            holder="fac",
            counterparty="pv",
            plan="pl",
            approved_by="boss",
            approved_on=ON,
            period=FOR_A_TIME,
            recorded_on=NOTED,
        ),
        kinds.MitigationFact(
            id="x",
            recorded=NOTED,
            rules=("COI-EMP-01",),
            safeguards=(kinds.SafeguardFact(code="firewall", period=FOR_A_TIME),),
            holder="fac",
            counterparty="pv",
            plan="pl",
            approved_by="boss",
            approved_on=ON,
            period=FOR_A_TIME,
        ),
    ),
    "exceptions": (
        SoleProviderException(
            id="x",
            agency="pv",
            authorities=("1915c",),
            functions=("coordination",),
            areas=("north",),
            plans=("pl", "of-another-family"),
            approvals=(
                Approval(kind="state", status=ApprovalStatus.APPROVED, on=ON, by="boss"),
                Approval(kind="cms", status=ApprovalStatus.REQUESTED),
            ),
            demonstrated_on=ON,
            roster_checks=(LATER,),
            safeguards=(Safeguard(code="firewall", period=FOR_A_TIME),),
            period=FOR_A_TIME,
            recorded_on=NOTED,
        ),
        kinds.ExceptionFact(
            id="x",
            recorded=NOTED,
            entity="pv",
            authorities=("1915c",),
            functions=("coordination",),
            areas=("north",),
            plans=("pl",),
            approvals=(kinds.ApprovalFact(kind="state", status="approved", day=ON, by="boss"),),
            demonstrated=ON,
            roster_checks=(LATER,),
            safeguards=(kinds.SafeguardFact(code="firewall", period=FOR_A_TIME),),
            period=FOR_A_TIME,
        ),
    ),
}
"""A record of each kind that a directory has, with its fact."""
