"""Ties between people and agencies: employment, ownership, office, kinship, legal authority."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.errors import Fault
from wraparound.model.ids import FamilyId, Identifier, PartyId, TieId
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.record import Record
from wraparound.model.sensitivity import (
    ADMINISTRATIVE,
    IDENTIFYING,
    JUVENILE_COURT,
    STAFF_TIE,
    labelled,
)
from wraparound.model.shares import Share
from wraparound.model.terms import Unknown


class TieKind(Enum):
    """What ties the subject to the object; read it as "subject … object"."""

    EMPLOYED_BY = "employed_by"
    CONTRACTED_BY = "contracted_by"
    COMPENSATED_BY = "compensated_by"
    EMPLOYMENT_OFFER = "employment_offer"
    OWNS = "owns"
    CONTROLS = "controls"
    """Control without shares: sole membership, the right to appoint the board."""
    SECURED_DEBT = "secured_debt"
    """A debt of the object to the subject, secured by the object's property."""
    OFFICE = "office"
    MANAGEMENT_CONTRACT = "management_contract"
    LANDLORD_OF = "landlord_of"
    ORG_CONTRACT = "org_contract"
    """The subject buys from the object."""
    SAME_LEGAL_ENTITY_AS = "same_legal_entity_as"
    SAME_PERSON_AS = "same_person_as"
    DIFFERENT_FROM = "different_from"
    """Somebody looked and decided that two records are not the same one."""
    KIN = "kin"
    HOUSEHOLD = "household"
    SUPERVISES = "supervises"
    LEADS = "leads"
    GUARDIAN_OF = "guardian_of"
    HEALTH_PROXY_OF = "health_proxy_of"
    REP_PAYEE_OF = "rep_payee_of"
    FINANCIALLY_RESPONSIBLE_FOR = "financially_responsible_for"


class Relation(Enum):
    """Kinship, read as "the subject is the … of the object"."""

    PARENT_OF = "parent_of"
    GRANDPARENT_OF = "grandparent_of"
    AUNT_UNCLE_OF = "aunt_uncle_of"
    SIBLING_OF = "sibling_of"
    COUSIN_OF = "cousin_of"
    SPOUSE_OF = "spouse_of"
    GODPARENT_OF = "godparent_of"


class KinNature(Enum):
    """By what two people are kin."""

    BLOOD = "blood"
    ADOPTION = "adoption"
    STEP = "step"
    FOSTER = "foster"


class Holding(Enum):
    """How a share is held."""

    DIRECT = "direct"
    MUTUAL_FUND = "mutual_fund"
    RETIREMENT_PLAN = "retirement_plan"
    UNEXERCISED_OPTION = "unexercised_option"


class Office(Enum):
    """A seat at the head of an agency (42 CFR 455.101)."""

    DIRECTOR = "director"
    CHAIR = "chair"
    OFFICER = "officer"
    PARTNER = "partner"
    MANAGING_EMPLOYEE = "managing_employee"
    NONPROFIT_MEMBER = "nonprofit_member"


class ControlBy(Enum):
    """By what an agency is controlled without shares."""

    SOLE_MEMBERSHIP = "sole_membership"
    BOARD_APPOINTMENT = "board_appointment"
    VOTING_AGREEMENT = "voting_agreement"
    TRUST = "trust"
    OTHER = "other"


class PayBasis(Enum):
    """What money is paid for."""

    SALARY = "salary"
    WAGES = "wages"
    BENEFITS = "benefits"
    BONUS = "bonus"
    FEE = "fee"
    HONORARIUM = "honorarium"
    RENT = "rent"
    ROYALTY = "royalty"
    OTHER = "other"


class Certainty(Enum):
    """Whether somebody confirmed that two records are one person."""

    CONFIRMED = "confirmed"
    POSSIBLE = "possible"


FIELDS_FOR_KINDS: Mapping[str, frozenset[TieKind]] = {
    "share": frozenset({TieKind.OWNS, TieKind.SECURED_DEBT}),
    "votes": frozenset({TieKind.OWNS}),
    "via": frozenset({TieKind.OWNS}),
    "assets": frozenset({TieKind.SECURED_DEBT}),
    "position": frozenset({TieKind.OFFICE}),
    "basis": frozenset({TieKind.COMPENSATED_BY}),
    "incident_of": frozenset({TieKind.COMPENSATED_BY}),
    "depends_on": frozenset({TieKind.COMPENSATED_BY}),
    "relation": frozenset({TieKind.KIN}),
    "nature": frozenset({TieKind.KIN}),
    "partner": frozenset({TieKind.HOUSEHOLD}),
    "court_order": frozenset({TieKind.GUARDIAN_OF}),
    "court_order_number": frozenset({TieKind.GUARDIAN_OF}),
    "certainty": frozenset({TieKind.SAME_PERSON_AS}),
    "control_by": frozenset({TieKind.CONTROLS}),
}
"""Fields that only some kinds of tie can have."""
NEEDED_FIELDS: Mapping[TieKind, str] = {
    TieKind.OWNS: "share",
    TieKind.SECURED_DEBT: "share",
    TieKind.OFFICE: "position",
    TieKind.KIN: "relation",
}
"""The field that a kind of tie cannot do without."""


@frozen(kw_only=True, field_transformer=labelled)
class Tie(Record):
    """One dated fact that binds two parties, in a direction.

    Attributes:
        id: The tie's id: findings name it in their path.
        family: The family whose record holds it (kinship, guardianship); None in the directory.
        identifiers: What a register calls the statement of it.
        kind: What the tie is.
        subject: The person or agency that is, owns, holds or does.
        object: The other party; unknown where somebody works for an employer not named.
        period: When it holds.
        share: For owning and for secured debt: the part held.
        votes: For owning: the part of the votes, where it differs from the share.
        via: For owning: how it is held.
        assets: For secured debt: the part of the property that secures it.
        control_by: For control without shares: by what.
        position: For an office: which.
        basis: For pay: what for.
        incident_of: For pay: the employment that it is the wage of.
        depends_on: For pay: the agency whose use moves the pay.
        relation: For kinship: the subject is the … of the object.
        nature: For kinship: by blood, adoption, marriage of a parent, or foster care.
        partner: For a household: whether the two live as a couple.
        court_order: For guardianship: whether a court ordered it.
        court_order_number: For guardianship: the number of the order.
        certainty: For two records of one person: confirmed or only possible.
        source: Where the fact comes from (a register, a disclosure, a form).
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: TieId = field(metadata=ADMINISTRATIVE)
    family: FamilyId | None = field(default=None, metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=IDENTIFYING)
    kind: TieKind = field(metadata=STAFF_TIE)
    subject: PartyId = field(metadata=STAFF_TIE)
    object: PartyId | Unknown = field(metadata=STAFF_TIE)
    period: Period = field(default=ALWAYS, metadata=STAFF_TIE)
    share: Share | None = field(default=None, metadata=STAFF_TIE)
    votes: Share | None = field(default=None, metadata=STAFF_TIE)
    via: Holding | None = field(default=None, metadata=STAFF_TIE)
    assets: Share | None = field(default=None, metadata=STAFF_TIE)
    control_by: ControlBy | None = field(default=None, metadata=STAFF_TIE)
    position: Office | None = field(default=None, metadata=STAFF_TIE)
    basis: PayBasis | None = field(default=None, metadata=STAFF_TIE)
    incident_of: TieId | None = field(default=None, metadata=STAFF_TIE)
    depends_on: PartyId | None = field(default=None, metadata=STAFF_TIE)
    relation: Relation | None = field(default=None, metadata=STAFF_TIE)
    nature: KinNature | None = field(default=None, metadata=STAFF_TIE)
    partner: bool = field(default=False, metadata=STAFF_TIE)
    court_order: bool = field(default=False, metadata=STAFF_TIE)
    court_order_number: str = field(default="", metadata=JUVENILE_COURT)
    certainty: Certainty | None = field(default=None, metadata=STAFF_TIE)
    source: str = field(default="", metadata=STAFF_TIE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)

    def contradictions(self) -> Iterator[Fault]:
        """Yield faults of a tie that says what its kind cannot say."""
        for name, kinds in FIELDS_FOR_KINDS.items():
            if getattr(self, name) not in {None, False, ""} and self.kind not in kinds:
                words = " or ".join(sorted(kind.value for kind in kinds))
                yield Fault(name, f"must be left out, except for a tie of the kind {words}")
        needed = NEEDED_FIELDS.get(self.kind)
        if needed is not None and getattr(self, needed) is None:
            yield Fault(needed, f"must be given for a tie of the kind {self.kind.value}")
        if isinstance(self.object, Unknown) and self.kind is not TieKind.EMPLOYED_BY:
            yield Fault("object", "must be known, except for an employment")
