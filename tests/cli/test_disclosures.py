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
    told = filled("disclosures", "due", *day, "--within", "99999999")
    assert "owed since" in told.output
    assert "Marked" not in told.output


def test_the_form_is_a_page_that_replaces_nothing(filled, tmp_path):
    out = tmp_path / "new" / "form.html"
    ran = filled("disclosures", "form", "fac", "--out", out, "--as-of", "2025-06-01")
    assert ran.exit_code == 0, ran.output
    assert "renewed by 2026-06-01" in ran.output
    assert "Marked" not in out.read_text("utf-8")
    assert filled("disclosures", "form", "fac", "--out", out).exit_code == 2
    shown = filled("disclosures", "form", "fac", "--personal", "--format", "json")
    assert json.loads(shown.stdout)["name"] == "Marked Facilitator"


def test_what_a_day_turns_on_is_named_with_who_set_it(filled, tmp_path):
    signed = tmp_path / "signed.yaml"
    signed.write_text(
        'wraparound: "1.0"\n'
        "disclosure:\n"
        '  - {id: said, kind: attestation, person: fac, "on": "2025-01-01"}\n',
        "utf-8",
    )
    assert filled("import", signed, "--by", "office").exit_code == 0
    asked = ("disclosures", "due", "--as-of", "2025-12-20", "--policy", "GOOD-PRACTICE")
    told = " ".join(filled(*asked).output.split())
    assert "will be owed from 2026-01-01" in told
    assert "attestation.max_age is P12M (the library's default)" in told
    due = json.loads(filled(*asked, "--format", "json").stdout)["due"]
    soon = next(each for each in due if not each["owed"])
    assert soon["settings"][0]["parameter"] == "attestation.max_age"


def test_an_unknown_person_is_an_error_that_names_an_id_alone(filled, tmp_path):
    out = tmp_path / "form.html"
    ran = filled("disclosures", "form", "nobody", "--out", out)
    assert ran.exit_code == 2
    assert "Marked" not in ran.output
    assert not out.exists()
