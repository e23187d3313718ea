"""Build the wheels into dist/ and try them in an empty environment, away from this clone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
DIST = HOUSE / "dist"
PIP = ["-m", "pip", "--quiet", "--disable-pip-version-check"]
TRIALS = [["--version"], ["plugins"], ["demo"], ["policy", "test"]]


def main() -> int:
    """Build, install and run; return 0 when every trial went well."""
    shutil.rmtree(DIST, ignore_errors=True)
    projects = [HOUSE, *sorted(place.parent for place in HOUSE.glob("plugins/*/pyproject.toml"))]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(DIST)]
    call([sys.executable, *PIP, *build, *map(str, projects)], cwd=HOUSE, quietly=True)
    wheels = sorted(DIST.glob("*.whl"))
    if len(wheels) != len(projects):
        print(f"wheels: {len(projects)} projects made {len(wheels)} wheels")
        return 1
    for wheel in wheels:
        print(f"wheels: built {wheel.name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="empty-") as empty:
        place = Path(empty)
        venv.create(place / "venv", with_pip=True)
        commands = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
        install = ["install", "--constraint", str(HOUSE / "constraints.txt"), *map(str, wheels)]
        call([str(commands / "python"), *PIP, *install], cwd=place, quietly=True)
        for trial in TRIALS:
            print(f"wheels: wraparound {' '.join(trial)}", flush=True)
            call([str(commands / "wraparound"), *trial], cwd=place)
    print("wheels: installed and run in an empty environment", flush=True)
    return 0


def call(command: list[str], *, cwd: Path, quietly: bool = False) -> None:
    """Run a command that sees neither this clone nor its environment.

    Quietly: what it prints is shown only when it fails.

    Raises:
        subprocess.CalledProcessError: When it fails.
    """
    outside = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "VIRTUAL_ENV", "WRAPAROUND_STORE", "WRAPAROUND_SHARED"}
    }
    ran = subprocess.run(
        command, cwd=cwd, env=outside, check=False, capture_output=quietly, encoding="utf-8"
    )
    if ran.returncode and quietly:
        print(ran.stdout, ran.stderr, sep="\n")
    ran.check_returncode()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as failed:
        print(f"wheels: failed with exit code {failed.returncode}: {failed.cmd}")
        sys.exit(1)
