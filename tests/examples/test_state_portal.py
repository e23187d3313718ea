"""The state's portal serves caseload, family and findings over real HTTP, without names."""

from __future__ import annotations

import importlib
import shutil
import socket
import subprocess
import threading
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import httpx
import pytest
import uvicorn

from wraparound.model import (
    Agency,
    Duty,
    DutyRole,
    Family,
    FamilyMember,
    FamilyRole,
    Period,
    Person,
    Plan,
    PlannedService,
    PlanStatus,
    ServiceSpan,
    ServiceStatus,
    Tie,
    TieKind,
)
from wraparound.program import Program

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "state_portal"
DAY = date(2026, 11, 1)
SINCE = Period(start=date(2026, 9, 1))
SECRET = "Zebulon-Marker"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

RECORDS = (
    Family(id="fam", vision=SECRET, members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),)),
    Family(id="quiet"),
    Person(id="kid", family="fam", name=SECRET),
    Person(id="ada", name=SECRET),
    Agency(id="birch", name="Birch <b>House</b>"),
    Tie(id="job", kind=TieKind.EMPLOYED_BY, subject="ada", object="birch", period=SINCE),
    Duty(id="d", family="fam", plan="line", role=DutyRole.FACILITATOR, holder="ada", period=SINCE),
    Plan(
        id="v1",
        lineage="line",
        family="fam",
        status=PlanStatus.ACTIVE,
        period=SINCE,
        services=(
            PlannedService(
                id="s",
                provider="birch",
                paid=True,
                hcbs=True,
                spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=SINCE),),
            ),
        ),
    ),
)


@pytest.fixture
def site(monkeypatch, tmp_path):
    """The portal on a free port of this machine, over a SQLite file."""
    monkeypatch.syspath_prepend(EXAMPLE)
    portal = importlib.import_module("portal")
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with Program.open(url, only=()) as program, program.change(by="t") as unit:
        for record in RECORDS:
            unit.add(record)
    app = portal.make_portal(lambda: Program.open(url, only=()), as_of=DAY)
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(app, log_level="critical", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


def page(site, path, status=200):
    answer = httpx.get(site + path)
    assert answer.status_code == status
    assert SECRET not in answer.text
    return answer.text


def test_the_caseload_lists_every_family_with_its_heaviest_finding(site):
    text = page(site, "/")
    assert "/families/fam" in text
    assert "/families/quiet" in text
    assert "prohibited" in text
    assert "nothing found" in text


def test_a_family_shows_its_findings_for_both_readers(site):
    text = page(site, "/families/fam")
    assert "COI-EMP-01" in text
    assert "What you may ask for" in text
    assert "42 CFR 441.301(c)(1)(vi)" in text


def test_what_an_agency_calls_itself_is_escaped(site):
    text = page(site, "/families/fam")
    assert "<b>House</b>" not in text
    assert "&lt;b&gt;House" in text


def test_a_review_is_served_as_json_too(site):
    page(site, "/families/fam/review.json")
    document = httpx.get(f"{site}/families/fam/review.json").json()
    assert document["family"] == "fam"
    assert "COI-EMP-01" in {finding["rule"] for finding in document["findings"]}


def test_a_family_that_is_not_there_is_a_page_that_says_so(site):
    assert "There is no such family" in page(site, "/families/nobody", status=404)
    assert "Not found" in page(site, "/elsewhere", status=404)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")
def test_a_browser_shows_the_family(site, tmp_path):
    """A headless Chromium loads the page and has the findings in its document."""
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={tmp_path}",
        "--dump-dom",
        f"{site}/families/fam",
    ]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "<h1>Family fam</h1>" in shown
    assert "COI-EMP-01" in shown
    assert SECRET not in shown
