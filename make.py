"""Set up this clone and run one of its few words: ``python make.py demo``.

Needs nothing but Python 3.11 or newer with pip. ``make demo`` is the same thing in fewer letters,
for those who have make. Everything lands in ``.venv`` inside the clone; a word installs only what
it needs, once.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent
OLDEST = (3, 11)
WINDOWS = os.name == "nt"
HEARTBEAT = 15  # seconds between two lines that say "still at it"

# word: (what it does, dependency groups it needs, commands to run);
# "{bin}" stands for the environment's folder of commands
WORDS = {
    "demo": (
        "review the nine families of the example county",
        ["plugins"],
        [["{bin}/wraparound", "demo"]],
    ),
    "test": (
        "run the tests on every core, those in the documentation too",
        ["test"],
        [["{bin}/python", "-m", "pytest", "--numprocesses=auto", "--dist=loadfile"]],
    ),
    "lint": (
        "check form (ruff) and the floors of the house (import-linter)",
        ["lint"],
        [
            ["{bin}/ruff", "check", "--no-cache"],
            ["{bin}/ruff", "format", "--check", "--no-cache"],
            ["{bin}/lint-imports", "--no-cache"],
        ],
    ),
    "types": (
        "check the types, with mypy and with basedpyright",
        ["types"],
        [["{bin}/mypy"], ["{bin}/basedpyright"]],
    ),
    "docs": (
        "build the documentation into site/, strictly",
        ["docs"],
        [
            ["{bin}/mkdocs", "build", "--strict", "--quiet"],
            ["{bin}/wraparound", "schema", "--to", "site/schemas"],
        ],
    ),
    "bench": (
        "measure, and print ratios",
        ["bench"],
        [["{bin}/python", "benchmarks"]],
    ),
    "wheels": (
        "build the wheels into dist/ and try them in an empty environment",
        ["build"],
        [["{bin}/python", "tools/try_wheels.py"]],
    ),
}
BUILT = [
    *(".venv", "build", "dist", "site"),
    *(".coverage", ".hypothesis", ".import_linter_cache"),
    *(".mypy_cache", ".pytest_cache", ".ruff_cache"),
]


def main(arguments: list[str]) -> int:
    """Run the word that was asked for; what follows it goes to the word's last command."""
    word, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if word == "clean":
        return clean()
    if word not in WORDS:
        return usage(word)
    if sys.version_info < OLDEST:
        return run_again_with_a_newer_python(arguments)
    _, groups, commands = WORDS[word]
    try:
        furnish(HOUSE / ".venv", groups)
        return run(commands, rest)
    except SetupFailed as failed:
        say(str(failed))
        return 1
    except KeyboardInterrupt:
        return 130


def usage(word: str) -> int:
    """Print the words; asking for help is no mistake, an unknown word is one."""
    asked = word in {"help", "-h", "--help"}
    if not asked:
        say(f"there is no word {word!r}")
    print("usage: python make.py WORD [arguments]      (or: make WORD)\n")
    for name, (purpose, _, _) in WORDS.items():
        print(f"  {name:7} {purpose}")
    print("  clean   remove .venv and everything else that was built")
    return 0 if asked else 2


def say(line: str) -> None:
    """Print a line about the setting up, apart from what the word itself prints."""
    print(f"make: {line}", file=sys.stderr, flush=True)


def run(commands: list[list[str]], rest: list[str]) -> int:
    """Run the commands in order; stop at the first that fails, with its exit code."""
    bin_folder = commands_folder(HOUSE / ".venv")
    path = os.pathsep.join([str(bin_folder), os.environ.get("PATH", "")])
    settings = dict(os.environ, PATH=path, NO_MKDOCS_2_WARNING="1", PYTHONUTF8="1")
    for number, command in enumerate(commands, start=1):
        filled = [part.replace("{bin}", str(bin_folder)) for part in command]
        if number == len(commands):
            filled += rest
        code = subprocess.run(filled, cwd=HOUSE, env=settings, check=False).returncode
        if code:
            return code
    return 0


def clean() -> int:
    """Remove what was built; nothing that a person wrote."""
    for name in BUILT:
        place = HOUSE / name
        if place.is_dir():
            shutil.rmtree(place)
        elif place.exists():
            place.unlink()
    say("everything that was built is gone")
    return 0


class SetupFailed(Exception):  # noqa: N818 - named after the fact it states, as everywhere in the house
    """The environment could not be set up; the message says what to do."""


def run_again_with_a_newer_python(arguments: list[str]) -> int:
    """Hand over to a Python that is new enough, or say where to get one."""
    names = ["python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"]
    candidates = [[name] for name in names] + ([["py", "-3"]] if WINDOWS else [])
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    for candidate in candidates:
        if shutil.which(candidate[0]) is None:
            continue
        answer = subprocess.run([*candidate, "-c", question], capture_output=True, check=False)
        if answer.returncode == 0:
            command = [*candidate, str(HOUSE / "make.py"), *arguments]
            return subprocess.run(command, check=False).returncode
    here = ".".join(str(part) for part in sys.version_info[:3])
    say(f"wraparound needs Python 3.11 or newer; this is {here}, and no newer one was found")
    say("hint: install one from your system's packages or python.org, then name it, for example:")
    say("      make demo PYTHON=/path/to/python3.12")
    return 1


def furnish(venv: Path, groups: list[str]) -> None:
    """Make the environment hold what the groups name; do nothing when it already does.

    Raises:
        SetupFailed: When the environment cannot be made, or pip cannot install.
    """
    stamp = venv / "furnished.json"
    digest = fingerprint()
    there: list[str] = []
    if usable(venv):
        there = furnished(stamp, digest)
    else:
        create(venv)
    if set(groups) <= set(there):
        return
    python = commands_folder(venv) / "python"
    wanted = requirements(groups)
    say(f"installing {', '.join(groups)} into .venv (minutes the first time, then never again)")
    pip(python, requirements(["build"]))
    pip(python, ["--no-build-isolation", *in_place(wanted), *elsewhere(wanted)])
    stamp.write_text(json.dumps({"digest": digest, "groups": sorted({*there, *groups})}))
    say("installed")


def fingerprint() -> str:
    """Return a digest of all that decides what gets installed, the place of the clone included."""
    digest = hashlib.sha256(str(HOUSE).encode())
    for place in [HOUSE / "constraints.txt", HOUSE / "pyproject.toml", *plugin_projects()]:
        digest.update(place.read_bytes())
    return digest.hexdigest()


def furnished(stamp: Path, digest: str) -> list[str]:
    """Return the groups that an earlier run installed from these very same files."""
    try:
        noted = json.loads(stamp.read_text())
    except (OSError, ValueError):
        return []
    return list(noted["groups"]) if noted.get("digest") == digest else []


def plugin_projects() -> list[Path]:
    """Return the project files of the plugins in this clone, in order."""
    return sorted(HOUSE.glob("plugins/*/pyproject.toml"))


def requirements(groups: list[str]) -> list[str]:
    """Return what dependency groups ask for, the groups that they include laid open."""
    known = project(HOUSE / "pyproject.toml")["dependency-groups"]
    lines: set[str] = set()
    for group in groups:
        for entry in known[group]:
            lines |= {entry} if isinstance(entry, str) else set(requirements(list(entry.values())))
    return sorted(lines)


def project(place: Path) -> dict[str, Any]:  # Any: the parts of a project file differ
    """Read a project file."""
    import tomllib  # noqa: PLC0415 - an older Python must get as far as the hint about a newer one

    return tomllib.loads(place.read_text("utf-8"))


def in_place(wanted: list[str]) -> list[str]:
    """Return the arguments that make pip install this clone and its plugins in place.

    What is wanted of ourselves (``wraparound[testing]``) becomes an extra of the folder: our names
    are never looked for anywhere else.
    """
    arguments = []
    for place in [HOUSE / "pyproject.toml", *plugin_projects()]:
        name = project(place)["project"]["name"]
        extras = [line[len(name) :] for line in wanted if line.startswith(f"{name}[")]
        arguments += ["--editable", str(place.parent) + "".join(extras)]
    return arguments


def elsewhere(wanted: list[str]) -> list[str]:
    """Return the requirements that are not ours."""
    ours = {project(place)["project"]["name"] for place in plugin_projects()} | {"wraparound"}
    return [line for line in wanted if line.split("[", maxsplit=1)[0] not in ours]


def commands_folder(venv: Path) -> Path:
    """Return the folder of an environment that holds its commands."""
    return venv / ("Scripts" if WINDOWS else "bin")


def usable(venv: Path) -> bool:
    """Tell whether there is an environment with a Python that is new enough, and pip."""
    python = commands_folder(venv) / ("python.exe" if WINDOWS else "python")
    if not python.exists():
        return False
    question = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    answer = subprocess.run([str(python), "-c", question], capture_output=True, check=False)
    return answer.returncode == 0


def create(venv: Path) -> None:
    """Create the environment anew.

    Raises:
        SetupFailed: When this Python has no venv or no pip to put into it.
    """
    say(f"creating .venv with Python {sys.version_info[0]}.{sys.version_info[1]}")
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(venv, ignore_errors=True)
        reason = (made.stderr or made.stdout).strip()
        hint = "hint: on Debian and Ubuntu, install the package python3-venv"
        raise SetupFailed(f"no environment could be created:\n{reason}\n{hint}")


def pip(python: Path, arguments: list[str]) -> None:
    """Let pip install, quietly, with a sign of life now and then.

    Raises:
        SetupFailed: When pip fails; the message ends with what pip said.
    """
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "--constraint", str(HOUSE / "constraints.txt"), *arguments]
    began = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
        with subprocess.Popen(command, cwd=HOUSE, stdout=told, stderr=subprocess.STDOUT) as work:
            while True:
                try:
                    code = work.wait(timeout=HEARTBEAT)
                    break
                except subprocess.TimeoutExpired:
                    say(f"  still installing ({time.monotonic() - began:.0f} s)")
        told.seek(0)
        said = told.read().strip()
    if code:
        raise SetupFailed(f"pip could not install:\n{said}\nhint: read pip's last lines above")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
