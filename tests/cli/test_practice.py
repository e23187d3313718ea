"""The commands of the practice: next, plan-review, clocks, due, indicators."""

from __future__ import annotations

import json

import pytest

DAY = ("--as-of", "2025-06-01")


@pytest.mark.parametrize(
    ("line", "document", "keys"),
    [
        (("next", "bell"), "next", {"family", "as_of", "practice", "phase", "steps"}),
        (("plan-review", "bell"), "plan review", {"findings", "unknown", "suppressed", "program"}),
        (("clocks", "bell"), "clocks", {"family", "as_of", "practice", "clocks"}),
        (("agenda", "bell"), "agenda", {"family", "on", "since", "absent", "lines"}),
        (("due",), "due", {"due"}),
        (("indicators", "bell"), "indicators", {"family", "notice", "indicators"}),
    ],
)
def test_every_answer_is_one_document_without_names(filled, line, document, keys):
    options = DAY if line[0] != "due" else (*DAY, "--practice", "us-ms")
    ran = filled(*line, *options, "--format", "json")
    assert ran.exit_code == 0, ran.output
    answer = json.loads(ran.stdout)
    assert answer["document"] == document
    assert keys <= answer.keys()
    told = filled(*line, *options)
    assert told.exit_code == 0, told.output
    assert "Marked" not in ran.output + told.output


def test_what_a_plan_lacks_is_told_to_both(filled):
    told = filled("plan-review", "bell", *DAY).output
    assert "PLAN-01 No family vision" in told
    assert "The plan does not say what you hope for." in told
    assert "Not a clinical or legal determination" in told


def test_sarif_names_rules_and_places(filled):
    ran = filled("plan-review", "bell", *DAY, "--sarif")
    (run,) = json.loads(ran.stdout)["runs"]
    rules = {each["id"] for each in run["tool"]["driver"]["rules"]}
    assert {each["ruleId"] for each in run["results"]} == rules
    places = [
        each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for each in run["results"]
    ]
    assert "plan/plan-v1/vision" in places


def test_the_exit_code_can_say_what_weighs(filled):
    assert filled("plan-review", "bell", *DAY, "--fail-on", "error").exit_code == 1
    assert filled("plan-review", "bell", *DAY).exit_code == 0


def test_a_wrong_program_pack_names_the_nearest(filled):
    ran = filled("clocks", "bell", "--practice", "us-mss")
    assert ran.exit_code == 2
    assert "us-ms" in ran.output


@pytest.mark.parametrize("kind", ["crisis-plan", "genogram"])
def test_a_document_needs_personal_to_be_said(filled, kind):
    ran = filled("document", kind, "bell", *DAY)
    assert ran.exit_code == 2
    assert "--personal" in ran.output
    assert "Marked" not in ran.output


@pytest.mark.parametrize(
    ("kind", "suffix", "starts"),
    [
        ("plan-of-care", ".html", b"<!doctype html>"),
        ("family-copy", ".pdf", b"%PDF"),
        ("crisis-plan", ".html", b"<!doctype html>"),
        ("agenda", ".html", b"<!doctype html>"),
        ("portfolio", ".html", b"<!doctype html>"),
        ("team-map", ".svg", b"<svg"),
        ("ecomap", ".svg", b"<svg"),
        ("genogram", ".svg", b"<svg"),
        ("timeline", ".svg", b"<svg"),
    ],
)
def test_a_document_is_written_once_and_never_over_another(filled, tmp_path, kind, suffix, starts):
    out = tmp_path / f"new{suffix}"
    ran = filled("document", kind, "bell", *DAY, "--personal", "--out", str(out))
    assert ran.exit_code == 0, ran.output
    assert "Marked" not in ran.output
    assert out.read_bytes().startswith(starts)
    again = filled("document", kind, "bell", *DAY, "--personal", "--out", str(out))
    assert again.exit_code == 2
    assert "is there already" in again.output
    wrong = filled("document", kind, "bell", *DAY, "--personal", "--out", str(tmp_path / "x.doc"))
    assert wrong.exit_code == 2
    assert suffix in wrong.output


def test_a_document_is_printed_or_answered_in_json(filled):
    told = filled("document", "plan-of-care", "bell", *DAY, "--personal", "--language", "es")
    assert told.output.startswith("Plan de atención")
    assert "Marked Youth" in told.output
    ran = filled("document", "plan-of-care", "bell", *DAY, "--personal", "--format", "json")
    held = json.loads(ran.stdout)["held"]
    assert held["title"] == "Plan of care"
    assert {"heading", "level", "blocks"} == held["sections"][0].keys()
    drawn = filled("document", "genogram", "bell", *DAY, "--personal", "--format", "json")
    assert json.loads(drawn.stdout)["held"]["svg"].startswith("<svg")
    wrong = filled("document", "plan-of-care", "bell", *DAY, "--personal", "--language", "tlh")
    assert wrong.exit_code == 2


def test_one_version_alone_has_no_changes_to_show(filled):
    ran = filled("plan-changes", "bell", *DAY)
    assert ran.exit_code == 2
    assert "two versions" in ran.output


def test_changes_are_shown_without_words_of_the_family(run, case):
    second = case.read_text("utf-8").replace("id: plan-v1\n", "id: plan-v2\n    version: 2\n", 1)
    block = second[second.index("  - id: plan-v2") : second.index("duty:")]
    block = block.replace("status: active", "status: active\n    mission: Marked mission", 1)
    block = block.replace("id: svc\n", "id: svc-2\n")
    whole = case.read_text("utf-8").replace("duty:\n", f"{block}duty:\n", 1)
    case.write_text(whole, "utf-8")
    assert run("import", case).exit_code == 0
    told = run("plan-changes", "bell", *DAY)
    assert "New service svc-2" in told.output
    assert "Marked" not in told.output
    shown = json.loads(run("plan-changes", "bell", *DAY, "--personal", "--format", "json").stdout)
    assert "Marked mission" in [each["after"] for each in shown["changes"]]


MINUTES = """\
meeting:
  family: bell
  on: 2025-05-20
  attendance: [{member: m-mum, presence: present}]
reason: Marked reason
did_not_work: [g1]
steps:
  - {id: a1, what: Marked task, due_on: 2025-06-01}
"""


@pytest.fixture
def minutes(tmp_path):
    file = tmp_path / "minutes.yaml"
    file.write_text(MINUTES, "utf-8")
    return file


def test_minutes_are_shown_first_and_kept_then(filled, minutes):
    shown = filled("meeting", "record", minutes, "--dry-run", "--format", "json")
    assert shown.exit_code == 0, shown.output
    answer = json.loads(shown.stdout)
    assert (answer["document"], answer["kept"]) == ("meeting recorded", False)
    assert [each["id"] for each in answer["changes"]["changes"]] == ["a1"]
    assert {"MEET-01", "MEET-11"} & {each["rule"] for each in answer["findings"]}
    assert filled("plan-changes", "bell", *DAY).exit_code == 2
    kept = filled("meeting", "record", minutes)
    assert kept.exit_code == 0, kept.output
    assert "Kept: the meeting" in kept.output
    assert "Marked" not in shown.output + kept.output
    told = filled("plan-changes", "bell", *DAY)
    assert "New step a1: …" in told.output
    assert "What did not work: g1" in told.output
    assert "Marked reason" in filled("plan-changes", "bell", *DAY, "--personal").output


def test_minutes_with_faults_keep_nothing_and_tell_all_of_them(filled, minutes):
    minutes.write_text(MINUTES.replace("present", "Marked") + "  - {id: a2}\n", "utf-8")
    ran = filled("meeting", "record", minutes)
    assert ran.exit_code == 2
    assert "minutes.yaml:4" in ran.output
    assert "minutes.yaml:9: steps[1].what" in ran.output
    assert "Marked" not in ran.output


@pytest.mark.parametrize(
    ("line", "document", "keys"),
    [
        (("meeting", "who", "bell"), "meeting who", {"family", "expected"}),
        (("plan-status", "bell"), "plan status", {"family", "versions"}),
        (("phase", "bell"), "phase", {"computed", "asserted", "agrees", "to", "open", "words"}),
    ],
)
def test_what_a_step_lacks_is_one_document(filled, line, document, keys):
    ran = filled(*line, *DAY, "--format", "json")
    assert ran.exit_code == 0, ran.output
    answer = json.loads(ran.stdout)
    assert answer["document"] == document
    assert keys <= answer.keys()
    told = filled(*line, *DAY)
    assert told.exit_code == 0, told.output
    assert "Marked" not in ran.output + told.output


def test_a_phase_is_entered_whatever_is_open(filled):
    told = filled("phase", "bell", *DAY, "--enter", "Transition")
    assert told.exit_code == 0, told.output
    assert "Entered: Transition. Nobody said why" in " ".join(told.output.split())
    ran = filled("phase", "bell", *DAY, "--format", "json")
    answer = json.loads(ran.stdout)
    assert (answer["asserted"], answer["agrees"]) == ("Transition", False)
    why = filled("phase", "bell", *DAY, "--enter", "Transition", "--reason", "Moving")
    assert "Nobody said why" not in why.output
    assert filled("phase", "bell", "--to", "a", "--enter", "b").exit_code == 2
    wrong = filled("phase", "bell", "--enter", "Transitoin")
    assert wrong.exit_code == 2
    assert "Transition" in wrong.output


def test_plan_status_tells_who_has_not_signed(filled):
    told = filled("plan-status", "bell", *DAY).output
    assert "youth (program), caregiver (program), facilitator (program)" in " ".join(told.split())


PERIOD = ("--from", "2025-01-01", "--to", "2025-06-01")


def test_indicators_of_all_families_hide_small_groups(filled):
    told = filled("indicators", "--per", "facilitator", *PERIOD)
    assert told.exit_code == 0, told.output
    assert "fac          hidden" in told.output
    assert "fewer than 11 families" in told.output
    ran = filled("indicators", "--per", "facilitator", *PERIOD, "--format", "json")
    answer = json.loads(ran.stdout)
    assert answer["document"] == "indicators by group"
    assert answer["groups"]["fac"] is None
    assert {each["status"] for each in answer["cells"]} == {"hidden"}


def test_indicators_can_be_a_table_for_other_programs(filled):
    ran = filled("indicators", "--per", "program", *PERIOD, "--csv", "--inside")
    assert ran.exit_code == 0, ran.output
    head, *rows = ran.stdout.splitlines()
    assert head.startswith("indicator,group,value,numerator,denominator,families")
    gap = [each for each in rows if each.startswith("longest_meeting_gap_days,*,")]
    assert gap == ["longest_meeting_gap_days,*,150,150,1,1,0,0,ok"]


@pytest.mark.parametrize(
    "line",
    [
        ("indicators",),
        ("indicators", "bell", "--per", "agency"),
        ("indicators", "bell", "--csv"),
        ("indicators", "--per", "agency"),
        ("indicators", "--per", "agency", "--from", "2025-02-01", "--to", "2025-02-01"),
    ],
)
def test_indicators_ask_for_a_family_or_a_period(filled, line):
    assert filled(*line).exit_code == 2


def test_a_worksheet_is_written_once(filled, tmp_path):
    page = tmp_path / "review.html"
    assert filled("worksheet", "bell", *DAY, "--out", page).exit_code == 0
    assert "Worksheet for a record review" in page.read_text("utf-8")
    assert filled("worksheet", "bell", *DAY, "--out", page).exit_code == 2
    shown = filled("worksheet", "bell", *DAY, "--format", "json")
    answer = json.loads(shown.stdout)
    assert (answer["document"], answer["held"]["kind"]) == ("worksheet", "record-review")
    assert "Marked" not in shown.output + page.read_text("utf-8")
