"""``wraparound disclosures``: the list and the form, without names."""

from __future__ import annotations

import json


def test_the_list_names_why_and_for_whom(filled):
    day = ("--as-of", "2025-06-01")
    ran = filled("disclosures", "due", *day, "--format", "json")
    assert ran.exit_code == 0, ran.output
    due = json.loads(ran.stdout)["due"]
    assert {each["person"] for each in due} == {"fac"}
    assert {each["kind"] for each in due} == {"interests", "attestation"}
    told = filled("disclosures", "due", *day)
    assert "owed since" in told.output
    assert "Marked" not in told.output


def test_the_form_is_a_page_that_replaces_nothing(filled, tmp_path):
    out = tmp_path / "form.html"
    ran = filled("disclosures", "form", "fac", "--out", out, "--as-of", "2025-06-01")
    assert ran.exit_code == 0, ran.output
    assert "renewed by 2026-06-01" in ran.output
    assert "Marked" not in out.read_text("utf-8")
    assert filled("disclosures", "form", "fac", "--out", out).exit_code == 2
    shown = filled("disclosures", "form", "fac", "--personal", "--format", "json")
    assert json.loads(shown.stdout)["name"] == "Marked Facilitator"
