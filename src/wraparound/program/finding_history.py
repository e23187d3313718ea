"""What becomes of a finding from one screening to the next: new, going on, resolved, passed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from wraparound.model.conflict_screening import FindingState, ScreenedFinding
from wraparound.model.findings import Disposition, Finding, Review

_OPEN = frozenset({Disposition.CONFLICT, Disposition.WAIVER_DEFECTIVE, Disposition.INDETERMINATE})


def is_news(finding: ScreenedFinding, on: date) -> bool:
    """Tell whether a run reports a finding: what is resolved or passed is told once."""
    match finding.state:
        case FindingState.RESOLVED:
            return finding.resolved_on == on
        case FindingState.PASSED:
            return finding.found_on == on
        case _:
            return True


def through(
    before: Iterable[ScreenedFinding], review: Review, on: date, *, same_policy: bool
) -> tuple[ScreenedFinding, ...]:
    """Return what becomes of findings through one more review.

    Args:
        before: The findings of the screening before.
        review: The review.
        on: The day of the screening.
        same_policy: Whether the screening before was under the same policy.
    """
    known = {each.identity: each for each in before}
    told: dict[tuple[str | None, ...], ScreenedFinding] = {}
    for finding in review.current:
        fresh = _fresh(finding, on)
        earlier = known.pop(fresh.identity, None)
        told[fresh.identity] = fresh if earlier is None else _goes_on(earlier, fresh)
    for finding in review.findings:
        passed = _fresh(finding, on)
        if passed.identity not in told and passed.identity not in known:
            state = FindingState.PASSED
            told[passed.identity] = attrs.evolve(passed, state=state, resolved_on=finding.end)
    for each in known.values():
        told[each.identity] = _left(each, on, same_policy=same_policy)
    return tuple(told.values())


def _fresh(finding: Finding, on: date) -> ScreenedFinding:
    return ScreenedFinding(
        rule=finding.rule,
        plan=finding.plan,
        holder=finding.holder,
        counterparty=finding.counterparty,
        path=finding.path,
        severity=finding.severity,
        disposition=finding.disposition,
        found_on=on,
    )


def _goes_on(earlier: ScreenedFinding, fresh: ScreenedFinding) -> ScreenedFinding:
    """Return a finding that holds as one that was found before, or anew.

    It is new again where it did not hold meanwhile, and where what lifted it lapsed.
    """
    if not earlier.holds or (fresh.disposition in _OPEN and earlier.disposition not in _OPEN):
        return fresh
    return attrs.evolve(fresh, state=FindingState.CONTINUING, found_on=earlier.found_on)


def _left(earlier: ScreenedFinding, on: date, *, same_policy: bool) -> ScreenedFinding:
    """Return a finding that is not found now."""
    if earlier.state in {FindingState.RESOLVED, FindingState.PASSED}:
        return earlier
    if not same_policy or earlier.state is FindingState.NOT_ASKED:
        return attrs.evolve(earlier, state=FindingState.NOT_ASKED)
    return attrs.evolve(earlier, state=FindingState.RESOLVED, resolved_on=on)
