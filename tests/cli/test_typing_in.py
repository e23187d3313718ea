"""The command as somebody can type it where they are."""

from __future__ import annotations

import os
import sys

import pytest

from wraparound.cli.typing_in import typed_name

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the paths are those of POSIX")


@pytest.fixture
def script(tmp_path, monkeypatch):
    """A command in an environment that nobody activated, below the working directory."""
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    file = folder / "wraparound"
    file.write_text("#!/bin/sh\n", "utf-8")
    file.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(file), "demo"])
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.chdir(tmp_path)
    return file


def test_what_the_shell_lacks_is_called_by_its_path(script):
    """Relative to where one is: that is what ``make demo`` leaves behind."""
    assert typed_name() == ".venv/bin/wraparound"


def test_a_path_that_this_process_alone_has_does_not_count(script, monkeypatch):
    """``make demo`` puts the environment on the PATH of the demo, and not on that of the shell."""
    monkeypatch.setenv("PATH", str(script.parent))
    assert typed_name() == ".venv/bin/wraparound"


def test_in_an_active_environment_the_name_is_enough(script, monkeypatch):
    """Whoever activated it can type the name."""
    monkeypatch.setenv("PATH", str(script.parent))
    monkeypatch.setenv("VIRTUAL_ENV", str(script.parents[1]))
    assert typed_name() == "wraparound"


def test_installed_for_all_the_name_is_enough(script, monkeypatch):
    """A command outside of any environment is found by its name."""
    monkeypatch.setenv("PATH", str(script.parent))
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert typed_name() == "wraparound"


def test_elsewhere_the_whole_path_is_named(script, tmp_path, monkeypatch):
    """Quoted, so that a space in it does no harm."""
    other = tmp_path / "other place"
    other.mkdir()
    monkeypatch.chdir(other)
    assert typed_name() == str(script)
    monkeypatch.chdir(script.parent)
    assert typed_name() == "./wraparound"
