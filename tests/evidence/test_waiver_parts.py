"""Waivers part by part: what is asked of which kind, what came of it, and where it shows."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound.documents import PartResult, waiver_parts
from wraparound.model import (
    Approval,
    ApprovalStatus,
    Disposition,
    Finding,
    Mitigation,
    PackView,
    Period,
    Safeguard,
    Severity,
    SoleProviderException,
)
from wraparound.policy import choose_policy

POLICY = choose_policy(["FED-1915C", "FED-TCM"])
SINCE = Period(start=date(2026, 1, 1))
EXCEPTION = SoleProviderException(
    id="waiver",
    agency="pv",
    approvals=(
        Approval(kind="cms_approved", status=ApprovalStatus.APPROVED, on=SINCE.start, by="boss"),
    ),
    safeguards=(Safeguard(code="SG-01", evidence="Two doors.", period=SINCE),),
    period=SINCE,
)
MITIGATION = Mitigation(
    id="waiver",
    rules=("COI-EMP-01",),
    safeguards=tuple(
        Safeguard(code=each, period=SINCE) for each in ("SG-01", "SG-02", "SG-03", "SG-05")
    ),
)


def told(waiver, disposition, *reasons, pack="FED-1915C", plan="pl", **more):
    """Each part with its result."""
    view = PackView(
        pack=pack,
        severity=Severity.PROHIBITED,
        disposition=disposition,
        reasons=reasons,
        waivers=("waiver",),
    )
    finding = Finding(
        rule="COI-EMP-01",
        severity=Severity.PROHIBITED,
        disposition=disposition,
        plan=plan,
        by_pack=(view,),
    )
    parts = waiver_parts(finding, policy=POLICY, waivers={"waiver": waiver}, **more)
    return {each.part: each for each in parts}


def results(*given, **more):
    return {name: part.result for name, part in told(*given, **more).items()}


def test_an_exception_that_holds_holds_in_every_part():
    found = results(EXCEPTION, Disposition.MITIGATED)
    assert set(found) == {
        *("period", "authority", "function", "area", "approval", "approver", "demonstration"),
        *("roster", "safeguard SG-01", "safeguard SG-12"),
    }
    assert set(found.values()) == {PartResult.HOLDS}


def test_the_parts_that_fail_are_told_and_of_the_others_no_defect():
    """Where one part fails, what is only not known of another is not told by the review."""
    reasons = ("expired", "missing_safeguard:SG-12", "roster_stale")
    parts = told(EXCEPTION, Disposition.WAIVER_DEFECTIVE, *reasons)
    failed = {name for name, part in parts.items() if part.result is PartResult.FAILS}
    assert failed == {"period", "safeguard SG-12", "roster"}
    rest = {part.result for name, part in parts.items() if name not in failed}
    assert rest == {PartResult.NO_DEFECT}
    assert parts["period"].says == ("it had expired",)


def test_a_gap_is_no_defect():
    found = results(EXCEPTION, Disposition.INDETERMINATE, "unknown_until:waiver", "unknown_area:k")
    assert found["other"] is PartResult.UNKNOWN
    assert found["area"] is PartResult.UNKNOWN
    assert found["roster"] is PartResult.HOLDS


def test_a_mitigation_is_not_asked_what_only_exceptions_are():
    found = results(MITIGATION, Disposition.MITIGATED, pack="FED-TCM")
    asked = {name for name, result in found.items() if result is not PartResult.NOT_ASKED}
    assert asked == {
        *("period", "approver"),
        *("safeguard SG-01", "safeguard SG-02", "safeguard SG-03", "safeguard SG-05"),
    }
    assert found["approver"] is PartResult.NOBODY_NAMED
    named = attrs.evolve(MITIGATION, approved_by="boss")
    assert results(named, Disposition.MITIGATED, pack="FED-TCM")["approver"] is PartResult.HOLDS


@pytest.mark.parametrize("status", [ApprovalStatus.REQUESTED, ApprovalStatus.DENIED])
def test_who_did_not_approve_is_nobody_who_did(status):
    (approval,) = EXCEPTION.approvals
    waiver = attrs.evolve(EXCEPTION, approvals=(attrs.evolve(approval, status=status),))
    assert results(waiver, Disposition.MITIGATED)["approver"] is PartResult.NOBODY_NAMED


def test_the_area_is_not_asked_of_an_organization():
    found = results(EXCEPTION, Disposition.MITIGATED, plan=None)
    assert found["area"] is PartResult.NOT_ASKED


def test_where_a_safeguard_shows_is_told_and_its_words_only_if_asked_for():
    hidden = told(EXCEPTION, Disposition.MITIGATED)["safeguard SG-01"]
    assert hidden.shown_by == "since 2026-01-01"
    shown = told(EXCEPTION, Disposition.MITIGATED, personal=True)["safeguard SG-01"]
    assert shown.shown_by == "since 2026-01-01, Two doors."
    assert told(EXCEPTION, Disposition.MITIGATED)["safeguard SG-12"].shown_by == ""


def test_what_relies_on_no_waiver_has_no_parts():
    assert told(EXCEPTION, Disposition.CONFLICT) == {}
