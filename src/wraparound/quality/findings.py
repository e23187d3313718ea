"""What a review of a plan says, where the rules of the house look for it.

The words themselves stand in the model, so that hooks can speak of them.
"""

from __future__ import annotations

from wraparound.model.plan_findings import (
    PlanFinding,
    PlanReview,
    PlanSeverity,
    RecordPlace,
    RuleWords,
    pointer_to,
)

__all__ = [
    "PlanFinding",
    "PlanReview",
    "PlanSeverity",
    "RecordPlace",
    "RuleWords",
    "pointer_to",
]
