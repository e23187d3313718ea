"""``wraparound steering``: counts that show no small number and pass no verdict."""

from __future__ import annotations

import json

ROWS = "\n".join(
    f"  - {{id: r{n}, family: bell, by: {'fac' if n < 30 else 'mum'}, provider: {to}, "
    f'category: respite, area: north, "on": "2025-02-03"}}'
    for n, to in enumerate(["pv"] * 29 + ["free"] + ["pv"] * 5 + ["free"] * 25)
)
PERIOD = ("--from", "2025-01-01", "--to", "2025-07-01")


def with_referrals(case, rows=ROWS):
    case.write_text(f"{case.read_text('utf-8')}referral:\n{rows}\n", "utf-8")
    return case


def test_a_signal_is_told_and_kept_counts_are_seen_by_reviews(run, case):
    assert run("import", with_referrals(case)).exit_code == 0
    ran = run("steering", *PERIOD, "--keep", "--format", "json")
    assert ran.exit_code == 0, ran.output
    document = json.loads(ran.output)
    assert document["kept"] == 4
    assert len(document["signals"]) == 1
    assert "not a verdict" in document["notice"]
    told = run("steering", *PERIOD)
    assert "pv: 29" in told.output
    assert "Marked" not in told.output
    review = run("review", "bell", "--policy", "GOOD-PRACTICE", "--fail-on", "never")
    assert "COI-REF-01" in review.output


def test_small_numbers_are_not_shown(run, case):
    few = "\n".join(ROWS.splitlines()[:7])
    assert run("import", with_referrals(case, few)).exit_code == 0
    told = run("steering", *PERIOD)
    assert "fewer than 20" in told.output
    assert "pv: 7" not in told.output
    row = json.loads(run("steering", *PERIOD, "--format", "json").output)["rows"][0]
    assert row["referrals"] is None
    assert row["to"] == {}


def test_a_period_without_a_day_is_refused(filled):
    ran = filled("steering", "--from", "2025-01-01", "--to", "2025-01-01")
    assert ran.exit_code == 2
    assert "a day after" in ran.output
    assert "No referral" in filled("steering", *PERIOD).output
