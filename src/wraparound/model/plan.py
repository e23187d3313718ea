"""The plan of care: one plan, all of life, in the family's words; one record for each version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.errors import Fault
from wraparound.model.checks import FILLED
from wraparound.model.crisis import Copy, CrisisPlan, Risk
from wraparound.model.enrollment import ChildServingSystem
from wraparound.model.ids import (
    AgencyId,
    EnrollmentId,
    FamilyId,
    Identifier,
    LineageId,
    MemberId,
    PersonId,
    PlanId,
    RecordId,
    StrategyId,
)
from wraparound.model.need import Need
from wraparound.model.outcome import Outcome
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.planned_service import PlannedService
from wraparound.model.record import Record
from wraparound.model.sensitivity import (
    ADMINISTRATIVE,
    CLINICAL,
    IDENTIFYING,
    JUVENILE_COURT,
    NARRATIVE,
    labelled,
)
from wraparound.model.strategy import ActionStep, Strategy
from wraparound.model.strength import Strength
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.model.transition import TransitionPlan


class PlanStatus(Enum):
    """How far a version has come. At most one version of a plan is active."""

    DRAFT = "draft"
    AGREED = "agreed"
    ACTIVE = "active"
    REPLACED = "replaced"
    ENDED = "ended"


class SignatureMethod(Enum):
    """How somebody signed."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    SPOKEN = "spoken"
    OTHER = "other"


class SignerRole(Enum):
    """In which part somebody signed."""

    YOUTH = "youth"
    CAREGIVER = "caregiver"
    GUARDIAN = "guardian"
    FACILITATOR = "facilitator"
    SUPERVISOR = "supervisor"
    PROVIDER = "provider"
    TEAM_MEMBER = "team_member"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class Signature(Record):
    """Somebody's yes to the plan.

    Attributes:
        id: The signature's id.
        role: In which part.
        member: The team member who signed.
        person: Who signed, where they are no team member.
        agency: The agency that the signature binds.
        on: When.
        method: How.
        recorded_on: When it was written down, where that is not the day of storing.
    """

    id: RecordId | None = field(default=None, metadata=ADMINISTRATIVE)
    role: SignerRole = field(metadata=ADMINISTRATIVE)
    member: MemberId | None = field(default=None, metadata=ADMINISTRATIVE)
    person: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    agency: AgencyId | None = field(default=None, metadata=ADMINISTRATIVE)
    on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    method: SignatureMethod | None = field(default=None, metadata=ADMINISTRATIVE)
    recorded_on: date | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Mandate(Record):
    """Something that a court or an agency demands, which the plan must carry.

    Attributes:
        source: Who demands it.
        system: The public system that it comes from.
        text: What.
        due_on: By when.
    """

    source: str = field(default="", metadata=JUVENILE_COURT)
    system: ChildServingSystem | None = field(default=None, metadata=JUVENILE_COURT)
    text: str = field(metadata=JUVENILE_COURT | FILLED)
    due_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Suppression(Record):
    """A finding that somebody marked as looked at, with a reason that is kept.

    Attributes:
        code: The rule.
        path: The place that it was about; empty for the whole plan.
        reason: Why it may stand.
        by: Who said so.
        on: When.
        until: The last day that it counts.
    """

    code: str = field(metadata=ADMINISTRATIVE | FILLED)
    path: str = field(default="", metadata=ADMINISTRATIVE)
    reason: str = field(default="", metadata=NARRATIVE)
    by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    on: date | None = field(default=None, metadata=ADMINISTRATIVE)
    until: date | None = field(default=None, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Plan(Record):
    """One version of a family's plan of care.

    All versions of one plan share their ``lineage``: duties, offers and findings speak of that.

    Attributes:
        id: The id of this version.
        lineage: The id that all versions of the plan share.
        family: The family.
        identifiers: What other systems call this version.
        enrollment: The stay that it serves.
        youth: Whom it is for.
        version: 1 is the first.
        status: How far it has come.
        period: When it is in force.
        dated_on: The day that the version bears; from then on it is the current one.
        completed_on: When the team finished it.
        replaces: The version before.
        change_reason: What did not work, and what changed.
        did_not_work: The strategies of the version before that this one changes.
        decided_at: The meeting that decided it.
        authors: Who wrote it.
        language: The language that it is written in (BCP 47).
        vision: How the family wishes to live.
        mission: What the team wants to reach.
        preferences: How the family wants things done.
        ground_rules: How the team treats each other.
        elements: Which parts the program's form holds, by its own names.
        strengths: Functional strengths that the plan builds on.
        needs: Underlying needs, the first priority first.
        outcomes: How everybody will know.
        strategies: What will be done.
        steps: Who does what by when.
        services: Services and supports, paid and unpaid.
        mandates: What a court or agency demands.
        crisis_plan: The crisis and safety plan.
        risks: What could go wrong, and what is done so that it does not.
        transition: The transition plan, at least its step-down from the first version.
        signatures: Who said yes.
        distribution: Who got a copy.
        reviews: When it was looked at as a whole.
        review_due_on: When it is to be looked at next.
        consent_on: When the family agreed in writing.
        conflict_guidelines_on: When the conflict-of-interest guidelines were set out.
        dispute_strategy_on: When it was settled how disagreement is resolved.
        suppressions: Findings that somebody marked as looked at.
        notes: Anything else.
    """

    id: PlanId = field(metadata=ADMINISTRATIVE)
    lineage: LineageId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=IDENTIFYING)
    enrollment: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    youth: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    version: int = field(default=1, metadata=ADMINISTRATIVE)
    status: PlanStatus = field(default=PlanStatus.DRAFT, metadata=ADMINISTRATIVE)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)
    dated_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    completed_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    replaces: PlanId | None = field(default=None, metadata=ADMINISTRATIVE)
    change_reason: str = field(default="", metadata=NARRATIVE)
    did_not_work: tuple[StrategyId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    decided_at: RecordId | None = field(default=None, metadata=ADMINISTRATIVE)
    authors: tuple[PersonId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    language: str | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    vision: str = field(default="", metadata=NARRATIVE)
    mission: str = field(default="", metadata=NARRATIVE)
    preferences: tuple[str, ...] = field(default=(), metadata=NARRATIVE)
    ground_rules: tuple[str, ...] = field(default=(), metadata=NARRATIVE)
    elements: tuple[str, ...] = field(default=(), metadata=ADMINISTRATIVE)
    strengths: tuple[Strength, ...] = field(default=(), metadata=NARRATIVE)
    needs: tuple[Need, ...] = field(default=(), metadata=CLINICAL)
    outcomes: tuple[Outcome, ...] = field(default=(), metadata=CLINICAL)
    strategies: tuple[Strategy, ...] = field(default=(), metadata=CLINICAL)
    steps: tuple[ActionStep, ...] = field(default=(), metadata=CLINICAL)
    services: tuple[PlannedService, ...] = field(default=(), metadata=CLINICAL)
    mandates: tuple[Mandate, ...] | Unknown = field(default=UNKNOWN, metadata=JUVENILE_COURT)
    crisis_plan: CrisisPlan | None = field(default=None, metadata=CLINICAL)
    risks: tuple[Risk, ...] = field(default=(), metadata=CLINICAL)
    transition: TransitionPlan | None = field(default=None, metadata=NARRATIVE)
    signatures: tuple[Signature, ...] = field(default=(), metadata=ADMINISTRATIVE)
    distribution: tuple[Copy, ...] = field(default=(), metadata=ADMINISTRATIVE)
    reviews: tuple[date, ...] = field(default=(), metadata=ADMINISTRATIVE)
    review_due_on: date | Unknown | None = field(default=None, metadata=ADMINISTRATIVE)
    consent_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    conflict_guidelines_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    dispute_strategy_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    suppressions: tuple[Suppression, ...] = field(default=(), metadata=ADMINISTRATIVE)
    notes: str = field(default="", metadata=NARRATIVE)

    def contradictions(self) -> Iterator[Fault]:
        """Yield faults of a plan whose parts cannot be told apart."""
        for name in ("strengths", "needs", "outcomes", "strategies", "steps", "services"):
            seen: set[str] = set()
            for place, part in enumerate(getattr(self, name)):
                if part.id in seen:
                    yield Fault(f"{name}[{place}].id", "must not be used twice in one plan")
                seen.add(part.id)
