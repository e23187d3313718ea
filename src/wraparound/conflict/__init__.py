"""Conflicts of interest: who coordinates for a family, and how they are tied to who delivers."""

from __future__ import annotations

from wraparound.conflict.catalogue import RuleEntry, explain, load_catalogue
from wraparound.conflict.clearing import ties_somebody
from wraparound.conflict.closings import closing_id
from wraparound.conflict.deeds import Deed, Whose
from wraparound.conflict.evidence import tie_evidence
from wraparound.conflict.handling import HandlerStanding, standings
from wraparound.conflict.review import compare, review_conflicts
from wraparound.conflict.supposing import LeastChange, least_changes

__all__ = [
    "Deed",
    "HandlerStanding",
    "LeastChange",
    "RuleEntry",
    "Whose",
    "closing_id",
    "compare",
    "explain",
    "least_changes",
    "load_catalogue",
    "review_conflicts",
    "standings",
    "tie_evidence",
    "ties_somebody",
]
