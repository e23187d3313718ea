"""How the tests run: Hypothesis profiles, and the examples in README.md, docs/ and src/."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from sybil import Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.sybil import SybilCollection

HOUSE = Path(__file__).parent
LENIENT = ELLIPSIS | NORMALIZE_WHITESPACE

# quick: for every run. The same examples each time, and no shrinking: a failing state machine can
# shrink for minutes. thorough: to look for trouble, and to see a failure at its smallest.
settings.register_profile(
    "quick",
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=25,
    stateful_step_count=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=500,
    stateful_step_count=50,
    suppress_health_check=[HealthCheck.too_slow],
)


def move_into_a_folder_of_its_own(namespace: dict[str, object]) -> None:
    """Give the page being tested a folder with ``examples/`` in it, as if it were a clone."""
    folder = tempfile.mkdtemp(prefix="page-")
    if (HOUSE / "examples").is_dir():
        shutil.copytree(HOUSE / "examples", Path(folder, "examples"))
    namespace["_left"] = os.getcwd()  # noqa: PTH109 - as the tests before this page had it
    os.chdir(folder)


def move_back(namespace: dict[str, object]) -> None:
    """Return to where the tests run and remove the page's folder."""
    folder = Path.cwd()
    os.chdir(str(namespace["_left"]))
    shutil.rmtree(folder, ignore_errors=True)


def run_console(example: Example) -> str | None:
    """Run each ``$ wraparound …`` line of a console block; what is shown below it must come out.

    ``...`` stands for anything. Other commands (``make``, ``pip``) are for the reader to run. Where
    the block shows no output, the command must end with 0 or, for findings, 1.
    """
    for command in ("\n" + example.parsed).split("\n$ ")[1:]:
        line, _, expected = command.partition("\n")
        words = shlex.split(line, comments=True)
        if not words or words[0] != "wraparound":
            continue
        ran = subprocess.run(
            [str(Path(sys.executable).with_name("wraparound")), *words[1:]],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
        )
        came = ran.stdout + ran.stderr
        # on a slow machine standard error tells how far the work has come
        shown = (came, ran.stdout)
        fits = any(OutputChecker().check_output(expected, each, LENIENT) for each in shown)
        if not (fits if expected.strip() else ran.returncode in {0, 1}):
            return f"$ {line}\nexit code {ran.returncode}\n{came}"
    return None


def pages(path: str, pattern: str) -> Sybil:
    """Return what runs the code blocks of the pages below a folder."""
    return Sybil(
        parsers=[
            PythonCodeBlockParser(doctest_optionflags=LENIENT),
            CodeBlockParser("console", run_console),
            SkipParser(),
        ],
        path=path,
        pattern=pattern,
        setup=move_into_a_folder_of_its_own,
        teardown=move_back,
    )


def docstrings(path: str) -> Sybil:
    """Return what runs the doctests of the modules below a folder."""
    return Sybil(
        parsers=[DocTestParser(optionflags=LENIENT)],
        path=path,
        pattern="*.py",
        document_types={".py": PythonDocStringDocument},
    )


sources = [HOUSE / "src", *HOUSE.glob("plugins/*/src")]
sybils = [pages(".", "README.md"), pages("docs", "*.md")]
sybils += [docstrings(str(source.relative_to(HOUSE))) for source in sorted(sources)]

pytest_collect_file = SybilCollection(sybils).pytest()
