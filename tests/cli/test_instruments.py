"""The commands about instruments: list, show, check, explain."""

from __future__ import annotations

import hashlib
import json

import pytest

DAY = ("--as-of", "2026-05-01")
MORE = """\
assessment:
  - id: a-cans-1
    family: bell
    person: kid
    instrument: CANS
    "on": "2026-01-12"
    certified_until: "2026-11-01"
    items: [{code: anxiety, rating: 3}, {code: school, rating: 2}, {code: runaway, rating: 0}]
  - id: a-cans-2
    family: bell
    person: kid
    instrument: CANS
    "on": "2026-04-13"
    certified_until: "2026-11-01"
    items: [{code: anxiety, rating: 1}, {code: school, rating: 2}, {code: runaway, rating: 0}]
  - id: a-psc
    family: bell
    person: kid
    instrument: PSC-17
    "on": "2026-04-13"
    answered: 17
    scores: {attention: "77"}
"""


@pytest.fixture
def assessed(run, case):
    """Run the command on a store whose family was assessed."""
    case.write_text(case.read_text("utf-8") + MORE, "utf-8")
    assert run("import", case).exit_code == 0
    return run


@pytest.fixture
def content(tmp_path):
    """A site's own content, and its hash."""
    file = tmp_path / "cans.yaml"
    file.write_text(
        "instrument: CANS\nlicence: own\nitems:\n"
        "  anxiety: {domain: behavioral_emotional, text: Marked wording}\n",
        "utf-8",
    )
    return file, hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("line", "document", "keys"),
    [
        (("list",), "instruments list", {"instruments"}),
        (("show", "cans"), "instrument", {"licence", "scales", "domains", "scores", "patterns"}),
        (("check", "bell", *DAY), "instruments check", {"assessments"}),
        (("explain", "bell", *DAY), "assessments", {"family", "assessments"}),
    ],
)
def test_every_answer_is_one_document_without_names(assessed, line, document, keys):
    ran = assessed("instruments", *line, "--format", "json")
    assert ran.exit_code == 0, ran.output
    answer = json.loads(ran.stdout)
    assert answer["document"] == document
    assert keys <= answer.keys()
    told = assessed("instruments", *line)
    assert told.exit_code == 0, told.output
    assert "Marked" not in ran.output + told.output


def test_what_was_only_recalled_is_marked(run):
    shown = run("instruments", "show", "casii").output
    assert shown.count("[only recalled: decides nothing]") >= 3
    assert "[only recalled" not in run("instruments", "show", "psc-17").output


def test_the_patterns_in_its_codes_are_named(run):
    assert "us-wa-wise.screen: Washington DSHS" in run("instruments", "show", "CANS").output


def test_a_wrong_name_tells_the_nearest(run):
    ran = run("instruments", "show", "kans")
    assert ran.exit_code == 2
    assert "did you mean" in ran.output


def test_faults_are_told_without_a_number_that_was_recorded(assessed):
    ran = assessed("instruments", "check", "bell", *DAY)
    assert "FAULT INST-09 attention must be from 0 to 10 in steps of 1." in ran.output
    assert "77" not in ran.output


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("bell",), 0),
        (("bell", "--fail-on", "fault"), 1),
        (("--all", "--fail-on", "fault"), 1),
        (("calm", "--fail-on", "note"), 0),
    ],
)
def test_the_exit_code_can_say_what_weighs(assessed, line, code):
    assert assessed("instruments", "check", *line, *DAY).exit_code == code


@pytest.mark.parametrize("line", [(), ("bell", "--all")])
def test_families_are_named_or_all_are_asked_for(assessed, line):
    ran = assessed("instruments", "check", *line)
    assert ran.exit_code == 2
    assert "Name families, or ask for --all." in ran.output


def test_the_latest_of_each_instrument_is_explained_with_what_changed(assessed):
    told = assessed("instruments", "explain", "bell", *DAY).output
    assert "a-cans-2" in told
    assert "a-cans-1" not in told
    assert "anxiety: it asked for action, and does not any more." in told
    assert "May we ask for something lighter?" in told
    assert "INST-09" in told


def test_patterns_are_asked_where_a_state_is_named(assessed):
    line = ("instruments", "explain", "bell", "--instrument", "CANS", *DAY)
    assert "us-wa-wise" not in assessed(*line).output
    told = " ".join(assessed(*line, "--practice", "us-wa").output.split())
    assert "us-wa-wise.screen: Cannot be told yet." in told
    assert "cans.items.psychosis" in told


def test_an_assessment_that_is_not_there_names_those_that_are(assessed):
    ran = assessed("instruments", "explain", "bell", "--assessment", "a-9", *DAY)
    assert ran.exit_code == 2
    assert "a-cans-1, a-cans-2, a-psc" in ran.output


def test_a_page_is_written_once_and_of_one(assessed, tmp_path):
    out = tmp_path / "pages" / "kid.html"
    line = ("instruments", "explain", "bell", *DAY, "--page", out)
    assert assessed(*line).exit_code == 2  # two instruments, two pages
    assert not out.exists()
    one = (*line, "--assessment", "a-cans-2", "--language", "es")
    assert assessed(*one).exit_code == 0
    assert '<html lang="es">' in out.read_text("utf-8")
    assert "is there already" in assessed(*one).output


def test_a_site_s_own_content_needs_the_recorded_hash(assessed, content):
    file, sha256 = content
    line = ("instruments", "explain", "bell", "--instrument", "CANS", *DAY, "--content", file)
    assert "together" in assessed(*line).output
    refused = assessed(*line, "--sha256", "0" * 64)
    assert refused.exit_code == 2
    assert "is not the file that was agreed on" in refused.output
    assert "Marked wording" not in assessed(*line, "--sha256", sha256).output
    change = ("--assessment", "a-cans-1", "--wording")
    assert "Marked wording" in assessed(*line, "--sha256", sha256, *change).output


def test_a_definition_of_a_site_s_own_is_listed(run, tmp_path):
    file = tmp_path / "lake.yaml"
    file.write_text(
        "id: LAKE\ntitle: Own\nholder: Lake\nlicence: free\nkeeps: scores\n"
        'citation: handbook\ncompiled_on: "2026-01-01"\n',
        "utf-8",
    )
    assert "LAKE" in run("instruments", "list", "--definition", file).output
    file.write_text("id: LAKE\ntitel: Own\n", "utf-8")
    ran = run("instruments", "list", "--definition", file)
    assert ran.exit_code == 2
    assert "did you mean 'title'" in ran.output


def test_a_family_without_assessments_is_told_so(assessed):
    assert "no assessment" in assessed("instruments", "explain", "calm", *DAY).output
