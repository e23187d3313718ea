"""The real command in a process of its own: streams, encodings, exit codes, speed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wraparound import __version__

COMMAND = str(Path(sys.executable).with_name("wraparound"))


def test_the_version_is_told_at_once(shell):
    """``--version`` loads neither rich nor a database nor the rules."""
    started = time.perf_counter()
    ran = shell("--version")
    assert ran.stdout == f"wraparound {__version__}\n"
    assert time.perf_counter() - started < 2  # seconds; 0.1 on an idle machine
    question = "import sys, wraparound.cli; print(sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    for heavy in ("'rich'", "'sqlalchemy'", "'yaml'", "'wraparound.program'", "'pluggy'"):
        assert heavy not in loaded


def test_the_exit_codes_hold_in_a_real_process(shell, case):
    """0 done, 1 found, 2 wrong use."""
    assert shell("import", case).returncode == 0
    assert shell("review", "calm").returncode == 0
    assert shell("review", "bell", "--as-of", "2025-06-01").returncode == 1
    assert shell("reviw").returncode == 2
    assert shell("review", "--unknown").returncode == 2
    assert "did you mean 'review'?" in shell("reviw").stderr


def test_without_a_terminal_there_are_no_colors_and_no_progress(shell, case):
    """Output that goes into a pipe is plain text, and standard error is empty."""
    ran = shell("import", case)
    assert "\x1b" not in ran.stdout + ran.stderr
    assert ran.stderr == ""
    assert not any(line.endswith(" ") for line in ran.stdout.splitlines())


def test_where_the_terminal_has_no_arrows_ascii_is_used(shell, case):
    """An encoding without arrows and dashes gets -> and -."""
    shell("import", case)
    ran = shell("review", "bell", "--as-of", "2025-06-01", encoding="ascii")
    assert ran.returncode == 1
    assert "-employed by->" in " ".join(ran.stdout.split())


def test_a_name_that_the_terminal_cannot_show_is_no_failure(shell, case):
    """Letters outside the encoding become question marks."""
    case.write_text(case.read_text("utf-8").replace("Birch House", "Bírch Hóuse"), "utf-8")
    shell("import", case)
    assert "B?rch H?use" in shell("show", "bell", encoding="ascii").stdout


@pytest.mark.parametrize("width", [40, 80])
def test_nothing_is_wider_than_the_terminal(filled, width):
    """At 40 columns everything is stacked; nothing sticks out."""
    for words in (("families",), ("show", "bell"), ("review", "--all"), ("explain", "COI-EMP-01")):
        ran = filled(*words, COLUMNS=str(width))
        assert max(map(len, ran.stdout.splitlines())) <= width


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_reader_who_leaves_early_is_no_failure(shell, case, url):
    """``wraparound … | head -1`` ends quietly."""
    shell("import", case)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            [COMMAND, "review", "--all", "--as-of", "2025-06-01"],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            env={"WRAPAROUND_STORE": url},
        )
    finally:
        os.close(writing)
    assert ran.returncode == 141
    assert ran.stderr == b""


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("wraparound rev", "review"),
        ("wraparound explain COI-EM", "COI-EMP-01"),
        ("wraparound review be", "bell"),
        ("wraparound review --policy US-M", "US-MS"),
    ],
)
def test_the_tab_key_completes(shell, case, words, offered):
    """Commands, rules, families and packs are offered to the shell."""
    shell("import", case)
    ran = shell(
        _WRAPAROUND_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" "))
    )
    assert f"plain,{offered}" in ran.stdout.splitlines()


@pytest.mark.parametrize("name", ["zsh", "fish"])
def test_the_script_for_the_shell_is_printed(shell, name):
    """``wraparound completion`` prints what the shell needs."""
    ran = shell("completion", name)
    assert ran.returncode == 0
    assert "_WRAPAROUND_COMPLETE" in ran.stdout
