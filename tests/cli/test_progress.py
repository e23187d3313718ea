"""The line that says how far a work has come, and the answer, in one terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")


def in_a_terminal(url, *words):
    """Run the command where both streams are one terminal; return what the terminal was sent."""
    import pty  # noqa: PLC0415 - not there on Windows

    main, side = pty.openpty()
    sent = b""
    command = [Path(sys.executable).with_name("wraparound"), *words]
    environment = {"PATH": "", "WRAPAROUND_STORE": url, "TERM": "xterm", "COLUMNS": "80"}
    environment["PYTHONIOENCODING"] = "utf-8"
    with subprocess.Popen(
        command, stdin=side, stdout=side, stderr=side, env=environment
    ) as running:
        os.close(side)
        while True:
            try:
                read = os.read(main, 65_536)
            except OSError:  # Linux says so where the other end is closed
                break
            if not read:
                break
            sent += read
    os.close(main)
    return running.returncode, sent.decode()


def test_the_answer_is_not_drawn_over(filled, url):
    """The line is taken away before each family is written."""
    code, sent = in_a_terminal(url, "review", "--all", "--as-of", "2025-06-01")
    assert code == 1
    for family in ("bell", "calm"):
        before = sent.partition(f"Family {family}: ")[0]
        assert "\x1b[2K" in before[before.rindex("Reviewing family") :]  # the line is erased
