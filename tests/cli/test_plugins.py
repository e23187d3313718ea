"""Plugins on the command line: listed, traced, and broken ones named without harm."""

from __future__ import annotations

import json
from importlib.metadata import EntryPoint
from pathlib import Path

import click
import pytest

from wraparound.hooks import hookimpl, loader
from wraparound.instruments import defining, load_instruments


class Greeter:
    """A plugin that brings a command and instruments."""

    @hookimpl
    def register_commands(self):
        @click.command("greet", help="Say hello.")
        @click.pass_obj
        def greet(settings):
            click.echo(f"hello to {settings.program}")

        return [greet, click.Command("review", help="Not the review.")]

    @hookimpl
    def register_instruments(self):
        file = Path(defining.__file__).with_name("definitions") / "cgas.yaml"
        return [load_instruments()["SDQ"], file]


greeter = Greeter()
"""What the made-up entry point loads."""


class Faulty:
    """A plugin whose hook fails."""

    @hookimpl
    def register_importers(self):
        raise LookupError("Marked")


faulty = Faulty()


@pytest.fixture
def installed(monkeypatch):
    """Entry points as if packages had been installed: one good, one failing, one not there."""
    import sys  # noqa: PLC0415

    sys.modules["made_up_plugins"] = sys.modules[__name__]
    found = [
        EntryPoint("greeter", "made_up_plugins:greeter", "wraparound"),
        EntryPoint("faulty", "made_up_plugins:faulty", "wraparound"),
        EntryPoint("gone", "no_such_package_anywhere", "wraparound"),
    ]
    monkeypatch.setattr(loader, "entry_points", lambda *, group: found)
    yield
    del sys.modules["made_up_plugins"]


@pytest.mark.usefixtures("installed")
def test_every_plugin_is_listed_with_what_failed_and_why(run):
    """What is broken is named with its reason, and stops nobody."""
    ran = run("plugins", "--format", "json")
    assert ran.exit_code == 0
    said = {each["name"]: each for each in json.loads(ran.stdout)["plugins"]}
    assert said["built-in"]["loaded"]
    assert said["greeter"]["brings"] == [
        "command greet",
        "command review",
        "instrument SDQ",
        "instrument in cgas.yaml",
    ]
    assert "ModuleNotFoundError" in said["gone"]["failure"]
    assert not said["gone"]["loaded"]
    text = run("plugins").stdout
    assert "gone: failed" in text
    assert "faulty failed in register_importers: LookupError" in text
    assert "Marked" not in text


@pytest.mark.usefixtures("installed")
def test_a_trace_shows_each_call(run):
    """--trace lists hook, plugin and time."""
    said = json.loads(run("plugins", "--trace", "--format", "json").stdout)
    calls = {(each["plugin"], each["hook"], each["failure"]) for each in said["calls"]}
    assert ("faulty", "register_importers", "LookupError") in calls
    assert ("greeter", "register_commands", "") in calls


@pytest.mark.usefixtures("installed")
def test_a_plugin_adds_a_command_and_replaces_none(run):
    """The new command runs and is in the help; one with a name of the library's own is left out."""
    assert run("--program", "north", "greet").stdout == "hello to north\n"
    helped = run("--help").stdout
    assert "Say hello." in helped
    assert "Not the review." not in helped


@pytest.mark.usefixtures("installed")
def test_a_broken_plugin_stops_no_command(filled):
    """Other commands work beside it."""
    assert filled("families").exit_code == 0
