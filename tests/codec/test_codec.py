"""Records become documents and come back; foreign documents are read strictly."""

from __future__ import annotations

import json
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound import codec
from wraparound.errors import DocumentInvalid
from wraparound.model.kinds import KINDS, kind_of
from wraparound.model.need import Need
from wraparound.model.plan import Plan
from wraparound.model.terms import UNKNOWN
from wraparound.testing import strategies

PLAN = Plan(
    id="plan-1",
    lineage="line-1",
    family="fam-1",
    consent_on=UNKNOWN,
    needs=(Need(id="need-1", statement="Somebody who stays"),),
)
SECRET = "Zebulon-Marker"


def faults_of(document: object, kind: str = "plan") -> dict[str, str]:
    with pytest.raises(DocumentInvalid) as caught:
        codec.from_document(document, kind=kind)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    return {fault.path: fault.message for fault in caught.value.faults}


@given(st.sampled_from(sorted(KINDS)).flatmap(strategies.records))
def test_every_record_comes_back_as_it_was_by_both_roads(record):
    """The fast road for our own documents and the strict road for foreign ones give the same."""
    kind = kind_of(record).name
    body = codec.write(record)
    assert codec.read(body, kind=kind) == record
    assert codec.from_document(json.loads(body)) == record
    assert codec.write(codec.from_document(codec.to_document(record))) == body


def test_a_document_names_its_kind_and_schema_version():
    document = codec.to_document(PLAN)
    assert document["record"] == "plan"
    assert document["schema"] == codec.SCHEMA_TEXT


def test_all_faults_come_at_once_each_with_its_path():
    document = codec.to_document(PLAN)
    document |= {
        "version": True,
        "vision": [SECRET],
        "period": {"start": "2025-01-01", "end": "2024-01-01"},
        "crisis_plan": [],
        "consent_on": {"unknwon": SECRET},
        "needs": [{"id": "need-1", "statement": " ", "domain": SECRET}, {"id": f"{SECRET} x"}],
    }
    assert set(faults_of(document)) == {
        "version",
        "vision",
        "period.end",
        "crisis_plan",
        "consent_on.unknwon",
        "needs[0].domain",
        "needs[0].statement",
        "needs[1].id",
        "needs[1].statement",
    }


def test_an_unknown_key_is_refused_with_the_nearest_known_one():
    document = codec.to_document(PLAN) | {"misson": "x"}
    assert faults_of(document)["misson"] == "is not a field here; did you mean 'mission'?"


def test_an_unknown_key_that_is_no_word_is_not_repeated():
    assert "(key)" in faults_of(codec.to_document(PLAN) | {f"{SECRET} Smith": 1})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", "1"),
        ("version", 1.0),
        ("version", True),
        ("vision", 3),
        ("vision", None),
        ("ground_rules", "one"),
        ("authors", [1]),
        ("status", "ACTIVE"),
        ("completed_on", "2025-1-1"),
        ("completed_on", "20250101"),
        ("completed_on", "2025-01-01T00:00:00"),
        ("reviews", ["2025-02-30"]),
        ("period", "2025"),
    ],
)
def test_nothing_is_coerced(field, value):
    paths = faults_of(codec.to_document(PLAN) | {field: value})
    assert any(path.startswith(field) for path in paths)


def test_a_newer_major_version_is_refused_with_a_hint():
    with pytest.raises(DocumentInvalid, match="newer wraparound"):
        codec.from_document(codec.to_document(PLAN) | {"schema": "2.0"})


def test_fields_of_a_newer_minor_version_are_passed_over():
    newer = codec.to_document(PLAN) | {"schema": "1.7", "invented_later": 1}
    assert codec.from_document(newer) == PLAN


def test_an_older_document_is_brought_up_to_date(monkeypatch):
    """A migration renames what an older version called otherwise."""

    def rename(document):
        return {("mission" if key == "purpose" else key): each for key, each in document.items()}

    monkeypatch.setitem(codec.MIGRATIONS, ("plan", (0, 9)), ((1, 0), rename))
    older = {"id": "p", "lineage": "l", "family": "f", "purpose": "Together", "schema": "0.9"}
    assert codec.from_document(older, kind="plan").mission == "Together"
    with pytest.raises(DocumentInvalid, match="no migration"):
        codec.from_document(older | {"schema": "0.8"}, kind="plan")


def test_an_older_stored_document_takes_the_strict_road():
    body = codec.write(PLAN).replace(b'"schema":"1.0"', b'"schema":"1.9"')
    assert codec.read(body, kind="plan") == PLAN


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'"x"', b"[" * 200_000, b"nul"])
def test_what_is_no_document_is_refused_in_words(body):
    with pytest.raises(DocumentInvalid):
        codec.read(body, kind="plan")


def test_a_damaged_stored_document_tells_its_faults():
    body = codec.write(PLAN).replace(b'"version":1', b'"version":"one"')
    with pytest.raises(DocumentInvalid, match="version"):
        codec.read(body, kind="plan")


def test_a_document_of_another_kind_is_refused():
    assert "record" in faults_of(codec.to_document(PLAN), kind="family")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_json_schema(kind):
    schema = codec.json_schema(kind)
    assert schema["title"] == kind
    assert json.dumps(schema)


def test_the_schema_is_as_strict_about_keys_and_ids_as_the_codec():
    schema = codec.json_schema("plan")
    parts = schema["$defs"]
    assert all(
        part["additionalProperties"] is False for part in parts.values() if "properties" in part
    )
    plan = parts["Plan"]["properties"]
    assert plan["record"] == {"const": "plan"}
    assert plan["id"]["pattern"].startswith("^[A-Za-z0-9]")
    assert "pattern" in plan["authors"]["items"]
    assert any("pattern" in choice for choice in plan["replaces"]["anyOf"])
    assert "pattern" not in plan["vision"]
    assert "Attributes:" not in json.dumps(schema)


def test_an_error_speaks_of_a_kind_with_its_article():
    with pytest.raises(DocumentInvalid, match="is not an agency"):
        codec.from_document({}, kind="agency")
