"""Many families at once: rules asked of a whole frame, and counts that give nobody away."""

from __future__ import annotations

from wraparound.cohort.suppression import Sum, least_shown, sums_of_table, suppress, suppress_share

__all__ = ["Sum", "least_shown", "sums_of_table", "suppress", "suppress_share"]
