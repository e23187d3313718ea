"""The real command in a process of its own: streams, encodings, exit codes, speed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wraparound import __version__
from wraparound.cli.page import Page
from wraparound.cli.settings import Settings

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


LONG = "0190a1b2-c3d4-7e5f-8a9b-0123456789ab"
"""An id as the library makes them: longer than any column of a table at 80 columns."""


@pytest.mark.parametrize("width", [60, 66, 80])
@pytest.mark.parametrize("words", [("families",), ("show", LONG), ("review", "--all")])
def test_no_id_day_or_word_is_broken(run, case, width, words):
    """What would not fit beside the rest is a list; every word of it can be copied."""
    case.write_text(case.read_text("utf-8").replace("bell", LONG).replace("kid", f"{LONG}-1"))
    run("import", case)
    as_asked = (*words, "--as-of", "2025-06-01")
    wide, narrow = (run(*as_asked, COLUMNS=columns).stdout for columns in ("1000", str(width)))
    assert max(map(len, narrow.splitlines())) <= width
    there, whole = ({each.rstrip(":") for each in said.split()} for said in (wide, narrow))
    labels = {"family"}  # a list has no word above what its entries are about
    assert {each for each in there if not each.startswith("=")} - whole <= labels


def test_a_label_gives_way_to_a_word_that_needs_the_width(capsys, monkeypatch):
    """What would be broken beside its label stands below it."""
    monkeypatch.setenv("COLUMNS", "60")
    page = Page(Settings())
    page.labelled("Who", [f"{LONG}-{'x' * 15}", "b"])
    page.labelled("Who", ["short"])
    assert capsys.readouterr().out.splitlines() == [
        "  Who:",
        f"    {LONG}-{'x' * 15}",
        "    b",
        "  Who           short",
    ]


def test_a_table_that_fits_stays_a_table(filled):
    """At 80 columns short ids stand side by side."""
    assert "bell    kid       2       enrolled" in filled("families").stdout


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
        ("wraparound import --format-in ca", "case"),
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
