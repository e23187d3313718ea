"""How long it takes to import the library, against importing what it stands on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from measuring import Comparison, medians

PEER = "import attrs, cattrs, pluggy"


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def compare_import_time() -> Iterator[Comparison]:
    """Compare whole processes, less the time of a process that imports nothing."""
    for code, goal, note in (
        ("import wraparound", "<= 1.5", "names are loaded when first used"),
        ("import wraparound; wraparound.Program", "none", "everything a program needs"),
    ):
        ours, theirs = medians(lambda code=code: _python(code), lambda: _python(PEER))
        _, nothing = medians(lambda: None, lambda: _python("pass"))
        yield Comparison(code, max(ours - nothing, 1e-6), theirs - nothing, PEER, goal, note)
