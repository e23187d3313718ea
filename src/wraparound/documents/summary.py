"""How many findings of which weight a review has, in numbers and in a line."""

from __future__ import annotations

from datetime import date

import attrs

from wraparound.model.findings import Disposition, Finding, Review, Severity, Timing

_OPEN = frozenset({Disposition.CONFLICT, Disposition.WAIVER_DEFECTIVE})


@attrs.frozen(kw_only=True)
class ReviewSummary:
    """A review in numbers. Every finding is counted once.

    Attributes:
        conflicts: True now, and nothing lifts it.
        indeterminate: Cannot be told now from what is recorded.
        potential: Signals, now.
        mitigated: True now, and lifted by a waiver.
        past: Everything that has ended.
        clear: Pairs of a person and a provider that are proven free of each other.
        unweighed: Pairs between whom a tie is on file that none of the packs asked weighs.
        questions: Pairs of records for somebody to look at.
        heaviest: The greatest weight among conflicts and what cannot be told; None where neither.
    """

    conflicts: int = 0
    indeterminate: int = 0
    potential: int = 0
    mitigated: int = 0
    past: int = 0
    clear: int = 0
    unweighed: int = 0
    questions: int = 0
    heaviest: Severity | None = None

    def __str__(self) -> str:
        """Return the numbers that are not zero, as a line."""
        counted = [
            _count(self.conflicts, "conflict"),
            f"{self.indeterminate} that cannot be told" if self.indeterminate else "",
            _count(self.potential, "signal"),
            f"{self.mitigated} mitigated" if self.mitigated else "",
            f"{self.past} in the past" if self.past else "",
            _count(self.unweighed, "tie") + " that no pack asked weighs" if self.unweighed else "",
            _count(self.questions, "question"),
        ]
        return ", ".join(each for each in counted if each) or "nothing found"


def summarize(review: Review) -> ReviewSummary:
    """Return a review in numbers."""
    now = [each for each in review.findings if each.timing is Timing.CURRENT]
    weighing = [each.severity for each in now if _weighs(each)]
    return ReviewSummary(
        conflicts=sum(each.disposition in _OPEN for each in now),
        indeterminate=sum(each.disposition is Disposition.INDETERMINATE for each in now),
        potential=sum(each.disposition is Disposition.POTENTIAL for each in now),
        mitigated=sum(each.disposition is Disposition.MITIGATED for each in now),
        past=len(review.findings) - len(now),
        clear=len(review.clear),
        unweighed=len(review.unweighed),
        questions=len(review.questions),
        heaviest=max(weighing, key=lambda each: each.rank, default=None),
    )


def is_serious(finding: Finding, least: Severity, *, since: date | None = None) -> bool:
    """Tell whether a finding holds now, is not lifted, and weighs at least so much.

    What cannot be told counts with its weight: not knowing is no clearance. Signals do not count.

    Args:
        finding: The finding.
        least: The least weight that counts.
        since: A day: what is over counts too where it held on that day or later.
    """
    lasted = since is not None and finding.end is not None and finding.end > since
    return (
        (finding.timing is Timing.CURRENT or lasted)
        and _weighs(finding)
        and finding.severity.rank >= least.rank
    )


def _weighs(finding: Finding) -> bool:
    return finding.disposition in _OPEN or finding.disposition is Disposition.INDETERMINATE


def _count(number: int, noun: str) -> str:
    return "" if not number else f"{number} {noun}" + ("" if number == 1 else "s")
