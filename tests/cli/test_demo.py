"""The example county on the command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from wraparound.cli import wraparound
from wraparound.cli.oakfield import oakfield_files, oakfield_stories
from wraparound.errors import StorageUnavailable


@pytest.fixture(autouse=True)
def oakfield():
    """Skip where the example county is not beside this copy."""
    try:
        oakfield_files()
    except StorageUnavailable:
        pytest.skip("examples/oakfield is not here")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the demo writes, in one line for each paragraph."""
    place = tmp_path_factory.mktemp("demo") / "oakfield.db"
    ran = CliRunner().invoke(
        wraparound, ["demo", "--keep", str(place)], env={"COLUMNS": "400", "NO_COLOR": "1"}
    )
    assert ran.exit_code == 0
    assert place.exists()
    return ran.stdout


def stories(text):
    """The lines of each family's story, without headings."""
    lines = text.partition("What to try next")[0].splitlines()
    found = {}
    for line in lines:
        begun = re.match(r"([a-z]+): [A-Z]", line)
        if begun:
            story = found.setdefault(begun.group(1), [])
        elif found and line.startswith("  "):
            story.append(line.strip())
    return found


def test_the_demo_tells_every_family_what_was_found_and_what_can_be_done(told):
    """One is clear; each other has its finding in plain words, and something that can be done."""
    found = stories(told)
    assert found.keys() == oakfield_stories().keys()
    assert found.pop("alder")[-1].startswith("CLEAR")
    for family, lines in found.items():
        assert any(re.search(r"\(COI-[A-Z]{3}-\d\d", line) for line in lines), family
        assert lines[-1].startswith("→ "), family
    assert any(line.startswith("CANNOT BE TOLD") for line in found["elm"])
    lapsed = next(line for line in found["ginkgo"] if "COI-EMP-01" in line)
    assert lapsed.startswith("MITIGATED until 2026-09-30, then PROHIBITED")
    assert any("not yet checked against the law's own text" in line for line in found["hazel"])


def test_the_demo_can_be_read_in_a_minute(told):
    """All stories together have at most 280 words, without their headings."""
    words = [word for lines in stories(told).values() for line in lines for word in line.split()]
    assert 150 < len([word for word in words if word != "→"]) <= 280


def test_what_can_be_done_speaks_of_rules_that_were_found(run, tmp_path):
    """No story has words for a rule that its review does not raise."""
    place = tmp_path / "o.db"
    said = json.loads(run("demo", "--keep", place, "--format", "json").stdout)["families"]
    found = {each["family"]: {one["rule"] for one in each["findings"]} for each in said}
    assert {family: set(each.can) for family, each in oakfield_stories().items()} == found


def test_what_a_story_has_no_words_for_is_told_by_the_rule(run, tmp_path, monkeypatch):
    """Without the county's stories, the demo says what the rules say."""
    monkeypatch.setattr("wraparound.cli.commands.demo.oakfield_stories", dict)
    ran = " ".join(run("demo", "--keep", tmp_path / "o.db").stdout.split())
    assert "birch (Jaylen Baptiste)" in ran
    assert "→ You may ask for a planner from outside that agency" in ran


@pytest.mark.skipif(os.name == "nt", reason="the paths are those of POSIX")
def test_the_next_steps_can_be_typed(tmp_path):
    """Without the environment on the PATH, each command begins with the path of the script."""
    home = Path(sys.executable).parent
    ran = subprocess.run(
        [home / "wraparound", "demo", "--keep", tmp_path / "oakfield.db"],
        capture_output=True,
        check=True,
        cwd=home.parent,
        encoding="utf-8",
        env={"PATH": str(home), "PYTHONIOENCODING": "utf-8"},
    )
    steps = ran.stdout.partition("What to try next")[2]
    assert f"  {home.name}/wraparound show " in steps
    assert "  wraparound " not in steps


def test_the_demo_can_be_run_twice_on_one_file(run, tmp_path):
    """The second time nothing is added and the same is found."""
    found = [
        json.loads(run("demo", "--keep", tmp_path / "o.db", "--format", "json").stdout)["families"]
        for _ in range(2)
    ]
    assert len(found[0]) == 9
    assert found[0] == found[1]


def test_without_a_place_the_demo_takes_a_temporary_one(run, tmp_path, monkeypatch):
    """The temporary store stays, and its address is named so that more commands can use it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = json.loads(run("demo", "--format", "json").stdout)
    assert said["store"].startswith("sqlite:///")
    assert said["store"].endswith("/oakfield.db")
    assert run("families", "--store", said["store"]).exit_code == 0
