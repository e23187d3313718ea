"""Many families at once: rules asked of a whole frame, and counts that give nobody away."""

from __future__ import annotations

from wraparound.cohort.questions import Question, Ready, ready
from wraparound.cohort.suppression import (
    Sum,
    least_shown,
    sums_of_table,
    suppress,
    suppress_share,
)
from wraparound.cohort.turning import ALL, RuleEffect, Turn, effect_of, turn_of

__all__ = [
    "ALL",
    "Question",
    "Ready",
    "RuleEffect",
    "Sum",
    "Turn",
    "effect_of",
    "least_shown",
    "ready",
    "sums_of_table",
    "suppress",
    "suppress_share",
    "turn_of",
]
