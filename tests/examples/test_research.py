"""The research notebook runs from top to bottom, and shows nothing personal."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from wraparound.model import Person
from wraparound.program import Program

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NOTEBOOK = EXAMPLES / "research" / "oakfield.ipynb"


@pytest.fixture(scope="module")
def outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    folder = {"metadata": {"path": str(NOTEBOOK.parent)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=folder).execute()
    return [
        output.get("data", {})
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]


def test_the_chart_and_the_review_are_tables(outputs):
    pages = [data["text/html"] for data in outputs if "text/html" in data]
    assert any("Family" in page and "personal text is hidden" in page for page in pages)
    assert any("findings as of 2026-11-02" in page for page in pages)


def test_the_findings_are_a_data_frame(outputs):
    frames = [data["text/plain"] for data in outputs if "shape:" in data.get("text/plain", "")]
    assert any("COI-EMP-01" in frame for frame in frames)


def test_no_name_of_a_family_is_shown(outputs):
    shown = json.dumps(outputs)
    oakfield = EXAMPLES / "oakfield"
    with Program.open("memory:") as program:
        files = sorted(path for path in oakfield.iterdir() if path.suffix in {".json", ".yaml"})
        program.import_files(files, by="tester")
        names = {person.name for person in program.find(Person) if isinstance(person.name, str)}
    assert names
    assert [name for name in names if name in shown] == []


def test_the_notebook_is_committed_without_outputs():
    cells = json.loads(NOTEBOOK.read_text())["cells"]
    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in cells)
