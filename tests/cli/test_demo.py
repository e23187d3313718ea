"""The example county on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wraparound.cli.oakfield import oakfield_files
from wraparound.errors import StorageUnavailable


@pytest.fixture(autouse=True)
def oakfield():
    """Skip where the example county is not beside this copy."""
    try:
        oakfield_files()
    except StorageUnavailable:
        pytest.skip("examples/oakfield is not here")


def test_the_demo_tells_the_story_of_five_families(run, tmp_path):
    """One is clean, three have a conflict by different paths, one cannot be told."""
    ran = run("demo", "--keep", tmp_path / "oakfield.db")
    assert ran.exit_code == 0
    assert "Family alder" in ran.stdout
    for words in ("COI-EMP-01", "COI-EMP-05", "COI-KIN-", "COI-OWN-06", "What to try next"):
        assert words in ran.stdout
    assert (tmp_path / "oakfield.db").exists()


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
    assert len(found[0]) == 5
    assert found[0] == found[1]


def test_without_a_place_the_demo_takes_a_temporary_one(run, tmp_path, monkeypatch):
    """The temporary store stays, and its address is named so that more commands can use it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = json.loads(run("demo", "--format", "json").stdout)
    assert said["store"].startswith("sqlite:///")
    assert said["store"].endswith("/oakfield.db")
    assert run("families", "--store", said["store"]).exit_code == 0
