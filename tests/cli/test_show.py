"""Families and charts on a page, and the options that stand before or after the command."""

from __future__ import annotations

import json

import pytest

from wraparound.cli import wraparound
from wraparound.cli.opening import database_file
from wraparound.program import DEFAULT_STORE


def test_families_are_listed_with_their_youth_and_their_stay(filled):
    """A row has the id, the youth, the number of people and the state of the stay."""
    said = json.loads(filled("families", "--format", "json").stdout)
    assert said["families"][0] == {
        "family": "bell",
        "youth": ["kid"],
        "people": 2,
        "enrollments": [{"enrollment": "stay", "service": "wraparound", "state": "enrolled"}],
    }
    assert "2 families" in filled("families").stdout


def test_a_chart_shows_people_duties_plan_and_services(filled):
    """The page has the sections that a coordinator looks for."""
    said = filled("show", "bell").stdout
    for words in ("Family", "Who decides", "Plan of care in force", "Services on the plan"):
        assert words in said
    assert "Birch House" in said


def test_a_chart_hides_personal_text_until_it_is_asked_for(filled):
    """Names and what services are for appear with --personal only."""
    for form in ("text", "json"):
        hidden = filled("show", "bell", "--format", form).output
        assert "Marked" not in hidden
        assert "respite" not in hidden
    shown = filled("show", "bell", "--personal").output
    assert "Marked Youth" in shown
    assert "respite" in shown


def test_the_names_of_the_youth_are_listed_when_they_are_asked_for(filled):
    """``families`` hides and shows them as ``show`` and ``review`` do."""
    assert "Marked" not in filled("families").output
    assert "kid (Marked Youth)" in filled("families", "--personal").stdout
    hidden = json.loads(filled("families", "--format", "json").stdout)
    shown = json.loads(filled("families", "--personal", "--format", "json").stdout)
    assert hidden["names"] == {}
    assert shown["names"] == {"calm-kid": "Marked Other", "kid": "Marked Youth"}
    assert hidden["families"] == shown["families"]


def test_options_may_stand_before_or_after_the_command(filled):
    """The inner one wins."""
    before = filled("--format", "json", "--as-of", "2025-06-01", "show", "bell")
    after = filled("--format", "text", "show", "bell", "--format", "json", "--as-of", "2025-06-01")
    assert before.stdout == after.stdout
    assert json.loads(before.stdout)["as_of"] == "2025-06-01"


def test_a_store_that_is_not_there_is_not_made_by_looking_at_it(run, tmp_path):
    """A typo in the address must not leave an empty database behind."""
    for words in (("families",), ("show", "bell"), ("review", "--all")):
        ran = run(*words)
        assert ran.exit_code == 2
        assert "there is no store at" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_of_store_is_a_mistake(run):
    """The hint names what there is, and no more of the address than its scheme."""
    ran = run("families", "--store", "sqlight:///secret.db")
    assert ran.exit_code == 2
    assert "did you mean 'sqlite'?" in ran.stderr
    assert "secret" not in ran.stderr


def test_a_store_without_a_scheme_is_told_how_to_write_one(run):
    """A bare word is no address, and the message does not speak of an empty one."""
    ran = run("families", "--store", "foo")
    assert ran.exit_code == 2
    assert "begins with a scheme" in ran.stderr
    assert "sqlite:///cases.db" in ran.stderr
    assert "''" not in ran.stderr


@pytest.mark.parametrize("name", sorted(wraparound.list_commands(None)))
def test_the_help_is_clean_and_names_the_store_that_is_used(run, name):
    """No mark of the help's own form is shown, and the default is the true one."""
    said = run(name, "--help").stdout
    assert "\\b" not in said
    assert ("--store" in said) == (f"({DEFAULT_STORE})" in said)


def test_an_empty_store_says_what_to_do(run, case):
    """Without families the next step is named."""
    run("import", case, "--program", "one")
    ran = run("families", "--program", "another")
    assert ran.exit_code == 0
    assert "wraparound import" in ran.stdout


def test_the_file_of_an_address_is_known():
    """Only SQLite addresses with a file name one."""
    assert str(database_file(DEFAULT_STORE)) == "wraparound.db"
    assert str(database_file("sqlite:////srv/cases.db?timeout=5")) == "/srv/cases.db"
    for url in ("memory:", "sqlite://", "sqlite:///:memory:", "postgresql:///cases"):
        assert database_file(url) is None
