"""The nouns of the practice: what families, teams, plans, agencies and ties are, as records.

Every record is frozen, built by keyword, checked as a whole when it is built, and each of its
fields says how private it is. This page lists them all; each noun lives in a file of its own.
"""

from __future__ import annotations

from wraparound.model.agency import Agency, AgencyKind, Certification, CertifiedAs
from wraparound.model.appeal import Appeal, AppealOutcome, AppealRoute, AppealStart
from wraparound.model.assessment import Assessment, Deferral, ItemRating
from wraparound.model.barrier import Barrier
from wraparound.model.checks import FILLED, FRACTION, NOT_NEGATIVE, SOME, is_identifier
from wraparound.model.choice import (
    Notice,
    NoticeForm,
    NoticeKind,
    OfferAnswer,
    OfferedOption,
    ServiceChoice,
    ServiceCondition,
    ServiceOffer,
)
from wraparound.model.conflict_screening import (
    ConflictScreening,
    ConflictScreeningRun,
    FindingState,
    ScreenedFinding,
)
from wraparound.model.consent import Consent, ConsentKind, SignerAuthority
from wraparound.model.contact import BillingNature, Contact, ContactPurpose
from wraparound.model.crisis import (
    Copy,
    CrisisPlan,
    CrisisPlanKind,
    CrisisStep,
    ImmediatePlan,
    Revision,
    Risk,
)
from wraparound.model.determination import (
    AppliedRules,
    Determination,
    Eligibility,
    HostAnswer,
    Input,
    InputType,
    Purpose,
    ReasonGiven,
)
from wraparound.model.directory import DirectoryStatus, Place, RosterEntry, Service
from wraparound.model.disclosure import (
    Disclosure,
    DisclosureKind,
    Gift,
    GiftKind,
    UnspecifiedInterest,
    UnspecifiedReason,
)
from wraparound.model.duty import Duty, DutyRole, FlexFundRequest, Staff, StaffCertification
from wraparound.model.engagement import (
    CrisisOutcome,
    CrisisScreen,
    Discovery,
    Engagement,
    Logistics,
)
from wraparound.model.enrollment import (
    AttributeChange,
    CareService,
    CaseManagementModel,
    ChildServingSystem,
    DischargeReason,
    DocumentedReason,
    Enrollment,
    EnrollmentState,
    EnrollmentStep,
    PartnerOffer,
    Pause,
    Phase,
    PhaseEntry,
    ReferralSource,
    SupportSearch,
)
from wraparound.model.exception import (
    Approval,
    ApprovalStatus,
    Mitigation,
    Safeguard,
    SoleProviderException,
)
from wraparound.model.fact import Completeness, FactSource, StatedFact
from wraparound.model.family import Family, FamilyMember, FamilyRole
from wraparound.model.findings import (
    Basis,
    ClearRecord,
    Confidence,
    Difference,
    Disposition,
    Evidence,
    Finding,
    FindingMeasure,
    MeasureValue,
    PackView,
    Question,
    QuestionKind,
    Remedy,
    Review,
    Severity,
    Timing,
    UnweighedTie,
)
from wraparound.model.grievance import ChangeRequest, Channel, Grievance, Handler, RequestKind
from wraparound.model.handover import Handover
from wraparound.model.ids import (
    MEDICAID,
    NPI,
    TIN,
    AgencyId,
    DutyId,
    EnrollmentId,
    FamilyId,
    Identifier,
    LineageId,
    MemberId,
    NeedId,
    OutcomeId,
    PartyId,
    PersonId,
    PlanId,
    PlannedServiceId,
    RecordId,
    ServiceId,
    StepId,
    StrategyId,
    StrengthId,
    TeamId,
    TieId,
    new_id,
)
from wraparound.model.incident import Event, Incident, IncidentType, Placement, Setting
from wraparound.model.kinds import (
    KINDS,
    Kind,
    family_of,
    index_of,
    kind_named,
    kind_of,
    kind_of_class,
)
from wraparound.model.meeting import (
    AgendaItem,
    Attendance,
    AttendedAs,
    Decision,
    Meeting,
    MeetingType,
    Mode,
    Presence,
)
from wraparound.model.minutes import Minutes
from wraparound.model.need import LifeDomain, Need, NeedStatus
from wraparound.model.notification import (
    DigestRhythm,
    NotificationKind,
    NotificationPreference,
    QuietHours,
)
from wraparound.model.outcome import DataPoint, Direction, Measure, Outcome, OutcomeStatus
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.person import (
    ContactKind,
    ContactPoint,
    Coverage,
    Diagnosis,
    LegalStatus,
    Payer,
    Person,
    Residence,
    Schooling,
)
from wraparound.model.plan import (
    Mandate,
    Plan,
    PlanStatus,
    Signature,
    SignatureMethod,
    SignerRole,
    Suppression,
)
from wraparound.model.plan_findings import (
    PlanFinding,
    PlanReview,
    PlanSeverity,
    RecordPlace,
    RuleWords,
)
from wraparound.model.planned_service import Performer, PlannedService, ServiceSpan, ServiceStatus
from wraparound.model.policy_change import PolicyChange
from wraparound.model.record import Record
from wraparound.model.referral import (
    Referral,
    ReferralReason,
    ReferralState,
    ReferralStep,
    ReferralTally,
)
from wraparound.model.sensitivity import (
    ADMINISTRATIVE,
    CHILD_PROTECTION,
    CLINICAL,
    EDUCATION,
    IDENTIFYING,
    JUVENILE_COURT,
    NARRATIVE,
    PUBLIC,
    SAFE_ADDRESS,
    STAFF_TIE,
    SUBSTANCE_USE,
    Sensitivity,
    labelled,
    sensitivity_of,
)
from wraparound.model.shares import NOTHING, UNDISCLOSED, WHOLE, Share, exactly
from wraparound.model.strategy import (
    ActionStep,
    Helping,
    Option,
    Rating,
    StepStatus,
    Strategy,
    StrategyStatus,
)
from wraparound.model.strength import OwnerKind, Strength, StrengthSource
from wraparound.model.team import SupportPayment, SupportType, Team, TeamMember, TeamRole
from wraparound.model.terms import UNKNOWN, Unknown, Why
from wraparound.model.tie import (
    Certainty,
    ControlBy,
    Holding,
    KinNature,
    Office,
    PayBasis,
    Relation,
    Tie,
    TieKind,
)
from wraparound.model.transition import ContinuingSupport, Criterion, FollowUp, TransitionPlan
from wraparound.model.truth import Truth

# fmt: off
__all__ = [
    "ADMINISTRATIVE", "ALWAYS", "CHILD_PROTECTION", "CLINICAL", "EDUCATION", "FILLED", "FRACTION",
    "IDENTIFYING", "JUVENILE_COURT", "KINDS", "MEDICAID", "NARRATIVE", "NOTHING", "NOT_NEGATIVE",
    "NPI", "PUBLIC", "SAFE_ADDRESS", "SOME", "STAFF_TIE", "SUBSTANCE_USE", "TIN", "UNDISCLOSED",
    "UNKNOWN", "WHOLE", "ActionStep", "Agency", "AgencyId", "AgencyKind", "AgendaItem", "Appeal",
    "AppealOutcome", "AppealRoute", "AppealStart", "AppliedRules", "Approval", "ApprovalStatus",
    "Assessment", "Attendance", "AttendedAs", "AttributeChange", "Barrier", "Basis",
    "BillingNature", "CareService", "CaseManagementModel", "Certainty", "Certification",
    "CertifiedAs", "ChangeRequest", "Channel", "ChildServingSystem", "ClearRecord", "Completeness",
    "Confidence", "ConflictScreening", "ConflictScreeningRun", "Consent", "ConsentKind", "Contact",
    "ContactKind", "ContactPoint", "ContactPurpose", "ContinuingSupport", "ControlBy", "Copy",
    "Coverage", "CrisisOutcome", "CrisisPlan", "CrisisPlanKind", "CrisisScreen", "CrisisStep",
    "Criterion", "DataPoint", "Decision", "Deferral", "Determination", "Diagnosis", "Difference",
    "DigestRhythm", "Direction", "DirectoryStatus", "DischargeReason", "Disclosure",
    "DisclosureKind", "Discovery", "Disposition", "DocumentedReason", "Duty", "DutyId", "DutyRole",
    "Eligibility", "Engagement", "Enrollment", "EnrollmentId", "EnrollmentState", "EnrollmentStep",
    "Event", "Evidence", "FactSource", "Family", "FamilyId", "FamilyMember", "FamilyRole",
    "Finding", "FindingMeasure", "FindingState", "FlexFundRequest", "FollowUp", "Gift", "GiftKind",
    "Grievance", "Handler", "Handover", "Helping", "Holding", "HostAnswer", "Identifier",
    "ImmediatePlan", "Incident", "IncidentType", "Input", "InputType", "ItemRating", "KinNature",
    "Kind", "LegalStatus", "LifeDomain", "LineageId", "Logistics", "Mandate", "Measure",
    "MeasureValue", "Meeting", "MeetingType", "MemberId", "Minutes", "Mitigation", "Mode", "Need",
    "NeedId", "NeedStatus", "Notice", "NoticeForm", "NoticeKind", "NotificationKind",
    "NotificationPreference", "OfferAnswer", "OfferedOption", "Office", "Option", "Outcome",
    "OutcomeId", "OutcomeStatus", "OwnerKind", "PackView", "PartnerOffer", "PartyId", "Pause",
    "PayBasis", "Payer", "Performer", "Period", "Person", "PersonId", "Phase", "PhaseEntry",
    "Place", "Placement", "Plan", "PlanFinding", "PlanId", "PlanReview", "PlanSeverity",
    "PlanStatus", "PlannedService", "PlannedServiceId", "PolicyChange", "Presence", "Purpose",
    "Question", "QuestionKind", "QuietHours", "Rating", "ReasonGiven", "Record", "RecordId",
    "RecordPlace",
    "Referral", "ReferralReason", "ReferralSource", "ReferralState", "ReferralStep",
    "ReferralTally", "Relation", "Remedy", "RequestKind", "Residence", "Review", "Revision", "Risk",
    "RosterEntry", "RuleWords", "Safeguard", "Schooling", "ScreenedFinding", "Sensitivity",
    "Service", "ServiceChoice", "ServiceCondition", "ServiceId", "ServiceOffer", "ServiceSpan",
    "ServiceStatus", "Setting", "Severity", "Share", "Signature", "SignatureMethod",
    "SignerAuthority", "SignerRole", "SoleProviderException", "Staff", "StaffCertification",
    "StatedFact", "StepId", "StepStatus", "Strategy", "StrategyId", "StrategyStatus", "Strength",
    "StrengthId", "StrengthSource", "SupportPayment", "SupportSearch", "SupportType", "Suppression",
    "Team", "TeamId", "TeamMember", "TeamRole", "Tie", "TieId", "TieKind", "Timing",
    "TransitionPlan", "Truth", "Unknown", "UnspecifiedInterest", "UnspecifiedReason",
    "UnweighedTie", "Why",
    "exactly", "family_of", "index_of", "is_identifier", "kind_named", "kind_of", "kind_of_class",
    "labelled", "new_id", "sensitivity_of",
]
# fmt: on
