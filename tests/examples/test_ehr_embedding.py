"""An existing EHR keeps its patients, and wraparound reviews them through an adapter."""

from __future__ import annotations

import importlib
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from wraparound.errors import StorageError
from wraparound.model import Family, Person, Plan

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "ehr_embedding"
TODAY = date(2026, 11, 1)


@pytest.fixture
def embedding(monkeypatch):
    monkeypatch.syspath_prepend(EXAMPLE)
    return importlib.import_module("embedding")


@pytest.fixture
def database(embedding, tmp_path):
    path = tmp_path / "ehr.db"
    embedding.create_ehr(path)
    return path


def test_the_adapter_has_at_most_100_lines():
    assert len((EXAMPLE / "adapter.py").read_text().splitlines()) <= 100


def test_patients_are_read_from_the_ehrs_own_table(embedding, database):
    with embedding.opened(database) as program:
        assert list(program.families()) == ["fam-7001", "fam-7002"]
        (youth,) = program.find(Person, identifier="urn:example:ehr:mrn|M-100")
        assert (youth.name, youth.birth_date) == ("Wren Okafor", date(2013, 4, 9))
    with closing(sqlite3.connect(database)) as ehr, ehr:
        ehr.execute("update patient set name = 'Wren Adams' where mrn = 'M-100'")
    with embedding.opened(database) as program:
        assert program.get(Person, "p-M-100").name == "Wren Adams"


def test_a_page_of_patients_and_own_records_leaves_nobody_out(embedding, database):
    with embedding.opened(database) as program:
        with program.change(by="t") as unit:
            for name in ("fam-0001", "fam-7001a", "fam-9000"):
                unit.add(Family(id=name))
        seen, after = [], None
        while True:
            page = program.store.find("family", limit=2, after=after)
            seen += [each.id for each in page.envelopes]
            after = page.after
            if after is None:
                break
    assert seen == ["fam-0001", "fam-7001", "fam-7001a", "fam-7002", "fam-9000"]


def test_the_ehr_keeps_what_is_its_own(embedding, database):
    with (
        embedding.opened(database) as program,
        pytest.raises(StorageError, match="kept by the EHR"),
        program.change(by="t") as unit,
    ):
        unit.replace(unit.get(Family, "fam-7001"))


def test_reviews_ask_the_ehrs_rule_beside_the_librarys(embedding, database):
    with embedding.opened(database) as program:
        with program.change(by="t") as unit:
            unit.add(embedding.Agency(id="elm"))
            unit.add(embedding.Agency(id="birch"))
            unit.add(Person(id="ada"))
            for record in embedding.plan_of("fam-7001", "p-M-100"):
                unit.add(record)
        assert program.get(Plan, "fam-7001-plan-1").youth == "p-M-100"
        found = program.review("fam-7001", as_of=TODAY).findings
        outside = [each.counterparty for each in found if each.rule == "EHR-NETWORK"]
        assert outside == ["birch", "elm"]
        assert "COI-OWN-06" in {each.rule for each in found}


def test_the_example_runs_as_its_readme_says():
    command = [sys.executable, "-W", "error", str(EXAMPLE / "embedding.py")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "families in the EHR: fam-7001, fam-7002" in said
    assert "COI-EMP-01 (prohibited)" in said
    assert "EHR-NETWORK (low)" in said
