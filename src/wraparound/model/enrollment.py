"""An enrollment: one stay in a program, from referral to the way back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.crisis import ImmediatePlan
from wraparound.model.fact import Completeness, StatedFact
from wraparound.model.handover import Handover
from wraparound.model.ids import (
    EnrollmentId,
    FamilyId,
    Identifier,
    MemberId,
    PersonId,
)
from wraparound.model.periods import Period
from wraparound.model.person import Payer
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, NARRATIVE, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class CareService(Enum):
    """Which kind of coordination somebody is enrolled in."""

    WRAPAROUND = "wraparound"
    CASE_MANAGEMENT = "case_management"
    MODERATE_COORDINATION = "moderate_coordination"
    INFORMATION_AND_REFERRAL = "information_and_referral"


class CaseManagementModel(Enum):
    """The way in which traditional case management is done."""

    BROKERAGE = "brokerage"
    STRENGTHS_BASED = "strengths_based"
    ASSERTIVE_COMMUNITY_TREATMENT = "assertive_community_treatment"
    CLINICAL = "clinical"
    INTENSIVE = "intensive"


class Phase(Enum):
    """The four phases of wraparound, with what lies before and after."""

    NOT_STARTED = "not_started"
    ENGAGEMENT = "engagement"
    PLANNING = "planning"
    IMPLEMENTATION = "implementation"
    TRANSITION = "transition"
    CLOSED = "closed"


class EnrollmentState(Enum):
    """How far a stay has come, in the words of the front desk."""

    REFERRED = "referred"
    SCREENED = "screened"
    WAITING = "waiting"
    ENROLLED = "enrolled"
    PAUSED = "paused"
    DECLINED = "declined"
    NOT_ELIGIBLE = "not_eligible"
    CLOSED = "closed"


class ReferralSource(Enum):
    """Which door the family came through."""

    FAMILY = "family"
    SCHOOL = "school"
    MENTAL_HEALTH = "mental_health"
    JUVENILE_JUSTICE = "juvenile_justice"
    CHILD_WELFARE = "child_welfare"
    HEALTH_CARE = "health_care"
    HOSPITAL = "hospital"
    CRISIS_SERVICE = "crisis_service"
    COURT = "court"
    OTHER = "other"


class ChildServingSystem(Enum):
    """A public system that has a part in the youth's life."""

    MENTAL_HEALTH = "mental_health"
    EDUCATION = "education"
    CHILD_WELFARE = "child_welfare"
    JUVENILE_JUSTICE = "juvenile_justice"
    HEALTH = "health"
    SUBSTANCE_USE = "substance_use"
    DEVELOPMENTAL_DISABILITIES = "developmental_disabilities"
    HOUSING = "housing"
    EMPLOYMENT = "employment"
    COURT = "court"
    TRIBAL = "tribal"
    OTHER = "other"


class DischargeReason(Enum):
    """Why a stay ended. Behavior and missed appointments are not reasons to end one."""

    NEEDS_MET = "needs_met"
    FAMILY_REQUEST = "family_request"
    MOVED = "moved"
    AGED_OUT = "aged_out"
    OUT_OF_COMMUNITY = "out_of_community"
    LOST_CONTACT = "lost_contact"
    TRANSFERRED = "transferred"
    NO_LONGER_ELIGIBLE = "no_longer_eligible"
    DIED = "died"
    BEHAVIOR = "behavior"
    NON_COMPLIANCE = "non_compliance"
    MISSED_APPOINTMENTS = "missed_appointments"
    NO_PROGRESS = "no_progress"
    PARENT_REFUSED_ONCE = "parent_refused_once"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class EnrollmentStep(Record):
    """One step of the history of an enrollment, with its reason.

    Attributes:
        state: What was reached.
        on: The day.
        reason: Why, in words.
        by: Who decided.
    """

    state: EnrollmentState = field(metadata=ADMINISTRATIVE)
    on: date | Unknown = field(metadata=ADMINISTRATIVE)
    reason: str = field(default="", metadata=NARRATIVE)
    by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class PhaseEntry(Record):
    """What staff entered as the phase, in the program's own word.

    Attributes:
        word: The program's word for the phase.
        phase: The phase of the national model that it stands for, where known.
        on: From when.
        reason: Why, above all for a return to an earlier phase.
    """

    word: str = field(metadata=ADMINISTRATIVE | FILLED)
    phase: Phase | None = field(default=None, metadata=ADMINISTRATIVE)
    on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    reason: str = field(default="", metadata=NARRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class PartnerOffer(Record):
    """Whether the family was offered a family or youth partner, and chose one.

    Attributes:
        offered_on: When it was offered.
        chosen: What the family said.
        member: The partner on the team.
    """

    offered_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    chosen: bool | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    member: MemberId | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class SupportSearch(Record):
    """What was tried to find natural supports, or to bring a system to the table.

    Attributes:
        on: When it was written down.
        system: The system that was asked, for an effort to bring one in.
        plan: What is being tried.
    """

    on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    system: ChildServingSystem | None = field(default=None, metadata=ADMINISTRATIVE)
    plan: str = field(default="", metadata=NARRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class DocumentedReason(Record):
    """Why something was late, written down so that it counts.

    Attributes:
        clock: The clock or rule that it is about.
        text: The reason.
        code: The program's code for it.
        recorded_on: When it was written down.
        interval_start: Which interval of the clock it belongs to.
        approved_by: Who approved it.
        approved_on: When.
    """

    clock: str = field(metadata=ADMINISTRATIVE | FILLED)
    text: str = field(default="", metadata=NARRATIVE)
    code: str = field(default="", metadata=ADMINISTRATIVE)
    recorded_on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    interval_start: date | None = field(default=None, metadata=ADMINISTRATIVE)
    approved_by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    approved_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Pause(Record):
    """A time that does not count against the program's clocks.

    Attributes:
        reason: The program's code for it, such as ``hospital``.
        clock: The one clock that stands still; empty for every clock.
        period: When.
    """

    reason: str = field(metadata=ADMINISTRATIVE | FILLED)
    clock: str = field(default="", metadata=ADMINISTRATIVE)
    period: Period = field(metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class AttributeChange(Record):
    """A value of something that clocks depend on (tier, level of care), from a day on.

    Attributes:
        name: Which attribute.
        value: Its value from then on.
        on: The first day of the value.
    """

    name: str = field(metadata=ADMINISTRATIVE | FILLED)
    value: str = field(metadata=ADMINISTRATIVE)
    on: date | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Enrollment(Record):
    """One stay of a youth, or an adult, in a program.

    Attributes:
        id: The enrollment's id.
        family: The family.
        identifiers: What other systems call the stay.
        youth: Whom the help is for, at any age.
        program: The program, by its code.
        service: Wraparound, or which other coordination.
        model: For case management, which way of doing it.
        history: Each step from referral to closing, with its reason.
        phases: What staff entered as the phase over time.
        tier: The level of intensity, in the program's word.
        referral_source: Which door the family came through.
        referral_reasons: Why the family was referred.
        referral_received_on: When the referral arrived.
        cme_referral_received_on: When it reached the care management entity.
        screened_on: When it was screened.
        eligible_on: From when somebody was found eligible.
        eligibility_added_on: When the eligibility was entered.
        notified_on: When the family, or the program, was told of the enrollment.
        enrolled_on: The first day of the stay.
        coordinator_assigned_on: When a facilitator or case manager was named.
        coordinator: Who that is.
        coordinator_accepted_on: When that person accepted a hand-over.
        handovers: Changes of that person, the earliest first.
        transition_on: The day that the transition is planned for.
        discharged_on: The last day of the stay.
        discharge_reason: Why it ended.
        discharge_notes: The reason in words.
        way_back: How the family can come back.
        systems: Public systems with a part in the youth's life; unknown if nobody asked.
        systems_complete: Whether that list is known to be complete.
        family_partner: The offer of a family partner.
        youth_partner: The offer of a youth partner.
        natural_support_search: What is done to find natural supports.
        diligent_efforts: What was done to bring missing systems in.
        immediate_plans: What could not wait for the next plan.
        payers: Who pays for the coordination.
        documented_reasons: Reasons that excuse lateness.
        pauses: Times that do not count against the clocks.
        attributes: What clocks depend on, over time.
        facts: Facts that rules ask for and no other field holds.
        complete: Of which kinds of record everything is on file.
        follows: The stay before this one, where help goes on without a break.
        local: Facts that only this program keeps, by its own names.
    """

    id: EnrollmentId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    youth: PersonId = field(metadata=ADMINISTRATIVE)
    program: str = field(default="", metadata=ADMINISTRATIVE)
    service: CareService = field(default=CareService.WRAPAROUND, metadata=ADMINISTRATIVE)
    model: CaseManagementModel | None = field(default=None, metadata=ADMINISTRATIVE)
    history: tuple[EnrollmentStep, ...] = field(default=(), metadata=ADMINISTRATIVE)
    phases: tuple[PhaseEntry, ...] = field(default=(), metadata=ADMINISTRATIVE)
    tier: str | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    referral_source: ReferralSource | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    referral_reasons: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    referral_received_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    cme_referral_received_on: date | Unknown | None = field(
        default=UNKNOWN, metadata=ADMINISTRATIVE
    )
    screened_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    eligible_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    eligibility_added_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    notified_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    enrolled_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    coordinator_assigned_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    coordinator: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    coordinator_accepted_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    handovers: tuple[Handover, ...] = field(default=(), metadata=ADMINISTRATIVE)
    transition_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    discharged_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    discharge_reason: DischargeReason | Unknown | None = field(
        default=None, metadata=ADMINISTRATIVE
    )
    discharge_notes: str = field(default="", metadata=NARRATIVE)
    way_back: str = field(default="", metadata=NARRATIVE)
    systems: tuple[ChildServingSystem, ...] | Unknown = field(default=UNKNOWN, metadata=CLINICAL)
    systems_complete: bool = field(default=True, metadata=ADMINISTRATIVE)
    family_partner: PartnerOffer | None = field(default=None, metadata=ADMINISTRATIVE)
    youth_partner: PartnerOffer | None = field(default=None, metadata=ADMINISTRATIVE)
    natural_support_search: SupportSearch | None = field(default=None, metadata=NARRATIVE)
    diligent_efforts: tuple[SupportSearch, ...] | Unknown = field(
        default=UNKNOWN, metadata=NARRATIVE
    )
    immediate_plans: tuple[ImmediatePlan, ...] = field(default=(), metadata=CLINICAL)
    payers: tuple[Payer, ...] = field(default=(), metadata=ADMINISTRATIVE)
    documented_reasons: tuple[DocumentedReason, ...] = field(default=(), metadata=NARRATIVE)
    pauses: tuple[Pause, ...] = field(default=(), metadata=ADMINISTRATIVE)
    attributes: tuple[AttributeChange, ...] = field(default=(), metadata=ADMINISTRATIVE)
    facts: tuple[StatedFact, ...] = field(default=(), metadata=CLINICAL)
    complete: tuple[Completeness, ...] = field(default=(), metadata=ADMINISTRATIVE)
    follows: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    local: Mapping[str, str] = field(factory=dict, hash=False, metadata=CLINICAL)
