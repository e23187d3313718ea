"""Addresses of stores on the command line: what is wrong is said, and a password never is."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import make_url

from wraparound.cli.opening import shown_address
from wraparound.cli.settings import Settings

COMMANDS = (
    ("families",),
    ("import", "."),
    ("review", "--all"),
    ("screen",),
    ("storage", "status"),
    ("storage", "upgrade"),
    ("storage", "trail"),
    ("storage", "verify"),
    ("storage", "views", "--make"),
)
NOBODY_LISTENS = "postgresql://portal:{}@127.0.0.1:1/cases"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("password", ["hush", "hu%40sh", "hu@sh", "hu?sh"])
def test_no_command_shows_the_password(run, words, password):
    ran = run(*words, "--store", NOBODY_LISTENS.format(password))
    assert ran.exit_code == 2
    assert all(part not in ran.output for part in (password, "hu%40sh", "hu@sh"))
    assert "Hint: " in ran.stderr


@pytest.mark.parametrize("words", [("families",), ("storage", "status")], ids=" ".join)
def test_a_filled_server_is_named_without_its_password(run, postgres_url, words):
    """Also where all is well, and the answer begins with where the records are."""
    address = make_url(postgres_url)
    secret = address.set(username=address.username or "postgres", password="hush")
    shown = secret.render_as_string(hide_password=False)
    for form in ("text", "json"):
        ran = run(*words, "--store", shown, "--format", form)
        assert ran.exit_code == 0, ran.output
        assert "hush" not in ran.output


@pytest.mark.parametrize("password", ["hush", "hu@sh", "hu?sh"])
def test_what_is_printed_of_an_address_is_where_and_not_who(password):
    given = Settings(store=f"postgresql://portal:{password}@db.example:5432/cases?sslmode=require")
    assert shown_address(given) == "postgresql://db.example:5432/cases"


def test_an_unknown_database_is_to_be_created_first(run, postgres_url):
    missing = make_url(postgres_url).set(database="not_there")
    ran = run("families", "--store", missing.render_as_string(hide_password=False))
    assert ran.exit_code == 2
    assert "create the database first" in ran.stderr


def test_an_unknown_user_is_asked_to_check_name_and_password(run, postgres_url):
    stranger = make_url(postgres_url).set(username="nobody_here", password="hush")
    ran = run("families", "--store", stranger.render_as_string(hide_password=False))
    assert ran.exit_code == 2
    assert "are the user's name and password correct" in ran.stderr
    assert "hush" not in ran.output


def test_an_empty_database_is_told_and_is_no_failure(run, empty_postgres_url):
    """Nothing is laid out by asking how it stands."""
    ran = run("storage", "status", empty_postgres_url, "--format", "json")
    assert ran.exit_code == 0, ran.output
    first = json.loads(ran.stdout)
    again = json.loads(run("storage", "status", empty_postgres_url, "--format", "json").stdout)
    assert again["tables"] == first["tables"]
    assert first["tables"]["programs"] == {}


def test_views_are_not_made_where_there_are_no_tables(run, empty_postgres_url):
    ran = run("storage", "views", empty_postgres_url, "--make")
    assert ran.exit_code == 2
    assert "Hint: " in ran.stderr


def test_a_prefix_alone_is_wrong_use(run, url):
    ran = run("storage", "views", url, "--prefix", "wa_")
    assert ran.exit_code == 2
    assert "--prefix goes with --make" in ran.stderr
