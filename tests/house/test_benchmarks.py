"""Every benchmark is listed, and says what it compares; none is run here."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def listed():
    found = importlib.util.spec_from_file_location("benchmarks_main", FOLDER / "__main__.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return set(module.COMPARISONS.values())


def comparing():
    """Each file of the folder that has a comparison named after it."""
    for file in sorted(FOLDER.glob("*.py")):
        body = ast.parse(file.read_text("utf-8"))
        named = {each.name for each in body.body if isinstance(each, ast.FunctionDef)}
        if f"compare_{file.stem}" in named:
            yield file.stem, body


def test_every_comparison_is_listed():
    """What ``python benchmarks`` goes through is what there is."""
    assert listed() == {name for name, _ in comparing()}


def test_every_comparison_says_what_it_compares():
    """Both ways are named before the first line of code."""
    for name, body in comparing():
        assert "against" in ast.get_docstring(body), name
