"""Reading and verifying a folder of evidence, as a stranger would."""

from __future__ import annotations

import json
import subprocess
import sys


def verified(folder, *words):
    """Run the verifier as a stranger would: its own process, no site-packages."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", folder / "verify.py", *map(str, words)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert not ran.stderr
    return ran.returncode, ran.stdout


def document_of(folder):
    return json.loads((folder / "evidence.json").read_bytes())
