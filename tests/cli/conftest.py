"""What the tests of the command work on: made-up case files, a store, the command itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from wraparound.cli import wraparound

CASE = """\
wraparound: "1.0"
agency:
  - {id: pv, name: Birch House, kind: provider}
  - {id: free, name: Open Table, kind: care_management}
person:
  - {id: fac, name: Marked Facilitator}
  - {id: kid, family: bell, name: Marked Youth, birth_date: "2012-05-05"}
  - {id: mum, family: bell, name: Marked Caregiver}
  - {id: calm-kid, family: calm, name: Marked Other}
family:
  - id: bell
    members: [{person: kid, role: youth}, {person: mum, role: caregiver}]
    story: Marked story
  - id: calm
    members: [{person: calm-kid, role: youth}]
enrollment:
  - id: stay
    family: bell
    youth: kid
    enrolled_on: "2025-01-01"
    history: [{state: enrolled, "on": "2025-01-01"}]
plan:
  - id: plan-v1
    lineage: plan
    family: bell
    youth: kid
    status: active
    period: {start: "2025-01-01"}
    dated_on: "2025-01-01"
    services:
      - id: svc
        category: respite
        provider: pv
        paid: true
        hcbs: true
        spans: [{status: active, period: {start: "2025-02-01"}}]
duty:
  - id: d1
    family: bell
    plan: plan
    role: facilitator
    holder: fac
    period: {start: "2025-01-01"}
tie:
  - {id: t1, kind: employed_by, subject: fac, object: pv, period: {start: "2024-01-01"}}
"""

MARKED = "Marked"
"""Every personal text in the case begins with this word."""


@pytest.fixture
def case(tmp_path):
    """A case file with a family whose facilitator works for a provider, and a quiet family."""
    file = tmp_path / "case.yaml"
    file.write_text(CASE, "utf-8")
    return file


@pytest.fixture
def url(tmp_path):
    """The address of a store that is not there yet."""
    return f"sqlite:///{(tmp_path / 'cases.db').as_posix()}"


@pytest.fixture
def run(url, monkeypatch):
    """Run the command in this process, on the store."""
    monkeypatch.setenv("WRAPAROUND_STORE", url)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def command(*words, **settings):
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(wraparound, [str(word) for word in words])

    return command


@pytest.fixture
def filled(run, case):
    """Run the command on a store that holds the case."""
    assert run("import", case).exit_code == 0
    return run


@pytest.fixture
def shell(url):
    """Run the real command in a process of its own."""

    def command(*words, encoding="utf-8", **settings):
        environment = {
            "PATH": "",
            "WRAPAROUND_STORE": url,
            "PYTHONIOENCODING": encoding,
            **settings,
        }
        return subprocess.run(
            [Path(sys.executable).with_name("wraparound"), *map(str, words)],
            capture_output=True,
            check=False,
            encoding=encoding,
            env=environment,
            stdin=subprocess.DEVNULL,
        )

    return command
