"""Conflicts of interest: who coordinates for a family, and how they are tied to who delivers."""

from __future__ import annotations

from wraparound.conflict.catalogue import RuleEntry, explain, load_catalogue
from wraparound.conflict.review import compare, review_conflicts

__all__ = ["RuleEntry", "compare", "explain", "load_catalogue", "review_conflicts"]
