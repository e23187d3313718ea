"""Which tie each kind of interest becomes. The README gives the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from wraparound.model.terms import Why
from wraparound.model.tie import ControlBy, Holding, Office, TieKind

UNTYPED = "unknownInterest"
"""What an interest is taken for that has no type."""
SHARES = "shareholding"
VOTES = "votingRights"


@attrs.frozen(kw_only=True)
class Placement:
    """Where an interest goes.

    Attributes:
        kind: The kind of tie; None where it is left out.
        control_by: For control: by what.
        position: For an office: which.
        via: For owning: how it is held.
        counts: Whether the interest's share is a share of the agency.
        beside_shares: Whether it says nothing more where the same relationship states shares.
        unknown: Why the share is not known, where none is stated.
        why_not: Why it is left out.
    """

    kind: TieKind | None = None
    control_by: ControlBy | None = None
    position: Office | None = None
    via: Holding | None = None
    counts: bool = False
    beside_shares: bool = False
    unknown: Why = Why.NOT_RECORDED
    why_not: str = ""


def _control(by: ControlBy) -> Placement:
    return Placement(kind=TieKind.CONTROLS, control_by=by)


def _office(position: Office) -> Placement:
    return Placement(kind=TieKind.OFFICE, position=position)


_OWNED = Placement(kind=TieKind.OWNS, counts=True)
_EQUITY = Placement(kind=TieKind.OWNS, counts=True, beside_shares=True)
_UNMEASURED = Placement(kind=TieKind.OWNS)

PLACEMENTS: Mapping[str, Placement] = MappingProxyType(
    {
        SHARES: _OWNED,
        VOTES: Placement(kind=TieKind.OWNS),
        "beneficiaryOfLegalArrangement": _OWNED,
        "rightsToSurplusAssetsOnDissolution": _EQUITY,
        "rightsToProfitOrIncome": _EQUITY,
        "rightToProfitOrIncomeFromAssets": _UNMEASURED,
        "rightsGrantedByContract": _UNMEASURED,
        "conditionalRightsGrantedByContract": Placement(
            kind=TieKind.OWNS, via=Holding.UNEXERCISED_OPTION
        ),
        "settlor": _UNMEASURED,
        "unknownInterest": _UNMEASURED,
        "unpublishedInterest": Placement(kind=TieKind.OWNS, unknown=Why.WITHHELD),
        "appointmentOfBoard": _control(ControlBy.BOARD_APPOINTMENT),
        "otherInfluenceOrControl": _control(ControlBy.OTHER),
        "controlViaCompanyRulesOrArticles": _control(ControlBy.OTHER),
        "controlByLegalFramework": _control(ControlBy.OTHER),
        "trustee": _control(ControlBy.TRUST),
        "protector": _control(ControlBy.TRUST),
        "nominator": _control(ControlBy.OTHER),
        "boardMember": _office(Office.DIRECTOR),
        "boardChair": _office(Office.CHAIR),
        "seniorManagingOfficial": _office(Office.MANAGING_EMPLOYEE),
        "nominee": Placement(why_not="a nominee acts for the nominator, whose control is carried"),
        "enjoymentAndUseOfAssets": Placement(
            why_not="the use of assets is neither ownership nor control of the agency"
        ),
    }
)
"""For each code of ``interestType.csv``, what becomes of it."""
