"""The commands of casework: case, setbacks, afterwards, progress, referrals, caseloads."""

from __future__ import annotations

import json

import pytest

DAY = ("--as-of", "2025-06-01")
MORE = """\
incident:
  - {id: night, family: bell, type: crisis, "on": "2025-05-02", what_happened: Marked night}
referral:
  - id: ref-1
    family: bell
    provider: pv
    "on": "2025-04-01"
    reason: Marked reason
    steps: [{state: waiting, "on": "2025-04-02", barriers: [transport], note: Marked note}]
  - {id: ref-2, family: bell, "on": "2025-04-03", steps: [{state: cancelled, "on": "2025-04-09"}]}
staff:
  - id: job
    person: fac
    role: facilitator
    full_time_part: "0.05"
    hired_on: "2024-01-01"
    certifications: [{type: CANS, expires_on: "2025-06-20"}]
placement:
  - {id: away, family: bell, setting: shelter, period: {start: "2025-05-02", end: "2025-05-12"}}
"""


@pytest.fixture
def worked(run, case):
    """Run the command on a store that holds the case, and what happened in it."""
    case.write_text(case.read_text("utf-8") + MORE, "utf-8")
    assert run("import", case).exit_code == 0
    return run


@pytest.mark.parametrize(
    ("line", "document", "keys"),
    [
        (("setbacks", "bell"), "setbacks", {"family", "as_of", "setbacks", "drills", "away"}),
        (("afterwards", "bell"), "afterwards", {"family", "plan", "supports", "follow_ups"}),
        (("case", "bell"), "case", {"contacts", "functions", "months", "story", "review"}),
        (("caseloads",), "caseloads", {"as_of", "practice", "caseloads", "careers"}),
        (("progress", "bell"), "progress", {"family", "practice", "checks", "outcomes"}),
        (("referrals",), "referrals", {"as_of", "practice", "referrals"}),
        (("referrals", "bell", "--open"), "referrals", {"as_of", "practice", "referrals"}),
    ],
)
def test_every_answer_is_one_document_without_names(worked, line, document, keys):
    ran = worked(*line, *DAY, "--format", "json")
    assert ran.exit_code == 0, ran.output
    answer = json.loads(ran.stdout)
    assert answer["document"] == document
    assert keys <= answer.keys()
    told = worked(*line, *DAY)
    assert told.exit_code == 0, told.output
    assert "Marked" not in ran.output + told.output


def test_setbacks_are_told_with_days_away(worked):
    told = worked("setbacks", "bell", *DAY, "--from", "2025-05-06").output
    assert "crisis, 2025-05-02" in told
    assert "No version of the plan is known to answer it." in told
    assert "6, from 2025-05-06 to before 2025-06-01." in told
    assert "At least: nobody said that every placement is on file." in told


def test_referrals_of_one_family_and_of_all(worked):
    every = json.loads(worked("referrals", *DAY, "--format", "json").stdout)["referrals"]
    assert [(each["referral"], each["state"]) for each in every] == [
        ("ref-1", "answered"),
        ("ref-2", "closed"),
    ]
    assert every[1]["closed_without_reason"] is True
    told = worked("referrals", "bell", "--open", *DAY).output
    assert "barrier: transport" in told
    assert "ref-2" not in told
    assert "No such referral" in worked("referrals", "--overdue", *DAY).output


def test_a_case_is_told_with_what_the_rules_find(worked):
    told = worked("case", "bell", *DAY).output
    assert "2025-01-01 to before 2025-06-02: fac" in told
    assert "CASE-09 A referral ended without a reason" in told
    assert "referral ref-2 /steps" in told
    assert "Link to help                  yes" in told


def test_who_is_over_is_told_with_the_days_and_the_text(worked):
    asked = ("caseloads", *DAY, "--practice", "us-nj")
    told = worked(*asked, "--from", "2024-12-01", "--over").output
    assert "Over: fac (coordinator)" in told
    assert "2025-01-01 to before 2025-06-02: families: 1, 10% of a full load, works 5%" in told
    assert "At most 10. Source: N.J.A.C. 10:73-3.22 (us-nj)." in told
    assert "fac  CANS      2025-06-20  expiring" in told
    assert "expiring" not in worked(*asked, "--within", "5").output
    (load,) = json.loads(worked(*asked, "--format", "json").stdout)["caseloads"]
    assert load["over"] is True
    assert load["spans"][0]["parts_least"] == "1/10"
    assert "Nobody is over a limit." in worked("caseloads", *DAY, "--over").output
