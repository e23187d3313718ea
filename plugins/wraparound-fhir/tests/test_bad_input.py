"""Bad input of every kind: one clear report, never an exception, never a value, nothing stored."""

from __future__ import annotations

import copy
import gzip
import json
import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wraparound_fhir import FhirImporter
from wraparound_fhir.definitions import resource_types
from wraparound_fhir.profiles import unmet
from wraparound_fhir.quick import vouched
from wraparound_fhir.shape import looked_at

SECRET = "Zq Secret-Name"
PATIENT = {"resourceType": "Patient", "id": "kit"}


def one(kind="CarePlan", **more):
    base = {"status": "active", "intent": "plan", "subject": {"reference": "Patient/kit"}}
    return {"resourceType": kind, "id": "x", **(base if kind == "CarePlan" else {}), **more}


def in_bundle(*resources, kind="collection"):
    return {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [{"resource": each} for each in resources],
    }


@pytest.mark.parametrize(
    ("resource", "fault"),
    [
        (one(status="happening"), "CarePlan/x.status: must be one of active"),
        (one(subject="Patient/kit"), "CarePlan/x.subject: must be an object"),
        (one(period={"start": "2025-02-30"}), "CarePlan/x.period.start: must be a day that"),
        (one(period={"start": "2025-03-01", "end": "2025-02-01"}), "(per-1)"),
        (one(wraparound=True), "CarePlan/x.wraparound: is not an element of CarePlan"),
        (one(title=["a"]), "CarePlan/x.title: must be a single value"),
        (one(goal={"reference": "Goal/g"}), "CarePlan/x.goal: must be a list"),
        (one(goal=[]), "CarePlan/x.goal: must not be an empty list"),
        (one(title=None), "CarePlan/x.title: must not be null"),
        (one(subject={}), "CarePlan/x.subject: must not be empty"),
        (
            one(subject={"reference": "Practitioner/p"}),
            "subject.reference: must refer to: Group or Patient",
        ),
        (one(subject={"reference": "#nobody"}), "(ref-1)"),
        (
            one(subject={"reference": "urn:uuid:1"}),
            "must be in the input: nothing there has this fullUrl",
        ),
        (
            one(activity=[{"detail": {"status": "completed"}, "reference": {"display": "x"}}]),
            "(cpl-3)",
        ),
        (one("Goal", lifecycleStatus="active"), "Goal/x.description: is required and missing"),
        (one("Patient", deceasedBoolean=True, deceasedDateTime="2025-01-01"), "deceased[x]"),
        (one("Patient", contact=[{"gender": "male"}]), "(pat-1)"),
        (one("Patient", active="true"), "Patient/x.active: must be true or false"),
        (
            one(
                "Patient",
                meta={
                    "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]
                },
            ),
            "US Core",
        ),
        ({"resourceType": "Patient", "id": "no id!"}, "Patient.id: must be an id"),
    ],
)
def test_a_fault_names_its_resource_and_place(reader, resource, fault):
    assert any(fault in said for said in reader.read(resource).said), reader.read(resource).said


def test_all_faults_are_told_at_once(reader):
    wrong = in_bundle(one(status="x", intent="y"), {"resourceType": "Patient", "gender": "z"})
    said = reader.read(wrong).said
    assert len(said) == 3
    assert said[0].startswith("entry[0].resource(CarePlan/x).")
    assert said[2].startswith("entry[1].resource(Patient).gender: must be one of female")


def test_a_bundle_must_be_one(reader):
    said = reader.read(
        {"resourceType": "Bundle", "type": "nope", "entry": [1, {}, {"resource": 5}]}
    ).said
    assert [each.partition(":")[0] for each in said] == [
        "type",
        "entry[0]",
        "entry[1]",
        "entry[2].resource",
    ]


def test_a_transaction_says_what_it_asks_for(reader):
    assert "(bdl-3)" in reader.read(in_bundle(PATIENT, kind="transaction")).said[0]


def test_two_entries_do_not_share_a_full_url(reader):
    entry = {"fullUrl": "urn:uuid:0b0b7e5c-6f7e-4b55-9d4e-6a1f0a3b5d11", "resource": PATIENT}
    twice = {"resourceType": "Bundle", "type": "collection", "entry": [entry, entry]}
    assert "(bdl-7)" in reader.read(twice).said[0]


def test_one_id_is_not_given_twice(reader):
    said = reader.read(in_bundle(PATIENT, {**PATIENT, "gender": "male"})).said
    assert said == [
        "entry[1].resource(Patient/kit): must not be given twice with the same type and id"
    ]


def observed(**more):
    subject = {"reference": "urn:uuid:11111111-2222-3333-4444-555555555555"}
    base = {
        "status": "final",
        "category": [{"text": "x"}],
        "code": {"text": "x"},
        "subject": subject,
    }
    return {"resourceType": "Observation", "id": "o", **base, **more}


@pytest.mark.parametrize(
    ("observation", "fault"),
    [
        (observed(), "nothing there has this fullUrl"),
        (observed(subject={"reference": "Patient/kit"}, status="done"), "status: must be one of"),
        (observed(subject={"reference": "Patient/kit"}, valueString="", issued="x"), "issued"),
        (observed(subject={"reference": "Patient/kit"}), ""),
    ],
)
def test_observations_that_have_no_place_are_checked_too(reader, observation, fault):
    entry = {"fullUrl": "http://a.example/Observation/o", "resource": observation}
    said = reader.read({"resourceType": "Bundle", "type": "collection", "entry": [entry]}).said
    assert any(fault in each for each in said) if fault else said == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"res', "cut off"),
        (b'{"resourceType":"Patient","name":' + b"[" * 100_000, "deep"),
        (b'{"resourceType":"Patient","gender":"\xff"}', "UTF-8"),
        (b'{"resourceType":"Location","position":{"latitude":NaN}}', "JSON"),
        (b"", "empty"),
        (b"[1]", "must be a resource"),
        (b'{"resourceType":"P' + b"a" * 5_000_000 + b'"}', "must name a type"),
        (b'{"resourceType":"Patient", ' + os.urandom(2_000_000), "JSON"),
    ],
)
def test_unreadable_bytes_give_one_report_and_store_nothing(reader, data, message):
    error = reader.refused(data)
    assert len(error.faults) == 1
    assert message in error.faults[0].message


def test_a_bomb_is_refused(reader):
    data = b'{"resourceType":"Patient","id":"a","x":"' + b"a" * 100_000_000 + b'"}'
    began = time.monotonic()
    error = reader.refused(gzip.compress(data, 1), "bomb.json.gz")
    assert "must be at most" in error.faults[0].message
    assert time.monotonic() - began < 20


def test_ndjson_faults_name_the_line(reader):
    lines = [json.dumps(PATIENT), "{oops", '{"resourceType":"Patient","id":"c","gender":"x"}']
    desk = reader.read("\n".join(lines).encode(), "case.ndjson")
    assert [fault.source for fault in desk.faults] == ["case.ndjson, line 2", "case.ndjson, line 3"]


def test_ndjson_compressed_and_with_a_bom_is_read(reader):
    lines = b"\xef\xbb\xbf" + b"\n\n".join(
        json.dumps({**PATIENT, "id": own}).encode() for own in "ab"
    )
    desk = reader.read(gzip.compress(lines), "case.ndjson.gz")
    assert desk.said == []
    assert desk.report([]).added == {"family": 2, "person": 2}


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (b'{"resourceType":"Patient"', True),
        (b'\xef\xbb\xbf {\n "id": "a", "resourceType" : "Bundle"', True),
        (gzip.compress(b'{"resourceType":"Patient"}', mtime=0), True),
        (b'{"wraparound":"1.0"}', False),
        (b'[{"resourceType":"Patient"}]', False),
        (b"\x1f\x8bbroken", False),
        (os.urandom(65_536), False),
        (b"", False),
    ],
)
def test_fhir_is_recognized_by_its_beginning(head, answer):
    assert FhirImporter().recognizes(head) is answer


_JSON = st.recursive(
    st.sampled_from(
        [None, True, 0, -1.5, "", " ", "x", SECRET, "Patient/kit", "urn:uuid:1", "2025-02-31"]
    ),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["id", "reference", "coding", "code", "value", "resourceType", SECRET, "x"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)


def _places(value, path=()):
    yield path
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in pairs:
        yield from _places(inner, (*path, key))


def _marked(value):
    if isinstance(value, dict):
        personal = {
            "family",
            "text",
            "valueString",
            "description",
            "display",
            "line",
            "city",
            "value",
        }
        return {
            key: SECRET if key in personal and isinstance(inner, str) else _marked(inner)
            for key, inner in value.items()
        }
    return [_marked(each) for each in value] if isinstance(value, list) else value


def _mutated(document, changes):
    document = copy.deepcopy(document)
    for pick, act, fresh in changes:
        places = [path for path in _places(document) if path]
        *outer, last = places[pick % len(places)]
        holder = document
        for key in outer:
            holder = holder[key]
        if act == "delete":
            del holder[last]
        elif act == "add" and isinstance(holder, dict):
            holder[SECRET if pick % 2 else "extra"] = fresh
        else:
            holder[last] = fresh
        if not document:
            break
    return document


_CHANGES = st.lists(
    st.tuples(st.integers(0, 10**6), st.sampled_from(["replace", "delete", "add"]), _JSON),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(changes=_CHANGES)
def test_no_change_of_a_bundle_raises_or_leaks(reader, county, changes):
    desk = reader.read(_mutated(_marked(county), changes))
    told = [str(fault) for fault in desk.faults] + [" ".join(each) for each in desk.losses]
    assert not [line for line in told if "Zq" in line or "Secret" in line]


@settings(
    max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(changes=_CHANGES)
def test_the_quick_look_never_vouches_for_what_the_slow_one_refuses(county, changes):
    changed = _mutated(county, changes)
    entries = changed.get("entry") if isinstance(changed, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        if not isinstance(kind, str) or kind not in resource_types():
            continue
        if vouched(resource, kind) is not None and not any(unmet(resource)):
            faults = [
                fault for fault in looked_at(resource).faults if "clinicalStatus" not in fault[0]
            ]
            assert faults == []


def test_a_number_written_as_a_text_is_read_and_told(reader):
    """Converters from XML write so; what is no number stays a fault."""
    goal = {
        "resourceType": "Goal",
        "id": "g",
        "lifecycleStatus": "active",
        "description": {"text": "Sleep"},
        "subject": {"reference": "Patient/kit"},
        "target": [{"measure": {"text": "hours"}, "detailQuantity": {"value": "7.5"}}],
    }
    desk = reader.read(in_bundle(PATIENT, goal))
    assert desk.said == []
    assert desk.lost["Goal.target.detailQuantity.value"] == 1
    goal["target"][0]["detailQuantity"]["value"] = "7,5"
    assert reader.read(in_bundle(PATIENT, goal)).said[0].endswith("must be a number")
